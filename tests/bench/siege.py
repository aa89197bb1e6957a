"""Measures residents at work, by turns alone and while everything that one person or group can send comes at once.

python -m tests.bench.siege [--residents 20] [--alone 60] [--besieged 300] [--pause 5] [--listed 800] [--searched 5000]
    [--rounds 5]

The residents were met before today, and ask for /help and /mine by turns. Meanwhile three people send long
drafts of Latin letters and photos, and 20 accounts ask each half second. Five send pictures of 50 megapixels,
two albums of ten photos, and one sends 50 messages a second. One taps and writes by turns; one asks for
/mydata, /privacy and /language by turns; three groups call. A clerk lists proposals of 100 000 letters, one
searches among 5 000, and one enters those of others. A place moves each second.
"""

import argparse
import asyncio
import io
import itertools
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from PIL import Image
from sqlalchemy import Connection, text

from bot.app import now, open_install
from bot.budget.permissions import Role
from bot.office import staff
from bot.settings import Settings
from storage.log import search
from storage.log.weights import weigh
from storage.queue.letters import NEWCOMER
from storage.store import Store
from tests.bench.figures import machine, table
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import JPEG, People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import LIGHT, buttons, presses, until

LATIN = "jol ondoo kerek " * 250
LETTERS = 100_000  # of each proposal that the clerk lists
LONGEST = 60.0  # seconds that the last answers are waited for
CLERKS = (  # what each of three writes by turns: lists, a search, proposals of others
    ("Жооп күткөндөр", "жол"),
    ("Жооп күткөндөр", "Издөө", "4321-көчө", "Издөө", "жол жаман"),
    ("Башка адамдын сунушу", "кагазда", "бүгүн", LIGHT, "Каттоо", "Артка"),
)
Written = list[tuple[int, float]]  # chats, and when something was written in them


@dataclass(frozen=True, slots=True)
class Size:
    """How many residents work, for how many seconds alone and besieged, how often, and beside how many proposals."""

    residents: int
    alone: float
    besieged: float
    pause: float
    listed: int
    searched: int = 0
    rounds: int = 1


@dataclass(slots=True)
class Seen:
    """What was seen: seconds until each answer, alone and besieged, and what the process took, in bytes.

    turns and worked count, for both, the events that were handled and the seconds of the processor meanwhile.
    """

    alone: list[float] = field(default_factory=list)
    besieged: list[float] = field(default_factory=list)
    written: int = 0
    attacks: int = 0
    too_many: int = 0  # times that Telegram had to ask for a pause (429)
    turns: list[int] = field(default_factory=lambda: [0, 0])
    worked: list[float] = field(default_factory=lambda: [0.0, 0.0])
    memory: int = 0
    disk: int = 0

    @property
    def lost(self) -> int:
        """How many messages of residents were never answered."""
        return self.written - len(self.besieged)


def p95(waits: list[float]) -> float:
    """The 95th of a hundred."""
    return statistics.quantiles(waits, n=20)[-1]


def memory_of(bot: BotProcess) -> int:
    """Bytes resident of the process and its children.

    A child is begun by vfork. Until it runs its own program, it has its parent's memory and command line.
    That memory is counted once.
    """
    assert bot._process is not None
    whole = psutil.Process(bot._process.pid)
    total, own = whole.memory_info().rss, whole.cmdline()
    for child in whole.children(recursive=True):
        try:
            if child.cmdline() != own:
                total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def worked(bot: BotProcess) -> tuple[int, float]:
    """How many events were handled, and the seconds of the processor that the process took, since it began."""
    assert bot._process is not None
    times = psutil.Process(bot._process.pid).cpu_times()
    with closing(sqlite3.connect(f"file:{bot.database}?mode=ro", uri=True)) as database:
        (turns,) = database.execute("SELECT count(*) FROM events WHERE state != 'waits'").fetchone()
    return turns, times.user + times.system


def size_of(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def bomb() -> bytes:
    """A picture of 50 million pixels in a few kilobytes."""
    written = io.BytesIO()
    Image.new("RGB", (7_071, 7_071), "white").save(written, "WEBP", quality=1, method=0)
    return written.getvalue()


class Attack:
    """What somebody does again and again; how often is counted."""

    def __init__(self, pause: float, *acts: Callable[[], object]) -> None:
        self._pause, self._acts = pause, itertools.cycle(acts)
        self.made = 0

    async def go_on(self, seconds: float) -> None:
        """Does it for so long."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            next(self._acts)()
            self.made += 1
            await asyncio.sleep(self._pause)


def writing(user: TelegramUser, *texts: str) -> list[Callable[[], object]]:
    """Writes these texts by turns."""
    return [lambda each=each: user.writes(each) for each in texts]  # type: ignore[misc]


async def resident(user: TelegramUser, seconds: float, pause: float, written: Written) -> None:
    """Asks again and again; begins at a moment of their own."""
    each = itertools.cycle(["/help", "/mine"])
    await asyncio.sleep(user.id * 0.37 % pause)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        written.append((user.chat_id, time.time()))
        user.writes(next(each))
        await asyncio.sleep(pause)


async def answers_of(telegram: TelegramProcess, written: Written) -> list[float]:
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
    ends = time.monotonic() + LONGEST
    while True:
        come = sent()
        if all(sum(at >= began[chat] for at in come.get(chat, [])) >= wanted[chat] for chat in chats):
            break
        if time.monotonic() > ends:
            break
        await asyncio.sleep(0.5)
    waits = []
    for chat in chats:
        asked = [at for other, at in written if other == chat]
        answered = sorted(at for at in come.get(chat, []) if at >= began[chat])
        waits += [after - before for before, after in zip(asked, answered, strict=False)]
    return waits


async def at_the_text(user: TelegramUser) -> None:
    """Goes to where a proposal's text is written."""
    user.starts("a_kokjar")
    await presses(user, "Кыргызча", "Сунуш берүү", "Билбейм")


async def _prepared(bot: BotProcess, size: Size) -> list[str]:
    # Enters what clerks list and search; returns the payloads of their links.
    settings = Settings(
        data_dir=bot.folder / "data", database_url=f"sqlite:///{bot.database}", key_file=bot.folder / "sunush.key"
    )

    async def invited(store: Store) -> str:
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())).payload

    def entered(connection: Connection) -> None:
        connection.execute(text("INSERT INTO people (id, created_at) VALUES (900000, :at)"), {"at": now()})
        for n in range(1, size.listed + size.searched + 1):
            connection.execute(
                text(
                    "INSERT INTO proposals (id, key, aimak_id, budget_year, number, label, author_id, side, category, "
                    "language, source, received_at, due_on, due_days) SELECT :id, 'big-' || :id, id, 2027, :n, :label, 900000, "
                    "'spending', 'roads', 'ky', 'paper', :at, '2026-12-29', 20 FROM aimaks WHERE code = 'kokjar'"
                ),
                {"id": 900_000 + n, "n": 5_000 + n, "label": f"{5_000 + n}", "at": now()},
            )
            words = f"{n}-көчөдө жол жаман. " * (LETTERS // 20 if n <= size.listed else 5)
            connection.execute(
                text(
                    "INSERT INTO proposal_texts (proposal_id, revision, text, fold, written_at) "
                    "VALUES (:id, 1, :words, :fold, :at)"
                ),
                {"id": 900_000 + n, "words": words, "fold": words[:2_000].casefold(), "at": now()},
            )

    async with open_install(settings) as office:
        await office.database.run_sync(entered)
        # The lists go by what is kept on each row.
        for first in range(900_001, 900_001 + size.listed + size.searched, 200):
            some = range(first, min(first + 200, 900_001 + size.listed + size.searched))
            await office.database.write(lambda store, some=some: weigh(store.connection, some))
        while await office.database.write(lambda store: search.index_older(store.connection)):
            pass
        return [await office.database.write(invited) for _ in range(3)]


async def _clerk(user: TelegramUser, payload: str, *words: str) -> Attack:
    # Joins, and then writes this again and again.
    user.starts(payload)
    await presses(user, "Кыргызча")
    await until(lambda: any("кызматыңыз" in said for said in user.texts))
    user.writes("бюджет адиси")
    await until(lambda: "Жооп күткөндөр" in buttons(user))
    return Attack(1.0, *writing(user, *words))


async def _make_known(bot: BotProcess) -> None:
    # Residents at work were met before today: in a crowd nobody waits for newcomers whom the bot knows.
    await bot.stop()
    with closing(sqlite3.connect(bot.database)) as database, database:
        database.execute(
            "UPDATE peers SET created_at = created_at - ? WHERE person_id IN (SELECT author_id FROM proposals)",
            (2 * NEWCOMER,),
        )
    await bot.start()


def _attacks(people: People, telegram: TelegramProcess, drafting: list[TelegramUser]) -> list[Attack]:
    crowd = [people(f"Көп {n}", "ky") for n in range(20)]
    flooder, tapper = people("Тез", "ky"), people("Басат", "ky")
    bombers = [people(f"Сүрөт {n}", "ky") for n in range(5)]
    asker, mover = people("Сурак", "ky"), people("Жол", "ky")
    albums = [people(f"Альбом {n}", "ky") for n in range(2)]
    groups = [{"id": -100_200_300 - n, "type": "supergroup", "title": "Айыл"} for n in range(3)]
    in_groups = [TelegramUser(telegram, 700_000_123, "Топ", chat=group) for group in groups]
    picture, photo = bomb(), JPEG
    place = mover.sends_location()["message"]["message_id"]
    steps = itertools.count()
    attacks = [Attack(0.5, *writing(user, *[LATIN[:4000]] * 24, "/privacy", "/language")) for user in drafting]
    attacks += [Attack(0.5, user.sends_photo) for user in drafting]
    attacks += [Attack(0.5, *writing(user, "/privacy")) for user in crowd]
    attacks += [
        Attack(2.0, lambda user=user: user.sends_document(picture, "a.webp", "image/webp"))  # type: ignore[misc]
        for user in bombers
    ]
    attacks.append(Attack(0.02, *writing(flooder, "/start a_kokjar", "салам", LIGHT)))
    attacks.append(Attack(0.05, *writing(tapper, "/start"), lambda: tapper.taps_old("language:ky")))
    attacks += [Attack(4.0, lambda user=user: user.sends_album(*[photo] * 10)) for user in albums]  # type: ignore[misc]
    attacks.append(Attack(0.5, *writing(asker, "/mydata", "/privacy", "/language")))
    attacks += [Attack(0.5, lambda user=user: user.mentions("салам")) for user in in_groups]  # type: ignore[misc]
    attacks.append(Attack(1.0, lambda: mover.moves(place, next(steps))))
    return attacks


async def besiege(telegram: TelegramProcess, folder: Path, size: Size) -> Seen:
    """Runs the whole of it against `sunush run`, and returns what was seen."""
    bot, people, seen = BotProcess(folder, telegram.url, SUNUSH_LOG_LEVEL="WARNING"), People(telegram), Seen()
    await bot.prepare()
    payloads = await _prepared(bot, size)
    await bot.start()
    neighbours = [people(f"Сосед {n}", "ky") for n in range(size.residents)]
    drafting = [people(f"Узун {n}", "ky") for n in range(3)]
    for user in [*neighbours, *drafting]:
        await at_the_text(user)
    for user in neighbours:
        user.writes(LIGHT)
        await presses(user, "Макулмун", "Жөнөтүү")
        await until(lambda user=user: any("номери — " in said for said in user.texts))  # type: ignore[misc]
    await _make_known(bot)
    at_work = [
        await _clerk(people(name, "ky"), payload, *words)
        for name, payload, words in zip(("Нурлан", "Бакыт", "Гүлнара"), payloads, CLERKS, strict=True)
    ]

    telegram.limits(True)
    await asyncio.sleep(2 * size.pause)  # until every chat may be written to again
    attacks, calm, before = [*at_work, *_attacks(people, telegram, drafting)], memory_of(bot), size_of(bot.folder)
    most = [calm]
    watching = Attack(0.2, lambda: most.append(max(most.pop(), memory_of(bot))))
    for seconds, waits, beside in [(size.alone, seen.alone, []), (size.besieged, seen.besieged, attacks)] * size.rounds:
        written: Written = []
        began = worked(bot)
        works: list[Awaitable[None]] = [
            resident(user, seconds / size.rounds, size.pause, written) for user in neighbours
        ]
        await asyncio.gather(
            *works, *(attack.go_on(seconds / size.rounds) for attack in [*beside, *([watching] if beside else [])])
        )
        waits.extend(await answers_of(telegram, written))
        for number, (after, first) in enumerate(zip(worked(bot), began, strict=True)):
            (seen.turns, seen.worked)[number][bool(beside)] += after - first
        if beside:
            seen.written += len(written)
            await until(lambda: not telegram.pending())
    assert bot.is_alive, bot.said[-800:]
    seen.attacks = sum(attack.made for attack in attacks)
    seen.too_many = sum(call["code"] == 429 for call in telegram.calls())
    seen.memory, seen.disk = most[0] - calm, size_of(bot.folder) - before
    assert await bot.stop() == 0
    return seen


async def run(size: Size) -> str:
    """Measures once; returns a table in Markdown."""
    with tempfile.TemporaryDirectory(prefix="sunush-siege-") as folder:
        async with TelegramProcess(Path(folder) / "telegram.jsonl") as telegram:
            seen = await besiege(telegram, Path(folder) / "install", size)
    rows = [
        [name, str(len(waits)), *(f"{1000 * each:.0f}" for each in (statistics.median(waits), p95(waits), max(waits))),
         str(turns), f"{1000 * seconds / max(1, turns):.1f}"]
        for name, waits, turns, seconds in zip(
            (f"alone, {size.alone:g} s", f"besieged, {size.besieged:g} s"), (seen.alone, seen.besieged), seen.turns,
            seen.worked, strict=True,
        )
    ]  # fmt: skip
    took = f"{seen.attacks} messages of others; {seen.lost} of {seen.written} lost, {seen.too_many} answered 429, "
    took += f"{seen.memory / 2**20:.0f} MB over idle, {seen.disk / 2**20:.0f} MB of disk; a load of {os.getloadavg()[0]:.1f}"
    head = [
        f"sunush run, {size.residents} residents, {size.rounds} rounds",
        "answers",
        "median ms",
        "95 % ms",
        "most ms",
    ]
    head += ["messages handled", "ms of the processor each"]
    return f"{machine()}\n\n{table(head, rows)}\n\n{took}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--residents", type=int, default=20)
    reader.add_argument("--alone", type=float, default=60, help="seconds")
    reader.add_argument("--besieged", type=float, default=300, help="seconds")
    reader.add_argument("--pause", type=float, default=5, help="seconds between what one resident writes")
    reader.add_argument("--listed", type=int, default=800)
    reader.add_argument("--searched", type=int, default=5_000)
    reader.add_argument("--rounds", type=int, default=5)
    told = reader.parse_args()
    size = Size(told.residents, told.alone, told.besieged, told.pause, told.listed, told.searched, told.rounds)
    print(asyncio.run(run(size)))


if __name__ == "__main__":
    main()
