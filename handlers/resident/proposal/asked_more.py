"""After the receipt one question that makes a proposal decidable: answered in a few words, or skipped with one tap."""

from dataclasses import dataclass, replace

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours
from bot.budget.proposal_text.decidable import Need, asks_back, is_answer_to, says_a_wish
from bot.budget.referral.doors import find_door
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.talk import Replies, list_files, list_ways
from bot.chat.texts import LANGUAGES, Words, is_label
from bot.language.gist.at_step import OWN, find_share
from bot.language.in_words.answered import says_it_was_said
from bot.language.intents import Intent, find_likely_meanings, find_meanings
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.reads import own
from bot.office.together import additions
from handlers.resident.choose_aimak import ask_other_aimak
from handlers.resident.dialogue.said import ANSWERED_WITHIN, LATEST, carry_reply, on_reply_wanted
from handlers.resident.dialogue.to_office import note_passed_on
from handlers.resident.dialogue.too_late import hold_too_late
from handlers.resident.forgetting import on_forgetting_wanted
from handlers.resident.proposal.asked_after import on_erasing_meant, on_status_wanted
from handlers.resident.reactions import ask_whether_public, offer_public_question
from handlers.resident.states import Decidable
from handlers.shared import draft_pieces
from handlers.shared.draft_pieces import Files, Piece
from handlers.shared.guidance import ask_unclear, show_not_understood, show_stale
from handlers.shared.menu import list_desk_choices, list_menu_choices
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import quote_parts, say_additions_asked
from storage.answering.dialogue import Said
from storage.proposals import Proposal

_LIKELY_TOLD = 0.8  # that words answer what is asked
_SPOKEN_WITHIN = 3_600_000  # milliseconds; what a later voice is about cannot be read, so it is asked

# The question may be left unanswered: what comes unasked is answered first, and the menu's words lead to the menu.
router.idle |= {str(Decidable.ask)}


@dataclass(frozen=True)
class AskedMore(Memory):
    """About which proposal something is asked (id), and what."""

    asked_more: int = 0
    asked_what: Need | None = None
    asked_at: int = 0  # milliseconds UTC


@dataclass(frozen=True)
class Answering(Memory, under="answering_both"):
    """What may answer this question or one of the office about a proposal (its id), until its author says which."""

    proposal: int = 0
    text: str = ""
    media: Files = ()


async def ask_more(talk: Talk, proposal_id: int | None = None) -> Reply | None:
    """Asks the first thing that is missing of a proposal just sent, or whether its text may be shown.

    None where neither is to be asked, and of whoever works at an office.
    """
    id = AskedMore.of(talk).asked_more if proposal_id is None else proposal_id
    found = await additions.read_missing(talk.store, id=id, by=talk.person) if id else None
    if found is None or await list_desk_choices(talk):
        await AskedMore.forget(talk)
        return None
    if not found.missing:
        await AskedMore.forget(talk)
        return await offer_public_question(talk, found.proposal)
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
    text = talk.say("If you know: {question}", question=say_additions_asked(talk.words, kept.asked_what))
    past_it = talk.make_choice("add_nothing", "Skip", means=past)
    return Reply(f"№ {found.proposal.label}. {text}", list_menu_choices(talk), (past_it,))


@router.on(Decidable.ask, choice="add_nothing")
@router.on(Decidable.ask, means=Intent.NAMELESS)
async def on_question_skipped(talk: Talk) -> Reply:
    """Goes on to whether the text may be shown, which is asked once."""
    found = await additions.read_missing(talk.store, id=AskedMore.of(talk).asked_more, by=talk.person)
    await AskedMore.forget(talk)
    question = await offer_public_question(talk, found.proposal) if found is not None else None
    return question or await talk.ask(Menu.open)


@router.on(Decidable.ask, choice=BACK)
@router.on(Decidable.ask, means=Intent.REFUSE)
async def on_nothing_added(talk: Talk) -> Reply:
    """Goes on to the menu."""
    await AskedMore.forget(talk)
    return await talk.ask(Menu.open)


@router.on(Decidable.ask, kind=Kind.TEXT)
@router.on(Decidable.ask, kind=Kind.MEDIA)
async def on_answer_given(talk: Talk) -> Replies:
    """Adds the answer, typed or said aloud; whatever is no answer goes its own way, or is asked about.

    Where the office asked something too, and no swipe says which question is meant, that is asked first.
    """
    if not talk.incoming.media and says_it_was_said(talk.text):
        return await on_question_skipped(talk)
    if not _may_be_answer(talk):
        return await show_not_understood(talk) if talk.incoming.media else await _lead_elsewhere(talk)
    if not talk.incoming.reply_to and (question := await _of_the_office(talk)) is not None:
        return await _ask_which(talk, question[0].id)
    return await _add(talk, talk.text, list_files(talk))


def _may_be_answer(talk: Talk) -> bool:
    need = AskedMore.of(talk).asked_what
    if need is None:
        return False
    if talk.incoming.media and not talk.text:
        is_soon = talk.incoming.reply_to or talk.now - AskedMore.of(talk).asked_at <= _SPOKEN_WITHIN
        return bool(is_soon) and all(file.kind == "voice" for file in talk.incoming.media)
    is_no = need is Need.SHARE and Intent.NO in find_meanings(talk.text)
    return is_no or (not find_meanings(talk.text) and not is_label(talk.text) and is_answer_to(need, talk.text))


async def _of_the_office(talk: Talk) -> tuple[Proposal, Said] | None:
    return await own.find_question(talk.store, by=talk.person, since=talk.now - ANSWERED_WITHIN, most=LATEST)


async def _read_question(talk: Talk, proposal_id: int) -> own.OwnProposal | None:
    """Reads a proposal of theirs about which a question of the office waits; None where none waits."""
    try:
        found = await own.read_proposal(talk.store, id=proposal_id, by=talk.person)
    except NotYours:
        return None
    return found if found.asked is not None else None


@router.on(Decidable.ask, choice="reply")
async def on_words_to_the_office(talk: Talk) -> Replies:
    """Words below a question of the office: where they may answer this one as well, it is asked which."""
    id = read_row_id(talk.chosen)
    is_open = talk.taken and not talk.incoming.reply_to and _may_be_answer(talk)
    if is_open and await _read_question(talk, id) is not None:
        return await _ask_which(talk, id)
    return await on_reply_wanted(talk)


async def _ask_which(talk: Talk, asked_by_office: int) -> Reply:
    await Answering(asked_by_office, talk.text, list_files(talk)).keep(talk)
    return await talk.ask(Decidable.which)


@router.screen(Decidable.which)
async def ask_which_question(talk: Talk) -> Reply:
    """Shows both questions, and asks which of them is answered."""
    answering, kept = Answering.of(talk), AskedMore.of(talk)
    question = await _read_question(talk, answering.proposal)
    found = await additions.read_missing(talk.store, id=kept.asked_more, by=talk.person)
    is_said = bool(answering.text or answering.media)
    if question is None or question.asked is None or found is None or kept.asked_what is None or not is_said:
        return await talk.ask(Decidable.ask)
    kinds = [kind for kind, _ in answering.media]
    said = quote_parts(talk, answering.text, {kind: kinds.count(kind) for kind in kinds})
    office, own_number = question.proposal.label, found.proposal.label
    asked = say_additions_asked(talk.words, kept.asked_what)
    to_office = talk.make_choice(f"which_reply:{question.proposal.id}", "To the ayil okmotu")
    to_own = talk.make_choice("which_add", "To this question")
    return Reply(
        talk.say("Which question does this answer? {quote}", quote=said),
        (
            replace(to_office, line=talk.say("№ {number}, the ayil okmotu asks: {question}", number=office,
                                             question=put_in_quotes(quote(question.asked.text, 80)))),
            replace(to_own, line=f"№ {own_number}: {asked}"),
        ),
        list_ways(talk),
    )  # fmt: skip


async def offer_addition(talk: Talk) -> tuple[Choice, ...]:
    """The button that makes what is held the answer to the question after the receipt. None: no question stands."""
    kept, aside = AskedMore.of(talk), Drafts.of(talk).aside
    # People tell what they know: where it is, though how many houses was asked.
    is_told = not aside.media and any(is_answer_to(need, aside.text) for need in Need)
    is_told = is_told or (
        not aside.media and not says_a_wish(aside.text) and find_share("decidable", aside.text, OWN) >= _LIKELY_TOLD
    )
    is_voice = bool(aside.media) and all(kind == "voice" for kind, _ in aside.media)
    if kept.asked_what is None or not (is_told or is_voice):
        return ()
    found = await additions.read_missing(talk.store, id=kept.asked_more, by=talk.person)
    if found is None:
        return ()
    title, number = "Add to № {number}", found.proposal.label
    titles = tuple(Words(one).say(title, number=number) for one in LANGUAGES)
    return (Choice(f"held_more:{found.proposal.id}", talk.say("Add to № {number}", number=number), titles),)


@router.on(Menu.held, choice="held_more")
async def on_held_is_addition(talk: Talk) -> Replies:
    """Adds the voice that was held to the proposal it was asked about."""
    aside, kept = Drafts.of(talk).aside, AskedMore.of(talk)
    is_asked = kept.asked_what is not None and kept.asked_more == read_row_id(talk.chosen)
    if not is_asked or not draft_pieces.has_content(aside):
        return await show_stale(talk)
    await replace(Drafts.of(talk), aside=draft_pieces.NONE).keep(talk)
    return await _add(talk, aside.text, aside.media)


@router.on(Decidable.which, choice="which_reply")
async def on_office_was_meant(talk: Talk) -> Reply:
    """Carries the words to the office; the other question stands."""
    answering = Answering.of(talk)
    await Answering.forget(talk)
    await talk.state.set_state(Decidable.ask)
    return await carry_reply(talk, read_row_id(talk.chosen), answering.text, answering.media)


@router.on(Decidable.which, choice="which_add")
async def on_addition_was_meant(talk: Talk) -> Replies:
    """Adds the words to the proposal; the office's question waits."""
    answering = Answering.of(talk)
    await Answering.forget(talk)
    return await _add(talk, answering.text, answering.media)


@router.on(Decidable.which, kind=Kind.TEXT)
@router.on(Decidable.which, kind=Kind.MEDIA)
async def on_said_meanwhile(talk: Talk) -> Replies:
    """Asks the same of what is written instead."""
    answering = Answering.of(talk)
    if _may_be_answer(talk):
        return await _ask_which(talk, answering.proposal)
    return await show_not_understood(talk)


@router.on(Decidable.which, choice=BACK)
@router.on(Decidable.which, means=Intent.NO)
@router.on(Decidable.which, means=Intent.REFUSE)
async def on_neither_was_meant(talk: Talk) -> Reply:
    """Goes back to the question; the words go nowhere."""
    await Answering.forget(talk)
    return await talk.ask(Decidable.ask)


async def _add(talk: Talk, text: str, media: Files) -> Replies:
    kept = AskedMore.of(talk)
    if kept.asked_what is None:
        return await show_stale(talk)
    try:
        proposal = await additions.add(
            talk.store, id=kept.asked_more, need=kept.asked_what, text=text, by=talk.person, at=talk.now, media=media
        )
    except additions.NothingAdded:
        return await ask_unclear(talk)
    except (NotYours, AlreadyAnswered, AlreadyWithdrawn):
        await AskedMore.forget(talk)
        await talk.state.set_state(Menu.open)
        return await hold_too_late(talk, Piece(talk.incoming.own_id, text, media))
    await AskedMore.forget(talk)
    await note_passed_on(talk, proposal.id)
    await talk.state.set_state(Menu.open)
    said = talk.say("Thank you, it is added to № {number}.", number=proposal.label)
    return await ask_whether_public(talk, said, proposal)


@router.on(Decidable.ask, means=Intent.ERASE)
async def on_withdrawal_meant(talk: Talk) -> Replies:
    """Lists what was sent: right after the receipt, «delete» is said of a proposal."""
    return await on_erasing_meant(talk)


async def _lead_elsewhere(talk: Talk) -> Replies:
    # Nothing is done by a guess: what may be meant is shown, and asked once more there.
    likely = set() if find_door(talk.text) else set(find_likely_meanings(talk.text))
    if (named := await ask_other_aimak(talk)) is not None:
        return named
    if asks_back(talk.text):
        return await on_erasing_meant(talk)
    if likely & {Intent.FORGET, Intent.MYDATA} or (Intent.ERASE in likely and Intent.CALL in likely):
        return await on_forgetting_wanted(talk)
    if Intent.STATUS in likely:
        return await on_status_wanted(talk)
    return await show_not_understood(talk)
