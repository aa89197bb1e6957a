"""How much of the disk people's files take: those of one person on a day, of everybody, the largest share."""

from sqlalchemy import bindparam, func, select

from storage.attachments.media import KEPT
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import aimaks, media, peers, proposals
from storage.database.seal import Seal

_PROPOSALS_SINCE = ready(
    select(func.count()).where(
        proposals.c.author_id == bindparam("author"), proposals.c.received_at >= bindparam("since")
    )
)
_FILES = select(func.count(), func.coalesce(func.sum(media.c.size), 0)).where(media.c.created_at >= bindparam("since"))
_FILES_SENT = ready(
    _FILES.join_from(proposals, media, media.c.proposal_id == proposals.c.id).where(
        proposals.c.author_id == bindparam("author")
    )
)
_FILES_UNSENT = ready(
    _FILES.join_from(peers, media, media.c.peer_id == peers.c.id).where(peers.c.person_id == bindparam("author"))
)


class Usage:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def count_proposals(self, author_id: int, *, since: int) -> int:
        """Counts the proposals a person has sent since a moment (ms UTC)."""
        return await self._connection.scalar(_PROPOSALS_SINCE, {"author": author_id, "since": since}) or 0

    async def count_files(self, author_id: int, *, since: int) -> tuple[int, int]:
        """Counts the files that came of a person since a moment (ms UTC), and their bytes as far as known."""
        asked = {"author": author_id, "since": since}
        found = [(await self._connection.execute(one, asked)).one() for one in (_FILES_SENT, _FILES_UNSENT)]
        return sum(int(count) for count, _ in found), sum(int(size) for _, size in found)

    async def sum_size_since(self, moment: int) -> int:
        """Sums the bytes of the files that were asked for since a moment (ms UTC)."""
        summed = select(func.coalesce(func.sum(media.c.size), 0)).where(
            media.c.created_at >= moment, media.c.state == KEPT
        )
        return int(await self._connection.scalar(summed) or 0)

    async def list_largest(self, *, most: int) -> list[tuple[str, str, int, int]]:
        """Lists whose files take most: a pseudonym, the code of the aimak, the bytes and how many files they are."""
        size = func.sum(media.c.size).label("size")
        rows = await self._connection.execute(
            select(proposals.c.author_id, aimaks.c.code, size, func.count().label("files"))
            .join_from(media, proposals, media.c.proposal_id == proposals.c.id)
            .join(aimaks, aimaks.c.id == proposals.c.aimak_id)
            .where(media.c.state == KEPT)
            .group_by(proposals.c.author_id, aimaks.c.code)
            .order_by(size.desc())
            .limit(most)
        )
        # The same person has the same pseudonym each time, and nobody has their id.
        return [
            (self._seal.mark("disk", str(row.author_id))[:6], row.code, int(row.size or 0), row.files) for row in rows
        ]
