"""Looks at bytes as the process for it does, in this process: what they are, and the clean copy."""

from pathlib import Path

from storage.attachments.look import Seen, look


def looked_at(folder: Path, content: bytes) -> tuple[Seen, bytes]:
    """What was seen, and the clean copy, empty where there is none. Raises FileRefused."""
    came, clean = folder / "came", folder / "clean"
    came.write_bytes(content)
    clean.unlink(missing_ok=True)
    seen = look(came, clean)
    return seen, clean.read_bytes() if seen.copied else b""
