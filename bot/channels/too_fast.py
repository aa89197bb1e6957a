"""The inbound limit: one person who writes too fast costs nobody else anything. Token buckets each, before the database.

All of them count by one clock that never goes back. It is the time of the account's newest message, plus what has
passed here since. A messenger gives whole seconds for a message and no time for a tap. A computer's clock may be set
anew.
"""

from collections import OrderedDict
from collections.abc import Callable

from bot.chat.message import Peer

BURST = 30.0  # written messages at once: more than a long text is cut into
FORWARDED = 0.25  # of a written message is what a forwarded one counts, since a hundred may be forwarded in one go
PER_SECOND = 2.0
OF_BURST, OF_PACE = 0.5, 0.25  # what is left of both, as long as more people wait than are taken in at once
A_DAY = 3000.0  # messages and taps of one person a day: each leaves rows on the disk; a clerk's day has a thousand
DAY = 24 * 3600  # seconds
IN_A_GROUP = 2.0, 1 / 300  # calls at once, and a second after that: a group is answered once in ten minutes
NOTICE = 60_000  # milliseconds between two words to the same person that it is too fast
REMEMBERED = 10_000  # people, and messages
TOLD_EACH = 4  # messages of one person that were let through here before other workers are told
AHEAD = 24 * 3600 * 1000  # milliseconds by which a message's time may be before ours and be believed


class Moments:
    """The one clock of an account, in milliseconds; it is asked in the order in which things were written."""

    def __init__(self) -> None:
        self._newest = 0
        self._seen_at: int | None = None  # by the steady clock

    def of(self, written_at: int | None, *, now: int, steady: int) -> int:
        """When something was written, by this clock; written_at is what its messenger says of it, None where it says nothing.

        now is in milliseconds UTC and only tells a time that cannot be. steady never goes back, wherever it begins.
        """
        here = self._newest + (steady - self._seen_at if self._seen_at is not None else 0)
        if written_at is None or written_at > now + AHEAD:
            self._newest, self._seen_at = here, steady
            return here
        self._newest, self._seen_at = max(here, written_at), steady
        return written_at


class Flood:
    """Counts what is let through; what is not is dropped, and confirmed to the messenger."""

    def __init__(self, *, burst: float = BURST, per_second: float = PER_SECOND, a_day: float = A_DAY) -> None:
        self._buckets = Buckets(burst, per_second), Buckets(a_day, a_day / DAY)
        self._groups = Buckets(*IN_A_GROUP)
        self._crowded = Buckets(max(1.0, burst * OF_BURST), per_second * OF_PACE)
        self._known: OrderedDict[tuple[Peer, str], bool] = OrderedDict()
        self._told: OrderedDict[Peer, int] = OrderedDict()
        self._stopped: OrderedDict[Peer, str] = OrderedDict()
        # Where other workers let people through as well: tells them of so many messages of one, at a moment.
        self.tells_others: Callable[[Peer, float, int], None] | None = None
        self._untold: OrderedDict[Peer, float] = OrderedDict()

    def says_so(self, peer: Peer, *, steady: int) -> bool:
        """Whether somebody whose message was dropped is told now: once a minute by a clock that never goes back."""
        if peer in self._told and steady - self._told[peer] < NOTICE:
            return False
        self._told[peer] = steady
        self._told.move_to_end(peer)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True

    def stops(self, peer: Peer, *, event: str) -> bool:
        """Whether it is news that somebody has stopped us. It is none where they did nothing since they stopped us before.

        Whoever stops us and lets us go on without end says nothing by it. The same event is told the same.
        """
        if self._stopped.setdefault(peer, event) != event:
            return False
        if len(self._stopped) > REMEMBERED:
            self._stopped.popitem(last=False)
        return True

    def goes_on(self, peer: Peer) -> None:
        """Notes that something else of somebody was let through."""
        self._stopped.pop(peer, None)

    def hears(self, group: Peer, *, at: int) -> bool:
        """Whether a call in a group is heard; of many calls most would be answered by nothing."""
        is_heard = self._groups.holds(group, at, 1)
        if is_heard:
            self._groups.take(group, 1)
        return is_heard

    def passes(self, peer: Peer, *, at: int, event: str = "", weight: float = 1, crowded: bool = False) -> bool:
        """Whether a message of this peer, written at a moment of the account's clock (milliseconds), is let through.

        A message that comes again, with the same event's id, costs nothing and is told the same as before. weight is what
        it counts beside a written one. crowded: more wait than can be taken in, so whoever sends on and on gets less.
        """
        if event and (peer, event) in self._known:
            return self._known[peer, event]
        is_seldom = self._crowded.holds(peer, at, weight)
        passes = all(buckets.holds(peer, at, weight) for buckets in self._buckets) and (is_seldom or not crowded)
        if passes:
            for buckets in (*self._buckets, self._crowded) if is_seldom else self._buckets:
                buckets.take(peer, weight)
            self._tell_others(peer, weight, at)
        if event:
            self._known[peer, event] = passes
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return passes

    def note_elsewhere(self, peer: Peer, weight: float, *, at: int) -> None:
        """Notes what another worker let through: nobody has more by coming to several."""
        for buckets in (*self._buckets, self._crowded):
            buckets.holds(peer, at, 0)
            buckets.take(peer, weight, owes=True)

    def _tell_others(self, peer: Peer, weight: float, at: int) -> None:
        # Whoever writes now and then is nobody's news, so that telling costs nothing in a usual hour.
        if self.tells_others is None:
            return
        untold = self._untold.pop(peer, 0.0) + weight
        if untold < TOLD_EACH:
            self._untold[peer] = untold
            if len(self._untold) > REMEMBERED:
                self._untold.popitem(last=False)
            return
        self.tells_others(peer, untold, at)


class Buckets:
    """A token bucket a person: so many at once, and so many a second after that. Its clock never goes back."""

    def __init__(self, size: float, per_second: float) -> None:
        self._size = size
        self._per_second = per_second
        self._left: OrderedDict[Peer, tuple[float, int]] = OrderedDict()

    def holds(self, peer: Peer, at: int, weight: float) -> bool:
        """Fills a person's bucket up to a moment (milliseconds) and says whether it holds so much."""
        left, before = self._left.pop(peer, (self._size, at))
        left = min(self._size, left + max(0, at - before) / 1000 * self._per_second)
        self._left[peer] = left, max(at, before)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return left >= weight

    def take(self, peer: Peer, weight: float, *, owes: bool = False) -> None:
        """Takes so much out of a person's bucket; owes: also more than there is, up to a whole one."""
        left, at = self._left[peer]
        self._left[peer] = max(-self._size, left - weight) if owes else left - weight, at
