"""The same conversation in WhatsApp: proposed by text and by voice, answered from Telegram, read, swiped and tapped."""

import asyncio
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.cli import sunush as command
from storage.database.engine import Database
from storage.database.schema import events, media, outbox, peers, proposals, reactions
from tests.patience import patient
from tests.seeds import dice
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.whatsapp.fake.graph import Fault, GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL, SCOPED
from tests.whatsapp.steps import LIGHT, SENTENCE, answer, begin, comes_to, count, hire, send, settle

pytestmark = pytest.mark.slow


def export(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The one proposal as `sunush export` writes it for programs."""
    monkeypatch.setenv("SUNUSH_DATA_DIR", str(folder / "data"))
    monkeypatch.setenv("SUNUSH_KEY_FILE", str(folder / "sunush.key"))
    (folder / "out.jsonl").unlink(missing_ok=True)
    made = CliRunner().invoke(command, ["export", "proposals", "--output", str(folder / "out.jsonl")])
    assert made.exit_code == 0, made.output
    (line,) = (folder / "out.jsonl").read_text("utf-8").splitlines()
    return json.loads(line)


async def test_a_proposal_by_text_is_answered_from_telegram_read_swiped_and_tapped(  # noqa: PLR0917
    graph: GraphServer,
    telegram: TelegramServer,
    sunush: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tell,
):
    nurlan, aigul = People(telegram)("Нурлан", "ky"), WhatsAppUser(graph, AIGUL, scoped=SCOPED)
    await hire(nurlan, sunush)
    graph.reports = ("sent",)
    await settle(aigul)
    await begin(aigul)
    aigul.writes(LIGHT)
    assert "номери — 0001" in await send(aigul)

    await answer(nurlan)
    assert SENTENCE in await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")
    said = aigul.shown[-1]
    before = await asyncio.to_thread(export, tmp_path, monkeypatch)
    assert (before["source"], before["delivery"], before["delivered_at"]) == ("whatsapp", "sent", None)
    aigul.reads()
    await graph.posting.is_through()
    after = await asyncio.to_thread(export, tmp_path, monkeypatch)
    assert after["delivery"] == "delivered"
    assert after["delivered_at"]

    aigul.replies("Рахмат, качан башталат?", said)
    await aigul.hears("Сурооңуз берилди")
    aigul.taps("Түшүнүктүү")
    await comes_to(sunush, reactions, 2)
    tell("a proposal in WhatsApp, from the link to the tap", messages=len(aigul.shown), webhooks=len(aigul.wrote))


async def test_whoever_shows_no_number_proposes_by_voice_while_each_webhook_comes_three_times(
    graph: GraphServer, sunush: Database, tell
):
    graph.posting.copies, graph.posting.shuffled = 3, dice("whatsapp copies")
    aigul, dead = WhatsAppUser(graph, SCOPED), await count(sunush, events)
    await settle(aigul)
    await begin(aigul)
    aigul.records()
    assert "номери — 0001" in await send(aigul)
    await graph.posting.is_through()
    assert await count(sunush, proposals) == 1
    await comes_to(sunush, media.select().where(media.c.state == "kept").subquery(), 1)
    assert await count(sunush, events) - dead == len(aigul.wrote)
    async with patient(20):
        while set(graph.marked) != set(aigul.wrote):  # noqa: ASYNC110 - each is marked as read, beside what is answered
            await asyncio.sleep(0.01)
    texts = [shown.text for shown in aigul.shown]
    assert len(texts) == len(set(texts)), "nothing is said twice"
    posted = sum(graph.posting.answers.values())
    tell("WhatsApp's webhooks three times, shuffled", posted=posted, events=len(aigul.wrote), doubled=0)


async def test_what_meta_took_while_its_answer_was_lost_is_said_once(graph: GraphServer, sunush: Database, tell):
    graph.reports, turns = ("sent",), itertools.count()
    graph.faults.append(
        Fault("messages", 10_000, cut="after", where=lambda body: "type" in body and next(turns) % 3 == 1)
    )
    aigul = WhatsAppUser(graph, AIGUL)
    await settle(aigul)
    await begin(aigul)
    aigul.writes(LIGHT)
    assert "номери — 0001" in await send(aigul)
    await graph.posting.is_through()
    rows = Counter(shown.body["biz_opaque_callback_data"] for shown in aigul.shown)
    assert set(rows.values()) == {1}
    kept = select(outbox.c.id, outbox.c.created_at)
    queued = await sunush.read(lambda store: store.connection.execute(kept))
    assert set(rows) <= {f"{id}.{created_at}" for id, created_at in queued}
    tell("WhatsApp's answers that were lost", messages=len(rows), lost=next(turns) // 3, repeated=0)


async def test_whoever_hides_their_number_later_is_the_same_person(graph: GraphServer, sunush: Database):
    aigul = WhatsAppUser(graph, AIGUL, scoped=SCOPED)
    await settle(aigul)
    await begin(aigul)
    aigul.writes(LIGHT)
    await send(aigul)

    hidden = WhatsAppUser(graph, SCOPED)
    hidden.writes("менин сунуштарым")
    assert "0001" in await aigul.hears("0001")  # she is written to where she is known
    form, id = aigul.shown[-1].buttons[next(iter(aigul.shown[-1].buttons))]
    hidden.taps_old(form, id, on=aigul.shown[-1].id)
    assert "Келген күнү" in await aigul.hears("0001"), "the button was made for the number"
    assert await count(sunush, peers) == 1


async def test_a_number_that_changes_takes_its_owner_along(graph: GraphServer, sunush: Database):
    aigul = WhatsAppUser(graph, AIGUL, scoped=SCOPED)
    await settle(aigul)
    await begin(aigul)
    aigul.writes(LIGHT)
    await send(aigul)
    new = WhatsAppUser(graph, "996700000222", scoped=SCOPED)
    aigul._does("system", {"type": "user_changed_number", "wa_id": new.address, "body": "changed"})
    assert "0001" in await new.says("менин сунуштарым", "0001")
    assert await count(sunush, peers) == 1
