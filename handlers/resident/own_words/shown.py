"""Somebody asks to see what they wrote: it is shown whole, and the step is asked again."""

from collections import Counter

from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.wishes.own_text import asks_for_own_text
from bot.office import staff
from bot.office.reads import own
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.my_proposals.one import on_one_chosen
from handlers.resident.states import Dialogue
from handlers.resident.unsent.waiting import on_unsent_wanted
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import show_here
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group, is_at_work
from handlers.shared.wording import quote_parts

_WHOLE = 2_000  # characters of a text that is asked for


@router.hear_first
async def hear_own_text_asked(talk: Talk, step: Step) -> Replies | None:
    """Shows what is being written or held, else what waits or was sent last. None of other words, and where nothing is."""
    state = talk.state.state
    if talk.incoming.kind is not Kind.TEXT or is_at_work(state) or find_group(state) == find_group(str(Dialogue.reply)):
        return None
    if step.is_answered or not asks_for_own_text(talk.text):
        return None
    drafts = Drafts.of(talk)
    shown = next((one for one in _list_at_hand(talk, drafts) if draft_pieces.has_content(one)), None)
    if shown is not None:
        return put_above(_say_whole(talk, shown), await show_here(talk))
    if talk.person.language is None or talk.person.aimak_id is None:
        return None
    if await staff.list_standings(talk.store, talk.person):
        return None
    if proposal_draft.list_unsent(talk):
        return await on_unsent_wanted(talk)
    sent = await own.list_proposals(talk.store, by=talk.person, most=2)
    if len(sent) == 1:
        talk.chosen = str(sent[0].id)
        return await on_one_chosen(talk)
    return await on_mine_wanted(talk) if sent else None


def _list_at_hand(talk: Talk, drafts: Drafts) -> list[ProposalDraft]:
    if find_group(talk.state.state) == Propose.__name__:
        return [drafts.draft, drafts.begun, drafts.joining]
    is_held = talk.state.state == Menu.held or talk.person.language is None or talk.person.aimak_id is None
    return [drafts.aside] if is_held else []


def _say_whole(talk: Talk, draft: ProposalDraft) -> str:
    text = put_in_quotes(quote(draft.text, _WHOLE)) if draft.text else ""
    files = quote_parts(talk, "", Counter(kind for kind, _ in draft.media))
    return talk.say("You wrote: {quote}.", quote=", ".join(filter(None, (text, files))))
