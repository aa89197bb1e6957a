"""Lists of proposals as screens show them: the database counts them and gives one page, of each text its beginning.

A few lines over 300: each list has a page, a count and what comes next, of the same conditions.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select, true

from bot.budget.proposal import Decision
from bot.budget.workdays import SOON_DAYS
from storage.attachments.counts import CountsFiles, count_files
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    answer_drafts,
    answers,
    proposal_texts,
    proposals,
)
from storage.log import search
from storage.log.office_lists import (
    COUNTED_WHOLE,
    EVERYTHING,
    IN,
    IS_FOR_HEAD,
    MOST_COUNTED,
    NEWEST_FIRST,
    By,
    Counts,
    Narrow,
    OfficeList,
    belongs_to,
    chosen_by,
    count_rows,
    in_list,
    order_counted,
    order_of,
)

BEGINNING = 1000  # characters read of a text
SIZE = 20  # rows of a page where nobody says


@dataclass(frozen=True, slots=True)
class Listed(CountsFiles):
    """One proposal in a list; decision is the one in force, draft whether an answer draft waits for the head.

    drafted is the decision of that draft, remark why the head gave it back. The remark is read for an office alone.
    """

    id: int
    aimak_id: int
    label: str
    beginning: str
    due_on: date
    withdrawn_at: int | None
    taken_by: int | None
    decision: Decision | None
    draft: bool | None
    drafted: Decision | None
    voices: int
    photos: int
    documents: int
    remark: str | None = None
    leaving: bool | None = None  # whether the answer draft was sent and leaves in a moment; None where there is none


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list: number counts from 0, total is how many rows the whole list has.

    for_head is how many answers of a whole list of answer drafts wait for the head. Both stop at MOST_COUNTED + 1.
    """

    rows: tuple[Listed, ...]
    number: int
    total: int
    more: bool
    for_head: int = 0

    def __iter__(self) -> Iterator[Listed]:
        return iter(self.rows)


class ProposalLists:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of_office(
        self,
        which: OfficeList,
        aimak_id: int,
        *,
        also: Collection[int] = (),
        page: int = 0,
        size: int = SIZE,
        narrow: Narrow = EVERYTHING,
    ) -> Page:
        """Returns a page of an office's list: the one asked for, or the nearest there is.

        also are the aimaks (ids) that have become part of it, for which its office answers as well.
        """
        where = in_list(which, aimak_id, also, narrow)
        if which is OfficeList.FOUND:
            where.append(proposals.c.id.in_(await self._find(aimak_id, also, narrow)))
        order = [proposals.c.id.desc()] if narrow.newest else order_of(which)
        most = None if which in COUNTED_WHOLE else MOST_COUNTED
        along = order_counted(which, also)
        found = await self._read_page(where, order, page, size, most=most, along=along)
        if which is not OfficeList.DRAFTED:
            return found
        return replace(found, for_head=await self._count([*where, IS_FOR_HEAD], most, along))

    async def find_next(
        self,
        which: OfficeList,
        aimak_id: int,
        *,
        after: int,
        but: Collection[int] = (),
        also: Collection[int] = (),
        narrow: Narrow = EVERYTHING,
    ) -> int | None:
        """The proposal (id) that comes after another in a list and awaits an answer; behind the last comes the first.

        Those named in but are left out. What has a kept answer comes only where one looks through these.
        """
        where = [
            *in_list(which, aimak_id, also, narrow),
            proposals.c.waiting == true(),
            proposals.c.id.not_in([after, *but]),
        ]
        if which not in {OfficeList.DRAFTED, OfficeList.FOR_HEAD}:
            where.append(proposals.c.drafted.is_not(True))
        if which is OfficeList.FOUND:
            where.append(proposals.c.id.in_(await self._find(aimak_id, also, narrow)))
        due_on = await self._connection.scalar(select(proposals.c.due_on).where(proposals.c.id == after))
        newest = narrow.newest or which in NEWEST_FIRST
        order = [proposals.c.id.desc()] if newest else order_of(which)
        first = select(proposals.c.id).order_by(*order).limit(1)
        ways = [where]
        if newest:
            ways.insert(0, [*where, proposals.c.id < after])
        elif due_on is not None:  # of what is not there nothing comes behind
            behind = or_(proposals.c.due_on > due_on, and_(proposals.c.due_on == due_on, proposals.c.id > after))
            ways.insert(0, [*where, behind])
        for conditions in ways:
            found: int | None = await self._connection.scalar(first.where(*conditions))
            if found is not None:
                return found
        return None

    async def count(
        self, aimak_id: int, *, also: Collection[int] = (), narrow: Narrow, most: int | None = None
    ) -> Counts:
        """Counts what an office has to do in one statement, from indexes. Each count stops at most + 1.

        narrow says who asks, and which day it is.
        """
        assert narrow.today is not None
        here, waiting = [belongs_to(aimak_id, also), *chosen_by(narrow)], IN[OfficeList.WAITING]
        counted = (
            waiting,
            (*waiting, proposals.c.due_on.between(narrow.today, narrow.today + timedelta(SOON_DAYS))),
            (*waiting, proposals.c.due_on < narrow.today),
            (*waiting, proposals.c.taken_by == narrow.person_id),
            *(
                (*IN[which], proposals.c.withdrawn_at.is_(None))
                for which in (OfficeList.DRAFTED, OfficeList.QUESTIONED)
            ),
        )
        along = order_counted(OfficeList.WAITING, also)
        asked = select(*(count_rows([*here, *one], most=most, along=along).scalar_subquery() for one in counted))
        return Counts(*(await self._connection.execute(asked)).one())

    async def count_overdue(
        self, aimak_id: int, *, also: Collection[int] = (), today: date, most: int | None = None
    ) -> tuple[int, int]:
        """Counts what awaits an answer, and what of it is late, in one statement and from an index alone.

        Each stops at most + 1.
        """
        here = [belongs_to(aimak_id, also), *IN[OfficeList.WAITING]]
        counted = (here, [*here, proposals.c.due_on < today])
        along = order_counted(OfficeList.WAITING, also)
        asked = select(*(count_rows(one, most=most, along=along).scalar_subquery() for one in counted))
        n, late = (await self._connection.execute(asked)).one()
        return n, late

    async def count_for_head(self, aimak_id: int, *, also: Collection[int] = (), most: int | None = None) -> int:
        """Counts the answers that wait for the head, and stops at most + 1."""
        where = in_list(OfficeList.FOR_HEAD, aimak_id, also, EVERYTHING)
        return await self._count(where, most, order_counted(OfficeList.FOR_HEAD, also))

    async def count_list(
        self, which: OfficeList, aimak_id: int, *, also: Collection[int] = (), narrow: Narrow = EVERYTHING
    ) -> int:
        """Counts one list of an office."""
        return await self._count(in_list(which, aimak_id, also, narrow))

    async def list_answers(
        self, which: OfficeList, aimak_id: int, *, also: Collection[int] = (), narrow: Narrow, limit: int
    ) -> list[tuple[int, str]]:
        """Lists the answers (ids) in force of a list, and the numbers of their proposals, so many at the most."""
        answer = _latest(answers.c.id, answers.c.revision).label("answer")
        rows = await self._connection.execute(
            select(answer, proposals.c.label)
            .where(*in_list(which, aimak_id, also, narrow))
            .order_by(*order_of(which))
            .limit(limit)
        )
        return [(row.answer, row.label) for row in rows if row.answer is not None]

    async def count_late(
        self, aimak_id: int, *, also: Collection[int] = (), today: date
    ) -> list[tuple[int | None, int]]:
        """Counts what is late by whoever (person) has taken it, the most first; None is what nobody has."""
        rows = await self._connection.execute(
            select(proposals.c.taken_by, func.count().label("n"))
            .where(belongs_to(aimak_id, also), *IN[OfficeList.WAITING], proposals.c.due_on < today)
            .group_by(proposals.c.taken_by)
            .order_by(func.count().desc(), proposals.c.taken_by)
        )
        return [(row.taken_by, row.n) for row in rows]

    async def count_by(
        self, by: By, which: OfficeList, aimak_id: int, *, also: Collection[int] = (), narrow: Narrow = EVERYTHING
    ) -> list[tuple[Any, int]]:
        """Counts a list by side, category or village, the most first: what is shared, and how many share it."""
        column = proposals.c[by.value]
        counted = (
            select(column, func.count().label("n"))
            .where(*in_list(which, aimak_id, also, narrow))
            .group_by(column)
            .order_by(func.count().desc(), column)
        )
        return [(value, n) for value, n in await self._connection.execute(counted)]

    async def _find(self, aimak_id: int, also: Collection[int], narrow: Narrow) -> list[int]:
        return await search.find(self._connection, [aimak_id, *also], narrow.words)

    async def list_of_author(self, author_id: int, *, page: int = 0, size: int = SIZE) -> Page:
        """Returns a page of a person's proposals, the newest first: the one asked for, or the nearest there is."""
        newest = [proposals.c.received_at.desc(), proposals.c.id.desc()]
        return await self._read_page([proposals.c.author_id == author_id], newest, page, size)

    async def count_aimaks_of_author(self, author_id: int) -> int:
        """Counts the aimaks a person has made proposals to."""
        counted = select(func.count(proposals.c.aimak_id.distinct())).where(proposals.c.author_id == author_id)
        return await self._connection.scalar(counted) or 0

    async def list_unanswered(self, aimak_id: int, year: int) -> list[str]:
        """Lists the numbers of a year's proposals that await an answer, the soonest due first."""
        rows = await self._connection.scalars(
            select(proposals.c.label)
            .where(
                proposals.c.aimak_id == aimak_id,
                proposals.c.budget_year == year,
                *IN[OfficeList.WAITING],
            )
            .order_by(proposals.c.due_on, proposals.c.id)
        )
        return list(rows)

    async def _count(
        self, where: list[ColumnElement[bool]], most: int | None = None, along: Collection[Any] = ()
    ) -> int:
        return await self._connection.scalar(count_rows(where, most=most, along=along)) or 0

    async def _read_page(
        self,
        where: list[ColumnElement[bool]],
        order: list[Any],
        page: int,
        size: int,
        *,
        most: int | None = None,
        along: Collection[Any] = (),
    ) -> Page:
        total, number = await self._count(where, most, along), max(page, 0)
        if most is None or total <= most:  # of a longer list nobody knows which page is the last
            number = min(number, max(0, (total - 1) // size))
        rows = await self._read_rows(where, order, number, size)
        if not rows and number:
            number = max(0, (await self._count(where) - 1) // size)
            rows = await self._read_rows(where, order, number, size)
        return Page(rows[:size], number, total, len(rows) > size)

    async def _read_rows(
        self, where: list[ColumnElement[bool]], order: list[Any], number: int, size: int
    ) -> tuple[Listed, ...]:
        # One more than the page, if another follows. It is chosen from the index alone: of what stands before it no row
        # is read.
        chosen = select(proposals.c.id).where(*where).order_by(*order).limit(size + 1).offset(number * size)
        rows = await self._connection.execute(
            _LISTED.where(proposals.c.id.in_(chosen.correlate(None).scalar_subquery())).order_by(*order)
        )
        return tuple(_make_listed(dict(row)) for row in rows.mappings())


def _make_listed(row: dict[str, Any]) -> Listed:
    decision, drafted = row.pop("decision"), row.pop("drafted")
    return Listed(
        **row,
        decision=Decision(decision) if decision else None,
        drafted=Decision(drafted) if drafted else None,
    )


def _latest(column: ColumnElement[Any], revision: ColumnElement[int]) -> ScalarSelect[Any]:
    table = revision.table
    return (
        select(column)
        .where(table.c.proposal_id == proposals.c.id)
        .order_by(revision.desc())
        .limit(1)
        .correlate(proposals)
        .scalar_subquery()
    )


def _drafted(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    kept = select(column).where(answer_drafts.c.proposal_id == proposals.c.id)
    return kept.correlate(proposals).scalar_subquery()


_LISTED: Select[Any] = select(
    proposals.c.id,
    proposals.c.aimak_id,
    proposals.c.label,
    _latest(func.substr(proposal_texts.c.text, 1, BEGINNING), proposal_texts.c.revision).label("beginning"),
    proposals.c.due_on,
    proposals.c.withdrawn_at,
    proposals.c.taken_by,
    _latest(answers.c.decision, answers.c.revision).label("decision"),
    _drafted(answer_drafts.c.for_approval).label("draft"),
    _drafted(answer_drafts.c.decision).label("drafted"),
    _drafted(answer_drafts.c.leaves_at.is_not(None)).label("leaving"),
    *count_files(),
)
