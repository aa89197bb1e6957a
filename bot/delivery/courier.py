"""Carries the outbox: claims what is due, sends it, and writes how it ended."""

import asyncio
import re
import uuid
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.budget.quiet_hours import QuietHours
from bot.channels.contract import Blocked, Channel, Moved, SendFailure, Throttled, Uncertain, Unreachable, WindowClosed
from bot.chat.message import Message
from bot.logs import where
from bot.office.wording.notices import tell_none_reached, tell_not_reached
from storage.database.engine import CANNOT_WRITE, Database
from storage.queue.outbox import ANSWER, MENU, PROGRESS, REPLY, Lane, Letter, State
from storage.store import Store

log = structlog.get_logger(__name__)

BATCH = 8  # messages on their way at once
KEPT = 2  # of them, and of the burst, are kept for replies and answers
LEASE = 60_000  # milliseconds; longer than any request may take
PACED = 0.04  # seconds between looks while only the pace holds messages back
POLL = 1.0  # seconds between looks when nobody wakes us
SWEEP = 60_000  # milliseconds between looks for chats whose next row was not promoted
PAUSES = (1, 5, 15, 60, 300)  # seconds between tries
TRIES = 3600  # one a minute while the line is down: two days and a half; while others leave: twelve
LINE_DOWN = 10_000  # milliseconds without any success after which it is the line, and no message's fault
CHATS_DOWN = 3  # chats that cannot be reached before everybody waits for the next look whether the line is back
PROBE = 15_000  # milliseconds between those looks
SOONEST = 60  # seconds after which a message is tried again at the latest while the line is down
PUT_BACK = 2_000  # milliseconds; a clock that goes back further was set, and what waits for it must not wait so long
LAST_RUN = 60_000  # milliseconds; what was sent before takes no pace for longer, so that a clock behind it was set back
A_REPLY_AND_ITS_BUTTONS = 2  # requests to a chat: what is said, and the removing of the buttons above it
FILE_TRIES = 12  # to make a file that goes along: ten minutes, in which its chat hears nothing else
LONG = 4000  # characters of a body that leave in one request
ENDINGS = 60  # tries, POLL seconds apart, to write down a message that has left
UNSURE = "uncertain"
NO_FILE = "no_file"

_CLEARS = re.compile(r'"clears": "\d')
_FOLLOWS = re.compile(r'"follows": "\d')

LOST = {State.FAILED, State.UNCERTAIN}

Ending = Callable[[Store], Awaitable[bool]]


class _NotNow(Exception):
    """This computer cannot make a file now: its disk is full, or its database is busy."""


@dataclass(slots=True)
class Silence:
    """Since when nothing has left (milliseconds UTC), and the chats that could not be reached meanwhile."""

    since: int
    chats: set[int] = field(default_factory=set)


class Courier:
    """The one door out. One courier serves the accounts its process holds."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Sequence[Channel],
        now: Callable[[], int],
        sole: bool = True,
        quiet: QuietHours | None = None,
        documents: Callable[[dict[str, Any]], Awaitable[Path]] | None = None,
    ) -> None:
        self._database = database
        self._channels = channels
        self._now = now
        self._sole = sole
        self._quiet = quiet
        self._documents = documents
        self._woken = asyncio.Event()
        self._busy = asyncio.Lock()
        self._places: dict[Channel, set[asyncio.Task[None]]] = {channel: set() for channel in channels}
        self._taken = 0
        self._latest = 0
        self._swept: dict[Channel, int] = {}
        self._paused: dict[Channel, int] = {}
        self._silent: dict[Channel, Silence] = {}
        self._resting: OrderedDict[tuple[Channel, str], int] = OrderedDict()
        self._held_at: dict[Channel, int] = {}
        self._held_back = False
        self._stopping = False

    def wake(self) -> None:
        """Says that something was queued."""
        self._held_at.clear()
        self._woken.set()

    async def start(self) -> None:
        """Takes back what a dead process had leased; nothing waits for a clock that went back since the last run."""
        for channel in self._channels:
            await self._mind_the_last_run(channel)
            await self._reclaim(channel, all_leases=self._sole)

    async def _mind_the_last_run(self, channel: Channel) -> None:
        now = self._now()
        sent = await self._database.read(lambda store: store.accounts.sent_until(channel.name, channel.account))
        back = sent - now
        if back > LAST_RUN:
            log.warning("the clock stands before the last message that was sent; is it right?", seconds=back // 1000)
            await self._database.write(partial(_put_back, channel, now, back))

    async def _reclaim(self, channel: Channel, *, all_leases: bool) -> None:
        living = {task.get_name() for task in self._places[channel]}
        again, parked = await self._database.write(
            partial(_reclaimed, channel, now=self._now(), all_leases=all_leases, living=living)
        )
        if again or parked:
            log.info("messages taken back after an unclean stop", again=again, uncertain=parked)

    def stop(self) -> None:
        """Claims nothing more; what is being sent is finished and written down."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Carries until stopped or cancelled. While the database cannot be written it waits."""
        try:
            while not self._stopping:
                self._woken.clear()
                await self._tolerant(self._look)
                with suppress(TimeoutError):
                    async with asyncio.timeout(PACED if self._held_back else POLL):
                        await self._woken.wait()
            while self._out:
                await self._tolerant(self._all_landed)
        finally:
            await self._let_go()

    async def _tolerant(self, work: Callable[[], Awaitable[object]]) -> None:
        try:
            self._look_back()
            await work()
        except CANNOT_WRITE as error:
            log.error("the outbox cannot be carried now", error=where(error))

    async def carry(self) -> int:
        """Sends everything that is due; returns how many messages were handled."""
        before = self._taken - len(self._out)
        try:
            while await self._look() or self._out:
                if out := self._out:
                    await asyncio.wait(out, return_when=asyncio.FIRST_COMPLETED)
                if any(task.done() and task.exception() for task in self._out):
                    await self._all_landed()
                self._look_back()
        except asyncio.CancelledError:
            await self._let_go()
            raise
        return self._taken - before

    # What is being sent fills BATCH places of each messenger; one that becomes free is filled at once, so that a request
    # that is never answered keeps nobody else waiting.

    @property
    def _out(self) -> set[asyncio.Task[None]]:
        return set().union(*self._places.values())

    def _look_back(self) -> None:
        # Raises what went wrong with something that was sent.
        landed = [task for task in self._out if task.done()]
        for places in self._places.values():
            places.difference_update(landed)
        failures = [failure for task in landed if (failure := task.exception()) is not None]
        if failures:
            raise failures[0]

    async def _all_landed(self) -> None:
        if self._out:
            await asyncio.wait(self._out)
        self._look_back()

    async def _let_go(self) -> None:
        out = self._out
        for task in out:
            task.cancel()
        await asyncio.gather(*out, return_exceptions=True)
        self._places = {channel: set() for channel in self._channels}

    async def _look(self) -> int:
        async with self._busy:
            taken = 0
            self._held_back = False
            await self._mind_the_clock()
            for channel in self._channels:
                await self._sweep(channel)
                taken += await self._fill(channel)
            return taken

    async def _fill(self, channel: Channel) -> int:
        places, now = self._places[channel], self._now()
        free = BATCH - sum(not task.done() for task in places)
        if self._stopping or free <= 0:
            return 0
        just_looked = 0 <= now - self._held_at.get(channel, 0) < PACED * 1000
        if just_looked or now < self._paused.get(channel, 0):
            self._held_back = True
            return 0
        quiet = self._quiet is not None and self._quiet.covers(now)
        claimed = await self._database.write(partial(_claimed, channel, now=now, quiet=quiet, free=free))
        if claimed.held_back:
            self._held_back = True
            self._held_at[channel] = now
        for letter in claimed.letters:
            task = asyncio.create_task(self._deliver(channel, letter), name=letter.lease)
            task.add_done_callback(lambda _: self._woken.set())
            places.add(task)
        self._taken += len(claimed.letters)
        return len(claimed.letters)

    async def _mind_the_clock(self) -> None:
        # Where the clock was put back, what was due would wait until it has come as far again.
        now, back = self._now(), self._latest - self._now()
        self._latest = now
        if back <= PUT_BACK:
            return
        log.warning("the clock was put back", seconds=back // 1000)
        for channel in self._channels:
            self._paused[channel] = self._paused.get(channel, 0) - back
            self._resting.clear()
            self._silent.pop(channel, None)
            self._swept.pop(channel, None)
            await self._database.write(partial(_put_back, channel, now, back))

    async def _deliver(self, channel: Channel, letter: Letter) -> None:
        ending = await self._sent(channel, letter)
        if not await self._written_down(ending):
            log.warning("a lease was lost while sending", row=letter.id)

    async def _written_down(self, ending: Ending) -> bool:
        # What has left would leave a second time if nobody wrote it down, so this waits for the database.
        for _ in range(ENDINGS - 1):
            try:
                return await self._database.write(ending)
            except CANNOT_WRITE as error:
                log.error("what was sent cannot be written down now", error=where(error))
            await asyncio.sleep(POLL)
        return await self._database.write(ending)

    async def _sent(self, channel: Channel, letter: Letter) -> Ending:
        pause, rest = self._paused.get(channel, 0) - self._now(), self._rest_of(channel, letter)
        if pause > 0 or rest > 0:
            return self._later(letter, max(pause, rest), "throttled", tried=False)
        try:
            message = await self._with_file(Message.from_json(letter.body).hinted(letter=letter.id))
            external_id = await channel.send(letter.address, message, language=letter.language)
        except _NotNow as error:
            return self._without_file(letter, error)
        except Unreachable:
            return self._unreachable(channel, letter)
        except Uncertain:
            if letter.code == UNSURE:
                return self._ended(letter, State.UNCERTAIN, code=UNSURE)
            return self._later(letter, _pause(1), UNSURE)
        except SendFailure as failure:
            self._silent.pop(channel, None)
            return self._refused(channel, letter, failure)
        except Exception as error:  # noqa: BLE001 - the net for one row: the others go on
            log.error("a message could not be sent", row=letter.id, kind=letter.kind, error=where(error))
            return self._ended(letter, State.FAILED, code="rejected")
        self._silent.pop(channel, None)
        return self._ended(letter, State.SENT, external_id=external_id, spacing=_spacing(channel, letter))

    def _refused(self, channel: Channel, letter: Letter, failure: SendFailure) -> Ending:
        match failure:
            case Blocked():
                return partial(_blocked, letter, self._now())
            case Throttled(seconds=seconds, sent=sent):
                wait = max(_pause(1), int(seconds * 1000))
                if letter.kind == MENU:  # menus have a limit of their own, which holds no message up
                    return self._later(letter, wait, "throttled", tried=False)
                if sent:
                    return self._slowed(channel, letter, sent, self._now() + wait)
                self._paused[channel] = self._now() + wait
                return partial(_paused, channel, letter, self._now() + wait)
            case Moved(address=address):
                return partial(_moved, channel, letter, address, self._now())
            case WindowClosed():
                return self._ended(letter, State.FAILED, code="window_closed")
        log.error("a message was refused by the messenger", row=letter.id, kind=letter.kind, error=str(failure))
        return self._ended(letter, State.FAILED, code="rejected")

    def _slowed(self, channel: Channel, letter: Letter, external_id: str, until: int) -> Ending:
        # What was said has left; only the buttons above it stay. A chat that was written to just before may have had its
        # fill and rests alone, or whoever calls the bot without end would silence it for all; if all were meant, whatever
        # is sent next is told so. Where the chat had had nothing, it is the account that is to wait.
        sent = self._ended(letter, State.SENT, external_id=external_id, spacing=_spacing(channel, letter))
        if self._was_hurried(channel, letter):
            self._rests_until(channel, letter, until)
            return sent
        self._paused[channel] = until
        return partial(_sent_and_paused, channel, sent, until)

    def _unreachable(self, channel: Channel, letter: Letter) -> Ending:
        now = self._now()
        if letter.attempts >= TRIES:
            return self._ended(letter, State.FAILED, code="unreachable")
        pause, silence = _pause(letter.attempts), self._silent.setdefault(channel, Silence(now))
        silence.chats.add(letter.peer_id)
        if now - silence.since >= LINE_DOWN:
            pause = min(pause, SOONEST * 1000)
            if len(silence.chats) >= CHATS_DOWN:
                self._paused[channel] = now + PROBE
        return self._later(letter, pause, "unreachable")

    def _rest_of(self, channel: Channel, letter: Letter) -> int:
        # Replies too: who calls the bot again and again, in a group or alone, must not have the account paused.
        pace = channel.pace
        if pace is None:
            return 0
        now, chat, spacing = self._now(), (channel, letter.address), _spacing(channel, letter)
        while self._resting and next(iter(self._resting.values())) <= now:
            self._resting.popitem(last=False)
        until = max(self._resting.get(chat, now), now)
        rest = until - now if pace.is_group(letter.address) else until - now - (pace.chat_burst - 1) * spacing
        if rest <= 0:
            self._resting[chat] = until + spacing * _requests(letter)
            self._resting.move_to_end(chat)
        return rest

    def _was_hurried(self, channel: Channel, letter: Letter) -> bool:
        until = self._resting.get((channel, letter.address), 0)
        return until - self._now() > A_REPLY_AND_ITS_BUTTONS * _spacing(channel, letter)

    def _rests_until(self, channel: Channel, letter: Letter, until: int) -> None:
        pace, chat = channel.pace, (channel, letter.address)
        burst = 0 if pace is None or pace.is_group(letter.address) else pace.chat_burst - 1
        self._resting[chat] = max(self._resting.get(chat, 0), until + burst * _spacing(channel, letter))
        self._resting.move_to_end(chat)

    async def _with_file(self, message: Message) -> Message:
        if message.document is None or self._documents is None:
            return message
        try:
            return replace(message, file=str(await self._documents(message.document)))
        except CANNOT_WRITE as error:
            raise _NotNow(where(error)) from error
        except OSError as error:
            # What is not there will not come, and what the system has no number for is a library's word on the content.
            if isinstance(error, FileNotFoundError) or error.errno is None:
                raise
            raise _NotNow(where(error)) from error

    def _without_file(self, letter: Letter, error: _NotNow) -> Ending:
        log.error("a file cannot be made now", row=letter.id, kind=letter.kind, error=str(error))
        # Tries while there was no line do not count, or a database that is busy for once would end a letter that is old.
        if letter.code == NO_FILE and letter.attempts >= FILE_TRIES:
            return self._ended(letter, State.FAILED, code=NO_FILE)
        return self._later(letter, min(_pause(letter.attempts), SOONEST * 1000), NO_FILE)

    def _ended(
        self, letter: Letter, state: State, *, code: str | None = None, external_id: str | None = None, spacing: int = 0
    ) -> Ending:
        return partial(_finish, letter, state, at=self._now(), code=code, external_id=external_id, spacing=spacing)

    def _later(self, letter: Letter, pause: int, code: str, *, tried: bool = True) -> Ending:
        not_before = self._now() + pause
        return lambda store: store.outbox.put_off(letter, not_before=not_before, code=_kept(letter, code), tried=tried)

    async def _sweep(self, channel: Channel) -> None:
        now = self._now()
        if now - self._swept.get(channel, -SWEEP) < SWEEP:
            return
        self._swept[channel] = now
        await self._reclaim(channel, all_leases=False)
        found = await self._database.write(lambda store: store.outbox.sweep(channel.name, channel.account))
        if found:
            log.error("chats without a head were found and promoted", chats=found)


def _pause(attempts: int) -> int:
    return PAUSES[min(attempts, len(PAUSES)) - 1] * 1000


@dataclass(frozen=True, slots=True)
class Claimed:
    """What may be sent now, and whether the pace holds anything back."""

    letters: list[Letter]
    held_back: bool = False


async def _reclaimed(
    channel: Channel, store: Store, *, now: int, all_leases: bool, living: set[str]
) -> tuple[int, int]:
    again, parked, answers = await store.outbox.reclaim(
        channel.name, channel.account, now=now, all_leases=all_leases, living=living
    )
    await tell_none_reached(store, answer_ids=answers, at=now)
    return again, parked


async def _claimed(channel: Channel, store: Store, *, now: int, quiet: bool, free: int) -> Claimed:
    async def claim(limit: int, last: Lane) -> list[Letter]:
        claimed = await store.outbox.claim(
            channel.name,
            channel.account,
            now=now,
            limit=limit,
            lease=str(uuid.uuid4()),
            leased_until=now + LEASE,
            last=last,
        )
        return [await _in_place(letter, store) for letter in claimed]

    pace, last = channel.pace, Lane.NOTICE if quiet else Lane.DAY_NOTICE
    if pace is None:
        return Claimed(await claim(free, last))
    most = await store.accounts.allowance(
        channel.name, channel.account, now=now, per_second=pace.per_second, burst=pace.burst, most=free
    )
    # Notices leave a little of the pace and of the places, so that a reply goes at once in the middle of them.
    letters = await claim(most, Lane.ANSWER) if most else []
    for_notices = most - min(KEPT, pace.burst - 1)
    if len(letters) < for_notices:
        letters += await claim(for_notices - len(letters), last)
    if letters:
        requests = sum(map(_requests, letters))
        await store.accounts.spend(
            channel.name, channel.account, now=now, per_second=pace.per_second, messages=requests
        )
    return Claimed(letters, held_back=most < free and len(letters) >= for_notices)


async def _in_place(letter: Letter, store: Store) -> Letter:
    # What rewrites a message that had not left when this was written learns its id now: in one chat rows leave one after
    # the other. Of how far a broadcast has come the newest is rewritten: where one was deleted another has taken its place.
    if letter.kind == PROGRESS:
        shown = await store.outbox.latest(letter.peer_id, PROGRESS, letter.object_id)
        return _editing(letter, shown.external_id if shown else "")
    if not _FOLLOWS.search(letter.body):
        return letter
    earlier = await store.outbox.find(letter.peer_id, REPLY, int(Message.from_json(letter.body).hints.follows), 0)
    return _editing(letter, earlier.external_id if earlier else "")


def _editing(letter: Letter, message_id: str) -> Letter:
    return replace(letter, body=Message.from_json(letter.body).editing(message_id).to_json())


def _requests(letter: Letter) -> int:
    # A long text goes in parts; whoever answers by typing also has the buttons above the reply removed.
    return 1 + len(letter.body) // LONG + (1 if _CLEARS.search(letter.body) else 0)


async def _put_back(channel: Channel, now: int, by: int, store: Store) -> None:
    await store.accounts.put_back(channel.name, channel.account, now=now, by=by)
    await store.outbox.put_back(channel.name, channel.account, now=now, by=by)


async def _paused(channel: Channel, letter: Letter, until: int, store: Store) -> bool:
    await store.accounts.pause(channel.name, channel.account, until=until)
    return await store.outbox.put_off(letter, not_before=until, code=_kept(letter, "throttled"), tried=False)


async def _sent_and_paused(channel: Channel, sent: Ending, until: int, store: Store) -> bool:
    await store.accounts.pause(channel.name, channel.account, until=until)
    return await sent(store)


async def _moved(channel: Channel, letter: Letter, address: str, now: int, store: Store) -> bool:
    there = await store.people.find(channel.name, channel.account, address)
    if there is not None and there.peer_id != letter.peer_id:
        # The new chat has spoken to us already and has rows of its own; the old one is no more.
        await store.people.set_blocked(letter.peer_id, at=now)
        await store.groups.move(letter.peer_id, to=there.peer_id, at=now)
        return await store.outbox.hand_over(letter, to=there.peer_id, at=now)
    await store.people.move(letter.peer_id, channel.name, channel.account, address=address)
    return await store.outbox.put_off(letter, not_before=now, code=_kept(letter, "moved"), tried=False)


def _kept(letter: Letter, code: str) -> str:
    # What may have arrived is tried once more, whatever comes between.
    return UNSURE if letter.code == UNSURE else code


def _spacing(channel: Channel, letter: Letter) -> int:
    return int(channel.pace.spacing(letter.address) * 1000) if channel.pace is not None else 0


async def _finish(
    letter: Letter,
    state: State,
    store: Store,
    *,
    at: int,
    code: str | None,
    external_id: str | None = None,
    spacing: int = 0,
) -> bool:
    done = await store.outbox.finish(letter, state, at=at, code=code, external_id=external_id, spacing=spacing)
    if done and state in LOST and letter.kind == ANSWER:
        await tell_not_reached(store, answer_id=letter.object_id, at=at)
    return done


async def _blocked(letter: Letter, at: int, store: Store) -> bool:
    await store.people.set_blocked(letter.peer_id, at=at)
    await store.groups.remove(letter.peer_id, at=at)
    skipped = await store.outbox.skip_waiting(letter.peer_id, code="blocked", at=at)
    done = await _finish(letter, State.FAILED, store, at=at, code="blocked")
    await tell_none_reached(store, answer_ids=skipped, at=at)
    return done
