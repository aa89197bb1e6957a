"""The office's own days off: listed, entered and taken off by its head."""

from datetime import date

from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.message import Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.texts import LABEL, Words
from bot.language.days import parse_day
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal
from bot.office.days_off import own
from handlers.office.budget_year import find_year_now, show_year
from handlers.office.staff_only import desk
from handlers.shared.router import Talk
from handlers.shared.states import AtWork

_TO = compile_late(r"\s+[-–—]\s*|\s*[–—]\s*|\s+(?:до|чейин)\s+")


class DaysOff(AtWork):
    """The office's own days off."""

    open = State()


PAGES = paged(desk, DaysOff.open, leave=show_year)


@desk.on(choice="days_off")
async def on_days_off_wanted(talk: Talk) -> Reply:
    await PAGES.begin(talk)
    return await talk.ask(DaysOff.open)


@desk.screen(DaysOff.open)
async def ask_day_off(talk: Talk) -> Reply:
    """The days off to come, each of which can be taken off, and the question for another."""
    aimak_id, _ = await find_year_now(talk)
    days = await own.list_days_off(talk.store, aimak_id=aimak_id, by=talk.person, at=talk.now)
    page = await PAGES.of(talk, days)
    choices = [Choice(f"day_off:{day}", (said := talk.words.day(day))[:LABEL], (said,), line=said) for day in page.rows]
    there = talk.say("A press takes a day off the list.") if days else talk.say("No day off of your own is entered.")
    question = talk.say("On which day is your office closed? For example: 16.12, or 16.12 – 18.12.")
    return Reply(f"{question}\n{there}", tuple(choices), page.ways(talk), free_text=True)


@desk.on(DaysOff.open, kind=Kind.TEXT)
async def on_day_given(talk: Talk) -> Reply:
    """Enters one day, or from one to another."""
    aimak_id, _ = await find_year_now(talk)
    first, *more = [parse_day(one, today=find_day(talk.now)) for one in _TO.split(talk.text.strip(), maxsplit=1)]
    try:
        await own.enter_days_off(
            talk.store, aimak_id=aimak_id, first=first, last=more[0] if more else first, by=talk.person, at=talk.now
        )
    except own.REFUSED as refused:
        return put_above(say_refused(talk.words, refused), await talk.ask_again())
    said = talk.say("It is entered. Due dates of what comes from now on are counted without it.")
    return put_above(said, await talk.ask_again())


@desk.on(DaysOff.open, choice="day_off")
async def on_day_chosen(talk: Talk) -> Reply:
    """Takes a day off the list."""
    aimak_id, _ = await find_year_now(talk)
    try:
        day = date.fromisoformat(talk.chosen)
        await own.remove_day_off(talk.store, aimak_id=aimak_id, day=day, by=talk.person, at=talk.now)
    except (ValueError, own.NoSuchDay):
        return put_above(talk.say("This day is not on the list any more."), await talk.ask_again())
    return put_above(talk.say("{day} is worked again.", day=talk.words.day(day)), await talk.ask_again())


def say_refused(words: Words, refused: Refusal) -> str:
    """Why days off were not entered."""
    match refused:
        case own.DayPast():
            return words.say("A day off is entered before it comes.")
        case own.NotWorked():
            return words.say("Nobody works on these days anyhow, or they were entered before.")
        case own.TooManyDays():
            return words.say("At most {n} days off of your own are entered in a year.", n=own.MOST_A_YEAR)
    return words.say("At most {n} days in a row, and no more than a year ahead.", n=own.MOST_AT_ONCE)
