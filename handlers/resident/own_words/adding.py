"""Somebody says that they add something, «хочу добавить: …»: it is asked to which of their proposals, or joins the draft."""

from dataclasses import replace

from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.talk import Over, Replies
from bot.chat.texts import LANGUAGES, Words
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.wishes.added import read_addition
from bot.language.wishes.of_number import read_number_wish
from bot.office import proposals, staff
from bot.office.reads import own
from handlers.resident.dialogue.added import Adding, ask_whether_added, on_addition_wanted, on_said_of_proposal
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.states import Consent, Decidable, Hearings, Mine, Notices, Papers
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import NONE
from handlers.shared.guidance import asks_over, put_over, show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose, find_group
from storage.log.proposal_lists import Listed

_FEW, _MOST_OFFERED = 20, 3  # of a person's own proposals, the newest first
_BETWEEN = {
    *map(str, (Menu.open, Mine.list, Mine.one, Decidable.ask, Notices.ask, Consent.ask)),
    *map(str, (Hearings.list, Hearings.one, Papers.list)),
}
_DETAILS = {str(one) for one in (Propose.name, Propose.place, Propose.amount, Propose.amount_sure, Propose.village)}
WHICH = "added_which"


@router.hear_first
async def hear_addition(talk: Talk, step: Step) -> Replies | None:
    """Joins what is added to the draft or the held text, or asks to which proposal it belongs. None of other words."""
    state = talk.state.state
    is_heard = state in _BETWEEN or state == Menu.held or find_group(state) == Propose.__name__
    if talk.incoming.kind is not Kind.TEXT or not is_heard or state in _DETAILS or talk.incoming.forwarded:
        return None
    more = read_addition(talk.text)
    if not more or step.is_answered or read_number_wish(talk.text) is not None:
        return None
    if talk.person.language is None or talk.person.aimak_id is None:
        return None
    if await staff.list_standings(talk.store, talk.person):
        return None
    if (joined := await _join_unsent(talk, more)) is not None:
        return joined
    return await _ask_of_sent(talk, more)


async def _join_unsent(talk: Talk, more: str) -> Replies | None:
    drafts, state = Drafts.of(talk), talk.state.state
    if state == Menu.held:
        aside = draft_pieces.with_words_added(drafts.aside, talk, more)
        await replace(drafts, aside=aside).keep(talk)
        return await talk.ask_again()
    if find_group(state) != Propose.__name__ or not draft_pieces.has_content(drafts.draft):
        return None
    if state == Propose.join:
        talk.incoming = replace(talk.incoming, text=more)
        return await router.plain_text(state)(talk)
    return await _ask_to_join(talk, more)


async def _ask_to_join(talk: Talk, more: str) -> Reply:
    await replace(Drafts.of(talk), joining=draft_pieces.with_words_added(NONE, talk, more)).keep(talk)
    return await talk.ask(Propose.join)


async def _ask_of_sent(talk: Talk, more: str) -> Replies | None:
    sent = [one for one in await own.list_proposals(talk.store, by=talk.person, most=_FEW) if one.withdrawn_at is None]
    waiting = [one for one in sent if one.decision is None]
    if not sent:
        unsent = proposal_draft.list_unsent(talk)
        if not unsent or not await proposal_draft.bring_back(talk, unsent[-1].key):
            return None
        return await _ask_to_join(talk, more)
    if talk.state.state == Mine.one:
        meant = [one for one in sent if one.id == OwnProposal.of(talk).mine_proposal]
        waiting = [one for one in meant if one.decision is None] if meant else waiting
        sent = meant or sent
    adding = Adding(0, talk.incoming.own_id, more)
    if len(waiting) > 1:
        await replace(adding, said=more).keep(talk)
        await put_over(talk, WHICH, 0)
        return _ask_which(talk, more, waiting)
    if not waiting:
        talk.chosen, talk.taken, talk.incoming = str(sent[0].id), True, replace(talk.incoming, text=more)
        return await on_said_of_proposal(talk)
    proposal = await proposals.get_own(talk.store, by=talk.person, id=waiting[0].id)
    return await ask_whether_added(talk, proposal, replace(adding, proposal=proposal.id))


def _ask_which(talk: Talk, more: str, waiting: list[Listed]) -> Reply:
    asked = talk.say("To which proposal shall this be added? «{text}»", text=quote(more))
    offered = waiting[:_MOST_OFFERED]
    lines = [f"№ {one.label}: {put_in_quotes(quote(one.beginning))}" for one in offered]
    choices = [Choice(f"{WHICH}:{one.id}", _name(talk, one), _name_in_all(one)) for one in offered]
    another = talk.make_choice("added_new:0", "A new proposal", means=(Intent.PROPOSE, Intent.ANEW))
    no = talk.make_choice("added_no", "No", means=(Intent.NO, Intent.ERASE))
    return Reply("\n".join([asked, *lines]), (*choices, another, no))


def _name(talk: Talk, one: Listed) -> str:
    return talk.say("Add to № {number}", number=one.label)


def _name_in_all(one: Listed) -> tuple[str, ...]:
    said = tuple(Words(language).say("Add to № {number}", number=one.label) for language in LANGUAGES)
    return (*said, one.label, f"№ {one.label}", f"№{one.label}", one.label.lstrip("0"))


@asks_over(WHICH)
async def ask_which_again(talk: Talk, value: str) -> Reply | None:
    """Asks the same again while the words wait."""
    adding = Adding.of(talk)
    if adding.proposal or not adding.said:
        return None
    sent = await own.list_proposals(talk.store, by=talk.person, most=_FEW)
    waiting = [one for one in sent if one.withdrawn_at is None and one.decision is None]
    return _ask_which(talk, adding.said, waiting) if waiting else None


@router.on(choice=WHICH)
async def on_which_chosen(talk: Talk) -> Replies:
    """Adds the words to the proposal that is chosen."""
    adding = Adding.of(talk)
    if adding.proposal or not adding.said:
        return await show_stale(talk)
    await Over.forget(talk)
    await replace(adding, proposal=read_row_id(talk.chosen), said="").keep(talk)
    return await on_addition_wanted(talk)
