"""Behind PgBouncer a lock of a session is soon somebody else's, so whoever needs one refuses in one line."""

import asyncio
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import TimeoutError as NoneFree

from storage.database.engine import Database
from storage.database.failures import CommitFailed
from storage.database.moving.ends import open_new
from storage.database.moving.failed import MoveFailed
from storage.database.online.refused import OnlineRefused
from storage.database.online.steps import upgrade_online

SOCKET = ".s.PGSQL.5432"
KEY = b"K\x00\x00\x00\x0c"  # how a server names its own process as a session begins


@pytest.fixture
async def pooled(postgresql_url, tmp_path: Path):
    """The address of something that stands between, and names a process of its own as PgBouncer does."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, behind = await asyncio.open_unix_connection(Path(str(postgresql_url.query["host"])) / SOCKET)

        async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            while piece := await reader.read(65_536):
                begin, mark, rest = piece.partition(KEY)
                writer.write(begin + mark + (b"\x01\x02\x03\x04" + rest[4:] if mark else rest))
            writer.close()

        await asyncio.gather(pump(reader, behind), pump(theirs, writer))

    server = await asyncio.start_unix_server(pass_on, tmp_path / SOCKET)
    yield postgresql_url.update_query_dict({"host": str(tmp_path)})
    server.close()


async def test_a_move_and_an_upgrade_online_refuse_where_a_pooler_answers(pooled, postgresql_url, seal):
    def move(url) -> None:
        with open_new(url):
            pass

    with pytest.raises(MoveFailed, match="give the address of PostgreSQL itself"):
        await asyncio.to_thread(move, pooled)
    with pytest.raises(OnlineRefused, match="set SUNUSH_LISTEN_URL"):
        await asyncio.to_thread(upgrade_online, pooled, seal, steady=lambda: 0)
    await asyncio.to_thread(move, postgresql_url)
    assert await asyncio.to_thread(upgrade_online, postgresql_url, seal, steady=lambda: 0) == []


async def test_a_process_opens_no_more_connections_than_its_pool_has(postgresql_url, seal, monkeypatch):
    for room in ("connect", "engine"):
        monkeypatch.setattr(f"storage.database.{room}.PATIENCE", 0.1)
    few = Database(postgresql_url, seal, pool=4)
    go_on, begun = asyncio.Event(), []

    async def stays(store) -> None:
        begun.append(await store.read_database_time())
        await go_on.wait()

    first = partial(few.write, first=True)  # what leaves has a connection of its own
    writing = [asyncio.create_task(one(stays)) for one in (few.write, first, few.read, few.read)]
    while len(begun) < len(writing):  # noqa: ASYNC110
        await asyncio.sleep(0)
    with pytest.raises(CommitFailed, match="no connection"):
        await few.write(stays)
    for one in (first, few.read):
        with pytest.raises(CommitFailed) as refused:
            await one(stays)
        assert isinstance(refused.value.__cause__, NoneFree)
    go_on.set()
    await asyncio.gather(*writing)
    await few.close()
