"""The audit: every act of staff in a chain of hashes. The database itself refuses to change or delete a row.

Each hash is keyed with a key derived from the install's (HMAC). So whoever can write the database alone cannot make a
chain that fits. Rows of an older Sunush have hashes without a key, up to a mark that carries a keyed one itself.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import audit, meta
from storage.database.seal import Seal

FIRST = "0" * 64
KEYED_AFTER = (
    "audit_keyed_after"  # the fact about the install: the last row (id) whose hash has no key, and a proof of it
)
_LOCK = 3  # advisory lock on PostgreSQL: the chain has one end
# Run with each act, so built once.
_LOCKED = select(func.pg_advisory_xact_lock(_LOCK, 0))
_LAST = ready(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1))
_NEW = ready(audit.insert())


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
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

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
            await self._connection.execute(_LOCKED)
        before = await self._connection.scalar(_LAST)
        values = {
            "at": at,
            "person_id": person_id,
            "aimak_id": aimak_id,
            "act": act,
            "object": object,
            "object_id": object_id,
            "details": json.dumps(details, ensure_ascii=False, sort_keys=True, default=str),
        }
        hash = self._seal.chained(before or FIRST, _make_text(values))
        await self._connection.execute(_NEW, {**values, "hash": hash})

    def mark(self, *parts: str) -> str:
        """Returns a keyed mark (64 hex digits) by which this install knows later what it has made."""
        return self._seal.mark(*parts)

    async def list_entries(self, aimak_id: int | None = None) -> list[Entry]:
        """Lists the acts, the earliest first; of one aimak if it is named."""
        statement = select(audit).order_by(audit.c.id)
        if aimak_id is not None:
            statement = statement.where(audit.c.aimak_id == aimak_id)
        return [Entry(**row) for row in (await self._connection.execute(statement)).mappings()]

    async def find_head(self, *, before: int | None = None) -> Entry | None:
        """Returns the last act, whose hash stands for the whole chain; None where there is none yet.

        before a moment (ms UTC) it is the last one of those that are older.
        """
        older = [] if before is None else [audit.c.at < before]
        rows = await self._connection.execute(select(audit).where(*older).order_by(audit.c.id.desc()).limit(1))
        row = rows.mappings().first()
        return None if row is None else Entry(**row)

    async def find_by_id(self, id: int) -> Entry | None:
        """Returns the act of an id; None where there is none."""
        row = (await self._connection.execute(select(audit).where(audit.c.id == id))).mappings().first()
        return None if row is None else Entry(**row)

    async def find_last(self, act: str, *, object: str, details: str) -> Entry | None:
        """Returns the last act of a kind whose details (JSON) contain a text, or None. object is a kind, too."""
        wanted = [audit.c.object == object, audit.c.act == act, audit.c.details.contains(details, autoescape=True)]
        rows = await self._connection.execute(select(audit).where(*wanted).order_by(audit.c.id.desc()).limit(1))
        row = rows.mappings().first()
        return None if row is None else Entry(**row)

    async def has(self, act: str, *, object: str, object_id: int) -> bool:
        """Whether an act was done to an object (id)."""
        done = select(audit.c.id).where(audit.c.object == object, audit.c.object_id == object_id, audit.c.act == act)
        return await self._connection.scalar(done.limit(1)) is not None

    async def find_newest_of(self, object: str, object_id: int) -> int:
        """The last act on an object (a row's id); 0 where there is none."""
        of = select(func.max(audit.c.id)).where(audit.c.object == object, audit.c.object_id == object_id)
        return int(await self._connection.scalar(of) or 0)

    async def list_newer_of(self, object: str, object_id: int, *, after: int) -> list[Entry]:
        """Lists the acts on an object after one of them (a row's id), the latest first."""
        of = select(audit).where(audit.c.object == object, audit.c.object_id == object_id, audit.c.id > after)
        rows = await self._connection.execute(of.order_by(audit.c.id.desc()).limit(100))
        return [Entry(**row) for row in rows.mappings()]

    async def find_break(self) -> int | None:
        """Returns the id of the first row that does not fit the chain, None if all do."""
        before, keyed_after = (
            FIRST,
            await self._connection.scalar(select(meta.c.value).where(meta.c.name == KEYED_AFTER)),
        )
        entries = await self.list_entries()
        last_unkeyed = _count_proved(self._seal, keyed_after or "", entries)
        for entry in entries:
            values = {name: getattr(entry, name) for name in Entry.__dataclass_fields__ if name not in {"id", "hash"}}
            link = hash_unkeyed if entry.id <= last_unkeyed else self._seal.chained
            if entry.hash != link(before, _make_text(values)):
                return entry.id
            before = entry.hash
        return None


def hash_unkeyed(before: str, text: str) -> str:
    """The hash of a link as an older Sunush made it."""
    return hashlib.sha256((before + text).encode()).hexdigest()


def mark_of_unkeyed(seal: Seal, last_id: int, last_hash: str) -> str:
    """What is kept under KEYED_AFTER: the last row whose hash has no key, and a proof that we said so."""
    return f"{last_id} {seal.chained(last_hash, f'keyed after {last_id}')}"


def _count_proved(seal: Seal, kept: str, entries: list[Entry]) -> int:
    last_id = int(kept.partition(" ")[0]) if kept.partition(" ")[0].isdigit() else 0
    found = next((entry for entry in entries if entry.id == last_id), None)
    return last_id if found is not None and kept == mark_of_unkeyed(seal, last_id, found.hash) else 0


def _make_text(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
