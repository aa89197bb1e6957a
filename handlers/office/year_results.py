"""The results of a budget year at the desk: their day, what is not answered yet, the table, confirming decisions."""

from dataclasses import dataclass, replace
from datetime import date

from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.language.days import parse_day
from bot.language.intents import names_nothing
from bot.office import years
from bot.office.answers import answers
from handlers.office.budget_year import Year, asks, find_year_now, say_what_is_in_range, say_what_order, show_year
from handlers.office.staff_only import desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk


@dataclass(frozen=True)
class YearResults(Memory):
    """The results that are being entered."""

    results: date | None = None  # the day of their publication
    results_sure: bool = False  # they are published though something is not answered


@desk.screen(Year.results)
async def ask_results(talk: Talk) -> Reply:
    """Asks for the day of the results."""
    return asks(talk.say("On which day were the results published? For example: 20.12.2026."), talk)


@desk.screen(Year.table)
async def ask_table(talk: Talk) -> Reply:
    """Asks where the decisions hang for all to see."""
    return Reply(
        talk.say("Where is the table of decisions posted for all to see? A board, a page, a site."),
        ways=(skip(talk), *list_ways(talk)),
        free_text=True,
    )


@desk.on(Year.results, kind=Kind.TEXT)
async def on_results_given(talk: Talk) -> Reply:
    """Takes the day of the results and asks where the table hangs."""
    day = parse_day(talk.text, today=find_day(talk.now))
    aimak_id, year = await find_year_now(talk)
    unanswered = await years.warn(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now)
    await YearResults(results=day).keep(talk)
    return await talk.ask(Year.unanswered if unanswered else Year.table)


@desk.screen(Year.unanswered)
async def ask_whether_to_close(talk: Talk) -> Reply:
    """Names what is not answered yet, and asks whether the year is closed all the same."""
    aimak_id, year = await find_year_now(talk)
    await years.show(talk.store, aimak_id=aimak_id, year=year, by=talk.person)
    labels = await years.list_unanswered(talk.store, aimak_id=aimak_id, year=year)
    question = talk.say_n(
        "{n} proposal is not answered yet: {numbers}. Better answer it first; publish all the same?",
        "{n} proposals are not answered yet: {numbers}. Better answer them first; publish all the same?",
        len(labels),
        numbers=years.join_numbers(labels),
    )
    choices = (
        talk.make_choice("desk_list:waiting", "Awaiting an answer"),
        talk.make_choice("year_sure", "All the same"),
    )
    return Reply(question, choices, list_ways(talk))


@desk.on(Year.unanswered, choice="year_sure")
async def on_closing_sure(talk: Talk) -> Reply:
    """Goes on though something is not answered."""
    await replace(YearResults.of(talk), results_sure=True).keep(talk)
    return await talk.ask(Year.table)


@desk.on(Year.table, kind=Kind.TEXT)
async def on_table_given(talk: Talk) -> Reply:
    """Publishes the results with the place of the table."""
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    return await _publish(talk, talk.text)


@desk.on(Year.table, choice="skip")
async def on_table_skipped(talk: Talk) -> Reply:
    """Publishes the results without a table."""
    return await _publish(talk, None)


async def _publish(talk: Talk, place: str | None) -> Reply:
    aimak_id, year = await find_year_now(talk)
    entered = YearResults.of(talk)
    if entered.results is None:
        return await talk.ask(Year.results)
    try:
        await years.publish_results(
            talk.store, aimak_id=aimak_id, year=year, on=entered.results, table_place=place, by=talk.person, at=talk.now,
            sure=entered.results_sure,
        )  # fmt: skip
    except years.Unanswered:
        return await talk.ask(Year.unanswered)
    except years.DayOutOfRange:
        return put_above(say_what_is_in_range(talk), await talk.ask(Year.results))
    except years.DayOutOfOrder:
        return put_above(say_what_order(talk), await talk.ask(Year.results))
    return put_above(talk.say("The results are entered. Decisions count from that day on."), await show_year(talk))


@desk.on(Year.open, choice="confirm_all")
async def on_decisions_confirmed(talk: Talk) -> Reply:
    """Confirms every decision made before the results in one act."""
    aimak_id, year = await find_year_now(talk)
    confirmed = await answers.confirm_all(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now)
    said = talk.say_n("{n} decision is confirmed.", "{n} decisions are confirmed.", confirmed)
    return put_above(said, await show_year(talk))
