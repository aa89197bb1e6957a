"""What the logs tell at their loudest: events and where things broke, never a text, a name or an address."""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from bot.logs import say_where

ROOT = Path(__file__).parents[1]
TEXT = "Канарейка сунушу: мектепке жарык керек"
NAME = "Канарбек Кенжебаев"
ADDRESS = "Канаркан 0555123456"
CANARIES = ("анарейка", "анарбек", "анаркан", "0555123456", "canary", "Canary")

# A script in a process of its own, since logs are set up once a process. A whole conversation goes first, then
# everything breaks.
CONVERSATION = """
import asyncio, io, sys, uuid
from dataclasses import replace
from pathlib import Path
from PIL import Image
from sqlalchemy import text as sql
import structlog
from bot import logs
from bot.app import open_install, start_service
from bot.service.retention import forget_strangers
from bot.channels.terminal import Terminal
from bot.chat.message import Incoming, Kind, Media
from bot.config import from_env
from bot.office import proposals
from bot.office.aimaks import add_samples
from handlers import router

TEXT, NAME, ADDRESS = sys.argv[1:4]
settings = from_env()
logs.set_up(settings.log_level, settings.log_format)
canary = Image.Exif()
canary[0x010E] = canary[0x010F] = "canary of EXIF"
Image.new("RGB", (8, 8)).save("canary.jpg", exif=canary)
Path("canary.txt").write_text(TEXT, "utf-8")


class Silent(Terminal):
    async def send(self, address, message, *, language):
        if broken_line:
            raise ConnectionError(f"cannot send «{message.text}» to {address}")
        return await super().send(address, message, language=language)


broken_line = False


async def main():
    global broken_line
    terminal = Silent(ADDRESS, out=io.StringIO(), echo=False)
    peer = terminal.peer
    async with open_install(settings) as office:
        await office.database.write(add_samples)
        async with start_service(office, [terminal]) as service:
            await forget_strangers(service)

            async def does(kind, text="", **rest):
                await service.receive(Incoming("e" + uuid.uuid4().hex, peer, kind, text, **rest))
                await service.courier.carry()
                await service.fetcher.fetch()

            async def says(*lines):
                for line in lines:
                    await does(Kind.TEXT, line)

            await does(Kind.START)
            await says("Кыргызча", "көк", "1", "1", "2", TEXT, "Макулмун", "Өзгөртүү")
            await does(Kind.CHOICE, choice="change_to:name")
            await says(NAME)
            for kind, name in (
                ("photo", "canary.jpg"), ("voice", "canary.txt"), ("voice", "canary.mp3"), ("document", "canary.mp3"),
            ):  # fmt: skip
                await does(Kind.MEDIA, TEXT, media=(Media(kind, str(Path(name).resolve())),))
            await says("Жөнөтүү", "Кабар алам", "Менин сунуштарым", "1", TEXT, "/start a_" + ADDRESS, "/help", "/privacy")
            structlog.get_logger("bot.test").debug("the lowest level is heard")

            async def broken(store, **_):
                insert = sql("INSERT INTO proposals (key, place) VALUES (:a, :b)")
                await store.connection.execute(insert, {"a": TEXT, "b": NAME})

            async def raised(store, **_):
                raise ValueError(f"{TEXT} {NAME} {ADDRESS}")

            for failure in (broken, raised):
                proposals.submit = failure
                peer = replace(peer, address=f"{ADDRESS} {failure.__name__}")
                await does(Kind.START, "a_kokjar", language="ky")
                await says("Сунуш берүү", "2", TEXT, "Макулмун", "Жөнөтүү")
            broken_line = True
            await says("/help")


asyncio.run(main())
"""

# What reaches the standard error when nothing catches it.
UNCAUGHT = """
import asyncio, sys
from sqlalchemy import text as sql
from bot import logs
from bot.app import open_install
from bot.config import from_env

settings = from_env()
logs.set_up(settings.log_level, settings.log_format)


async def main():
    async def work(store):
        await store.connection.execute(sql("INSERT INTO nowhere VALUES (:a, :b)"), {"a": sys.argv[1], "b": sys.argv[2]})

    async with open_install(settings) as office:
        await getattr(office.database, sys.argv[4])(work)


asyncio.run(main())
"""


@cache
def talked(form: str) -> tuple[int, str]:
    """The whole conversation at DEBUG, held once in each form."""
    with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
        return run(CONVERSATION, Path(folder), form=form)


def run(script: str, folder: Path, *arguments: str, level: str = "DEBUG", form: str = "text") -> tuple[int, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    done = subprocess.run(
        [sys.executable, "-c", script, TEXT, NAME, ADDRESS, *arguments],
        cwd=folder,
        env=ours
        | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "SUNUSH_LOG_LEVEL": level, "SUNUSH_LOG_FORMAT": form}
        | {"SUNUSH_QUIET_HOURS": "0-0"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr.decode()


def found(logged: str) -> list[str]:
    """The canaries in a log, also those written as escapes."""
    escaped = [canary.encode("unicode_escape").decode() for canary in CANARIES]
    return [canary for canary in [*CANARIES, *escaped] if canary in logged]


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_text_name_or_address_is_in_the_logs_of_a_conversation_that_breaks(form):
    code, logged = talked(form)
    assert code == 0, logged
    assert found(logged) == []
    assert "the lowest level is heard" in logged
    assert logged.count("a message could not be handled") == 6
    assert logged.count("a message could not be sent") == 2, "the message, and the sentence about it"
    assert logged.count("a file is lost") == 1, "the others are kept for what they are by their bytes"
    assert "IntegrityError < " in logged
    assert "ValueError" in logged
    assert "Traceback" not in logged


def test_each_line_of_a_json_log_is_json_with_level_and_time():
    _, logged = talked("json")
    lines = [json.loads(line) for line in logged.splitlines()]
    assert {"DEBUG", "WARNING", "ERROR"} <= {line["level"].upper() for line in lines}
    assert all(line["timestamp"].endswith("Z") and line["event"] for line in lines)
    handled = [line for line in lines if line["event"] == "a message could not be handled"]
    assert [line["attempt"] for line in handled] == [1, 2, 3, 1, 2, 3]
    assert len({line["event_id"] for line in handled}) == 2


def test_a_level_silences_what_is_below_it(tmp_path):
    _, logged = run(CONVERSATION, tmp_path, level="ERROR")
    assert "the lowest level is heard" not in logged
    assert "a file is lost" not in logged
    assert "a message could not be handled" in logged


@pytest.mark.parametrize("way", ["read", "write"])
def test_the_traceback_of_a_database_error_carries_no_parameters(tmp_path, way):
    code, logged = run(UNCAUGHT, tmp_path, way)
    assert code == 1
    assert "OperationalError" in logged
    assert "no such table: nowhere" in logged
    assert found(logged) == []


def test_where_an_error_came_through_is_told_without_its_words():
    def inner():
        raise ValueError(TEXT)

    with pytest.raises(ValueError, match="Канарейка") as raised:
        inner()
    assert say_where(raised.value) == "ValueError"
    from bot.budget.proposal import check_text

    with pytest.raises(Exception, match="fewer") as refused:
        check_text("а")
    told = say_where(refused.value)
    assert told.startswith("TextTooShort < bot/budget/proposal.py:")
