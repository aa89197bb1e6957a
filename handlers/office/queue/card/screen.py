"""The card of one proposal: which one is looked at, and its screen."""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.message import BACK, Reply
from bot.chat.paging import paged, split_in_parts
from bot.language.kyrgyz import clean, quote_lines
from bot.office.reads import proposals
from handlers.office.queue.card.lines import list_card_lines, list_card_links
from handlers.office.queue.card.possible import list_beside, list_possible
from handlers.office.staff_only import Desk, list_own_words, proposal_desk
from handlers.shared.router import Talk, router

PART = 2000  # characters of a text shown in one message


@dataclass(frozen=True)
class OfficeCard(Memory):
    """Which proposal somebody of the office looks at, and how far."""

    desk_proposal: int = 0
    desk_read: int | None = None  # the revision of its text that is on the screen
    over: int | None = None  # the proposal a colleague has taken: the next press takes it over
    desk_sent: int = 0  # the revision of the answer in force that is on the screen
    desk_out: bool = False  # whether the screen says that it is out of the count


# Words below an author's question are for that author, even where the card of another proposal is open. It is so once
# an answer was sent.
router.yielding |= {str(Desk.one)}

PARTS = paged(proposal_desk, Desk.one, key="part", size=1)


async def show_one(talk: Talk, proposal_id: int | None = None) -> Reply:
    """Shows the chosen proposal or another, to those who may see it."""
    if proposal_id is not None:
        await PARTS.begin(talk)
        await replace(OfficeCard.of(talk), desk_proposal=proposal_id, over=None).keep(talk)
    return await talk.ask(Desk.one)


@proposal_desk.screen(Desk.one)
async def ask_what(talk: Talk) -> Reply:
    """One proposal whole, with its dialogue and its answer, and what can be done to it."""
    known = await proposals.read_proposal(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    proposal = known.proposal
    sent = known.sent.revision if known.sent else 0
    shown = replace(OfficeCard.of(talk), desk_read=proposal.revision, desk_sent=sent, desk_out=known.is_excluded)
    await shown.keep(talk)
    part = await PARTS.of(talk, split_in_parts(clean(proposal.text), PART))
    lines = list_card_lines(talk, known, quote_lines(part.rows[0]) if part.rows else "")
    beside = (*list_beside(talk, known), *part.ways(talk))
    return Reply(
        "\n".join(lines),
        list_own_words(list_possible(talk, known)),
        beside,
        links=list_card_links(talk, known),
    )


@proposal_desk.on(Desk.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(Desk.list)
