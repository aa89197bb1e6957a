"""The words for what is refused wherever it is said: too short, too long, no sum, not one's own."""

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, NotYours, TextTooLong, TextTooShort
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.days import DayUnreadable
from bot.language.letters import WordsMissing
from bot.office.quotas import FilesUsedUp, ProposalsUsedUp
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.wording import say_day_refused, say_it_is_too_long


@router.refuses(TextTooShort)
async def say_too_short(talk: Talk, refused: TextTooShort) -> Reply:
    """Asks for a little more, and the same once more."""
    return put_above(talk.say("This is very short. Please write a little more."), await show_here(talk))


@router.refuses(WordsMissing)
async def say_words_missing(talk: Talk, refused: WordsMissing) -> Reply:
    """Asks for words where only a number or a mark was typed, and the same once more."""
    return put_above(talk.say("Please say it in words."), await show_here(talk))


@router.refuses(TextTooLong)
async def say_too_long(talk: Talk, refused: TextTooLong) -> Reply:
    """Says how much fits, and asks the same once more."""
    return put_above(say_it_is_too_long(talk, refused), await show_here(talk))


@router.refuses(AmountUnreadable)
async def say_amount_unreadable(talk: Talk, refused: AmountUnreadable) -> Reply:
    """Asks for the sum in digits."""
    return put_above(talk.say("Please write the sum in digits."), await show_here(talk))


@router.refuses(AmountOpen)
async def say_amount_open(talk: Talk, refused: AmountOpen) -> Reply:
    """Names the two sums that were read, and asks for one."""
    least, most = talk.words.som(refused.least), talk.words.som(refused.most)
    return put_above(
        talk.say("Is it {least} or {most}? Please write one sum.", least=least, most=most), await show_here(talk)
    )


@router.refuses(AmountOutOfRange)
async def say_amount_out_of_range(talk: Talk, refused: AmountOutOfRange) -> Reply:
    """Says that no such sum stands in a budget, and asks once more."""
    return put_above(talk.say("Such a sum cannot be."), await show_here(talk))


@router.refuses(DayUnreadable)
async def say_day_unreadable(talk: Talk, refused: DayUnreadable) -> Reply:
    """Says what is wrong with a day, and asks once more."""
    return put_above(say_day_refused(talk, refused), await show_here(talk))


@router.refuses(ProposalsUsedUp)
async def say_proposals_used_up(talk: Talk, refused: ProposalsUsedUp) -> Reply:
    """Says how many a day takes, that this one is kept, and when it can be sent."""
    number = talk.words.number(refused.most)
    said = talk.say("A day takes {n} proposals of one person. This one is kept: please send it tomorrow.", n=number)
    return put_above(said, await show_here(talk))


@router.refuses(FilesUsedUp)
async def say_files_used_up(talk: Talk, refused: FilesUsedUp) -> Reply:
    """Says that the day's files are used up, what can be sent now, and when the rest."""
    said = talk.say("No more files of yours fit today. Send it tomorrow, or take the files off.")
    return put_above(said, await show_here(talk))


@router.refuses(NotYours)
async def say_not_yours(talk: Talk, refused: NotYours) -> Reply:
    """A button of somebody else's proposal is answered as one of an earlier question: nothing is told of theirs."""
    return await show_stale(talk)
