"""What stands between workers and their PostgreSQL: a proxy that cuts connections.

To a worker a cut is what a restart of either is: its connection ends in the middle.
"""

import asyncio
import random
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Self

from sqlalchemy.engine import URL

SOCKET = ".s.PGSQL.5432"
PIECE = 65_536  # bytes


class Proxy:
    """Passes on what comes to a socket in a folder of its own."""

    def __init__(self, behind: Path) -> None:
        self._behind = behind
        self._lines: list[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = []
        self.cuts = 0

    @classmethod
    @asynccontextmanager
    async def before(cls, url: URL) -> AsyncIterator[tuple[Self, URL]]:
        """A proxy before a database, and the URL by which it is reached through it. A socket's path is a short one."""
        made = cls(Path(str(url.query["host"])) / SOCKET)
        folder = Path(tempfile.mkdtemp(prefix="sunush-proxy-"))
        server = await asyncio.start_unix_server(made._pass_on, folder / SOCKET)
        try:
            yield made, url.update_query_dict({"host": str(folder)})
        finally:
            made.cut(len(made._lines))
            server.close()
            shutil.rmtree(folder, ignore_errors=True)

    def cut(self, most: int, chance: random.Random | None = None) -> None:
        """Cuts some of the connections: the eldest, or those that chance picks."""
        chosen = chance.sample(self._lines, min(most, len(self._lines))) if chance else self._lines[:most]
        for line in chosen:
            self.cuts += 1
            for end in line:
                end.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, behind = await asyncio.open_unix_connection(self._behind)
        except OSError:
            writer.transport.abort()
            return
        line = (writer, behind)
        self._lines.append(line)
        try:
            await asyncio.gather(_pump(reader, behind), _pump(theirs, writer))
        finally:
            self._lines.remove(line)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
