"""The figures of a public page: criterion 6 with what is behind it, response time, categories, works and corrections."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.budget.workdays import Calendar
from bot.budget.works.stages import Stage
from bot.office.criteria.criterion_6 import Behind, count_with_numbers
from bot.office.reads.drawn.figures import DrawnYear, count_hearings, sum_up
from bot.office.reads.page.opened import OpenedPage
from bot.office.reads.page.proposals import WENT_IN, SideCounts, count_sides
from bot.office.trust.surveys import TrustResult, find_result
from bot.office.wording.hearing_results import count_corrections
from storage.log.shapes import Shape
from storage.needs.meetings import KeptMeeting
from storage.page.shown import Counted
from storage.store import Store
from storage.works.stages import Works

MOST_CATEGORIES = 12
EARLY = (3, 7)  # working days of the first answer at the most; then comes the deadline, then what is late
MONTHS = 12


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """How many working days passed until the first answer. bands counts up to 3, 7, the deadline, and beyond it."""

    answered: int
    waiting: int
    median: float | None
    deadline: int
    bands: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Month:
    """What came and what was first answered in a month; first is its first day."""

    first: date
    received: int
    answered: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the figures of a year are made of. closed are the logs of aimaks that became part of this one."""

    behind: Behind
    closed: tuple[Behind, ...]
    response: ResponseTime
    categories: tuple[tuple[str | None, int, int], ...]  # the code, how many were proposed, how many went in
    months: tuple[Month, ...]
    works: Works
    sides: tuple[SideCounts, ...]
    lines: int  # of the draft, that were corrected because of residents
    unlined: int  # proposals that went in without a line being named
    met: tuple[KeptMeeting, ...]  # focus groups and meetings
    trust: TrustResult | None  # of the newest survey that was closed
    drawn: DrawnYear


async def read_figures(store: Store, *, page: OpenedPage, year: int) -> Figures:
    """Returns the figures of an aimak's year, with all of the aimaks that became part of it.

    Criterion 6 alone is counted of each log for itself. What was answered before a merger stays in the closed log.
    """
    behind = await read_behind(store, page=page, year=year)
    apart = [await read_behind(store, page=page, year=year, aimak_id=one) for one in page.also]
    closed = tuple(one for one in apart if one.shapes or one.sheet.tally.excluded)
    shapes, settings = [*behind.shapes, *(one for each in closed for one in each.shapes)], behind.sheet.settings
    counted = await store.shown.count(page.ids, year)
    went_in = [(one.side, one.budget_line) for one in counted if one.decision in WENT_IN for _ in range(one.count)]
    lines, unlined = count_corrections(went_in)
    works = _add([await store.works.count(aimak_id=one, year=year) for one in page.ids])
    return Figures(
        behind=behind,
        closed=closed,
        response=_count_response(shapes, settings.calendar, settings.deadline_working_days),
        categories=_count_categories(counted),
        months=_count_months(shapes),
        works=works,
        sides=await count_sides(store, page=page, year=year, counted=counted),
        lines=lines,
        unlined=unlined,
        met=tuple(await store.needs_meetings.list_standing(page.ids, year)),
        trust=await find_result(store, aimak_id=page.aimak.id, year=year),
        drawn=sum_up(counted, shapes, hearings=await count_hearings(store, page.ids), after=works.corrections),
    )


async def read_behind(store: Store, *, page: OpenedPage, year: int, aimak_id: int | None = None) -> Behind:
    """Returns criterion 6 of a year with the numbers of the proposals behind each part.

    It is of the page's own log, or of an aimak (id) that became part of it.
    """
    return await count_with_numbers(store, aimak_id=aimak_id or page.aimak.id, year=year)


def _add(works: Sequence[Works]) -> Works:
    stages: Counter[Stage] = Counter()
    for one in works:
        stages.update(one.stages)
    return Works(dict(stages), sum(one.unsaid for one in works), sum(one.corrections for one in works))


def _count_response(shapes: Sequence[Shape], calendar: Calendar, deadline: int) -> ResponseTime:
    taken: Counter[int] = Counter()
    waiting = 0
    for one in shapes:
        if one.first_reply is None:
            waiting += one.count
        else:
            taken[calendar.count_between(one.received, one.first_reply)] += one.count
    few, some = EARLY
    bands = (
        sum(n for days, n in taken.items() if days <= few),
        sum(n for days, n in taken.items() if few < days <= some),
        sum(n for days, n in taken.items() if some < days <= deadline),
        sum(n for days, n in taken.items() if days > deadline),
    )
    return ResponseTime(taken.total(), waiting, _find_median(taken), deadline, bands)


def _find_median(counted: Counter[int]) -> float | None:
    total, below, found = counted.total(), 0, list[int]()
    for value in sorted(counted):
        below += counted[value]
        if not found and below * 2 >= total:
            found.append(value)
        if below * 2 > total:
            found.append(value)
            break
    return sum(found[:2]) / len(found[:2]) if found else None


def _count_categories(counted: Sequence[Counted]) -> tuple[tuple[str | None, int, int], ...]:
    made: Counter[str | None] = Counter()
    went_in: Counter[str | None] = Counter()
    for one in counted:
        made[one.category] += one.count
        went_in[one.category] += one.count if one.decision in WENT_IN else 0
    return tuple((code, n, went_in[code]) for code, n in made.most_common(MOST_CATEGORIES))


def _count_months(shapes: Sequence[Shape]) -> tuple[Month, ...]:
    received: Counter[date] = Counter()
    answered: Counter[date] = Counter()
    for one in shapes:
        received[one.received.replace(day=1)] += one.count
        if one.first_reply is not None:
            answered[one.first_reply.replace(day=1)] += one.count
    last = max([*received, *answered], default=None)
    if last is None:
        return ()
    months = [_go_back(last, n) for n in reversed(range(MONTHS))]
    shown = [Month(one, received[one], answered[one]) for one in months]
    while shown and not shown[0].received and not shown[0].answered:
        shown.pop(0)
    return tuple(shown)


def _go_back(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
