"""What the lists of an office are called, on their buttons and above what is printed of them."""

from bot.chat.texts import Words
from bot.office.wording.notices import N_
from storage.log.office_lists import MOST_COUNTED, OfficeList

LIST_TITLES = {
    OfficeList.WAITING: N_("Awaiting an answer"),
    OfficeList.SOON: N_("Due within 3 days"),
    OfficeList.OVERDUE: N_("Overdue"),
    OfficeList.MINE: N_("Taken by me"),
    OfficeList.DRAFTED: N_("Kept answers"),
    OfficeList.FOR_HEAD: N_("Waiting for approval"),
    OfficeList.QUESTIONED: N_("Questions"),
    OfficeList.UNDELIVERED: N_("Answers not reached"),
    OfficeList.ANSWERED: N_("Answered proposals"),
}


def say_counted(words: Words, n: int) -> str:
    """A count as it stands beside a button: «25», «1 000+» where no more were counted."""
    return words.number(n) if n <= MOST_COUNTED else f"{words.number(MOST_COUNTED)}+"


def say_more_than_counted(words: Words, which: OfficeList) -> str:
    """That more stands in a list than was counted of it."""
    return words.say("{list}: more than {n}.", list=words.say(LIST_TITLES[which]), n=words.number(MOST_COUNTED))


def say_awaiting(words: Words, n: int) -> str:
    """How many proposals await an answer."""
    if n > MOST_COUNTED:
        return say_more_than_counted(words, OfficeList.WAITING)
    return words.say_n("{n} proposal awaits an answer.", "{n} proposals await an answer.", n)
