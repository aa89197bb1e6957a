"""What a start finds of its accounts: kept in their order, and what is served no more is told once."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import literal, select

from bot.budget.permissions import Role
from bot.chat.message import Message
from bot.config_accounts import ListedAccounts, TelegramSettings
from bot.install.accounts import list_gone, note_accounts
from bot.install.refused import CannotStart
from bot.office.messenger_accounts import listed
from bot.office.messenger_accounts.listed import Served
from bot.office.messengers import codes, own_messengers
from bot.settings import Settings
from storage.queue.letters import Lane
from storage.queue.reach.audiences import select_mailbox
from tests.office.offices import Office
from tests.storage.rows import rows_of

TOKENS = ("11111:" + "A" * 30, "22222:" + "B" * 30)
WHATSAPP, TELEGRAM = Served("whatsapp", "bot"), Served("telegram", "bot")
PEOPLE = ("Бакыт", "Эркин", "Айгүл")


@dataclass(frozen=True)
class Account:
    """A channel, as much of it as is asked for here."""

    name: str
    account: str


@pytest.fixture
async def office(database):
    """A clerk in WhatsApp, a head in Telegram and a resident there."""
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF, channel="whatsapp")
    await office.meets("Эркин", Role.HEAD)
    await office.meets("Айгүл")
    return office


async def start(office, *served, settings=None):
    settings = settings or Settings(Path(), "", Path())
    made = [Account(one.channel, one.account) for one in served]
    await office.database.write(lambda store: note_accounts(store, settings, made, at=office.now))
    return [await office.notices(office.people[name], "account_gone") for name in PEOPLE]


def list_bots(*tokens, aimak=""):
    """Settings with bots, the last of which is one aimak's own."""
    bots = [TelegramSettings(token, name=f"bot{token[0]}", aimak=aimak * (token == tokens[-1])) for token in tokens]
    return Settings(Path(), "", Path(), listed=ListedAccounts(tuple(bots), (Path("channels.toml"),)))


async def test_accounts_are_kept_in_their_order_with_whose_they_are(office):
    both = [Served("telegram", "22222"), Served("telegram", "11111")]
    await start(office, *both, settings=list_bots(*TOKENS[::-1], aimak="kokjar"))
    assert await office.database.read(listed.list_served) == [both[0], Served("telegram", "11111", "kokjar")]


async def test_an_account_for_an_aimak_that_nobody_entered_ends_the_start(office):
    with pytest.raises(
        CannotStart, match=r"channels\.toml, \[bot1\]: there is no aimak «gulistan»: «sunush aimak add»"
    ):
        await start(office, Served("telegram", "11111"), settings=list_bots(TOKENS[0], aimak="gulistan"))
    assert await office.database.read(listed.list_served) == []


async def test_who_can_be_reached_hears_once_that_an_account_is_gone_and_again_when_it_goes_again(office, tell):
    assert await start(office, TELEGRAM, WHATSAPP) == [0, 0, 0]
    assert await start(office, TELEGRAM) == [0, 1, 0], "the clerk's own account is the one that is gone"
    assert await start(office, TELEGRAM) == [0, 1, 0]
    assert await start(office, WHATSAPP, TELEGRAM) == [0, 1, 0]
    assert await start(office, TELEGRAM) == [0, 2, 0]
    tell("an account taken out twice", told=2, residents_told=0)


async def test_an_admin_hears_it_instead_of_the_heads(office):
    admin = await office.meets("Нурлан")
    grant = {"role": Role.ADMIN, "aimak_id": None, "by": None, "at": office.now}
    await office.database.write(lambda store: store.roles.grant(admin.id, **grant))
    await start(office, TELEGRAM, WHATSAPP)
    assert await start(office, TELEGRAM) == [0, 0, 0]
    assert await office.notices(admin, "account_gone") == 1


async def test_an_office_hears_of_its_own_account_and_how_many_wait_there(office):
    bakyt = office.people["Бакыт"]
    await office.database.write(
        lambda store: store.outbox.queue(
            bakyt.peer_id, "whatsapp", "bot", kind="answer", object_id=7, revision=1, lane=Lane.ANSWER, language="ky",
            body="{}", at=office.now,
        )
    )  # fmt: skip
    waiting = [
        await office.database.read(lambda store, one=one: store.outbox.count_waiting(one.channel, one.account))
        for one in (WHATSAPP, TELEGRAM)
    ]
    assert waiting == [1, 0]
    assert await start(office, TELEGRAM) == [0, 1, 0], (
        "an older version kept no accounts: who wrote is known all the same"
    )
    assert await office.database.read(lambda store: list_gone(store, [TELEGRAM])) == [WHATSAPP]


async def test_who_has_another_chat_is_written_to_there_once_the_chosen_one_is_served_no_more(office, tell):
    await start(office, TELEGRAM, WHATSAPP)
    aigul, there = office.people["Айгүл"], await office.meets("Айгүл дагы", channel="whatsapp")
    code = await office.does(codes.make_code, by=aigul)
    offer = await office.does(codes.open_code, key=code.payload, by=there)
    await office.does(codes.agree, made_at=offer.made_at, owner_id=offer.owner.id, by=there)
    await office.does(own_messengers.choose_notices, peer_id=there.peer_id, by=aigul)

    async def queue(store):
        body = Message("Суроо бар").to_json()
        for person, kind in ((there, "asked"), (office.people["Бакыт"], "asked")):
            await store.outbox.queue(
                person.peer_id, "whatsapp", "bot", kind=kind, object_id=7, revision=1, lane=Lane.ANSWER, language="ky",
                body=body, at=office.now,
            )  # fmt: skip

    await office.database.write(queue)

    async def boxes():
        chosen = await office.database.read(lambda store: store.people.find_mailbox(aigul.id))
        told = select(select_mailbox(literal(aigul.id)))
        return chosen.peer_id, await office.database.read(lambda store: store.connection.scalar(told))

    assert await boxes() == (there.peer_id, there.peer_id)
    await start(office, TELEGRAM)
    assert await boxes() == (aigul.peer_id, aigul.peer_id)
    rows = [row for row in await rows_of(office.database, "outbox") if row["kind"] == "asked"]
    moved = {
        row["peer_id"]: (row["channel"], Message.from_json(office.database.seal.open(row["body"])).text) for row in rows
    }
    bakyt = office.people["Бакыт"].peer_id
    assert moved[aigul.peer_id] == (
        "telegram",
        "WhatsApp аркылуу жеткен жок, ошондуктан ушул жерге келди:\n\nСуроо бар",
    )
    assert moved[bakyt] == ("whatsapp", "Суроо бар"), "whoever has no other chat waits for the account"
    tell("an account taken out, of two who wait there one has another chat", went_elsewhere=1, kept=1, lost=0)
    await start(office, TELEGRAM, WHATSAPP)
    assert await boxes() == (there.peer_id, there.peer_id), "the choice holds once it is served again"
