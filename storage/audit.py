"""The audit: every act of staff in a chain of hashes; the database itself refuses to change or delete a row."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.rows import insert
from storage.database.schema import audit

FIRST = "0" * 64
_LOCK = 3  # advisory lock on PostgreSQL: the chain has one end


@dataclass(frozen=True, slots=True)
class Entry:
    """One act; details are JSON without any text a person wrote."""

    id: int
    at: int
    person_id: int | None
    aimak_id: int | None
    act: str
    object: str | None
    object_id: int | None
    details: str
    hash: str


class Audit:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        act: str,
        *,
        person_id: int | None,
        aimak_id: int | None,
        at: int,
        object: str | None = None,
        object_id: int | None = None,
        **details: object,
    ) -> None:
        """Adds an act to the chain."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_advisory_xact_lock(_LOCK, 0)))
        before = await self._connection.scalar(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1))
        values = {
            "at": at,
            "person_id": person_id,
            "aimak_id": aimak_id,
            "act": act,
            "object": object,
            "object_id": object_id,
            "details": json.dumps(details, ensure_ascii=False, sort_keys=True, default=str),
        }
        await self._connection.execute(
            insert(self._connection, audit).values(**values, hash=_chain(before or FIRST, values))
        )

    async def entries(self, aimak_id: int | None = None) -> list[Entry]:
        """Lists the acts, the earliest first; of one aimak if it is named."""
        statement = select(audit).order_by(audit.c.id)
        if aimak_id is not None:
            statement = statement.where(audit.c.aimak_id == aimak_id)
        return [Entry(**row) for row in (await self._connection.execute(statement)).mappings()]

    async def find_break(self) -> int | None:
        """Returns the id of the first row that does not fit the chain, None if all do."""
        before = FIRST
        for entry in await self.entries():
            values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__ if name not in {"id", "hash"}}
            if entry.hash != _chain(before, values):
                return entry.id
            before = entry.hash
        return None


def _chain(before: str, values: Mapping[str, object]) -> str:
    return hashlib.sha256((before + json.dumps(values, ensure_ascii=False, sort_keys=True)).encode()).hexdigest()
