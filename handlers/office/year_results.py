"""The results of a budget year at the desk: their day, what is not answered yet, the table, confirming decisions."""

from datetime import date

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import TextTooLong
from bot.budget.workdays import day_of
from bot.chat.message import Kind, Reply
from bot.language.days import DayUnreadable, parse_day
from bot.office import years
from bot.office.answers import answers
from handlers.office.budget_year import asks, out_of_order, out_of_range, show_year, year_now
from handlers.office.staff_only import for_staff, not_allowed
from handlers.shared.states import Year
from handlers.shared.talk import Talk, above, router, value, ways
from handlers.shared.wording import day_refused, too_long


@router.screen(Year.results)
async def ask_results(talk: Talk) -> Reply:
    """Asks for the day of the results."""
    return asks(talk.say("On which day were the results published? For example: 20.12.2026."), talk)


@router.screen(Year.table)
async def ask_table(talk: Talk) -> Reply:
    """Asks where the decisions hang for all to see."""
    return Reply(
        talk.say("Where is the table of decisions posted for all to see? A board, a page, a site."),
        ways=(talk.choice("skip", "Skip"), *ways(talk)),
        free_text=True,
    )


@router.on(Year.results, kind=Kind.TEXT)
async def results_given(talk: Talk) -> Reply:
    """Takes the day of the results and asks where the table hangs."""
    try:
        day = parse_day(talk.text, today=day_of(talk.now))
    except DayUnreadable as refused:
        return above(day_refused(talk, refused), await talk.again())
    aimak_id, year = await year_now(talk)
    try:
        unanswered = await years.warn(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now)
    except NotAllowed:
        return await not_allowed(talk)
    await talk.state.update_data(results=day.isoformat(), results_sure=False)
    return await talk.ask(Year.unanswered if unanswered else Year.table)


@router.screen(Year.unanswered)
@for_staff
async def ask_whether_to_close(talk: Talk) -> Reply:
    """Names what is not answered yet, and asks whether the year is closed all the same."""
    aimak_id, year = await year_now(talk)
    await years.show(talk.store, aimak_id=aimak_id, year=year, by=talk.person)
    labels = await years.unanswered(talk.store, aimak_id=aimak_id, year=year)
    question = talk.say_n(
        "{n} proposal is not answered yet: {numbers}. Better answer it first; publish all the same?",
        "{n} proposals are not answered yet: {numbers}. Better answer them first; publish all the same?",
        len(labels),
        numbers=years.numbered(labels),
    )
    choices = (talk.choice("desk_list:waiting", "Awaiting an answer"), talk.choice("year_sure", "All the same"))
    return Reply(question, choices, ways(talk))


@router.on(Year.unanswered, choice="year_sure")
async def closing_sure(talk: Talk) -> Reply:
    """Goes on though something is not answered."""
    await talk.state.update_data(results_sure=True)
    return await talk.ask(Year.table)


@router.on(Year.table, kind=Kind.TEXT)
async def table_given(talk: Talk) -> Reply:
    """Publishes the results with the place of the table."""
    return await _publish(talk, talk.text)


@router.on(Year.table, choice="skip")
async def table_skipped(talk: Talk) -> Reply:
    """Publishes the results without a table."""
    return await _publish(talk, None)


async def _publish(talk: Talk, place: str | None) -> Reply:
    aimak_id, year = await year_now(talk)
    on = date.fromisoformat(await value(talk, "results", ""))
    try:
        await years.publish_results(
            talk.store, aimak_id=aimak_id, year=year, on=on, table_place=place, by=talk.person, at=talk.now,
            sure=await value(talk, "results_sure", False),
        )  # fmt: skip
    except NotAllowed:
        return await not_allowed(talk)
    except years.Unanswered:
        return await talk.ask(Year.unanswered)
    except TextTooLong as refused:
        return above(too_long(talk, refused), await talk.again())
    except years.DayOutOfRange:
        return above(out_of_range(talk), await talk.ask(Year.results))
    except years.DayOutOfOrder:
        return above(out_of_order(talk), await talk.ask(Year.results))
    return above(talk.say("The results are entered. Decisions count from that day on."), await show_year(talk))


@router.on(Year.open, choice="confirm_all")
async def decisions_confirmed(talk: Talk) -> Reply:
    """Confirms every decision made before the results in one act."""
    aimak_id, year = await year_now(talk)
    try:
        confirmed = await answers.confirm_all(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now)
    except NotAllowed:
        return await not_allowed(talk)
    said = talk.say_n("{n} decision is confirmed.", "{n} decisions are confirmed.", confirmed)
    return above(said, await show_year(talk))
