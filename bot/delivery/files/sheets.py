"""A filled spreadsheet: read in a process of its own, checked, then kept or sent in small parts."""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.delivery.files.own_process import PATIENCE, say
from bot.office.sheets import every, expected, waiting
from bot.office.sheets.columns import read_headings
from bot.office.sheets.expected import Expected, Waiting
from bot.office.sheets.rows import ReadSheet, read_sheet
from bot.office.sheets.waiting import Step, WaitingSheet
from storage.attachments.media import KEPT, WANTED
from storage.attachments.own_process.sheet_cells import LARGE, LARGEST, LEAST_HEADINGS, NO_HEADING, NONE, SheetRefused
from storage.database.engine import Database
from storage.database.seal import KeyUnusable
from storage.media.media import FilesAway, Media

T = TypeVar("T")

__all__ = ["SheetRefused", "Sheets", "read_cells", "read_file"]

_CELLS = "storage.attachments.own_process.sheet_cells"


async def read_file(came: Path, *, patience: float | None = PATIENCE) -> ReadSheet:
    """Reads a filled spreadsheet. Raises SheetRefused, also where the process that reads it dies of it."""
    cells = await read_cells(came, read_headings(), patience=patience)
    return await asyncio.to_thread(read_sheet, cells)  # a full file takes a second


async def read_cells(
    came: Path, headings: Mapping[str, str], least: int = LEAST_HEADINGS, *, patience: float | None = PATIENCE
) -> dict[str, Any]:
    """Reads what stands below the headings that are given, folded, with their columns' names.

    patience: seconds that it may take, None: however long. Raises SheetRefused.
    """
    said = await say(_CELLS, came, json.dumps(headings), str(least), patience=patience)
    if said is None:
        raise SheetRefused(NONE)
    if "refused" in said:
        raise SheetRefused(str(said["refused"]))
    return said


def _read_bytes(came: Path) -> bytes:
    if came.stat().st_size > LARGEST:
        raise SheetRefused(LARGE)
    return came.read_bytes()


class Sheets:
    """Moves the spreadsheets of clerks on. Each is read once it is fetched, and acted on once its clerk decided."""

    def __init__(
        self, *, database: Database, now: Callable[[], int], media: Media, wake: Callable[[], None],
        patience: float | None = PATIENCE,
    ) -> None:  # fmt: skip
        self._database = database
        self._now = now
        self._media = media
        self._wake = wake
        self._patience = patience  # seconds a file may take to be read, by this computer's clock; None: however long

    async def work(self) -> None:
        """Does what can be done now."""
        for sheet in await self._database.read(waiting.list_waiting):
            if sheet.step is not Step.READ:
                while await self._database.write(partial(waiting.go_on, id=sheet.id, at=self._now())):
                    self._wake()
            elif not await self._is_read(sheet):
                continue
            self._wake()
        for kind in every.EVERY:
            for given in await self._database.read(partial(expected.list_waiting, kind=kind)):
                await self._take(kind, given)

    async def _take(self, kind: Expected, given: Waiting) -> None:
        """Reads a file that is taken whole or not at all, once it is there."""
        file = await self._database.read(lambda store: store.media.find_kept(given.id))
        if file is not None and file[0] == WANTED:
            return
        try:
            if file is None or file[0] != KEPT or file[1] is None:
                raise SheetRefused(NONE)
            content: Any = await self._open(file[1], partial(self._read_expected, kind, given))
            if (look := kind.look) is not None:
                content = await self._database.read(lambda store: look(store, given, content))
        except SheetRefused as refused:
            note = partial(expected.refuse, kind=kind, waiting=given, why=str(refused), at=self._now())
        else:
            note = partial(expected.take, kind=kind, waiting=given, content=content, at=self._now())
        await self._database.write(note)
        if file is not None and file[1] is not None:
            await self._remove(file[1])
        self._wake()

    async def _read_expected(self, kind: Expected, given: Waiting, came: Path) -> Any:
        if (list_headings := kind.headings) is None:
            return await asyncio.to_thread(_read_bytes, came)
        headings = await self._database.read(lambda store: list_headings(store, given))
        return await read_cells(came, headings, kind.least, patience=self._patience)

    async def _is_read(self, sheet: WaitingSheet) -> bool:
        file = await self._database.read(lambda store: store.media.find_kept(sheet.id))
        if file is not None and file[0] == WANTED:
            return False
        try:
            if file is None or file[0] != KEPT or file[1] is None:
                raise SheetRefused(NONE)
            read = await self._open(file[1], partial(read_file, patience=self._patience))
        except SheetRefused as refused:
            door = await self._find_room(file[1]) if str(refused) == NO_HEADING and file and file[1] else None
            note = partial(waiting.note_refused, sheet=sheet, why=str(refused), at=self._now(), door=door)
        else:
            checked = await self._database.read(partial(waiting.check, sheet=sheet, read=read))
            note = partial(waiting.note_checked, sheet=sheet, checked=checked, at=self._now())
        await self._database.write(note)
        if file is not None and file[1] is not None:
            await self._remove(file[1])
        return True

    async def _find_room(self, digest: str) -> tuple[str, str] | None:
        """The button of the room whose table a file is; None where it is nobody's."""
        for kind, headings in await self._database.read(every.list_headings):
            with suppress(SheetRefused):
                await self._open(digest, partial(read_cells, headings=headings, least=LEAST_HEADINGS))
                return kind.door
        return None

    async def _remove(self, digest: str) -> None:
        # It holds what residents wrote, so it lies there no longer than until it is read.
        unused = await self._database.read(lambda store: store.media.list_unused([digest]))
        await self._media.do(self._media.remove, unused)

    async def _open(self, digest: str, read: Callable[[Path], Awaitable[T]]) -> T:
        with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
            came = Path(folder) / "came"
            try:
                await self._media.do(self._media.write_plain, digest, came, self._database.seal)
            except FilesAway:
                raise  # it is read later
            except (OSError, KeyUnusable) as error:
                raise SheetRefused(NONE) from error
            return await read(came)
