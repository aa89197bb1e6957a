"""One person in WhatsApp and Telegram at once, over both fakes: joined by a link, answered where asked, blocked, parted."""

import re
from functools import partial

import pytest
from sqlalchemy import select

from bot.app import now
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.channels.whatsapp import channel
from bot.office.answers import answers
from bot.office.proposals import ProposalToSend, submit
from storage.database.engine import Database
from storage.database.schema import joins, peers, proposals, reactions
from storage.store import Store
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import hears, presses
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL
from tests.whatsapp.steps import LIGHT, SENTENCE, begin, comes_to, hire, send, settle

BRIDGE = "Көпүрөнү оңдоп бериңиздер"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits six seconds between two messages here."""
    monkeypatch.setattr(channel, "CHAT_SPACING", 0.0)


async def test_a_proposal_from_whatsapp_is_followed_in_telegram_and_answered_in_whatsapp(
    graph: GraphServer, telegram: TelegramServer, sunush: Database, tell
):
    people = People(telegram)
    nurlan, aigul, at_home = people("Нурлан", "ky"), WhatsAppUser(graph, AIGUL), people("Айгүл", "ky")
    await hire(nurlan, sunush)
    await settle(aigul)
    await begin(aigul)
    aigul.writes(LIGHT)
    await send(aigul)

    said = await aigul.says("башка мессенджерден улантам", "15 мүнөттүн ичинде")
    (link,) = re.findall(r"https://t\.me/\S+\?start=(l_\d{20})", said)
    at_home.starts(link)
    await presses(at_home, "Кыргызча")
    asked = await hears(at_home, "WhatsApp ичинде")
    assert LIGHT not in asked
    await presses(at_home, "Бириктирүү")
    await aigul.hears("Telegram эми бириктирилди")
    at_home.writes("Менин сунуштарым")
    await hears(at_home, LIGHT)

    await sunush.write(partial(refuse, "0001"))
    assert SENTENCE in await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")
    assert SENTENCE not in "\n".join(one["text"] for one in telegram.messages(at_home.chat_id))
    aigul.taps("Түшүнүктүү")
    await comes_to(sunush, reactions, 1)

    await sunush.write(propose_in_telegram)
    at_home.blocks()
    await has_blocked(sunush)
    await sunush.write(partial(refuse, "0002"))
    heard = await aigul.hears("Telegram аркылуу жеткен жок")
    assert BRIDGE in heard
    assert SENTENCE in heard

    aigul.writes("/settings")
    await aigul.hears("Айыл аймагы")
    aigul.taps("Башка мессенджер")
    await aigul.hears("Бириктирилген: ")
    aigul.taps("Telegram")
    await aigul.hears("ажыратылсынбы")
    aigul.taps("Ажыратуу")
    await aigul.hears("Telegram ажыратылды")
    aigul.writes("Менин сунуштарым")
    listed = await aigul.hears("0001")
    assert "0002" not in listed
    tell("one person in two messengers, joined by a link, one of them blocked, parted", messages=len(aigul.shown))


async def propose_in_telegram(store: Store) -> None:
    """A second proposal as it is sent from Telegram; the steps to it are tried elsewhere."""
    peer_id = await store.connection.scalar(select(joins.c.peer_id))
    by = await store.people.find_by_peer(peer_id)
    draft = ProposalToSend(key="second", side=Side.SPENDING, text=BRIDGE)
    await submit(store, draft=draft, by=by, aimak_id=by.aimak_id, language="ky", at=now())


async def has_blocked(database: Database) -> None:
    """Waits until it is known that Telegram takes nothing more."""
    blocked = select(peers).where(peers.c.channel == "telegram", peers.c.blocked_at.is_not(None)).subquery()
    await comes_to(database, blocked, 1)


async def refuse(label: str, store: Store) -> None:
    """The office answers a proposal, as its clerk would."""
    (id,) = await store.connection.scalars(select(proposals.c.id).where(proposals.c.label == label))
    aimak_id = (await store.proposals.get(id)).aimak_id
    (member,) = await store.roles.list_members(aimak_id)
    box = await store.people.find_mailbox(member.person_id)
    by = await store.people.find_by_peer(box.peer_id)
    answer = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, SENTENCE)
    await answers.send(store, id=id, answer=answer, by=by, at=now())
