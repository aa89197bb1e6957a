"""sunush db move: a database moved from outside, and what is refused in a line."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.aimak_files import ADD

NEW = "sqlite:///elsewhere/new.db"


def add(sunush):
    assert sunush("aimak", "add", "aksuu", *ADD).code == 0


def test_a_moved_database_is_opened_in_its_new_place_with_the_same_key(sunush, monkeypatch):
    add(sunush)
    before = Path("data/sunush.db").read_bytes()
    ran = sunush("db", "move", "--to", NEW)
    assert (ran.code, ran.err) == (0, "")
    assert "compared on both sides" in ran.out
    assert Path("data/sunush.db").read_bytes() == before
    assert Path("elsewhere/new.db").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("SUNUSH_DATABASE_URL", NEW)
    listed = sunush("aimak", "list")
    assert (listed.code, listed.err) == (0, "")
    assert "aksuu" in listed.out
    assert "COPY" not in sunush("doctor").out
    with closing(sqlite3.connect("elsewhere/new.db")) as moved:
        assert moved.execute("SELECT value FROM meta WHERE name = 'put_back'").fetchall() == [], (
            "it is no copy put back"
        )


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("nonsense", "not a database URL"),
        ("mysql://here/there", "only a SQLite file or PostgreSQL"),
        ("sqlite:///data/../data/sunush.db", "that is the database in use"),
        ("postgresql://nobody@127.0.0.1:1/none", "onnection refused"),
        ("sqlite:///sunush.key/new.db", "cannot be written"),
    ],
)
def test_a_move_to_nowhere_is_refused_in_a_line(sunush, url, why):
    add(sunush)
    assert why in sunush("db", "move", "--to", url).refused()


def test_a_move_is_refused_while_the_old_one_is_served_where_none_is_and_into_what_is_not_empty(sunush):
    assert "There is no database yet" in sunush("db", "move", "--to", NEW).refused()
    add(sunush)
    with FileLock("data/sunush.db.telegram-0123456789abcdef.lock"):
        assert "is in use" in sunush("db", "move", "--to", NEW).refused()
    assert sunush("db", "move", "--to", NEW).code == 0
    assert "tables in it already" in sunush("db", "move", "--to", NEW).refused()


def test_a_database_whose_move_is_not_finished_cannot_be_opened(sunush, monkeypatch):
    add(sunush)
    assert sunush("db", "move", "--to", NEW).code == 0
    with closing(sqlite3.connect("elsewhere/new.db")) as moved, moved:
        moved.execute("UPDATE alembic_version SET version_num = 'moving'")
    monkeypatch.setenv("SUNUSH_DATABASE_URL", NEW)
    for command in (("aimak", "list"), ("db", "upgrade"), ("run",)):
        assert "is not finished" in sunush(*command).refused(), command
    assert "is not finished" in sunush("doctor").out
