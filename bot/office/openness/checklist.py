"""The openness checklist of a budget year: what the log itself shows, what the office entered, what is due when.

What aimaks show that became part of this one counts too.
"""

from dataclasses import dataclass
from datetime import date

from bot.budget.hearing import HearingKind, HearingState, Paper
from bot.budget.openness.due import DueRules, find_due, find_row
from bot.budget.openness.rows import Published, Row, keep_first
from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.office.criteria.criteria_1_2 import count_campaign
from bot.office.information.requests import count_in_time
from bot.office.openness.entering import read_due_rules
from bot.office.staff import permit
from storage.hearings import Hearing
from storage.people import Person
from storage.store import Store

_CHAT, _SITE, _BOARD = "chat", "site", "board"
_OF_PAPER = {
    Paper.CITIZENS_BUDGET: Row.CITIZENS_BUDGET,
    Paper.BRIEF: Row.CITIZENS_BUDGET,
    Paper.MINUTES: Row.MINUTES,
}

_OF_LIBRARY = {Paper.SEOP: Row.STRATEGY, Paper.BAP: Row.PRIORITIES}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the checklist: its first publication if there is one, and the day by which it is due."""

    row: Row
    published: Published | None
    due: date | None
    counted: str = ""  # «3 / 4» of what is counted, such as requests answered in time

    def is_late(self, today: date) -> bool:
        """Whether it is not published and its day is over."""
        return self.published is None and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklist of an aimak's budget year, row by row in the order of the sheet."""

    year: int
    lines: tuple[Line, ...]
    rules: DueRules

    @property
    def done(self) -> int:
        """How many rows are published: the n of «n / m»."""
        return sum(line.published is not None for line in self.lines)


async def read_checklist(store: Store, *, aimak_id: int, year: int, by: Person | None) -> dict[Row, Published]:
    """The rows of a budget year that are published, each with its first day. Raises NotAllowed."""
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    found: list[Published] = []
    for id in (aimak_id, *await store.aimaks.list_within(aimak_id)):
        found += await _list_of_aimak(store, id, year)
    return keep_first(found)


async def read_lines(store: Store, *, aimak_id: int, year: int, by: Person | None, at: int) -> Checklist:
    """The whole checklist with its due days. Raises NotAllowed."""
    found = await read_checklist(store, aimak_id=aimak_id, year=year, by=by)
    rules, hearing = await read_due_rules(store, at=at), await find_hearing_day(store, aimak_id=aimak_id, year=year)
    in_time, every = await _count_requests(store, aimak_id, year, at=at)
    counted = {Row.INFORMATION: f"{in_time} / {every}"} if every else {}
    if every and in_time == every:
        found.setdefault(Row.INFORMATION, Published(Row.INFORMATION, None, _CHAT))
    lines = tuple(
        Line(row, found.get(row), find_due(rules, row, year=year, hearing=hearing), counted.get(row, "")) for row in Row
    )
    return Checklist(year, lines, rules)


async def _count_requests(store: Store, aimak_id: int, year: int, *, at: int) -> tuple[int, int]:
    within = [aimak_id, *await store.aimaks.list_within(aimak_id)]
    return await count_in_time(store, aimak_ids=within, year=year, at=at)


async def find_hearing_day(store: Store, *, aimak_id: int, year: int) -> date | None:
    """The Bishkek day of the year's first hearing on the draft, as it is announced or entered."""
    days = [
        find_day(one.terms.starts_at)
        for one in await store.hearings.list_of_aimak(aimak_id)
        if _is_counted(one) and one.budget_year == year
    ]
    return min(days) if days else (await store.years.get(aimak_id, year)).hearing_on


def _is_counted(hearing: Hearing) -> bool:
    return hearing.kind is HearingKind.DRAFT and hearing.state is not HearingState.CANCELLED


async def _list_of_aimak(store: Store, aimak_id: int, year: int) -> list[Published]:
    found = await _list_papers(store, aimak_id, year)
    for hearing in await store.hearings.list_of_aimak(aimak_id):
        if hearing.budget_year == year and _is_counted(hearing):
            found += await _list_of_hearing(store, hearing)
    entered = await store.years.get(aimak_id, year)
    if entered.table_place:
        found.append(Published(Row.BOARD, entered.table_on, _BOARD, entered.table_place))
    page = await store.pages.find(aimak_id)
    if page is not None and page.is_on:
        found.append(Published(Row.PAGE, None, _SITE))  # its last change may be a contact: no day of its own
    if (await store.property_items.count([aimak_id]))[0]:
        found.append(Published(Row.PROPERTY, None, _CHAT))
    for document in await store.library.list_standing([aimak_id]):
        if document.kind in _OF_LIBRARY and document.year <= year and document.digest is not None:
            found.append(Published(_OF_LIBRARY[document.kind], None, _CHAT))
    for entry in await store.openness.list_of([aimak_id], year):
        row = find_row(entry.row)
        found += [Published(row, entry.day, entry.channel, entry.place, entry.language)] if row else []
    return found


async def _list_papers(store: Store, aimak_id: int, year: int) -> list[Published]:
    return [
        Published(_OF_PAPER[paper.kind], find_day(paper.added_at), _CHAT)
        for paper in await store.papers.list_all(aimak_id, budget_year=year)
        if paper.kind in _OF_PAPER
    ]


async def _list_of_hearing(store: Store, hearing: Hearing) -> list[Published]:
    """What the log shows of one hearing. A notice counts from the day on which it reached somebody."""
    found = []
    noticed_at = (await count_campaign(store, hearing)).noticed_at
    if noticed_at is not None:
        found.append(Published(Row.NOTICE, find_day(noticed_at), _CHAT))
    if hearing.ended_at is not None and await store.hearings.find_attendance(hearing.id) is not None:
        found.append(Published(Row.ATTENDANCE, find_day(hearing.ended_at), _CHAT))
    if hearing.published_at is not None:
        found.append(Published(Row.RESULTS, find_day(hearing.published_at), _CHAT))
    return found
