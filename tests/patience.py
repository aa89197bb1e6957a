"""Waiting for a process as long as it works: what it waits for a busy machine's processor counts for nothing.

On a busy machine a limit in seconds on the wall says how busy it is. These seconds say how long the process did nothing.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

LONGEST = 600.0  # seconds, whatever is done
LOOK = 0.5  # seconds between two looks, once one has waited


@asynccontextmanager
async def patient(idle: float) -> AsyncIterator[None]:
    """Raises TimeoutError in the block once this process, and those it started, did nothing for so many seconds."""
    loop, patience = asyncio.get_running_loop(), Patience(os.getpid(), idle=idle, longest=LONGEST, started=True)
    async with asyncio.timeout(None) as limit:

        def look() -> None:
            nonlocal looking
            if patience.is_over():
                limit.reschedule(loop.time())
            else:
                looking = loop.call_later(max(LOOK, idle - patience.idle()), look)

        looking = loop.call_later(idle, look)
        try:
            yield
        finally:
            looking.cancel()


class Patience:
    """Counts from now on what a process does, by its threads: Linux writes both times of each into `schedstat`.

    What it started counts where that is asked for. Elsewhere nothing is known of it, and every second counts.
    """

    def __init__(self, pid: int, *, idle: float, longest: float, started: bool = False) -> None:
        self._most_idle, self._longest, self._with_started = idle, longest, started
        self._pid = pid
        self._began = time.monotonic()
        self._seen: dict[str, tuple[int, int]] = {}
        self._before = self._look()

    def is_over(self) -> bool:
        """Whether it did nothing for longer than one waits, or was waited for longer than one ever does."""
        return self.idle() > self._most_idle or time.monotonic() - self._began > self._longest

    def idle(self) -> float:
        """Seconds in which it neither worked nor waited for a processor; less where several threads did so at once."""
        worked, waited = self._since()
        return time.monotonic() - self._began - worked - waited

    def worked(self) -> float:
        """Seconds in which it worked; all of them where nothing is known of it."""
        return self._since()[0] if self._seen else time.monotonic() - self._began

    def own(self) -> float:
        """Seconds without those in which it waited for a processor: what it would take on a machine of its own."""
        _, waited = self._since()
        return time.monotonic() - self._began - waited

    def _since(self) -> tuple[float, float]:
        worked, waited = self._look()
        return (worked - self._before[0]) / 1e9, (waited - self._before[1]) / 1e9

    def _look(self) -> tuple[int, int]:
        # A thread that has ended keeps what it was seen with last.
        for thread in self._threads(self._pid):
            try:
                worked, waited, _ = (thread / "schedstat").read_text().split()
            except (OSError, ValueError):
                continue
            self._seen[thread.name] = int(worked), int(waited)
        return sum(one for one, _ in self._seen.values()), sum(one for _, one in self._seen.values())

    def _threads(self, pid: int) -> Iterator[Path]:
        try:
            threads = list(Path(f"/proc/{pid}/task").iterdir())
        except OSError:  # it ended as it was looked at
            return
        for thread in threads:
            yield thread
            try:
                started = (thread / "children").read_text().split() if self._with_started else []
            except OSError:
                continue
            for child in started:
                yield from self._threads(int(child))
