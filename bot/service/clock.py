"""The clock of a service: this computer's, unless the messenger's answers show that it is more than a day wrong."""

import asyncio
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

DAY = 24 * 3600 * 1000  # milliseconds; a clock that is wrong by less does little harm, and time zones are not days


class Clock:
    """Tells the time in UTC ms. A jump of more than a day is not believed until an answer of a messenger confirms it.

    Who believed it would let announcements expire, close reminders for good and forget what is to be kept. A messenger says
    with each answer what its own clock shows (the header Date of RFC 9110).
    """

    def __init__(self, wall: Callable[[], int], steady: Callable[[], int]) -> None:
        self._wall = wall  # this computer's clock, which anybody may set
        self._steady = steady  # milliseconds that pass, which nobody can set
        self._seen = wall(), steady()
        self._offset = 0
        self.confirmed = asyncio.Event()

    def __call__(self) -> int:
        """Returns the time: milliseconds since 1970, UTC."""
        wall, steady = self._wall(), self._steady()
        jumped = (wall - self._seen[0]) - (steady - self._seen[1])
        self._seen = wall, steady
        if abs(jumped) > DAY:
            log.error("the clock of this computer was set by more than a day; is it right?", days=jumped // DAY)
            self._offset -= jumped
        return wall + self._offset

    def compare(self, theirs: int | None) -> None:
        """Takes the messenger's time (UTC ms) as it comes with an answer; None where it does not say."""
        if theirs is None:
            return
        ahead = self._wall() - theirs
        offset = -ahead if abs(ahead) > DAY else 0
        if bool(offset) != bool(self._offset) or abs(offset - self._offset) > DAY:
            words = "the clock of this computer is wrong: set it right" if offset else "the clock is right again"
            log.error(words, days_ahead=ahead // DAY)
        # The seconds between the two clocks are no reason to move ours at each answer.
        if abs(offset - self._offset) > DAY or not offset:
            self._offset = offset
        self.confirmed.set()
