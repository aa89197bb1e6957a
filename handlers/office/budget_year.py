"""The budget year at the desk: the hearing, people who came, the totals of the draft; year_results has the results."""

from datetime import date

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import AmountOutOfRange, AmountUnreadable, parse_amount
from bot.budget.workdays import day_of
from bot.chat.message import BACK, MORE, Kind, Reply
from bot.language.days import DayUnreadable, parse_day
from bot.language.kyrgyz import shown
from bot.office import residents, years
from bot.office.answers import answers
from handlers.office.staff_only import for_staff, not_allowed
from handlers.shared.guidance import stale
from handlers.shared.states import Menu, Year
from handlers.shared.talk import Talk, above, page_of, router, value, ways
from handlers.shared.wording import day_refused

MOST_PEOPLE = 100_000


@router.on(choice="year")
async def year_wanted(talk: Talk) -> Reply:
    """Shows the current budget year."""
    await talk.state.update_data(page=0)
    return await show_year(talk)


async def show_year(talk: Talk) -> Reply:
    """Shows the budget year."""
    return await talk.ask(Year.open)


async def year_now(talk: Talk) -> tuple[int, int]:
    """The aimak and its current budget year. Raises NotAllowed where somebody has no aimak."""
    aimak = await residents.aimak_of(talk.store, talk.person)
    if aimak is None:
        raise NotAllowed
    return aimak.id, years.current_year(aimak, at=talk.now)


@router.screen(Year.open)
@for_staff
async def ask_year(talk: Talk) -> Reply:
    """What is known of the year, and what can be entered."""
    aimak_id, year = await year_now(talk)
    facts = await years.show(talk.store, aimak_id=aimak_id, year=year, by=talk.person)
    earlier = await answers.to_confirm(talk.store, aimak_id=aimak_id, year=year, at=talk.now)
    unknown = talk.say("not entered")
    lines = [
        talk.say("Budget year {year}", year=year),
        talk.say("Hearing: {day}", day=_day(talk, facts.hearing_on) or unknown),
        talk.say("People at the hearing: {n}", n=talk.words.number(facts.attendance) if facts.attendance else unknown),
        talk.say("Results published: {day}", day=_day(talk, facts.results_on) or unknown),
        talk.say("Table of decisions: {place}", place=shown(facts.table_place) if facts.table_place else unknown),
        talk.say("Revenue in the draft: {sum}", sum=_som(talk, facts.draft_revenue) or unknown),
        talk.say("Spending in the draft: {sum}", sum=_som(talk, facts.draft_spending) or unknown),
    ]
    if earlier:
        lines.append(
            talk.say_n(
                "{n} decision was made before the results: confirm it, so that it counts.",
                "{n} decisions were made before the results: confirm them, so that they count.",
                len(earlier),
            )
        )
    choices = [
        *((talk.choice("confirm_all", "Confirm decisions"),) if earlier else ()),
        talk.choice("year_set:hearing", "Day of the hearing"),
        talk.choice("year_set:results", "Day of the results"),
        talk.choice("year_set:revenue", "Revenue in the draft"),
        talk.choice("year_set:spending", "Spending in draft"),
        talk.choice("year_set:attendance", "People who came"),
    ]
    here, _, more = page_of(choices, await value(talk, "page", 0))
    return Reply("\n".join(lines), tuple(here), ways(talk, more=more))


_STEPS = {
    "hearing": Year.hearing,
    "results": Year.results,
    "revenue": Year.revenue,
    "spending": Year.spending,
    "attendance": Year.attendance,
}


@router.on(Year.open, choice="year_set")
async def fact_chosen(talk: Talk) -> Reply:
    """Asks for the fact."""
    return await talk.ask(_STEPS[talk.chosen]) if talk.chosen in _STEPS else await stale(talk)


@router.on(Year.open, choice=MORE)
async def next_page(talk: Talk) -> Reply:
    """Turns a page."""
    await talk.state.update_data(page=await value(talk, "page", 0) + 1)
    return await show_year(talk)


@router.on(Year.open, choice=BACK)
async def back_to_menu(talk: Talk) -> Reply:
    """Turns a page back, or returns to the menu."""
    page = await value(talk, "page", 0)
    await talk.state.update_data(page=max(0, page - 1))
    return await show_year(talk) if page > 0 else await talk.ask(Menu.open)


@router.on(
    Year.hearing, Year.results, Year.unanswered, Year.table, Year.revenue, Year.spending, Year.attendance, choice=BACK
)  # fmt: skip
async def back_to_year(talk: Talk) -> Reply:
    """Leaves the fact as it is."""
    return await show_year(talk)


def asks(text: str, talk: Talk) -> Reply:
    """A question that is answered by typing."""
    return Reply(text, ways=ways(talk), free_text=True)


@router.screen(Year.hearing)
async def ask_hearing(talk: Talk) -> Reply:
    """Asks for the day of the hearing."""
    return asks(talk.say("On which day is the hearing? For example: 16.12.2026."), talk)


@router.screen(Year.revenue)
async def ask_revenue(talk: Talk) -> Reply:
    """Asks for the draft's revenue."""
    return asks(talk.say("How many som is the revenue in the draft? For example: 12 500 000."), talk)


@router.screen(Year.spending)
async def ask_spending(talk: Talk) -> Reply:
    """Asks for the draft's spending."""
    return asks(talk.say("How many som is the spending in the draft? For example: 12 500 000."), talk)


@router.screen(Year.attendance)
async def ask_attendance(talk: Talk) -> Reply:
    """Asks how many people came."""
    return asks(talk.say("How many people came to the hearing? Write the number."), talk)


@router.on(Year.hearing, kind=Kind.TEXT)
async def hearing_given(talk: Talk) -> Reply:
    """Keeps the day of the hearing."""
    try:
        day = parse_day(talk.text, today=day_of(talk.now))
    except DayUnreadable as refused:
        return above(day_refused(talk, refused), await talk.again())
    return await _set(talk, hearing_on=day)


@router.on(Year.revenue, kind=Kind.TEXT)
async def revenue_given(talk: Talk) -> Reply:
    """Keeps the draft's revenue."""
    return await _total(talk, "draft_revenue")


@router.on(Year.spending, kind=Kind.TEXT)
async def spending_given(talk: Talk) -> Reply:
    """Keeps the draft's spending."""
    return await _total(talk, "draft_spending")


async def _total(talk: Talk, fact: str) -> Reply:
    try:
        amount = parse_amount(talk.text)
    except AmountUnreadable:
        return above(talk.say("Please write the sum in digits."), await talk.again())
    except AmountOutOfRange:
        return above(talk.say("Such a sum cannot be."), await talk.again())
    return await _set(talk, **{fact: amount})


@router.on(Year.attendance, kind=Kind.TEXT)
async def attendance_given(talk: Talk) -> Reply:
    """Keeps how many people came."""
    typed = talk.text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and 0 < int(typed) <= MOST_PEOPLE):
        return above(talk.say("Please write the number in digits."), await talk.again())
    return await _set(talk, attendance=int(typed))


async def _set(talk: Talk, **facts: date | int) -> Reply:
    aimak_id, year = await year_now(talk)
    try:
        await years.set_year(talk.store, aimak_id=aimak_id, year=year, by=talk.person, at=talk.now, **facts)  # type: ignore[arg-type]
    except NotAllowed:
        return await not_allowed(talk)
    except years.DayOutOfRange:
        return above(out_of_range(talk), await talk.again())
    except years.DayOutOfOrder:
        return above(out_of_order(talk), await talk.again())
    return above(talk.say("It is entered."), await show_year(talk))


def out_of_order(talk: Talk) -> str:
    """Says that the days do not follow each other."""
    return talk.say("The results come after the hearing, and not on a day to come.")


def out_of_range(talk: Talk) -> str:
    """Says that a day cannot be."""
    return talk.say("Such a day cannot be.")


def _day(talk: Talk, day: date | None) -> str:
    return talk.words.long_day(day) if day else ""


def _som(talk: Talk, amount: int | None) -> str:
    return talk.words.som(amount) if amount is not None else ""
