"""The library of an aimak. Its documents are papers that have a title; their files lie as those of a hearing do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select, update

from bot.budget.hearing import Paper
from storage.attachments.media import KEPT, MediaFiles
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import media, papers
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A document. digest names its file, and is None while that has not come."""

    id: int
    aimak_id: int
    kind: Paper
    title: str
    year: int
    language: str  # ky, ru or both
    form: str  # how its file is passed on: photo or document
    ending: str | None
    digest: str | None
    removed_at: int | None


_DOCUMENTS = select(
    papers.c.id,
    papers.c.aimak_id,
    papers.c.kind,
    papers.c.title,
    papers.c.budget_year,
    papers.c.language,
    func.coalesce(media.c.form, "document").label("form"),
    media.c.ending,
    func.coalesce(media.c.copy_hash, media.c.hash).label("digest"),
    papers.c.removed_at,
    media.c.state,
).outerjoin(media, media.c.id == papers.c.media_id)


class Library:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, *, aimak_id: int, kind: Paper, title: str, year: int, language: str, file: tuple[str, str], channel: str,
        account: str, by: int, at: int,
    ) -> int:  # fmt: skip
        """Adds a document; file is its kind and the channel's reference, fetched after the commit."""
        files = MediaFiles(self._connection, self._seal)
        media_id = await files.want_paper(channel, account, kind=file[0], reference=file[1], at=at)
        added: int | None = await self._connection.scalar(
            insert(self._connection, papers)
            .values(aimak_id=aimak_id, budget_year=year, kind=kind.value, title=title, language=language,
                    media_id=media_id, added_by=by, added_at=at)
            .returning(papers.c.id)
        )  # fmt: skip
        assert added is not None
        return added

    async def list_standing(self, aimak_ids: Collection[int]) -> list[LibraryDocument]:
        """Lists the documents of some aimaks, the latest year first."""
        rows = await self._connection.execute(
            _DOCUMENTS.where(
                papers.c.aimak_id.in_(list(aimak_ids)), papers.c.title.is_not(None), papers.c.removed_at.is_(None)
            ).order_by(papers.c.budget_year.desc(), papers.c.id.desc())
        )
        return [_make(row) for row in rows]

    async def find(self, id: int) -> LibraryDocument | None:
        """Finds a document, removed or not."""
        row = (await self._connection.execute(_DOCUMENTS.where(papers.c.id == id, papers.c.title.is_not(None)))).first()
        return None if row is None else _make(row)

    async def remove(self, id: int, *, at: int) -> None:
        """Takes a document off the library."""
        await self._connection.execute(
            update(papers).where(papers.c.id == id, papers.c.title.is_not(None)).values(removed_at=at)
        )


def _make(row: Row[*tuple[Any, ...]]) -> LibraryDocument:
    kept = row.digest if row.state == KEPT else None
    return LibraryDocument(
        row.id, row.aimak_id, Paper(row.kind), row.title, row.budget_year, row.language, row.form, row.ending, kept,
        row.removed_at,
    )  # fmt: skip
