"""Links that sign somebody in at the desk: one a person, kept as a keyed hash. Each is good for minutes, once."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import desk_links
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class DeskLink:
    """A link that was asked for: by whom, in which chat (peer id), for which aimak (None: the whole install)."""

    person_id: int
    peer_id: int
    aimak_id: int | None


class DeskLinks:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def put(self, person_id: int, *, peer_id: int, aimak_id: int | None, token: str, at: int) -> None:
        """Keeps the hash of a person's link; the one before it is good no more."""
        values = {"peer_id": peer_id, "aimak_id": aimak_id, "mark": self._mark(token), "made_at": at}
        statement = insert(self._connection, desk_links).values(person_id=person_id, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))

    async def find(self, token: str, *, since: int) -> DeskLink | None:
        """Finds a link made after a moment; None where it is none, was used, or is too old."""
        row = (
            await self._connection.execute(
                select(desk_links.c.person_id, desk_links.c.peer_id, desk_links.c.aimak_id).where(
                    desk_links.c.mark == self._mark(token), desk_links.c.made_at > since
                )
            )
        ).one_or_none()
        return None if row is None else DeskLink(*row)

    async def use(self, token: str) -> bool:
        """Removes a link, since it is used; false where it was used before."""
        done = await self._connection.execute(delete(desk_links).where(desk_links.c.mark == self._mark(token)))
        return done.rowcount > 0

    async def clear_before(self, moment: int) -> None:
        """Removes the links made before a moment."""
        await self._connection.execute(delete(desk_links).where(desk_links.c.made_at < moment))

    def _mark(self, token: str) -> str:
        return self._seal.mark("desk link", token)
