"""What the group that watches a work reports of it, with photos and voices, and what its office answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update

from bot.budget.watch.watching import Seen
from storage.attachments.media import FORMS, KEPT, KeptFile
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import media, watch_files, watch_reports, watches
from storage.database.seal import Seal
from storage.watch.naming import WORK, name_watched


@dataclass(frozen=True, slots=True)
class Report:
    """A report; aimak_id and line are those of its watch. Its text is empty once its author is erased."""

    id: int
    watch_id: int
    aimak_id: int
    line: str
    label: str
    author_id: int
    peer_id: int | None
    seen: Seen
    text: str
    received_at: int  # ms UTC
    due_on: date
    answer: str
    answered_at: int | None
    answered_by: int | None
    withdrawn_at: int | None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is due."""
        return self.answered_at is None and self.withdrawn_at is None


_IS_WAITING = watch_reports.c.answered_at.is_(None), watch_reports.c.withdrawn_at.is_(None)


class WatchReports:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, watch_id: int, *, key: str, author_id: int, peer_id: int | None, seen: Seen, text: str, due_on: date,
        at: int,
    ) -> int:  # fmt: skip
        """Writes a report under the next number of its watch, and returns its id."""
        number = await self._connection.scalar(
            update(watches).where(watches.c.id == watch_id).values(last=watches.c.last + 1).returning(watches.c.last)
        )
        of = await self._connection.scalar(select(watches.c.number).where(watches.c.id == watch_id))
        id: int | None = await self._connection.scalar(
            insert(self._connection, watch_reports)
            .values(
                key=key, watch_id=watch_id, label=f"М{of}-{number:02d}", author_id=author_id, peer_id=peer_id,
                seen=seen.value, text=self._seal.seal(text), received_at=at, due_on=due_on, answer=self._seal.seal(""),
            )
            .returning(watch_reports.c.id)
        )  # fmt: skip
        assert id is not None
        return id

    async def get(self, id: int) -> Report | None:
        """Finds a report."""
        return await self._find(watch_reports.c.id == id)

    async def find(self, key: str) -> Report | None:
        """Finds a report by the key of the draft it was sent from."""
        return await self._find(watch_reports.c.key == key)

    async def lock(self, id: int) -> Report | None:
        """Finds a report and keeps others from answering it until this transaction is over."""
        await self._connection.execute(select(watch_reports.c.id).where(watch_reports.c.id == id).with_for_update())
        return await self.get(id)

    async def list_of(self, watch_id: int) -> list[Report]:
        """Lists the reports of a watch: what awaits an answer first, then the newest."""
        found = await self._list(watch_reports.c.watch_id == watch_id)
        return sorted(found, key=lambda one: (not one.is_waiting, one.id if one.is_waiting else -one.id))

    async def list_own(self, watch_id: int, person_id: int) -> list[Report]:
        """Lists what somebody has reported of a watch, the newest first."""
        return (await self._list(watch_reports.c.watch_id == watch_id, watch_reports.c.author_id == person_id))[::-1]

    async def count_since(self, watch_id: int, person_id: int, *, since: int) -> int:
        """Counts what somebody has reported of a watch since a moment (ms UTC)."""
        counted = select(func.count()).where(
            watch_reports.c.watch_id == watch_id,
            watch_reports.c.author_id == person_id,
            watch_reports.c.received_at >= since,
        )
        return await self._connection.scalar(counted) or 0

    async def count_waiting(self, aimak_id: int) -> int:
        """Counts the reports of an aimak that await an answer."""
        of = select(watches.c.id).where(watches.c.aimak_id == aimak_id)
        counted = select(func.count()).where(watch_reports.c.watch_id.in_(of), *_IS_WAITING)
        return await self._connection.scalar(counted) or 0

    async def answer(self, id: int, *, text: str, by: int | None, at: int) -> None:
        """Keeps the answer to a report; a later one takes its place."""
        await self._connection.execute(
            update(watch_reports)
            .where(watch_reports.c.id == id)
            .values(answer=self._seal.seal(text), answered_by=by, answered_at=at)
        )

    async def add_files(self, id: int, media_ids: Sequence[int]) -> None:
        """Keeps files with a report."""
        if media_ids:
            await self._connection.execute(
                insert(self._connection, watch_files),
                [{"report_id": id, "media_id": media_id} for media_id in media_ids],
            )

    async def find_of_file(self, media_id: int) -> Report | None:
        """Finds the report that a file came with."""
        of = select(watch_files.c.report_id).where(watch_files.c.media_id == media_id)
        return await self._find(watch_reports.c.id.in_(of))

    async def count_files(self, id: int) -> int:
        """Counts the files of a report, also those that are still on their way."""
        counted = select(func.count()).where(watch_files.c.report_id == id)
        return await self._connection.scalar(counted) or 0

    async def list_files(self, id: int) -> list[KeptFile]:
        """Lists the files of a report that lie in the media folder, in order."""
        rows = await self._connection.execute(
            select(media)
            .join(watch_files, watch_files.c.media_id == media.c.id)
            .where(watch_files.c.report_id == id, media.c.state == KEPT)
            .order_by(watch_files.c.id)
        )
        return [
            KeptFile(
                row.kind, row.copy_hash or row.hash, row.size, row.form or FORMS.get(row.kind, "document"), row.ending
            )
            for row in rows
        ]

    async def _find(self, where: ColumnElement[bool]) -> Report | None:
        found = await self._list(where)
        return found[0] if found else None

    async def _list(self, *where: ColumnElement[bool]) -> list[Report]:
        rows = await self._connection.execute(
            select(watch_reports, watches.c.aimak_id, watches.c.line, *WORK)
            .join(watches, watches.c.id == watch_reports.c.watch_id)
            .where(*where)
            .order_by(watch_reports.c.id)
        )
        return [self._read(row) for row in rows]

    def _read(self, row: Row[Any]) -> Report:
        return Report(
            row.id, row.watch_id, row.aimak_id, name_watched(row.line, row.work_label, row.work_text), row.label,
            row.author_id, row.peer_id, Seen(row.seen), self._seal.open(row.text), row.received_at, row.due_on,
            self._seal.open(row.answer), row.answered_at, row.answered_by, row.withdrawn_at,
        )  # fmt: skip
