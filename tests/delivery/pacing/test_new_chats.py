"""A day's limit of new conversations and a month's ceiling.

What does not fit goes later; answers and soon hearings go first.
"""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from bot.budget.permissions import Role
from bot.budget.workdays import find_day, find_month, start_of
from bot.channels.contract import Pace
from bot.chat.message import Message
from bot.delivery.pacing.new_chats import DAY, FOR_NOTICES
from storage.database.schema import broadcast_texts
from storage.queue.letters import BROADCAST, CEILING, OPENER
from storage.queue.outbox import Lane, State
from tests.delivery.letters import row_of, write_to
from tests.storage.queue.notices import broadcast_of, hearing_in
from tests.storage.rows import JANY_ARYK, NOW, enter, meet, rows_of

PEOPLE = 12


@pytest.fixture
async def village(database, channel, clock):
    """People of an aimak who wrote two days ago, and a clerk. Their messenger lets ten new chats begin a day."""
    channel.capabilities = replace(channel.capabilities, window_hours=24)
    channel.pace = Pace(1000, 1000, chats_a_day=10)
    aimak_id = await enter(database)
    people = [await meet(database, f"99655500{n:04}") for n in range(PEOPLE)]
    clock.now = NOW + 2 * DAY
    clerk = await meet(database, "996700000001", at=clock.now)

    async def settle(store):
        for person in people:
            await store.people.set_aimak(person.peer_id, aimak_id)
        await store.roles.grant(clerk.id, role=Role.STAFF, aimak_id=aimak_id, by=None, at=NOW)

    await database.write(settle)
    return people


async def carry(courier, clock) -> None:
    """Carries what is due; what the pace holds back is looked at a moment later."""
    for _ in range(8):
        await courier.carry()
        clock.move(seconds=0.1)


async def find_aimak(database) -> int:
    return (await database.read(lambda store: store.aimaks.find_by_code(JANY_ARYK.code))).id


async def asked(database) -> list[int]:
    return [row["peer_id"] for row in await rows_of(database, "outbox") if row["kind"] == OPENER]


async def test_what_does_not_fit_into_a_day_goes_on_the_next_ones_and_the_office_hears_it_once(
    database, courier, channel, clock, village, tell
):
    for number, person in enumerate(village):
        await write_to(database, person, number, lane=Lane.NOTICE)
    days = []
    for _ in range(3):
        await carry(courier, clock)
        days.append(len(await asked(database)))
        clock.move(seconds=DAY / 1000 + 3600)
    tell("new conversations of a day, for a notice to twelve", limit=10, by_day=days)
    assert days == [10 * FOR_NOTICES, PEOPLE, PEOPLE]
    assert len(set(await asked(database))) == PEOPLE
    told = [text for address, text in channel.sent if address == "996700000001"]
    assert len(told) == 1


async def test_notices_leave_room_for_answers(database, courier, clock, village):
    for number, person in enumerate(village[:10]):
        await write_to(database, person, number, lane=Lane.NOTICE)
    await carry(courier, clock)
    assert len(await asked(database)) == 8
    for number, person in enumerate(village[10:]):
        await write_to(database, person, 100 + number, lane=Lane.ANSWER)
    await carry(courier, clock)
    assert set((await asked(database))[8:]) == {one.peer_id for one in village[10:]}


async def test_a_ceiling_stops_notices_until_the_next_month_and_never_answers(
    database, courier, channel, clock, village
):
    channel.pace = replace(channel.pace, chats_a_day=None, notices_a_month=3)
    for number, person in enumerate(village[:6]):
        await write_to(database, person, number, lane=Lane.NOTICE)
    for number, person in enumerate(village[6:]):
        await write_to(database, person, 100 + number, lane=Lane.ANSWER)
    await carry(courier, clock)
    assert len(await asked(database)) == 3 + 6
    _, following = find_month(find_day(clock()))
    clock.now = following + 2 * 3_600_000
    await carry(courier, clock)
    assert len(await asked(database)) == 6 + 6


async def test_a_ceiling_stops_notices_within_the_window_too_but_not_what_somebody_pressed_a_button_for(  # noqa: PLR0917
    database, courier, channel, clock, village, tell
):
    channel.pace = replace(channel.pace, chats_a_day=None, notices_a_month=3)
    aimak_id = await find_aimak(database)
    notice = await broadcast_of(database, aimak_id, await hearing_in(database, aimak_id), expires_at=NOW + 99 * DAY)

    words = Message("Угуу болот").to_json()
    await database.write(lambda store: store.connection.execute(update(broadcast_texts).values(text=words)))

    async def queue_for(people):
        async def work(store):
            for person in people:
                await store.outbox.queue(
                    person.peer_id, channel.name, channel.account, kind=BROADCAST, object_id=notice.id, revision=1,
                    lane=Lane.NOTICE, language="ky", body="{}", at=clock(),
                )  # fmt: skip

        await database.write(work)

    async def hear(person):
        async def work(store):
            await store.people.note_heard(person.peer_id, at=clock(), state_version=None)
            await store.outbox.open_window(person.peer_id, at=clock())

        await database.write(work)

    def said():
        return [address for address, words in channel.sent if "Угуу" in words]

    await queue_for(village[:1])
    await carry(courier, clock)
    assert len(await asked(database)) == 1
    for person in village[1:6]:
        await hear(person)
    await queue_for(village[1:6])
    await carry(courier, clock)
    assert len(said()) == 2, "one was asked by a template, two leave, three wait"
    await hear(village[0])
    await write_to(database, village[5], 100, lane=Lane.ANSWER)
    await carry(courier, clock)
    assert village[0].address in said(), "whoever pressed the button reads it"
    assert (await row_of(database, 100))["state"] == State.SENT, "an answer behind a notice that waits"
    waiting = [row for row in await rows_of(database, "outbox") if row["code"] == CEILING]
    tell("a month's ceiling of notices", ceiling=3, left=len(said()), waiting=len(waiting), answers_held=0)
    assert len(waiting) == 3
    told = [words for address, words in channel.sent if address == "996700000001"]
    assert len(told) == 1
    channel.pace = replace(channel.pace, notices_a_month=100)
    clock.move(seconds=DAY / 1000)
    for person in village[1:6]:
        await hear(person)
    await carry(courier, clock)
    assert len(said()) == 6, "the ceiling was raised"


@pytest.mark.parametrize(
    ("day", "first", "next_one"),
    [
        (date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_month_begins_at_midnight_in_bishkek(day, first, next_one):
    assert find_month(day) == (start_of(first), start_of(next_one))
