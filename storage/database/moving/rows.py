"""Rows on their way from one database to another: read by keyset, written in batches, summed up on both sides."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, bindparam, select, tuple_

from storage.database.moving.ends import is_sqlite
from storage.database.moving.failed import MoveFailed

BATCH = 5_000  # rows of one transaction, and the most that are kept in memory
_MODULUS = 2**256

Key = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table comes to: how many rows, and a digest (SHA-256 of each, added up) that knows no order."""

    rows: int
    digest: int


def read_rows(connection: Connection, table: Table, after: Key | None) -> Sequence[Row[Any]]:
    """Reads the next rows after a primary key (None: from the first), BATCH of them at the most."""
    key = tuple(table.primary_key)
    wanted = select(*table.c).order_by(*key).limit(BATCH)
    if after is not None:
        wanted = wanted.where(tuple_(*key) > tuple_(*after)) if len(key) > 1 else wanted.where(key[0] > after[0])
    return connection.execute(wanted).all()


def find_key(table: Table, row: Row[Any]) -> list[Any]:
    """The primary key of a row."""
    return [row._mapping[column] for column in table.primary_key]


def sum_up(connection: Connection, table: Table) -> Sum:
    """Reads a whole table, a batch at a time, and sums it up."""
    count, digest = 0, 0
    for rows in _read_all(connection, table):
        count += len(rows)
        digest += sum(int.from_bytes(_digest_row(row)) for row in rows)
    return Sum(count, digest % _MODULUS)


def _read_all(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    after: Key | None = None
    while rows := read_rows(connection, table, after):
        yield rows
        after = find_key(table, rows[-1])


def _digest_row(row: Row[Any]) -> bytes:
    return hashlib.sha256(json.dumps(list(row), default=date.isoformat).encode("utf-8", "surrogatepass")).digest()


def write_rows(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Writes rows; what refers to another row of the same table comes by write_references, once all of them are there."""
    own = {column.name for column in list_self_references(table)}
    names = [column.name for column in table.c if column.name not in own]
    places = [at for at, column in enumerate(table.c) if column.name not in own]
    if is_sqlite(connection):
        given = [{name: row[at] for name, at in zip(names, places, strict=True)} for row in rows]
        connection.execute(table.insert(), given)
        return
    import psycopg  # which SQLite does without

    quote = connection.dialect.identifier_preparer.quote
    into = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    try:
        with connection.connection.cursor() as cursor, cursor.copy(into) as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row([row[at] for at in places])
    except psycopg.Error as error:
        raise MoveFailed(f"«{table.name}» was not taken ({str(error).partition(chr(10))[0]}).") from error


def list_self_references(table: Table) -> list[Column[Any]]:
    """The columns of a table that lead to another row of it."""
    return [column for column in table.c if any(key.column.table is table for key in column.foreign_keys)]


def write_references(old: Connection, new: Connection, table: Table) -> None:
    """Writes what in a table leads to other rows of it. Such tables are small."""
    for column in list_self_references(table):
        (key,) = table.primary_key
        found = old.execute(select(key.label("row"), column.label("to")).where(column.is_not(None))).all()
        if found:
            change = table.update().where(key == bindparam("row")).values({column.name: bindparam("to")})
            new.execute(change, [{"row": one.row, "to": one.to} for one in found])
