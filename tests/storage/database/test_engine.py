"""How a database is named, what its errors show, and what each commit is told."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import connect
from storage.database.engine import Database, make_database_url
from storage.store import Store
from tests.databases import OWN_SYNCHRONOUS
from tests.storage.database.units.doubles import put


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("sqlite:///data/sunush.db", "sqlite+aiosqlite"),
        ("sqlite:////var/lib/sunush.db", "sqlite+aiosqlite"),
        ("sqlite+pysqlite:///sunush.db", "sqlite+aiosqlite"),
        ("postgresql://sunush@localhost/sunush", "postgresql+psycopg"),
        ("postgresql+asyncpg://sunush@localhost/sunush", "postgresql+psycopg"),
    ],
)
def test_sqlite_files_and_postgresql_are_taken(given, driver):
    assert make_database_url(given).drivername == driver


@pytest.mark.parametrize(
    "given", ["", "sunush.db", "sqlite://", "sqlite:///:memory:", "mysql://localhost/sunush", "oracle://x", "://", "12"]
)
def test_anything_else_is_refused(given):
    with pytest.raises(ValueError):
        make_database_url(given)


async def test_an_error_does_not_show_what_was_to_be_written(database):
    await database.write(put("taken"))
    with pytest.raises(IntegrityError) as caught:
        await database.write(put("taken", "Айгүл Токтогулова"))
    assert "Айгүл" not in str(caught.value)


async def test_a_commit_is_on_the_disk_before_it_is_acknowledged(sqlite_url, seal, monkeypatch):
    """With `synchronous = FULL` (2) SQLite calls fsync at each commit; other tests go without it."""
    monkeypatch.setattr(connect, "SYNCHRONOUS", OWN_SYNCHRONOUS)
    database = Database(sqlite_url, seal)

    async def ask(store: Store) -> int:
        return (await store.connection.execute(text("PRAGMA synchronous"))).scalar_one()

    assert (await database.write(ask), await database.read(ask)) == (2, 2)
    await database.close()
