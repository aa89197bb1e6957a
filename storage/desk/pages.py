"""Pages that a posted form of the desk led to, sealed. By them reload and Back post nothing twice.

An erasure may run while a page is made and written. Erasures go by turns, and no page is written beside one. What was
made before an erasure is not written after it, so nothing of what is erased is kept.
"""

import base64
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import desk_pages, desk_sessions, erasures, peers
from storage.database.seal import Seal

MOST = 60  # pages of one session; the oldest go
_AT_ONCE = 500  # chats in one statement


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

    async def find_erased(self) -> int:
        """How far erasures went (the newest one's id): asked before what a page shows is read."""
        return await self._connection.scalar(select(func.max(erasures.c.id))) or 0

    async def put(self, session_id: int, key: str, page: KeptPage, *, path: str, erased: int, at: int) -> bool:
        """Keeps a page of a session under an address; of too many the oldest go.

        False where the session is over, or somebody was erased after erased (see find_erased): it may show them.
        """
        await self._wait("pg_advisory_xact_lock_shared")
        session = (
            select(desk_sessions.c.id)
            .where(desk_sessions.c.id == session_id)
            .with_for_update(key_share=True, read=True)
        )
        if await self.find_erased() != erased or await self._connection.scalar(session) is None:
            return False
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
        return True

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

    async def clear_of(self, chats: Collection[int]) -> None:
        """Removes the pages of whoever has one of these chats (peer ids): they may show what an erasure takes.

        None is written from now on until the erasure is committed.
        """
        await self._wait("pg_advisory_xact_lock")
        ids = sorted(chats)
        for first in range(0, len(ids), _AT_ONCE):
            owners = select(peers.c.person_id).where(peers.c.id.in_(ids[first : first + _AT_ONCE]))
            sessions = select(desk_sessions.c.id).where(desk_sessions.c.person_id.in_(owners))
            await self._connection.execute(delete(desk_pages).where(desk_pages.c.session_id.in_(sessions)))

    async def _wait(self, lock: str) -> None:
        # SQLite has one writer.
        if self._connection.dialect.name == "postgresql":
            number = int(self._seal.mark("lock", "desk pages")[:15], 16)
            await self._connection.execute(select(getattr(func, lock)(number)))
