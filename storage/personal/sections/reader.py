"""One person, and how their rows are read: one connection serves all sections."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.language.by_language import choose_language
from storage.database.schema import (
    aimak_names,
    joins,
    peers,
    village_names,
)
from storage.database.seal import Seal

UNSENT = "draft"  # what the name of a file begins with that came with no proposal yet
Record = dict[str, Any]


class Reader:
    def __init__(self, connection: Connection, seal: Seal, person_id: int, language: str) -> None:
        self.connection = connection
        self.seal = seal
        self.person_id = person_id
        self.language = language
        self.boxes = select(peers.c.id).where(peers.c.person_id == person_id)
        # What somebody was in a chat before it was joined to theirs, they still did.
        others = connection.scalars(select(joins.c.other_id).where(joins.c.person_id == person_id))
        self.everyone = [person_id, *others]

    def stream_rows(self, statement: Select[Any]) -> Iterator[Any]:
        """Reads all rows of a statement."""
        # Read to its end before anything is asked in between: one connection serves them all.
        return iter(self.connection.execute(statement).all())

    def open_sealed(self, sealed: str | None) -> str | None:
        """Opens what is sealed, None where nothing is."""
        return self.seal.open(sealed) if sealed else None

    def find_aimak(self, aimak_id: int | None) -> str | None:
        """Names an aimak."""
        rows = select(aimak_names.c.language, aimak_names.c.name)
        return self._find_names(rows.where(aimak_names.c.aimak_id == (aimak_id or 0)))

    def find_village(self, village_id: int | None) -> str | None:
        """Names a village."""
        rows = select(village_names.c.language, village_names.c.name)
        return self._find_names(rows.where(village_names.c.village_id == (village_id or 0)))

    def _find_names(self, names: Select[Any]) -> str | None:
        return choose_language(known, self.language) if (known := dict(map(tuple, self.stream_rows(names)))) else None


def name_file(label: str, media_id: int, kind: str) -> str:
    """The name of a file, without its ending: the number of its proposal, its kind, a number of its own."""
    return f"{label}-{kind}-{media_id}"


def read_time(at: int | None) -> datetime | None:
    """Returns milliseconds UTC as a datetime."""
    return None if at is None else datetime.fromtimestamp(at // 1000, UTC)
