"""A page that opens anew is shown what was said: reports as they stand, nothing they may read no more."""

import asyncio
import json
import secrets
import socket

import aiohttp
import httpx
import pytest
from starlette.applications import Starlette

from bot.budget.permissions import Act, Role, write_act_right
from bot.channels.intake import Intake
from bot.channels.web import Web
from bot.chat.message import Message
from bot.delivery.courier import Courier
from bot.export.reports import Reports
from bot.install.office import Office as Install
from bot.settings import Settings, WebSettings
from bot.web.chat.gate import Gate
from bot.web.chat.page import ChatPage
from bot.web.chat.page_messages import write_json
from bot.web.chat.reading import Reading
from bot.web.pages.render import Pages
from bot.web.pages.trouble import Trouble
from bot.web.server import Listening
from storage.database.seal import Seal
from storage.queue.letters import Lane
from tests.databases import KEY
from tests.office.offices import YEAR, Office

TOKEN = secrets.token_urlsafe(32)


async def _nothing(*_):
    return None


@pytest.fixture
async def office(database):
    return await Office(database).opens()


@pytest.fixture
async def chat(office, tmp_path):
    """The web chat of an office, what carries its messages, and a line to it."""
    seal = Seal(KEY)
    web = Web(seal=seal, url="", uploads=tmp_path / "uploads")
    courier = Courier(
        database=office.database, channels=[web], now=lambda: office.now, reports=Reports(office.database)
    )
    install = Install(Settings(tmp_path, "", tmp_path / "key", web=WebSettings(chat="1")), office.database, seal)
    intake = Intake(receive=_nothing, bury=_nothing, now=lambda: office.now, steady=lambda: 0)
    gate = Gate(web, behind_proxy=False, steady=lambda: 0)
    reading = Reading(web, intake, install, gate, clock=lambda: office.now)
    page = ChatPage(install, Pages(), Trouble())
    app = Starlette(routes=[*reading.list_routes(), *page.list_routes()])
    headers = {"authorization": f"Bearer {TOKEN}"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=headers) as line:
        line.app = app
        yield web, courier, line


async def said(office, person, message, n):
    """Queues one message to somebody."""
    await office.database.write(
        lambda store: store.outbox.queue(
            person.peer_id, person.channel, person.account, kind="reply", object_id=n, revision=0, lane=Lane.REPLY,
            language="ky", body=message.to_json(), at=office.now,
        )
    )  # fmt: skip


async def test_a_report_is_read_again_and_what_a_role_was_needed_for_is_not_handed_out_without_it(office, chat):
    web, courier, line = chat
    address = web.find_address(TOKEN)

    async def meet(store):
        person = await store.people.meet("web", "chat", address, at=office.now)
        await store.people.set_aimak(person.peer_id, office.aimak_id)
        await store.roles.grant(person.id, role=Role.HEAD, aimak_id=office.aimak_id, by=None, at=office.now)
        return await store.people.find("web", "chat", address)

    head = await office.database.write(meet)
    report = {"kind": "criterion_6", "language": "ky", "aimaks": [[office.aimak_id, YEAR]]}
    right = write_act_right(Act.TALLY, office.aimak_id)
    await said(office, head, Message("Эмне кылабыз?", report=report, right=right), 1)
    await said(office, head, Message("Саламатсызбы!"), 2)
    await courier.carry()
    shown = (await line.get("/chat/messages")).json()["messages"]
    assert [one["text"].rpartition("\n")[2] for one in shown] == ["Эмне кылабыз?", "Саламатсызбы!"]
    assert shown[0]["text"].startswith("Kokjar (kokjar), 2027: маалымат жок.")

    async def remove(store):
        (member,) = await store.roles.list_members(office.aimak_id)
        await store.roles.revoke(member.id, by=None, at=office.now)

    await office.database.write(remove)
    shown = (await line.get("/chat/messages")).json()["messages"]
    assert [one["text"] for one in shown] == ["Саламатсызбы!"]


async def test_a_receipt_is_marked_so_that_the_page_says_how_to_come_back(office, chat):
    web, courier, line = chat
    aigul = await office.database.write(
        lambda store: store.people.meet("web", "chat", web.find_address(TOKEN), at=office.now)
    )
    await said(office, aigul, Message("Рахмат! Номери — 0001.", about="added:1", stays=True), 1)
    await said(office, aigul, Message("Эмне кылабыз?", about="propose"), 2)
    await courier.carry()
    shown = (await line.get("/chat/messages")).json()["messages"]
    assert [one.get("receipt", False) for one in shown] == [True, False]


async def test_a_screen_stands_once_as_it_is_now_and_buttons_that_are_over_are_not_shown_again(office, chat):
    web, courier, line = chat
    aigul = await office.database.write(
        lambda store: store.people.meet("web", "chat", web.find_address(TOKEN), at=office.now)
    )
    n = iter(range(1, 500))

    async def say(message):
        office.now += 1000
        await said(office, aigul, message, next(n))
        await courier.carry()
        return (await line.get("/chat/messages")).json()["messages"]

    first = (await say(Message("Саламатсызбы!")))[-1]["id"]
    check = (await say(Message("Текшериңиз", [["send", "Жөнөтүү"]], links=[["https://there", "Шилтеме"]])))[-1]["id"]
    assert "choices" in (await say(Message("Эскертүү", stays=True)))[1]
    shown = await say(Message("Рахмат", stays=True).hinted(clears=check))
    assert [one["text"] for one in shown] == ["Саламатсызбы!", "Текшериңиз", "Эскертүү", "Рахмат"]
    assert all(name not in shown[1] for name in ("choices", "ways", "links"))
    for number in range(100):  # a clerk leafs through a list: what was said before does not fall out of the page
        shown = await say(Message(f"Тизме {number}", [["more", "Дагы"]]).editing(first))
    assert [one["text"] for one in shown] == ["Тизме 99", "Текшериңиз", "Эскертүү", "Рахмат"]
    assert (shown[0]["begun"], shown[0]["at"]) == (shown[1]["at"] - 1000, office.now)


async def test_what_one_page_says_stands_on_the_others_at_once(office, chat):
    web, _, line = chat
    with web.pages.open(web.find_address(TOKEN)) as page:
        await web.show_own(web.find_address(TOKEN), "A" * 22, "Жол керек", "", at=5)
        assert page.get_nowait().own == ""


async def test_only_messengers_that_are_served_are_offered(office, chat):
    _, _, line = chat
    for path in ("/chat", f"/chat/{office.code}"):
        assert 'class="go' not in (await line.get(path)).text

    async def keep(store):
        for channel, account in (("telegram", "7"), ("whatsapp", "1"), ("pigeon", "1")):
            await store.meta.put(f"link {channel} {account}", '["https://there", "https://there?PAYLOAD"]')
        await store.meta.put("accounts", '[["telegram", "7", ""], ["web", "chat", ""], ["pigeon", "1", ""]]')

    await office.database.write(keep)
    page = (await line.get(f"/chat/{office.code}")).text
    assert page.count('data-word="telegram"') == 2
    assert 'data-word="whatsapp"' not in page
    assert 'data-word="pigeon"' not in page


async def test_half_a_character_that_was_stored_once_ends_no_chat(office, chat):
    web, courier, line = chat
    address = web.find_address(TOKEN)

    async def meet(store):
        aigul = await store.people.meet("web", "chat", address, at=office.now)
        raw = '{"id": "0123456789abcdef", "text": "Жол керек \\ud83d"}'
        event = await store.events.take("web", "chat", f"{address[:24]}:0123456789abcdef", raw=raw, at=office.now)
        await store.events.belongs_to(event, aigul.peer_id, conversation=None)
        return aigul

    aigul = await office.database.write(meet)
    await said(office, aigul, Message("Эмне кылабыз?"), 1)
    await courier.carry()
    for path in ("/chat/messages", "/chat/messages?after=1"):
        answer = await line.get(path)
        assert answer.status_code == 200
        assert sorted(one["text"] for one in answer.json()["messages"]) == ["Жол керек ", "Эмне кылабыз?"]
    assert write_json({"text": "Жол \ud83d", "at": 7}) == '{"text": "Жол ", "at": 7}'.encode()


async def hear(lines, n):
    """The next events of a stream, as EventSource takes them apart: the id of each, and its data."""
    events, id, data = [], "", []
    while len(events) < n:
        name, _, value = (await lines.readline()).decode().rstrip("\n").partition(": ")
        if name == "id":
            id = value
        elif name == "data":
            data.append(value)
        elif not name and data:
            events.append((id, json.loads("\n".join(data))))
            data = []
    return events


async def test_a_stream_that_names_its_last_event_is_told_first_what_it_missed(office, chat):
    web, courier, line = chat
    aigul = await office.database.write(
        lambda store: store.people.meet("web", "chat", web.find_address(TOKEN), at=office.now)
    )
    opened = socket.create_server(("127.0.0.1", 0))
    listening = Listening(line.app, opened)
    running = asyncio.create_task(listening.run())
    base = f"http://127.0.0.1:{opened.getsockname()[1]}/chat/stream"

    async def tell(*texts):
        for text in texts:
            office.now += 6000
            await said(office, aigul, Message(text), office.now)
            await courier.carry()

    async with asyncio.timeout(30), aiohttp.ClientSession(headers=dict(line.headers)) as session:
        await tell("Биринчи")
        async with session.get(base, headers={"last-event-id": "0"}) as stream:
            assert await stream.content.readline() == b": here\n", "a page sees at once that the stream begins"
            ((first, shown),) = await hear(stream.content, 1)
            assert (shown["text"], first) == ("Биринчи", str(shown["at"]))
            await tell("Экинчи")
            ((last, shown),) = await hear(stream.content, 1)
            assert shown["text"] == "Экинчи"
        web.pages._latest.clear()  # a minute later
        await tell("Үчүнчү", "Төртүнчү")
        web.pages._latest.clear()
        async with session.get(base, headers={"last-event-id": last}) as stream:
            found = await hear(stream.content, 3)
            # What was said around the moment of the last event comes once more. A page has it, and leaves it as it is.
            assert [one["text"] for _, one in found] == ["Экинчи", "Үчүнчү", "Төртүнчү"]
        office.now -= 8500  # of another worker, whose message was written down later than one sent after it
        await tell("Кечиккен")
        web.pages._latest.clear()
        async with session.get(base, headers={"last-event-id": found[-1][0]}) as stream:
            assert [one["text"] for _, one in await hear(stream.content, 2)] == ["Кечиккен", "Төртүнчү"]
        for odd in ("-1", "²", "9" * 40, "<b>"):
            async with session.get(base, headers={"last-event-id": odd}) as stream:
                assert (stream.status, (await hear(stream.content, 1))[0][1]["text"]) == (200, "Биринчи"), odd
    listening.stop()
    web.pages.end_all()
    await running
