"""Looks at a file somebody sent: what it is by its bytes, and whether it may be kept. Of a picture it makes a clean copy.

It is run in a process of its own, `python -m storage.attachments.look FILE COPY`, with little memory and little time.
For a picture of a few bytes may unpack into gigabytes, and a library for damaged files may crash.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from storage.attachments import active_content, file_types, pictures, recordings
from storage.attachments.own_process.limited import limit
from storage.attachments.refused import ACTIVE, UNKNOWN, FileRefused

_HEAD = 8192


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file is: voice, photo or document, its name's ending, and how its clean copy is passed on."""

    kind: str
    ending: str
    form: str  # photo, voice or document
    copied: bool = False  # whether there is a clean copy


def look(came: Path, clean: Path) -> Seen:
    """Says what a file is, and writes the clean copy of a picture. Raises FileRefused."""
    shown = pictures.show(came, clean)
    if shown is not None:
        return Seen("photo", shown.ending, shown.form or "document", copied=shown.form is not None)
    content = came.read_bytes()
    if ending := recordings.find_ending(content):
        return Seen("voice", ending, recordings.find_form(ending))
    ending = file_types.find_ending(content)
    if not ending:
        raise FileRefused(UNKNOWN)
    try:
        if active_content.is_active(content, ending):
            raise FileRefused(ACTIVE)
    except active_content.CannotBeLookedThrough as error:
        raise FileRefused(UNKNOWN) from error
    return Seen("document", ending, "document")


def without_a_look(came: Path) -> Seen:
    """What a file is by its first bytes alone, where looking at it came to no end. Raises FileRefused, also for documents."""
    import filetype

    with came.open("rb") as file:
        head = file.read(_HEAD)
    found = filetype.guess(head)
    if found is not None and found.mime.startswith("image/"):
        return Seen("photo", f".{found.extension}", "document")
    if ending := recordings.find_ending(head):
        return Seen("voice", ending, "document")
    raise FileRefused(UNKNOWN)


def main() -> None:
    """Prints what was seen as JSON, or what it was refused for."""
    limit()
    try:
        said = asdict(look(Path(sys.argv[1]), Path(sys.argv[2])))
    except FileRefused as refused:
        said = {"refused": refused.why}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
