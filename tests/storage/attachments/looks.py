"""Looks at bytes as the process for it does, in this process or within its limits.

It tells their kind, with the clean copy.
"""

import subprocess
import sys
from pathlib import Path

from storage.attachments.look import Seen, look


def looked_at(folder: Path, content: bytes) -> tuple[Seen, bytes]:
    """What was seen, and the clean copy, empty where there is none. Raises FileRefused."""
    came, clean = folder / "came", folder / "clean"
    came.write_bytes(content)
    clean.unlink(missing_ok=True)
    seen = look(came, clean)
    return seen, clean.read_bytes() if seen.copied else b""


# Each file of a folder one after the other. The one it is at stands in «at», should the process die of it.
_ALL = """
import sys
from pathlib import Path
from storage.attachments import look
from storage.attachments.own_process import limited
from storage.attachments.refused import FileRefused
limited.SECONDS = 3  # of the processor, for all files of the folder: one that takes longer dies of it
limited.limit()
folder = Path(sys.argv[1])
for came in sorted(folder.glob("[0-9][0-9]")):
    if (folder / f"{came.name}.clean").exists() or (folder / f"{came.name}.refused").exists():
        continue
    (folder / "at").write_text(came.name)
    clean = folder / "clean"
    clean.unlink(missing_ok=True)
    try:
        seen = look.look(came, clean)
    except FileRefused:
        (folder / f"{came.name}.refused").touch()
        continue
    (folder / f"{came.name}.clean").write_bytes(clean.read_bytes() if seen.copied else b"")
(folder / "at").unlink(missing_ok=True)
"""


def looked_at_within_limits(folder: Path) -> dict[str, bytes]:
    """Looks at the files 00, 01 … of a folder; the clean copies by name. One that kills the process counts as refused."""
    while True:
        subprocess.run([sys.executable, "-c", _ALL, str(folder)], check=False, stderr=subprocess.DEVNULL)
        if not (folder / "at").exists():
            return {path.stem: path.read_bytes() for path in folder.glob("*.clean")}
        (folder / f"{(folder / 'at').read_text()}.refused").touch()
