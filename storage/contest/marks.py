"""Jurors of a contest and what they marked; a mark keeps what it was before the second look."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import audit, contest_jurors, contest_marks, contests, peers
from storage.database.seal import Seal

SEAT = "seat"  # what the audit says of whoever takes one


@dataclass(frozen=True, slots=True)
class Juror:
    """A seat in a commission: its id, whose it is, its number, when they looked a second time (ms UTC)."""

    id: int
    person_id: int
    number: int
    looked_at: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, and what it was before the second look."""

    mark: int
    first: int


class ContestMarks:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_jurors(self, contest_id: int) -> list[Juror]:
        """Lists who sits in the commission, by number."""
        rows = await self._connection.execute(
            select(*(contest_jurors.c[name] for name in Juror.__dataclass_fields__))
            .where(contest_jurors.c.contest_id == contest_id)
            .order_by(contest_jurors.c.number)
        )
        return [Juror(*row) for row in rows]

    async def add_juror(self, contest_id: int, person_id: int, number: int, *, at: int) -> None:
        """Gives somebody a seat. Raises DatabaseUnusable where the number was taken meanwhile."""
        await self._connection.execute(
            insert(self._connection, contest_jurors).values(
                contest_id=contest_id, person_id=person_id, number=number, seated_at=at
            )
        )

    async def give_seat(self, juror_id: int, person_id: int, *, at: int) -> None:
        """Gives somebody the seat of another."""
        await self._connection.execute(
            update(contest_jurors).where(contest_jurors.c.id == juror_id).values(person_id=person_id, seated_at=at)
        )

    async def note_looked(self, juror_id: int, at: int) -> None:
        """Keeps that a juror has looked a second time."""
        await self._connection.execute(
            update(contest_jurors).where(contest_jurors.c.id == juror_id).values(looked_at=at)
        )

    async def read(self, contest_id: int) -> dict[tuple[int, int, int], Mark]:
        """All marks of a contest by juror (id), entry (id) and criterion."""
        rows = await self._connection.execute(
            select(contest_marks)
            .join(contest_jurors, contest_jurors.c.id == contest_marks.c.juror_id)
            .where(contest_jurors.c.contest_id == contest_id)
        )
        return {(row.juror_id, row.entry_id, row.criterion): Mark(row.mark, row.first) for row in rows}

    async def put(self, juror_id: int, marks: Mapping[tuple[int, int], int], *, is_second: bool, at: int) -> None:
        """Writes marks by entry (id) and criterion; in the second look the first mark stays beside the new one."""
        rows = [
            {"juror_id": juror_id, "entry_id": entry, "criterion": criterion, "mark": mark, "first": mark,
             "marked_at": at}
            for (entry, criterion), mark in sorted(marks.items())
        ]  # fmt: skip
        if not rows:
            return
        statement = insert(self._connection, contest_marks)
        names = ("mark", "marked_at") if is_second else ("mark", "first", "marked_at")
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["juror_id", "entry_id", "criterion"],
                set_={name: statement.excluded[name] for name in names},
            ),
            rows,
        )

    async def list_own_seats(self, person_id: int) -> dict[int, int]:
        """Lists in which open contests (ids) somebody has a seat, and its number."""
        rows = await self._connection.execute(
            select(contest_jurors.c.contest_id, contest_jurors.c.number)
            .join(contests, contests.c.id == contest_jurors.c.contest_id)
            .where(contest_jurors.c.person_id == person_id, contests.c.closed_at.is_(None))
        )
        return {row.contest_id: row.number for row in rows}

    async def list_judged(self, person_id: int) -> set[int]:
        """Lists the open contests (ids) in which somebody has marked."""
        rows = await self._connection.scalars(
            select(contest_jurors.c.contest_id)
            .join(contests, contests.c.id == contest_jurors.c.contest_id)
            .join(contest_marks, contest_marks.c.juror_id == contest_jurors.c.id)
            .where(contest_jurors.c.person_id == person_id, contests.c.closed_at.is_(None))
            .distinct()
        )
        return set(rows)

    async def mark_person(self, contest_id: int, person_id: int) -> list[str]:
        """The keyed hashes of somebody's addresses in one contest. After an erasure they are the same."""
        own = select(peers.c.channel, peers.c.account, peers.c.address_hash).where(peers.c.person_id == person_id)
        rows = await self._connection.execute(own)
        return sorted(self._seal.mark("juror", str(contest_id), *row) for row in rows)

    async def list_seated(self, contest_id: int) -> dict[int, set[str]]:
        """The keyed hashes of whoever took each seat (number) last, by the audit: they outlast an erasure."""
        rows = await self._connection.scalars(
            select(audit.c.details)
            .where(audit.c.object == "contest", audit.c.object_id == contest_id)
            .order_by(audit.c.id)
        )
        told = [json.loads(details) for details in rows]
        return {one["juror"]: set(one.get("who", ())) for one in told if one.get("what") == SEAT}
