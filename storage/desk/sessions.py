"""Who is signed in at the desk, in which browser, until when. Of the cookie a keyed hash alone is kept."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import desk_pages, desk_sessions
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class DeskSession:
    """One browser that is signed in; browser says which, for its owner alone. Times in ms UTC."""

    id: int
    person_id: int
    peer_id: int
    aimak_id: int | None
    language: str
    browser: str
    made_at: int
    until: int


class DeskSessions:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self,
        token: str,
        *,
        person_id: int,
        peer_id: int,
        aimak_id: int | None,
        language: str,
        browser: str,
        at: int,
        until: int,
    ) -> None:
        """Keeps that somebody signed in."""
        await self._connection.execute(
            insert(self._connection, desk_sessions).values(
                mark=self._mark(token), person_id=person_id, peer_id=peer_id, aimak_id=aimak_id, language=language,
                browser=browser, made_at=at, until=until,
            )
        )  # fmt: skip

    async def find(self, token: str, *, at: int) -> DeskSession | None:
        """Finds the session of a cookie; None where it has ended."""
        found = await self._list(desk_sessions.c.mark == self._mark(token), at)
        return found[0] if found else None

    async def list_of(self, person_id: int, *, at: int) -> list[DeskSession]:
        """Lists where a person is signed in, the newest first."""
        return await self._list(desk_sessions.c.person_id == person_id, at)

    async def _list(self, which: ColumnElement[bool], at: int) -> list[DeskSession]:
        rows = await self._connection.execute(
            select(
                desk_sessions.c.id, desk_sessions.c.person_id, desk_sessions.c.peer_id, desk_sessions.c.aimak_id,
                desk_sessions.c.language, desk_sessions.c.browser, desk_sessions.c.made_at, desk_sessions.c.until,
            )
            .where(which, desk_sessions.c.until > at)
            .order_by(desk_sessions.c.id.desc())
        )  # fmt: skip
        return [DeskSession(*row) for row in rows]

    async def set_language(self, id: int, language: str) -> None:
        """Writes the language a session is spoken to in."""
        await self._connection.execute(update(desk_sessions).where(desk_sessions.c.id == id).values(language=language))

    async def end(self, person_id: int, *, id: int | None = None) -> int:
        """Ends one session of a person, or (None) every one; returns how many there were."""
        which = [desk_sessions.c.person_id == person_id, *([desk_sessions.c.id == id] if id is not None else [])]
        await self._clear_pages(which)
        return (await self._connection.execute(delete(desk_sessions).where(*which))).rowcount

    async def clear_before(self, moment: int) -> None:
        """Removes the sessions that ended before a moment."""
        over = desk_sessions.c.until < moment
        await self._clear_pages([over])
        await self._connection.execute(delete(desk_sessions).where(over))

    async def _clear_pages(self, which: list[ColumnElement[bool]]) -> None:
        # Locked first: no page is written for a session that goes.
        await self._connection.execute(select(desk_sessions.c.id).where(*which).with_for_update())
        of = select(desk_sessions.c.id).where(*which)
        await self._connection.execute(delete(desk_pages).where(desk_pages.c.session_id.in_(of)))

    def _mark(self, token: str) -> str:
        return self._seal.mark("desk session", token)
