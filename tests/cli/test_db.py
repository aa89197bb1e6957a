"""sunush db: upgrades and backups."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.aimak_files import ADD, rows
from tests.cli.commands import ROOT

# The database


def test_an_upgrade_says_where_the_schema_stands(sunush):
    first, second = sunush("db", "upgrade"), sunush("db", "upgrade")
    assert (first.code, first.err, first.out) == (second.code, second.err, second.out)
    assert (first.code, first.err) == (0, "")
    assert rows("SELECT version_num FROM alembic_version")[0][0] in first.out


def test_an_upgrade_beside_writers_is_for_postgresql(sunush):
    assert "--online is for PostgreSQL" in sunush("db", "upgrade", "--online").refused()


def test_a_backup_opens_and_holds_no_key(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    media = Path("data/media/ab/abcd")
    media.parent.mkdir(parents=True)
    media.write_bytes(b"OggS voice")
    media.with_suffix(".1.part").write_bytes(b"half")
    ran = sunush("db", "backup", "--output", "copy")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Copied to copy.")
    copied = {str(path.relative_to("copy")): path.read_bytes() for path in Path("copy").rglob("*") if path.is_file()}
    assert set(copied) == {"copy.json", "sunush.db", "media/ab/abcd"}
    key = Path("sunush.key").read_bytes().strip()
    assert not [name for name, content in copied.items() if key in content]
    with closing(sqlite3.connect("copy/sunush.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT code FROM aimaks").fetchall() == [("aksuu",)]


def test_backups_without_a_name_do_not_meet(sunush):
    for _ in range(2):
        assert sunush("db", "backup").code == 0
    assert len(list(Path("data/backups").glob("*/sunush.db"))) == 2


def test_a_backup_can_be_made_while_somebody_talks(sunush):
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--aimak", "kokjar", "--language", "ky"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as talking:
        assert talking.stdout is not None
        assert "Саламатсызбы" in talking.stdout.readline().decode()
        assert sunush("db", "backup", "--output", "copy").code == 0
        talking.communicate(b"1\n", timeout=60)
    assert talking.returncode == 0
    with closing(sqlite3.connect("copy/sunush.db")) as connection:
        assert connection.execute("SELECT count(*) FROM peers").fetchall() == [(1,)]


@pytest.mark.parametrize("where", ["full", "full/file", "full/file/deeper"])
def test_a_backup_never_goes_over_what_is_there(sunush, where):
    Path("full").mkdir()
    Path("full/file").write_text("mine", "utf-8")
    assert where in sunush("db", "backup", "--output", where).refused()
    assert [path.name for path in Path("full").iterdir()] == ["file"]
    assert Path("full/file").read_text("utf-8") == "mine"
