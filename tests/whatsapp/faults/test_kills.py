"""kill -9 at random instants while people write in WhatsApp: each webhook is taken once, each proposal is there once."""

import asyncio
import random
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.patience import patient
from tests.seeds import kills_seed
from tests.sizes import sized
from tests.telegram.fake.bot_process import BotProcess
from tests.web.doors import find_free_port
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import NUMBER

pytestmark = pytest.mark.slow

RESIDENTS = sized(6, 20)
KILLS = sized(3, 30)
IN_FLIGHT = 8  # messages the courier sends at once
IMPATIENT = 8.0  # seconds after which somebody presses once more
PATIENCE = 120.0  # seconds after which somebody says that nothing comes
AT_ONCE = 8  # acts in as many seconds, after which somebody takes their time
LOOK = 0.03  # seconds
RECEIPT = re.compile(r"кабыл алынды, номери — (\d+)")
CHOICES = ("Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет", "Макулмун", "Жөнөтүү", "Кабар алам", "Ооба")


@dataclass
class Resident:
    """Reads the newest message that asks something, and decides as a person would."""

    user: WhatsAppUser
    chance: random.Random
    text: str
    storm: "Storm"
    did: list[str] = field(default_factory=list)
    _answered: str = ""
    _wrote: bool = False
    _moments: list[float] = field(default_factory=list)

    @property
    def receipts(self) -> list[str]:
        """The numbers of the receipts, as often as each was shown."""
        return [label for shown in self.user.shown for label in RECEIPT.findall(shown.text)]

    async def proposes(self) -> None:
        """From the link to the receipt."""
        self._does(self.user.writes, "a_kokjar")
        loop = asyncio.get_running_loop()
        since = began = loop.time()
        while not self.receipts:
            asked = [shown for shown in self.user.shown if shown.buttons]
            if asked and (asked[-1].id != self._answered or loop.time() - since > IMPATIENT):
                self._answered, since = asked[-1].id, loop.time()
                # Whoever answers a backlog at once meets with the inbound limit, and what is dropped is no event.
                hurried = len(self.did) >= AT_ONCE and loop.time() - self._moments[-AT_ONCE] < AT_ONCE
                await asyncio.sleep(AT_ONCE / 4 if hurried else self.chance.uniform(0.05, 0.4))
                self._decides(asked[-1])
            began = loop.time() if self.storm.left else began
            assert loop.time() - began < PATIENCE, f"{self.user.name} hears nothing more after {self.did[-3:]}"
            await asyncio.sleep(LOOK)

    def _decides(self, shown: Any) -> None:
        if "2/3." in shown.text and not self._wrote:
            self._wrote = True
            self._does(self.user.writes, self.text)
            return
        for title in CHOICES:
            if title in shown.buttons:
                self._does(self.user.taps if self.chance.random() < 0.6 else self.user.writes, title)
                return

    def _does(self, act: Any, words: str) -> None:
        self.did.append(words)
        self._moments.append(asyncio.get_running_loop().time())
        act(words)


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


@dataclass
class Storm:
    """Kills a bot so many times, at work mostly, and now and then while it starts; then lets it live."""

    bot: BotProcess
    graph: GraphServer
    chance: random.Random
    left: int = KILLS
    is_over: Callable[[], bool] = lambda: False  # whether everybody has what they came for, so that nobody writes

    async def rages(self) -> None:
        while self.left:
            await self.bot.start()
            before = self.graph.posting.answers[200]
            if self.chance.random() > 0.15:
                await self.bot.comes_to(lambda at=before: self.graph.posting.answers[200] > at or self.is_over())
            await asyncio.sleep(self.chance.uniform(0.1, 1.0))
            await self.bot.kill()
            self.left -= 1
        said = len(self.bot.said)
        await self.bot.start()
        # Whoever has all they came for already would stop it before it knows how to stop.
        await self.bot.comes_to(lambda: "the web door is open" in self.bot.said[said:])


async def test_kills_while_residents_write_in_whatsapp_lose_nothing_and_double_nothing(
    graph: GraphServer, tmp_path: Path, tell
):
    seed = kills_seed()
    tell("WhatsApp, kill -9, seed for KILLS_SEED", seed=seed)
    port = find_free_port()
    door = {**graph.surroundings, "SUNUSH_WEB_LISTEN": f"127.0.0.1:{port}"}
    bot = BotProcess(tmp_path, "", token="", **door)
    await bot.prepare()
    graph.posting.begin(f"http://127.0.0.1:{port}/webhooks/whatsapp/{NUMBER}")
    graph.posting.copies, graph.posting.shuffled = 3, random.Random(f"{seed} copies")
    storm = Storm(bot, graph, random.Random(f"{seed} storm"))
    residents = [
        Resident(
            WhatsAppUser(graph, f"99655500{n:04}", f"Тургун {n}"),
            random.Random(f"{seed} {n}"),
            f"Тургун {n}: көпүрөнү оңдоо керек, балдар өтө албай жатат",
            storm,
        )
        for n in range(RESIDENTS)
    ]
    storm.is_over = lambda: all(resident.receipts for resident in residents)
    try:
        async with asyncio.TaskGroup() as group:
            raging = group.create_task(storm.rages())
            for resident in residents:
                group.create_task(resident.proposes())
        await raging
        async with patient(PATIENCE):
            await graph.posting.is_through()
            while rows(bot.database, "SELECT 1 FROM outbox WHERE state < 3 LIMIT 1"):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            await graph.posting.is_through()
        assert await bot.stop() == 0
        bot.has_kept_silent()
    except BaseException as failure:
        failure.add_note(f"starts {bot.starts}, said {bot.said[-3000:]}")
        raise
    finally:
        await bot.kill()

    kept = [text for (text,) in rows(bot.database, "SELECT text FROM proposal_texts")]
    planned = [resident.text for resident in residents]
    wrote = sum(len(resident.user.wrote) for resident in residents)
    doubles = sum(len(resident.receipts) - 1 for resident in residents)
    shown = Counter(one.body.get("biz_opaque_callback_data") for chat in graph.chats.values() for one in chat)
    repeated = sum(times - 1 for times in shown.values())
    tell(
        "WhatsApp, kill -9",
        kills=KILLS,
        residents=len(residents),
        webhooks=wrote,
        posted=sum(graph.posting.answers.values()),
        proposals=len(kept),
        lost=len(set(planned) - set(kept)),
        doubled=len(kept) - len(set(kept)),
        receipts_repeated=doubles,
        messages=sum(shown.values()),
        messages_repeated=repeated,
    )
    assert rows(bot.database, "PRAGMA integrity_check") == [("ok",)]
    assert sorted(kept) == sorted(planned)
    assert rows(bot.database, "SELECT count(*) FROM events WHERE channel = 'whatsapp'") == [(wrote,)]
    assert rows(bot.database, "SELECT count(*) FROM events WHERE state = 'dead'") == [(0,)]
    assert repeated <= KILLS * IN_FLIGHT
    assert doubles <= KILLS * IN_FLIGHT
