"""People's events: one person's after one another, different people's side by side in fair turns.

What waits longer is kept as it came (backlog), so that its messenger need not wait.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from bot.channels.fair import FairTurns
from bot.channels.intake import Backlog, Intake
from bot.chat.message import Incoming, Kind, Peer
from bot.logs import Seldom

log = structlog.get_logger(__name__)

BACK_OFF = 3.0  # seconds before what cannot be written is tried again
CLEARED = 100  # events of the backlog that have had their turn and are removed together
MOST_BEHIND = 2_000  # events of the backlog that are in memory at a time


@dataclass(slots=True, eq=False)
class Waiting:
    """An event that is to be received; kept means that it is on disk."""

    admitted: Incoming
    raw: str  # as it is kept with its event
    as_it_came: str  # as the backlog keeps it
    is_kept: bool = False
    has_turn: bool = False
    is_behind: bool = False  # kept as it came: it waits for its turn
    is_settled: asyncio.Event = field(default_factory=asyncio.Event)  # set once it is kept, or given up


class Lines:
    """The lines of one account, from its start to its stop. tasks is where their work is done."""

    def __init__(
        self, intake: Intake, tasks: asyncio.TaskGroup, *, places: int, seen: Callable[[Incoming], object]
    ) -> None:
        """seen hears of each event that was received."""
        self._intake, self._tasks, self._seen = intake, tasks, seen
        self._turns = FairTurns(places)
        self._lines: dict[Peer, deque[Waiting]] = {}
        self._behind = 0
        self._handled: list[str] = []  # names of the backlog that have had their turn
        self._seldom = Seldom(intake.steady)

    def is_crowd(self, peers: Iterable[Peer]) -> bool:
        """Whether more people wait, with these, than are taken in at once."""
        return len(self._lines.keys() | set(peers)) > self._turns.places

    def let_in(self, come: Sequence[Waiting]) -> None:
        """Lines up what came, in the order in which it was written. Each is settled once it is kept or given up."""
        for one in come:
            self._line_up(one)
        strangers = {one.admitted.peer for one in come if not self._turns.knows(one.admitted.peer)}
        if strangers and len(self._lines) > self._turns.places:
            self._tasks.create_task(self._recognise(strangers))

    async def keep_behind(self, come: Sequence[Waiting]) -> None:
        """Puts what still waits for its turn into the backlog. What finds no room there is given up: it comes again."""
        left = [one for one in come if not one.has_turn and not one.is_settled.is_set()]
        if not self._intake.defers:
            return
        for one in left:
            if one.admitted.kind is Kind.FLOOD:
                self._settle(one, kept=True)  # a word of ours, which may be lost at a kill
        left = [one for one in left if not one.is_settled.is_set()]
        if not left:
            return
        is_put = False
        if self._intake.backlog is not None and self._behind + len(left) <= MOST_BEHIND:
            is_put = await self._try(self._intake.backlog.put({one.admitted.id: one.as_it_came for one in left}))
        for one in left:
            if one.is_settled.is_set() or one.has_turn:  # meanwhile
                self._handled += [one.admitted.id] if is_put else []
            elif is_put:
                one.is_behind, self._behind = True, self._behind + 1
                self._settle(one, kept=True)
            else:
                self._lines[one.admitted.peer].remove(one)
                self._settle(one, kept=False)
        if not self._behind:
            await self.clear()

    async def take_up_backlog(self, read: Callable[[str], Waiting | None]) -> None:
        """Lines up what an earlier process left in the backlog, as read makes it of what came. Waits while it cannot."""
        left: list[tuple[str, str]] = []

        async def fetch(backlog: Backlog) -> None:
            left.extend(await backlog.list())

        if self._intake.backlog is None:
            return
        while not await self._try(fetch(self._intake.backlog)):
            if self._intake.is_stopping:
                return
            await self._intake.rest(BACK_OFF)
        for name, as_it_came in left:
            one = read(as_it_came)
            if one is None:
                self._handled.append(name)
                continue
            one.is_kept = one.is_behind = True
            one.is_settled.set()
            self._behind += 1
            self._line_up(one)
        if not self._behind:
            await self.clear()

    def _line_up(self, one: Waiting) -> None:
        who = one.admitted.peer
        if who not in self._lines:
            self._lines[who] = deque()
            self._tasks.create_task(self._walk(who))
        self._lines[who].append(one)

    async def _recognise(self, strangers: Collection[Peer]) -> None:
        # Only where some wait: whom we have known for a while goes before newcomers.
        self._turns.recognise(await self._intake.recognise(strangers))

    async def _walk(self, who: Peer) -> None:
        line = self._lines[who]
        while line:
            async with self._turns.turn(who):
                if not line:  # it was given up meanwhile
                    break
                one = line[0]
                if one.is_behind and self._intake.is_stopping:
                    break  # the next start takes it up
                one.has_turn = True
                is_kept = await self._try(self._intake.keep(one.admitted, one.raw))
            if is_kept:
                line.popleft()
                self._seen(one.admitted)
                self._settle(one, kept=True)
                if one.is_behind:
                    await self._note_handled(one)
                continue
            if not one.is_behind:
                self._settle(one, kept=False)
            if self._intake.is_stopping or not any(other.is_behind for other in line):
                break  # with all that came after it: it comes again in its order
            await self._intake.rest(BACK_OFF)  # what is behind it was confirmed, and waits for nothing else
        del self._lines[who]
        for one in line:
            if not one.is_behind:
                self._settle(one, kept=False)

    async def _note_handled(self, one: Waiting) -> None:
        self._behind -= 1
        self._handled.append(one.admitted.id)
        if not self._behind or len(self._handled) >= CLEARED:
            await self.clear()

    async def clear(self) -> None:
        """Removes from the backlog what has had its turn."""
        handled, self._handled = self._handled, []
        if handled and self._intake.backlog is not None and not await self._try(self._intake.backlog.remove(handled)):
            self._handled += handled

    def _settle(self, one: Waiting, *, kept: bool) -> None:
        one.is_kept = kept
        one.is_settled.set()

    async def _try(self, keeping: Awaitable[object]) -> bool:
        # Whatever is wrong with one, the others go on.
        (outcome,) = await asyncio.gather(keeping, return_exceptions=True)
        if isinstance(outcome, BaseException):
            self._seldom.error(log, "an event could not be written; it comes again", error=type(outcome).__name__)
            return False
        return True
