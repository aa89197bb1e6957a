"""A PostgreSQL of a test's own, which may be restarted, and a real PgBouncer before it where one is installed.

Both end with the run, as the server that all tests share does.
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

import psycopg
from sqlalchemy.engine import URL

from storage.database.engine import make_database_url
from tests.patience import patient
from tests.support.postgresql import MIGRATED, SERVE, VERSION, PostgreSQL, find_package, find_somebody

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
# What was committed outlives a server that is killed. Only the whole computer never goes down here.
REMEMBERING = "-c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c jit=off"
SERVE_BOUNCER = '"$@" >bouncer.out 2>&1 & child=$!; read -r _; kill -9 $child 2>/dev/null'
BOUNCER = """
[databases]
* = host={folder}
[pgbouncer]
listen_addr =
listen_port = 5432
unix_socket_dir = {folder}/bouncer
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
max_client_conn = 300
default_pool_size = 20
server_login_retry = 0.1
logfile = {folder}/bouncer.log
pidfile = {folder}/bouncer.pid
"""
PATIENCE = 30.0  # seconds


class Cluster:
    """One server, with a migrated database in it."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self.url = make_database_url(f"postgresql://sunush@/{MIGRATED}?host={folder}")
        self.restarts: list[str] = []

    @classmethod
    @asynccontextmanager
    async def started(cls, server: PostgreSQL) -> AsyncIterator[Self]:
        """A cluster beside the run's server, whose migrated database it copies. It ends with the block."""
        folder = server.folder / "own"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o711)
        somebody = find_somebody()
        if somebody:
            os.chown(folder, somebody["user"], somebody["group"])
        made = cls(folder, find_package(server.folder) / VERSION / "bin")
        reading, writing = os.pipe()
        serving = subprocess.Popen(
            ["/bin/sh", "-c", SERVE, "serve", str(made._programs), str(folder), REMEMBERING], cwd=folder,
            env=made._surroundings, stdin=reading, stdout=subprocess.PIPE, start_new_session=True, **somebody,
        )  # fmt: skip
        os.close(reading)
        try:
            assert serving.stdout is not None
            assert await asyncio.to_thread(serving.stdout.readline) == b"ready\n"
            await asyncio.to_thread(made._copy, server)
            yield made
        finally:
            os.close(writing)
            await asyncio.to_thread(serving.wait)
            assert serving.stdout is not None
            serving.stdout.close()

    async def restart(self, mode: str) -> None:
        """Restarts the server: «fast» cuts connections off in order, «immediate» as a crash does."""
        self.restarts.append(mode)
        await asyncio.to_thread(
            self._run, "pg_ctl", "-D", f"{self._folder}/data", "-l", f"{self._folder}/log", "-w", "-m", mode, "restart"
        )

    @asynccontextmanager
    async def pooled(self) -> AsyncIterator[URL]:
        """The URL by which it is reached through PgBouncer in transaction mode; its own where there is none."""
        if PGBOUNCER is None:
            yield self.url
            return
        folder, somebody = self._folder, find_somebody()
        (folder / "bouncer").mkdir()
        (folder / "users.txt").write_text('"sunush" ""\n')
        (folder / "bouncer.ini").write_text(BOUNCER.format(folder=folder))
        for made in ("bouncer", "users.txt", "bouncer.ini"):
            if somebody:
                os.chown(folder / made, somebody["user"], somebody["group"])
        reading, writing = os.pipe()
        serving = subprocess.Popen(
            ["/bin/sh", "-c", SERVE_BOUNCER, "serve", PGBOUNCER, str(folder / "bouncer.ini")], cwd=folder,
            stdin=reading, start_new_session=True, **somebody,
        )  # fmt: skip
        os.close(reading)
        url = self.url.update_query_dict({"host": f"{folder}/bouncer"})
        try:
            async with patient(PATIENCE):
                while not await _answers(url):  # noqa: ASYNC110 - it signals nothing
                    await asyncio.sleep(0.05)
            yield url
        finally:
            os.close(writing)
            await asyncio.to_thread(serving.wait)

    @property
    def _surroundings(self) -> dict[str, str]:
        return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}

    def _copy(self, server: PostgreSQL) -> None:
        copy = self._folder / "copy"
        self._run("pg_dump", "-Fc", "-h", str(server.folder), "-U", "sunush", "-f", str(copy), MIGRATED)
        self._run("createdb", "-h", str(self._folder), "-U", "sunush", MIGRATED)
        self._run("pg_restore", "-h", str(self._folder), "-U", "sunush", "-d", MIGRATED, str(copy))

    def _run(self, program: str, *arguments: str) -> None:
        command: Sequence[str] = (str(self._programs / program), *arguments)
        given: dict[str, Any] = {"env": self._surroundings, "stdin": subprocess.DEVNULL, "cwd": self._folder}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **given, **find_somebody())


async def _answers(url: URL) -> bool:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with suppress(psycopg.Error):
        async with await psycopg.AsyncConnection.connect(address, prepare_threshold=None):
            return True
    return False
