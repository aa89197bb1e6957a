"""A file that is there whole or not at all, also where the disk is full."""

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def open_whole_file(path: Path) -> Iterator[BinaryIO]:
    """Opens a file beside path, for its owner only. It takes the name of path once all of it is written."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:80]}-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        error.filename = error.filename or str(path)  # what is written names no file
        raise
    finally:
        part.unlink(missing_ok=True)


class QuietOnceBroken:
    """A file to write a spreadsheet into. Once the disk has refused it, or it is closed, what still comes is let be.

    The library breaks off in the middle of its ZIP then, which ends itself later. Python would print the error it meets
    so below our own sentence.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, content: bytes) -> int:
        """Writes, or lets it be. Raises OSError once."""
        try:
            return self._open().write(content)
        except OSError:
            self._file = io.BytesIO()
            raise

    def seek(self, place: int, whence: int = 0) -> int:
        """Goes to a place."""
        return self._open().seek(place, whence)

    def tell(self) -> int:
        """Where it stands."""
        return self._open().tell()

    def flush(self) -> None:
        """Hands on what was written."""
        self._open().flush()

    def _open(self) -> BinaryIO:
        if self._file.closed:
            self._file = io.BytesIO()
        return self._file
