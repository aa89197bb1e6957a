"""Seals anew what an older Sunush sealed as Fernet tokens, a bounded batch at a time."""

from collections.abc import AsyncIterator
from functools import partial

from sqlalchemy import Column, Table, bindparam, func, select, update

from storage.database.engine import Database
from storage.database.schema import Sealed, metadata
from storage.database.seal import FERNET, Seal
from storage.store import Store

BATCH = 500  # rows of one transaction


async def reseal(database: Database, seal: Seal, *, batch: int = BATCH) -> AsyncIterator[int]:
    """Seals old values anew and yields how many each transaction did.

    Broken off and run again, it goes on where it was, since what is done is not found any more. Others may write
    meanwhile: a value that changed in between is left as it is. Raises KeyUnusable where a value does not open.
    """
    for _, column in list_sealed_columns():
        last = 0
        while True:
            done, last = await database.write(partial(_reseal_part, seal, column, last, batch))
            if not done:
                break
            yield done


def list_sealed_columns() -> list[tuple[Table, Column[str]]]:
    """Lists every column that holds sealed values, with its table."""
    tables = metadata.sorted_tables
    return [(table, column) for table in tables for column in table.c if isinstance(column.type, Sealed)]


async def _reseal_part(seal: Seal, column: Column[str], after: int, batch: int, store: Store) -> tuple[int, int]:
    table = column.table
    (key,) = table.primary_key
    found = await store.connection.execute(
        select(key.label("id"), column.label("old"))
        .where(key > after, func.substr(column, 1, len(FERNET)) == FERNET)
        .order_by(key)
        .limit(batch)
    )
    rows = found.all()
    anew = (
        update(table)
        .where(key == bindparam("row"), column == bindparam("old"))
        .values({column.name: bindparam("anew")})
    )
    for row in rows:
        await store.connection.execute(anew, {"row": row.id, "old": row.old, "anew": seal.seal(seal.open(row.old))})
    return len(rows), rows[-1].id if rows else after
