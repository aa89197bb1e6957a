"""What a start finds of its accounts: kept in their order, and what is served no more is told once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.budget.permissions import Role
from bot.config import ListedAccounts, Settings, TelegramSettings
from bot.install.accounts import list_gone, note_accounts
from bot.install.refused import CannotStart
from bot.office.accounts import listed
from bot.office.accounts.listed import Served
from storage.queue.letters import Lane
from tests.office.offices import Office

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
