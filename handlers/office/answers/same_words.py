"""The warning before one sentence stands under more answers than criterion 6 takes for reasoned."""

from bot.budget.proposal import Answer
from bot.office.reads import alike
from handlers.shared.talk import Talk


async def same_words(talk: Talk, aimak_id: int, year: int, answered: dict[int, Answer]) -> str:
    """Warns where answers (by proposal, id) would put one sentence under more decisions than criterion 6 takes; else empty."""
    found = await alike.count_same_words(talk.store, aimak_id=aimak_id, year=year, answered=answered, by=talk.person)
    if found is None:
        return ""
    n, of = found
    return talk.say(
        "One sentence would stand in {n} of {of} answers: above 30 % criterion 6 counts them as not reasoned.",
        n=n,
        of=of,
    )
