"""A proposal is named by its number and something is wished of it: withdrawn, added to, corrected. Nothing new is begun."""

from dataclasses import replace

from bot.budget.proposal import write_number
from bot.chat.talk import Replies
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.wishes.of_number import NumberWish, OfNumber, read_number_wish
from bot.language.wishes.of_oneself.one_text import read_text_erased
from bot.office import proposals, staff
from bot.office.reads import own
from bot.office.together import supports
from handlers.resident.dialogue.added import HELD, Adding, ask_whether_added, on_said_of_proposal
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.my_proposals.erasing import on_text_erasing_wanted
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.my_proposals.one import on_one_chosen
from handlers.resident.states import Mine
from handlers.shared import draft_pieces
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group, is_at_work
from storage.log.proposal_lists import Listed

_LOOKED_THROUGH = 100  # of a person's own proposals, the newest first
_IN_A_LIST = 5  # of a page


@router.hear_first
async def hear_number_wish(talk: Talk, step: Step) -> Replies | None:
    """Leads to the proposal whose number is named; None of other words, and of a number that is not theirs."""
    if step.is_free or is_at_work(talk.state.state) or talk.person.aimak_id is None or talk.person.language is None:
        return None
    wished = read_number_wish(talk.text)
    if wished is None or await staff.list_standings(talk.store, talk.person):
        return None
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)
    one = next((listed for listed in sent if int(listed.label) == wished.number), None)
    if one is None and talk.state.state == Mine.list and 0 < wished.number <= min(len(sent), _IN_A_LIST):
        one = sent[wished.number - 1]  # «2-сине кош» names its place in the list
    if one is None:
        return await _say_no_such(talk, wished, any_sent=bool(sent))
    talk.chosen = str(one.id)
    if wished.wish is OfNumber.WITHDRAW and read_text_erased(talk.text) is not None:
        return await on_text_erasing_wanted(talk)
    if one.withdrawn_at is not None or wished.wish is OfNumber.SEE:
        return await on_one_chosen(talk)
    if wished.wish is OfNumber.ADD:
        return await _add(talk, one, wished)
    if one.decision is not None:
        return await on_one_chosen(talk)
    await OwnProposal(mine_proposal=one.id).keep(talk)
    if wished.wish is OfNumber.WITHDRAW:
        return await talk.ask(Mine.withdraw)
    talk.add_remark(talk.say("You wrote: {quote}.", quote=put_in_quotes(quote(talk.text))))
    return await talk.ask(Mine.correct)


async def _say_no_such(talk: Talk, wished: NumberWish, *, any_sent: bool) -> Replies | None:
    if wished.beside or not any_sent:
        return None
    if await supports.find_numbered(talk.store, number=wished.number, by=talk.person) is not None:
        return None
    talk.add_remark(talk.say("There is no proposal № {number} here.", number=write_number(wished.number)))
    return await on_mine_wanted(talk)


async def _add(talk: Talk, one: Listed, wished: NumberWish) -> Replies:
    if wished.beside:
        talk.taken, talk.incoming = True, replace(talk.incoming, text=wished.beside)
        return await on_said_of_proposal(talk)
    if one.decision is not None:
        return await on_one_chosen(talk)
    if (waiting := _find_waiting(talk)) is not None:
        # «Бул 7 номерге кошулат»: what is being written belongs there.
        key, draft = waiting
        pieces = draft_pieces.list_pieces(draft)
        adding = Adding(one.id, pieces[0].id if pieces else "", draft.text, draft.media, key)
        proposal = await proposals.get_own(talk.store, by=talk.person, id=one.id)
        return await ask_whether_added(talk, proposal, adding)
    await OwnProposal(mine_proposal=one.id).keep(talk)
    return await talk.ask(Mine.add)


def _find_waiting(talk: Talk) -> tuple[str, ProposalDraft] | None:
    drafts, state = Drafts.of(talk), talk.state.state
    if state == Menu.held and draft_pieces.has_content(drafts.aside):
        return HELD, drafts.aside
    if find_group(state) == Propose.__name__ and draft_pieces.has_content(drafts.draft):
        return drafts.draft.key, drafts.draft
    return None
