"""Which proposal somebody reads, that it is theirs, and what is said where it can no longer be changed."""

from dataclasses import dataclass

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours, TextTooShort
from bot.chat.memory import Memory
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.refusal import Refusal
from bot.office import proposals
from handlers.resident.states import Mine
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.proposals import Proposal


@dataclass(frozen=True)
class OwnProposal(Memory):
    """Which of their own proposals somebody reads."""

    mine_proposal: int = 0


shown_to_author = router.room()  # screens of one proposal: whoever has not written it sees the menu instead
sent_proposal = router.room()  # a proposal that was sent is changed by its author


@shown_to_author.refuses(NotYours)
async def show_menu(talk: Talk, refused: NotYours) -> Reply:
    """Shows the menu where the proposal is somebody else's."""
    return await talk.ask(Menu.open)


_CHANGING = {str(Mine.correct), str(Mine.add), str(Mine.resend), str(Mine.withdraw)}


@sent_proposal.refuses(AlreadyAnswered, AlreadyWithdrawn, NotYours)
async def say_unchangeable(talk: Talk, refused: Refusal) -> Reply:
    """Says that it is too late to change it, and shows the list where it was to be changed."""
    said = talk.say("This proposal can no longer be changed.")
    return put_above(said, await (talk.ask(Mine.list) if talk.state.state in _CHANGING else show_here(talk)))


@sent_proposal.refuses(TextTooShort)
async def say_what_is_missing(talk: Talk, refused: TextTooShort) -> Reply:
    """Says what a proposal needs, and asks the same once more."""
    return put_above(talk.say("This is very short. Please say what is needed, and where."), await show_here(talk))


async def find_chosen(talk: Talk) -> Proposal:
    """Finds the proposal that is read; NotYours where it is somebody else's."""
    return await proposals.get_own(talk.store, by=talk.person, id=OwnProposal.of(talk).mine_proposal)
