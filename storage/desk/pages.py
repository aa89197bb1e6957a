"""Pages that a posted form of the desk led to, sealed. By them reload and Back post nothing twice."""

import base64
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import desk_pages, desk_sessions
from storage.database.seal import Seal

MOST = 60  # pages of one session; the oldest go


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was shown: its act (None: whoever is signed in may), language, status, bytes."""

    act: str | None
    language: str
    status: int
    body: bytes


class DeskPages:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def put(self, session_id: int, key: str, page: KeptPage, *, path: str, at: int) -> None:
        """Keeps a page of a session under an address; of too many the oldest go."""
        await self._connection.execute(
            insert(self._connection, desk_pages).values(
                session_id=session_id, key=key, path=path, act=page.act, language=page.language,
                status=page.status, page=self._seal.seal(base64.b85encode(zlib.compress(page.body)).decode()), made_at=at,
            )
        )  # fmt: skip
        newest = select(desk_pages.c.id).where(desk_pages.c.session_id == session_id)
        oldest = await self._connection.scalar(newest.order_by(desk_pages.c.id.desc()).offset(MOST).limit(1))
        if oldest is not None:
            await self._connection.execute(
                delete(desk_pages).where(desk_pages.c.session_id == session_id, desk_pages.c.id <= oldest)
            )

    async def find(self, session_id: int, key: str, *, path: str) -> KeptPage | None:
        """Finds a page of a session; None where it is not kept, or belongs to another address."""
        row = (
            await self._connection.execute(
                select(desk_pages.c.act, desk_pages.c.language, desk_pages.c.status, desk_pages.c.page).where(
                    desk_pages.c.session_id == session_id, desk_pages.c.key == key, desk_pages.c.path == path
                )
            )
        ).one_or_none()
        if row is None:
            return None
        body = zlib.decompress(base64.b85decode(self._seal.open(row.page)))
        return KeptPage(row.act, row.language, row.status, body)

    async def clear_of(self, peers: Collection[int]) -> None:
        """Removes the pages of whoever signed in from these chats (peer ids): they may show what is erased."""
        signed_in = await self._connection.execute(select(desk_sessions.c.id, desk_sessions.c.peer_id))
        sessions = [id for id, peer_id in signed_in if peer_id in peers]
        await self._connection.execute(delete(desk_pages).where(desk_pages.c.session_id.in_(sessions)))
