"""A messenger nobody has heard of serves a whole conversation: one class and one line of the factory, nothing else."""

import asyncio
import json
import signal
import socket
import uuid
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.app import CannotStart, now
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.channels.contract import Finding
from bot.office import staff
from bot.office.criteria.criterion_6 import count
from bot.office.criteria.score_sheet import count_tally
from bot.office.messenger_accounts.links import link
from bot.service import doctor, serve
from bot.settings import Settings, WebSettings
from storage.database.engine import Database, make_database_url
from storage.database.schema import events, proposals
from storage.database.seal import load_key
from storage.store import Store
from tests.channels.pigeon import Pigeon
from tests.databases import install
from tests.patience import patient
from tests.web.doors import find_free_port

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."
PATIENCE = 20.0  # seconds


class Villager:
    """Somebody who has the messenger: what they do is posted to the webhook."""

    def __init__(self, pigeon: Pigeon, address: str) -> None:
        self.pigeon, self.address, self.seen = pigeon, address, 0

    async def does(self, kind: str, awaited: str, **what: str) -> str:
        """Posts an event, twice as webhooks do, and returns what came back once the awaited words are in it."""
        body = json.dumps({"id": uuid.uuid4().hex, "from": self.address, "kind": kind, **what})
        assert [await self.pigeon.posts(body), await self.pigeon.posts(body)] == [200, 200]
        return await self.hears(awaited)

    async def says(self, text: str, awaited: str) -> str:
        return await self.does("text", awaited, text=text)

    async def presses(self, title: str, awaited: str) -> str:
        """Presses a button of the newest message that has any."""
        buttons = next(buttons for _, buttons in reversed(self.pigeon.sent[self.address]) if buttons)
        (id,) = [id for id, shown in buttons if shown == title]
        return await self.does("choice", awaited, button=id)

    async def hears(self, awaited: str) -> str:
        """All that came since the last time, once the awaited words are in it."""

        def new() -> str:
            return "\n".join(text for text, _ in self.pigeon.sent[self.address][self.seen :])

        try:
            async with patient(PATIENCE):
                while awaited not in new():  # noqa: ASYNC110 - the messenger signals nothing
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"«{awaited}» does not come, but: {new()}") from None
        heard, self.seen = new(), len(self.pigeon.sent[self.address])
        return heard


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(
        data_dir=tmp_path / "data",
        database_url=f"sqlite:///{tmp_path}/data/sunush.db",
        key_file=tmp_path / "sunush.key",
        take_back=0,
        quiet_hours=(0, 0),
        web=WebSettings(f"127.0.0.1:{find_free_port()}"),
    )
    install(tmp_path / "data/sunush.db", made.key_file, samples=True)
    return made


@pytest.fixture
async def pigeons(
    request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[list[Pigeon]]:
    """Accounts of the messenger, served by `sunush run` until the process is asked to stop.

    It is one unless a test names them.
    """
    made = getattr(request, "param", Pigeon)()
    made = made if isinstance(made, list) else [made]
    for one in made:
        one.door = f"http://{settings.web.listen}"
    for module in (serve, doctor):
        monkeypatch.setattr(module, "list_channels", lambda _: [lambda _, one=one: one for one in made])
    running = asyncio.create_task(serve.serve(settings))
    async with patient(PATIENCE):
        while any(one.intake is None for one in made):  # noqa: ASYNC110 - the messenger signals nothing
            assert not running.done(), running.exception()
            await asyncio.sleep(0.01)
    yield made
    signal.raise_signal(signal.SIGTERM)
    async with patient(PATIENCE):
        await running
    assert [one.intake for one in made] == [None] * len(made), "its connections are closed"


@pytest.fixture
def pigeon(pigeons: list[Pigeon]) -> Pigeon:
    return pigeons[0]


@pytest.fixture
async def database(settings: Settings, pigeons: list[Pigeon]) -> AsyncIterator[Database]:
    """The install's database, beside the process that serves."""
    made = Database(make_database_url(settings.database_url), load_key(settings.key_file))
    yield made
    await made.close()


async def invite(store: Store) -> str:
    aimak = await store.aimaks.find_by_code("kokjar")
    assert aimak is not None
    return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())).payload


async def list_arrived(database: Database) -> tuple[str, ...]:
    """The proposals (labels) whose answers criterion 6 takes for arrived; the count by the database must say the same."""

    async def look(store: Store) -> tuple[str, ...]:
        (of,) = (await store.connection.execute(select(proposals.c.aimak_id, proposals.c.budget_year))).all()
        await store.years.put(of.aimak_id, of.budget_year, at=now(), results_on=find_day(now()))
        sheets = [await make(store, aimak_id=of.aimak_id, year=of.budget_year) for make in (count_tally, count)]
        rows, counted = (sheet.tally.components for sheet in sheets)
        assert rows == counted
        return tuple(sheets[0].rows["C"])

    return await database.write(look)


async def propose(pigeon: Pigeon, database: Database) -> tuple[Villager, Villager]:
    """From the language to the proposal, of which the clerk hears; returns its author and the clerk."""
    aigul, nurlan = Villager(pigeon, "KG.7Q2F"), Villager(pigeon, "KG.90ХА")
    await nurlan.does("start", "Тилди тандаңыз", text=await database.write(invite))
    await nurlan.presses("Кыргызча", "Жооптун астында")
    await nurlan.says("Нурлан, айыл өкмөтүнүн адиси", "Жооп күткөндөр")

    await aigul.does("start", "Тилди тандаңыз")
    await aigul.presses("Кыргызча", "Облусуңузду")
    await aigul.says("көк-жар", "Көк-Жар")
    await aigul.says("ооба", "Сунуш берүү")
    await aigul.presses("Сунуш берүү", "1/3")
    await aigul.says("2", "2/3")
    await aigul.says(LIGHT, "Макулмун")
    await aigul.presses("Макулмун", "Жөнөтүү")
    await aigul.presses("Жөнөтүү", "номери — 0001")

    assert LIGHT in await nurlan.hears("Жаңы сунуш № 0001")
    return aigul, nurlan


async def respond(nurlan: Villager) -> None:
    """The clerk answers what waits."""
    await nurlan.does("start", "Жооп күткөндөр")
    await nurlan.says("Жооп күткөндөр", "0001")
    await nurlan.says("1", "Жооп берүү")
    await nurlan.says("Жооп берүү", "1 —")
    await nurlan.says("3", "1 —")
    await nurlan.says("1", "өз сөзүңүз менен")
    await nurlan.says(SENTENCE, "Жооп жөнөтүү")
    await nurlan.presses("Жооп жөнөтүү", "Жооп жөнөтүлдү.")


async def answer(pigeon: Pigeon, database: Database) -> Villager:
    """From the language to the clerk's answer; returns the clerk."""
    aigul, nurlan = await propose(pigeon, database)
    await respond(nurlan)
    assert SENTENCE in await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")
    return nurlan


async def test_from_the_language_to_the_clerks_answer(pigeon: Pigeon, database: Database):
    await answer(pigeon, database)
    async with patient(PATIENCE):
        while await list_arrived(database) != ("0001",):  # noqa: ASYNC110 - it is written a moment after it was taken
            await asyncio.sleep(0.01)

    sent = [each for messages in pigeon.sent.values() for each in messages]
    assert all(len(buttons) <= 3 and len(text) <= (1024 if buttons else 4096) for text, buttons in sent)
    assert all(len(title) <= 20 for _, buttons in sent for _, title in buttons)


@pytest.mark.parametrize("pigeons", [partial(Pigeon, reports=True)], ids=["reports"], indirect=True)
async def test_what_reports_delivery_has_arrived_once_it_says_so(pigeon: Pigeon, database: Database):
    async def says(status: str) -> list[int]:
        body = json.dumps({"status": status, "of": of})
        return [await pigeon.posts(body), await pigeon.posts(body)]

    nurlan = await answer(pigeon, database)
    of = pigeon.latest["KG.7Q2F"]
    assert await list_arrived(database) == ()
    async with patient(PATIENCE):
        while 503 in await says("failed"):  # noqa: ASYNC110 - it may come before the send is written down
            await asyncio.sleep(0.01)
    told = await nurlan.hears("№ 0001")
    assert "жеткен жок" in told
    assert await list_arrived(database) == ()
    assert await says("read") == [200, 200], "the report of the failure was late"
    assert await list_arrived(database) == ("0001",)
    for status in ("delivered", "failed"):
        assert await says(status) == [200, 200]
    assert await list_arrived(database) == ("0001",)
    assert pigeon.sent[nurlan.address][nurlan.seen :] == [], "the clerk hears it once"


@pytest.mark.parametrize("pigeons", [partial(Pigeon, window=24)], ids=["window"], indirect=True)
async def test_whose_window_is_shut_is_asked_by_a_template_and_reads_the_answer_once(
    pigeon: Pigeon, database: Database
):
    aigul, nurlan = await propose(pigeon, database)
    author = await database.read(lambda store: store.people.find("pigeon", "kg-office", aigul.address))
    assert author is not None
    two_days_ago = now() - 2 * 24 * 3600 * 1000
    await database.write(
        lambda store: store.people.note_heard(author.peer_id, at=two_days_ago, state_version=author.state_version)
    )

    await respond(nurlan)
    asked = await aigul.hears("№ 0001 сунушуңузга айыл өкмөтү жооп берди")
    assert SENTENCE not in asked
    (template,) = [template for address, template in pigeon.templates if address == aigul.address]
    assert template["name"] == "proposal_answered"
    assert template["values"][1] == "0001"

    assert SENTENCE in await aigul.does("opened", "ДОЛБООРГО КИРГЕН ЖОК")
    await aigul.does("opened", "Сунуш берүү")  # nothing waits: the menu
    sent = "".join(text for text, _ in pigeon.sent[aigul.address])
    assert (sent.count(SENTENCE), len(pigeon.templates)) == (1, 1)


async def test_somebody_who_moves_to_another_address_goes_on_there(pigeon: Pigeon, database: Database):
    aigul, _ = await propose(pigeon, database)
    body = json.dumps({"id": uuid.uuid4().hex, "from": aigul.address, "kind": "moved", "text": "KG.NEW"})
    assert [await pigeon.posts(body), await pigeon.posts(body)] == [200, 200]
    there = Villager(pigeon, "KG.NEW")
    assert "0001" in await there.says("менин сунуштарым", "0001")


@pytest.mark.parametrize("pigeons", [lambda: [Pigeon("kg-north"), Pigeon("kg-south")]], ids=["two"], indirect=True)
async def test_two_accounts_of_one_messenger_take_in_each_by_itself(pigeons: list[Pigeon], database: Database):
    for pigeon in pigeons:
        await Villager(pigeon, "KG.7Q2F").does("start", "Тилди тандаңыз")
        assert await pigeon.posts("{") == 200
    found = select(events.c.account, func.count()).where(events.c.state == "dead").group_by(events.c.account)
    dead = await database.read(lambda store: store.connection.execute(found))
    assert sorted(map(tuple, dead)) == [("kg-north", 1), ("kg-south", 1)]
    assert [len(pigeon.sent["KG.7Q2F"]) for pigeon in pigeons] == [1, 1]


async def test_its_link_reaches_the_office_and_what_cannot_be_read_is_kept(pigeon: Pigeon, database: Database):
    found = await database.read(lambda store: link(store, "h_7", channel="pigeon"))
    assert found == "https://wa.me/kg-office?text=h_7"
    assert await database.read(lambda store: link(store, channel="telegram")) is None
    assert await pigeon.posts("{") == 200
    assert await database.read(lambda store: store.events.count_dead(since=0)) == 1


async def test_it_is_called_at_the_web_door_and_nobody_else_is_let_in(settings: Settings, pigeon: Pigeon):
    assert await pigeon.posts("{}", feather="white") == 401
    async with aiohttp.ClientSession(pigeon.door) as line:
        asked = [
            ("GET", "/webhooks/pigeon/kg-office?word=coo", 200, "coo"),
            ("GET", "/webhooks/pigeon/kg-office", 404, ""),
            ("POST", "/webhooks/pigeon/kg-office", 401, ""),
            ("GET", "/healthz", 200, "ok"),
            ("GET", "/readyz", 200, "ok\npigeon kg-office ok"),
        ]
        for method, path, status, text in asked:
            async with line.request(method, path) as answer:
                assert (path, answer.status, await answer.text()) == (path, status, text)
        async with line.get("/metrics") as answer:
            assert 'path="/webhooks/pigeon/kg-office",status="401"} 2' in await answer.text()


async def test_a_port_that_is_taken_ends_the_start_with_one_sentence(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(serve, "list_channels", lambda _: [lambda _: Pigeon()])
    with socket.create_server(settings.web.address):
        taken = r"SUNUSH_WEB_LISTEN: 127\.0\.0\.1:\d+ cannot be listened on \(address already in use\)"
        with pytest.raises(CannotStart, match=taken):
            await serve.serve(settings)


async def test_the_doctor_and_a_second_process_speak_its_words(settings: Settings, pigeon: Pigeon):
    assert Finding(True, "The pigeon sits on the roof.") in await doctor.examine(settings)
    pigeon_is_open = pigeon.intake
    with pytest.raises(CannotStart, match="Sunush flies for somebody else"):
        await serve.serve(settings)
    pigeon.intake = pigeon_is_open
