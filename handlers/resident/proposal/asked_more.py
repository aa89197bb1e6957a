"""After the receipt one question that makes a proposal decidable: answered in a few words, or skipped with one tap."""

from dataclasses import dataclass

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours
from bot.budget.referral import door_of
from bot.budget.written.decidable import Need, asks_back, may_answer
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.talk import Replies
from bot.language.intents import Intent, likely_meanings, meanings
from bot.office.together import additions
from handlers.resident.forgetting import forgetting_wanted
from handlers.resident.proposal.asked_after import erasing_meant, status_wanted
from handlers.resident.reactions import ask_whether_public
from handlers.resident.states import Decidable
from handlers.shared.guidance import not_understood, unclear
from handlers.shared.menu import desk_choices, menu_choices
from handlers.shared.states import Menu
from handlers.shared.talk import Talk, files_of, router
from handlers.shared.wording import additions_asked

_SPOKEN_WITHIN = 3_600_000  # milliseconds; what a later voice is about cannot be read, so it is asked

# The question may be left unanswered: what comes unasked is answered first, and the menu's words lead to the menu.
router.idle |= {str(Decidable.ask)}


@dataclass(frozen=True)
class AskedMore(Memory):
    """About which proposal something is asked (id), and what."""

    asked_more: int = 0
    asked_what: Need | None = None
    asked_at: int = 0  # milliseconds UTC


async def ask_more(talk: Talk, proposal_id: int | None = None) -> Reply | None:
    """Asks the first thing that is missing of a proposal just sent; None where nothing is, or nobody is asked."""
    id = AskedMore.of(talk).asked_more if proposal_id is None else proposal_id
    found = await additions.read_missing(talk.store, id=id, by=talk.person) if id else None
    if found is None or not found.missing or await desk_choices(talk):
        await AskedMore.forget(talk)
        return None
    await AskedMore(id, found.missing[0], talk.now).keep(talk)
    return await talk.ask(Decidable.ask)


async def remember(talk: Talk, proposal_id: int) -> None:
    """Asks about a proposal once another question is answered."""
    await AskedMore(proposal_id).keep(talk)


@router.screen(Decidable.ask)
async def ask_what_is_missing(talk: Talk) -> Reply:
    """One question above the menu, with the way past it."""
    kept = AskedMore.of(talk)
    found = await additions.read_missing(talk.store, id=kept.asked_more, by=talk.person) if kept.asked_more else None
    if found is None or kept.asked_what is None:
        return await talk.ask(Menu.open)
    past = (Intent.SKIP, Intent.UNSURE, Intent.LATER, *(() if kept.asked_what is Need.SHARE else (Intent.NO,)))
    text = talk.say("If you know: {question}", question=additions_asked(talk.words, kept.asked_what))
    past_it = talk.choice("add_nothing", "Skip", means=past)
    return Reply(f"№ {found.proposal.label}. {text}", menu_choices(talk), (past_it,))


@router.on(Decidable.ask, choice="add_nothing")
@router.on(Decidable.ask, choice=BACK)
@router.on(Decidable.ask, means=Intent.REFUSE)
async def nothing_added(talk: Talk) -> Reply:
    """Goes on to the menu."""
    await AskedMore.forget(talk)
    return await talk.ask(Menu.open)


@router.on(Decidable.ask, kind=Kind.TEXT)
async def answer_given(talk: Talk) -> Replies:
    """Adds the answer to the proposal; whatever is no answer goes its own way, or is asked about as at the menu."""
    kept = AskedMore.of(talk)
    need = kept.asked_what
    is_no = need is Need.SHARE and Intent.NO in meanings(talk.text)
    if need is None or not (is_no or (not meanings(talk.text) and may_answer(need, talk.text))):
        return await _lead_elsewhere(talk)
    return await _add(talk, kept.asked_more, need)


@router.on(Decidable.ask, kind=Kind.MEDIA)
async def answer_spoken(talk: Talk) -> Replies:
    """Adds a voice as a written answer would be; a picture, or a voice long after the question, is asked about."""
    kept = AskedMore.of(talk)
    is_voice = {media.kind for media in talk.incoming.media} == {"voice"}
    if kept.asked_what is None or not is_voice or talk.now - kept.asked_at > _SPOKEN_WITHIN:
        return await not_understood(talk)
    return await _add(talk, kept.asked_more, kept.asked_what)


async def _add(talk: Talk, id: int, need: Need) -> Replies:
    try:
        proposal = await additions.add(
            talk.store, id=id, need=need, text=talk.text, by=talk.person, at=talk.now, media=files_of(talk)
        )
    except additions.NothingAdded:
        return await unclear(talk)
    except (NotYours, AlreadyAnswered, AlreadyWithdrawn):
        await AskedMore.forget(talk)
        await talk.state.set_state(Menu.open)
        return await not_understood(talk)
    await AskedMore.forget(talk)
    await talk.state.set_state(Menu.open)
    said = talk.say("Thank you, it is added to № {number}.", number=proposal.label)
    return await ask_whether_public(talk, said, proposal)


@router.on(Decidable.ask, means=Intent.ERASE)
async def withdrawal_meant(talk: Talk) -> Replies:
    """Lists what was sent: right after the receipt, «delete» is said of a proposal."""
    return await erasing_meant(talk)


async def _lead_elsewhere(talk: Talk) -> Replies:
    # Nothing is done by a guess: what may be meant is shown, and asked once more there.
    likely = set() if door_of(talk.text) else set(likely_meanings(talk.text))
    if asks_back(talk.text):
        return await erasing_meant(talk)
    if likely & {Intent.FORGET, Intent.MYDATA} or (Intent.ERASE in likely and Intent.CALL in likely):
        return await forgetting_wanted(talk)
    if Intent.STATUS in likely:
        return await status_wanted(talk)
    return await not_understood(talk)
