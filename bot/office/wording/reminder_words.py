"""The words of a reminder: how near the hearing is, and all that is needed to come."""

from bot.budget.hearing import count_days_ahead
from bot.budget.reminders import DOOR
from bot.chat.texts import Words
from bot.office.wording.hearing_words import list_rest, say_aimak, say_title, say_when_line, say_where
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.hearings import Hearing

REMINDERS = {
    "7d": N_("THE BUDGET HEARING IS IN A WEEK"),
    "1d": N_("THE BUDGET HEARING IS TOMORROW"),
    "2h": N_("The budget hearing begins soon; you said that you come."),
}
TODAY = N_("THE BUDGET HEARING IS TODAY")
NEAR = N_("A reminder: the budget hearing is near.")
_WEEK = {6, 7, 8}  # days


def compose_reminder(words: Words, hearing: Hearing, aimak: Aimak, lead: str, *, at: int) -> str:
    """A reminder that leaves at a moment: how near the hearing is, when and where, and how to come."""
    heading = REMINDERS[lead] if lead == DOOR else _nearness(count_days_ahead(at, hearing.terms.starts_at))
    lines = [
        words.say(heading),
        say_when_line(words, hearing.terms),
        say_where(words, hearing.terms),
        say_title(words, hearing),
        say_aimak(words, aimak),
        *list_rest(words, hearing, aimak),
    ]
    if lead != DOOR:  # one text for those who have answered and those who have not
        lines.append(words.say("If you have said already that you come, you need not say it again."))
    return "\n".join(lines)


def _nearness(days: int) -> str:
    if days in _WEEK:
        return REMINDERS["7d"]
    return {0: TODAY, 1: REMINDERS["1d"]}.get(days, NEAR)
