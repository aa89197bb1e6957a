"""A PostgreSQL database that is away at the start is waited for, with words. What will not pass is said at once."""

import asyncio
import socket
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.service.awaiting import BACK_OFF, wait_for_database
from bot.service.database_watch import Lookout
from bot.settings import Settings


def settings_of(tmp_path, url: str) -> Settings:
    return Settings(data_dir=tmp_path, database_url=url, key_file=tmp_path / "key")


def no_server() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"postgresql://sunush@127.0.0.1:{free.getsockname()[1]}/sunush"


async def test_it_waits_with_growing_pauses_says_so_and_goes_on(tmp_path, postgresql_url, monkeypatch, caplog, tell):
    url, paused = no_server(), []
    settings = settings_of(tmp_path, url)

    async def sleep(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 7:  # now it is there
            monkeypatch.setattr("bot.service.awaiting.make_database_url", lambda _: postgresql_url)
            raise asyncio.CancelledError

    with caplog.at_level("WARNING"):
        with pytest.raises(asyncio.CancelledError):
            await wait_for_database(settings, sleep=sleep)
        assert paused == [*BACK_OFF, BACK_OFF[-1], BACK_OFF[-1]]
        await wait_for_database(settings, sleep=sleep)
    assert len(paused) == 7
    tell("PostgreSQL away at the start", tries=len(paused) + 1, gone_on=1, ended=0)


async def test_what_will_not_pass_is_raised_at_once(tmp_path, postgresql_url):
    wrong = postgresql_url.set(database="there_is_none").render_as_string(hide_password=False)
    with pytest.raises(OperationalError, match="does not exist"):
        await wait_for_database(settings_of(tmp_path, wrong), sleep=None)


async def test_sqlite_is_not_waited_for(tmp_path):
    await wait_for_database(settings_of(tmp_path, f"sqlite:///{tmp_path}/none/sunush.db"), sleep=None)


async def test_that_the_lock_cannot_be_asked_for_is_said_once_a_minute(tmp_path):
    class Away:
        async def is_held(self) -> bool:
            raise OperationalError("SELECT 1", {}, ConnectionRefusedError())

    settings = Settings(tmp_path, "postgresql://nobody@127.0.0.1/none", tmp_path / "key")
    office = SimpleNamespace(database=SimpleNamespace(writes=0), header=None, settings=settings)
    now = [0]
    lookout = Lookout(SimpleNamespace(office=office, locks=[Away()], clock=lambda: now[0]), [], None)
    with capture_logs() as logs:
        for second in range(121):
            now[0] = second * 1000
            assert not await lookout._say_lost_lock()
    assert [one["event"] for one in logs] == ["whether the lock is still held cannot be asked now"] * 3
