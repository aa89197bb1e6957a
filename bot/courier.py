"""Carries the outbox: claims what is due, sends it, writes how it ended; and fetches voices and photos after the commit."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import structlog

from bot.channels import (
    Blocked,
    Channel,
    Gone,
    Rejected,
    Throttled,
    Uncertain,
    Unreachable,
    WindowClosed,
)
from bot.chat.message import Message
from bot.logs import where
from storage.engine import Database
from storage.files import FileRefused, keep_file
from storage.media import WantedFile
from storage.outbox import Letter, State
from storage.store import Store

log = structlog.get_logger(__name__)

BATCH = 8
LEASE = 60_000  # milliseconds; longer than any request may take
POLL = 1.0  # seconds between looks when nobody wakes us
SWEEP = 60_000  # milliseconds between looks for chats whose next row was not promoted
PAUSES = (1, 5, 15, 60, 300, 900, 3600)  # seconds between tries
TRIES = 60  # with the last pause repeated, about two days and a half
FETCHES = 20

Ending = Callable[[Store], Awaitable[bool]]
Fetching = Callable[[Store], Awaitable[None]]


class Courier:
    """The one door out. One courier serves the accounts its process holds."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Sequence[Channel],
        now: Callable[[], int],
        media_dir: Path,
        sole: bool = True,
    ) -> None:
        self._database = database
        self._channels = channels
        self._now = now
        self._media_dir = media_dir
        self._sole = sole
        self._woken = asyncio.Event()
        self._busy = asyncio.Lock()
        self._swept: dict[Channel, int] = {}

    def wake(self) -> None:
        """Says that something was queued."""
        self._woken.set()

    async def start(self) -> None:
        """Takes back what a dead process had leased."""
        for channel in self._channels:
            again, parked = await self._reclaim(channel)
            if again or parked:
                log.info("messages taken back after an unclean stop", again=again, uncertain=parked)

    async def _reclaim(self, channel: Channel) -> tuple[int, int]:
        return await self._database.write(
            lambda store: store.outbox.reclaim(channel.name, channel.account, now=self._now(), all_leases=self._sole)
        )

    async def run(self) -> None:
        """Carries for ever; stops when cancelled."""
        while True:
            self._woken.clear()
            await self.carry()
            try:
                await asyncio.wait_for(self._woken.wait(), POLL)
            except TimeoutError:
                continue

    async def carry(self) -> int:
        """Sends everything that is due and fetches every file that is wanted; returns how many messages it handled."""
        async with self._busy:
            handled = 0
            for channel in self._channels:
                await self._sweep(channel)
                while letters := await self._claim(channel):
                    await asyncio.gather(*(self._deliver(channel, letter) for letter in letters))
                    handled += len(letters)
                await self._fetch_all(channel)
            return handled

    async def _claim(self, channel: Channel) -> list[Letter]:
        now, lease = self._now(), str(uuid.uuid4())
        if await self._database.read(lambda store: store.outbox.is_due(channel.name, channel.account, now=now)):
            return await self._database.write(
                lambda store: store.outbox.claim(
                    channel.name, channel.account, now=now, limit=BATCH, lease=lease, leased_until=now + LEASE
                )
            )
        return []

    async def _deliver(self, channel: Channel, letter: Letter) -> None:
        ending = await self._sent(channel, letter)
        if not await self._database.write(ending):
            log.warning("a lease was lost while sending", row=letter.id)

    async def _sent(self, channel: Channel, letter: Letter) -> Ending:
        try:
            message = Message.from_json(letter.body)
            external_id = await channel.send(letter.address, message, language=letter.language)
        except Blocked:
            return partial(_blocked, letter, self._now())
        except Throttled as pause:
            return self._later(letter, int(pause.seconds * 1000), "throttled")
        except Unreachable:
            if letter.attempts >= TRIES:
                return self._ended(letter, State.FAILED, code="unreachable")
            return self._later(letter, _pause(letter.attempts), "unreachable")
        except Uncertain:
            if letter.attempts > 1:
                return self._ended(letter, State.UNCERTAIN, code="uncertain")
            return self._later(letter, _pause(1), "uncertain")
        except WindowClosed:
            return self._ended(letter, State.FAILED, code="window_closed")
        except Rejected as error:
            log.error("a message was refused by the messenger", row=letter.id, kind=letter.kind, error=str(error))
            return self._ended(letter, State.FAILED, code="rejected")
        except Exception as error:  # noqa: BLE001 - the net for one row: the others go on
            log.error("a message could not be sent", row=letter.id, kind=letter.kind, error=where(error))
            return self._ended(letter, State.FAILED, code="rejected")
        return self._ended(letter, State.SENT, external_id=external_id)

    def _ended(
        self, letter: Letter, state: State, *, code: str | None = None, external_id: str | None = None
    ) -> Ending:
        at = self._now()
        return lambda store: store.outbox.finish(letter, state, at=at, code=code, external_id=external_id)

    def _later(self, letter: Letter, pause: int, code: str) -> Ending:
        not_before = self._now() + pause
        return lambda store: store.outbox.put_off(letter, not_before=not_before, code=code)

    async def _sweep(self, channel: Channel) -> None:
        now = self._now()
        if now - self._swept.get(channel, -SWEEP) < SWEEP:
            return
        self._swept[channel] = now
        found = await self._database.write(lambda store: store.outbox.sweep(channel.name, channel.account))
        if found:
            log.error("chats without a head were found and promoted", chats=found)

    async def _fetch_all(self, channel: Channel) -> None:
        wanted = await self._database.read(
            lambda store: store.media.wanted(channel.name, channel.account, now=self._now())
        )
        for file in wanted:
            await self._database.write(await self._fetched(channel, file))

    async def _fetched(self, channel: Channel, file: WantedFile) -> Fetching:
        try:
            content = await channel.fetch(file.reference)
            digest, size = await asyncio.to_thread(keep_file, self._media_dir, file.kind, content)
        except Unreachable:
            if file.attempts + 1 < FETCHES:
                not_before = self._now() + _pause(file.attempts + 1)
                return lambda store: store.media.put_off(file.id, not_before=not_before)
            log.warning("a file was given up", file=file.id)
            return lambda store: store.media.lose(file.id)
        except (Gone, FileRefused) as error:
            log.warning("a file is lost", file=file.id, why=type(error).__name__)
            return lambda store: store.media.lose(file.id)
        return lambda store: store.media.keep(file.id, digest=digest, size=size)


def _pause(attempts: int) -> int:
    return PAUSES[min(attempts, len(PAUSES)) - 1] * 1000


async def _blocked(letter: Letter, at: int, store: Store) -> bool:
    await store.people.set_blocked(letter.peer_id, at=at)
    await store.outbox.skip_waiting(letter.peer_id, code="blocked", at=at)
    return await store.outbox.finish(letter, State.FAILED, at=at, code="blocked")
