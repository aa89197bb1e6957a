"""The parts of an opened install that every command works with."""

from dataclasses import dataclass

from bot.settings import Settings
from storage.copies.file_header import Header
from storage.database.engine import Database
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Office:
    """The parts every command works with; header is that of a SQLite file."""

    settings: Settings
    database: Database
    seal: Seal
    header: Header | None = None
