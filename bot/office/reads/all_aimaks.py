"""All aimaks in one table, for whoever may read their figures: what waits, how soon it is answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import find_default_budget_year
from bot.budget.workdays import find_day
from bot.language.kyrgyz import fold
from bot.office import staff, years
from bot.office.criteria.criterion_6 import count
from storage.aimaks import Aimak
from storage.overview.all_aimaks import Figures
from storage.people import Person
from storage.store import Store

SIZE = 25  # rows a page
KEPT = 10 * 60_000  # milliseconds a score is not counted again
LONGEST = 60  # characters of what is searched
_DAY = 24 * 60 * 60_000


class Sort(StrEnum):
    """What the table is sorted by."""

    NAME = "name"
    STAFF = "staff"
    SILENT = "silent"
    WAITING = "waiting"
    OVERDUE = "overdue"
    REPLY = "reply"
    DELIVERED = "delivered"
    SCORE = "score"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class AimakRow:
    """One aimak of the table. Its figures are of its current budget year, but for what waits."""

    aimak: Aimak
    year: int
    figures: Figures
    silent_days: int | None  # since somebody of its office last did anything; None where nobody works there
    reply_days: float | None  # from coming to the first reply, on average
    delivered: float | None  # of the decided proposals, 0 to 1
    page_on: bool  # the public page; that of a sample is off once a real aimak is there
    score: Decimal | None = None  # criterion 6; none before the results are published


@dataclass(frozen=True, slots=True)
class AimakTable:
    """A page of the table (pagination), and what all of it comes to. number counts from 0."""

    rows: tuple[AimakRow, ...]
    number: int
    pages: int
    found: int  # rows that were searched for
    known: int  # all that may be read
    without_staff: int
    waiting: int
    overdue: int


@dataclass
class Scores:
    """Scores of criterion 6 counted lately, by aimak and year; counting one takes as long as all other figures."""

    kept: dict[tuple[int, int], tuple[int, Decimal | None]] = field(default_factory=dict)

    async def find(self, store: Store, row: AimakRow, *, at: int) -> Decimal | None:
        """The score of a row, at most ten minutes old."""
        if row.figures.results_on is None:
            return None
        key = (row.aimak.id, row.year)
        kept = self.kept.get(key)
        if kept is None or not 0 <= at - kept[0] < KEPT:
            kept = self.kept[key] = at, (await count(store, aimak_id=key[0], year=key[1])).tally.score
        return kept[1]


async def read_aimaks(
    store: Store,
    *,
    by: Person,
    at: int,
    scores: Scores,
    sort: Sort = Sort.NAME,
    falling: bool = False,
    words: str = "",
    page: int = 0,
    size: int | None = SIZE,
    language: str = "ky",
) -> AimakTable:
    """A page of the aimaks somebody may read the figures of, the nearest there is. size None is all of them.

    What is not known stands last, however it is sorted. Raises NotAllowed where there is no aimak to read.
    """
    known = await _list_rows(store, by=by, at=at)
    found = [row for row in known if _is_named(row.aimak, words)]
    if sort is Sort.SCORE or size is None:
        found = [replace(row, score=await scores.find(store, row, at=at)) for row in found]
    found = _sorted(found, sort, falling=falling, language=language)
    size = size or max(1, len(found))
    pages = max(1, -(-len(found) // size))
    number = min(max(0, page), pages - 1)
    shown = found[number * size : (number + 1) * size]
    return AimakTable(
        rows=tuple([replace(row, score=await scores.find(store, row, at=at)) for row in shown]),
        number=number,
        pages=pages,
        found=len(found),
        known=len(known),
        without_staff=sum(not row.figures.staff for row in known),
        waiting=sum(row.figures.waiting for row in known),
        overdue=sum(row.figures.overdue for row in known),
    )


async def read_aimak(store: Store, *, by: Person, at: int, code: str, scores: Scores) -> AimakRow:
    """The row of one aimak. Raises NotAllowed, also where there is none with this code."""
    for row in await _list_rows(store, by=by, at=at):
        if row.aimak.code == code:
            return replace(row, score=await scores.find(store, row, at=at))
    raise NotAllowed(Act.TALLY)


async def _list_rows(store: Store, *, by: Person, at: int) -> list[AimakRow]:
    allowed = await staff.list_allowed_aimaks(store, by=by, act=Act.TALLY)
    if not allowed:
        raise NotAllowed(Act.TALLY)
    every = await store.aimaks.list_all()
    has_real = any(not one.sample for one in every)
    known = [one for one in every if one.merged_into_id is None and (None in allowed or one.id in allowed)]
    today = find_day(at)
    figures = await store.overview.count(year=find_default_budget_year(today), today=today)
    return [_make_row(one, figures.get(one.id) or Figures(one.id), at=at, has_real=has_real) for one in known]


def _make_row(aimak: Aimak, figures: Figures, *, at: int, has_real: bool) -> AimakRow:
    return AimakRow(
        aimak=aimak,
        year=years.find_current_year(aimak, at=at),
        figures=figures,
        silent_days=None if figures.active_at is None else max(0, (at - figures.active_at) // _DAY),
        reply_days=figures.reply_days / figures.replied if figures.replied else None,
        delivered=max(0.0, 1 - figures.unreached / figures.decided) if figures.decided else None,
        page_on=figures.page_on and not (aimak.sample and has_real),
    )


def _is_named(aimak: Aimak, words: str) -> bool:
    names = [*aimak.rayons.values(), *aimak.oblasts.values()]
    among = " ".join([aimak.fold, aimak.code, *map(fold, names)])
    return all(word in among for word in fold(words[:LONGEST]).split())


_BY: dict[Sort, Callable[[AimakRow], Any]] = {
    Sort.STAFF: lambda row: row.figures.staff,
    Sort.SILENT: lambda row: row.silent_days,
    Sort.WAITING: lambda row: row.figures.waiting,
    Sort.OVERDUE: lambda row: row.figures.overdue,
    Sort.REPLY: lambda row: row.reply_days,
    Sort.DELIVERED: lambda row: row.delivered,
    Sort.SCORE: lambda row: row.score,
    Sort.PAGE: lambda row: row.page_on,
}


def _sorted(rows: Iterable[AimakRow], sort: Sort, *, falling: bool, language: str) -> list[AimakRow]:
    by_name = sorted(rows, key=lambda row: (row.aimak.name(language).casefold(), row.aimak.code))
    if sort not in _BY:
        return by_name[::-1] if falling else by_name
    value = _BY[sort]
    known = sorted((row for row in by_name if value(row) is not None), key=value, reverse=falling)
    return [*known, *(row for row in by_name if value(row) is None)]
