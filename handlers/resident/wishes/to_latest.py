"""What is written soon after a receipt may belong to that proposal: this is offered beside a new one."""

from bot.budget.referral.doors import find_door
from bot.chat.message import Choice, read_row_id
from bot.chat.talk import Replies
from bot.chat.texts import LANGUAGES, Words
from bot.office import proposals, staff
from bot.office.reads import own
from handlers.resident.dialogue.added import HELD, Adding, on_addition_wanted
from handlers.shared import draft_pieces
from handlers.shared.guidance import show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

_SOON = 86_400_000  # milliseconds after its receipt


async def offer_latest(talk: Talk) -> tuple[Choice, ...]:
    """The button that adds what is held to the proposal sent last. None: nothing was sent lately, or it is answered."""
    sent = await own.list_proposals(talk.store, by=talk.person, most=1)
    latest = sent[0] if sent else None
    if latest is None or latest.withdrawn_at is not None or latest.decision is not None:
        return ()
    if find_door(Drafts.of(talk).aside.text) is not None:
        return ()
    proposal = await proposals.get_own(talk.store, by=talk.person, id=latest.id)
    if talk.now - proposal.received_at > _SOON or await staff.list_standings(talk.store, talk.person):
        return ()
    title = "Add to № {number}"
    titles = tuple(Words(one).say(title, number=latest.label) for one in LANGUAGES)
    return (Choice(f"held_add:{latest.id}", talk.say(title, number=latest.label), titles),)


@router.on(Menu.held, choice="held_add")
async def on_held_is_of_latest(talk: Talk) -> Replies:
    """Adds what is held to the proposal; it is held no more."""
    aside, id = Drafts.of(talk).aside, read_row_id(talk.chosen)
    if not draft_pieces.has_content(aside):
        return await show_stale(talk)
    pieces = draft_pieces.list_pieces(aside)
    await Adding(id, pieces[0].id if pieces else "", aside.text, aside.media, HELD).keep(talk)
    return await on_addition_wanted(talk)
