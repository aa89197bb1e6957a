"""A kept file of a folder, opened and read through."""

from collections.abc import Iterator
from pathlib import Path

from storage.attachments.sealed_files import read_sealed
from storage.database.seal import Seal


def read_pieces(path: Path, seal: Seal) -> Iterator[bytes]:
    """Yields the content of a kept file, sealed or from before. Raises OSError, and KeyUnusable where it does not open."""
    with path.open("rb") as file:
        yield from read_sealed(file, seal)
