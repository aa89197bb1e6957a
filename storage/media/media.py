"""Kept files, wherever they lie. What is asked of them may take long, so it is done in a thread, by `do`."""

import asyncio
import errno
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from storage.attachments.sealed_files import read_sealed, write_sealed_plain
from storage.database.seal import Seal

P = ParamSpec("P")
T = TypeVar("T")


class FilesAway(OSError):
    """The storage of the files does not answer as it should; the same may succeed later."""

    def __init__(self, why: str) -> None:
        super().__init__(errno.EAGAIN, why)  # with a number, as of a disk: a library's word on a content has none


class FilesRefused(FilesAway):
    """It answers, and refuses us: a wrong key, or no such bucket."""


class Media(ABC):
    """Files under the digests of their contents. A file is never changed once it is kept."""

    def __init__(self, staging: Path) -> None:
        self.staging = staging  # a folder of this computer, where files lie until they are kept

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Does something with them in a thread, so that the loop goes on."""
        return await asyncio.to_thread(partial(work, *args, **kwargs))

    @abstractmethod
    def keep(self, came: Path, seal: Seal) -> tuple[str, int]:
        """Keeps what came, sealed; returns the digest and the size of its content once it lasts. Raises OSError."""

    @abstractmethod
    def open(self, digest: str) -> BinaryIO:
        """Opens a sealed file. Raises FileNotFoundError where it is not there, OSError."""

    @abstractmethod
    def remove(self, digests: Iterable[str]) -> None:
        """Removes files. One that is gone already is skipped. Raises OSError."""

    @abstractmethod
    def list_before(self, moment: float) -> Iterator[str]:
        """Yields the digests of what was kept before a moment (UTC seconds). Raises OSError."""

    def read(self, digest: str, seal: Seal) -> Iterator[bytes]:
        """Yields the content of a file. Raises OSError, and KeyUnusable where it does not open."""
        with self.open(digest) as file:
            yield from read_sealed(file, seal)

    def write_plain(self, digest: str, target: Path, seal: Seal) -> None:
        """Writes the content of a file to a new one, readable by its owner only. Raises OSError, KeyUnusable."""
        with self.open(digest) as file:
            write_sealed_plain(file, target, seal)
