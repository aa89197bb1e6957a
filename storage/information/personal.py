"""Requests for information of one person erased, and those of a practice aimak emptied."""

from sqlalchemy import ColumnElement, Select, func, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import information_requests as requests
from storage.database.schema import media
from storage.database.seal import Seal


def select_places(person_id: int) -> Select[tuple[int, int]]:
    """Where somebody has asked (aimak_id), and when first (ms UTC)."""
    own = select(requests.c.aimak_id, func.min(requests.c.received_at)).where(requests.c.author_id == person_id)
    return own.group_by(requests.c.aimak_id)


async def erase_of(connection: AsyncConnection, seal: Seal, person_id: int, *, at: int) -> None:
    """Empties the words of somebody's requests and of the answers. What still waits is closed; the count stays."""
    await _empty(connection, seal, requests.c.author_id == person_id, at=at)


async def empty_of_aimak(connection: AsyncConnection, seal: Seal, aimak_id: int, *, at: int) -> None:
    """Empties all requests to a practice aimak."""
    await _empty(connection, seal, requests.c.aimak_id == aimak_id, at=at)


async def _empty(connection: AsyncConnection, seal: Seal, which: ColumnElement[bool], *, at: int) -> None:
    nothing = seal.seal("")
    of = list(await connection.scalars(select(requests.c.media_id).where(which, requests.c.media_id.is_not(None))))
    await connection.execute(update(requests).where(which, requests.c.answered_at.is_(None)).values(answered_at=at))
    await connection.execute(update(requests).where(which).values(text=nothing, answer=nothing, media_id=None))
    # Nobody's files go at the next clearing.
    await connection.execute(update(media).where(media.c.id.in_(of)).values(peer_id=0, created_at=0))
