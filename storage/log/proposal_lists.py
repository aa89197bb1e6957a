"""Lists of proposals as screens show them: the database counts them and gives one page, of each text its beginning."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select, true

from bot.budget.proposal import Decision
from storage.attachments.counts import CountsFiles, count_files
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    answer_drafts,
    answers,
    exclusions,
    people,
    proposal_texts,
    proposals,
    told,
)
from storage.queue.arrival import carried_to_author, none_left

BEGINNING = 1000  # characters read of a text
SIZE = 20  # rows of a page where nobody says


class OfficeList(StrEnum):
    """What an office looks through: the soonest due first, of answered ones the newest first."""

    WAITING = "waiting"
    DRAFTED = "drafted"
    UNDELIVERED = "undelivered"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Listed(CountsFiles):
    """One proposal in a list; decision is the one in force, draft whether an answer draft waits for the head."""

    id: int
    aimak_id: int
    label: str
    beginning: str
    due_on: date
    withdrawn_at: int | None
    taken_by: int | None
    decision: Decision | None
    draft: bool | None
    voices: int
    photos: int
    documents: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list: number counts from 0, total is how many rows the whole list has."""

    rows: tuple[Listed, ...]
    number: int
    total: int
    more: bool

    def __iter__(self) -> Iterator[Listed]:
        return iter(self.rows)


class ProposalLists:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_office(
        self, which: OfficeList, aimak_id: int, *, also: Collection[int] = (), page: int = 0, size: int = SIZE
    ) -> Page:
        """Returns a page of an office's list: the one asked for, or the nearest there is.

        also are the aimaks (ids) that have become part of it, for which its office answers as well.
        """
        of_these = proposals.c.aimak_id.in_([aimak_id, *also]) if also else proposals.c.aimak_id == aimak_id
        where = [of_these, proposals.c.withdrawn_at.is_(None), *_IN[which]]
        newest_first = which is OfficeList.ANSWERED
        order = [proposals.c.id.desc()] if newest_first else [proposals.c.due_on, proposals.c.id]
        return await self._page(where, order, page, size)

    async def of_author(self, author_id: int, *, page: int = 0, size: int = SIZE) -> Page:
        """Returns a page of a person's proposals, the newest first: the one asked for, or the nearest there is."""
        newest = [proposals.c.received_at.desc(), proposals.c.id.desc()]
        return await self._page([proposals.c.author_id == author_id], newest, page, size)

    async def aimaks_of_author(self, author_id: int) -> int:
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
                proposals.c.withdrawn_at.is_(None),
                *_IN[OfficeList.WAITING],
            )
            .order_by(proposals.c.due_on, proposals.c.id)
        )
        return list(rows)

    async def _page(self, where: list[ColumnElement[bool]], order: list[Any], page: int, size: int) -> Page:
        total = await self._connection.scalar(select(func.count()).select_from(proposals).where(*where)) or 0
        last = max(0, (total - 1) // size)
        number = min(max(page, 0), last)
        rows = await self._connection.execute(_LISTED.where(*where).order_by(*order).limit(size).offset(number * size))
        return Page(tuple(_make_listed(dict(row)) for row in rows.mappings()), number, total, number < last)


def _make_listed(row: dict[str, Any]) -> Listed:
    decision = row.pop("decision")
    return Listed(**row, decision=Decision(decision) if decision else None)


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


_LISTED: Select[Any] = select(
    proposals.c.id,
    proposals.c.aimak_id,
    proposals.c.label,
    _latest(func.substr(proposal_texts.c.text, 1, BEGINNING), proposal_texts.c.revision).label("beginning"),
    proposals.c.due_on,
    proposals.c.withdrawn_at,
    proposals.c.taken_by,
    _latest(answers.c.decision, answers.c.revision).label("decision"),
    select(answer_drafts.c.for_approval)
    .where(answer_drafts.c.proposal_id == proposals.c.id)
    .correlate(proposals)
    .scalar_subquery()
    .label("draft"),
    *count_files(),
)

_answered = exists().where(answers.c.proposal_id == proposals.c.id)
_excluded = exists().where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None))
_later = answers.alias("later_answer")
_gone = carried_to_author(none_left(), answers)
# Among the few that have not arrived are those of which nothing is on its way any more.
_unreached = proposals.c.unreached == true()
_undelivered = exists().where(
    answers.c.proposal_id == proposals.c.id,
    func.coalesce(_gone, 1) == 1,
    ~exists().where(told.c.answer_id == answers.c.id),
    ~exists().where(_later.c.proposal_id == answers.c.proposal_id, _later.c.revision > answers.c.revision),
)
# Whoever was forgotten can be told nothing any more.
_forgotten = exists().where(people.c.id == proposals.c.author_id, people.c.erased_at.is_not(None))
_IN: dict[OfficeList, tuple[ColumnElement[bool], ...]] = {
    OfficeList.WAITING: (~_answered, ~_excluded),
    OfficeList.DRAFTED: (exists().where(answer_drafts.c.proposal_id == proposals.c.id),),
    OfficeList.UNDELIVERED: (_unreached, _undelivered, ~_forgotten),
    OfficeList.ANSWERED: (_answered,),
}
