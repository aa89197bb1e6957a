"""kill -9 at random instants (fifty at full size) while people write: nothing acknowledged is lost, nothing is done twice."""

import asyncio
import random
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.seeds import kills_seed
from tests.sizes import sized

pytestmark = pytest.mark.slow

# Of people with an install each, then of those on one database. Some of each come by a link.
ALONE = sized((1, 1), (8, 8, 8))
TOGETHER = sized((1, 1, 1), (7, 7, 6, 6))
KILLS = ALONE + TOGETHER
PROPOSALS = sized(2, 4)  # each person's, and more as long as there are kills left
RECEIPT = re.compile(r"номери — (\d+)")
QUIET = 0.05  # seconds without a word after which somebody believes that all has been said
MOST_LINES = 500


@dataclass
class Resident:
    """Reads the last message, decides as a person would, and is cut off now and then by a kill."""

    window: Any
    chance: random.Random
    kills: int
    texts: list[str] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)
    receipts_shown: int = 0
    lines: int = 0
    restarts: int = 0
    unanswered: int = 0
    _seen: int = 0
    _echo: str = ""
    _lines_to_kill: int = 0

    @property
    def text(self) -> str:
        """What is being proposed now."""
        return self.texts[-1]

    async def talks(self) -> None:
        """Puts every proposal, over all the kills, and leaves by the end of the input."""
        self._plans_next()
        await self._opens()
        while self.lines < MOST_LINES:
            line = self._decides(await self._question())
            if line is None:
                assert await self.window.close() == 0
                return
            await self._writes(line)
        raise AssertionError(f"{self.window.name} goes round in circles: {self.window.blocks[-5:]}")

    async def _opens(self) -> None:
        while True:
            self.restarts += 1
            await self.window.open()
            self._seen, self._echo = 0, ""
            if not (self.kills and self.chance.random() < 1 / 3):
                self._lines_to_kill = self.chance.randint(1, 4) if self.kills else 0
                return
            await self._is_killed_after(self.chance.uniform(0, 1.2))

    async def _writes(self, line: str) -> None:
        self.lines += 1
        self.window.write(line)
        self._seen, self._echo = len(self.window.blocks), f"> {line}"
        self._lines_to_kill -= 1
        if self._lines_to_kill == 0:
            await self._is_killed_after(self.chance.uniform(0, 0.06))
            self.unanswered += not any(map(is_question, self.window.blocks[self._seen :]))
            await self._opens()

    async def _is_killed_after(self, seconds: float) -> None:
        self.kills -= 1
        before = len(self.window.blocks)
        until = asyncio.get_running_loop().time() + seconds
        while (left := until - asyncio.get_running_loop().time()) > 0:
            assert await self.window.look(left), f"the process ended by itself: {self.window.complaints}"
        await self.window.kill()
        self._notes_receipts(self.window.blocks[before:])

    async def _question(self) -> str:
        # The last question said after one's own line, once nothing more comes.
        patience = self.window.patience()
        while True:
            before = len(self.window.blocks)
            alive = await self.window.look(QUIET)
            self._notes_receipts(self.window.blocks[before:])
            new = self.window.blocks[self._seen :]
            if self._echo in new:
                new = new[new.index(self._echo) + 1 :]
            elif self._echo:
                new = []
            if new and len(self.window.blocks) == before and is_question(new[-1]):
                return new[-1]
            assert alive, f"the process ended by itself: {self.window.complaints}"
            assert not patience.is_over(), f"nothing to go on with: {self.window.blocks[-3:]}"

    def _notes_receipts(self, blocks: list[str]) -> None:
        for block in blocks:
            found = RECEIPT.search(block)
            if found:
                self.receipts_shown += 1
                if found[1] not in self.receipts:
                    self.receipts[found[1]] = self.text
                    self._plans_next()

    def _plans_next(self) -> None:
        number = len(self.texts) + 1
        if number <= PROPOSALS or self.kills:
            self.texts.append(f"{self.window.name}, {number}-сунуш: көпүрөнү оңдоо керек, балдар өтө албай жатат")

    @property
    def is_done(self) -> bool:
        """Whether every proposal has been acknowledged."""
        return set(self.texts) == set(self.receipts.values())

    def _decides(self, question: str) -> str | None:
        match question:
            case _ if "Кыргызча" in question:
                return "Кыргызча"
            case _ if "Ош облусу" in question:
                return "көк"
            case _ if "Көк-Жар (" in question:
                return number_of("Көк-Жар", question)
            case _ if "Сунуш берүү" in question:
                return None if self.is_done else number_of("Сунуш берүү", question)
            case _ if "Билбейм" in question:
                return self.chance.choice("12")
            case _ if "Өткөрүп жиберүү" in question:
                return "Өткөрүп жиберүү"
            case _ if question.startswith("2/3"):
                return self.text
            case _ if "Жөнөтүү" in question or "Макулмун" in question:
                assert f"«{self.text}»" in question, "the check shows something else than was written"
                return "1"
            case _ if "Кабар алам" in question or "1 — Ооба" in question:
                return "1"
        return "0"


def is_question(block: str) -> bool:
    """Whether a block asks for something: it numbers choices, or names the ways beside them."""
    return any(line.startswith(("1 — ", "[")) for line in block.split("\n"))


def number_of(label: str, question: str) -> str:
    """The number before a choice."""
    return next(line.split(" — ")[0] for line in question.split("\n") if f" — {label}" in line)


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


async def test_kills_lose_nothing_and_double_nothing(window, tell, tmp_path):
    seed = kills_seed()
    shared = tmp_path / "shared" / "data"
    places = [None] * len(ALONE) + [shared] * len(TOGETHER)
    names = ["Айгүл", "Бакыт", "Венера", "Гүлнара", "Дастан", "Жылдыз", "Кубат"][: len(KILLS)]
    # Who came by a link comes by it again after each kill; the others are shown what was said last.
    aimaks = [None, "kokjar", None, "kokjar", None, "kokjar", None][: len(KILLS)]
    residents = [
        Resident(window(name, aimak=aimak, data_dir=place), random.Random(f"{seed} {name}"), kills)
        for name, aimak, place, kills in zip(names, aimaks, places, KILLS, strict=True)
    ]
    tell("kill -9, seed for KILLS_SEED", seed=seed)

    # Whoever runs an install tries it once before several people write at the same time.
    admin = window("Админ", data_dir=shared)
    await admin.open()
    assert await admin.close() == 0

    async with asyncio.TaskGroup() as group:
        for resident in residents:
            group.create_task(resident.talks())

    lost = doubled = repeated = 0
    for database, people in by_database(residents).items():
        assert rows(database, "PRAGMA integrity_check") == [("ok",)]
        kept = rows(
            database,
            "SELECT aimak_id, budget_year, number, label, text FROM proposals p"
            " JOIN proposal_texts t ON t.proposal_id = p.id AND t.revision = 1 ORDER BY number",
        )
        texts = [text for *_, text in kept]
        planned = [text for person in people for text in person.texts]
        doubled += len(texts) - len(set(texts))
        lost += len(set(planned) - set(texts))
        lost += sum(
            (label, text) not in {(row[3], row[4]) for row in kept}
            for p in people
            for label, text in p.receipts.items()
        )
        assert sorted(texts) == sorted(planned)
        assert {(aimak, year) for aimak, year, *_ in kept} == {kept[0][:2]}
        assert [number for _, _, number, *_ in kept] == list(range(1, len(kept) + 1))
        assert rows(database, "SELECT last FROM counters") == [(len(kept),)]
        assert rows(database, "SELECT count(*) FROM events WHERE state <> 'done'") == [(0,)]
        assert rows(database, "SELECT count(*) FROM outbox WHERE state <> 3") == [(0,)]
        repeated += rows(database, "SELECT coalesce(sum(attempts - 1), 0) FROM outbox")[0][0]
    kills = sum(KILLS)
    receipts_repeated = sum(person.receipts_shown - len(person.receipts) for person in residents)
    tell(
        "kill -9",
        kills=kills,
        starts=sum(person.restarts for person in residents),
        lines=sum(person.lines for person in residents),
        lines_cut_off_unanswered=sum(person.unanswered for person in residents),
        proposals=sum(len(person.texts) for person in residents),
        lost=lost,
        doubled=doubled,
        messages_repeated=repeated,
        receipts_repeated=receipts_repeated,
    )
    assert [person.kills for person in residents] == [0] * len(residents)
    assert (lost, doubled) == (0, 0)
    assert repeated <= kills
    assert receipts_repeated <= kills
    complaints = [line for person in residents for line in person.window.complaints.splitlines()]
    # A window that starts may sweep away what a neighbour is just writing: the database has it, and says so.
    assert [line for line in complaints if "the database has it" not in line] == []


def by_database(residents: list[Resident]) -> dict[Path, list[Resident]]:
    """Who shares which database."""
    found: dict[Path, list[Resident]] = {}
    for resident in residents:
        folder = resident.window.data_dir or resident.window.folder / "data"
        found.setdefault(folder / "sunush.db", []).append(resident)
    return found
