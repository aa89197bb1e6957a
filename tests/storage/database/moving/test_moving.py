"""A database moved into an empty one: every row, byte for byte, and resumed wherever it broke off."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, Float, Integer, SmallInteger, create_engine, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from storage.database.engine import make_database_url
from storage.database.moving import progress, rows
from storage.database.moving.failed import MoveFailed
from storage.database.moving.move import move_rows
from storage.database.schema import Sealed, metadata
from storage.database.upgrade import HEAD, MOVING
from tests.databases import migrated_file

AIMAKS = 7
TEXTS = ("Мектепке жарык керек", "\\N", "tab\tand\nbreak\\", "'; DROP TABLE people; --", "🙂 ө", "", "NULL", "x" * 900)


def plain(url: URL) -> URL:
    return url.set(drivername="sqlite") if url.get_backend_name() == "sqlite" else url


def on(url: URL, work: Any) -> Any:
    engine = create_engine(plain(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def contents(url: URL) -> dict[str, list[Any]]:
    """Every row of every table, and of the revision."""

    def look(connection: Connection) -> dict[str, list[Any]]:
        found = {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}
        return found | {"revision": list(connection.scalars(text("SELECT version_num FROM alembic_version")))}

    return on(url, look)


def fill(url: URL, seal: Any) -> None:
    """Seven rows in every table, each unlike the others; aimaks are merged into later ones, some are for practice."""

    def value(column: Any, n: int) -> Any:
        if column.foreign_keys:
            is_self = any(key.column.table is column.table for key in column.foreign_keys)
            return (n % AIMAKS + 1 if n % 3 else None) if is_self else n
        match column.type:
            case Sealed():
                return seal.seal(f"{TEXTS[n]} {column.name}")
            case Boolean():
                return n % 2 == 0
            case Date():
                return date(2026, 11, n)
            case SmallInteger():
                return n
            case Float():
                return n / 10 + 1e-12
            case Integer():
                return n if column.primary_key or column.type.__class__ is Integer else 2**53 + n
        return f"{n}{TEXTS[n]}{column.name}"[: column.type.length]

    def write(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for table in metadata.sorted_tables:
            names = {"name", "value"} & set(table.c.keys()) if table.name == "meta" else set()
            if names:
                said = {"install": "a1b2", "counter": "12", "key": seal.fingerprint}
                connection.execute(table.insert(), [{"name": name, "value": said[name]} for name in said])
                continue
            for n in range(1, AIMAKS + 1):
                connection.execute(table.insert().values({column.name: value(column, n) for column in table.c}))

    on(url, write)


@pytest.fixture(scope="module")
def filled(tmp_path_factory, seal):
    file = migrated_file(tmp_path_factory.mktemp("filled") / "old.db")
    fill(make_database_url(f"sqlite:///{file}"), seal)
    return file.read_bytes()


@pytest.fixture
def old(filled, tmp_path):
    file = tmp_path / "old.db"
    file.write_bytes(filled)
    return make_database_url(f"sqlite:///{file}")


@pytest.fixture(autouse=True)
def walked_once(monkeypatch, tmp_path):
    """The schema of a SQLite file is copied from one that was walked once; PostgreSQL is walked."""
    walk = progress.walk

    def copy(connection: Connection, *args: Any) -> None:
        if connection.dialect.name != "sqlite":
            walk(connection, *args)
            return
        connection.commit()
        with closing(sqlite3.connect(migrated_file(tmp_path / "walked.db"))) as of:
            of.backup(connection.connection.driver_connection)

    monkeypatch.setattr(progress, "walk", copy)


def test_all_tables_go_to_postgresql_once_a_value_fits_and_come_back_as_they_were(
    old, empty_postgresql_url, tmp_path, seal, monkeypatch
):
    monkeypatch.setattr(rows, "BATCH", 3)
    file = Path(str(old.database))
    before, kept = contents(old), file.read_bytes()
    assert all(len(found) >= 3 for name, found in before.items() if name != "revision")

    moved = move_rows(old, empty_postgresql_url, seal)
    assert (moved.rows, moved.tables, moved.resumed) == (
        sum(map(len, before.values())) - 1,
        len(metadata.tables),
        False,
    )
    assert contents(empty_postgresql_url) == before
    assert file.read_bytes() == kept, "the old one is as it was"

    def go_on(connection: Connection) -> int:
        connection.execute(text("INSERT INTO people (created_at) VALUES (1)"))
        return connection.scalar(text("SELECT max(id) FROM people")) or 0

    assert on(empty_postgresql_url, go_on) == AIMAKS + 1, "ids go on after the last one"
    on(
        empty_postgresql_url,
        lambda connection: connection.execute(text("DELETE FROM people WHERE created_at = 1 AND id > 7")),
    )

    back = make_database_url(f"sqlite:///{tmp_path / 'back.db'}")
    move_rows(empty_postgresql_url, back, seal)
    assert contents(back) == before
    assert on(back, lambda connection: connection.scalar(text("PRAGMA user_version"))) == 12
    with pytest.raises(MoveFailed, match="tables in it already"):
        move_rows(empty_postgresql_url, back, seal)


class Killed(BaseException):
    """What ends a move in the middle."""


def test_a_move_that_breaks_off_goes_on_where_it_was_and_cannot_be_served_before(
    old, tmp_path, seal, monkeypatch, tell
):
    monkeypatch.setattr(rows, "BATCH", 40)
    before, begun, told = contents(old), 0, 0
    new = make_database_url(f"sqlite:///{tmp_path / 'new.db'}")

    def die_later(done: int, of: int) -> None:
        nonlocal told
        told += 1
        if told > 12:
            raise Killed

    while True:
        told, begun = 0, begun + 1
        try:
            moved = move_rows(old, new, seal, told=die_later)
            break
        except Killed:
            assert contents(new)["revision"] == [MOVING]
    assert moved.resumed
    assert contents(new) == before
    assert begun > 3
    tell("a move broken off every 12 batches", begun=begun, rows=moved.rows, lost=0, doubled=0)


def test_a_move_begins_anew_where_the_old_database_went_on_since(old, tmp_path, seal, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 40)
    new = make_database_url(f"sqlite:///{tmp_path / 'new.db'}")
    counted = "UPDATE meta SET value = '13' WHERE name = 'counter'"
    for change in (counted, "UPDATE aimaks SET fold = 'башка' WHERE id = 2"):  # and one that nobody counted

        def die(done: int, of: int) -> None:
            if done > of / 2:
                raise Killed

        with pytest.raises(Killed):
            move_rows(old, new, seal, told=die)
        on(old, lambda connection, change=change: connection.execute(text(change)))
    move_rows(old, new, seal)
    assert contents(new) == contents(old)
    assert "moving" not in on(new, lambda connection: inspect(connection).get_table_names())
    assert contents(new)["revision"] == [HEAD]


def test_nobody_moves_into_what_another_install_is_moved_into(old, tmp_path, seal):
    new = make_database_url(f"sqlite:///{tmp_path / 'new.db'}")

    def die(done: int, of: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        move_rows(old, new, seal, told=die)
    on(old, lambda connection: connection.execute(text("UPDATE meta SET value = 'other' WHERE name = 'install'")))
    with pytest.raises(MoveFailed, match="another install"):
        move_rows(old, new, seal)
