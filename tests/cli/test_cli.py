"""The command line as a whole: refusals in one line, settings, keys and databases that cannot be used."""

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.service.workers.roles import ONLY_POSTGRESQL
from tests.cli.aimak_files import ADD, rows
from tests.cli.commands import ROOT, from_outside

# Whatever is wrong


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["aimak", "remove"], "No such command 'remove'"),
        (["db", "drop"], "No such command 'drop'"),
        (["--nope"], "No such option '--nope'"),
        (["chat", "--nope"], "No such option '--nope'"),
        (["chat", "--language", "en"], "Invalid value for '--language'"),
        (["chat", "--as"], "Option '--as' requires an argument"),
        (["chat", "extra"], "unexpected extra argument"),
        (["aimak", "list", "extra"], "unexpected extra argument"),
        (["aimak", "import"], "Missing argument 'FILE'"),
        (["invite"], "Missing option '--role'. Choose from: staff, head"),
        (["tally", "--entries"], "Option '--entries' requires an argument"),
        (["db", "backup", "--output"], "Option '--output' requires an argument"),
        (["chat\n", "x"], "No such command"),
        (["\udcff"], "No such command"),
    ],
    ids=ascii,
)
def test_a_command_that_is_none_is_refused_in_one_line(sunush, arguments, named):
    refusal = sunush(*arguments).refused()
    assert named in refusal
    assert "--help" in refusal


@pytest.mark.parametrize("arguments", [[], ["aimak"], ["db"]])
def test_half_a_command_shows_what_there_is(sunush, arguments):
    ran = sunush(*arguments)
    assert ran.code == 2
    assert ran.out.startswith("Usage: ")
    assert ran.err == f"Say which command: «{' '.join(['sunush', *arguments])} COMMAND».\n"


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["chat", "--help"], ["--version"]])
def test_help_is_no_error(sunush, arguments):
    ran = sunush(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def made_of(key: bytes) -> None:
    Path("sunush.key").write_bytes(key)


EVERY = [["aimak", "list"], ["db", "upgrade"], ["db", "backup"], ["chat"], ["aimak", "add", "aksuu", *ADD]]


@pytest.mark.parametrize("arguments", EVERY, ids=lambda arguments: " ".join(arguments[:2]))
def test_a_missing_key_is_asked_for_and_never_made_anew(sunush, arguments):
    sunush("aimak", "list")
    Path("sunush.key").unlink()
    ran = sunush(*arguments)
    assert "sunush.key is missing: put back the one this database was made with" in ran.refused()
    assert not Path("sunush.key").exists()


@pytest.mark.parametrize("arguments", EVERY[:1] + EVERY[3:], ids=lambda arguments: " ".join(arguments[:2]))
def test_a_foreign_key_is_refused_before_anything_is_written(sunush, arguments):
    sunush("aimak", "list")
    before = Path("data/sunush.db").read_bytes()
    made_of(b"A" * 43 + b"=")
    assert "is not the one this database was sealed with" in sunush(*arguments).refused()
    assert Path("data/sunush.db").read_bytes() == before


@pytest.mark.parametrize("key", [b"", b"short", b"\xff\xfe", b"A" * 44, b"\x00" * 44], ids=ascii)
def test_a_key_file_that_holds_no_key_is_refused(sunush, key):
    made_of(key)
    assert "The key file sunush.key is unusable" in sunush("aimak", "list").refused()
    assert Path("sunush.key").read_bytes() == key


def test_a_folder_for_a_key_is_refused(sunush):
    Path("sunush.key").mkdir()
    assert "sunush.key" in sunush("aimak", "list").refused()


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("/dev/zero", path)], ids=["pipe", "device"])
def test_what_never_ends_or_begins_is_no_key(sunush, make):
    make("sunush.key")
    assert "The key file sunush.key is unusable (not a file)" in sunush("aimak", "list").refused()


def test_a_ledger_of_erasures_that_never_ends_is_refused(sunush, monkeypatch):
    sunush("aimak", "list")
    monkeypatch.setenv("SUNUSH_ERASURES_FILE", "/dev/zero")
    assert "/dev/zero cannot be used: it is not a file" in sunush("db", "backup").refused()


def test_a_file_that_is_no_database_is_refused_and_left_alone(sunush):
    sunush("aimak", "list")
    for path in Path("data").glob("sunush.db*"):
        path.unlink()
    Path("data/sunush.db").write_bytes(b"my diary, not a database; " * 100)
    assert "file is not a database" in sunush("aimak", "list").refused()
    assert Path("data/sunush.db").read_bytes().startswith(b"my diary")


def test_a_folder_in_the_place_of_the_database_is_refused(sunush):
    Path("data/sunush.db").mkdir(parents=True)
    assert "data/sunush.db is a folder" in sunush("aimak", "list").refused()


def test_a_file_in_the_place_of_the_data_folder_is_refused(sunush):
    Path("data").write_text("x", "utf-8")
    assert "data cannot be used" in sunush("aimak", "list").refused()


def test_a_sealed_value_that_is_damaged_is_said_in_a_line(sunush):
    sunush("aimak", "list")
    assert sunush("invite", "--role", "admin").code == 0
    with closing(sqlite3.connect("data/sunush.db")) as connection, connection:
        connection.execute("INSERT INTO people (id, created_at, name) VALUES (1, 1, 'damaged')")
        connection.execute("INSERT INTO roles (id, person_id, role, granted_at) VALUES (1, 1, 'admin', 1)")
    said = sunush("team", "list").refused()
    assert "A value in the database cannot be opened (sealed with another key, or damaged)" in said


@pytest.mark.parametrize("revision", ["", "0000", "000x", "67", "0001 and 0002"])
def test_a_database_of_no_schema_of_ours_is_left_alone(sunush, revision):
    sunush("aimak", "list")
    with closing(sqlite3.connect("data/sunush.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
    for arguments in EVERY:
        said = sunush(*arguments).refused()
        assert "does not say which schema it has" in said or "made by a newer Sunush" in said


def test_a_database_of_a_newer_sunush_is_left_alone(sunush):
    sunush("aimak", "list")
    with closing(sqlite3.connect("data/sunush.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for arguments in EVERY:
        assert "made by a newer Sunush" in sunush(*arguments).refused()
    assert rows("SELECT version_num FROM alembic_version") == [("9999",)]
    assert not Path("data/backups").exists()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:hush@h/x",
        "gibberish",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://u:hush@h:port/x",
        "postgresql://u:hush@127.0.0.1:1/x",
        "postgresql://u:hush@no.such.host.invalid/x",
        "sqlite:////proc/nowhere/sunush.db",
    ],
)
def test_a_database_that_cannot_be_used_is_refused_without_its_password(sunush, monkeypatch, url):
    monkeypatch.setenv("SUNUSH_DATABASE_URL", url)
    for arguments in EVERY:
        refusal = sunush(*arguments).refused()
        assert "SUNUSH_DATABASE_URL" in refusal or "/proc/nowhere" in refusal
        assert "hush" not in refusal


@pytest.mark.parametrize("place", ["folder", "file"])
def test_what_cannot_be_written_is_named(sunush, monkeypatch, place):
    sunush("aimak", "list")
    if os.geteuid() == 0:  # for whom everything can be written: the answer of the system is taken from a double
        forbidden = Path("data") if place == "folder" else Path("data/sunush.db")
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != forbidden)
    else:
        Path("data/sunush.db").chmod(0o400 if place == "file" else 0o600)
        Path("data").chmod(0o500 if place == "folder" else 0o700)
    for arguments in EVERY:
        assert "cannot be written: give this account the right to" in sunush(*arguments).refused()
    Path("data").chmod(0o700)


def test_every_bad_setting_is_named_in_one_line_from_outside():
    ran = from_outside("chat", SUNUSH_LOG_LEVEL="loud", SUNUSH_ANSWER_DAYS="soon", SUNUSH_DATABASE_URL="x")
    refusal = ran.refused()
    assert all(name in refusal for name in ("SUNUSH_LOG_LEVEL", "SUNUSH_ANSWER_DAYS", "SUNUSH_DATABASE_URL"))


def test_the_installed_command_and_the_module_are_one():
    command = Path(sys.executable).with_name("sunush")
    version = subprocess.run([command, "--version"], capture_output=True, check=True, timeout=60).stdout
    assert version.split()[1:] == from_outside("--version").out.encode().split()[-1:]


def test_a_full_disk_behind_the_output_is_said_in_one_line():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "hearings", "stats"],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.decode().count("\n")) == (2, 1)
    assert "could not be written" in done.stderr.decode()


def test_what_went_wrong_within_groups_of_tasks_is_said_in_one_line_all_the_same():
    from bot.app import CannotStart
    from bot.cli.running import Refused, run

    async def work() -> None:
        raise ExceptionGroup("serving", [ExceptionGroup("polling", [CannotStart("Put the token in.")])])

    with pytest.raises(Refused, match="^Put the token in.$"):
        run(work())


def test_a_file_that_could_not_be_written_whole_is_not_left(tmp_path):
    from bot.cli.running import Refused, write_bytes

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, usual[1]))
    try:
        with pytest.raises(Refused, match="Make room"):
            write_bytes(tmp_path / "kit.pdf", b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("place", "said"), [("data", "The disk of data is full"), (None, "What was asked for last")])
def test_what_a_full_disk_did_not_keep_is_said_of_the_disk(monkeypatch, place, said):
    from bot.cli import running
    from storage.database.failures import CommitFailed

    async def work() -> None:
        raise CommitFailed("database or disk is full")

    monkeypatch.setattr(running, "_find_full_disk", lambda: place)
    with pytest.raises(running.Refused, match=said):
        running.run(work())


@pytest.mark.parametrize("asked", ["web", "courier", "all"])
def test_workers_on_sqlite_are_refused_in_one_line(sunush, own_folder, asked):
    ran = sunush("run", "--role", asked)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{ONLY_POSTGRESQL}\n")
    assert list(own_folder.iterdir()) == [], "nothing was made"
