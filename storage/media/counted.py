"""How many files a proposal has: wanted, kept and lost, by their kinds."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select

from storage.attachments.media import KEPT, LOST
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import (
    media,
)

# Built once: these run with every proposal, and building them costs more than running them.
_ANY = ready(select(media.c.id).where(media.c.proposal_id == bindparam("proposal")).limit(1))
_STATES = ready(
    select(media.c.state, func.count().label("files"))
    .where(media.c.proposal_id == bindparam("proposal"))
    .group_by(media.c.state)
)
_KINDS_KEPT = ready(
    select(media.c.kind, func.count().label("files"))
    .where(media.c.proposal_id == bindparam("proposal"), media.c.state == KEPT)
    .group_by(media.c.kind)
)


class MediaCounts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count_states(self, proposal_id: int) -> dict[str, int]:
        """Counts the files of a proposal that are wanted, kept or lost."""
        rows = await self._connection.execute(_STATES, {"proposal": proposal_id})
        return {row.state: row.files for row in rows}

    async def count_kinds(self, proposal_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """Counts by kind the files that came with some proposals and are not lost. Later ones do not count."""
        rows = await self._connection.execute(
            select(media.c.proposal_id, media.c.kind, func.count().label("files"))
            .where(media.c.proposal_id.in_(proposal_ids), media.c.said_id.is_(None), media.c.state != LOST)
            .group_by(media.c.proposal_id, media.c.kind)
        )
        counted: dict[int, dict[str, int]] = {}
        for row in rows:
            counted.setdefault(row.proposal_id, {})[row.kind] = row.files
        return counted

    async def count_kinds_kept(self, proposal_id: int) -> dict[str, int]:
        """Counts by kind the files of a proposal that lie in the media folder."""
        rows = await self._connection.execute(_KINDS_KEPT, {"proposal": proposal_id})
        return {row.kind: row.files for row in rows}

    async def has_any(self, proposal_id: int) -> bool:
        """Whether any file came with a proposal, or with what its author said about it."""
        return await self._connection.scalar(_ANY, {"proposal": proposal_id}) is not None
