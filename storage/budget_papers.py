"""Papers of an office: the citizens' budget, its brief description, a presentation, minutes; a text, or a kept file."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from bot.budget.hearing import Paper
from storage.attachments.media import FORMS, KEPT, MediaFiles
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import media, papers
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """One paper; digest names its file in the media folder and is None while that is not there."""

    id: int
    aimak_id: int
    budget_year: int
    hearing_id: int | None
    kind: Paper
    text: str | None
    file_kind: str | None
    form: str  # how its file is passed on: photo, voice or document
    ending: str | None  # of its file's name, where it is known
    digest: str | None
    added_at: int
    in_library: bool = False
    removed_at: int | None = None  # of a document of the library


class Papers:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self,
        *,
        aimak_id: int,
        budget_year: int,
        hearing_id: int | None,
        kind: Paper,
        by: int | None,
        at: int,
        text: str | None = None,
        file: tuple[str, str] | None = None,
        channel: str = "",
        account: str = "",
    ) -> int:
        """Adds a paper beside the earlier ones; file is its kind and the channel's reference, fetched after the commit."""
        media_id = None
        if file is not None:
            files = MediaFiles(self._connection, self._seal)
            media_id = await files.want_paper(channel, account, kind=file[0], reference=file[1], at=at)
        added: int | None = await self._connection.scalar(
            insert(self._connection, papers)
            .values(
                aimak_id=aimak_id,
                budget_year=budget_year,
                hearing_id=hearing_id,
                kind=kind.value,
                text=text,
                media_id=media_id,
                added_at=at,
                added_by=by,
            )
            .returning(papers.c.id)
        )
        assert added is not None
        return added

    async def list_latest(
        self, aimak_id: int, *, budget_year: int | None = None, hearing_id: int | None = None
    ) -> list[KeptPaper]:
        """Lists the newest paper of each kind of an aimak, or only of a year or a hearing."""
        where = [papers.c.aimak_id == aimak_id, papers.c.title.is_(None)]
        if budget_year is not None:
            where.append(papers.c.budget_year == budget_year)
        if hearing_id is not None:
            where.append(papers.c.hearing_id == hearing_id)
        rows = await self._connection.execute(_PAPERS.where(*where).order_by(papers.c.id))
        newest = {row.kind: _make_paper(row) for row in rows}
        return [newest[kind.value] for kind in Paper if kind.value in newest]

    async def list_all(self, aimak_id: int, *, budget_year: int) -> list[KeptPaper]:
        """Lists every paper of a budget year, the earliest first: the replaced ones too."""
        where = [papers.c.aimak_id == aimak_id, papers.c.budget_year == budget_year, papers.c.title.is_(None)]
        return [_make_paper(row) for row in await self._connection.execute(_PAPERS.where(*where).order_by(papers.c.id))]

    async def list_years(self, aimak_id: int) -> list[int]:
        """The budget years of which an aimak has papers, the latest first."""
        found = await self._connection.scalars(
            select(papers.c.budget_year).where(papers.c.aimak_id == aimak_id, papers.c.title.is_(None)).distinct()
        )
        return sorted(found, reverse=True)

    async def get(self, paper_id: int) -> KeptPaper | None:
        row = (await self._connection.execute(_PAPERS.where(papers.c.id == paper_id))).first()
        return _make_paper(row) if row else None


_PAPERS = select(
    papers.c.id,
    papers.c.aimak_id,
    papers.c.budget_year,
    papers.c.hearing_id,
    papers.c.kind,
    papers.c.text,
    papers.c.added_at,
    papers.c.title,
    papers.c.removed_at,
    media.c.kind.label("file_kind"),
    media.c.form,
    media.c.ending,
    func.coalesce(media.c.copy_hash, media.c.hash).label("digest"),
    media.c.state,
).outerjoin(media, media.c.id == papers.c.media_id)


def _make_paper(row: Row[*tuple[Any, ...]]) -> KeptPaper:
    kept = row.digest if row.state == KEPT else None
    return KeptPaper(
        row.id,
        row.aimak_id,
        row.budget_year,
        row.hearing_id,
        Paper(row.kind),
        row.text,
        row.file_kind,
        row.form or FORMS.get(row.file_kind, "document"),
        row.ending,
        kept,
        row.added_at,
        row.title is not None,
        row.removed_at,
    )
