"""Reminders of a hearing: to whom, when, and how they die."""

import pytest

from bot.channels.contract import Unreachable
from bot.office import residents
from bot.office.broadcasts import broadcasts, steps
from bot.office.broadcasts.broadcasts import OverAlready
from bot.office.hearings import changes, results
from storage.queue.broadcasts import BroadcastState, Progress
from tests.office.broadcasts.notices import CANCELLED, DOOR, EVE, NOTICE, RESULTS, WEEK, once, reminders_of, unsent
from tests.office.halls import BOT, DAY, HOUR, moment, shown

# Reminders


async def test_reminders_come_in_their_time_to_those_they_are_for(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    comes, cannot = hall.villagers[:2]
    await hall.works()
    await hall.says(hearing, comes, coming=True)
    await hall.says(hearing, cannot, coming=False)

    for day, hour in (("09", 15), ("15", 15), ("16", 13), ("16", 15), ("18", 12)):
        await hall.until(f"2026-12-{day} {hour - 1}:59", step=3 * DAY)
        await hall.until(f"2026-12-{day} {hour}:00")

    willing = {one.address: 1 for one in hall.villagers if one is not cannot}
    assert {shown(one.at) for one in hall.told(WEEK)} == {"2026-12-09 15:00"}
    assert {shown(one.at) for one in hall.told(EVE)} == {"2026-12-15 15:00"}
    assert [(one.address, shown(one.at)) for one in hall.told(DOOR)] == [(comes.address, "2026-12-16 13:00")]
    assert hall.times_told(WEEK) == hall.times_told(EVE) == willing
    assert hall.times_told(NOTICE) == once(hall)


async def test_who_cannot_come_after_all_gets_no_reminder_of_that_hearing_though_it_waits_already(hall):
    hearing, other = await hall.announces("2026-12-16 15:00"), await hall.announces("2026-12-16 16:00")
    first = hall.villagers[0]
    await hall.until("2026-12-09 14:59", step=3 * DAY)
    hall.channel.always(first.address, Unreachable("no network"))
    await hall.until("2026-12-09 16:00")
    assert await unsent(hall) == 2
    await hall.says(hearing, first, coming=False)
    assert await unsent(hall) == 1
    hall.channel.always(first.address, None)
    await hall.until("2026-12-09 21:00", step=HOUR)

    assert "16:00" in next(one.message.text for one in hall.told(WEEK) if one.address == first.address)
    assert await hall.progress(await hall.broadcast(hearing, WEEK)) == Progress(11, 0, {"not_coming": 1})
    assert await hall.progress(await hall.broadcast(other, WEEK)) == Progress(12)
    assert await hall.count_headless() == 0


async def test_who_cannot_come_still_hears_what_is_no_reminder(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    first = hall.villagers[0]
    hall.channel.always(first.address, Unreachable("no network"))
    await hall.works()
    await hall.says(hearing, first, coming=False)
    hall.channel.always(first.address, None)
    await hall.until("2026-12-01 14:00", step=HOUR)
    assert hall.times_told(NOTICE) == once(hall)


async def test_who_is_far_away_is_told_of_what_waits_already_the_results_alone(hall):
    held = await hall.announces("2026-12-02 11:00")
    await hall.until("2026-12-02 12:00", step=HOUR)
    await hall.does(changes.hold, id=held.id)
    hall.channel.told.clear()
    far, near = hall.villagers[:2]
    for one in (far, near):
        hall.channel.always(one.address, Unreachable("no network"))
    await hall.does(results.publish_results, id=held.id, table_place="Айыл өкмөтү")
    hearing = await hall.announces("2026-12-20 15:00")
    await hall.works()
    assert await unsent(hall) == 4
    person = await hall.database.read(lambda store: store.people.find(*BOT, far.address))
    await hall.office.does(
        residents.set_far_away, by=person, at=hall.clock(), aimak_id=hall.office.aimak_id, far_away=True
    )
    for one in (far, near):
        hall.channel.always(one.address, None)
    await hall.until("2026-12-02 20:00", step=HOUR)

    assert hall.times_told(RESULTS) == once(hall)
    assert hall.times_told(NOTICE) == {one.address: 1 for one in hall.villagers if one is not far}
    assert await hall.progress(await hall.broadcast(hearing, NOTICE)) == Progress(11, 0, {"far_away": 1})


async def test_reminders_say_how_near_the_hearing_is_when_they_leave(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.until("2026-12-15 12:00")
    hall.clock.now = moment("2026-12-16 09:00")  # the computer was off in between
    await hall.works()
    villager = hall.villagers[0]
    week, late = ([one for one in hall.told(kind) if one.address == villager.address] for kind in (WEEK, EVE))
    assert [one.message.text.partition("\n")[0] for one in week + late] in (
        ["БЮДЖЕТ УГУУСУНА БИР АПТА КАЛДЫ", "БҮГҮН БЮДЖЕТ УГУУСУ"],
        ["ЧЕРЕЗ НЕДЕЛЮ СЛУШАНИЯ ПО БЮДЖЕТУ", "СЕГОДНЯ СЛУШАНИЯ ПО БЮДЖЕТУ"],
    )
    assert hall.times_told(EVE) == once(hall)
    assert late[0].message.choices[0][0] == f"come:{hearing.id}"


async def test_a_reminder_that_could_not_leave_before_the_hearing_is_not_said_after_it(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    for one in hall.villagers:
        await hall.says(hearing, one, coming=True)
    hall.clock.now = moment("2026-12-16 12:30")
    for one in hall.villagers[:8]:
        hall.channel.always(one.address, Unreachable("no network"))
    await hall.until("2026-12-16 13:00")
    await hall.until("2026-12-16 13:01", step=20_000)  # while most cannot be reached the others wait some seconds
    await hall.until("2026-12-16 15:00")
    for one in hall.villagers:
        hall.channel.always(one.address, None)
    await hall.until("2026-12-18 15:00", step=HOUR)

    assert {shown(one.at) for one in hall.told(DOOR)} == {"2026-12-16 13:00"}
    last = await hall.broadcast(hearing, DOOR)
    assert last.state is BroadcastState.DONE
    assert await hall.progress(last) == Progress(4, 0, {"expired": 8})


async def test_a_computer_that_was_off_until_after_the_hearing_says_nothing_and_tells_staff_whom_it_missed(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-02 10:00")
    hall.clock.now = moment("2026-12-17 09:00")
    await hall.starts()
    await hall.works()
    assert [one for one in hall.channel.told if one.kind] == []
    for kind, missed in ((NOTICE, 12), (WEEK, 12), (EVE, 12), (DOOR, 0)):
        broadcast = await hall.broadcast(hearing, kind)
        assert broadcast.state is BroadcastState.DONE
        assert await hall.progress(broadcast) == Progress(0, 0, {"expired": missed} if missed else {})


async def test_a_notice_brought_forward_gets_the_reminders_there_is_time_for_now(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-15 18:00")
    assert await reminders_of(hall, hearing) == [DOOR]
    notice = await hall.broadcast(hearing, NOTICE)
    for _ in range(2):
        await hall.does(broadcasts.send_again, id=notice.id)
    assert sorted(await reminders_of(hall, hearing)) == sorted([WEEK, EVE, DOOR])
    await hall.works()
    hall.clock.now = moment("2026-12-09 14:59")
    await hall.until("2026-12-09 15:00")
    assert hall.times_told(WEEK) == once(hall)
    hall.clock.now = moment("2026-12-15 14:59")
    await hall.until("2026-12-15 15:00")
    assert hall.times_told(EVE) == once(hall)


async def test_a_reminder_stopped_by_the_clerk_does_not_come_back_when_the_notice_is_brought_forward(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-05 18:00")
    await hall.does(broadcasts.cancel, id=(await hall.broadcast(hearing, WEEK)).id)
    await hall.does(broadcasts.send_again, id=(await hall.broadcast(hearing, NOTICE)).id)
    assert (await hall.broadcast(hearing, WEEK)).state is BroadcastState.CANCELLED


async def test_with_a_notice_nobody_got_its_reminders_are_stopped_too(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    comes = hall.villagers[0]
    await hall.says(hearing, comes, coming=True)
    notice = await hall.broadcast(hearing, NOTICE)
    await hall.does(broadcasts.cancel, id=notice.id)
    assert await reminders_of(hall, hearing) == [DOOR]
    await hall.until("2026-12-16 15:00", step=3 * HOUR)
    assert [one.kind for one in hall.channel.told if one.kind] == [DOOR], "who said that they come is still awaited"


async def test_a_stopped_notice_that_is_sent_after_all_has_its_reminders_again(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    notice = await hall.broadcast(hearing, NOTICE)
    await hall.does(broadcasts.cancel, id=notice.id)
    await hall.does(broadcasts.send_again, id=notice.id)
    assert sorted(await reminders_of(hall, hearing)) == sorted([WEEK, EVE, DOOR])


async def test_results_that_were_stopped_before_anybody_read_them_can_be_sent_after_all(hall):
    hearing = await hall.announces("2026-12-02 10:00")
    await hall.until("2026-12-02 12:00", step=HOUR)
    await hall.does(changes.hold, id=hearing.id)
    await hall.does(results.publish_results, id=hearing.id, table_place=None)
    stopped = await hall.broadcast(hearing, RESULTS)
    await hall.does(broadcasts.cancel, id=stopped.id)
    hall.clock.now += 10 * DAY
    await hall.does(broadcasts.send_again, id=stopped.id)
    await hall.works()
    assert hall.times_told(RESULTS) == once(hall)
    with pytest.raises(OverAlready):  # what went its way is said once
        await hall.does(broadcasts.send_again, id=(await hall.broadcast(hearing, RESULTS)).id, sure=True)


async def test_a_cancellation_that_was_stopped_can_be_sent_after_all_but_no_notice_of_what_is_cancelled(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    await hall.cancels(hearing)
    await hall.does(broadcasts.cancel, id=(await hall.broadcast(hearing, CANCELLED)).id)
    with pytest.raises(OverAlready):
        await hall.does(broadcasts.send_again, id=(await hall.broadcast(hearing, NOTICE)).id, sure=True)
    await hall.does(broadcasts.send_again, id=(await hall.broadcast(hearing, CANCELLED)).id)
    await hall.works()
    assert hall.times_told(CANCELLED) == once(hall)


async def test_a_cancellation_that_waits_for_the_morning_leaves_now_and_brings_no_reminders(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-15 18:00")
    await hall.until("2026-12-15 19:00", step=3 * HOUR)
    hearing = await hall.moves(hearing, "2026-12-30 15:00")
    await hall.until("2026-12-15 23:00", step=HOUR)
    await hall.cancels(hearing)
    await hall.does(broadcasts.send_again, id=(await hall.broadcast(hearing, CANCELLED)).id)
    await hall.works()
    assert hall.times_told(CANCELLED) == once(hall)
    assert await reminders_of(hall, hearing) == []


async def test_with_a_notice_somebody_got_the_reminders_stay(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 4)
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.broadcasting.step()
    await hall.courier.carry()
    notice = await hall.broadcast(hearing, NOTICE)
    await hall.does(broadcasts.cancel, id=notice.id)
    assert sorted(await reminders_of(hall, hearing)) == sorted([WEEK, EVE, DOOR])


async def test_nobody_is_reminded_of_a_hearing_whose_notice_is_paused(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    notice = await hall.broadcast(hearing, NOTICE)
    await hall.does(broadcasts.pause, id=notice.id)
    await hall.until("2026-12-10 10:00", step=5 * HOUR)
    assert [one.kind for one in hall.channel.told if one.kind] == []
    await hall.does(broadcasts.resume, id=notice.id)
    await hall.until("2026-12-15 15:00", step=5 * HOUR)
    assert (hall.times_told(NOTICE), hall.told(WEEK), hall.times_told(EVE)) == (once(hall), [], once(hall))
