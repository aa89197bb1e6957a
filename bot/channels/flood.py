"""Keeps one person's flood away from everybody else: a token bucket each, looked at before the database."""

from collections import OrderedDict

from bot.chat.message import Peer

BURST = 30.0  # written messages at once: more than a long text is cut into
FORWARDED = 0.25  # of a written message is what a forwarded one counts, since a hundred may be forwarded in one go
PER_SECOND = 2.0
NOTICE = 60_000  # milliseconds between two words to the same person that it is too fast
REMEMBERED = 10_000  # people, and messages


class Flood:
    """Counts what is let through; what is not is dropped, and confirmed to the messenger."""

    def __init__(self, *, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._buckets: OrderedDict[Peer, tuple[float, int]] = OrderedDict()
        self._known: OrderedDict[tuple[Peer, str], bool] = OrderedDict()
        self._told: OrderedDict[Peer, int] = OrderedDict()

    def says_so(self, peer: Peer, *, now: int) -> bool:
        """Whether somebody whose message was dropped is told now: once a minute."""
        if now - self._told.get(peer, -NOTICE) < NOTICE:
            return False
        self._told[peer] = now
        self._told.move_to_end(peer)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True

    def passes(self, peer: Peer, *, now: int, event: str = "", weight: float = 1) -> bool:
        """Whether a message of this peer is let through at a moment (milliseconds UTC).

        A message that comes again, with the same event's id, costs nothing and is told the same as before. weight is what
        it counts beside a written one.
        """
        if event and (peer, event) in self._known:
            return self._known[peer, event]
        passes = self._counts(peer, now, weight)
        if event:
            self._known[peer, event] = passes
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return passes

    def _counts(self, peer: Peer, now: int, weight: float) -> bool:
        left, at = self._buckets.pop(peer, (self._burst, now))
        left = min(self._burst, left + max(0, now - at) / 1000 * self._per_second)
        passes = left >= weight
        self._buckets[peer] = (left - weight if passes else left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return passes
