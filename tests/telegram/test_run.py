"""`sunush run` and `sunush doctor` as real processes against a Bot API that comes and goes."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.database.upgrade import HEAD, upgrade
from tests.databases import OLDER
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import hears, presses

pytestmark = pytest.mark.slow

CANARY = "Канарейка сайрайт: мектептин чатыры агып турат"


@pytest.fixture
async def bot(telegram_process: TelegramProcess, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """An install with the sample aimaks; whatever still runs at the end is killed."""
    made = BotProcess(tmp_path / "install", telegram_process.url)
    await made.prepare()
    yield made
    await made.kill()
    made.has_kept_silent()


async def proposed(bot: BotProcess, user: TelegramUser, text: str) -> None:
    """From the link to the receipt; patient, since the bot may only be starting."""
    user.starts("a_kokjar")
    await bot.comes_to(lambda: bool(user.texts))
    await presses(user, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(user, "2/3.")
    user.writes(text)
    await presses(user, "Макулмун", "Жөнөтүү")
    await hears(user, "номери — ")


def kept(bot: BotProcess, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(bot.database)) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("form", ["text", "json"])
async def test_a_proposal_from_start_to_receipt_leaves_no_word_of_it_in_the_log(
    bot: BotProcess, process_user: People, form: str
):
    bot.surroundings["SUNUSH_LOG_FORMAT"] = form
    aigul = process_user("Айгүл", "ky")
    aigul.server.fault("html", "sendMessage", chat=aigul.id, status=200)
    aigul.server.push({"message": {"message_id": 1, "chat": {"id": aigul.id, "type": "private"}, "text": [CANARY]}})
    await bot.start()
    await proposed(bot, aigul, CANARY)
    assert await bot.stop() == 0
    assert "started" in bot.said
    secret = TOKEN.partition(":")[2]
    assert [each for each in (secret, str(aigul.id), CANARY, "Канарейка") if each in bot.said] == []


async def test_sigterm_while_sending_loses_nothing_and_doubles_nothing(
    bot: BotProcess, process_user: People, tell: Callable[..., None]
):
    people = [process_user(f"Ким {n}", "ky") for n in range(20)]
    server = people[0].server
    server.fault("slow", "sendMessage", times=None, seconds=0.3)
    await bot.start()
    for person in people:
        person.starts("a_kokjar")
    await bot.comes_to(lambda: len(server.calls("sendMessage")) >= 4)
    code, seconds = await bot.stop_and_time()
    assert code == 0
    in_hand = kept(bot, "SELECT count(*) FROM outbox WHERE state = 1")
    server.calm()
    await bot.start()
    await bot.comes_to(lambda: all(person.texts for person in people))
    assert await bot.stop() == 0
    doubles = sum(len(person.texts) - 1 for person in people)
    tell("SIGTERM while sending", seconds=f"{seconds:.1f}", left_in_hand=in_hand[0][0], lost=0, doubles=doubles)
    assert seconds < 10
    assert (in_hand, doubles) == ([(0,)], 0)


async def test_sigterm_while_nothing_comes_back_ends_in_ten_seconds_all_the_same(
    bot: BotProcess, process_user: People, tell: Callable[..., None]
):
    aigul = process_user("Айгүл", "ky")
    aigul.server.fault("hang before", "sendMessage")
    await bot.start()
    aigul.starts("a_kokjar")
    await bot.comes_to(lambda: bool(aigul.server.calls("sendMessage")))
    code, seconds = await bot.stop_and_time()
    assert code == 0
    tell("SIGTERM while a request hangs", seconds=f"{seconds:.1f}")
    assert seconds < 11  # a second for the process itself
    await bot.start()
    await bot.comes_to(lambda: bool(aigul.texts))


async def test_a_second_one_says_that_the_bot_is_served_already(bot: BotProcess, telegram_process: TelegramProcess):
    await bot.start()
    await bot.polls(telegram_process)
    second = BotProcess(bot.folder, telegram_process.url)
    await second.start()
    assert await second.ends() == 2
    account = TOKEN.partition(":")[0]
    assert f"Another «sunush run» serves the bot @sunush_test_bot ({account}) already" in second.said
    assert "window" not in second.said
    assert "Traceback" not in second.said
    assert await bot.stop() == 0


async def test_without_a_token_and_without_the_web_chat_it_says_what_to_do(tmp_path: Path):
    bot = BotProcess(tmp_path / "install", "http://127.0.0.1:9", token="")
    bot.surroundings["SUNUSH_WEB_CHAT"] = "0"
    await bot.start()
    assert await bot.ends() == 2
    assert "put the token from BotFather into SUNUSH_TELEGRAM_TOKEN" in bot.said
    assert "Traceback" not in bot.said


async def test_a_token_that_is_none_is_refused_without_being_shown(tmp_path: Path):
    bot = BotProcess(tmp_path / "install", "http://127.0.0.1:9", token="my secret 123")
    await bot.start()
    assert await bot.ends() == 2
    assert "BotFather" in bot.said
    assert "my secret" not in bot.said


async def test_a_token_telegram_does_not_know_is_said_in_plain_words(telegram_process: TelegramProcess, tmp_path: Path):
    stranger = "7099999999:AAF-a-token-nobody-ever-gave-to-anyone00"
    bot = BotProcess(tmp_path / "install", telegram_process.url, token=stranger)
    await bot.start()
    try:
        await bot.comes_to(lambda: "Telegram does not know this token: copy it again from BotFather." in bot.said)
        assert bot.is_alive
        assert await bot.stop() == 0
        assert stranger.partition(":")[2] not in bot.said
        assert "Traceback" not in bot.said
    finally:
        await bot.kill()


async def test_a_rival_with_the_same_token_is_said_in_plain_words_and_outlived(bot: BotProcess, process_user: People):
    aigul = process_user("Айгүл", "ky")
    await bot.start()
    await bot.polls(aigul.server)
    assert aigul.server.rival()
    await bot.comes_to(
        lambda: "Another program polls this bot with the same token: stop it, one is enough." in bot.said
    )
    await proposed(bot, aigul, CANARY)
    assert await bot.stop() == 0


async def test_telegram_away_at_the_start_and_for_a_while_is_waited_for(bot: BotProcess, process_user: People):
    aigul = process_user("Айгүл", "ky")
    server = aigul.server
    await server.down()
    await bot.start()
    await bot.comes_to(lambda: "Telegram cannot be reached" in bot.said)
    await server.up()
    await proposed(bot, aigul, CANARY)
    away, back = bot.said.count("Telegram cannot be reached"), bot.said.count("Telegram answers again")
    await server.down()
    await bot.comes_to(lambda: bot.said.count("Telegram cannot be reached") > away)
    aigul.writes("/help")
    aigul.writes("/start")
    await server.up()
    await bot.comes_to(lambda: not server.pending())
    await bot.comes_to(lambda: bot.said.count("Telegram answers again") > back)
    assert await bot.stop() == 0
    assert kept(bot, "SELECT count(*) FROM proposals") == [(1,)]
    assert "Traceback" not in bot.said


async def test_an_older_database_is_brought_up_after_a_copy(bot: BotProcess, telegram_process: TelegramProcess):
    await asyncio.to_thread(shutil.rmtree, bot.folder / "data")
    (bot.folder / "data").mkdir()
    await asyncio.to_thread(_made_at, bot.database, OLDER)
    await bot.start()
    await bot.polls(telegram_process)
    assert await bot.stop() == 0
    (copy,) = (bot.folder / "data" / "backups").glob("before-upgrade-from-*.db")
    for path, revision in ((copy, OLDER), (bot.database, HEAD)):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(revision,)]


def _made_at(path: Path, revision: str) -> None:
    async def made() -> None:
        database = Database(make_database_url(f"sqlite:///{path}"), Seal(b"k" * 32))
        await upgrade(database, revision)
        await database.close()

    asyncio.run(made())


async def test_the_doctor_finds_telegram_well_and_ill(bot: BotProcess, telegram_process: TelegramProcess):
    await bot.start("doctor")
    await bot.ends()
    assert "Telegram answers: the bot is @sunush_test_bot." in bot.said
    await telegram_process.down()
    await bot.start("doctor")
    assert await bot.ends() == 2
    assert "LOOK  Telegram: it cannot be reached" in bot.said
    await telegram_process.up()
    bot.surroundings["SUNUSH_TELEGRAM_TOKEN"] = "7099999999:AAF-a-token-nobody-ever-gave-to-anyone00"
    await bot.start("doctor")
    assert await bot.ends() == 2
    assert "this token is unknown, copy it again from BotFather" in bot.said
    assert "Traceback" not in bot.said
    assert TOKEN.partition(":")[2] not in bot.said
