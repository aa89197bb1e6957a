"""What became of a proposal since its card was shown.

It is said at the first press, before anything is typed in vain.
"""

from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.office.answers import answers
from bot.office.reads import proposals
from handlers.office.colleagues import say_answered_by
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.shared.router import Talk


async def show_meanwhile(talk: Talk) -> Reply | None:
    """Says what a colleague did meanwhile, with the card anew, if that changes what can be done. Else it is None.

    Raises AlreadyWithdrawn, OnItsWay, NotAllowed.
    """
    card = OfficeCard.of(talk)
    known = await proposals.read_standing(talk.store, id=card.desk_proposal, by=talk.person)
    if known.sent is not None and known.sent.revision > card.desk_sent:
        said = await say_answered_by(talk, answers.AnsweredBy(known.sent))
    elif known.is_excluded and not card.desk_out:
        said = talk.say("A colleague left it out of the count meanwhile.")
    elif card.desk_out and not known.is_excluded:
        said = talk.say("It counts again.")
    else:
        return None
    return put_above(said, await show_one(talk))


async def must_stand(talk: Talk) -> None:
    """Raises AlreadyWithdrawn where the author took the proposal back since its card was shown, and NotAllowed."""
    await proposals.must_stand(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
