"""Copies a living PostgreSQL database by its own pg_dump, in one snapshot with what is counted. It reads the dump back."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL

from storage.copies.copying import CopyFailed, Facts
from storage.copies.mark import COUNTER, INSTALL
from storage.database.schema import metadata

if TYPE_CHECKING:
    import psycopg

TOOLS = ("pg_dump", "pg_restore")


class DumpFailed(CopyFailed):
    """PostgreSQL or its programs did not make the copy; the text says why, in their words."""


def list_missing_tools() -> list[str]:
    """The programs of PostgreSQL that a copy takes and that are not on PATH."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def make_dump_command(url: URL, target: Path) -> list[str]:
    """The pg_dump command that copies a database to a file; the password stands in ~/.pgpass or PGPASSWORD, never here."""
    return ["pg_dump", "--format=custom", "--no-password", f"--file={target}", f"--dbname={_write_address(url)}"]


def make_restore_command(url: URL, dump: Path) -> list[str]:
    """The pg_restore command that puts a dump in the place of a database."""
    return ["pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_write_address(url)}", str(dump)]


def say_command(command: Sequence[str]) -> str:
    """A command as it is typed."""
    return shlex.join(command)


def dump(url: URL, target: Path) -> tuple[dict[str, int], Facts]:
    """Copies a database that others may write to meanwhile: (rows by table, what it says of itself). Raises DumpFailed.

    The file is readable by its owner only, and was read back to its end.
    """
    import psycopg

    try:
        with psycopg.connect(_write_address(url, password=True), connect_timeout=10) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
            rows = {name: _count(connection, name) for name in sorted(metadata.tables)}
            facts = _read_facts(connection)
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with _put_password_beside(url, target) as known:
                _run([*make_dump_command(known, target), f"--snapshot={snapshot[0] if snapshot else ''}"])
    except psycopg.Error as error:
        raise DumpFailed(str(error).partition("\n")[0]) from error
    _run(["pg_restore", f"--file={os.devnull}", str(target)])
    listed = _run(["pg_restore", "--list", str(target)])
    left_out = [name for name in rows if f" TABLE DATA public {name} " not in listed]
    if left_out:
        raise DumpFailed(f"the dump lacks the tables {', '.join(left_out)}")
    return rows, facts


def _count(connection: "psycopg.Connection[tuple[Any, ...]]", table: str) -> int:
    from psycopg import sql

    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(found[0]) if found else 0


def _read_facts(connection: "psycopg.Connection[tuple[Any, ...]]") -> Facts:
    said = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    media = connection.execute("SELECT DISTINCT hash FROM media WHERE state = 'kept' AND hash IS NOT NULL").fetchall()
    return Facts(
        said.get(INSTALL, ""),
        int(said.get(COUNTER, 0)),
        said.get("key", ""),
        revision[0] if revision else "",
        [digest for (digest,) in media],
    )


@contextmanager
def _put_password_beside(url: URL, target: Path) -> Iterator[URL]:
    # In a file of its own, readable by its owner only. Everybody may see what a program is called with.
    if not url.password:
        yield url
        return
    place = target.with_name(f"{target.name}.pgpass")
    escaped = str(url.password).replace("\\", "\\\\").replace(":", "\\:")
    try:
        with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(f"*:*:*:*:{escaped}\n")
        yield url.update_query_dict({"passfile": str(place)})
    finally:
        place.unlink(missing_ok=True)


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        why = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise DumpFailed(f"{command[0]}: {why[0].removeprefix(f'{command[0]}: ').removeprefix('error: ')}")
    return done.stdout


def _write_address(url: URL, *, password: bool = False) -> str:
    plain = url.set(drivername="postgresql")
    if password:
        return plain.render_as_string(hide_password=False)
    return URL.create(
        plain.drivername, plain.username, None, plain.host, plain.port, plain.database, plain.query
    ).render_as_string()
