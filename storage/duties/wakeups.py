"""What one process tells the others as it commits: NOTIFY on PostgreSQL, heard by LISTEN.

Whoever runs a courier wakes it itself. So only units of other processes (`--role web`, a command) say that something was
queued. No commit of a worker waits in the one line of those that NOTIFY. What is missed is found by the next poll.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import structlog
from sqlalchemy import text
from sqlalchemy.engine import URL

log = structlog.get_logger(__name__)

OUTBOX = "outbox"  # the topic of what was queued
_CHANNEL = "sunush"  # of NOTIFY
ANNOUNCE = text(f"SELECT pg_notify('{_CHANNEL}', :said)")
AGAIN = 1.0  # seconds until another connection is tried
SILENCE = 30.0  # seconds without a word after which the connection is asked whether it still stands

Hears = Callable[[str], object]


class Wakeups:
    """Hears what other processes say, and its own; one a process."""

    def __init__(self, url: URL) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._hears: dict[str, Hears] = {}
        self.listens = asyncio.Event()  # set while it hears

    def on(self, topic: str, hears: Hears) -> None:
        """Calls hears with what is said of a topic. It is called with nothing where something may have been missed."""
        self._hears[topic] = hears

    async def run(self) -> None:
        """Listens until cancelled. A lost connection is opened again; meanwhile everybody looks by themselves."""
        import psycopg  # at its first use: SQLite does without

        while True:
            with suppress(psycopg.Error, OSError):
                await self._listen()
            if self.listens.is_set():
                log.warning("other processes are not heard now; everybody looks each second")
            self.listens.clear()
            await asyncio.sleep(AGAIN)

    async def _listen(self) -> None:
        import psycopg

        connection = await psycopg.AsyncConnection.connect(
            self._address, autocommit=True, application_name="sunush listens", prepare_threshold=None
        )
        async with connection:
            await connection.execute(f"LISTEN {_CHANNEL}")
            self.listens.set()
            for hears in self._hears.values():
                hears("")
            while True:
                async for said in connection.notifies(timeout=SILENCE):
                    topic, _, what = said.payload.partition(" ")
                    if topic in self._hears:
                        self._hears[topic](what)
                await connection.execute("SELECT 1")
