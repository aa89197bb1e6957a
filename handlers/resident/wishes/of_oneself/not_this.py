"""What was written is not wanted, or not what was meant. It is asked whether it goes, or the text is asked for anew."""

from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.intents import NO_FIRST
from bot.language.kyrgyz import fold
from bot.language.wishes.of_oneself.not_this import NotThis, read_not_this
from bot.office.reads import own
from handlers.resident.held.answered import on_held_changed, on_held_left
from handlers.resident.proposal.asked_after import on_correcting_meant
from handlers.resident.proposal.details import PAGES
from handlers.resident.proposal.side_and_text import ChangingDraft
from handlers.resident.states import Decidable, Mine, Notices
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group

# Where «it is not needed» is said of the proposal, and of no part of it.
_OF_ALL = {
    str(one) for one in (Propose.side, Propose.text, Propose.split, Propose.check, Propose.similar, Propose.resume)
}
_OF_THE_TEXT = {str(one) for one in (Propose.side, Propose.text, Propose.check, Propose.change, Propose.split)}
_OF_A_PART = {
    str(one)
    for one in (Propose.amount, Propose.amount_sure, Propose.village, Propose.place, Propose.photo, Propose.category)
}
_BEHIND_A_RECEIPT = {str(one) for one in (Menu.open, Decidable.ask, Notices.ask, Mine.list, Mine.one)}
_FEW = 5  # of a person's own proposals, the newest first


@router.hear_first
async def hear_not_this(talk: Talk, _step: Step) -> Replies | None:
    """Asks before what is written goes, or leads to writing it anew; None of other words."""
    if talk.incoming.kind is not Kind.TEXT:
        return None
    said = read_not_this(talk.text)
    if said is None:
        return None
    if find_group(talk.state.state) == Propose.__name__:
        return await _hear_at_a_draft(talk, said)
    if talk.state.state == Menu.held:
        return await _hear_of_held(talk, said)
    return await _hear_of_sent(talk) if said is NotThis.MISTAKE else None


async def _hear_at_a_draft(talk: Talk, said: NotThis) -> Replies | None:
    state, has_text = talk.state.state, draft_pieces.has_content(proposal_draft.find(talk))
    if not has_text:
        return await talk.ask_again() if said is NotThis.MISTAKE and state == Propose.text else None
    if said is NotThis.FOR_ANOTHER:
        return await ask_before_erasing(talk) if state in _OF_ALL else None
    if said in {NotThis.MISTAKE, NotThis.NOT_SO}:
        if state in _OF_THE_TEXT:
            await ChangingDraft(changing=True).keep(talk)
            return await talk.ask(Propose.text)
        if state in _OF_A_PART and said is NotThis.MISTAKE:
            await PAGES.begin(talk)
            return await talk.ask(Propose.change)
        return None
    if state == Propose.erase or (said is NotThis.UNWANTED and state not in _OF_ALL):
        return None
    return await ask_before_erasing(talk)


async def _hear_of_held(talk: Talk, said: NotThis) -> Replies | None:
    # What was written by mistake is written anew; what somebody else was to read is let go of. A no first is a no.
    if said not in {NotThis.MISTAKE, NotThis.FOR_ANOTHER}:
        return None
    is_no = fold(talk.text).split(" ")[0] in NO_FIRST
    is_within = find_group(Drafts.of(talk).before_held) == Propose.__name__
    if said is NotThis.FOR_ANOTHER or is_no or is_within:
        return await on_held_left(talk)
    return await on_held_changed(talk)


async def _hear_of_sent(talk: Talk) -> Replies | None:
    if talk.state.state not in _BEHIND_A_RECEIPT or talk.person.language is None:
        return None
    sent = await own.list_proposals(talk.store, by=talk.person, most=_FEW)
    if not any(one.withdrawn_at is None and one.decision is None for one in sent):
        return None
    return await (talk.ask(Mine.correct) if talk.state.state == Mine.one else on_correcting_meant(talk))
