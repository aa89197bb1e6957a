"""A long read beside everything else: one picture, nothing written, and the writer goes on."""

import asyncio
import threading

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from storage.database.beside import read_beside
from storage.database.schema import meta


async def _put(database, name: str) -> None:
    await database.write(lambda store: store.meta.put(name, "x"))


def _names(connection: Connection) -> list[str]:
    return sorted(connection.scalars(select(meta.c.name)))


async def test_it_sees_one_picture_while_others_write(database):
    await _put(database, "first")
    loop, seen = asyncio.get_running_loop(), []

    def read(connection: Connection) -> None:
        seen.append(_names(connection))
        asyncio.run_coroutine_threadsafe(_put(database, "second"), loop).result()
        seen.append(_names(connection))

    await read_beside(database, read)
    assert seen[0] == seen[1]
    assert "second" not in seen[0]
    assert "second" in await read_beside(database, _names)


async def test_it_cannot_write(sqlite_database):
    with pytest.raises(DBAPIError):
        await read_beside(
            sqlite_database, lambda connection: connection.execute(meta.insert(), {"name": "a", "value": "b"})
        )


async def test_whoever_is_cancelled_waits_for_the_thread(database):
    begun, go_on, ended = threading.Event(), threading.Event(), []

    def read(connection: Connection) -> None:
        begun.set()
        go_on.wait(10)
        ended.append(_names(connection))

    reading = asyncio.create_task(read_beside(database, read))
    await asyncio.to_thread(begun.wait, 10)
    reading.cancel()
    asyncio.get_running_loop().call_later(0.01, go_on.set)
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert len(ended) == 1
