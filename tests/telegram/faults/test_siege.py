"""Everything at once: residents are answered while others send floods, bombs, long drafts and calls from a group."""

import asyncio
import io
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PIL import Image

from tests.sizes import sized
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import LIGHT, buttons, presses, until

pytestmark = pytest.mark.slow

RESIDENTS = sized(6, 20)
QUIET, SIEGE = sized(6.0, 60.0), sized(12.0, 300.0)  # seconds
PAUSE = sized(2.0, 5.0)  # seconds between what one resident writes; who writes at length needs as long
LATIN = "jol ondoo kerek " * 250
SLOWEST = 5.0  # seconds for the 95th of a hundred answers; on two cores the attackers work as well
MEMORY = 150 * 2**20
DISK_A_MINUTE = 200 * 2**20


@dataclass
class Watched:
    """What the process takes: the most memory beyond what it had, and how its folder grew, in bytes."""

    bot: BotProcess
    most: int = 0

    def look(self) -> int:
        assert self.bot._process is not None
        whole = psutil.Process(self.bot._process.pid)
        self.most = max(self.most, sum(one.memory_info().rss for one in [whole, *whole.children(recursive=True)]))
        return self.most


def bomb() -> bytes:
    """A picture of 50 million pixels in a few kilobytes."""
    written = io.BytesIO()
    Image.new("RGB", (7_071, 7_071), "white").save(written, "WEBP", quality=1, method=0)
    return written.getvalue()


async def again_and_again(seconds: float, pause: float, act: Callable[[], object]) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        act()
        await asyncio.sleep(pause)


def alternating(user: TelegramUser, *texts: str) -> Callable[[], object]:
    each = itertools.cycle(texts)
    return lambda: user.writes(next(each))


async def resident(user: TelegramUser, seconds: float, written: list[tuple[int, float]]) -> None:
    each = itertools.cycle(["/help", "/mine"])
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        written.append((user.chat_id, time.time()))
        user.writes(next(each))
        await asyncio.sleep(PAUSE)


async def answers_of(telegram: TelegramProcess, written: list[tuple[int, float]]) -> list[float]:
    """Seconds until each was answered: the nth thing written by somebody by the nth message to them since then."""

    def sent() -> dict[int, list[float]]:
        found: dict[int, list[float]] = {}
        for call in telegram.calls():
            if call["method"] in {"sendMessage", "editMessageText"} and call["accepted"]:
                found.setdefault(call["chat_id"], []).append(call["at"])
        return found

    chats = {chat for chat, _ in written}
    began = {chat: min(at for other, at in written if other == chat) for chat in chats}
    wanted = {chat: sum(other == chat for other, _ in written) for chat in chats}

    def complete() -> bool:
        come = sent()
        return all(sum(at >= began[chat] for at in come.get(chat, [])) >= wanted[chat] for chat in chats)

    await until(complete, 60)
    come = sent()
    waits = []
    for chat in chats:
        asked = [at for other, at in written if other == chat]
        answered = sorted(at for at in come[chat] if at >= began[chat])
        waits += [after - before for before, after in zip(asked, answered, strict=False)]
    return waits


def p95(waits: list[float]) -> float:
    return statistics.quantiles(waits, n=20)[-1]


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


async def at_the_text(user: TelegramUser) -> None:
    user.starts("a_kokjar")
    await presses(user, "Кыргызча", "Сунуш берүү", "Билбейм")


async def test_residents_are_answered_while_everything_is_tried_at_once(
    telegram_process: TelegramProcess, process_user: People, tmp_path: Path, tell: Callable[..., None]
):
    telegram = telegram_process
    bot = BotProcess(tmp_path / "install", telegram.url, SUNUSH_LOG_LEVEL="WARNING")
    await bot.prepare()
    await bot.start()
    neighbours = [process_user(f"Сосед {n}", "ky") for n in range(RESIDENTS)]
    drafting = [process_user(f"Узун {n}", "ky") for n in range(3)]
    for user in [*neighbours, *drafting]:
        await at_the_text(user)
    for user in neighbours:
        user.writes(LIGHT)
        await presses(user, "Макулмун", "Жөнөтүү")
        await until(lambda user=user: any("номери — " in said for said in user.texts))
    watched = Watched(bot)
    idle = watched.look()

    quiet: list[tuple[int, float]] = []
    await asyncio.gather(*(resident(user, QUIET, quiet) for user in neighbours))
    alone = await answers_of(telegram, quiet)

    before, calm = size_of(bot.folder), watched.look()
    written: list[tuple[int, float]] = []
    crowd = [process_user(f"Көп {n}", "ky") for n in range(20)]
    flooder, bombers = process_user("Тез", "ky"), [process_user(f"Сүрөт {n}", "ky") for n in range(5)]
    in_group = TelegramUser(
        telegram, 700_000_123, "Топ", chat={"id": -100_200_300, "type": "supergroup", "title": "Айыл"}
    )
    picture = bomb()
    works: list[Awaitable[None]] = [resident(user, SIEGE, written) for user in neighbours]
    for user in drafting:
        works.append(again_and_again(SIEGE, 0.5, alternating(user, *[LATIN[:4000]] * 24, "/privacy", "/language")))
        works.append(again_and_again(SIEGE, 0.5, user.sends_photo))
    works += [again_and_again(SIEGE, 0.5, alternating(user, "/privacy")) for user in crowd]
    works += [
        again_and_again(SIEGE, 2.0, lambda user=user: user.sends_document(picture, "a.webp", "image/webp"))
        for user in bombers
    ]
    works.append(again_and_again(SIEGE, 0.02, alternating(flooder, "/start a_kokjar", "салам", LIGHT)))
    works.append(again_and_again(SIEGE, 0.5, lambda: in_group.mentions("салам")))

    async def watch() -> None:
        await again_and_again(SIEGE, 0.2, watched.look)

    await asyncio.gather(watch(), *works)
    besieged = await answers_of(telegram, written)
    assert bot.is_alive, bot.said[-800:]
    grown = size_of(bot.folder) - before
    tell(
        f"a siege of {SIEGE:.0f} s",
        answered=len(besieged),
        of=len(written),
        median_ms=round(1000 * statistics.median(besieged)),
        p95_ms=round(1000 * p95(besieged)),
        median_alone_ms=round(1000 * statistics.median(alone)),
        p95_alone_ms=round(1000 * p95(alone)),
        memory_mb=(watched.most - max(idle, calm)) // 2**20,
        disk_mb=grown // 2**20,
    )
    assert len(besieged) == len(written)
    assert p95(besieged) < SLOWEST
    assert watched.most - max(idle, calm) <= MEMORY
    assert grown <= DISK_A_MINUTE * max(1.0, SIEGE / 60)
    assert buttons(neighbours[0])
    assert await bot.stop() == 0
