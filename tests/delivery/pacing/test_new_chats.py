"""A day's limit of new conversations and a month's ceiling.

What does not fit goes later; answers and soon hearings go first.
"""

from dataclasses import replace
from datetime import date

import pytest

from bot.budget.permissions import Role
from bot.budget.workdays import find_day, start_of
from bot.channels.contract import Pace
from bot.delivery.pacing.new_chats import DAY, FOR_NOTICES, find_month
from storage.queue.letters import OPENER
from storage.queue.outbox import Lane
from tests.delivery.letters import write_to
from tests.storage.rows import NOW, enter, meet, rows_of

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


@pytest.mark.parametrize(
    ("day", "first", "next_one"),
    [
        (date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_month_begins_at_midnight_in_bishkek(day, first, next_one):
    assert find_month(day) == (start_of(first), start_of(next_one))
