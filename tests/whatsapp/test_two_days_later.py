"""The whole way against a process: a voice in WhatsApp, and an answer from Telegram two days later."""

import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.telegram.desk.office import ClockedProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import hears, presses
from tests.web.doors import find_free_port
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL, NUMBER
from tests.whatsapp.steps import LIGHT, SENTENCE, approve_templates

DAY = 24 * 3600.0  # seconds
VOICE = "1 үн"


@pytest.fixture
async def process(graph: GraphServer, telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[ClockedProcess]:
    """Both messengers served by a process whose clock, and theirs, are moved by hand."""
    (tmp_path / "install").mkdir()
    made = ClockedProcess(tmp_path / "install", telegram)
    door = f"127.0.0.1:{find_free_port()}"
    made.surroundings |= {**graph.surroundings, "SUNUSH_WEB_LISTEN": door, "SUNUSH_TAKE_BACK": "0"}
    made.passes(0)
    graph.clock = lambda: time.time() + made.ahead
    await made.prepare()
    graph.posting.begin(f"http://{door}/webhooks/whatsapp/{NUMBER}")
    await made.start()
    yield made
    graph.posting.url = ""
    await made.ends_all()


class Turns:
    """What Aigul does, and how many messages of ours answer each time."""

    def __init__(self, process: ClockedProcess, aigul: WhatsAppUser) -> None:
        self.process, self.aigul = process, aigul
        self.counts: list[int] = []

    async def take(self, act: Callable[..., object], *given: str, awaits: str) -> str:
        """One turn: she does something, and reads all that comes."""
        before = len(self.aigul.shown)
        act(*given)
        await self.aigul.hears(awaits)
        await self.process.everything_has_left()
        self.counts.append(len(self.aigul.shown) - before)
        return "\n".join(shown.text for shown in self.aigul.shown[before:])


async def answer_voice(nurlan: TelegramUser) -> None:
    """A clerk says in a line what the voice says, and answers."""
    await hears(nurlan, VOICE)
    nurlan.starts()
    await presses(nurlan, "Жооп күткөндөр")
    await hears(nurlan, "0001")
    nurlan.writes("1")
    await presses(nurlan, "Жооп берүү")
    await hears(nurlan, "Үндө эмне айтылган?")
    nurlan.writes(LIGHT)
    await hears(nurlan, "Кандай чечим")
    for said in ("3", "1"):
        nurlan.writes(said)
    await hears(nurlan, "өз сөзүңүз менен")
    nurlan.writes(SENTENCE)
    await presses(nurlan, "Жооп жөнөтүү")


@pytest.mark.slow
async def test_a_voice_is_answered_two_days_later_and_the_export_shows_it_delivered_read_and_understood(
    graph: GraphServer, telegram: TelegramServer, process: ClockedProcess, tmp_path: Path, tell
):
    approve_templates(graph)
    nurlan, aigul = People(telegram)("Нурлан", "ky"), WhatsAppUser(graph, AIGUL)
    turns = Turns(process, aigul)
    nurlan.starts(
        (await process.does("invite", "--aimak", "kokjar", "--role", "staff")).split("link payload")[1].split()[0]
    )
    await presses(nurlan, "Кыргызча")
    await hears(nurlan, "кызматыңыз")
    nurlan.writes("бюджет адиси")
    await hears(nurlan, "Жооп күткөндөр")

    await turns.take(aigul.writes, "а көк жар", awaits="Тилди тандаңыз")
    await turns.take(aigul.taps, "Кыргызча", awaits="Сунуш берүү")
    await turns.take(aigul.taps, "Сунуш берүү", awaits="1/3")
    await turns.take(aigul.writes, "2", awaits="2/3")
    assert VOICE in await turns.take(aigul.records, awaits="3/3")
    await turns.take(aigul.taps, "Макулмун", awaits="Жөнөтүү")
    assert "номери — 0001" in await turns.take(aigul.taps, "Жөнөтүү", awaits="номери —")

    process.passes(2 * DAY)
    await answer_voice(nurlan)
    asked = await aigul.hears("айыл өкмөтү жооп берди")
    assert "№ 0001 сунушуңузга" in asked
    assert SENTENCE not in asked
    said = await turns.take(aigul.taps, "Жоопту окуу", awaits="ДОЛБООРГО КИРГЕН ЖОК")
    assert SENTENCE in said
    aigul.reads()
    assert "Мындай эмес" not in said, "the answer quotes how the voice was understood"
    await turns.take(aigul.taps, "Түшүнүктүү", awaits="белгиленди")
    await graph.posting.is_through()

    await process.does("export", "proposals", "--output", str(tmp_path / "out.jsonl"))
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    row = json.loads(line)
    tell("a voice in WhatsApp, answered from Telegram two days later", turns=len(turns.counts), messages=sum(turns.counts),
         templates=sum(shown.kind == "template" for shown in aigul.shown), delivery=row["delivery"],
         read=bool(row["read_at"]), reaction=row["reaction"])  # fmt: skip
    assert (row["source"], row["delivery"], row["reaction"]) == ("whatsapp", "delivered", "clear")
    assert row["delivered_at"] <= row["read_at"], "delivered and read"
    nurlan.writes("Жооп берилгендер")
    await hears(nurlan, "№ 0001")
    nurlan.writes("1")
    await hears(nurlan, "Окулду, ")
    assert set(turns.counts) == {1}, turns.counts
    texts = [shown.text for shown in aigul.shown]
    assert len(texts) == len(set(texts)), "no screen is said twice"
    process.has_kept_silent()
