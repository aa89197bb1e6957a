"""What was sent is put right in words of one's own. It is the proposal sent last, or the one meant; none is begun."""

from dataclasses import replace

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours
from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.proposal_text.several import split_proposals
from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.in_words.answered import asks_to_correct_own
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.wishes.of_number import read_number_wish
from bot.language.wishes.of_oneself.not_this import NotThis, read_not_this
from bot.language.wishes.put_right import PutRight, read_put_right
from bot.language.wishes.questions import asks
from bot.office import proposals, staff
from bot.office.reads import own
from handlers.resident.dialogue.added import HELD, Adding, ask_whether_added, make_right
from handlers.resident.dialogue.said import offer_reply
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.proposal.asked_after import on_correcting_meant
from handlers.resident.proposal.said_beside.mistaken import ask_about_unsent, read_sum_back
from handlers.resident.states import Decidable, Hearings, Mine, Notices
from handlers.shared import draft_pieces
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import find_over
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group
from storage.proposals import Proposal

_LOOKED_THROUGH = 5  # of a person's own proposals, the newest first
_BETWEEN = {
    str(one)
    for one in (Menu.open, Decidable.ask, Mine.list, Mine.one, Notices.ask, Hearings.list, Hearings.one, Menu.held)
}
_OVER_A_DRAFT = {str(one) for one in (Propose.check, Propose.resume, Propose.text)}
_IN_A_DRAFT = {str(one) for one in (Propose.side, Propose.text, Propose.check, Propose.join, Propose.resume)}


@router.hear_first
async def hear_put_right(talk: Talk, step: Step) -> Replies | None:
    """Shows the proposal as it would read, or offers to add the words. None of others, and where nothing can be changed.

    What is being written is put right by its own steps, unless it is said to be no new one.
    """
    if talk.state.state not in _BETWEEN | _IN_A_DRAFT or talk.incoming.kind is not Kind.TEXT:
        return None
    if read_not_this(talk.text) is NotThis.MISTAKE:
        return None  # it names nothing that is wrong: the text is asked for anew
    read = read_put_right(talk.text)
    if talk.state.state == Propose.check and (back := await read_sum_back(talk, talk.text)) is not None:
        return back
    if read is not None and read.names_what and talk.state.state in _BETWEEN | _OVER_A_DRAFT:
        asked = await _ask_about_unsent(talk, read)
        if asked is not None:
            return asked
    waiting = None if read is None else _find_waiting(talk)
    if read is None or not _is_heard(talk, step, read, waits=waiting is not None):
        return None
    if talk.person.aimak_id is None or await staff.list_standings(talk.store, talk.person):
        return None
    found = await _find_meant(talk, read)
    if found is None or (find_over(talk) and not read.put_into(found.text)):
        return None  # words that stand in no proposal may answer the question that is over this step
    if waiting is None and await offer_reply(talk):
        return None  # the office asks, and may have asked for just this
    if waiting is None and read.only_wished and not read.wrong:
        talk.add_remark(talk.say("You wrote: {quote}.", quote=put_in_quotes(quote(talk.text))))
        return await (talk.ask(Mine.correct) if talk.state.state == Mine.one else on_correcting_meant(talk))
    if waiting is None:
        if not read.says_so and not read.put_into(found.text):
            return None
        return await ask_whether_added(
            talk, found, make_right(found, Adding(found.id, talk.incoming.own_id, talk.text.strip()))
        )
    return await _take_waiting(talk, found, *waiting)


async def _ask_about_unsent(talk: Talk, read: PutRight) -> Replies | None:
    # Between drafts what was sent comes first, where it has the words that are wrong.
    found = None if talk.state.state in _OVER_A_DRAFT else await _find_meant(talk, read)
    if found is not None and read.put_into(found.text):
        return None
    return await ask_about_unsent(talk)


def _is_heard(talk: Talk, step: Step, read: PutRight, *, waits: bool) -> bool:
    if read_number_wish(talk.text) is not None or len(split_proposals(talk.text)) > 1:
        return False
    if waits or find_group(talk.state.state) == Propose.__name__:
        return read.of_sent
    if asks_to_correct_own(talk.text) and not read.wrong:
        return False
    if read.only_wished and not read.wrong and asks(talk.text):
        return False  # «как исправить отправленное?»
    return not step.is_free and (read.says_so or not says_a_wish(talk.text))


def _find_waiting(talk: Talk) -> tuple[str, ProposalDraft] | None:
    drafts, state = Drafts.of(talk), talk.state.state
    if state == Menu.held:
        return HELD, drafts.aside
    return (drafts.draft.key, drafts.draft) if find_group(state) == Propose.__name__ else None


async def _find_meant(talk: Talk, read: PutRight) -> Proposal | None:
    # The one that is read; else the newest that has the words that are wrong; else the newest.
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)
    ids = [one.id for one in sent if one.withdrawn_at is None and one.decision is None]
    if talk.state.state == Mine.one:
        ids = [id for id in ids if id == OwnProposal.of(talk).mine_proposal]
    found = list[Proposal]()
    for id in ids:
        try:
            found.append(await proposals.get_correctable(talk.store, id=id, by=talk.person))
        except (AlreadyAnswered, AlreadyWithdrawn, NotYours):
            continue
    named = (one for one in found if read.put_into(one.text))
    return next(named, found[0] if found else None)


async def _take_waiting(talk: Talk, proposal: Proposal, key: str, draft: ProposalDraft) -> Replies:
    # What was begun by mistake are words for what was sent.
    if not draft_pieces.has_content(draft):
        await OwnProposal(mine_proposal=proposal.id).keep(talk)
        talk.add_remark(talk.say("You wrote: {quote}.", quote=put_in_quotes(quote(talk.text))))
        return await talk.ask(Mine.correct)
    pieces = draft_pieces.list_pieces(draft)
    adding = Adding(proposal.id, pieces[0].id if pieces else "", draft.text, draft.media, key)
    adding = make_right(proposal, adding)
    if not adding.said:
        adding = replace(adding, said=adding.text)
    return await ask_whether_added(talk, proposal, adding)
