"""The budget year at the desk: the hearing, people who came, the totals of the draft; year_results has the results."""

from datetime import date

from bot.budget.attendance import AttendanceUnreadable, parse_people
from bot.budget.permissions import NotAllowed
from bot.budget.proposal import parse_amount
from bot.budget.public.table import is_address
from bot.budget.workdays import find_day
from bot.budget.works.stages import Stage
from bot.chat.fsm import State
from bot.chat.message import BACK, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import Words
from bot.language.days import parse_day
from bot.language.kyrgyz import clean
from bot.office import residents, years
from bot.office.answers import answers
from bot.office.days_off import own
from bot.office.works import works
from bot.office.works.work_words import STAGES
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from storage.works.stages import Works
from storage.years import BudgetYear


class Year(AtWork):
    """The budget year of an aimak."""

    open = State()
    hearing = State()
    attendance = State()
    results = State()
    unanswered = State()
    table = State()
    revenue = State()
    spending = State()
    posted = State()
    posted_on = State()


PAGES = paged(desk, Year.open, leave=Menu.open)


@desk.on(choice="year")
async def on_year_wanted(talk: Talk) -> Reply:
    """Shows the current budget year."""
    await PAGES.begin(talk)
    return await show_year(talk)


async def show_year(talk: Talk) -> Reply:
    return await talk.ask(Year.open)


async def find_year_now(talk: Talk) -> tuple[int, int]:
    """The aimak and its current budget year. Raises NotAllowed where somebody has no aimak."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    if aimak is None:
        raise NotAllowed
    return aimak.id, years.find_current_year(aimak, at=talk.now)


@desk.screen(Year.open)
async def ask_year(talk: Talk) -> Reply:
    """What is known of the year, and what can be entered."""
    aimak_id, year = await find_year_now(talk)
    facts = await years.show(talk.store, aimak_id=aimak_id, year=year, by=talk.person)
    earlier = await answers.list_to_confirm(talk.store, aimak_id=aimak_id, year=year, at=talk.now)
    unknown = talk.say("not entered")
    lines = [
        talk.say("Budget year {year}", year=year),
        talk.say("Hearing: {day}", day=_write_day(talk, facts.hearing_on) or unknown),
        talk.say("People at the hearing: {n}", n=talk.words.number(facts.attendance) if facts.attendance else unknown),
        talk.say("Results published: {day}", day=_write_day(talk, facts.results_on) or unknown),
        talk.say("Table of decisions: {place}", place=_write_table(talk, facts) or unknown),
        talk.say("Revenue in the draft: {sum}", sum=_write_som(talk, facts.draft_revenue) or unknown),
        talk.say("Spending in the draft: {sum}", sum=_write_som(talk, facts.draft_spending) or unknown),
    ]
    lines += list_work_lines(talk.words, await works.count(talk.store, aimak_id=aimak_id, year=year, by=talk.person))
    if earlier:
        lines.append(
            talk.say_n(
                "{n} decision was made before the results: confirm it, so that it counts.",
                "{n} decisions were made before the results: confirm them, so that they count.",
                len(earlier),
            )
        )
    choices = [
        *((talk.make_choice("confirm_all", "Confirm decisions"),) if earlier else ()),
        talk.make_choice("year_set:hearing", "Day of the hearing"),
        talk.make_choice("year_set:results", "Day of the results"),
        talk.make_choice("year_set:revenue", "Revenue in the draft"),
        talk.make_choice("year_set:spending", "Spending in draft"),
        talk.make_choice("year_set:attendance", "People who came"),
        talk.make_choice("year_set:posted", "Table of decisions"),
    ]
    if await own.may_set(talk.store, aimak_id=aimak_id, by=talk.person):
        choices.append(talk.make_choice("days_off", "Days off"))
    page = await PAGES.of(talk, choices)
    return Reply("\n".join(lines), tuple(page.rows), page.ways(talk))


def list_work_lines(words: Words, found: Works) -> list[str]:
    """How far the works of a year are; nothing before the first word of it."""
    if not found.stages:
        return []
    stages = ", ".join(f"{words.say(STAGES[one])} — {found.stages[one]}" for one in Stage if one in found.stages)
    lines = [words.say("Works: {stages}.", stages=stages)]
    if found.unsaid:
        lines.append(words.say("Nothing is said of the work yet: {n}.", n=found.unsaid))
    return [*lines, words.say("Corrected because of residents: {n}.", n=found.corrections)]


_STEPS = {
    "hearing": Year.hearing,
    "results": Year.results,
    "revenue": Year.revenue,
    "spending": Year.spending,
    "attendance": Year.attendance,
    "posted": Year.posted,
}


@desk.on(Year.open, choice="year_set")
async def on_fact_chosen(talk: Talk) -> Reply:
    return await talk.ask(_STEPS[talk.chosen]) if talk.chosen in _STEPS else await show_stale(talk)


@desk.on(
    Year.hearing, Year.results, Year.unanswered, Year.table, Year.revenue, Year.spending, Year.attendance, Year.posted,
    choice=BACK,
)  # fmt: skip
async def on_back_to_year(talk: Talk) -> Reply:
    """Leaves the fact as it is."""
    return await show_year(talk)


def asks(text: str, talk: Talk) -> Reply:
    """A question that is answered by typing."""
    return Reply(text, ways=list_ways(talk), free_text=True)


@desk.screen(Year.hearing)
async def ask_hearing(talk: Talk) -> Reply:
    """Asks for the day of the hearing."""
    return asks(talk.say("On which day is the hearing? For example: 16.12.2026."), talk)


@desk.screen(Year.revenue)
async def ask_revenue(talk: Talk) -> Reply:
    """Asks for the draft's revenue."""
    return asks(talk.say("How many som is the revenue in the draft? For example: 12 500 000."), talk)


@desk.screen(Year.spending)
async def ask_spending(talk: Talk) -> Reply:
    """Asks for the draft's spending."""
    return asks(talk.say("How many som is the spending in the draft? For example: 12 500 000."), talk)


@desk.screen(Year.attendance)
async def ask_attendance(talk: Talk) -> Reply:
    """Asks how many people came."""
    return asks(talk.say("How many people came to the hearing? Write the number."), talk)


@desk.on(Year.hearing, kind=Kind.TEXT)
async def on_hearing_given(talk: Talk) -> Reply:
    """Keeps the day of the hearing."""
    day = parse_day(talk.text, today=find_day(talk.now))
    return await _set(talk, hearing_on=day)


@desk.on(Year.revenue, kind=Kind.TEXT)
async def on_revenue_given(talk: Talk) -> Reply:
    """Keeps the draft's revenue."""
    return await _ask_total(talk, "draft_revenue")


@desk.on(Year.spending, kind=Kind.TEXT)
async def on_spending_given(talk: Talk) -> Reply:
    """Keeps the draft's spending."""
    return await _ask_total(talk, "draft_spending")


async def _ask_total(talk: Talk, fact: str) -> Reply:
    return await _set(talk, **{fact: parse_amount(talk.text)})


@desk.on(Year.attendance, kind=Kind.TEXT)
async def on_attendance_given(talk: Talk) -> Reply:
    """Keeps how many people came."""
    return await _set(talk, attendance=parse_people(talk.text))


@desk.refuses(AttendanceUnreadable)
async def say_attendance_unreadable(talk: Talk, refused: AttendanceUnreadable) -> Reply:
    """Asks for the number of people in digits."""
    return put_above(talk.say("Please write the number in digits."), await talk.ask_again())


async def _set(talk: Talk, **facts: date | int) -> Reply:
    aimak_id, year = await find_year_now(talk)
    await years.set_year(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now, **facts)  # type: ignore[arg-type]
    return put_above(talk.say("It is entered."), await show_year(talk))


@desk.refuses(years.DayOutOfRange)
async def say_out_of_range(talk: Talk, refused: years.DayOutOfRange) -> Reply:
    """Says that a day cannot be, and asks once more."""
    return put_above(say_what_is_in_range(talk), await show_here(talk))


@desk.refuses(years.DayOutOfOrder)
async def say_out_of_order(talk: Talk, refused: years.DayOutOfOrder) -> Reply:
    """Says that the days do not follow each other, and asks once more."""
    return put_above(say_what_order(talk), await show_here(talk))


def say_what_order(talk: Talk) -> str:
    """Says that the days do not follow each other."""
    return talk.say("The results come after the hearing, and not on a day to come.")


def say_what_is_in_range(talk: Talk) -> str:
    """Says that a day cannot be."""
    return talk.say("Such a day cannot be.")


def _write_table(talk: Talk, facts: BudgetYear) -> str:
    if not facts.table_place:
        return ""
    place = clean(facts.table_place)
    if facts.table_on is None:
        return place if is_address(place) else talk.say("{place}; the day is missing", place=place)
    return talk.say("{place}, from {day}", place=place, day=talk.words.long_day(facts.table_on))


def _write_day(talk: Talk, day: date | None) -> str:
    return talk.words.long_day(day) if day else ""


def _write_som(talk: Talk, amount: int | None) -> str:
    return talk.words.som(amount) if amount is not None else ""
