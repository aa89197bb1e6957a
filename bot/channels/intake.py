"""What a channel takes events in by, and how far it has come: one for each channel of a process."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from bot.channels.durations import Durations
from bot.channels.too_fast import Flood, Moments
from bot.chat.message import Incoming, Kind, Peer

Receives = Callable[[Incoming, str], Awaitable[None]]
Buries = Callable[[str, str, str], Awaitable[None]]
Introduced = Callable[[str], Awaitable[None]]
Answered = Callable[[int | None], object]
Recognises = Callable[[Collection[Peer]], Awaitable[Collection[Peer]]]


@dataclass(frozen=True, slots=True)
class Backlog:
    """Where what waits for its turn is kept as it came, by its name. So it may be acknowledged before it is handled."""

    put: Callable[[Mapping[str, str]], Awaitable[None]]  # commits; raises what `receive` raises
    list: Callable[[], Awaitable[Sequence[tuple[str, str]]]]  # what a process before this one left
    remove: Callable[[Collection[str]], Awaitable[None]]


class Became(StrEnum):
    """What became of a message of ours. Who reads it has it: reading counts as arriving, and is kept beside it."""

    TAKEN = "taken"  # the messenger has it: news only where the answer to the sending itself was lost
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"  # it was taken, and will not arrive


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A delivery report: what a messenger says later of a message it took. It names it by its own id or by our row's."""

    became: Became
    message_id: str = ""  # what `send` returned
    row: int = 0  # what `message.hints.letter` was; 0 where the messenger does not give it back
    # Why it failed: rejected, blocked, unreachable, window_closed; passing, not_now, account (later);
    # template, used_up (nobody now).
    code: str = "rejected"
    made: int = 0  # what `message.hints.made` was, beside row


@dataclass(frozen=True, slots=True)
class TemplateNews:
    """What a messenger says of one of our templates: whether it takes it now."""

    name: str
    language: str  # ours: ky or ru
    is_taken: bool


@dataclass(frozen=True, slots=True)
class LimitNews:
    """How many people a day a messenger lets be asked by a template; None: as many as one likes."""

    most: int | None


Reported = Callable[[DeliveryReport], Awaitable[bool]]
Noted = Callable[[TemplateNews | LimitNews], Awaitable[None]]


async def _to_nobody(_: str) -> None:
    return


async def _nobody(_: Collection[Peer]) -> Collection[Peer]:
    return ()


async def _of_nothing(_: DeliveryReport) -> bool:
    return True


async def _by_nobody(_: TemplateNews | LimitNews) -> None:
    return


@dataclass(slots=True, eq=False)
class Intake:
    """The way in for one channel. When `take`, `keep` or `set_aside` returns, the event is on disk and may be acknowledged."""

    receive: Receives  # commits an event and all it does; the text is the event as it came
    bury: Buries  # commits what cannot be read as a dead letter: its id, how it came, what is wrong
    now: Callable[[], int]  # UTC ms
    steady: Callable[[], int]  # ms from wherever; unlike now it is never set, so it never goes back
    introduced: Introduced = _to_nobody  # keeps what people call the account, once the channel can also make links
    reported: Reported = _of_nothing  # commits a delivery report; false where the send is not on disk yet
    noted: Noted = _by_nobody  # commits what the messenger says of our templates and of its limit
    answered: Answered = lambda _: None  # hears of each good answer, with what the messenger's clock said (UTC ms)
    is_crowded: Callable[[], bool] = lambda: False  # whether more people wait for a reply than can be answered
    recognise: Recognises = _nobody  # which of these have been known to us for a while
    backlog: Backlog | None = None
    defers: bool = True  # whether what has to wait may be put into the backlog, and so be acknowledged before its turn
    flood: Flood = field(default_factory=Flood)
    good_at: int = (
        0  # UTC ms; when the messenger was last asked and answered. A webhook, which asks nobody, leaves it at 0
    )
    complaint: str = ""  # what is wrong since then, in a sentence
    is_refused: bool = False  # whether the messenger refuses our account itself, until somebody mends it
    is_elsewhere: bool = False  # whether another worker takes in from this account now
    steps: int = 0  # how often something was taken in, or failed to be
    dropped: int = 0  # how often whoever wrote too fast was not heard
    durations: Durations = field(default_factory=Durations)  # of turns, from what came in to its commit
    _moments: Moments = field(default_factory=Moments)
    _in_hand: int = 0
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def note_answer(self, date: int | None) -> None:
        """Notes that the messenger was asked and answered well; date is its clock, where it says so (UTC ms)."""
        self.answered(date)
        self.complaint, self.good_at = "", self.now()

    def stop(self) -> None:
        """Asks the channel to take no more in; what is in hand is finished."""
        self._stopping.set()

    def resume(self) -> None:
        """Lets the channel take in again."""
        self._stopping.clear()
        self.is_elsewhere = False

    def leave(self) -> None:
        """Notes that another worker takes in from this account now; its silence here means nothing."""
        self.stop()
        self.is_elsewhere, self.complaint, self.good_at = True, "", 0

    @property
    def is_stopping(self) -> bool:
        """Whether no more is to be taken in."""
        return self._stopping.is_set()

    async def wait_until_stopped(self) -> None:
        """Waits until no more is to be taken in."""
        await self._stopping.wait()

    async def rest(self, seconds: float) -> None:
        """Waits for some seconds, or until no more is to be taken in."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    @property
    def is_taking_in(self) -> bool:
        """Whether something that came is not on disk yet."""
        return self._in_hand > 0

    def written(self, at: int | None) -> int:
        """When something was written, in milliseconds by this channel's one clock.

        at is what the messenger says (UTC ms).

        To be asked in the order in which things were written, before they are taken in side by side.
        """
        return self._moments.of(at, now=self.now(), steady=self.steady())

    def admit(self, incoming: Incoming, *, written: int, weight: float = 1, crowded: bool = False) -> Incoming | None:
        """Returns what is to be received for an event: the event itself. Whoever floods us gets one warning a minute instead.

        None means: it is dropped. written is the moment that `written` gave: what gathered while we were down came at
        its own pace. weight is what it counts beside a written message. crowded: more wait than can be taken in.
        """
        crowded = crowded or self.is_crowded()
        if incoming.kind is Kind.GROUP and not self.flood.hears(incoming.peer, at=written):
            self.steps += 1
            return None
        if incoming.kind is Kind.STOP:
            if self.flood.stops(incoming.peer, event=incoming.id):
                return incoming
            self.steps += 1
            return None
        passes = incoming.kind in {Kind.GROUP_MOVED, Kind.MOVED}
        if passes or self.flood.passes(incoming.peer, at=written, event=incoming.id, weight=weight, crowded=crowded):
            self.flood.goes_on(incoming.peer)
            return incoming
        if incoming.kind is not Kind.GROUP and self.flood.says_so(incoming.peer, steady=self.steady()):
            self.flood.goes_on(incoming.peer)
            self.dropped += 1
            return Incoming(f"{incoming.id}:flood", incoming.peer, Kind.FLOOD)
        self.steps += 1
        self.dropped += 1
        return None

    async def keep(self, admitted: Incoming, raw: str) -> None:
        """Commits what was admitted, with all it does. Raises what `receive` raises: then it must come again."""
        began = self.steady()
        with self._count_in():
            await self.receive(admitted, "" if admitted.kind is Kind.FLOOD else raw)
        self.durations.note(self.steady() - began)

    async def take(self, incoming: Incoming, raw: str, *, written: int | None = None) -> None:
        """Admits an event by itself and keeps it; written is when, None means just now. Raises what `receive` raises."""
        admitted = self.admit(incoming, written=self.written(None) if written is None else written)
        if admitted is not None:
            await self.keep(admitted, raw)

    async def note_delivery(self, report: DeliveryReport) -> bool:
        """Keeps a delivery report (idempotent, in any order). Raises what `receive` raises: then it must come again.

        False: it came before the send it tells of was on disk, so that it must come again, too.
        """
        with self._count_in():
            return await self.reported(report)

    async def note_news(self, news: TemplateNews | LimitNews) -> None:
        """Keeps what the messenger says of a template of ours, or of its limit. Raises what `receive` raises."""
        with self._count_in():
            await self.noted(news)

    async def set_aside(self, external_id: str, raw: str, error: str) -> None:
        """Keeps what cannot be read as a dead letter. Raises what `bury` raises: then it must come again."""
        with self._count_in():
            await self.bury(external_id, raw, error)

    @contextmanager
    def _count_in(self) -> Iterator[None]:
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1
            self.steps += 1
