"""Two bots and two numbers of one install: whoever writes to each is answered there, and nowhere else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import now
from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.config_accounts import TelegramSettings, WhatsAppSettings, read_accounts
from bot.office.answers import answers
from bot.office.messenger_accounts import links
from bot.service.doctor import examine
from bot.settings import Settings
from storage.database.engine import Database, make_database_url
from storage.database.schema import proposals
from storage.database.seal import load_key
from storage.people import Person
from storage.store import Store
from tests.patience import patient
from tests.telegram.fake.people import TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import hears, presses
from tests.whatsapp.fake.graph import SECRET, TOKEN, WORD, GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL, NUMBER, SECOND
from tests.whatsapp.steps import PATIENCE, comes_to, make_settings, serving

pytestmark = pytest.mark.slow

BOTS = {"republic": "7012345678:AAF-a-token-for-the-tests_of-35-signs00", "kokjar": "7087654321:" + "B" * 35}
AIGUL_ID = 501  # the same person, or so it may seem, in both bots
SAID = "Жообубуз"
NEEDS = {"republic": "көпүрө", "kokjar": "мектеп", NUMBER: "китепкана", SECOND: "балдар бакчасы"}


@pytest.fixture
async def bots() -> AsyncIterator[dict[str, TelegramServer]]:
    """Two Bot APIs, each with a bot of its own."""
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(TelegramServer(token=token, username=f"{name}_test_bot"))
            for name, token in BOTS.items()
        }


@pytest.fixture
def settings(tmp_path: Path, graph: GraphServer, bots: dict[str, TelegramServer]) -> Settings:
    """What the file says: the bot and the number of Kok-Jar are its own."""
    lines = []
    for name, token in BOTS.items():
        own = 'aimak = "kokjar"' if name == "kokjar" else ""
        lines.append(f'[{name}]\nkind = "telegram"\ntoken = "{token}"\napi_url = "{bots[name].url}"\n{own}\n')
    for number in (NUMBER, SECOND):
        own = 'aimak = "kokjar"' if number == SECOND else ""
        lines.append(
            f'[n{number}]\nkind = "whatsapp"\ntoken = "{TOKEN}"\nphone_number_id = {number}\nbusiness_id = 102290129340398\n'
            f'app_secret = "{SECRET}"\nverify_token = "{WORD}"\napi_url = "{graph.url}"\npace = 1000\n{own}\n'
        )
    (tmp_path / "channels.toml").write_text("".join(lines), "utf-8")
    listed = read_accounts(tmp_path / "channels.toml", before=(), find_variable={}.get)
    return replace(
        make_settings(tmp_path, graph), telegram=TelegramSettings(), whatsapp=WhatsAppSettings(), listed=listed
    )


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    made = Database(make_database_url(settings.database_url), load_key(settings.key_file))
    yield made
    await made.close()


def leave_out(settings: Settings, *names: str) -> Settings:
    """The same settings without some accounts."""
    left = tuple(one for one in settings.accounts if one.name not in names)
    return replace(settings, listed=replace(settings.listed, accounts=left))


async def propose_in_telegram(user: TelegramUser, need: str, *, start: str) -> None:
    user.starts(start)
    await presses(user, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(user, "2/3.")
    user.writes(f"Айылга жаңы {need} салып бериңиздер")
    await presses(user, "Макулмун", "Жөнөтүү")
    await hears(user, "номери — ")


async def propose_in_whatsapp(user: WhatsAppUser, need: str, *, start: str) -> None:
    await user.says(start, "Тилди тандаңыз")
    await user.presses("Кыргызча", "Сунуш берүү")
    await user.presses("Сунуш берүү", "1/3")
    await user.says("2", "2/3")
    await user.says(f"Айылга жаңы {need} салып бериңиздер", "Макулмун")
    await user.presses("Макулмун", "Жөнөтүү")
    await user.presses("Жөнөтүү", "номери — ")


async def answer_all(database: Database) -> None:
    """A clerk of Kok-Jar answers every proposal, each with its own need in the sentence."""

    async def work(store: Store) -> None:
        clerk = await find_clerk(store)
        for one in await store.connection.scalars(proposals.select().with_only_columns(proposals.c.id)):
            found = await store.proposals.get(one)
            assert found is not None
            need = next(need for need in NEEDS.values() if need in (found.text or ""))
            reply = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, f"{SAID}: {need} боюнча.")
            await answers.send(store, id=one, answer=reply, by=clerk, at=now())

    await database.write(work)


async def find_clerk(store: Store) -> Person:
    aimak = await store.aimaks.find_by_code("kokjar")
    assert aimak is not None
    person = await store.people.meet("terminal", "Нурлан", "Нурлан", at=now())
    await store.people.set_aimak(person.peer_id, aimak.id)
    await store.roles.grant(person.id, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now(), title="адис")
    found = await store.people.find("terminal", "Нурлан", "Нурлан")
    assert found is not None
    return found


async def test_whoever_writes_to_each_is_answered_there_and_nowhere_else(
    graph: GraphServer, bots: dict[str, TelegramServer], settings: Settings, database: Database, tell
):
    in_bots = {name: TelegramUser(bots[name], AIGUL_ID) for name in BOTS}
    at_numbers = {number: WhatsAppUser(graph, AIGUL, number=number) for number in (NUMBER, SECOND)}

    def list_texts() -> dict[str, list[str]]:
        return {
            **{name: user.texts for name, user in in_bots.items()},
            **{number: [shown.text for shown in user.shown] for number, user in at_numbers.items()},
        }

    def count_said() -> tuple[int, int]:
        """How many answers stand where they belong, and how many elsewhere."""
        said = [(place, need) for place, texts in list_texts().items() for need in NEEDS.values() for text in texts
                if f"{SAID}: {need}" in text]  # fmt: skip
        right = sum(need == NEEDS[place] for place, need in said)
        return right, len(said) - right

    async def until_said(right: int) -> None:
        async with patient(PATIENCE):
            while count_said()[0] < right:  # noqa: ASYNC110 - the messengers' books are looked at
                await asyncio.sleep(0.01)

    async with serving(settings, graph):
        # At their own bot and number nobody is asked for the aimak.
        await asyncio.gather(
            propose_in_telegram(in_bots["republic"], NEEDS["republic"], start="a_kokjar"),
            propose_in_telegram(in_bots["kokjar"], NEEDS["kokjar"], start=""),
            propose_in_whatsapp(at_numbers[NUMBER], NEEDS[NUMBER], start="a_kokjar"),
            propose_in_whatsapp(at_numbers[SECOND], NEEDS[SECOND], start="салам"),
        )
        await comes_to(database, proposals, 4)
        aimak = await database.read(lambda store: store.aimaks.find_by_code("kokjar"))
        assert aimak is not None
        own = [
            await database.read(lambda store, one=one: links.link(store, "a_kokjar", channel=one, aimak_id=aimak.id))
            for one in ("telegram", "whatsapp")
        ]
        assert own == ["https://t.me/kokjar_test_bot?start=a_kokjar", "https://wa.me/996312555033?text=a_kokjar"]

    # Two are taken out: what is for their people waits, the others are answered.
    await answer_all(database)
    fewer = leave_out(settings, "kokjar", f"n{SECOND}")
    async with serving(fewer, graph):
        await until_said(2)
        gone = [one.words for one in await examine(fewer) if "not in the settings" in one.words]
        assert len(gone) == 2
        assert all("messages wait for 1 person" in words for words in gone)
        left_out = count_said()

    async with serving(settings, graph):
        await until_said(4)
        named = [one.words for one in await examine(settings) if one.words.startswith("[")]
        assert {words.partition("]")[0] for words in named} == {"[republic", "[kokjar", f"[n{NUMBER}", f"[n{SECOND}"}
    answered, crossed = count_said()
    tell(
        "two bots and two numbers, two of them taken out and put back",
        meanwhile=left_out[0],
        at_last=answered,
        crossed=crossed,
    )
    assert (left_out, answered, crossed) == ((2, 0), 4, 0)
