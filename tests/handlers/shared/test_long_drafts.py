"""What somebody sends costs little time and disk, even beside long drafts. After a restart all is read as it stood."""

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.budget.proposal import MOST_CHARACTERS
from bot.channels.telegram.parse import parse, read_raw_text
from bot.chat.message import Kind
from bot.delivery.incoming import turn
from bot.delivery.incoming.signals import take_event
from storage.database.schema import events, peers

SENT_AGAIN = 2  # times; the first works out what is kept for the next
LONGEST = 0.15  # seconds of the processor for one message, whatever is in it
WRITTEN = 64 * 1024  # bytes of the database for one message, which holds 4 000 letters at most
NUMBERS = itertools.count(10)
PERSON = {"id": 5, "is_bot": False, "first_name": "А", "language_code": "ky"}


def full(piece: str) -> dict[str, Any]:
    """A text as long as a message may be."""
    return {"text": (piece * 4000)[:4000]}


def file(number: int, **more: Any) -> dict[str, Any]:
    return {"file_id": f"f{number}", "file_unique_id": f"u{number}", "file_size": 1000, **more}


PLACE = {"latitude": 42.8, "longitude": 74.5}
OTHER = {"type": "user", "sender_user": {"id": 7, "is_bot": False, "first_name": "Б"}, "date": 1}
ANY: dict[str, Callable[[int], dict[str, Any]]] = {
    "Cyrillic": lambda n: full("мектептин жанына жарык керек "),
    "one run": lambda n: full("ж"),
    "Latin": lambda n: full("jol ondoo kerek "),
    "digits": lambda n: full("1234567890"),
    "digits and dots": lambda n: full("1."),
    "sums": lambda n: full("12 500 000 сом, "),
    "emoji": lambda n: full("👍🏽"),
    "letters and marks": lambda n: full("е\u0308и\u0306"),
    "links": lambda n: full("https://a.kg/b "),
    "lines": lambda n: full("1. жол керек\n"),
    "questions": lambda n: full("качан? "),
    "a yes": lambda n: full("ооба "),
    "forwarded": lambda n: {**full("жол керек "), "forward_origin": OTHER, "forward_date": 1},
    "an album": lambda n: {"photo": [file(n, width=9, height=9)], "caption": "жол " * 250, "media_group_id": "1"},
    "a voice": lambda n: {"voice": file(n, duration=5)},
    "a document": lambda n: {"document": file(n, file_name="ж" * 200 + ".pdf"), "caption": "х" * 1000},
    "a contact": lambda n: {"contact": {"phone_number": "+996555000111", "first_name": "А" * 60, "vcard": "V" * 2000}},
    "a place": lambda n: {"location": PLACE, "venue": {"title": "Ж" * 200, "address": "К" * 200, "location": PLACE}},
    "a poll": lambda n: {"poll": {"question": "Ж" * 300, "options": [{"text": "о" * 100}] * 12}},
    "a sticker": lambda n: {"sticker": file(n, emoji="👍")},
    "dice": lambda n: {"dice": {"emoji": "🎲", "value": 3}},
    "an edit": lambda n: {**full(f"{n} жол керек "), "edit_date": n},
}


async def at_the_menu(village, name):
    return await village.in_menu(name)


async def at_the_text(village, name):
    aigul = await village.in_menu(name)
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    return aigul


async def at_the_desk(village, name):
    return await village.worker(name)


@pytest.mark.parametrize("stands", [at_the_menu, at_the_text, at_the_desk])
async def test_whatever_is_in_a_message_it_holds_nobody_up_and_fills_no_disk(village, stands, tell):
    costs, sizes = {}, {}
    for kind, make in ANY.items():
        who = await stands(village, kind)
        before, took, answers = await size_of(village), [], len(village.chats.sent)
        for number in itertools.islice(NUMBERS, SENT_AGAIN):
            said = {
                "message_id": number,
                "date": 1,
                "chat": {"id": 5, "type": "private"},
                "from": PERSON,
                **make(number),
            }
            raw = {"update_id": number, "edited_message" if "edit_date" in said else "message": said}
            incoming = parse(raw, account="bot", username="s", mac=lambda *_: "m").incoming
            began = time.process_time()
            await village.receive(replace(incoming, peer=who.peer), read_raw_text(raw))
            took.append(time.process_time() - began)
            await village.courier.carry()
        village.clock.later(minutes=0.05)  # what is forwarded waits for more of its kind
        await village.courier.carry()
        assert len(village.chats.sent) > answers, f"{kind}: nothing is said"
        costs[kind], sizes[kind] = min(took), (await size_of(village) - before) // SENT_AGAIN
    assert {kind: cost for kind, cost in costs.items() if cost > LONGEST} == {}
    assert {kind: size for kind, size in sizes.items() if size > WRITTEN} == {}
    tell(
        "one message of each kind",
        step=stands.__name__,
        kinds=len(ANY),
        ms_at_most=round(1000 * max(costs.values())),
        kb_at_most=max(sizes.values()) // 1024,
    )


async def size_of(village) -> int:
    pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    return await village.database.read(lambda store: store.connection.scalar(text(pages)))


async def kept(village) -> list[str]:
    async def ask(store):
        rows = await store.connection.execute(select(events.c.conversation).where(events.c.conversation.is_not(None)))
        return [store._seal.open(row.conversation) for row in rows]

    return await village.database.read(ask)


@pytest.fixture
async def writer(village):
    """Somebody in the menu with all the drafts that are kept, each as long as it may be."""
    aigul = await village.in_menu("Айгүл")
    for n in range(6):
        await village.receive(
            aigul._new(Kind.TEXT, (f"{n}: көпүрө керек " * MOST_CHARACTERS)[: min(3900, MOST_CHARACTERS)])
        )
        await aigul.taps("held:yes")
    await aigul.says("/start")
    return aigul


async def test_commands_beside_long_drafts_cost_a_few_kilobytes_and_nothing_piles_up(
    village, writer, tell, monkeypatch
):
    written = []

    async def noting(*event, conversation=None, **more):
        written.append(len(conversation or ""))
        return await take_event(*event, conversation=conversation, **more)

    monkeypatch.setattr(turn, "take_event", noting)
    for _ in range(20):
        await writer.says("/privacy")
        await writer.says("/language")
    found = await kept(village)
    assert max(map(len, found)) > 8000
    assert max(written) < 2500
    assert len(found) == 2, "the whole, and what has changed since"
    tell("a long draft, 40 commands", written_at_most=max(written), conversations_kept=len(found))


async def test_after_a_restart_it_is_read_from_both_rows_and_from_its_file_where_one_is_gone(village, writer):
    before = await writer.says("/privacy")
    village.states._remembered.clear()
    assert await writer.says("/privacy") == before
    await village.states.flush()
    village.states._remembered.clear()
    longest = max(map(len, await kept(village)))

    async def lose_the_whole(store):
        await store.connection.execute(
            update(events)
            .where(events.c.conversation.is_not(None), ~events.c.id.in_(select(version)))
            .values(conversation=None)
        )

    version = peers.c.state_version
    await village.database.write(lose_the_whole)
    rest = max(map(len, await kept(village)))
    assert rest < longest
    assert await writer.says("/privacy") == before
    await writer.says("/language")
    assert max(map(len, await kept(village))) > 8000 > rest, "the whole is written again"


async def test_housekeeping_leaves_the_row_on_which_the_latest_rests(village, writer):
    await writer.says("/privacy")
    whole = max(await kept(village), key=len)
    await village.database.write(lambda store: store.events.clear_outlived(village.clock() + 1))
    assert whole in await kept(village)
