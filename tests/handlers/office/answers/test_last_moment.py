"""Rights at the last moment: what waits for somebody whose role is taken away does not reach them."""

from datetime import timedelta

import pytest

from bot.budget.permissions import TABLE, Act, Role
from bot.budget.workdays import find_day, make_moment
from bot.channels.contract import Throttled
from bot.service.mornings import tell_once
from storage.database.schema import outbox
from storage.queue.outbox import State
from tests.handlers.office.hearings.card_steps import announced
from tests.handlers.offices import joined, proposed, removed, taps, writes


@pytest.fixture
async def place(village):
    head, aigul = await joined(village, "Токтогул", Role.HEAD), await village.in_menu("Айгүл")
    await head.reads()
    return head, aigul


async def test_what_was_asked_for_as_a_head_does_not_reach_who_is_none_any_more(village, place, tell):
    head, aigul = place
    await proposed(village, aigul, "Мектептин жанына жарык керек")
    await head.reads()
    before = len(village.chats.sent)
    asked = ("export", "excel", "desk_list:waiting", "tally", "team", "desk_one:1", "hearing_years")
    await taps(village, "Токтогул", *asked)
    await proposed(village, aigul, "Көпүрө керек, суу ташкындайт")
    await removed(village, head)
    await village.courier.carry()
    got = [message for address, message, _ in village.chats.sent[before:] if address == "Токтогул"]
    assert not [message for message in got if message.document or message.report]
    assert ["укугуңуз жок" in message.text for message in got] == [True], "whoever pressed hears once that it is over"
    assert not [one for one in got if "жарык" in one.text or "Көпүрө" in one.text]

    async def ask(store):
        ended = await store.connection.execute(outbox.select().where(outbox.c.code == "no_right"))
        return [State(row.state) for row in ended]

    ended = await village.database.read(ask)
    assert set(ended) == {State.SKIPPED}
    tell("messages to somebody whose role was taken away", queued=len(ended), arrived=0)


async def test_a_role_that_stays_keeps_its_messages(village, place):
    head, aigul = place
    await proposed(village, aigul, "Мектептин жанына жарык керек")
    assert "жарык" in await head.reads()
    assert "жарык" in await head.taps("desk_list:waiting")


def test_an_observer_reads_no_queue_and_changes_nothing():
    reads = {act for act, roles in TABLE.items() if Role.OBSERVER in roles}
    assert reads == {Act.TALLY, Act.EXPORT, Act.SEE_HEARINGS, Act.SEE_INITIATIVES, Act.SEE_WATCHES}


async def test_an_observer_is_offered_figures_and_no_queue(village, place):
    _, aigul = place
    await proposed(village, aigul, "Мектептин жанына жарык керек")
    observer = await joined(village, "Байкоочу", Role.OBSERVER)
    for tap in ("desk_list:waiting", "desk_list:answered", "desk_one:1", "desk_list:undelivered"):
        assert "жарык" not in await observer.taps(tap), tap
    assert "укугуңуз жок" in await observer.taps("desk_list:waiting")
    assert "жыйынтык жарыялана элек" in await observer.taps("tally")


async def test_who_waits_for_a_rate_limit_is_looked_at_when_it_is_over(village, place):
    head, _ = place
    send, refused = village.chats.send, []

    async def once(address, message, *, language):
        if address == "Токтогул" and not refused:
            refused.append(address)
            raise Throttled(30)
        return await send(address, message, language=language)

    village.chats.send = once
    await taps(village, "Токтогул", "export")
    await village.courier.carry()
    await removed(village, head)
    village.clock.later(minutes=2)
    before = len(village.chats.sent)
    await village.courier.carry()
    got = [message for address, message, _ in village.chats.sent[before:] if address == "Токтогул"]
    assert got
    assert not [message for message in got if message.document]


async def test_behind_a_pause_the_kit_the_day_and_what_is_about_to_be_sent_wait_for_a_right_too(village, place, tell):
    head, aigul = place
    await proposed(village, aigul, "Мектептин жанына жарык керек")
    await announced(village)
    await head.reads()
    send, until = village.chats.send, village.clock() + 30_000

    async def pausing(address, message, *, language):
        if address == "Токтогул" and village.clock() < until:
            raise Throttled(30)
        return await send(address, message, language=language)

    village.chats.send = pausing
    await taps(village, "Токтогул", "hearing_desk:1", "hearing_kit", "hearing_text")
    await taps(village, "Токтогул", "announce", "kind:draft")
    for typed in ("16.12.2026", "10:00", "Клуб"):
        await writes(village, "Токтогул", typed)
    await taps(village, "Токтогул", "skip", "skip", "skip", "topic_notice")
    await writes(village, "Токтогул", "суу")
    await writes(village, "Токтогул", "Эртең суу болбойт, идиштерди толтуруп алыңыздар")
    nine = make_moment(find_day(village.clock()) + timedelta(1), 9, 0)
    while await tell_once(village.database, lambda: nine):
        pass
    await removed(village, head)
    village.clock.now = nine
    before = len(village.chats.sent)
    for _ in range(4):
        await village.courier.carry()
        village.clock.later(minutes=2)
    got = [message.text for address, message, _ in village.chats.sent[before:] if address == "Токтогул"]
    assert got == ["Бул жерде буга укугуңуз жок."]

    async def ask(store):
        rows = await store.connection.execute(outbox.select().where(outbox.c.code.in_(["no_right", "superseded"])))
        return {row.kind for row in rows}

    ended = await village.database.read(ask)
    assert ended == {"reply", "morning"}
    tell("messages to somebody whose role was taken away", kinds=len(ended), arrived=0)
