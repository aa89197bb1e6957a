"""The real process while its database is taken away, written over, damaged, put back: words, and nothing twice."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.telegram.fake.bot_process import ROOT, BotProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import LIGHT, hears, presses, until

pytestmark = pytest.mark.slow


@pytest.fixture
async def bot(telegram_process: TelegramProcess, tmp_path: Path) -> AsyncIterator[BotProcess]:
    made = BotProcess(tmp_path / "install", telegram_process.url)
    await made.prepare()
    yield made
    await made.kill()
    made.has_kept_silent()


async def proposes(user: TelegramUser) -> None:
    user.starts("a_kokjar")
    await presses(user, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(user, "2/3.")
    user.writes(LIGHT)
    await presses(user, "Макулмун", "Жөнөтүү")
    await hears(user, "номери — ")


async def run(bot: BotProcess, *arguments: str) -> str:
    """Another command of the same install; returns what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=bot.folder, env=bot.surroundings | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await process.communicate()
    return out.decode()


def rows(bot: BotProcess, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(bot.database)) as connection:
        return connection.execute(sql).fetchall()


async def test_a_database_that_vanishes_ends_the_process_with_words_and_nothing_told_is_lost(
    bot: BotProcess, process_user: People, tell
):
    await bot.start()
    aigul = process_user("Айгүл", "ky")
    await proposes(aigul)
    for path in bot.database.parent.glob("sunush.db*"):
        if not path.name.endswith((".mark", ".lock")):
            path.unlink()
    assert await bot.ends() == 2
    assert "is gone: the program ends, nothing more is confirmed to any messenger." in bot.said
    await bot.start()
    assert await bot.ends() == 2
    assert "is gone, but its install is still here" in bot.said
    (saved,) = (bot.folder / "data" / "backups").glob("rescued-*")
    assert "Put back from" in await run(bot, "db", "restore", str(saved))
    assert len(rows(bot, "SELECT id FROM proposals")) == 1
    assert "Sending goes on" in await run(bot, "db", "resume")
    tell("a database deleted under a living run", receipts=1, proposals_lost=0)


async def test_a_copy_over_a_living_database_is_noticed_and_nothing_of_it_is_sent_again(
    bot: BotProcess, process_user: People, tmp_path: Path, tell
):
    await bot.start()
    aigul, bakyt = process_user("Айгүл", "ky"), process_user("Бакыт", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча")
    await hears(aigul, "Саламатсызбы")
    await asyncio.sleep(2.5)
    with closing(sqlite3.connect(bot.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(bot.database, tmp_path / "copy.db")
    await proposes(bakyt)
    await asyncio.sleep(2.5)
    with closing(sqlite3.connect(bot.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = len(aigul.texts), len(bakyt.texts)
    shutil.copyfile(tmp_path / "copy.db", bot.database)
    assert await bot.ends() == 2
    assert "was written over: the program ends" in bot.said
    await bot.start()
    await until(lambda: "sending is stopped until «sunush db resume»" in bot.said)
    await asyncio.sleep(1)
    assert (len(aigul.texts), len(bakyt.texts)) == before
    said = await run(bot, "db", "resume")
    assert "Sending goes on" in said
    aigul.writes("/help")
    await until(lambda: len(aigul.texts) > before[0])
    assert rows(bot, "PRAGMA integrity_check") == [("ok",)]
    assert rows(bot, "SELECT last FROM counters")[0][0] >= 1
    tell("a copy written over a living database", sent_again=0, numbers_twice=0)


@pytest.fixture
def _a_terminal() -> Iterator[None]:
    """Lets a started process have these signals. One that runs by nohup or behind a script hands on that they are ignored."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGHUP, signal.SIGQUIT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_a_terminal")
async def test_a_closed_terminal_is_an_orderly_end(bot: BotProcess, process_user: People, tell):
    await bot.start()
    aigul = process_user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча")
    await hears(aigul, "Саламатсызбы")
    for number in (signal.SIGHUP, signal.SIGQUIT):
        assert bot._process is not None
        bot._process.send_signal(number)
        assert await bot.ends() == 0
        assert not bot.database.with_name("sunush.db-wal").exists()
        await bot.start()
        await until(lambda: bot.said.count("started") >= bot.starts)
    tell("a closed terminal", signals=2, ended_in_order=2)
    other = BotProcess(bot.folder / "other", bot.surroundings["SUNUSH_TELEGRAM_API_URL"])
    other.surroundings |= {
        "SUNUSH_DATABASE_URL": f"sqlite:///{bot.database}",
        "SUNUSH_KEY_FILE": bot.surroundings["SUNUSH_KEY_FILE"],
    }
    await other.start()
    assert await other.ends() == 2
    assert "Another «sunush run» serves the bot" in other.said


async def test_a_damaged_database_is_said_and_no_restart_helps_nor_is_anything_confirmed(
    bot: BotProcess, process_user: People, tell
):
    await bot.start()
    aigul = process_user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча")
    await hears(aigul, "Саламатсызбы")
    await bot.stop()
    ((page,),) = rows(bot, "SELECT rootpage FROM sqlite_master WHERE name = 'outbox'")
    with bot.database.open("r+b") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(os.urandom(4096))
    await bot.start()
    aigul.writes("/help")
    await until(lambda: "damaged" in bot.said)
    await asyncio.sleep(2)
    assert bot.is_alive or "Traceback" not in bot.said
    assert "Traceback" not in bot.said
    tell("a run over a damaged database", said=1, tracebacks=0)
