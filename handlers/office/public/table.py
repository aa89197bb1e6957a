"""Another public table of a year's decisions at the desk: its address, or its place and its day."""

from dataclasses import dataclass
from datetime import date

from bot.budget.public.table import is_address
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.days import parse_day
from bot.language.intents import names_nothing
from bot.office import years
from bot.office.public.table import DayMissing, name_table
from handlers.office.budget_year import Year, asks, find_year_now, say_what_is_in_range, show_year
from handlers.office.staff_only import desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk


@dataclass(frozen=True)
class TableNamed(Memory, under="table"):
    """The place of a table whose day is asked for."""

    place: str = ""


@desk.screen(Year.posted)
async def ask_posted(talk: Talk) -> Reply:
    """Asks where the decisions can be read by all."""
    return asks(
        talk.say("Where can everybody read the decisions? Write the address of a page, or a place: a board."), talk
    )


@desk.on(Year.posted, kind=Kind.TEXT)
async def on_place_given(talk: Talk) -> Reply:
    """Takes an address as it is; of a place it asks for the day."""
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    place = years.check_place(talk.text)
    if is_address(place):
        return await _keep(talk, place, None)
    await TableNamed(place).keep(talk)
    return await talk.ask(Year.posted_on)


@desk.screen(Year.posted_on)
async def ask_posted_on(talk: Talk) -> Reply:
    """Asks from which day the table hangs there."""
    question = talk.say("From which day does the table hang there? For example: 20.12.2026.")
    return Reply(question, (talk.make_choice("posted_today", "Today"),), list_ways(talk), free_text=True)


@desk.on(Year.posted_on, kind=Kind.TEXT)
async def on_day_given(talk: Talk) -> Reply:
    """Keeps the place with its day."""
    return await _keep(talk, TableNamed.of(talk).place, parse_day(talk.text, today=find_day(talk.now)))


@desk.on(Year.posted_on, choice="posted_today")
async def on_today_chosen(talk: Talk) -> Reply:
    """Keeps that it hangs there from today."""
    return await _keep(talk, TableNamed.of(talk).place, find_day(talk.now))


async def _keep(talk: Talk, place: str, on: date | None) -> Reply:
    aimak_id, year = await find_year_now(talk)
    try:
        await name_table(talk.store, aimak_id=aimak_id, year=year, place=place, on=on, by=talk.person, at=talk.now)
    except years.DayOutOfOrder:
        return put_above(talk.say("This day is still to come. Please name a day up to today."), await talk.ask_again())
    except years.DayOutOfRange:
        return put_above(say_what_is_in_range(talk), await talk.ask_again())
    except DayMissing:
        return await talk.ask(Year.posted)
    await TableNamed.forget(talk)
    return put_above(talk.say("It is entered."), await show_year(talk))


@desk.on(Year.posted_on, choice=BACK)
async def on_back_to_place(talk: Talk) -> Reply:
    """Returns to the place."""
    return await talk.ask(Year.posted)
