"""What a part of the evidence folder is, and what it is made from."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.budget.public.masked import mask
from storage.aimaks import Aimak
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.media.media import Media
from storage.people import Person

MOST_IN_A_MESSAGE = 40 * 1024 * 1024  # bytes of an office's own files: Telegram takes 50 MB


@dataclass(frozen=True, slots=True)
class Packing:
    """Whose folder it is: an aimak's budget year at a moment (ms UTC).

    named: names and telephones may stand in it. most is how many bytes of the office's own files it may take; None is
    any number. scratch is an empty folder in which parts write their files. too_large gathers the files left out.
    """

    database: Database
    seal: Seal
    media: Media
    aimak: Aimak
    year: int
    at: int
    named: bool
    most: int | None
    scratch: Path
    by: Person | None = None  # who made it in the chat; None: the command line
    too_large: list[str] = field(default_factory=list)

    def cover(self, text: str) -> str:
        """Words of the office as they stand in the folder: without names, telephones are covered by stars."""
        return text if self.named else mask(text).text


Make = Callable[[Packing], Awaitable[list[Path]]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the folder. No file of it: it is missing, and how is what the office can do about it."""

    name: str
    title: str  # marked by N_
    how: str  # marked by N_
    make: Make
    only_named: bool = False  # it may hold names of people
