"""The move itself, on plain connections. Tables go in the order of their references, then both sides are compared."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.engine import URL

from storage.copies.mark import COUNTER, INSTALL
from storage.database.moving import progress
from storage.database.moving.ends import open_new, open_old
from storage.database.moving.failed import MoveFailed
from storage.database.moving.progress import Progress, Source
from storage.database.moving.rows import find_key, read_rows, sum_up, write_references, write_rows
from storage.database.schema import meta, metadata
from storage.database.seal import Seal

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved, all of it compared; resumed: an earlier move had begun it."""

    rows: int
    tables: int
    resumed: bool


def move_rows(old_url: URL, new_url: URL, seal: Seal, *, told: Told = lambda done, of: None) -> Moved:
    """Moves a database whole. Broken off and run again it goes on. The old one stays as it is.

    told hears how many rows of how many are there. Raises MoveFailed; until it has ended nobody can serve the new one.
    """
    with open_old(old_url) as old, open_new(new_url) as new:
        source = _read_source(old)
        left = progress.begin(new, source, seal)
        rows = _fill(old, new, left, told)
        differs = _compare(old, new)
        if differs and left is not None:
            # Somebody wrote to the old one, and was killed before that was counted. All of it is moved once more.
            progress.empty(new)
            progress.begin(new, source, seal)
            rows, differs = _fill(old, new, None, told), _compare(old, new)
        if differs:
            raise MoveFailed(
                f"the rows of «{differs}» do not read back as they were written: nothing can be served there."
            )
        progress.finish(new, source)
        return Moved(rows, len(metadata.tables), left is not None)


def _read_source(old: Connection) -> Source:
    said = {row.name: row.value for row in old.execute(select(meta).where(meta.c.name.in_([INSTALL, COUNTER])))}
    if len(said) < 2:
        raise MoveFailed("the old one has never been served: there is nothing to move.")
    return Source(said[INSTALL], int(said[COUNTER]))


def _fill(old: Connection, new: Connection, left: Progress | None, told: Told) -> int:
    counts = {table.name: old.scalar(select(func.count()).select_from(table)) or 0 for table in metadata.sorted_tables}
    of, done = sum(counts.values()), 0
    told(0, of)
    names, last = list(counts), metadata.sorted_tables[-1]
    begun = names.index(left.table) if left is not None else 0
    for at, table in enumerate(metadata.sorted_tables):
        after = left.after if left is not None and at == begun else None
        if at < begun:
            done += counts[table.name]
            continue
        if after is not None:
            done += new.scalar(select(func.count()).select_from(table)) or 0
        while rows := read_rows(old, table, after):
            after = find_key(table, rows[-1])
            write_rows(new, table, rows)
            progress.keep(new, Progress(table.name, after))
            new.commit()
            done += len(rows)
            told(done, of)
        write_references(old, new, table)
        progress.keep(new, Progress(table.name, after) if table is last else Progress(names[at + 1], None))
        new.commit()
    return of


def _compare(old: Connection, new: Connection) -> str:
    """The first table that differs, empty where none does."""
    return next((table.name for table in metadata.sorted_tables if _differs(old, new, table)), "")


def _differs(old: Connection, new: Connection, table: Table) -> bool:
    try:
        return sum_up(old, table) != sum_up(new, table)
    finally:
        new.commit()
