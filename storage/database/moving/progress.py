"""The new database while a move into it is not finished: how far it has come. Nobody serves it before."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, func, inspect, select, text

from storage.database.moving.ends import is_sqlite
from storage.database.moving.failed import MoveFailed
from storage.database.schema import metadata
from storage.database.seal import Seal
from storage.database.upgrade import HEAD, MOVING, walk

_moving = Table(
    "moving",
    MetaData(),
    Column("install", String(64), nullable=False),
    Column("counter", String(20), nullable=False),
    Column("schema", String(32), nullable=False),
    Column("name", String(64), nullable=False),  # the table that is being filled; those before it are full
    Column("after", Text, nullable=False),  # the primary key of its last row, as JSON
)


@dataclass(frozen=True, slots=True)
class Source:
    """What is moved: the install's id, and how far its counter had come."""

    install: str
    counter: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The table that is being filled, and the primary key of its last row (None: it has none yet)."""

    table: str
    after: Sequence[Any] | None


def begin(new: Connection, source: Source, seal: Seal) -> Progress | None:
    """Prepares the new database; returns how far a move of the same state had come, None where it begins.

    Raises MoveFailed where anything else is in it.
    """
    names = set(inspect(new).get_table_names())
    if _moving.name in names:
        left = new.execute(select(_moving)).one()
        if left.install != source.install:
            raise MoveFailed("another install is being moved into it: name an empty one.")
        if (left.counter, left.schema) == (str(source.counter), HEAD):
            new.commit()
            return Progress(left.name, json.loads(left.after))
        empty(new)  # the old database has gone on since, or Sunush has
    elif names:
        raise MoveFailed("there are tables in it already: name an empty one.")
    new.commit()
    walk(new, seal, "upgrade", "head")
    _moving.create(new)
    first = metadata.sorted_tables[0].name
    values = {"install": source.install, "counter": str(source.counter), "schema": HEAD, "name": first, "after": "null"}
    new.execute(_moving.insert().values(values))
    new.execute(text("UPDATE alembic_version SET version_num = :moving"), {"moving": MOVING})
    new.commit()
    return None


def keep(new: Connection, at: Progress) -> None:
    """Writes down how far it has come, in the transaction of the rows."""
    new.execute(_moving.update().values(name=at.table, after=json.dumps(at.after)))


def empty(new: Connection) -> None:
    """Removes every table of a move that is not finished."""
    quote = new.dialect.identifier_preparer.quote
    names = inspect(new).get_table_names()
    if is_sqlite(new):
        for name in names:
            new.exec_driver_sql(f"DROP TABLE {quote(name)}")
    else:
        new.exec_driver_sql(f"DROP TABLE {', '.join(map(quote, names))} CASCADE")
        new.exec_driver_sql("DROP FUNCTION IF EXISTS audit_only_grows()")
    new.commit()


def finish(new: Connection, source: Source) -> None:
    """Lets the new database be served. Its ids go on after the last one, its counter is the old one's."""
    if is_sqlite(new):
        new.exec_driver_sql(f"PRAGMA user_version = {source.counter}")
        if new.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise MoveFailed("a row of it leads nowhere: run «sunush doctor» over the old database.")
    else:
        for table in metadata.sorted_tables:
            if "id" in table.c and (last := new.scalar(select(func.max(table.c.id)))) is not None:
                sequence = new.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name})
                if sequence is not None:
                    new.execute(text("SELECT setval(CAST(:sequence AS regclass), :last)"),
                                {"sequence": sequence, "last": last})  # fmt: skip
    new.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
    _moving.drop(new)
    new.commit()
    if not is_sqlite(new):
        new.exec_driver_sql("ANALYZE")
        new.commit()
