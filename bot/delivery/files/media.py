"""Fetches the files people sent, after the commit that wants them: each is kept, retried later, or lost.

Several people's files are under way at once, of each person one. So a file that does not come holds up no other
person's.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from bot.channels.contract import Channel, Gone, NotYet, Throttled, Unreachable
from bot.delivery.files.own_process import PATIENCE
from bot.logs import Seldom, say_where
from bot.office.sheets import waiting
from bot.office.wording import lost_files
from storage.attachments import files
from storage.attachments.media import OWN_TEXT, WantedFile
from storage.attachments.refused import GONE, TOO_LARGE, FileRefused
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.media.media import FilesAway, Media
from storage.store import Store

log = structlog.get_logger(__name__)

POLL = 1.0  # seconds between looks when nobody wakes us
BESIDE = 0.5  # seconds between looks for other people's files while one takes long
BACK_OFF = (1, 5, 15, 60, 300)  # seconds between tries while there is no line
FETCHES = 720  # with the last pause repeated, two days and a half
REFUSED_BACK_OFF = (
    1,
    5,
    15,
    60,
    300,
    900,
    1800,
    3600,
)  # seconds between tries where the messenger says that it has no file
REFUSED_FETCHES = 32  # with the last pause repeated, a day
LOOKS = 2  # tries that killed the process: then the file is not looked at any more
TRIES = 4  # and then it is given up, since fetching it is what kills
UNSENT_KEPT = 14 * 24 * 3600 * 1000  # milliseconds in which what came with a draft waits to be sent
UNDER_WAY = 3  # people whose files are fetched at once; each file may be 20 MB of memory
AWAY = 30_000  # milliseconds between tries while the storage of files is away
LONGEST = 600.0  # seconds a file may take to come, which is 20 MB at 34 kB/s
AT_ONCE = 100  # files forgotten in one unit of the writer

Fetching = Callable[[Store], Awaitable[None]]
T = TypeVar("T")


class Fetcher:
    """Fetches for every channel; a slow file holds up no message."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Sequence[Channel],
        now: Callable[[], int],
        media: Media,
        has_room: Callable[[], bool] = lambda: True,
        after: Callable[[], Awaitable[None]] | None = None,
        patience: float | None = PATIENCE,
    ) -> None:
        self._database = database
        self._channels = channels
        self._now = now
        self._media = media
        self._has_room = has_room
        self._after = after  # what is done with files that are there now
        self._patience = patience  # seconds a file may be looked at, by this computer's clock; None: however long
        self._seldom = Seldom(now)
        self._woken = asyncio.Event()
        self._rests: dict[Channel, tuple[int, int]] = {}  # from when to when a messenger wants to be asked for no file
        self._rest = 0, 0  # from when to when no file is fetched, since none could be kept
        self._keeping = asyncio.Lock()  # what is kept now is not removed with what is forgotten

    def wake(self) -> None:
        """Says that a file may be wanted."""
        self._woken.set()

    async def run(self) -> None:
        """Fetches until cancelled. While the database cannot be written it waits."""
        await asyncio.to_thread(files.sweep, self._media.staging)
        while True:
            self._woken.clear()
            try:
                await self.fetch()
            except CANNOT_WRITE as error:
                self._seldom.error(log, "files cannot be kept now", error=say_where(error))
            # Not wait_for: where it is woken and cancelled in one moment, that forgets the cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._woken.wait()

    async def fetch(self) -> None:
        """Fetches every file that is due; while the disk is nearly full they wait where they are."""
        under_way: dict[asyncio.Task[None], WantedFile] = {}
        try:
            while await self._begin_due(under_way):
                # Not woken by each message: beside a file that takes long that would be as many looks as messages.
                await asyncio.wait(under_way, timeout=BESIDE, return_when=asyncio.FIRST_COMPLETED)
                for task in [one for one in under_way if one.done()]:
                    del under_way[task]
                    task.result()
                if under_way:
                    await self._go_on()  # what is there is not held up by what is not
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
        await self._go_on()

    async def _go_on(self) -> None:
        if self._after is None or self._is_resting(self._rest):
            return
        try:
            await self._after()
        except FilesAway as error:
            self._rest_from(error)

    def _rest_from(self, error: FilesAway) -> None:
        self._seldom.error(log, "the storage of files does not answer: they wait", error=say_where(error))
        self._rest = self._now(), self._now() + AWAY

    async def _begin_due(self, under_way: dict[asyncio.Task[None], WantedFile]) -> bool:
        # Begins what is due while there are places, of each person one. Returns whether anything is under way.
        if self._has_room():
            for channel in self._channels:
                due = [] if self._is_at_rest(channel) else await self._list_wanted(channel)
                for file in due:
                    if not _may_begin(file, under_way.values()):
                        continue
                    under_way[asyncio.create_task(self._bring(channel, file))] = file
        return bool(under_way)

    async def _bring(self, channel: Channel, file: WantedFile) -> None:
        came: Path | Fetching | None = None
        try:
            await self._database.write(partial(_begin, file.id))
            came = await self._net(channel, file, self._receive(channel, file))
            async with self._keeping:
                ending = await self._net(channel, file, self._end_kept(file, came)) if isinstance(came, Path) else came
                await self._database.write(ending)
        except asyncio.CancelledError:
            # An orderly end is no try that killed the process.
            again = partial(_put_off, file.id, self._now())
            with suppress(*CANNOT_WRITE):
                await self._database.write(again)
            raise
        finally:
            if isinstance(came, Path):
                came.unlink(missing_ok=True)  # it lies there in clear

    async def forget_unsent(self) -> None:
        """Forgets what came with drafts that were never sent."""
        before = self._now() - UNSENT_KEPT
        forgotten = AT_ONCE
        while forgotten == AT_ONCE:
            async with self._keeping:
                forgotten, digests = await self._database.write(
                    lambda store: store.media.forget_unsent(before=before, limit=AT_ONCE)
                )
                await self._media.do(self._media.remove, digests)
        await self._database.write(waiting.forget_gone)

    def _is_at_rest(self, channel: Channel) -> bool:
        # Where the clock was put back before the beginning of a rest, the rest is over.
        return self._is_resting(self._rest) or self._is_resting(self._rests.get(channel, (0, 0)))

    def _is_resting(self, rest: tuple[int, int]) -> bool:
        return rest[0] <= self._now() < rest[1]

    async def _list_wanted(self, channel: Channel) -> list[WantedFile]:
        return await self._database.write(
            lambda store: store.media.list_wanted(channel.name, channel.account, now=self._now())
        )

    async def _receive(self, channel: Channel, file: WantedFile) -> Path | Fetching:
        # Where the file lies until it has been looked at. It waits for that, and would stay in memory as long.
        if file.begun >= TRIES:
            return self._end_lost(file, GONE)
        if file.reference.startswith(OWN_TEXT):
            content = file.reference.removeprefix(OWN_TEXT).encode("utf-8-sig")
        else:
            async with asyncio.timeout(LONGEST):
                content = await channel.fetch(file.reference)
        return await asyncio.to_thread(files.put_down, self._media.staging, content)

    async def _net(self, channel: Channel, file: WantedFile, work: Awaitable[T | Fetching]) -> T | Fetching:
        try:
            return await work
        except FileRefused as error:
            return self._end_lost(file, error.why)
        except Gone as gone:
            return self._end_lost(file, TOO_LARGE if gone.too_large else GONE)
        except Throttled as asked:  # the rate limit (429) is of all files together, and no fault of this one
            now = self._now()
            self._rests[channel] = (now, now + int(asked.seconds * 1000))
            return lambda store: store.media.put_off(file.id, not_before=now, tried=False)
        except FilesAway as error:  # no fault of this file either, and the next one would go no better
            self._rest_from(error)
            return partial(_put_off, file.id, self._now())
        except NotYet:
            return self._put_off(file, REFUSED_BACK_OFF, REFUSED_FETCHES)
        except (Unreachable, TimeoutError):
            return self._put_off(file, BACK_OFF, FETCHES)
        except Exception as error:  # noqa: BLE001 - the net for one file: the others go on
            log.error("a file could not be fetched", file=file.id, error=say_where(error))
            return self._put_off(file, BACK_OFF, FETCHES)

    async def _end_kept(self, file: WantedFile, came: Path) -> Fetching:
        if file.reference.startswith(OWN_TEXT):
            digest, size = await self._keep(came)
            return lambda store: store.media.keep_text(file.id, digest=digest, size=size)
        from bot.delivery.files.looking import look
        from storage.attachments.look import without_a_look

        clean = came.with_suffix(".copy.part")
        try:
            if file.begun < LOOKS:
                seen = await look(came, clean, patience=self._patience)
            else:
                seen = await asyncio.to_thread(without_a_look, came)
            digest, size = await self._keep(came)
            copied = await self._keep(clean) if seen.copied else None
        finally:
            clean.unlink(missing_ok=True)
        return lambda store: store.media.keep(
            file.id,
            kind=seen.kind,
            digest=digest,
            size=size,
            form=seen.form,
            ending=seen.ending,
            copy_digest=copied[0] if copied else None,
        )

    async def _keep(self, came: Path) -> tuple[str, int]:
        return await self._media.do(self._media.keep, came, self._database.seal)

    def _end_lost(self, file: WantedFile, why: str) -> Fetching:
        log.warning("a file is lost", file=file.id, why=why)
        return partial(lost_files.lose, media_id=file.id, why=why, at=self._now())

    def _put_off(self, file: WantedFile, pauses: tuple[int, ...], most: int) -> Fetching:
        if file.attempts + 1 >= most:
            return self._end_lost(file, GONE)
        pause = pauses[min(file.attempts + 1, len(pauses)) - 1] * 1000
        return lambda store: store.media.put_off(file.id, not_before=self._now() + pause)


def _may_begin(file: WantedFile, under_way: Collection[WantedFile]) -> bool:
    # What was under way when the process died goes alone: of several, nobody could say which killed it.
    if not under_way:
        return True
    alone = file.begun or any(other.begun for other in under_way)
    full = len(under_way) >= UNDER_WAY
    return not alone and not full and all(file.whose != other.whose and file.id != other.id for other in under_way)


async def _begin(media_id: int, store: Store) -> None:
    await store.media.begin(media_id)


async def _put_off(media_id: int, now: int, store: Store) -> None:
    await store.media.put_off(media_id, not_before=now, tried=False)
