"""`sunush db backup` and `db restore` from outside: read back, closed to others, and nothing of a copy leaves again."""

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage.database.seal import make_key
from tests.cli.aimak_files import ADD, rows


def modes(folder: str) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in Path(folder).rglob("*") if path.is_file()}


@pytest.fixture
def copied(sunush):
    """An install with an aimak and a file, and a copy of it; then a second aimak is entered."""
    sunush("aimak", "add", "aksuu", *ADD)
    Path("data/media/ab").mkdir(parents=True)
    Path("data/media/ab/abcd").write_bytes(b"OggS voice")
    assert sunush("db", "backup", "--output", "copy").code == 0
    sunush("aimak", "add", "later", *ADD)


def test_a_copy_says_what_it_holds_and_is_closed_to_others(sunush, copied):
    label = json.loads(Path("copy/copy.json").read_text("utf-8"))
    assert label["rows"]["aimaks"] == 1
    assert list(label["media"]) == ["ab/abcd"]
    assert Path("sunush.key").read_text("ascii").strip() not in Path("copy/copy.json").read_text("utf-8")
    assert modes("copy") == {0o600}


def test_a_copy_is_put_back_and_sending_waits(sunush, copied, tell):
    Path("data/media/ab/abcd").unlink()
    ran = sunush("db", "restore", "copy")
    assert (ran.code, ran.err) == (0, "")
    assert "Put back from copy:" in ran.out
    assert "Sending is stopped until «sunush db resume»." in ran.out
    assert "There is no list of erased people (data/erasures.log)" in ran.out
    assert rows("SELECT code FROM aimaks") == [("aksuu",)]
    assert Path("data/media/ab/abcd").read_bytes() == b"OggS voice"
    (replaced,) = Path("data/backups").glob("replaced-*/sunush.db")
    with closing(sqlite3.connect(replaced)) as connection:
        assert len(connection.execute("SELECT code FROM aimaks").fetchall()) == 2
    assert sunush("aimak", "list").code == 0
    assert "LOOK" in sunush("doctor").out
    assert "Sending is stopped until" in sunush("doctor").out
    assert sunush("db", "resume").out.startswith("Sending goes on.")
    assert sunush("db", "resume").out == "Sending is not stopped.\n"
    tell("a copy restored", rows_that_differ=0, files_that_differ=0)


@pytest.mark.parametrize("named", ["data", "data/sunush.db"])
def test_the_database_in_use_is_no_copy(sunush, copied, named):
    ran = sunush("db", "restore", named)
    assert (ran.code, ran.out) == (2, "")
    assert "is the database in use, no copy" in ran.err


def test_what_cannot_be_put_back_changes_nothing(sunush, copied):
    before = Path("data/sunush.db").read_bytes()
    assert "There is no copy in nowhere" in sunush("db", "restore", "nowhere").refused()
    key = Path("sunush.key").read_bytes()
    Path("sunush.key").unlink()
    assert "sunush.key is missing" in sunush("db", "restore", "copy").refused()
    make_key(Path("sunush.key"))
    assert "is not the one this copy was sealed with" in sunush("db", "restore", "copy").refused()
    Path("sunush.key").write_bytes(key)
    shutil.copytree("copy", "torn")
    Path("torn/media/ab/abcd").write_bytes(b"OggS other")
    assert "is not the file that was copied" in sunush("db", "restore", "torn").refused()
    shutil.copytree("copy", "changed")
    content = Path("changed/sunush.db").read_bytes()
    Path("changed/sunush.db").write_bytes(content.replace(b"aksuu", b"aksub"))
    assert "is not the database that was copied" in sunush("db", "restore", "changed").refused()
    shutil.copytree("copy", "broken")
    spoil(Path("broken/sunush.db"), "aimaks")
    assert "is not the database that was copied" in sunush("db", "restore", "broken").refused()
    Path("broken/copy.json").unlink()  # as a copy that somebody made by hand
    assert "cannot be put back" in sunush("db", "restore", "broken").refused()
    Path("note.txt").write_text("no database")
    assert "cannot be put back" in sunush("db", "restore", "note.txt").refused()
    with closing(sqlite3.connect("data/sunush.db")) as somebody:
        somebody.execute("SELECT count(*) FROM aimaks").fetchall()
        assert "is in use" in sunush("db", "restore", "copy").refused()
    assert Path("data/sunush.db").read_bytes() == before
    assert not list(Path("data").glob("*.restoring*"))


def test_a_flipped_bit_in_the_text_of_the_schema_is_damage_like_any_other(sunush, copied):
    with closing(sqlite3.connect("data/sunush.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    for place in (Path("data/sunush.db"), Path("copy/sunush.db")):
        content = place.read_bytes()
        assert content.count(b"CREATE TABLE outbox ") == 1
        place.write_bytes(content.replace(b"CREATE TABLE outbox ", b"CRE\xc7TE TABLE outbox "))
    Path("copy/copy.json").unlink()
    for command in (("aimak", "list"), ("db", "backup"), ("run",)):
        assert "The database is damaged (malformed database schema" in sunush(*command).refused()
    assert "malformed database schema" in sunush("doctor").out
    assert "cannot be put back: malformed database schema" in sunush("db", "restore", "copy").refused()


LABELS: list[dict[str, Any] | str] = [
    "", "[", "[]", "null", "[" * 100_000, '{"made_at": NaN}',
    *({"key": key} for key in (["x"], {}, None, 5)), *({"rows": rows} for rows in (None, [], {"meta": "x"})),
    *({"media": media} for media in (None, ["x"], {"ab/abcd": 5}, {"\0": "x"}, {"\ud800": "x"}, {"../sunush.key": "x"})),
    {"database": 1}, {"revision": None}, {"nobody knows it": 1},
]  # fmt: skip


def test_a_label_that_is_none_of_ours_is_refused_in_a_line(sunush, copied):
    before, own = Path("data/sunush.db").read_bytes(), json.loads(Path("copy/copy.json").read_text("utf-8"))
    for label in LABELS:
        Path("copy/copy.json").write_text(label if isinstance(label, str) else json.dumps(own | label), "utf-8")
        assert "is not what «sunush db backup» has written" in sunush("db", "restore", "copy").refused(), label
    assert Path("data/sunush.db").read_bytes() == before


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("DELETE FROM alembic_version", "does not say which schema it has"),
        ("UPDATE alembic_version SET version_num = ''", "does not say which schema it has"),
        ("INSERT OR REPLACE INTO meta VALUES ('counter', 'x')", "its counter is no number"),
        ("UPDATE meta SET value = x'ff' WHERE name = 'key'", "is not the one this copy was sealed with"),
    ],
)
def test_a_copy_whose_rows_say_nothing_of_it_is_refused_in_a_line(sunush, copied, spoilt, said):
    Path("copy/copy.json").unlink()
    with closing(sqlite3.connect("copy/sunush.db")) as copy:
        assert copy.execute(spoilt).rowcount == 1
        copy.commit()
    assert said in sunush("db", "restore", "copy").refused()


def test_a_database_that_is_gone_is_put_back_by_the_command_the_refusal_names(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    sunush("db", "backup")
    for path in Path("data").glob("sunush.db*"):
        path.unlink()
    said = sunush("aimak", "list").refused()
    command = said.partition("«sunush ")[2].partition("»")[0].split()
    assert command[:2] == ["db", "restore"]
    assert "the bot" not in sunush("doctor").err
    assert sunush(*command).code == 0
    assert rows("SELECT code FROM aimaks") == [("aksuu",)]


def spoil(file: Path, table: str) -> None:
    """Overwrites the first page of a table or an index."""
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(os.urandom(size))


@pytest.mark.parametrize("table", ["outbox", "proposals", "peers", "ix_outbox_ended"])
def test_a_damaged_database_is_said_by_doctor_and_no_copy_is_made_of_it(sunush, table, tell):
    sunush("aimak", "add", "aksuu", *ADD)
    spoil(Path("data/sunush.db"), table)
    ran = sunush("doctor")
    assert ran.code == 2
    assert "LOOK  The database data/sunush.db is damaged" in ran.out
    said = sunush("db", "backup").refused()
    assert "is damaged" in said
    assert "make room" not in said
    assert not list(Path("data/backups").glob("*"))
    tell(f"a page of {table} overwritten", said=1, copies_made=0)


def test_an_index_that_does_not_fit_its_table_is_found_by_the_full_look(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    with closing(sqlite3.connect("data/sunush.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'fold', 'code') WHERE name = 'ix_aimaks_code'")
        connection.execute("CREATE INDEX ix_aimaks_wrong ON aimaks (code)")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, '(code)', '(fold)') WHERE name = 'ix_aimaks_wrong'"
        )
    assert "The database is whole" in sunush("doctor").out
    assert "is damaged" in sunush("doctor", "--full").out
    assert "is damaged" in sunush("db", "backup").refused()
