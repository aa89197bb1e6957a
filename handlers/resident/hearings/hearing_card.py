"""One hearing as a resident sees it: when, where, whether it stands; calendar file, map pin, results."""

from dataclasses import dataclass, replace

from bot.budget.hearing import HearingState
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import clean
from bot.office.reads import own, public
from bot.office.wording import hearing_notices, hearing_words
from bot.office.wording.as_written import show_as_written
from handlers.resident.hearings.coming import note_early
from handlers.resident.hearings.entering import (
    ENDED,
    HearingsRead,
    enter,
    find_chosen,
    find_point,
    is_ahead,
    leave,
    say_over,
)
from handlers.resident.states import Hearings
from handlers.shared.coming_in import find_own, move_to
from handlers.shared.guidance import come_in, show_here, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.hearings import Hearing, Rsvp

LINK = "h_"


@dataclass(frozen=True)
class Linked(Memory):
    """The hearing whose link somebody followed before they had chosen a language."""

    linked: str | None = None


@router.on(choice="hearing", opens=True)
async def on_hearing_chosen(talk: Talk) -> Reply:
    """Shows one hearing, from the list or from its notice."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    if hearing is None or talk.person.language is None:
        return await show_stale(talk)
    return await show(talk, hearing)


async def show_linked(talk: Talk) -> Reply:
    """Shows the hearing whose link somebody followed; who has no aimak yet gets the hearing's."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(Linked.of(talk).linked or ""))
    await Linked.forget(talk)
    if hearing is None:
        return put_above(talk.say("This link names a hearing we do not know."), await come_in(talk))
    if talk.person.aimak_id is None:
        await move_to(talk, await find_own(talk) or await public.read_aimak(talk.store, id=hearing.aimak_id))
    return await note_early(talk, hearing) or await show(talk, hearing)


async def show(talk: Talk, hearing: Hearing) -> Reply:
    """Shows one hearing and remembers where to go back to."""
    await enter(talk)
    await replace(HearingsRead.of(talk), hearing=hearing.id).keep(talk)
    return await talk.ask(Hearings.one)


@router.screen(Hearings.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows a hearing whole: what, when, where, whether it stands, whether the person comes, and what can be done."""
    hearing = await find_chosen(talk)
    if hearing is None:
        return await talk.ask(Menu.open)
    aimak, terms = await public.read_aimak(talk.store, id=hearing.aimak_id), hearing.terms
    lines = [
        hearing_words.say_title(talk.words, hearing),
        *(await _list_standing(talk, hearing)),
        talk.say("Ayil aimak: {name}", name=clean(aimak.name(talk.words.language))),
        talk.say("When: {when}.", when=hearing_words.say_when(talk.words, terms)),
        talk.say("Where: {place}.", place=show_as_written(talk.words, terms.place).rstrip(".")),
    ]
    if terms.agenda:
        lines.append(talk.say("Agenda: {agenda}", agenda=clean(terms.agenda)))
    if aimak.phone:
        lines.append(talk.say("Whom to call: {phone}.", phone=aimak.phone))
    said = await own.find_rsvp(talk.store, hearing_id=hearing.id, by=talk.person)
    if said is not None and hearing.is_open:
        lines.append(_say_what_was_said(talk, said))
    comes = said is not None and said.coming and is_ahead(talk, hearing)
    declined = said is not None and not said.coming
    # A number typed once more after «how many come along» must not unsay that they come.
    beside = (_decline(talk, hearing),) if comes else ()
    if await public.list_papers_of_hearing(talk.store, hearing=hearing):
        beside = (talk.make_choice(f"papers_of:{hearing.id}", "Papers"), *beside)
    possible = _list_possible(talk, hearing, comes=comes, declined=declined)
    return Reply("\n".join(lines), possible, (*beside, *list_ways(talk)), about=f"hearing_ask:{hearing.id}")


async def _list_standing(talk: Talk, hearing: Hearing) -> list[str]:
    if hearing.state in ENDED:
        return [talk.say(ENDED[hearing.state])]
    if not is_ahead(talk, hearing):
        return [talk.say("This hearing has begun or is over.")]
    before = await public.find_terms_before(talk.store, hearing=hearing)
    return hearing_notices.list_changes(talk.words, hearing.terms, before) if before is not None else []


def _say_what_was_said(talk: Talk, said: Rsvp) -> str:
    if not said.coming:
        return talk.say("You said that you cannot come.")
    if not said.companions:
        return talk.say("You said that you come.")
    return talk.say_n("You come, and {n} more with you.", "You come, and {n} more with you.", said.companions)


def _list_possible(talk: Talk, hearing: Hearing, *, comes: bool, declined: bool) -> tuple[Choice, ...]:
    id = hearing.id
    ask = talk.make_choice(f"hearing_ask:{id}", "Ask a question")
    calendar = talk.make_choice(f"calendar:{id}", "Add to the calendar")
    choices: list[Choice] = []
    if comes:
        choices += [calendar, ask, talk.make_choice(f"companions:{id}", "How many people")]
    elif is_ahead(talk, hearing):
        come = talk.make_choice(f"come:{id}", "I will come", means=(Intent.COME,))
        choices += [come, *(() if declined else (_decline(talk, hearing),)), ask, calendar]
    if hearing.is_open and find_point(hearing):
        choices.append(talk.make_choice(f"map:{id}", "Show on the map"))
    if hearing.state is HearingState.PUBLISHED:
        choices.append(talk.make_choice(f"hearing_results:{id}", "The results"))
    return tuple(choices)


def _decline(talk: Talk, hearing: Hearing) -> Choice:
    return talk.make_choice(f"decline:{hearing.id}", "I cannot come", means=(Intent.DECLINE,))


@router.on(Hearings.one, choice=BACK)
async def on_back_from_one(talk: Talk) -> Reply:
    """Shows the list again, or goes on where the hearing came in between."""
    return await talk.ask(Hearings.list) if HearingsRead.of(talk).hearing_listed else await leave(talk)


@router.on(choice="calendar")
async def on_calendar_wanted(talk: Talk) -> Replies:
    """Sends the hearing as a file for the telephone's calendar."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    if hearing is None or not is_ahead(talk, hearing):
        return await say_over(talk, hearing)
    document = {"kind": "calendar", "hearing_id": hearing.id, "language": talk.words.language}
    return await show_here(talk), Reply(
        talk.say("Open this file: the hearing goes into your calendar."), document=document
    )


@router.on(choice="map")
async def on_map_wanted(talk: Talk) -> Replies:
    """Sends the place of the hearing as a pin on the map."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    if hearing is None or not find_point(hearing):
        return await show_stale(talk)
    where = f"{' '.join(clean(hearing.terms.place).split())}\n{hearing_words.say_when(talk.words, hearing.terms)}"
    return await show_here(talk), Reply(where, pin=find_point(hearing))


@router.on(choice="hearing_results")
async def on_results_wanted(talk: Talk) -> Replies:
    """Shows the results as they were sent when they were published."""
    said = await public.read_results(talk.store, hearing_id=read_row_id(talk.chosen), language=talk.words.language)
    return (Reply(said, stays=True), await show_here(talk)) if said else await show_stale(talk)
