"""Meta's calls at the real web door: right codes, dead letters, and nobody waits for what is malformed."""

import json
import random

import aiohttp
import pytest
from sqlalchemy import func, select

from storage.database.engine import Database
from storage.database.schema import events
from tests.seeds import dice
from tests.sizes import sized
from tests.whatsapp.fake.graph import WORD, GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.fake.posting import make_body
from tests.whatsapp.payloads import AIGUL, message

pytestmark = pytest.mark.slow

MANY = sized(300, 10_000)
OTHER = {"metadata": {"phone_number_id": "5"}, "messages": [message("text", {"body": "Суу"})]}


async def count_dead(database: Database) -> int:
    found = select(func.count()).select_from(events).where(events.c.state == "dead")
    return int(await database.read(lambda store: store.connection.scalar(found)))


async def asks(graph: GraphServer, query: dict[str, str]) -> tuple[int, str]:
    async with aiohttp.ClientSession() as line, line.get(graph.posting.url, params=query) as answer:
        return answer.status, await answer.text()


async def test_each_call_has_its_code_and_what_was_signed_is_kept(graph: GraphServer, sunush: Database):
    right = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444"}
    assert await asks(graph, right) == (200, "1158201444")
    assert await asks(graph, right | {"hub.verify_token": "kok"}) == (403, "")

    dead, good = await count_dead(sunush), make_body(graph.make_value(messages=[message("text", {"body": "Суу"})]))
    for signature in ("", "sha256=", "sha256=0123", "sha1=0123"):
        assert await graph.posting.call(good, signature=signature) == 401
    assert await graph.posting.call(b"x" * (3 * 2**20 + 1)) == 413
    assert await count_dead(sunush) == dead, "of a stranger nothing is written"

    signed = [b"{", b"[]", make_body(OTHER), make_body({}), make_body({"event": "x"}, field="account_update"), b"\xff"]
    for body in signed:
        assert [await graph.posting.call(body), await graph.posting.call(body)] == [200, 200]
    assert await count_dead(sunush) == dead + len(signed) - 1  # `[]` was posted before, until somebody answered


async def test_each_item_of_a_batch_is_taken_whatever_stands_beside_it(graph: GraphServer, sunush: Database):
    people = [WhatsAppUser(graph, f"99655500{n:04}", f"Тургун {n}") for n in range(5)]
    dead = await count_dead(sunush)
    said = [
        message("text", {"body": "a_kokjar"}, id=f"wamid.batch{n}", **{"from": one.address})
        for n, one in enumerate(people)
    ]
    first = graph.make_value(messages=[said[0], 5, said[1], {"type": "text"}], statuses=[{"status": "flown"}])
    graph.last_in |= {one.address: graph.clock() for one in people}
    body = make_body(OTHER, first, graph.make_value(messages=said[2:], statuses=["x"], errors=[{"code": 1}]))
    assert [await graph.posting.call(body), await graph.posting.call(body)] == [200, 200]
    for one in people:
        await one.hears("Тилди тандаңыз")
    await graph.posting.is_through()
    assert [len(one.shown) for one in people] == [1] * 5
    assert await count_dead(sunush) == dead + 6


async def test_malformed_webhooks_end_in_their_codes_while_somebody_talks(graph: GraphServer, sunush: Database, tell):
    chance, aigul = dice("malformed webhooks"), WhatsAppUser(graph, AIGUL)
    answers: dict[int, int] = {}
    before = len(aigul.shown)
    for number in range(MANY):
        body, is_signed = _break(chance, graph, number), number % 3 != 0
        status = await graph.posting.call(body, signature=None if is_signed else f"sha256={'0' * 64}")
        answers[status] = answers.get(status, 0) + 1
        assert status == (200 if is_signed else 401)
        if number % (MANY // 3) == 0:
            aigul.writes("a_kokjar")
            await aigul.hears("Тилди тандаңыз" if len(aigul.shown) == before else "")
    assert await aigul.presses("Кыргызча", "Сунуш берүү")
    assert set(graph.posting.answers) <= {200, 401, 503, 0}
    tell("malformed webhooks of WhatsApp", posted=MANY, taken=answers[200], refused=answers[401], crashes=0)


def _break(chance: random.Random, graph: GraphServer, number: int) -> bytes:
    # By turns: cut short, a byte of another, other shapes in each place, and what is no JSON at all.
    value = graph.make_value(messages=[message("text", {"body": "Суу"}, id=f"wamid.bad{number}", **{"from": None})])
    whole = make_body(value)
    match number % 4:
        case 0:
            return whole[: chance.randrange(len(whole))]
        case 1:
            at = chance.randrange(len(whole))
            return whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :]
        case 2:
            odd = chance.choice([None, 5, "x", [], {}, [[]], [5], {"id": []}])
            place = chance.choice(["messages", "statuses", "errors", "contacts", "metadata"])
            return make_body(value | {place: odd})
    return json.dumps(chance.choice([number, None, [number], {"entry": number}, {"object": "page"}])).encode()


async def test_while_the_database_cannot_be_written_meta_is_asked_to_come_again(
    graph: GraphServer, sunush: Database, monkeypatch: pytest.MonkeyPatch
):
    from bot.channels.intake import Intake
    from storage.database.failures import DatabaseUnusable

    async def full(*_: object) -> None:
        raise DatabaseUnusable("disk is full")

    aigul = WhatsAppUser(graph, AIGUL)
    with monkeypatch.context() as now:
        now.setattr(Intake, "keep", full)
        body = make_body(graph.make_value(messages=[message("text", {"body": "a_kokjar"})]))
        assert await graph.posting.call(body) == 503
    graph.last_in[AIGUL] = graph.clock()
    assert await graph.posting.call(body) == 200
    await aigul.hears("Тилди тандаңыз")
