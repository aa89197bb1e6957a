"""Whether the disk has room for files: looked at every few seconds, since every message with a file asks."""

import shutil
from collections.abc import Callable
from pathlib import Path

LOOK = 5_000  # milliseconds between two looks
MEGABYTE = 2**20


class Room:
    """The disk under the data folder. While less is free than the settings say, only texts are taken."""

    def __init__(self, folder: Path, *, least_mb: int, now: Callable[[], int]) -> None:
        self._folder = folder
        self._least = least_mb * MEGABYTE
        self._now = now
        self._looked_at: int | None = None
        self._free = 0

    def __call__(self) -> bool:
        """Whether there is room for a file."""
        return self.free() >= self._least

    def free(self) -> int:
        """The bytes that are free."""
        now = self._now()
        if self._looked_at is None or not 0 <= now - self._looked_at < LOOK:
            self._free, self._looked_at = shutil.disk_usage(self._folder).free, now
        return self._free

    @property
    def is_clear(self) -> bool:
        """Whether there is so much room again that a later shortage is news."""
        return self.free() >= self._least * 1.2
