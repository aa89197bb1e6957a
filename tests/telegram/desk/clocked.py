"""`sunush` with a clock that is moved by hand, and without the second that Telegram wants between two messages of a chat.

As a process: `python -m tests.telegram.desk.clocked FILE run`; FILE holds the seconds by which its clock is before ours.
"""

import sys
import time
from pathlib import Path

from bot import app
from bot.channels.telegram import channel
from bot.cli import main


class MovedClock:
    """Our time and the seconds that stand in a file, which is read anew where it was changed."""

    def __init__(self, file: Path) -> None:
        self._file, self._changed, self._ahead = file, 0, 0.0

    def time(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._moved()

    def monotonic(self) -> float:
        """Seconds that have passed, moved ones too."""
        return time.monotonic() + self._moved()

    def _moved(self) -> float:
        changed = self._file.stat().st_mtime_ns
        if changed != self._changed:
            self._changed, self._ahead = changed, float(self._file.read_text())
        return self._ahead


if __name__ == "__main__":
    app.time = MovedClock(Path(sys.argv.pop(1)))  # type: ignore[assignment]
    pace = channel.Pace
    channel.Pace = lambda *given, **named: pace(*given, **named | {"chat_spacing": 0})  # type: ignore[assignment,misc]
    main()
