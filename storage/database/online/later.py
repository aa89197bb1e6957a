"""Parts of a step that are made after it, beside writers: indexes CONCURRENTLY, foreign keys validated.

They are kept in the database with the step itself, so that a kill in between forgets none.
"""

import json
import re
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

LATER = "upgrade_later"  # the fact in the database: statements that are still to be made

_TABLE = re.compile(r"\s*CREATE TABLE (?:IF NOT EXISTS )?\"?(\w+)", re.IGNORECASE)
_INDEX = re.compile(r"\s*CREATE (UNIQUE )?INDEX (?:IF NOT EXISTS )?\"?(\w+)\"? ON \"?(\w+)\"?", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\s*ALTER TABLE \"?(\w+)\"? ADD CONSTRAINT \"?(\w+)\"? FOREIGN KEY.*\Z", re.IGNORECASE | re.DOTALL
)
_NOTHING = "SELECT 1"


@dataclass
class Later:
    """What one step leaves for later, as its statements pass by."""

    made: set[str] = field(default_factory=set)  # tables of this step: nobody writes to them yet
    left: list[str] = field(default_factory=list)

    def change(self, statement: str) -> str:
        """Returns what is executed in a statement's place, and keeps what is left of it."""
        if found := _TABLE.match(statement):
            self.made.add(found[1])
        elif (found := _INDEX.match(statement)) and found[3] not in self.made:
            concurrently = (
                f"CREATE {found[1] or ''}INDEX CONCURRENTLY {found[2]} ON {found[3]}{statement[found.end() :]}"
            )
            self.left.append(concurrently)
            return _NOTHING
        elif (found := _FOREIGN.match(statement)) and found[1] not in self.made:
            self.left.append(f"ALTER TABLE {found[1]} VALIDATE CONSTRAINT {found[2]}")
            return f"{statement.rstrip().rstrip(';')} NOT VALID"
        return statement


def keep_left(connection: Connection, left: list[str]) -> None:
    """Keeps what is left, in the transaction of the step."""
    put = "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value"
    connection.execute(text(put), {"name": LATER, "value": json.dumps(left)})


def read_left(connection: Connection) -> list[str]:
    """Returns what is still to be made."""
    found = connection.scalar(text("SELECT value FROM meta WHERE name = :name"), {"name": LATER})
    return list(json.loads(found or "[]"))


def make_left(connection: Connection, statement: str) -> None:
    """Makes one of them. The connection is in autocommit; what a kill left half made is made anew."""
    index = re.match(r"CREATE (?:UNIQUE )?INDEX CONCURRENTLY (\w+) ", statement)
    if index:
        connection.exec_driver_sql(f"DROP INDEX CONCURRENTLY IF EXISTS {index[1]}")
    connection.exec_driver_sql(statement)
