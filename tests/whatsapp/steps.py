"""Steps that several tests of WhatsApp take: an install that is served, a resident who proposes, a clerk who answers."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.app import now
from bot.budget.permissions import Role
from bot.channels.whatsapp.templates import list_definitions
from bot.config_accounts import TelegramSettings
from bot.office import staff
from bot.service import serve
from bot.settings import Settings, WebSettings
from storage.database.engine import Database
from storage.store import Store
from tests.databases import install
from tests.patience import patient
from tests.telegram.fake.people import TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import hears, presses
from tests.web.doors import find_free_port
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import NUMBER

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."
PATIENCE = 20.0  # seconds


def make_settings(folder: Path, graph: GraphServer, telegram: TelegramServer | None = None) -> Settings:
    """An install in a folder, with the sample aimaks; no hour is quiet."""
    made = Settings(
        data_dir=folder / "data",
        database_url=f"sqlite:///{folder}/data/sunush.db",
        key_file=folder / "sunush.key",
        take_back=0,
        quiet_hours=(0, 0),
        telegram=TelegramSettings() if telegram is None else TelegramSettings(TOKEN, telegram.url),
        whatsapp=graph.settings,
        web=WebSettings(f"127.0.0.1:{find_free_port()}"),
    )
    install(folder / "data/sunush.db", made.key_file, samples=True)
    return made


@asynccontextmanager
async def serving(settings: Settings, graph: GraphServer) -> AsyncIterator[None]:
    """`sunush run` in this process, until it is asked to stop."""
    running = asyncio.create_task(serve.serve(settings))
    graph.posting.begin(f"http://{settings.web.listen}/webhooks/whatsapp/{NUMBER}")
    async with patient(PATIENCE):
        while await graph.posting.call(b"[]") != 200:
            assert not running.done(), running.exception()
            await asyncio.sleep(0.01)
    try:
        yield
    finally:
        graph.posting.url = ""
        signal.raise_signal(signal.SIGTERM)
        async with patient(PATIENCE):
            await running


async def invite(database: Database) -> str:
    """A fresh invite of a clerk of Kok-Jar."""

    async def make(store: Store) -> str:
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())).payload

    return await database.write(make)


async def settle(aigul: WhatsAppUser, *, start: str = "a_kokjar") -> None:
    """From the link to the menu."""
    await aigul.says(start, "Тилди тандаңыз")
    await aigul.presses("Кыргызча", "Сунуш берүү")


async def begin(aigul: WhatsAppUser) -> None:
    """From the menu to the question what is proposed."""
    await aigul.presses("Сунуш берүү", "1/3")
    await aigul.says("2", "2/3")


async def send(aigul: WhatsAppUser) -> str:
    """From what was said to the receipt."""
    await aigul.hears("Макулмун")
    await aigul.presses("Макулмун", "Жөнөтүү")
    return await aigul.presses("Жөнөтүү", "номери —")


async def hire(nurlan: TelegramUser, database: Database) -> None:
    """A clerk comes in by their invite, in Telegram."""
    nurlan.starts(await invite(database))
    await presses(nurlan, "Кыргызча")
    await hears(nurlan, "кызматыңыз")
    nurlan.writes("бюджет адиси")
    await hears(nurlan, "Жооп күткөндөр")


async def answer(nurlan: TelegramUser, text: str = LIGHT) -> None:
    """A clerk who has heard of a proposal answers it, in Telegram."""
    await hears(nurlan, text)
    nurlan.starts()
    await presses(nurlan, "Жооп күткөндөр")
    await hears(nurlan, "0001")
    nurlan.writes("1")
    await presses(nurlan, "Жооп берүү")
    for said in ("3", "1"):
        nurlan.writes(said)
    await hears(nurlan, "өз сөзүңүз менен")
    nurlan.writes(SENTENCE)
    await presses(nurlan, "Жооп жөнөтүү")


async def count(database: Database, table: Any) -> int:
    found = await database.read(lambda store: store.connection.scalar(select(func.count()).select_from(table)))
    return int(found)


async def comes_to(database: Database, table: Any, number: int) -> None:
    """Waits until a table has so many rows."""
    async with patient(20):
        while await count(database, table) != number:  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.02)


def approve_templates(graph: GraphServer) -> None:
    """All our templates are at Meta, and approved."""
    for one in list_definitions():
        if (one["name"], one["language"]) not in graph.templates.known:
            graph.templates.submit(one)
    graph.templates.decide("APPROVED")
