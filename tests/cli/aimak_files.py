"""What the tests of the command line share: rows of a database, and files of aimaks."""

import copy
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.commands import ROOT

CASES = json.loads((ROOT / "tests/budget/criterion6_vectors.json").read_text("utf-8"))["cases"]
ADD = [
    "--aimak-ky=Ак-Суу",
    "--aimak-ru=Ак-Суу",
    "--rayon-ky=Ноокат району",
    "--rayon-ru=Ноокатский район",
    "--oblast-ky=Ош облусу",
    "--oblast-ru=Ошская область",
]


def file(name: str, *rows: str, encoding: str = "utf-8") -> str:
    Path(name).write_bytes("\n".join(rows).encode(encoding))
    return name


def rows(sql: str) -> list[tuple]:
    with closing(sqlite3.connect("data/sunush.db")) as connection:
        return connection.execute(sql).fetchall()


def changed(**changes: object) -> str:
    """A good case with fields replaced; the path to a field is parted by __."""
    case = copy.deepcopy(CASES[0])
    for path, value in changes.items():
        place = case
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        for part in way:
            place = place[part]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return json.dumps(case)
