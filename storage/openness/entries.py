"""Entries of the openness checklist: what was published, where, in which language, on which day. A removed one stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select, update

from storage.attachments.media import FORMS, KEPT, KeptFile
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import media, openness_entries


@dataclass(frozen=True, slots=True)
class OpennessEntry:
    """What an office entered. row is the row's name, language «ky», «ru» or «both»; place is a place or a link."""

    id: int
    aimak_id: int
    year: int
    row: str
    channel: str
    language: str
    day: date
    place: str
    media_id: int | None
    entered_at: int  # ms UTC
    entered_by: int | None


_COLUMNS = [openness_entries.c[name] for name in OpennessEntry.__dataclass_fields__]


class OpennessEntries:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, *, aimak_id: int, year: int, row: str, channel: str, language: str, day: date, place: str,
        media_id: int | None, by: int | None, at: int,
    ) -> int:  # fmt: skip
        """Writes an entry and returns its id."""
        id: int | None = await self._connection.scalar(
            insert(self._connection, openness_entries)
            .values(
                aimak_id=aimak_id, year=year, row=row, channel=channel, language=language, day=day, place=place,
                media_id=media_id, entered_by=by, entered_at=at,
            )
            .returning(openness_entries.c.id)
        )  # fmt: skip
        assert id is not None
        return id

    async def get(self, id: int) -> OpennessEntry | None:
        """Finds an entry that stands."""
        is_it = openness_entries.c.id == id, openness_entries.c.removed_at.is_(None)
        row = (await self._connection.execute(select(*_COLUMNS).where(*is_it))).first()
        return None if row is None else OpennessEntry(*row)

    async def list_of(self, aimak_ids: Collection[int], year: int) -> list[OpennessEntry]:
        """Lists the entries of some aimaks for a budget year that stand, the earliest first."""
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .where(
                openness_entries.c.aimak_id.in_(list(aimak_ids)),
                openness_entries.c.year == year,
                openness_entries.c.removed_at.is_(None),
            )
            .order_by(openness_entries.c.day, openness_entries.c.id)
        )
        return [OpennessEntry(*row) for row in rows]

    async def remove(self, id: int, *, by: int | None, at: int) -> None:
        """Takes an entry off the list; its row stays."""
        await self._connection.execute(
            update(openness_entries).where(openness_entries.c.id == id).values(removed_at=at, removed_by=by)
        )

    async def find_of_file(self, media_id: int) -> OpennessEntry | None:
        """Finds the entry whose photo a file is."""
        row = (await self._connection.execute(select(*_COLUMNS).where(openness_entries.c.media_id == media_id))).first()
        return None if row is None else OpennessEntry(*row)

    async def find_photo(self, id: int) -> KeptFile | None:
        """Finds the photo of an entry, where it lies in the media folder."""
        found = select(media).join(openness_entries, openness_entries.c.media_id == media.c.id)
        row = (await self._connection.execute(found.where(openness_entries.c.id == id, media.c.state == KEPT))).first()
        if row is None:
            return None
        return KeptFile(
            row.kind, row.copy_hash or row.hash, row.size, row.form or FORMS.get(row.kind, "document"), row.ending
        )


async def remove_of_aimak(connection: AsyncConnection, aimak_id: int) -> None:
    """Removes the entries of a practice aimak; nobody's files go at the next clearing."""
    of = openness_entries.c.aimak_id == aimak_id
    photos = select(openness_entries.c.media_id).where(of, openness_entries.c.media_id.is_not(None))
    ids = list(await connection.scalars(photos))
    await connection.execute(delete(openness_entries).where(of))
    await connection.execute(update(media).where(media.c.id.in_(ids)).values(peer_id=0, created_at=0))
