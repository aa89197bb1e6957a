"""Somebody asks what came of a proposal of theirs, by its number or without one."""

from bot.budget.proposal_text.several import split_proposals
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.answered import asks_to_correct_own
from bot.language.intents import Intent, is_said_among, speaks_of
from bot.language.kyrgyz import fold, put_in_quotes, quote
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.office import proposals, rules
from bot.office.reads import own
from handlers.resident.forgetting import on_forgetting_wanted
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.my_proposals.one import on_one_chosen
from handlers.resident.states import Decidable, Hearings, Mine, Notices
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.resident.unsent.waiting import PAGES
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import reads_first, show_here
from handlers.shared.meant import ASIDE
from handlers.shared.referrals import find_numbered
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, find_group
from handlers.shared.wording import say_when_answered
from storage.log.proposal_lists import Listed

router.listens |= {str(state): ASIDE for state in (Mine.correct, Mine.add, Mine.resend)}

_ALL = "баары, баарын, бардыгын, бүт, бүтүн, всё, все, полностью"


def wants_all_erased(text: str) -> bool:
    """Whether a short text wants all of it erased, and not the one thing at hand: «баарын өчүргүм келет»."""
    return is_said_among(text, _ALL) and speaks_of(text, {Intent.ERASE, Intent.FORGET})


_ANSWER = ("жооп", "жооб", "ответ")
_ASKS_WHEN = compile_late(r"(?:^| )(?:качан|канча кун|мооноту?|когда|срок\w*|скол(?:ко|ка))(?= |$)")


@router.on(means=Intent.STATUS)
async def on_status_wanted(talk: Talk) -> Replies:
    """Shows the proposal whose number is named, else the list.

    Whoever is at work on a first proposal hears how long an answer takes, and the step is asked again.
    """
    if shown := await _find_numbered(talk):
        return shown
    is_of_answer = any(word.startswith(_ANSWER) for word in fold(talk.text).split())
    is_at_it = find_group(talk.state.state) == Propose.__name__ or talk.state.state == str(Menu.held)
    if is_of_answer and is_at_it and not await own.list_proposals(talk.store, by=talk.person, most=1):
        days = (await rules.read_rules(talk.store, find_day(talk.now))).answer_days
        said = talk.say_n(
            "An answer comes within {n} working day of sending.",
            "An answer comes within {n} working days of sending.",
            days,
        )
        return put_above(said, await show_here(talk))
    if is_of_answer or _ASKS_WHEN.search(fold(to_cyrillic(talk.text))):
        talk.add_remark(await _say_days(talk))
    return await on_mine_wanted(talk)


_MOST_DAYS = 3  # proposals of which the day of the answer is said


async def _say_days(talk: Talk) -> str:
    sent = await own.list_proposals(talk.store, by=talk.person, most=_FEW) if talk.person.language is not None else []
    said = [day for one in sent if (day := await say_when_answered(talk, one))]
    return "\n".join(said[:_MOST_DAYS])


async def _find_numbered(talk: Talk) -> Replies | None:
    """Shows the person's proposal whose number is named; None where there is no such one."""
    found = await find_numbered(talk) if talk.person.language is not None else None
    if found is None:
        return None
    talk.chosen = str(found.id)
    return await on_one_chosen(talk)


@router.on(Menu.open, Decidable.ask, Mine.list, Notices.ask, Hearings.list, Hearings.one, means=Intent.CHANGE)
async def on_correcting_meant(talk: Talk) -> Replies:
    """Leads to the one proposal that can be corrected, or to the list of several. An unsent one is offered."""
    if shown := await _find_numbered(talk):
        return shown
    sent = await own.list_proposals(talk.store, by=talk.person, most=_FEW)
    open_ones = [one for one in sent if one.withdrawn_at is None and one.decision is None]
    if (unsent := proposal_draft.list_unsent(talk)) and await _is_newer(talk, unsent[-1], open_ones):
        return await _change_unsent(talk, unsent)
    if len(sent) == 1 and open_ones:
        await OwnProposal(mine_proposal=open_ones[0].id).keep(talk)
        return await talk.ask(Mine.correct)
    if open_ones:
        talk.add_remark(talk.say("Choose the proposal that you want to change."))
    return await on_mine_wanted(talk)


async def _is_newer(talk: Talk, draft: ProposalDraft, sent: list[Listed]) -> bool:
    return not sent or draft.touched > (await proposals.get_own(talk.store, by=talk.person, id=sent[0].id)).received_at


async def _change_unsent(talk: Talk, unsent: tuple[ProposalDraft, ...]) -> Reply:
    # The next text stands in its place; of several it is asked which.
    if len(unsent) > 1:
        await PAGES.begin(talk)
        return await talk.ask(Propose.unsent)
    await proposal_draft.bring_back(talk, unsent[0].key)
    return await talk.ask(Propose.text)


@router.on(Propose.resume, means=Intent.CHANGE)
async def on_unsent_changed(talk: Talk) -> Reply:
    """Opens the text that is offered to go on with."""
    return await talk.ask(Propose.text)


_BETWEEN = {str(one) for one in (Menu.open, Decidable.ask, Mine.list, Mine.one, Notices.ask)}


@reads_first
async def hear_correction_asked(talk: Talk) -> Reply | None:
    """Leads to the proposal that is to be put right, and says the words back."""
    is_asked = talk.state.state in _BETWEEN and not talk.incoming.media and asks_to_correct_own(talk.text)
    if not is_asked or len(split_proposals(talk.text)) > 1:
        return None  # «… Дагы бир сунушум: …» makes two
    talk.add_remark(talk.say("You wrote: {quote}.", quote=put_in_quotes(quote(talk.text))))
    led = await on_correcting_meant(talk)
    return led if isinstance(led, Reply) else led[-1]


_FEW = 20  # of a person's own proposals, the newest first


@router.on(means=Intent.WITHDRAW)
@router.on(Menu.open, Mine.list, means=Intent.ERASE)
async def on_erasing_meant(talk: Talk) -> Replies:
    """Lists what was sent, since one of it is meant; a number names it at once. An unsent draft is erased instead."""
    if shown := await _find_numbered(talk):
        return shown
    if (talk.state.state or "").startswith("Propose:") and draft_pieces.has_content(proposal_draft.find(talk)):
        return await ask_before_erasing(talk)
    if is_said_among(talk.text, _ALL) and not await own.list_proposals(talk.store, by=talk.person, most=1):
        return await on_forgetting_wanted(talk)  # «баарын өчүргүм келет»: nothing was sent that could be chosen
    talk.add_remark(
        talk.say("Choose the proposal that you want to withdraw. To have all that is kept of you erased: /forget")
    )
    return await on_mine_wanted(talk)
