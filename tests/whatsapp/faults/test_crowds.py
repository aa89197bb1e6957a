"""One resident or a crowd pushes through Meta's webhook: others have their turn, and Meta does not wait."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager

import pytest

from bot.channels import lines
from bot.channels.contract import Posted
from bot.channels.intake import Backlog, Intake
from bot.channels.whatsapp import webhook
from bot.channels.whatsapp.webhook import SIGNATURE, WhatsAppWebhook
from bot.chat.message import Incoming, Peer
from storage.database.failures import DatabaseUnusable
from tests.channels.doubles import Clock
from tests.patience import patient
from tests.whatsapp.fake.graph import SECRET
from tests.whatsapp.payloads import NUMBER, Json, mac, message, value
from tests.whatsapp.payloads import webhook as make_body

NOON = 1_779_416_383_000
CROWD, PUSHED, ALL = 300, 400, 10_000
GULNARA = "996777000001"  # whom we have known for long


class Books:
    """What is kept of one account: events in the order of their turns, and what waits. Each turn waits until it may end."""

    def __init__(self) -> None:
        self.had: list[Incoming] = []
        self.waits: dict[str, str] = {}
        self.turns = asyncio.Semaphore(0)
        self.is_broken = False

    def let_all(self) -> None:
        """Lets every turn end."""
        for _ in range(ALL):
            self.turns.release()

    async def receive(self, incoming: Incoming, _raw: str) -> None:
        await self.turns.acquire()
        if self.is_broken:
            raise DatabaseUnusable("disk is full")
        if incoming.id not in {one.id for one in self.had}:
            self.had.append(incoming)

    async def put(self, rows: Mapping[str, str]) -> None:
        self.waits |= rows

    async def list(self) -> list[tuple[str, str]]:
        return list(self.waits.items())

    async def remove(self, names: Collection[str]) -> None:
        for name in names:
            self.waits.pop(name, None)

    async def recognise(self, peers: Collection[Peer]) -> Collection[Peer]:
        return [one for one in peers if one.address == GULNARA]


async def set_aside(*_: str) -> None:
    """Nothing is to be here."""
    raise AssertionError


def sign(body: bytes) -> dict[str, str]:
    return {SIGNATURE: f"sha256={hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}"}


@asynccontextmanager
async def serving(books: Books) -> AsyncIterator[WhatsAppWebhook]:
    """One process that takes in; at its end what is in hand is finished."""
    clock = Clock(NOON)
    intake = Intake(
        books.receive, set_aside, clock, clock, recognise=books.recognise,
        backlog=Backlog(books.put, books.list, books.remove),
    )  # fmt: skip
    made = WhatsAppWebhook(NUMBER, business="1", secret=SECRET, word="", mac=mac, seen=lambda _: None, siblings=[])
    running = asyncio.create_task(made.run(intake))
    async with patient(10):
        while not made.is_open:  # noqa: ASYNC110 - a webhook signals nothing
            await asyncio.sleep(0.005)
    try:
        yield made
    finally:
        intake.stop()
        books.let_all()
        await running


async def posts(to: WhatsAppWebhook, *messages: Json) -> int:
    body = make_body(value(*messages, contacts=[]))
    return (await to.take_in(Posted(body, sign(body), {}))).status


def says(who: str, number: int) -> Json:
    return message("text", {"body": f"{number}"}, id=f"wamid.{who}.{number}") | {"from": who}


async def ends_turns(books: Books, *posted: asyncio.Task[int]) -> int:
    """Lets turns end, one after another, until these are answered; returns how many."""
    ended = 0
    async with patient(20):
        while not all(one.done() for one in posted):
            for _ in range(20):
                await asyncio.sleep(0)
            books.turns.release()
            ended += 1
    return ended


async def has_had(books: Books, many: int) -> None:
    async with patient(20):
        while len(books.had) < many:  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def is_right(had: list[Incoming]) -> bool:
    """Whether what each of them wrote had its turn in its order, once."""
    order: dict[str, list[int]] = {}
    for one in (said for said in had if said.text):  # but our word that it is too fast
        order.setdefault(one.peer.address, []).append(int(one.text))
    return all(numbers == sorted(set(numbers)) for numbers in order.values())


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no turn at once is kept as it came."""
    monkeypatch.setattr(webhook, "AGAIN", 0.0)


async def test_a_crowd_that_waits_for_its_turns_keeps_neither_meta_nor_whom_we_know_waiting(tell):
    books = Books()
    async with serving(books) as here:
        crowd = [says(f"9965550{n:05}", 1) for n in range(CROWD)]
        pushed = [says("996700111222", n) for n in range(PUSHED)]
        batches = [[*crowd[:150], *pushed], *([one] for one in crowd[150:160]), crowd[160:]]
        posted = [asyncio.create_task(posts(here, *one)) for one in batches]
        ended = await ends_turns(books, *posted)
        assert {one.result() for one in posted} == {200}
        assert ended <= 2 * webhook.PLACES, "Meta waits for those in hand alone"
        behind, before = len(books.waits), len(books.had)
        hers = asyncio.create_task(posts(here, says(GULNARA, 1)))
        await ends_turns(books, hers)
        assert hers.result() == 200
        books.let_all()
        await has_had(books, CROWD + 1)
        turns = [one.peer.address for one in books.had]
        place = turns.index(GULNARA) - before
        async with patient(20):
            while books.waits:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
    admitted = sum(one.peer.address == "996700111222" for one in books.had)
    tell("a crowd and one who pushes, through Meta's webhook", posts=len(batches) + 1, newcomers=CROWD, pushed=PUSHED,
         let_through=admitted, kept_as_they_came=behind, turns_before_meta_is_answered=ended,
         turns_before_whom_we_know=place, lost=0, refused=0)  # fmt: skip
    assert place <= webhook.PLACES + 2
    assert len({one.peer.address for one in books.had}) == CROWD + 2
    assert 1 <= admitted <= 31, "the inbound limit"
    assert is_right(books.had)


async def test_what_waited_when_the_process_died_has_its_turn_after_the_next_start(tell):
    books, died = Books(), Books()
    people = [f"9965550{n:05}" for n in range(60)]
    async with serving(books) as here:
        posted = asyncio.create_task(posts(here, *[says(one, n) for one in people for n in range(3)]))
        await ends_turns(books, posted)
        assert posted.result() == 200
        died.waits, died.had = dict(books.waits), list(books.had)  # as a kill leaves them now
    died.let_all()
    kept = len(died.waits)
    assert kept >= 3 * 60 - 2 * webhook.PLACES
    async with serving(died) as here:
        await has_had(died, 180)
        assert await posts(here, *[says(one, n) for one in people for n in range(3)]) == 200, "Meta posts it again"
        async with patient(20):
            while died.waits:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
    assert len(died.had) == 180
    assert is_right(died.had)
    assert died.waits == {}
    tell("a crowd's messages behind a kill", acknowledged=180, waited=kept, lost=0, doubled=0)


async def test_where_no_more_can_be_kept_meta_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "MOST_BEHIND", 40)
    books = Books()
    people = [f"9965550{n:05}" for n in range(120)]
    async with serving(books) as here:
        first = asyncio.create_task(posts(here, *[says(one, 1) for one in people[:70]]))
        async with patient(20):
            while not books.waits:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        assert await posts(here, *[says(one, 1) for one in people[70:]]) == 503
        books.let_all()
        assert await first == 200
        await has_had(books, 70)
        assert await posts(here, *[says(one, 1) for one in people[70:100]]) == 200
        assert await posts(here, *[says(one, 1) for one in people[100:]]) == 200
    assert len(books.had) == 120


async def test_what_was_confirmed_has_its_turn_even_where_what_came_before_it_could_not_be_written(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(lines, "BACK_OFF", 0.001)
    books = Books()
    who = "996555000111"
    async with serving(books) as here:
        first = asyncio.create_task(posts(here, says(who, 1)))
        await asyncio.sleep(0)
        assert await posts(here, says(who, 2), says(who, 3)) == 200, "it waits behind the first"
        books.is_broken = True
        books.turns.release()
        assert await first == 503
        books.is_broken = False
        books.let_all()
        await has_had(books, 3)
        assert await posts(here, says(who, 1)) == 200
    assert [one.text for one in books.had] == ["1", "2", "3"]


async def test_a_sender_without_a_telephone_waits_as_who_they_are():
    books = Books()
    scoped, phone, other = "KG.13491208655302741918", "996555000111", "KG.77"
    contacts = [{"profile": {"name": "Айгүл"}, "wa_id": phone, "user_id": scoped}]
    said = [
        says(phone, 1), message("text", {"body": "1"}, id="wamid.b") | {"from": None, "from_user_id": other},
    ]  # fmt: skip
    async with serving(books) as here:
        crowd = asyncio.create_task(posts(here, *[says(f"9965550{n:05}", 1) for n in range(60)]))
        async with patient(20):
            while not books.waits:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        body = make_body(value(*said, contacts=contacts))
        assert (await here.take_in(Posted(body, sign(body), {}))).status == 200
        mine = {name: kept for name, kept in books.waits.items() if name in {said[0]["id"], "wamid.b"}}
        read = [here._read_waiting(kept).admitted for kept in mine.values()]
        assert sorted((one.peer.address, one.alias) for one in read) == [(phone, scoped), (other, "")]
        books.let_all()
        assert await crowd == 200
    assert here._read_waiting("{") is None
    assert here._read_waiting('{"message": 5, "from": ["1", ""]}') is None


async def test_what_had_its_turn_while_it_was_being_kept_leaves_nothing_behind():
    books = Books()
    put = books.put

    async def slowly(rows: Mapping[str, str]) -> None:
        books.let_all()
        await has_had(books, 60)
        await put(rows)

    books.put = slowly
    async with serving(books) as here:
        assert await posts(here, *[says(f"9965550{n:05}", 1) for n in range(60)]) == 200
    assert len(books.had) == 60
    assert books.waits == {}
