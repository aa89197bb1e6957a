"""A row that holds what it cannot ends no command in a traceback. One line says what to do."""

import sqlite3
from contextlib import closing

import pytest

from bot.install.values import READERS
from storage.database.schema import metadata
from tests.cli.test_cli import ADD

COMMANDS = [["tally"], ["criteria", "show", "--aimak", "kokjar"], ["export", "proposals", "--output", "made.csv"],
            ["export", "hearings", "--output", "made.csv"], ["team", "list"]]  # fmt: skip
BLOB = b"\xff\x00\xfe"
# An aimak's year with a hearing, a proposal and a clerk, so that commands read each kind of row.
ROWS = """
INSERT INTO people (id, created_at) VALUES (901, 1);
INSERT INTO roles (id, person_id, aimak_id, role, granted_at) VALUES (901, 901, (SELECT min(id) FROM aimaks), 'staff', 1);
INSERT INTO counters (aimak_id, budget_year, last) VALUES ((SELECT min(id) FROM aimaks), 2027, 1);
INSERT INTO hearings (id, aimak_id, budget_year, kind, state, key, announced_at)
    VALUES (901, (SELECT min(id) FROM aimaks), 2027, 'draft', 'scheduled', 'k', 1);
INSERT INTO proposals (id, key, aimak_id, budget_year, number, label, author_id, side, source, language,
    received_at, due_on, due_days)
    VALUES (901, 'k', (SELECT min(id) FROM aimaks), 2027, 1, '2027-1', 901, 'spending', 'paper', 'ky', 1, '2027-01-01', 14);
INSERT INTO budget_years (id, aimak_id, year, results_on) VALUES (901, (SELECT min(id) FROM aimaks), 2027, '2026-12-01');
INSERT INTO proposal_texts (id, proposal_id, revision, text, fold, written_at) VALUES (901, 901, 1, 'x', 'x', 1);
"""


def do(statement: str, *values: object) -> None:
    with closing(sqlite3.connect("data/sunush.db")) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement, values)


@pytest.fixture
def install(sunush):
    """A new install with a row of several tables."""
    assert sunush("aimak", "add", "kokjar", *ADD).code == 0
    with closing(sqlite3.connect("data/sunush.db")) as connection, connection:
        connection.executescript(ROWS)
    return sunush


@pytest.mark.parametrize("value", ["damaged", "", "[1", "{}x", BLOB], ids=repr)
@pytest.mark.parametrize("name", ["answer_days", "extra_days_off", "quiet_hours", "take_back", "drafts"])
def test_a_damaged_rule_is_said_in_a_line(install, name, value):
    do("INSERT INTO settings (name, value, valid_from) VALUES (?, ?, '2001-01-01')", name, value)
    said = install("tally").refused()
    assert "The database is damaged (settings: " in said
    assert "«sunush db restore FOLDER»" in said


@pytest.mark.parametrize("name", sorted(set(READERS) - {"prices", "complaint_phones"}))
def test_doctor_names_every_damaged_setting(install, name):
    do("INSERT INTO settings (name, value, valid_from) VALUES (?, 'damaged', '2001-01-01')", name)
    assert f"settings: «{name}» of 2001-01-01 holds what it cannot" in install("doctor", "--full").out


def test_doctor_finds_every_value_of_a_sound_database_well(install):
    assert "ok    Every value is one that its column can hold." in install("doctor", "--full").out


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("proposals.side", "damaged"), ("proposals.received_at", "damaged"), ("proposals.due_on", "2027-13-01"),
        ("proposals.budget_year", BLOB), ("proposals.label", BLOB), ("proposals.category", BLOB),
        ("proposals.author_id", 7777), ("hearings.kind", "damaged"), ("hearings.state", BLOB),
        ("hearings.aimak_id", 7777), ("roles.role", "damaged"), ("roles.title", BLOB), ("proposal_texts.text", BLOB),
        ("aimak_names.oblast", BLOB), ("aimak_names.aimak_id", "damaged"), ("aimaks.budget_year", -7),
        ("aimaks.code", BLOB), ("people.name", BLOB), ("counters.last", "damaged"), ("alembic_version.version_num", BLOB),
    ],
    ids=lambda one: one if isinstance(one, str) else repr(one),
)  # fmt: skip
def test_no_damaged_value_ends_a_command_in_a_traceback(install, column, value):
    table, name = column.split(".")
    do(f"UPDATE {table} SET {name} = ?", value)  # noqa: S608
    for arguments in COMMANDS:
        ran = install(*arguments)  # the fixture fails on anything but an orderly end
        if ran.code:
            assert ran.refused()
    if table in metadata.tables:
        said = install("doctor", "--full")
        assert f"{table}: " in said.out + said.err
