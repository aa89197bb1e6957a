"""«Жөнөтүү» pressed many times at once, an event delivered again and again, a second window: one proposal, one number."""

import asyncio
import subprocess
import sys
import uuid
from contextlib import AsyncExitStack

import pytest

from bot.app import now
from bot.chat.message import Incoming, Kind
from bot.delivery.incoming.receive import Receive
from handlers import router
from storage.conversations.states import FileStates
from storage.database.engine import Database

pytestmark = pytest.mark.slow

TIMES = 10
TEXT = "Мектептин жанына жарык керек"


@pytest.fixture
async def author(room):
    """Somebody who has agreed and stands before «Жөнөтүү»."""
    visitor = await room.resident()
    await visitor.follows("Сунуш берүү", "2", TEXT, "Макулмун")
    return visitor


async def send_button(author):
    """The id of «Жөнөтүү» as the messenger has it."""
    return next(id for id, title in (await author.screen()).choices if title == "Жөнөтүү")


def press(author, choice):
    return Incoming(uuid.uuid4().hex, author.peer, Kind.CHOICE, choice=choice)


async def outcome(room, author):
    """What ten presses came to: the proposals, and what was printed."""
    await room.service.courier.carry()
    printed = room.printed()
    proposals = await author.proposals()
    return proposals, printed.count("Рахмат!"), printed.count("мурун кабыл алынган, номери — 0001")


async def test_send_pressed_ten_times_at_once_makes_one_proposal(room, author, tell):
    choice = await send_button(author)
    await asyncio.gather(*(room.service.receive(press(author, choice)) for _ in range(TIMES)))
    proposals, receipts, told = await outcome(room, author)
    tell("«Жөнөтүү» at once", presses=TIMES, proposals=len(proposals), receipts=receipts, told_the_number=told)
    assert [(one.label, one.text) for one in proposals] == [("0001", TEXT)]
    assert (receipts, told) == (1, 1)  # what says the same and has not left is replaced by the newest
    assert await room.scalar("SELECT count(*) FROM events WHERE state <> 'done'") == 0


async def test_send_pressed_at_once_through_ten_connections_makes_one_proposal(room, author, tell):
    office, choice = room.service.office, await send_button(author)
    async with AsyncExitStack() as stack:
        desks = []
        for _ in range(TIMES):
            database = Database(office.database.url, office.seal)
            stack.push_async_callback(database.close)
            states = FileStates(office.settings.states_dir, office.seal)
            desks.append(Receive(database=database, states=states, router=router, now=now, wake=lambda: None))
        await asyncio.gather(*(desk(press(author, choice)) for desk in desks))
    proposals, receipts, told = await outcome(room, author)
    tell(
        "«Жөнөтүү» at once through ten connections",
        presses=TIMES,
        proposals=len(proposals),
        receipts=receipts,
        told_the_number=told,
    )
    assert [(one.label, one.text) for one in proposals] == [("0001", TEXT)]
    assert (receipts, told) == (1, 1)
    assert "Сунуш берүү" in await author.says("/start")


async def test_one_event_delivered_ten_times_has_its_effect_once(room, author, tell):
    pressed = press(author, await send_button(author))
    before = await room.scalar("SELECT count(*) FROM events")
    await asyncio.gather(*(room.service.receive(pressed) for _ in range(TIMES)))
    await room.service.receive(pressed)
    proposals, receipts, told = await outcome(room, author)
    tell(
        "one event redelivered", deliveries=TIMES + 1, proposals=len(proposals), receipts=receipts, told_the_number=told
    )
    assert [one.label for one in proposals] == ["0001"]
    assert (receipts, told) == (1, 0)
    assert await room.scalar("SELECT count(*) FROM events") == before + 1


async def test_an_old_send_button_tells_the_number_and_never_sends_the_next_draft(room, author):
    choice = await send_button(author)
    await author.taps(choice)
    await author.follows("Кабар алам", "Сунуш берүү", "1", "Базардагы орундарды ижарага берүү керек")
    assert "номери — 0001" in await author.taps(choice)
    assert [one.text for one in await author.proposals()] == [TEXT]


async def test_somebody_elses_send_button_sends_nothing(room, author):
    choice = await send_button(author)
    stranger = await room.resident()
    await stranger.follows("Сунуш берүү", "2", "Көпүрөнү оңдоо керек", "Макулмун")
    assert "0001" not in await stranger.taps(choice)
    assert await stranger.proposals() == await author.proposals() == []


async def test_a_second_window_of_the_same_name_is_refused_in_one_line(window):
    first = window("Айгүл", aimak="kokjar")
    await first.open()
    await first.words()
    second = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "chat", "--as", "Айгүл"],
        cwd=first.folder,
        env=first.surroundings(),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert (second.returncode, second.stdout) == (2, b"")
    assert second.stderr.decode() == "«Айгүл» is open in another window already: close it, or take another name.\n"
    first.write("Кыргызча")
    while not any("Сунуш берүү" in block for block in first.blocks):
        await first.words()
    assert await first.close() == 0
    assert first.complaints == ""
