"""Voices, photos and documents of proposals: wanted, then kept as a file named by its hash, or lost."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import media, proposals
from storage.database.seal import Seal

WANTED = "wanted"
KEPT = "kept"
LOST = "lost"
OWN_TEXT = "text:\n"  # begins a reference that is the text itself, which no messenger has to be asked for
EXPIRED = "expired"  # it was kept, and its time is over


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file the channel still has and we have not fetched yet."""

    id: int
    kind: str
    reference: str
    attempts: int


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the media folder, by its SHA-256 digest; size in bytes."""

    kind: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class AgedFile:
    """A file in the media folder whose time may be over."""

    id: int
    digest: str


@dataclass(frozen=True, slots=True)
class AgedFiles:
    """Some of them, and the row (id) looked at last, where the next look goes on."""

    files: tuple[AgedFile, ...]
    looked_at: int


class MediaFiles:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def want(
        self,
        proposal_id: int,
        channel: str,
        account: str,
        *,
        kind: str,
        reference: str,
        at: int,
        said_id: int | None = None,
    ) -> None:
        """Notes a file to be fetched after the commit: of a proposal, or of what its author said about it."""
        await self._connection.execute(
            insert(self._connection, media).values(
                proposal_id=proposal_id,
                kind=kind,
                state=WANTED,
                channel=channel,
                account=account,
                reference=self._seal.seal(reference),
                not_before=at,
                created_at=at,
                said_id=said_id,
            )
        )

    async def list_wanted(self, channel: str, account: str, *, now: int, limit: int = 8) -> list[WantedFile]:
        """Lists files that are due to be fetched."""
        rows = await self._connection.execute(
            select(media.c.id, media.c.kind, media.c.reference, media.c.attempts)
            .where(
                media.c.channel == channel,
                media.c.account == account,
                media.c.state == WANTED,
                media.c.not_before <= now,
            )
            .order_by(media.c.not_before, media.c.id)
            .limit(limit)
        )
        return [WantedFile(row.id, row.kind, self._seal.open(row.reference), row.attempts) for row in rows]

    async def list_kept(self, proposal_id: int) -> list[KeptFile]:
        """Lists the files of a proposal that lie in the media folder."""
        rows = await self._connection.execute(
            select(media.c.kind, media.c.hash, media.c.size)
            .where(media.c.proposal_id == proposal_id, media.c.state == KEPT)
            .order_by(media.c.id)
        )
        return [KeptFile(row.kind, row.hash, row.size) for row in rows]

    async def list_of_author(self, author_id: int) -> list[tuple[int, int]]:
        """Lists the kept files (id, size in bytes) that came with a person's proposals."""
        rows = await self._connection.execute(
            select(media.c.id, media.c.size)
            .join(proposals, proposals.c.id == media.c.proposal_id)
            .where(proposals.c.author_id == author_id, media.c.state == KEPT)
            .order_by(media.c.id)
        )
        return [(row.id, row.size or 0) for row in rows]

    async def states(self, proposal_id: int) -> dict[str, int]:
        """Counts the files of a proposal that are wanted, kept or lost."""
        rows = await self._connection.execute(
            select(media.c.state, func.count().label("files"))
            .where(media.c.proposal_id == proposal_id)
            .group_by(media.c.state)
        )
        return {row.state: row.files for row in rows}

    async def kinds(self, proposal_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """Counts by kind the files that came with some proposals, not with what was said about them later."""
        rows = await self._connection.execute(
            select(media.c.proposal_id, media.c.kind, func.count().label("files"))
            .where(media.c.proposal_id.in_(proposal_ids), media.c.said_id.is_(None))
            .group_by(media.c.proposal_id, media.c.kind)
        )
        counted: dict[int, dict[str, int]] = {}
        for row in rows:
            counted.setdefault(row.proposal_id, {})[row.kind] = row.files
        return counted

    async def has_any(self, proposal_id: int) -> bool:
        """Whether any file came with a proposal, or with what its author said about it."""
        found = await self._connection.scalar(select(media.c.id).where(media.c.proposal_id == proposal_id).limit(1))
        return found is not None

    async def list_of_years(self, last_year: int, *, after: int = 0, limit: int = 500) -> AgedFiles:
        """Looks through some kept files for those of proposals to the budgets up to a year; after is the row looked at last."""
        rows = await self._connection.execute(
            select(media.c.id, media.c.hash, media.c.state, proposals.c.budget_year)
            .outerjoin(proposals, proposals.c.id == media.c.proposal_id)
            .where(media.c.id > after)
            .order_by(media.c.id)
            .limit(limit)
        )
        found = []
        for row in rows.all():
            after = row.id
            if row.state == KEPT and row.budget_year is not None and row.budget_year <= last_year:
                found.append(AgedFile(row.id, row.hash))
        return AgedFiles(tuple(found), after)

    async def expire(self, media_ids: Collection[int]) -> None:
        """Notes that the time of some files is over; that they came with a proposal stays."""
        await self._connection.execute(
            update(media)
            .where(media.c.id.in_(media_ids))
            .values(state=EXPIRED, hash=None, reference=self._seal.seal(""))
        )

    async def list_unused(self, digests: Collection[str]) -> list[str]:
        """Lists those of some files (digests) that no row needs any more."""
        used = set(
            await self._connection.scalars(select(media.c.hash).where(media.c.hash.in_(digests), media.c.state == KEPT))
        )
        return [digest for digest in digests if digest not in used]

    async def keep(self, media_id: int, *, digest: str, size: int) -> None:
        """Notes that the file lies in the media folder under its SHA-256 digest."""
        await self._connection.execute(
            update(media).where(media.c.id == media_id).values(state=KEPT, hash=digest, size=size)
        )

    async def keep_text(self, media_id: int, *, digest: str, size: int) -> None:
        """Notes that a text lies in the media folder under its SHA-256 digest; its row holds it no more."""
        await self.keep(media_id, digest=digest, size=size)
        nothing = update(media).where(media.c.id == media_id).values(reference=self._seal.seal(OWN_TEXT))
        await self._connection.execute(nothing)

    async def put_off(self, media_id: int, *, not_before: int) -> None:
        """Notes a failed try to fetch a file, and when to try again."""
        await self._connection.execute(
            update(media).where(media.c.id == media_id).values(attempts=media.c.attempts + 1, not_before=not_before)
        )

    async def lose(self, media_id: int) -> None:
        """Notes that a file can never be fetched."""
        await self._connection.execute(update(media).where(media.c.id == media_id).values(state=LOST))
