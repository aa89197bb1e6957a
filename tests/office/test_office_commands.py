"""The command line of an office: who is invited, listed and removed, the year's facts, what is recorded."""

import io
import json
import sqlite3
import sys
from contextlib import closing

import pytest

from bot import logs
from bot.cli import main


@pytest.fixture
def sunush(monkeypatch, capsys, tmp_path):
    """Runs the command in an empty folder with the sample aimaks; returns its exit code and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUNUSH_DATABASE_URL", f"sqlite:///{tmp_path}/sunush.db")
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(logs, "set_up", lambda level, form: None)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sunush", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    assert run("aimak", "add", "kokjar", "--aimak-ky=Көк-Жар", "--aimak-ru=Кок-Жар", "--rayon-ky=Ноокат",
               "--rayon-ru=Ноокат", "--oblast-ky=Ош", "--oblast-ru=Ош")[0] == 0  # fmt: skip
    return run


def acts() -> list[tuple[str, str]]:
    with closing(sqlite3.connect("sunush.db")) as connection:
        return connection.execute("SELECT act, details FROM audit ORDER BY id").fetchall()


def member(role: str) -> int:
    """Somebody with a role on the whole install."""
    with closing(sqlite3.connect("sunush.db")) as connection:
        connection.execute("INSERT INTO people (id, created_at, quotes) VALUES (7, 0, 1)")
        connection.execute(
            "INSERT INTO roles (id, person_id, role, title, granted_at) VALUES (9, 7, ?, 'комиссия', 0)", (role,)
        )
        connection.commit()
    return 9


@pytest.mark.parametrize(
    "command",
    [
        ["invite", "--role=observer", "--aimak", ""],
        ["invite", "--role=staff", "--aimak", ""],
        ["tally", "--aimak", ""],
        ["export", "proposals", "--aimak", "", "--output=log.csv"],
        ["team", "list", "--aimak", ""],
    ],
)
def test_an_empty_code_is_no_aimak_and_does_not_mean_all(sunush, command):
    code, said = sunush(*command)
    assert (code, said.count("\n")) == (2, 1)
    assert "There is no aimak «»" in said


def test_an_admin_is_invited_for_the_whole_install_only(sunush):
    assert sunush("invite", "--role=admin", "--aimak=kokjar") == (
        2, "An admin serves the whole install: leave out --aimak.\n",
    )  # fmt: skip
    assert sunush("invite", "--role=admin")[0] == 0
    assert sunush("invite", "--role=observer", "--aimak=kokjar")[0] == 0


@pytest.mark.parametrize("role", ["admin", "observer"])
def test_those_of_the_whole_install_are_listed_and_removed(sunush, role):
    number = member(role)
    assert sunush("team", "list") == (0, f"{number:>6}  {role:10}комиссия\n")
    assert sunush("team", "remove", str(number)) == (0, f"{number} is taken away: {role}\n")
    assert "Nobody has a role there" in sunush("team", "list")[1]
    assert acts()[-1][0] == "remove"
    assert sunush("team", "remove", str(number))[0] == 2


def test_tallies_and_exports_are_recorded(sunush):
    sunush("tally", "--aimak=kokjar", "--year=2027")
    sunush("export", "proposals", "--aimak=kokjar", "--output=log.csv")
    assert [act for act, _ in acts()] == ["tally", "export"]


def test_where_the_table_hangs_is_one_line(sunush):
    _, said = sunush(
        "year", "results", "--aimak=kokjar", "--year=2027", "--on=2025-12-20", "--table", "такта,\nмектептин жанында"
    )
    assert "такта, мектептин жанында" in said
    assert "at most 200" in sunush("year", "results", "--aimak=kokjar", "--on=2025-12-20", "--table", "т" * 201)[1]
    assert json.loads(acts()[-1][1])["results_on"] == "2025-12-20"
