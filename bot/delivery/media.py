"""Fetches the files people sent, after the commit that wants them: kept, asked for again later, or lost."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from bot.channels.contract import Channel, Gone, Unreachable
from bot.logs import where
from storage.attachments.files import FileRefused, keep_file, keep_text
from storage.attachments.media import OWN_TEXT, WantedFile
from storage.database.engine import CANNOT_WRITE, Database
from storage.store import Store

log = structlog.get_logger(__name__)

POLL = 1.0  # seconds between looks when nobody wakes us
PAUSES = (1, 5, 15, 60, 300)  # seconds between tries
FETCHES = 720  # with the last pause repeated, two days and a half

Fetching = Callable[[Store], Awaitable[None]]


class Fetcher:
    """Fetches for every channel; a slow file holds up no message."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Sequence[Channel],
        now: Callable[[], int],
        media_dir: Path,
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._channels = channels
        self._now = now
        self._media_dir = media_dir
        self._has_room = has_room
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Says that a file may be wanted."""
        self._woken.set()

    async def run(self) -> None:
        """Fetches until cancelled. While the database cannot be written it waits."""
        while True:
            self._woken.clear()
            try:
                await self.fetch()
            except CANNOT_WRITE as error:
                log.error("files cannot be kept now", error=where(error))
            # Not wait_for: where it is woken and cancelled in one moment, that forgets the cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._woken.wait()

    async def fetch(self) -> None:
        """Fetches every file that is due; while the disk is nearly full they wait where they are."""
        if not self._has_room():
            return
        for channel in self._channels:
            while wanted := await self._list_wanted(channel):
                for file in wanted:
                    await self._database.write(await self._fetch(channel, file))

    async def _list_wanted(self, channel: Channel) -> list[WantedFile]:
        return await self._database.write(
            lambda store: store.media.list_wanted(channel.name, channel.account, now=self._now())
        )

    async def _fetch(self, channel: Channel, file: WantedFile) -> Fetching:
        try:
            if file.reference.startswith(OWN_TEXT):
                text = file.reference.removeprefix(OWN_TEXT)
                digest, size = await asyncio.to_thread(keep_text, self._media_dir, text)
                return lambda store: store.media.keep_text(file.id, digest=digest, size=size)
            content = await channel.fetch(file.reference)
            digest, size = await asyncio.to_thread(keep_file, self._media_dir, file.kind, content)
        except (Gone, FileRefused) as error:
            log.warning("a file is lost", file=file.id, why=type(error).__name__)
            return lambda store: store.media.lose(file.id)
        except Unreachable:
            return self._later(file)
        except Exception as error:  # noqa: BLE001 - the net for one file: the others go on
            log.error("a file could not be fetched", file=file.id, error=where(error))
            return self._later(file)
        return lambda store: store.media.keep(file.id, digest=digest, size=size)

    def _later(self, file: WantedFile) -> Fetching:
        if file.attempts + 1 >= FETCHES:
            log.warning("a file was given up", file=file.id)
            return lambda store: store.media.lose(file.id)
        pause = PAUSES[min(file.attempts + 1, len(PAUSES)) - 1] * 1000
        return lambda store: store.media.put_off(file.id, not_before=self._now() + pause)
