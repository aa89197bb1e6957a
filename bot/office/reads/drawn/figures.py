"""The figures of a year that are drawn: categories with decisions, weeks, people at hearings, corrections."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.budget.permissions import Act
from bot.budget.proposal import Decision, Side
from bot.office import staff
from bot.office.criteria.criteria_1_2 import OwnYear, count_own_years
from bot.office.criteria.criterion_6 import count_with_numbers
from bot.office.reads.page.proposals import WENT_IN
from bot.office.wording.hearing_results import count_corrections
from storage.log.shapes import Shape
from storage.page.shown import Counted
from storage.people import Person
from storage.store import Store

MOST_CATEGORIES = 12  # of a side; what is left stands in one row
MOST_WEEKS = 26  # the newest; what was before stands in one row
OTHERS = "others"  # the code of the categories that are left


@dataclass(frozen=True, slots=True)
class Category:
    """The proposals of a side and a category (its code, None where it has none), by what was decided."""

    side: Side
    code: str | None
    decided: Mapping[Decision | None, int]


@dataclass(frozen=True, slots=True)
class Week:
    """What came and what was first answered in a week; first is its Monday, None for all the weeks before."""

    first: date | None
    received: int
    answered: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """A side of the draft: the lines that were corrected, and the proposals that went in without a line."""

    side: Side
    lines: int
    unlined: int


@dataclass(frozen=True, slots=True)
class DrawnYear:
    """All that the charts of a year show; hearings are of every year in which one was held."""

    categories: tuple[Category, ...]
    weeks: tuple[Week, ...]
    hearings: tuple[OwnYear, ...]
    corrected: tuple[Corrected, ...]
    after: int  # corrections made after residents had spoken up of the work


async def read_year(store: Store, *, aimak_id: int, year: int, by: Person | None) -> DrawnYear:
    """Returns the figures of an aimak's year as its public page has them. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.TALLY, aimak_id=aimak_id)
    ids = (aimak_id, *await store.aimaks.list_within(aimak_id))
    behind = [await count_with_numbers(store, aimak_id=one, year=year) for one in ids]
    return sum_up(
        await store.shown.count(ids, year),
        [one for each in behind for one in each.shapes],
        hearings=await count_hearings(store, ids),
        after=sum([(await store.works.count(aimak_id=one, year=year)).corrections for one in ids]),
    )


async def count_hearings(store: Store, ids: Collection[int]) -> tuple[OwnYear, ...]:
    """Counts the hearings that some aimaks held, and who came, by year."""
    found: dict[int, OwnYear] = {}
    for id in ids:
        for one in await count_own_years(store, aimak_id=id):
            had = found.get(one.year, OwnYear(one.year))
            found[one.year] = OwnYear(
                one.year, had.hearings + one.hearings, had.people + one.people, had.women + one.women
            )
    return tuple(found[year] for year in sorted(found))


def sum_up(
    counted: Sequence[Counted], shapes: Sequence[Shape], *, hearings: Sequence[OwnYear], after: int
) -> DrawnYear:
    """Makes the figures of what was counted."""
    return DrawnYear(_count_categories(counted), count_weeks(shapes), tuple(hearings), _count_corrected(counted), after)


def count_weeks(shapes: Sequence[Shape]) -> tuple[Week, ...]:
    """Counts by week, from the first one with anything to the last; a week between with nothing is there too."""
    received: Counter[date] = Counter()
    answered: Counter[date] = Counter()
    for one in shapes:
        received[_find_monday(one.received)] += one.count
        if one.first_reply is not None:
            answered[_find_monday(one.first_reply)] += one.count
    days = [*received, *answered]
    if not days:
        return ()
    n = (max(days) - min(days)).days // 7 + 1
    begins = max(days) - timedelta(weeks=min(n, MOST_WEEKS) - 1)
    mondays = [begins + timedelta(weeks=at) for at in range(min(n, MOST_WEEKS))]
    weeks = [Week(one, received[one], answered[one]) for one in mondays]
    if n > MOST_WEEKS:
        before = [sum(k for day, k in some.items() if day < begins) for some in (received, answered)]
        weeks.insert(0, Week(None, *before))
    return tuple(weeks)


def _find_monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _count_categories(counted: Sequence[Counted]) -> tuple[Category, ...]:
    found: dict[tuple[Side, str | None], Counter[Decision | None]] = {}
    for one in counted:
        found.setdefault((one.side, one.category), Counter())[one.decision] += one.count
    rows = []
    for side in Side:
        theirs = [(code, some) for (of, code), some in found.items() if of is side]
        theirs.sort(key=lambda each: (-each[1].total(), each[0] or ""))
        rows += [Category(side, code, dict(some)) for code, some in theirs[:MOST_CATEGORIES]]
        if left := theirs[MOST_CATEGORIES:]:
            rows.append(Category(side, OTHERS, dict(sum((some for _, some in left), Counter[Decision | None]()))))
    return tuple(rows)


def _count_corrected(counted: Sequence[Counted]) -> tuple[Corrected, ...]:
    found = []
    for side in Side:
        theirs = [one for one in counted if one.side is side and one.decision in WENT_IN]
        lines, unlined = count_corrections([(side, one.budget_line) for one in theirs for _ in range(one.count)])
        if theirs:
            found.append(Corrected(side, lines, unlined))
    return tuple(found)
