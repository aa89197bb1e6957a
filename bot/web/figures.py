"""The figures that `/metrics` reads of the database and the disk: asked at most every few seconds, whoever asks."""

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.database.engine import Database
from storage.database.failures import CANNOT_READ
from storage.overview.depths import Depth
from storage.queue.outbox import Lane
from storage.store import Store

REMEMBERED = 5_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Held:
    """What this process holds: bytes of memory, open files, tasks of its loop. Nothing is known of it but on Linux."""

    memory: int
    files: int
    tasks: int


def look_at_process() -> Held | None:
    """What this process holds now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        files = len(os.listdir("/proc/self/fd"))
    except OSError:
        return None
    return Held(pages * os.sysconf("SC_PAGE_SIZE"), files, len(asyncio.all_tasks()))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the outbox, and what is free on the disk (bytes). read: whether the database could be asked."""

    ready: Sequence[Depth] = ()
    behind: Mapping[Lane, int] = field(default_factory=dict)
    free: int = 0
    read: bool = True


class Figures:
    """Reads them, and remembers them for a while."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        *,
        steady: Callable[[], int],
        counts: Callable[[], Mapping[str, int]] = dict,
    ) -> None:
        """folder is where the data lie; counts gives what this process has counted, by name."""
        self._database, self._folder, self._steady, self.counts = database, folder, steady, counts
        self._asked_at: int | None = None
        self._waiting = Waiting()

    async def read(self) -> Waiting:
        """Returns them as they were a few seconds ago at the most."""
        if self._asked_at is None or self._steady() - self._asked_at >= REMEMBERED:
            self._asked_at = self._steady()
            free = (await asyncio.to_thread(shutil.disk_usage, self._folder)).free
            try:
                ready, behind = await self._database.read(_read_depths)
            except CANNOT_READ:
                self._waiting = Waiting(free=free, read=False)
            else:
                self._waiting = Waiting(ready, behind, free)
        return self._waiting


async def _read_depths(store: Store) -> tuple[list[Depth], dict[Lane, int]]:
    return await store.depths.list_ready(), await store.depths.count_behind()
