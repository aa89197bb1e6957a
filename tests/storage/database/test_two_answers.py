"""A pooler that goes tells its clients so twice. Whoever used it is told that the connection is gone."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from storage.database.engine import Database
from storage.database.failures import CANNOT_READ, CANNOT_WRITE

SOCKET = ".s.PGSQL.5432"
WORDS = (b"terminating connection due to administrator command", b"server conn crashed?")


def _say(words: bytes) -> bytes:
    # An ErrorResponse of PostgreSQL's protocol.
    fields = b"".join(
        name + said + b"\0" for name, said in ((b"S", b"FATAL"), (b"V", b"FATAL"), (b"C", b"57P01"), (b"M", words))
    )
    return b"E" + (len(fields) + 5).to_bytes(4) + fields + b"\0"


class Pooler:
    """Passes everything on until somebody says a word it waits for. Then it says twice that it goes, and is gone."""

    def __init__(self, behind: Path) -> None:
        self._behind = behind
        self.at = b""  # the command at which it goes
        self.went = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, behind = await asyncio.open_unix_connection(self._behind)
        answering = asyncio.create_task(self._pass_back(theirs, writer))
        while piece := await reader.read(65_536):
            if self.at and piece.startswith(b"Q") and self.at in piece:
                self.went += 1
                writer.write(b"".join(map(_say, WORDS)))
                break
            behind.write(piece)
        answering.cancel()
        behind.transport.abort()
        writer.close()

    async def _pass_back(self, theirs: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await theirs.read(65_536):
            writer.write(piece)


@pytest.fixture
async def pooled(postgresql_url: URL) -> AsyncIterator[tuple[Pooler, URL]]:
    made = Pooler(Path(str(postgresql_url.query["host"])) / SOCKET)
    folder = Path(tempfile.mkdtemp(prefix="sunush-pooler-"))  # a socket's path is a short one
    server = await asyncio.start_unix_server(made.serve, folder / SOCKET)
    yield made, postgresql_url.update_query_dict({"host": str(folder)})
    server.close()
    shutil.rmtree(folder)


@pytest.mark.parametrize("at", [b"BEGIN", b"COMMIT", b"ROLLBACK"])
async def test_a_pooler_that_goes_is_a_connection_that_is_lost(pooled: tuple[Pooler, URL], seal, at: bytes):
    pooler, url = pooled
    database = Database(url, seal, pooled=True)

    async def ask(store) -> int:
        return await store.connection.scalar(text("SELECT 1"))

    async def fails(store) -> None:
        await ask(store)
        raise ZeroDivisionError

    assert await database.write(ask) == 1
    pooler.at = at
    with pytest.raises(CANNOT_WRITE):
        await database.write(fails if at == b"ROLLBACK" else ask)
    pooler.at = b"" if at == b"COMMIT" else at
    if pooler.at:
        with pytest.raises(CANNOT_READ):
            await database.read(ask)
    assert pooler.went > 0
    pooler.at = b""
    assert (await database.write(ask), await database.read(ask)) == (1, 1), "others are opened"
    await database.close()
