"""Hearings that are moved or cancelled while notices are on their way."""

from collections import Counter

import pytest

from bot.office.broadcasts import broadcasts, steps
from bot.office.hearings import changes, results
from storage.queue.broadcasts import BroadcastState, Progress
from tests.office.broadcasts.notices import (
    CANCELLED,
    COMERS,
    DOOR,
    EVE,
    MOVED,
    NOTICE,
    RESULTS,
    WEEK,
    once,
    reminders_of,
    unsent,
)
from tests.office.halls import CLUB, DAY, HOUR, moment, shown
from tests.storage.rows import rows_of

# Moved and cancelled


async def test_moved_twice_and_cancelled_while_reminders_are_due_nobody_is_called_to_an_old_day(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.until("2026-12-09 14:59", step=2 * DAY)
    hall.clock.now = moment("2026-12-09 15:00")
    await hall.broadcasting.step()
    assert await unsent(hall) == 12, "the reminders of the week stand in the outbox"
    moved = await hall.moves(hearing, "2026-12-18 11:00")
    await hall.until("2026-12-11 10:00", step=5 * HOUR)
    assert hall.told(WEEK) == []
    assert hall.times_told(MOVED) == once(hall)
    assert all("16" in one.message.text and "18" in one.message.text for one in hall.told(MOVED))

    hall.clock.now = moment("2026-12-17 11:00")
    await hall.broadcasting.step()
    assert await unsent(hall) == 12
    again = await hall.moves(moved, "2026-12-21 11:00", "Мектеп")
    await hall.until("2026-12-18 12:00", step=5 * HOUR)
    assert hall.told(EVE) == []
    last = [one.message.text for one in hall.told(MOVED)][12:]
    assert len(last) == 12
    assert all("18" in text and "21" in text and CLUB in text and "Мектеп" in text for text in last)

    hall.clock.now = moment("2026-12-20 11:00")
    await hall.broadcasting.step()
    assert await unsent(hall) == 12
    await hall.cancels(again)
    await hall.until("2026-12-25 12:00", step=5 * HOUR)
    assert Counter(one.kind for one in hall.channel.told if one.kind) == {NOTICE: 12, MOVED: 24, CANCELLED: 12}
    assert await hall.count_headless() == 0
    for kind, reason in ((WEEK, "moved"), (EVE, "cancelled"), (DOOR, "cancelled")):
        old = await hall.broadcast(hearing, kind)
        assert old.finished_at is not None
        assert set((await hall.progress(old)).not_reached) <= {reason, "expired"}


async def test_a_hearing_moved_before_anybody_was_told_is_simply_announced_with_its_new_day(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    moved = await hall.moves(hearing, "2026-12-17 15:00")
    await hall.moves(moved, "2026-12-18 15:00")
    await hall.until("2026-12-03 10:00", step=HOUR)
    assert hall.times_told(NOTICE) == once(hall)
    assert hall.told(MOVED) == []
    assert all("18" in one.message.text and "16-дек" not in one.message.text for one in hall.told(NOTICE))


async def test_a_notice_paused_before_it_began_stays_paused_when_the_hearing_is_moved(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    await hall.does(broadcasts.pause, id=(await hall.broadcast(hearing, NOTICE)).id)
    moved = await hall.moves(hearing, "2026-12-17 15:00")
    await hall.moves(moved, "2026-12-18 15:00")
    await hall.until("2026-12-04 10:00", step=HOUR)
    assert [one.kind for one in hall.channel.told if one.kind] == []
    await hall.does(broadcasts.resume, id=(await hall.broadcast(hearing, NOTICE)).id)
    await hall.works()
    assert (hall.times_told(NOTICE), hall.told(MOVED)) == (once(hall), [])
    assert all("18" in one.message.text for one in hall.told(NOTICE))


async def test_nobody_is_reminded_of_a_moved_hearing_before_its_notice_leaves(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-12 10:00")
    moved = await hall.moves(hearing, "2026-12-17 15:00")
    assert await reminders_of(hall, moved) == [EVE, DOOR]
    await hall.does(broadcasts.cancel, id=(await hall.broadcast(moved, NOTICE)).id)
    again = await hall.moves(moved, "2026-12-18 15:00")
    assert await reminders_of(hall, again) == [DOOR]


async def test_moved_twice_in_one_night_the_day_that_people_know_is_the_old_one(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    hall.clock.now = moment("2026-12-02 23:00")
    moved = await hall.moves(hearing, "2026-12-19 15:00")
    await hall.works()
    await hall.moves(moved, "2026-12-21 15:00")
    await hall.until("2026-12-03 08:00")
    assert hall.times_told(MOVED) == once(hall)
    for one in hall.told(MOVED):
        assert "16" in one.message.text
        assert "21" in one.message.text
        assert "19" not in one.message.text, "nobody was ever told of that day"


async def test_moved_and_moved_back_in_one_night_it_is_where_it_was(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    hall.clock.now = moment("2026-12-02 23:00")
    moved = await hall.moves(hearing, "2026-12-19 15:00")
    await hall.works()
    await hall.moves(moved, "2026-12-16 15:00")
    await hall.until("2026-12-03 08:00")
    assert hall.told(MOVED) == []
    assert hall.times_told(NOTICE) == {one.address: 2 for one in hall.villagers}
    assert all("19" not in one.message.text for one in hall.told(NOTICE))


async def test_a_cancelled_hearing_nobody_was_told_of_is_not_called_off_to_anybody(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    await hall.cancels(hearing)
    await hall.until("2026-12-04 10:00", step=HOUR)
    assert [one for one in hall.channel.told if one.kind] == []


async def test_a_hearing_whose_move_waits_for_the_morning_is_called_off_to_everybody(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    hall.clock.now = moment("2026-12-02 23:00")
    await hall.moves(hearing, "2026-12-19 15:00")
    await hall.works()
    await hall.cancels(hearing)
    await hall.until("2026-12-03 08:00", step=HOUR)
    assert (hall.told(MOVED), hall.times_told(CANCELLED)) == ([], once(hall))


async def test_a_hearing_that_was_held_ends_every_notice_but_that_of_its_results(hall):
    hearing = await hall.announces("2026-12-02 15:00", send_at="2026-12-02 10:00")
    hall.clock.now = moment("2026-12-02 09:00")
    await hall.does(changes.hold, id=hearing.id)
    await hall.does(results.publish_results, id=hearing.id, table_place=None)
    await hall.until("2026-12-02 16:00", step=HOUR)
    assert Counter(one.kind for one in hall.channel.told if one.kind) == {RESULTS: 12}
    assert (await hall.broadcast(hearing, NOTICE)).state is BroadcastState.CANCELLED


# Nobody was told yet but who said that they come, by a link or the list


async def test_who_comes_hears_of_a_move_before_the_notice_and_nobody_else_does(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    comes, cannot = hall.villagers[:2]
    await hall.says(hearing, comes, coming=True)
    await hall.says(hearing, cannot, coming=False)
    await hall.moves(hearing, "2026-12-18 15:00")
    await hall.works()
    assert hall.times_told(MOVED) == {comes.address: 1}
    (said,) = hall.told(MOVED)
    assert "16" in said.message.text
    assert "18" in said.message.text
    assert f"decline:{hearing.id}" in {choice for choice, _ in said.message.choices}
    assert await hall.progress(await hall.broadcast(hearing, COMERS)) == Progress(reached=1)
    await hall.until("2026-12-03 09:59", step=DAY)
    assert hall.told(NOTICE) == []
    await hall.until("2026-12-03 10:00")
    assert hall.times_told(NOTICE) == once(hall)
    assert all("16-" not in one.message.text and "16 " not in one.message.text for one in hall.told(NOTICE))
    assert len(hall.told(MOVED)) == 1


async def test_a_hearing_nobody_comes_to_is_moved_before_its_notice_without_a_word(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    await hall.says(hearing, hall.villagers[0], coming=False)
    await hall.cancels(await hall.moves(hearing, "2026-12-18 15:00"))
    assert {row["kind"] for row in await rows_of(hall.database, "broadcasts")} == {"notice", "7d", "1d", "2h"}


async def test_after_its_notice_everybody_hears_of_a_move_once_also_who_comes(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-01 11:00")
    await hall.says(hearing, hall.villagers[0], coming=True)
    await hall.until("2026-12-01 11:00")
    await hall.moves(hearing, "2026-12-18 15:00")
    await hall.works()
    assert hall.times_told(MOVED) == once(hall)
    assert COMERS not in {row["kind"] for row in await rows_of(hall.database, "broadcasts")}


async def test_a_notice_the_office_stopped_before_it_began_stays_stopped_however_often_the_hearing_moves(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    comes = hall.villagers[0]
    await hall.says(hearing, comes, coming=True)
    await hall.does(broadcasts.cancel, id=(await hall.broadcast(hearing, NOTICE)).id)
    for day in (17, 18):
        hearing = await hall.moves(hearing, f"2026-12-{day} 15:00")
        await hall.works()
    await hall.until("2026-12-04 10:00", step=6 * HOUR)
    assert hall.told(NOTICE) == []
    assert hall.times_told(MOVED) == {comes.address: 2}


async def test_a_notice_planned_for_after_the_new_day_leaves_at_once(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-10 10:00")
    await hall.moves(hearing, "2026-12-08 15:00")
    await hall.works()
    assert hall.times_told(NOTICE) == once(hall)


@pytest.mark.parametrize(
    ("before", "after", "told_at"),
    [
        ("2026-12-03 15:00", "2026-12-03 16:00", "2026-12-02 23:00"),
        ("2026-12-03 15:00", "2026-12-20 15:00", "2026-12-02 23:00"),
        ("2026-12-20 15:00", "2026-12-03 15:00", "2026-12-02 23:00"),
        ("2026-12-20 15:00", "2026-12-21 15:00", "2026-12-03 08:00"),
        ("2026-12-03 15:00", None, "2026-12-02 23:00"),
        ("2026-12-20 15:00", None, "2026-12-03 08:00"),
    ],
)
async def test_who_comes_is_woken_for_a_near_hearing_only_and_the_others_for_none(hall, before, after, told_at):
    hearing = await hall.announces(before, send_at="2026-12-03 10:00")
    comes = hall.villagers[0]
    await hall.says(hearing, comes, coming=True)
    hall.clock.now = moment("2026-12-02 23:00")
    await (hall.moves(hearing, after) if after else hall.cancels(hearing))
    await hall.until("2026-12-03 08:00", step=HOUR)
    found = hall.told(MOVED if after else CANCELLED)
    assert [(one.address, shown(one.at)) for one in found] == [(comes.address, told_at)]
    assert hall.told(NOTICE) == []
    await hall.until("2026-12-03 10:00", step=HOUR)
    assert {shown(one.at) for one in hall.told(NOTICE)} == ({"2026-12-03 10:00"} if after else set())


async def test_moved_and_cancelled_before_its_notice_who_comes_hears_of_both_and_nobody_else_of_either(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    comes = hall.villagers[0]
    await hall.says(hearing, comes, coming=True)
    moved = await hall.moves(hearing, "2026-12-18 15:00")
    await hall.works()
    await hall.cancels(moved)
    await hall.until("2026-12-19 10:00", step=12 * HOUR)
    assert [(one.kind, one.address) for one in hall.channel.told if one.kind] == [
        (MOVED, comes.address), (CANCELLED, comes.address),
    ]  # fmt: skip
    assert hall.told(CANCELLED)[0].message.choices == [], "nobody is asked to come any more"
    assert CANCELLED.value not in {row["kind"] for row in await rows_of(hall.database, "broadcasts")}


async def test_a_move_in_the_middle_of_the_notice_stops_it_and_everybody_hears_the_new_day(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 5)
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.broadcasting.step()
    await hall.courier.carry()
    await hall.broadcasting.step()
    await hall.moves(hearing, "2026-12-18 11:00")
    await hall.works()
    assert len(hall.told(NOTICE)) == 5
    assert hall.times_told(MOVED) == once(hall)
    assert await hall.progress(await hall.broadcast(hearing, NOTICE)) == Progress(5, 0, {"moved": 7})
