"""Where one messenger refuses our account in mid-run, whoever runs the install hears it by the other one."""

from pathlib import Path

import pytest

from bot.app import now
from bot.budget.permissions import Role
from bot.settings import Settings
from storage.database.engine import Database, make_database_url
from storage.database.seal import load_key
from storage.queue.letters import State
from storage.store import Store
from tests.storage.rows import rows_of
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import hears
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL, NUMBER
from tests.whatsapp.steps import make_settings, serving

ANOTHER = "7012345678:AAF-another-token-that-was-revoked_0"


async def appoint(settings: Settings) -> Database:
    """Somebody who runs the install, in WhatsApp."""
    database = Database(make_database_url(settings.database_url), load_key(settings.key_file))

    async def work(store: Store) -> None:
        admin = await store.people.meet("whatsapp", NUMBER, AIGUL, at=now())
        await store.roles.grant(admin.id, role=Role.ADMIN, aimak_id=None, by=None, at=now())

    await database.write(work)
    return database


@pytest.mark.slow
async def test_a_token_of_telegram_that_is_revoked_in_mid_run_is_told_in_whatsapp_and_nothing_is_lost(
    graph: GraphServer, telegram: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.service.alarm.LOOK", 0.01)
    monkeypatch.setattr("bot.channels.telegram.trouble.BACK_OFF", (0.01,))
    settings = make_settings(tmp_path, graph, telegram)
    database = await appoint(settings)
    graph.last_in[AIGUL] = graph.clock()
    kanat, admin = People(telegram)("Канат", "ky"), WhatsAppUser(graph, AIGUL)
    async with serving(settings, graph):
        kanat.starts()
        await hears(kanat, "Тилди тандаңыз")
        telegram.token = ANOTHER
        telegram.rival()  # its long poll ends; the next one is answered 401
        assert "«sunush doctor»" in await admin.hears("doctor")
        telegram.token = TOKEN
        kanat.writes("салам")
        await hears(kanat, "Тилди тандаңыз")
    lost = [row for row in await rows_of(database, "outbox") if row["state"] in {State.FAILED, State.UNCERTAIN}]
    await database.close()
    assert lost == []
    assert sum("doctor" in shown.text for shown in admin.shown) == 1
