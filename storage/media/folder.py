"""Kept files in a folder of this computer, or one that several share."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from storage.attachments import files
from storage.database.seal import Seal
from storage.media.media import Media


class MediaFolder(Media):
    """Each file lies in a folder named by the first two letters of its digest."""

    def keep(self, came: Path, seal: Seal) -> tuple[str, int]:
        """Keeps what came, on the disk when this returns."""
        return files.keep(self.staging, came, seal)

    def open(self, digest: str) -> BinaryIO:
        """Opens a sealed file, or one of an older install, which lies in clear."""
        return (self.staging / digest[:2] / digest).open("rb")

    def remove(self, digests: Iterable[str]) -> None:
        """Removes files, with whatever was made of them beside them."""
        files.remove_files(self.staging, digests)

    def list_before(self, moment: float) -> Iterator[str]:
        """Yields what was written before a moment."""
        for path in self.staging.glob("??/*"):
            if path.suffix != ".part" and path.stat().st_mtime < moment:
                yield path.name
