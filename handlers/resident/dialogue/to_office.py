"""What an author says to an answer or a question of the office goes to the clerk.

The conversation goes on where it stood.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.budget.proposal import NotYours
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Reply
from bot.language.intents import Intent
from handlers.resident.states import Dialogue
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.meant import COMMANDS
from handlers.shared.menu import go_on
from handlers.shared.router import Talk, router
from storage.proposals import Proposal

_STEPS = (Dialogue.question, Dialogue.reply, Dialogue.why, Dialogue.understood, Dialogue.unfinished)
_SAYING = set(map(str, _STEPS))

# A greeting or thanks alone is no word for the office either.
_COURTESIES = {Intent.GREETING, Intent.THANKS, Intent.FAREWELL}
MOST_PASSED_ON = 10  # messages of which it is remembered that the office has them
router.listens |= {str(state): COMMANDS | _COURTESIES for state in _STEPS}


@dataclass(frozen=True)
class SayingMore(Memory):
    """What an author says to an answer or a question of the office, and where that came in between."""

    answer: int = 0  # the answer a question is about
    replying: int = 0  # the proposal a reply is about
    work: int = 0  # what the office said of some work (id of the line), which is contested
    before_heard: str | None = None  # the state


@dataclass(frozen=True)
class PassedOn(Memory):
    """The messages (the messenger's ids) that went to the office last, each with its proposal; 0 where it has none."""

    passed_on: tuple[tuple[str, int], ...] = ()


async def note_passed_on(talk: Talk, proposal_id: int, *ids: str) -> None:
    """Remembers what went to the office, for the case that it is deleted. ids: other messages than this one."""
    new = [(id, proposal_id) for id in ids or (talk.incoming.own_id,) if id]
    if new:
        await PassedOn((*PassedOn.of(talk).passed_on, *new)[-MOST_PASSED_ON:]).keep(talk)


@router.on(*_STEPS, choice=BACK)
@router.on(*_STEPS, means=Intent.LATER)
@router.on(Dialogue.question, means=Intent.NO)
@router.on(Dialogue.question, Dialogue.why, Dialogue.unfinished, means=Intent.REFUSE)
async def on_nothing_said(talk: Talk) -> Reply:
    """Goes on where the notice came in between."""
    await go_back(talk)
    return await show_here(talk)


async def ask_for(talk: Talk, state: State, kept: SayingMore) -> Reply:
    """Asks what somebody wants to say, and remembers where that came in between."""
    if talk.state.state not in _SAYING:
        kept = replace(kept, before_heard=talk.state.state)
    await kept.keep(talk)
    return await talk.ask(state)


async def send_to_office(talk: Talk, act: Callable[[], Awaitable[Proposal]], said: Callable[[str], str]) -> Reply:
    """Passes it on; said makes the words of it from the proposal's number. A reply to those words goes the same way."""
    try:
        proposal = await act()
    except NotYours:
        await go_back(talk)
        return await show_stale(talk)
    await go_back(talk)
    await note_passed_on(talk, proposal.id)
    passed_on = await go_on(talk, said(proposal.label))
    return replace(passed_on, rest=f"said_rest:{proposal.id}", about=f"reply:{proposal.id}")


async def go_back(talk: Talk) -> None:
    """Goes back to the state in which it was begun."""
    if talk.state.state in _SAYING:
        await talk.state.set_state(SayingMore.of(talk).before_heard)
        await replace(SayingMore.of(talk), before_heard=None).keep(talk)
