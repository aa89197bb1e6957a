"""The search of an office: by number, by words in any spelling, by the author's village. It finds screens by name too."""

import re
from dataclasses import replace

from bot.budget.permissions import Act, may
from bot.budget.proposal_text.decided import name_typed
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import fold_short, say_in_every_language
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import fold, quote
from bot.language.meanings.late_pattern import compile_late
from bot.office import staff
from bot.office.reads import proposals
from bot.office.reads.list_titles import LIST_TITLES
from bot.office.reads.named_screens import find_screen
from bot.office.reads.typed_at_once import find_pressed
from bot.office.wording.notices import N_
from handlers.office.queue.card.screen import show_one
from handlers.office.queue.lists import ChosenList, leave_old_list, read_page, show_list
from handlers.office.staff_only import Desk, desk, reads_queue
from handlers.shared.guidance import show_here
from handlers.shared.menu import DESK, SHELVES
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, find_group, is_at_work
from storage.log.office_lists import OfficeList
from storage.log.search import MOST_FOUND

_NUMBER = compile_late(r"(?:№|#|номери?|номер)?\s*([0-9]{1,9})[.?!]?", re.IGNORECASE)
_WHOLE_NUMBER = compile_late(r"(?:№|#)\s*\d{1,6}|0\d{3}")  # no number of a button
_READ_NUMBERS = {str(Desk.repeats.state), str(Desk.mark.state)}  # a number there names what the same answer goes to
_OF_THE_LIST = (  # named on any screen of the desk
    ("desk_search", N_("Search")),
    ("desk_filter", N_("Filter")),
    ("late_by", N_("Who is late")),
    ("excel", N_("Excel")),
    ("template_list", N_("Templates")),
    ("desk_link", N_("Open in a browser")),
)
_SAID = {"said": "ооба, жок, дагы, ок, макул, болду, да, нет, ещё, ага, угу, неа, хорошо"}  # looked for in no proposal
# Meanings that whoever works here rather has of the office's proposals.
OF_PROPOSALS = {Intent.STATUS, Intent.PROPOSE, Intent.QUEUE, Intent.DISAGREE, Intent.WHY}
_TITLES = {
    **{f"desk_list:{which.value}": title for which, title in LIST_TITLES.items()},
    **{id: title for _, id, title in DESK},
    **{f"shelf:{shelf}": title for shelf, (title, _) in SHELVES.items()},
    **dict(_OF_THE_LIST),
}
LONGEST = 200  # characters of what is searched for


@desk.on(choice="desk_search")
async def on_search_wanted(talk: Talk) -> Reply:
    return await talk.ask(Desk.search)


@desk.screen(Desk.search)
async def ask_what(talk: Talk) -> Reply:
    """Asks what is looked for: words, a number or a village."""
    return Reply(
        talk.say("What are you looking for? Write a number, some words or a village."),
        ways=list_ways(talk),
        free_text=True,
    )


@desk.on(Desk.search, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Replies:
    """Looks for what was written."""
    return await search_desk_word(talk) or await look_for(talk) or await show_here(talk)


@desk.on(Desk.search, choice=BACK)
async def on_nothing_looked_for(talk: Talk) -> Reply:
    return await talk.ask(Desk.list)


async def search_desk_word(talk: Talk) -> Replies | None:
    """Opens the screen or the proposal of an office that is named. None: nothing is named, or the person works in none."""
    if talk.incoming.kind is not Kind.TEXT or not await staff.list_standings(talk.store, talk.person):
        return None
    typed = fold_short(talk.text)
    if talk.state.state == Desk.one and await _answers(talk) and (id := find_pressed(talk.text)) is not None:
        # Not every button of these is on the card; whoever names one that does not fit hears so.
        found = router.find(str(Desk.one), replace(talk.incoming, kind=Kind.CHOICE, choice=id, question=None), {})
        talk.chosen = found.chosen
        return await found.handler(talk)
    if typed in map(fold, say_in_every_language("Open")) and await reads_queue(talk):
        return await _open_which(talk)
    if (id := _find_titled(talk.text) or find_screen(talk.text, _TITLES)) is not None:
        return await open_screen(talk, id)
    return await show_numbered(talk, read_number(talk.text))


async def open_screen(talk: Talk, id: str) -> Replies:
    """Opens a screen of the desk by its choice. Who has no right to it hears so."""
    found = router.find(None, replace(talk.incoming, kind=Kind.CHOICE, choice=id), {})
    talk.chosen = found.chosen
    return await found.handler(talk)


def say_screen(talk: Talk, id: str) -> str:
    """What the button of a screen says."""
    return talk.say(_TITLES[id])


def _find_titled(text: str) -> str | None:
    typed = fold_short(text)
    return next(
        (id for id, title in _TITLES.items() if typed and typed in map(fold, say_in_every_language(title))), None
    )


def has_only_buttons(talk: Talk, step: Step) -> bool:
    """Whether whoever works here stands at a step that awaits no words of theirs; a card hears them itself."""
    return is_at_work(talk.state.state) and talk.state.state != Desk.one and not step.is_free


def hears_the_desk(talk: Talk, step: Step) -> bool:
    """Whether a screen of the desk may be named where words are typed."""
    return has_only_buttons(talk, step) or talk.state.state == Desk.one or talk.state.state in router.idle


@router.hear_first
async def hear_screen_named(talk: Talk, step: Step) -> Replies | None:
    """Opens what whoever works here names: a screen of the desk, whatever else the words mean."""
    # «Сакталган жоопторду ач» is of one's own proposals too: whoever works here means the screen. A swipe means its message.
    if not hears_the_desk(talk, step):
        return None
    said, state = talk.incoming, talk.state.state
    has_buttons = has_only_buttons(talk, step)
    is_at_step = has_buttons and not step.is_answered
    meant = find_meanings(said.text)
    is_queue = meant == {Intent.QUEUE} and is_at_work(state)
    is_number = has_buttons and state not in _READ_NUMBERS and _WHOLE_NUMBER.fullmatch(said.text.strip()) is not None
    is_screen = (is_at_step or not has_buttons) and (
        _find_titled(said.text) is not None
        or (find_screen(said.text, _TITLES) is not None and not meant - OF_PROPOSALS)
    )
    if is_queue and (is_at_step or not has_buttons) and not is_screen and await reads_queue(talk):
        return await show_list(talk, ChosenList())
    return await search_desk_word(talk) if is_screen or is_number else None


async def _open_which(talk: Talk) -> Replies:
    # The name of a notice's button, typed when others came below it: of several it is asked which.
    chosen = ChosenList()
    found = await read_page(talk, chosen)
    if found.total != 1:
        return put_above(talk.say("Which proposal shall be opened?"), await show_list(talk, chosen))
    await leave_old_list(talk)
    return await show_one(talk, found.rows[0].id)


async def look_for(talk: Talk, words: str | None = None) -> Replies | None:
    """Looks through an office's proposals for what was typed at its desk; None for whoever does not read its queue.

    words are what of it is looked for, where not all is.
    One that is found alone is opened. What is not found changes nothing.
    """
    state = talk.state.state
    at_desk = state in {None, str(Menu.open)} or find_group(state) == Desk.__name__
    if talk.incoming.kind is not Kind.TEXT or not at_desk or name_typed(talk.text, _SAID) is not None:
        return None
    if not await reads_queue(talk):
        return None
    words = (talk.text if words is None else words).strip()[:LONGEST]
    chosen = ChosenList(list=OfficeList.FOUND, searched=words)
    found = await read_page(talk, chosen) if chosen.narrow.words else None
    if found is None or not found.total:
        nothing = talk.say("Nothing is found: «{words}».", words=quote(words, 60))
        own = talk.say("A proposal of your own begins with «{button}».", button=talk.say("Make a proposal"))
        return put_above(nothing if find_group(state) == Desk.__name__ else f"{nothing} {own}", await show_here(talk))
    if found.total == 1:
        await chosen.keep(talk)
        return await show_one(talk, found.rows[0].id)
    shown = await show_list(talk, chosen)
    if found.total < MOST_FOUND:
        return shown
    return put_above(talk.say("These are the {n} newest. Please write one word more.", n=MOST_FOUND), shown)


def read_number(text: str) -> int | None:
    """The number of a proposal that is all that was typed: «37», «№37», «0037»."""
    typed = _NUMBER.fullmatch(text.strip())
    return None if typed is None else int(typed[1])


async def show_numbered(talk: Talk, number: int | None) -> Replies | None:
    """Opens the proposal of an office that has a number. None: there is no number, or the person reads no queue."""
    if number is None or not await reads_queue(talk):
        return None
    aimak_id = int(talk.person.aimak_id or 0)
    found = await proposals.find_by_number(talk.store, aimak_id=aimak_id, number=number, by=talk.person)
    if found is None:
        return put_above(
            talk.say("There is no proposal № {number} here.", number=f"{number:04}"), await show_here(talk)
        )
    talk.chosen = str(found.id)
    await leave_old_list(talk)
    return await show_one(talk, found.id)


async def _answers(talk: Talk) -> bool:
    return may(await staff.list_standings(talk.store, talk.person), Act.ANSWER, talk.person.aimak_id or 0)
