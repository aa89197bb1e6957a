"""Contests and their entries: what they are judged by, which codes were drawn, how far they have come."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from bot.budget.contest.rules import Kind, Rules, read_rules
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import contest_entries, contests
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest; its moments are milliseconds UTC, None while it has not come to that."""

    id: int
    kind: Kind
    year: int
    rules: Rules
    begun_at: int
    coded_at: int | None
    looked_at: int | None
    closed_at: int | None
    unblinded_at: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry. about has its names and fields; figures are numbers by criterion, each with the word it stands for."""

    id: int
    aimak_id: int | None
    code: int | None
    about: Mapping[str, Any]
    figures: Mapping[str, Mapping[str, float]]


class Contests:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(self, *, kind: Kind, year: int, rules: Rules, at: int) -> int:
        """Begins a contest; returns its id."""
        made: int | None = await self._connection.scalar(
            insert(self._connection, contests)
            .values(kind=kind.value, year=year, rules=rules.write(), begun_at=at)
            .returning(contests.c.id)
        )
        assert made is not None
        return made

    async def find(self, id: int | None = None) -> Contest | None:
        """Finds a contest by its id, without one the newest."""
        wanted = select(contests).order_by(contests.c.id.desc()).limit(1)
        row = (await self._connection.execute(wanted if id is None else wanted.where(contests.c.id == id))).first()
        return None if row is None else _make(row)

    async def lock(self, id: int) -> None:
        """Lets nobody else who asks for it act on a contest until this transaction is over."""
        await self._connection.execute(select(contests.c.id).where(contests.c.id == id).with_for_update())

    async def list_all(self) -> list[Contest]:
        """Lists the contests, the newest first."""
        return [_make(row) for row in await self._connection.execute(select(contests).order_by(contests.c.id.desc()))]

    async def set_moment(self, id: int, name: str, at: int) -> bool:
        """Writes that a contest has come to a point (coded_at, looked_at, closed_at, unblinded_at); false: it had before."""
        column = contests.c[name]
        done = await self._connection.execute(
            update(contests).where(contests.c.id == id, column.is_(None)).values({name: at})
        )
        return done.rowcount > 0

    async def add_entry(
        self, contest_id: int, *, aimak_id: int | None, about: Mapping[str, Any], figures: Mapping[str, Any]
    ) -> None:
        """Adds an entry, which has no code yet."""
        await self._connection.execute(
            insert(self._connection, contest_entries).values(
                contest_id=contest_id, aimak_id=aimak_id, figures=json.dumps(figures),
                about=self._seal.seal(json.dumps(about, ensure_ascii=False)),
            )
        )  # fmt: skip

    async def set_code(self, entry_id: int, code: int, figures: Mapping[str, Any]) -> None:
        """Gives an entry its code, and keeps the figures that jurors see from now on."""
        await self._connection.execute(
            update(contest_entries)
            .where(contest_entries.c.id == entry_id)
            .values(code=code, figures=json.dumps(figures))
        )

    async def list_entries(self, contest_id: int) -> list[Entry]:
        """Lists the entries of a contest: by their codes once they have some, before that as they were added."""
        rows = await self._connection.execute(
            select(contest_entries)
            .where(contest_entries.c.contest_id == contest_id)
            .order_by(contest_entries.c.code, contest_entries.c.id)
        )
        return [
            Entry(row.id, row.aimak_id, row.code, json.loads(self._seal.open(row.about)), json.loads(row.figures))
            for row in rows
        ]


def _make(row: Any) -> Contest:
    return Contest(
        row.id, Kind(row.kind), row.year, read_rules(row.rules), row.begun_at, row.coded_at, row.looked_at,
        row.closed_at, row.unblinded_at,
    )  # fmt: skip
