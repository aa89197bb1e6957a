"""kill -9 at random instants while people write in Telegram, and every update three times: each proposal once."""

import asyncio
import random
import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.patience import patient
from tests.seeds import kills_seed
from tests.sizes import sized
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import Queue
from tests.web.doors import find_free_port

pytestmark = pytest.mark.slow

RESIDENTS = 20
KILLS = sized(2, 50)
KILLS_OF_REPEATED = sized(1, 8)
KILLS_OF_CALLED = sized(1, 30)
AT_LEAST = 2  # proposals of each person, and more as long as there are kills left
IN_FLIGHT = 8  # messages the courier sends at once
RECEIPT = re.compile(r"номери — (\d+)")
FIRST = re.compile(r"кабыл алынды, номери — (\d+)")  # a receipt, and not the answer to whoever presses again
LOOK = 0.03  # seconds
LAST_SAID = 3000  # characters of its log beside a failure
QUIET = 0.5  # seconds after which what asks nothing is taken for the last word
IMPATIENT = 15.0  # seconds after which somebody presses once more
PATIENCE = 120.0  # seconds after which somebody says that nothing comes
MOST = 100  # acts for one proposal; more is going round in circles, though a busy machine is killed before it answers
NOTHING_YET: dict[str, Any] = {"text": "", "message_id": 0, "reply_markup": None}  # whoever sees it presses START again
CHOICES = ("Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет", "Макулмун", "Жөнөтүү", "Кабар алам", "Ооба")


@dataclass
class Resident:
    """Reads the bot's last message and decides as a person would, by a tap or by typing."""

    user: TelegramUser
    chance: random.Random
    goes_on: Callable[[], bool]
    texts: list[str] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    receipts_shown: Counter[str] = field(default_factory=Counter)
    updates: int = 0
    pressed: set[int] = field(default_factory=set)  # those that were presses of buttons
    did: list[tuple[str, int]] = field(default_factory=list)
    _answered: str = ""
    _written: str = ""

    async def talks(self) -> None:
        """Puts one proposal after the other, as long as it goes on."""
        self._plans_next()
        self._does(self.user.starts, "a_kokjar")
        while (screen := await self._question()) is not None:
            await asyncio.sleep(self.chance.uniform(0.2, 0.7))
            self._decides(screen)
            self.did.append((screen["text"][:50], screen["message_id"]))
            assert len(self.did) < MOST * len(self.texts), f"{self.user.name} goes in circles: {self.did[-8:]}"

    async def _question(self) -> dict[str, Any] | None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        since = loop.time()
        changed: asyncio.Future[None] | None = None
        while True:
            changed = changed if changed and not changed.done() else self.user.server.watch("chat", self.user.chat_id)
            messages = self.user.server.messages(self.user.chat_id)
            self._notes_receipts(messages)
            if set(self.texts) == set(self.receipts.values()):
                return None
            # What a kill let arrive twice is taken for a question only if nothing follows; so presses whoever waits.
            patient = loop.time() - since < IMPATIENT
            said = [message for message in messages if not lost_its_buttons(message)]
            shown = max(said, key=lambda message: (message["at"], message["message_id"]), default=None)
            asks = shown is not None and (shown["reply_markup"] or "2/3." in shown["text"])
            rested = asks or loop.time() - since > QUIET
            if shown is None and not patient:
                return NOTHING_YET
            if shown is not None and (not patient or (rested and shown["text"] != self._answered)):
                self._answered = shown["text"]
                return shown
            assert loop.time() < deadline, f"{self.user.name} hears nothing more after {self.user.texts[-2:]}"
            # A look each moment of two hundred people would leave the server they write to no time.
            moments = [at - loop.time() for at in (since + QUIET, since + IMPATIENT, deadline)]
            await asyncio.wait([changed], timeout=LOOK + min((wait for wait in moments if wait > 0), default=0))

    def _decides(self, screen: dict[str, Any]) -> None:
        titles = [button["text"] for row in (screen["reply_markup"] or {}).get("inline_keyboard", []) for button in row]
        if "сакталбайт" in screen["text"]:
            self._written = ""  # it was written where nothing was asked, and /start let go of it
        if "2/3." in screen["text"] and self._written != self.texts[-1]:
            self._written = self.texts[-1]
            self._does(self.user.writes, self.texts[-1])
            return
        for title in CHOICES:
            if title in titles:
                if title == "Чыгаша: акча кетет":
                    self._written = ""  # a new draft
                if title == "Жөнөтүү":
                    assert f"«{self.texts[-1]}»" in screen["text"], "the check shows something else than was written"
                self._does(self.user.taps if self.chance.random() < 0.6 else self.user.writes, title)
                return
        self._does(self.user.writes, "/start")

    def _does(self, act: Callable[[str], dict[str, Any]], words: str) -> None:
        self.updates += 1
        try:
            update = act(words)
        except AssertionError:  # the button went while the finger was on its way
            update = self.user.writes(words)
        if "callback_query" in update:
            self.pressed.add(int(update["update_id"]))

    def _notes_receipts(self, messages: list[dict[str, Any]]) -> None:
        found = [label for message in messages for label in RECEIPT.findall(message["text"])]
        self.receipts_shown = Counter(label for message in messages for label in FIRST.findall(message["text"]))
        for label in found:
            if label not in self.receipts:
                self.receipts[label] = self.texts[-1]
                if len(self.texts) < AT_LEAST or self.goes_on():
                    self._plans_next()

    def _plans_next(self) -> None:
        number = len(self.texts) + 1
        self.texts.append(f"{self.user.name}, {number}-сунуш: көпүрөнү оңдоо керек, балдар өтө албай жатат")


def lost_its_buttons(message: dict[str, Any]) -> bool:
    """Whether a message was changed last only in that its buttons went."""
    return bool(message["edits"]) and message["edits"][-1]["text"] == message["text"]


class Repeating(Queue):
    """Gives every update three times, shuffled between people, each person's own in their order.

    Telegram itself keeps to the order of the ids; what confirms must not depend on that.
    """

    def __init__(self, next_id: int, chance: random.Random) -> None:
        super().__init__(next_id)
        self.chance = chance
        self.given = 0

    def take(self, offset: int, limit: int, now: float) -> list[dict[str, Any]]:
        people: dict[int, list[dict[str, Any]]] = {}
        for update in super().take(offset, limit, now):
            people.setdefault(sender_of(update), []).append(update)
        lines = []
        for updates in people.values():
            each = self.chance.random() < 0.5
            lines.append([update for update in updates for _ in range(3)] if each else updates * 3)
        shuffled = []
        while lines:
            line = self.chance.choice(lines)
            shuffled.append(line.pop(0))
            lines = [line for line in lines if line]
        self.given += len(shuffled)
        return shuffled


def sender_of(update: dict[str, Any]) -> int:
    """Who did it."""
    body = next(value for name, value in update.items() if name != "update_id")
    return int(body["from"]["id"])


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


@asynccontextmanager
async def served(folder: Path, telegram: TelegramServer, **surroundings: str) -> AsyncIterator[BotProcess]:
    """An install whose process is killed at the end if it is still there."""
    bot = BotProcess(folder, telegram.url, **surroundings)
    await bot.prepare()
    try:
        yield bot
        bot.has_kept_silent()
    except BaseException as failure:
        failure.add_note(f"starts {bot.starts}, said {bot.said[-LAST_SAID:]}")
        raise
    finally:
        await bot.kill()


@dataclass
class Storm:
    """Kills a bot so many times, at random instants, and lets it live afterwards."""

    bot: BotProcess
    telegram: TelegramServer
    chance: random.Random
    left: int

    async def rages(self) -> None:
        """Kills at work mostly, and now and then while it starts."""
        while self.left:
            await self.bot.start()
            if self.chance.random() < 0.15:
                await asyncio.sleep(self.chance.uniform(0, 1.5))
            else:
                before = len(self.telegram.calls("getMe"))
                async with patient(PATIENCE):
                    while len(self.telegram.calls("getMe")) == before:
                        assert self.bot.is_alive, f"the process ended by itself: {self.bot.said[-500:]}"
                        await asyncio.sleep(LOOK)
                await asyncio.sleep(self.chance.uniform(0.1, 1.1))
            assert self.bot.is_alive, f"the process ended by itself: {self.bot.said[-500:]}"
            await self.bot.kill()
            self.left -= 1
        await self.bot.start()


async def weathered(
    bot: BotProcess,
    telegram: TelegramServer,
    people: People,
    counted: Callable[..., None],
    *,
    kills: int,
    seed: int,
) -> None:
    """Lets everybody propose through the storm and looks at what is left; counted is told how much."""
    storm = Storm(bot, telegram, random.Random(f"{seed} storm"), kills)
    residents = [
        Resident(people(f"Тургун {n}", "ky"), random.Random(f"{seed} {n}"), lambda: storm.left > 0)
        for n in range(RESIDENTS)
    ]
    async with asyncio.TaskGroup() as group:
        raging = group.create_task(storm.rages())
        for resident in residents:
            group.create_task(resident.talks())
    await raging
    async with patient(PATIENCE):
        while telegram.pending() or rows(bot.database, "SELECT 1 FROM outbox WHERE state < 3 LIMIT 1"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert await bot.stop() == 0

    planned = [text for resident in residents for text in resident.texts]
    kept = rows(bot.database, "SELECT label, text FROM proposals p JOIN proposal_texts t ON t.proposal_id = p.id")
    texts = [text for _, text in kept]
    receipts = {(label, text) for resident in residents for label, text in resident.receipts.items()}
    lost = len(set(planned) - set(texts)) + len(receipts - set(kept))
    doubled = len(texts) - len(set(texts))
    repeated = sum(shown - 1 for resident in residents for shown in resident.receipts_shown.values())
    ended = dict(rows(bot.database, "SELECT state, count(*) FROM outbox GROUP BY state"))
    events = rows(bot.database, "SELECT count(*) FROM events")[0][0]
    written = sum(resident.updates for resident in residents)
    counted(
        kills=kills,
        starts=bot.starts,
        residents=len(residents),
        updates=written,
        events=events,
        proposals=len(kept),
        lost=lost,
        doubled=doubled,
        receipts=len(receipts),
        receipts_repeated=repeated,
        messages_sent=ended.get(3, 0),
        parked_as_uncertain=ended.get(7, 0),
        replaced_before_they_left=ended.get(6, 0),
        messages_repeated=rows(bot.database, "SELECT coalesce(sum(attempts - 1), 0) FROM outbox")[0][0],
    )
    assert rows(bot.database, "PRAGMA integrity_check") == [("ok",)]
    assert (lost, doubled) == (0, 0)
    assert sorted(texts) == sorted(planned)
    assert receipts == set(kept)
    assert events == written
    assert rows(bot.database, "SELECT count(*) FROM events WHERE state <> 'done'") == [(0,)]
    assert repeated <= kills * IN_FLIGHT
    # A screen or menu that has not left gives way to the next one of its chat. Every receipt was seen above.
    assert set(ended) <= {3, 6, 7}
    skipped = set(rows(bot.database, "SELECT DISTINCT kind, code FROM outbox WHERE state = 6"))
    assert skipped <= {("reply", "replaced"), ("menu", "replaced")}
    assert telegram.errors() == []


async def test_kills_while_twenty_residents_write_lose_nothing_and_double_nothing(
    telegram: TelegramServer, user: People, tmp_path: Path, tell: Callable[..., None]
):
    seed = kills_seed()
    tell("Telegram, kill -9, seed for KILLS_SEED", seed=seed)

    def counted(**counts: int) -> None:
        tell("Telegram, kill -9", **counts)

    async with served(tmp_path, telegram) as bot:
        await weathered(bot, telegram, user, counted, kills=KILLS, seed=seed)


async def test_every_update_three_times_and_shuffled_between_people_has_its_effects_once(
    telegram: TelegramServer, user: People, tmp_path: Path, tell: Callable[..., None]
):
    seed = kills_seed()
    telegram._queue = queue = Repeating(880_000_001, random.Random(f"{seed} queue"))
    tell("Telegram, every update three times, seed for KILLS_SEED", seed=seed)
    async with served(tmp_path, telegram) as bot:

        def counted(**counts: int) -> None:
            tell("Telegram, kill -9", **counts)

        await weathered(bot, telegram, user, counted, kills=KILLS_OF_REPEATED, seed=seed)
    tell("Telegram, every update three times", given=queue.given)


async def test_kills_of_a_bot_that_is_called_lose_nothing_though_every_update_comes_three_times(
    telegram: TelegramServer, user: People, tmp_path: Path, tell: Callable[..., None]
):
    seed, door = kills_seed(), f"127.0.0.1:{find_free_port()}"
    tell("Telegram by webhook, kill -9, seed for KILLS_SEED", seed=seed)
    telegram.repeat(3, seed)
    called = {"SUNUSH_TELEGRAM_WEBHOOK": "1", "SUNUSH_WEB_LISTEN": door, "SUNUSH_WEB_URL": f"http://{door}"}

    def counted(**counts: int) -> None:
        tell("Telegram by webhook, kill -9", **counts)

    async with served(tmp_path, telegram, **called) as bot:
        await weathered(bot, telegram, user, counted, kills=KILLS_OF_CALLED, seed=seed)
    answered = telegram.posted()
    cut_off = sum(number for what, number in answered.items() if not what[0].isdigit())
    refused = answered.get("503 Service Unavailable", 0)
    tell("Telegram by webhook, each update three times", taken_in=answered["200 OK"], refused=refused, cut_off=cut_off)
    assert sum(answered.values()) == answered["200 OK"] + refused + cut_off
    assert telegram.calls("getUpdates") == []
