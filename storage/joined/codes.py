"""Codes that join another messenger to a person's: one a person, kept as a keyed hash. Each is good for minutes, once."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import link_codes
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code that was asked for: whose, in which chat (peer id), when (ms UTC), which chat said yes."""

    person_id: int
    peer_id: int
    made_at: int
    opened_by: int | None


class LinkCodes:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def put(self, person_id: int, *, peer_id: int, code: str, at: int) -> None:
        """Keeps the hash of a person's code; the one before it is good no more."""
        values = {"peer_id": peer_id, "mark": self._mark(code), "made_at": at, "opened_by": None}
        statement = insert(self._connection, link_codes).values(person_id=person_id, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))

    async def find(self, code: str, *, since: int) -> LinkCode | None:
        """Finds a code made after a moment; None where it is none, or too old."""
        return await self._find(link_codes.c.mark == self._mark(code), since)

    async def find_of(self, person_id: int, *, since: int) -> LinkCode | None:
        """Finds the code of a person made after a moment."""
        return await self._find(link_codes.c.person_id == person_id, since)

    async def _find(self, which: ColumnElement[bool], since: int) -> LinkCode | None:
        row = (
            await self._connection.execute(
                select(
                    link_codes.c.person_id, link_codes.c.peer_id, link_codes.c.made_at, link_codes.c.opened_by
                ).where(which, link_codes.c.made_at > since)
            )
        ).one_or_none()
        return None if row is None else LinkCode(*row)

    async def note_opened(self, person_id: int, peer_id: int, *, at: int) -> None:
        """Notes which chat said yes to a code, whose minutes count anew from a moment."""
        await self._connection.execute(
            update(link_codes).where(link_codes.c.person_id == person_id).values(opened_by=peer_id, made_at=at)
        )

    async def use(self, person_id: int, *, made_at: int) -> bool:
        """Removes a code, since it is used; false where another one took its place, or it was used before."""
        done = await self._connection.execute(
            delete(link_codes).where(link_codes.c.person_id == person_id, link_codes.c.made_at == made_at)
        )
        return done.rowcount > 0

    async def forget(self, person_id: int) -> None:
        """Removes the code of a person."""
        await self._connection.execute(delete(link_codes).where(link_codes.c.person_id == person_id))

    async def clear_before(self, moment: int) -> None:
        """Removes the codes made before a moment."""
        await self._connection.execute(delete(link_codes).where(link_codes.c.made_at < moment))

    def _mark(self, code: str) -> str:
        return self._seal.mark("link code", code)
