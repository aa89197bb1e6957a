"""Leads a person on: to the first thing still missing, out of an unclear reply, from an old button."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.budget.referral.doors import Door, find_door
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Over, Unclear
from bot.chat.texts import InEveryLanguage, is_label
from bot.language.gist.at_step import find_meant_at
from bot.language.gist.reading import find_gist
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import quote
from bot.language.matter.complaint import announces_complaint
from bot.office import staff
from handlers.shared import held_text, proposal_draft
from handlers.shared.coming_in import ChoosingAimak, ComingIn, find_own, move_to
from handlers.shared.draft_pieces import NONE, has_content, with_words_added
from handlers.shared.referrals import list_likely_choices, list_other_choices, list_told_of_waiting, say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose, Start, is_at_work
from handlers.shared.wording import quote_draft, say_whom_to_call

LEAST_TO_GUESS = 2  # words from which the language is guessed: a name alone is of both
Unfinished = Callable[[Talk], Awaitable[State | None]]
_unfinished: list[Unfinished] = []


def offers_back(unfinished: Unfinished) -> Unfinished:
    """Registers what a flow offers back to whoever comes in: the state that asks, None where nothing waits."""
    _unfinished.append(unfinished)
    return unfinished


Reader = Callable[[Talk], Awaitable[Reply | None]]
_readers: list[Reader] = []


def reads_first(reader: Reader) -> Reader:
    """Registers what a flow reads in words that stand in no table, such as «37-сунушту колдойм», before they are kept."""
    _readers.append(reader)
    return reader


async def read_first(talk: Talk) -> Reply | None:
    """What a flow says to these words; None where none reads them."""
    for reader in _readers:
        if (said := await reader(talk)) is not None:
            return said
    return None


AskedOver = Callable[[Talk, str], Awaitable[Reply | None]]
_asked_over: dict[str, AskedOver] = {}


def asks_over(name: str) -> Callable[[AskedOver], AskedOver]:
    """Registers a question that stands over a step: of its value it is asked again. None: it is over."""

    def register(ask: AskedOver) -> AskedOver:
        _asked_over[name] = ask
        return ask

    return register


async def put_over(talk: Talk, name: str, value: object) -> None:
    """Remembers that a question stands over the present step."""
    await Over(f"{name}:{value}", talk.state.state).keep(talk)


def find_over(talk: Talk) -> str:
    """The name of the question that stands over the present step; empty where none does."""
    over = Over.of(talk)
    return over.over.partition(":")[0] if over.over and over.over_at == talk.state.state else ""


@dataclass(frozen=True)
class Greeted(Memory):
    """The aimak whose greeting was said, so that it is said once."""

    greeted: int | None = None


async def come_in(talk: Talk) -> Reply:
    """The first thing still missing: the language, the aimak, what was begun; else the menu."""
    if talk.person.language is None:
        forgotten = _is_forgotten(talk)
        question = await talk.ask(Start.language)
        return put_above(_say_what_became_of_it(talk), question) if forgotten else question
    if talk.person.aimak_id is None and await has_menu(talk):
        return await talk.ask(Menu.open)  # an aimak of an entry would keep a juror from marking
    if talk.person.aimak_id is None and (own := await find_own(talk)) is not None:
        await move_to(talk, own)
    if talk.person.aimak_id is None:
        return await ask_aimak_first(talk)
    if not proposal_draft.Drafts.of(talk).aside.is_empty:
        return await talk.ask(Menu.held)
    if not has_content(proposal_draft.find(talk)) and proposal_draft.list_unsent(talk):
        await proposal_draft.end(talk)  # what had stepped back is there again
    if proposal_draft.is_to_be_offered(talk):
        return await talk.ask(Propose.resume)
    for unfinished in _unfinished:
        if (state := await unfinished(talk)) is not None:
            return await talk.ask(state)
    return await talk.ask(Menu.open)


async def has_menu(talk: Talk) -> bool:
    """Whether somebody has a menu: whoever has an aimak, and a member of the whole install without one."""
    if talk.person.aimak_id is not None:
        return True
    return any(one.aimak_id is None for one in await staff.list_standings(talk.store, talk.person))


async def ask_aimak_first(talk: Talk) -> Reply:
    """Asks for the aimak, without which nobody proposes."""
    return await talk.ask(Start.found if ChoosingAimak.of(talk).typed else Start.oblast)


async def show_not_understood(talk: Talk) -> Reply:
    """Keeps what may be a proposal, wherever it was written, and asks; anything else was unclear."""
    if talk.person.language is None or not await has_menu(talk):
        return await read_first(talk) or await _keep_until_known(talk)
    if talk.person.aimak_id is None:
        return await ask_unclear(talk)
    if is_at_work(talk.state.state):
        if talk.incoming.media:
            return put_above(
                talk.say("Please write it: voices, photos and documents are not taken here."), await show_here(talk)
            )
        return await ask_unclear(talk)
    if (said := await read_first(talk)) is not None:
        return said
    door = await say_right_door(talk)
    is_asked = find_door(talk.text) in {Door.HEARING, Door.STATUS} and not talk.incoming.media
    if door and is_asked and not await held_text.may_be_meant(talk.text):
        question = await show_here(talk)
        meant = list_other_choices(talk, list_likely_choices(talk, talk.text), question)[:1]
        return put_above(door, replace(question, ways=(*meant, *question.ways)))
    if await list_told_of_waiting(talk):
        return await ask_which(talk)
    if talk.incoming.media or proposal_draft.may_be_a_proposal(talk.text):
        talk.add_remark(door)  # said also where there is no room for one more
        await held_text.keep_aside(talk)
        return await talk.ask(Menu.held)
    if door:
        return put_above(door, await show_here(talk))
    return await ask_unclear(talk)


async def ask_which(talk: Talk) -> Reply:
    """Asks which meaning a text comes near to."""
    asked = await router.asks_which()(talk)
    return asked if isinstance(asked, Reply) else asked[-1]


async def open_door(talk: Talk) -> Reply:
    """Says the right door first; what was written is held, and is a proposal only if its author says so."""
    talk.add_remark(await say_right_door(talk))  # said also where there is no room for one more
    if talk.person.language is None or talk.person.aimak_id is None:
        await held_text.hold(talk)
    elif talk.incoming.media or (proposal_draft.may_be_a_proposal(talk.text) and not announces_complaint(talk.text)):
        if _is_danger_within_a_draft(talk):
            joining = with_words_added(NONE, talk, talk.text)
            await replace(proposal_draft.Drafts.of(talk), joining=joining).keep(talk)
            return await talk.ask(Propose.join)
        await held_text.keep_aside(talk)
        return await talk.ask(Menu.held)
    return await show_here(talk)


_WITHIN = {str(Propose.check), str(Propose.change), str(Propose.text)}


def _is_danger_within_a_draft(talk: Talk) -> bool:
    # What only sounds like a danger may be a reason in what is being written. So the draft is not left.
    is_danger = find_door(talk.text) is Door.EMERGENCY and not talk.incoming.media
    return is_danger and talk.state.state in _WITHIN and has_content(proposal_draft.find(talk))


async def _keep_until_known(talk: Talk) -> Reply:
    # Who has no language or no aimak yet chooses it first.
    await _open_in_guessed(talk)
    if find_door(talk.text) is Door.HEARING:
        await replace(ComingIn.of(talk), hearings_asked=True).keep(talk)
    kept = _say_kept(talk) if await held_text.hold(talk) else ""
    question = await come_in(talk)
    return put_above(kept, question) if kept else question


def _say_kept(talk: Talk) -> str:
    # Beside what is let go of, what is kept is named.
    if not talk.remarks:
        return talk.say("It is kept.")
    return talk.say("Kept so far: {quote}.", quote=quote_draft(talk, proposal_draft.Drafts.of(talk).aside))


async def _open_in_guessed(talk: Talk) -> None:
    # The first words only say in which language the question opens; which one is spoken is chosen with a tap.
    guessed = guess_language(talk.text) if len(talk.text.split()) >= LEAST_TO_GUESS else None
    if talk.person.language is None and guessed is not None:
        await replace(ComingIn.of(talk), opens_in=guessed).keep(talk)
        talk.words = InEveryLanguage(guessed)


def greet(talk: Talk) -> str:
    """Answers thanks, a greeting or a farewell."""
    meant = find_meanings(talk.text) or {*find_gist(talk.text)} or {_guess_courtesy(talk.text)}
    if Intent.THANKS in meant:
        return talk.say("Thank you too!")
    return talk.say("Good day!") if Intent.GREETING in meant else talk.say("Goodbye!")


def _guess_courtesy(text: str) -> Intent:
    shares = dict(find_meant_at("menu", text))
    return max((Intent.THANKS, Intent.GREETING, Intent.FAREWELL), key=lambda one: shares.get(one, 0.0))


async def ask_unclear(talk: Talk) -> Reply:
    """Says an unclear reply back once in simpler words, with the likeliest meanings as buttons; then who helps."""
    if talk.state.state == Menu.open and find_meanings(talk.text) == {Intent.YES}:
        return put_above(
            talk.say("All right. Write whenever you like."), await show_here(talk)
        )  # «xop»: nothing is asked
    times = max(1, Unclear.of(talk).unclear + (not talk.continues))
    question = await show_here(talk)
    await Unclear(times).keep(talk)
    if times > 1:
        simpler = (
            talk.say("Please press a button, or write only its number.") if question.choices and times == 2 else ""
        )
        return put_above(f"{simpler} {await _say_who_helps(talk)}".strip(), question)
    said = talk.say("I did not understand that.")
    if question.choices and is_at_work(talk.state.state) and is_label(talk.text):
        said = talk.say("There is no button «{button}» on this screen.", button=quote(talk.text))
    more = talk.say("Write the number or the whole name.") if question.choices and talk.text else ""
    if is_at_work(talk.state.state) or not talk.text:
        return put_above(f"{said} {more}".strip(), question)
    meant = list_other_choices(talk, list_likely_choices(talk, talk.text), question)
    return put_above(f"{said} {more}".strip(), replace(question, ways=(*meant, *question.ways)))


async def say_unread(talk: Talk, why: str, simpler: str) -> Reply:
    """Says why, and the question again; counted as every unclear reply is."""
    times = max(1, Unclear.of(talk).unclear + (not talk.continues))
    if times > 2:
        return put_above(simpler, await ask_unclear(talk))
    question = await talk.ask_again()
    await Unclear(times).keep(talk)
    return put_above(why if times == 1 else simpler, question)


async def _say_who_helps(talk: Talk) -> str:
    # Whoever works in the office need not be given its telephone.
    standings = await staff.list_standings(talk.store, talk.person)
    if any(one.aimak_id in {None, talk.person.aimak_id} for one in standings):
        return talk.say("All commands: /help. Back to the menu: /cancel")
    return await say_whom_to_call(talk)


def _is_forgotten(talk: Talk) -> bool:
    # Nobody has a button before the first question but who was known once.
    return talk.incoming.kind is Kind.CHOICE and talk.person.language is None and talk.state.state is None


def _say_what_became_of_it(talk: Talk) -> str:
    return talk.say("What you had not sent is erased: without your consent it is kept for 24 hours only.")


async def show_stale(talk: Talk) -> Reply:
    """Says that a button belongs to a question that is over, and shows the present one."""
    if _is_forgotten(talk):
        return await come_in(talk)
    return put_above(talk.say("This button is from an earlier question."), await show_here(talk))


async def show_here(talk: Talk) -> Reply:
    """The present question, or the first that is due where the conversation stands nowhere."""
    if (name := find_over(talk)) and talk.person.language is not None:
        if (question := await _asked_over[name](talk, Over.of(talk).over.partition(":")[2])) is not None:
            return question
        await Over.forget(talk)
    if talk.state.state in talk.screens and talk.person.language is not None:
        return await talk.ask_again()
    return await come_in(talk)


def say_commands(talk: Talk) -> str:
    """The commands, each with a word of what it does."""
    first = talk.say(
        "/menu: menu · /language: language · /settings: settings · /privacy: personal data · /cancel: stop"
    )
    hearings = talk.say("/hearings: hearings · /budget: the budget · /stop: no more notices")
    data = talk.say("/mydata: what is kept of you · /forget: erase it")
    return f"{first} · {hearings} · {data}"
