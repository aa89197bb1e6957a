"""`sunush` with a clock moved by hand, and without the second that Telegram wants between two messages of a chat.

As a process: `python -m tests.telegram.desk.clocked FILE run`; FILE holds the seconds by which its clock is before ours.
`commands` in place of `run` runs each list of arguments (JSON) that it reads. It does so in a child that need not
import all again.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Self

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


def run_commands() -> None:
    """Reads a list of arguments a line: what it says, what it says of faults, then the arguments. Answers by exit codes."""
    for line in os.fdopen(os.dup(0)):  # a command sets its own stdin up anew
        out, err, *arguments = json.loads(line)
        if not (child := os.fork()):
            for number, path in ((1, out), (2, err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.argv[1:] = arguments
            try:
                main()
            except SystemExit as ended:
                sys.stdout.flush()
                os._exit(ended.code if isinstance(ended.code, int) else int(ended.code is not None))
            except BaseException:  # noqa: BLE001 - the child ends here, whatever came, and says so
                traceback.print_exc()
                os._exit(70)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


class Unspaced(channel.Pace):
    """A pace at which no chat rests: the clock stands still."""

    @classmethod
    def within(cls, most: int, **more: Any) -> Self:
        return super().within(most, **more | {"chat_spacing": 0})


if __name__ == "__main__":
    app.time = MovedClock(Path(sys.argv.pop(1)))  # type: ignore[assignment]
    channel.Pace = Unspaced  # type: ignore[misc]
    if sys.argv[1:] == ["commands"]:
        run_commands()
    else:
        main()
