"""The budget year of an office: its hearing, who came, the totals of the draft, what was decided too early."""

from datetime import date, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.attendance import parse_people
from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import parse_amount
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office import years
from bot.office.answers import answers
from bot.office.days_off import own
from bot.office.days_off.working_days import make_calendar
from bot.office.desk import sign_in
from bot.office.public.table import DayMissing as TableDayMissing
from bot.office.public.table import name_table
from bot.office.reads import public
from bot.office.rules import Rules, read_rules
from bot.office.wording.notices import N_
from bot.office.works import works
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.typed import Typed
from handlers.office.budget_year import list_work_lines
from storage.store import Store
from storage.works.stages import Works
from storage.years import BudgetYear

PATH = f"{sign_in.PATH}/year"
TAB = Tab(PATH, N_("Budget year"), Act.SET_YEAR)
AHEAD = 180  # days for which days off are listed
TABLE = ("table_place", "table_on")
FIELDS = ("hearing_on", "attendance", "draft_revenue", "draft_spending")


async def _read(desk: Desk, seen: Seen) -> tuple[BudgetYear, int, Works, Rules, list[date]]:
    at = desk.clock()

    async def read(store: Store) -> tuple[BudgetYear, int, Works, Rules, list[date]]:
        if not seen.aimak_id:
            raise NotAllowed(Act.SET_YEAR)
        year = years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)
        facts = await years.show(store, aimak_id=seen.aimak_id, year=year, by=seen.person)
        early = await answers.list_to_confirm(store, aimak_id=seen.aimak_id, year=year, at=at)
        done = await works.count(store, aimak_id=seen.aimak_id, year=year, by=seen.person)
        own_days = await own.list_days_off(store, aimak_id=seen.aimak_id, by=seen.person, at=at)
        return facts, len(early), done, await read_rules(store, find_day(at)), own_days

    return await desk.office.database.read(read)


def _list_days_off(words: Words, rules: Rules, own_days: list[date], today: date) -> list[str]:
    # By these, too, each due date is counted. A coming Eid is an estimate until its decree stands in the settings.
    last, off = today + timedelta(AHEAD), frozenset(own_days)
    calendar = make_calendar(
        range(today.year, last.year + 1), rules.extra_days_off | off, rules.extra_working_days - off
    )
    return [
        words.say("{day}: a working day", day=words.full_day(day)) if is_worked else words.full_day(day)
        for day, is_worked in calendar.list_exceptions(today, last)
    ]


async def on_year(desk: Desk, seen: Seen, request: Request) -> Response:
    """What is known of the year."""
    return await _show(desk, seen, request, None)


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed | None) -> Response:
    words, (facts, early, done, rules, own_days) = seen.words, await _read(desk, seen)
    typed = typed or Typed(
        {
            "table_place": clean(facts.table_place or ""),
            "table_on": str(facts.table_on or ""),
            "hearing_on": str(facts.hearing_on or ""),
            "attendance": str(facts.attendance or ""),
            "draft_revenue": words.number(facts.draft_revenue) if facts.draft_revenue is not None else "",
            "draft_spending": words.number(facts.draft_spending) if facts.draft_spending is not None else "",
        }
    )
    unknown = words.say("not entered")
    day = words.long_day(facts.results_on) if facts.results_on else unknown
    return await desk.show(
        seen, request, "team/year.html", title=words.say("Budget year {year}", year=facts.year), typed=typed,
        lines=[words.say("Results published: {day}", day=day), *list_work_lines(words, done)],
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        days_off=_list_days_off(words, rules, own_days, find_day(desk.clock())),
        early=words.say_n(
            "{n} decision was made before the results: confirm it, so that it counts.",
            "{n} decisions were made before the results: confirm them, so that they count.",
            early,
        )
        if early
        else "",
        said={
            "wrong": words.say("Nothing was changed. Please look at the marked fields."),
            "hearing_on": words.say("Day of the hearing"),
            "attendance": words.say("People who came"),
            "draft_revenue": words.say("Revenue in the draft"),
            "draft_spending": words.say("Spending in the draft"),
            "som": words.say("In som. An empty field stays as it is."),
            "keep": words.say("Enter"),
            "table": words.say("Table of decisions"),
            "table_place": words.say("The address of a page, or a place: a board"),
            "table_on": words.say("From which day it hangs there"),
            "table_about": words.say("An address needs no day. An empty place means that there is none."),
            "days_off": words.say("Days off to come"),
            "days_off_about": words.say(
                "Due dates are counted without them. An admin changes the public ones in the settings."
            ),
            "own_days": words.say("Days off of the office"),
            "confirm": words.say("Confirm decisions"),
        },
    )  # fmt: skip


async def on_entered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Enters the facts that were typed; an empty field stays as it is."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, FIELDS)
    given: dict[str, Any] = {}
    if typed["hearing_on"].strip():
        given["hearing_on"] = typed.read_day("hearing_on", words, today=find_day(at))
    for name, parse in (
        ("attendance", parse_people),
        ("draft_revenue", parse_amount),
        ("draft_spending", parse_amount),
    ):
        if typed[name].strip():
            with typed.beside(name, words):
                given[name] = parse(typed[name].strip()[:60])
    if typed.wrong:
        return await _show(desk, seen, request, typed)
    facts = (await _read(desk, seen))[0]
    enter: Any = partial(years.set_year, aimak_id=seen.aimak_id, year=facts.year, by=seen.person, at=at, **given)

    async def act(store: Store) -> str:
        await enter(store)
        return PATH

    with typed.beside("hearing_on", words):
        return await desk.do_once(seen, form, act)
    return await _show(desk, seen, request, typed)


async def on_confirmed(desk: Desk, seen: Seen, _: Request, form: Form) -> Response:
    """Confirms every decision that was made before the results."""
    at = desk.clock()
    facts = (await _read(desk, seen))[0]

    async def act(store: Store) -> str:
        await answers.confirm_all(store, aimak_id=seen.aimak_id, year=facts.year, by=seen.person, at=at)
        return PATH

    return await desk.do_once(seen, form, act)


async def on_table(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Names where everybody can read the decisions of the year, or that it is nowhere any more."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, TABLE)
    place, on = " ".join(clean(typed["table_place"]).split()), None
    if place and typed["table_on"].strip():
        on = typed.read_day("table_on", words, today=find_day(at))
    facts = (await _read(desk, seen))[0]

    async def act(store: Store) -> str:
        await name_table(
            store, aimak_id=seen.aimak_id, year=facts.year, place=place or None, on=on, by=seen.person, at=at
        )  # fmt: skip
        return PATH

    if not typed.wrong:
        with typed.beside("table_place", words):
            try:
                return await desk.do_once(seen, form, act)
            except (TableDayMissing, years.DayOutOfOrder, years.DayOutOfRange):
                typed.wrong["table_on"] = words.say("Please write today or an earlier day.")
    return await _show(desk, seen, request, typed)


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.SET_YEAR, on_year),
    DeskAct(PATH, Act.SET_YEAR, on_entered),
    DeskAct(f"{PATH}/table", Act.SET_YEAR, on_table),
    DeskAct(f"{PATH}/confirm", Act.CONFIRM, on_confirmed),
)
