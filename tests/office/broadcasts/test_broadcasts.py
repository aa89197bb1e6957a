"""Broadcasts of an office from the announcement to the last recipient, on both engines: order, hours, pauses, moves, clocks."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.budget.hearing import InThePast, Terms
from bot.budget.quiet_hours import QuietHours
from bot.channels.contract import Blocked, Throttled, Unreachable
from bot.chat.texts import Words
from bot.delivery.courier import Courier
from bot.office import residents
from bot.office.broadcasts import broadcasts, reach, steps
from bot.office.broadcasts.broadcasts import OverAlready, SentLately
from bot.office.broadcasts.steps import AHEAD
from bot.office.hearings import changes, results
from bot.office.wording import broadcast_progress
from storage.database import engine
from storage.database.engine import Database
from storage.hearings import Hearing
from storage.queue.broadcasts import REMINDERS, BroadcastKind, BroadcastState, Progress
from storage.queue.outbox import State
from tests.channels.doubles import Clock
from tests.office.halls import BOT, CLUB, DAY, HOUR, MINUTE, Hall, moment, shown
from tests.seeds import dice
from tests.storage.queue.claims import until_somebody_waits_for_a_lock
from tests.storage.rows import rows_of

NOTICE, MOVED, CANCELLED = BroadcastKind.NOTICE, BroadcastKind.MOVED, BroadcastKind.CANCELLED
COMERS, RESULTS = BroadcastKind.COMERS, BroadcastKind.RESULTS
WEEK, EVE, DOOR = BroadcastKind.IN_7_DAYS, BroadcastKind.IN_1_DAY, BroadcastKind.IN_2_HOURS


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-12-01 10:00"))


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await Hall(database, clock).opens(subscribers=12)


def once(hall: Hall) -> dict[str, int]:
    """Every villager told once."""
    return {one.address: 1 for one in hall.villagers}


@pytest.fixture
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("AHEAD", 5), ("LISTED_AT_ONCE", 4), ("FED_AT_ONCE", 3)):
        monkeypatch.setattr(steps, name, size)


async def unsent(hall: Hall) -> int:
    rows = await rows_of(hall.database, "outbox")
    return sum(
        row["kind"] == "broadcast" and row["state"] in {State.READY, State.LEASED, State.WAITING} for row in rows
    )


async def reminders_of(hall: Hall, hearing: Hearing) -> list[BroadcastKind]:
    """The reminders of a hearing that were not stopped."""
    made = await hall.database.read(lambda store: store.broadcasts.of_hearing(hearing.id))
    return [one.kind for one in made if one.kind in REMINDERS and one.state is not BroadcastState.CANCELLED]


# From the announcement to the last recipient


@pytest.mark.usefixtures("_small_pieces")
async def test_a_notice_reaches_every_subscriber_once_in_their_language_and_ends(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()

    assert hall.times_told(NOTICE) == once(hall)
    texts = {one.address: one.message.text for one in hall.told(NOTICE)}
    assert (
        "2026-жылдын 16-декабры" in texts[hall.villagers[0].address] or "16-декабр" in texts[hall.villagers[0].address]
    )
    assert "16 декабря" in texts[hall.villagers[1].address]
    notice = await hall.broadcast(hearing, NOTICE)
    assert (notice.state, notice.finished_at) == (BroadcastState.DONE, hall.clock())
    assert await hall.progress(notice) == Progress(reached=12)
    assert await hall.headless() == 0


@pytest.mark.usefixtures("_small_pieces")
async def test_no_more_than_a_few_messages_stand_in_the_outbox_and_late_unsubscribers_are_spared(hall):
    await hall.announces("2026-12-16 15:00")
    for _ in range(10):
        await hall.broadcasting.step()
        assert await unsent(hall) <= 5
    assert await unsent(hall) == 5
    first, last = hall.villagers[0], hall.villagers[-1]
    for one in (first, last):
        person = await hall.database.read(lambda store, one=one: store.people.find(*BOT, one.address))
        await hall.office.does(
            residents.want_notices, by=person, at=hall.clock() + 1, aimak_id=hall.office.aimak_id, wanted=False
        )
    hall.clock.move(seconds=1)
    await hall.works()
    assert hall.times_told(NOTICE) == {one.address: 1 for one in hall.villagers[1:-1]}


def test_the_usual_sizes_leave_most_of_a_large_notice_out_of_the_outbox():
    assert AHEAD <= 2000


async def test_the_clerk_sees_one_message_that_is_rewritten_as_the_notice_goes_on(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 3)
    hearing = await hall.announces("2026-12-16 15:00")
    for _ in range(12):
        await hall.broadcasting.step()
        await hall.courier.carry()
        hall.clock.move(seconds=6)

    first, *later = hall.progress_messages
    assert not first.hints.edits
    assert later
    assert len({message.hints.edits for message in later}) == 1, "one message is rewritten"
    assert all(message.hints.edits for message in later)
    assert "12" in first.text
    assert first.text != later[-1].text
    assert (await hall.broadcast(hearing, NOTICE)).state is BroadcastState.DONE
    assert [choice for choice, _ in later[-1].choices if choice.startswith("bc_pause")] == []
    assert len({message.text for message in later}) == len(later), "nothing is rewritten as it was"


async def test_a_notice_that_is_over_before_its_progress_has_left_still_shows_one_message(hall):
    hall.channel.will(f"{hall.office.code} Гүлнара", Unreachable("the line"))
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    assert (await hall.broadcast(hearing, NOTICE)).state is BroadcastState.DONE
    assert not hall.progress_messages
    await hall.until(hall.clock.now + MINUTE, step=1000)
    first, last = hall.progress_messages
    assert not first.hints.edits
    assert last.hints.edits
    assert first.text != last.text


async def test_a_progress_message_that_was_deleted_is_followed_by_one_other(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 2)
    await hall.announces("2026-12-16 15:00")
    for step in range(12):
        await hall.broadcasting.step()
        await hall.courier.carry()
        hall.clock.move(seconds=6)
        if step == 1:
            hall.channel.deleted = {message.hints.edits for message in hall.progress_messages if message.hints.edits}
    first, *later = hall.progress_messages
    assert hall.channel.deleted
    rewritten = [message.hints.edits for message in later]
    assert len(rewritten) > 4
    assert len(set(rewritten)) == 2
    assert rewritten == sorted(rewritten, key=rewritten.index), (
        "once another has taken its place, that one is rewritten"
    )


async def test_a_clerk_who_works_there_no_more_is_not_shown_how_far_it_has_come(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 3)
    await hall.announces("2026-12-16 15:00")
    await hall.broadcasting.step()
    await hall.courier.carry()
    seen = len(hall.progress_messages)
    member = await hall.office.member(hall.clerk)
    await hall.database.write(lambda store: store.roles.revoke(member.id, by=None, at=hall.clock()))
    await hall.until(hall.clock.now + 2 * MINUTE, step=6000)
    assert hall.times_told(NOTICE) == once(hall)
    assert seen == len(hall.progress_messages) == 1


def test_every_kind_of_notice_has_a_name_and_a_button():
    assert set(broadcast_progress.KINDS) == set(broadcast_progress.BUTTONS) == set(BroadcastKind)
    said = {Words(language).say(broadcast_progress.KINDS[COMERS]) for language in ("ky", "ru")}
    assert said == {"Келем дегендерге кабар", "Сообщение тем, кто придёт"}


async def test_progress_waits_for_what_the_clerk_has_not_seen_and_the_end_is_always_said(hall, monkeypatch):
    """The clerk's telephone takes nothing for a minute: no heap of edits waits for it, only the last word."""
    monkeypatch.setattr(steps, "AHEAD", 1)
    await hall.announces("2026-12-16 15:00")
    address = f"{hall.office.code} Гүлнара"
    hall.channel.always(address, Unreachable("no network"))
    for _ in range(20):
        await hall.broadcasting.step()
        await hall.courier.carry()
        hall.clock.move(seconds=6)
    queued = [row for row in await rows_of(hall.database, "outbox") if row["kind"] == "progress"]
    assert len(queued) <= 2
    hall.channel.always(address, None)
    hall.clock.move(seconds=3600)
    await hall.works()
    assert "бүттү" in hall.progress_messages[-1].text or "Күтүүдө: 0" in hall.progress_messages[-1].text


async def test_a_notice_sent_later_waits_for_its_hour_and_for_the_morning(hall):
    await hall.announces("2026-12-16 15:00", send_at="2026-12-02 23:00")
    await hall.until("2026-12-03 07:59")
    assert hall.told(NOTICE) == []
    await hall.until("2026-12-03 08:00")
    assert hall.times_told(NOTICE) == once(hall)


async def test_a_notice_the_clerk_sends_now_leaves_at_night_too(hall):
    hall.clock.now = moment("2026-12-01 23:30")
    await hall.announces("2026-12-16 15:00")
    await hall.works()
    assert hall.times_told(NOTICE) == once(hall)


async def test_two_presses_at_the_same_moment_are_one_hearing_and_one_notice(hall):
    announced = await asyncio.gather(*(hall.announces("2026-12-16 15:00", key="one press") for _ in range(5)))
    await hall.works()
    assert len({hearing.id for hearing in announced}) == 1
    assert len(await rows_of(hall.database, "hearings")) == 1
    made = Counter(row["kind"] for row in await rows_of(hall.database, "broadcasts"))
    assert made == {"notice": 1, "7d": 1, "1d": 1, "2h": 1}
    assert hall.times_told(NOTICE) == once(hall)


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
    assert await hall.headless() == 0


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
        ["БИР ЖУМАДАН КИЙИН БЮДЖЕТ УГУУСУ", "БҮГҮН БЮДЖЕТ УГУУСУ"],
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


# Quiet hours


async def test_what_began_in_the_evening_rests_in_quiet_hours_and_goes_on_in_the_morning(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 2)
    hall.clock.now = moment("2026-12-01 21:50")
    await hall.announces("2026-12-16 15:00", send_at="2026-12-01 21:58")
    hall.clock.now = moment("2026-12-01 21:59")
    await hall.broadcasting.step()
    await hall.courier.carry()
    assert len(hall.told(NOTICE)) == 2
    await hall.broadcasting.step()
    hall.clock.now = moment("2026-12-01 22:00")
    await hall.until("2026-12-02 07:59")
    assert len(hall.told(NOTICE)) == 2
    await hall.until("2026-12-02 08:00")
    assert hall.times_told(NOTICE) == once(hall)
    assert await hall.headless() == 0


async def test_a_process_started_in_quiet_hours_wakes_nobody(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 4)
    hall.clock.now = moment("2026-12-01 21:50")
    await hall.announces("2026-12-16 15:00", send_at="2026-12-01 21:55")
    hall.clock.now = moment("2026-12-01 21:56")
    await hall.broadcasting.step()
    for hour in range(9):
        hall.clock.now = moment("2026-12-01 22:30") + hour * HOUR
        await hall.starts()
        await hall.works()
    assert hall.told(NOTICE) == []
    await hall.until("2026-12-02 08:15")
    assert hall.times_told(NOTICE) == once(hall)


async def test_what_sleeps_until_the_morning_does_not_hold_up_an_urgent_notice_of_a_later_hearing(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 2)
    other = await Hall(hall.database, hall.clock).opens("janyaryk", subscribers=6)
    other.channel = hall.channel
    hall.clock.now = moment("2026-12-01 21:50")
    await hall.announces("2026-12-02 12:00", send_at="2026-12-01 21:55")
    tomorrow = await other.announces("2026-12-02 14:00", send_at="2026-12-01 21:52")
    hall.clock.now = moment("2026-12-01 21:56")
    for _ in range(20):
        await hall.broadcasting.step()
        await hall.courier.carry()
        if other.told(NOTICE):
            break
    hall.clock.now = moment("2026-12-01 23:00")
    before = len(hall.told(NOTICE))
    await other.cancels(tomorrow)
    await hall.works()
    assert len(hall.told(CANCELLED)) == 6, "who sets out early in the morning hears of it in the night"
    assert len(hall.told(NOTICE)) == before


async def test_a_move_of_a_distant_hearing_waits_for_the_morning_and_of_a_near_one_does_not(hall):
    hall.clock.now = moment("2026-12-01 09:00")
    distant, near = await hall.announces("2026-12-16 15:00"), await hall.announces("2026-12-03 14:00")
    await hall.works()
    hall.clock.now = moment("2026-12-02 23:00")
    await hall.moves(distant, "2026-12-17 15:00")
    await hall.moves(near, "2026-12-03 16:00")
    await hall.works()
    assert [one.message.text.count("2026-12") for one in hall.told(MOVED)] == [0] * 12
    assert all("саат 16:00" in one.message.text or "16:00" in one.message.text for one in hall.told(MOVED))
    await hall.until("2026-12-03 08:15")
    assert len(hall.told(MOVED)) == 24


# The soonest hearing first


async def test_the_soonest_hearing_goes_first_and_the_later_one_only_when_it_has_left(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 4)
    later = await hall.announces("2026-12-20 15:00")
    sooner = await hall.announces("2026-12-16 15:00")
    await hall.works()
    days = ["16" if "16" in one.message.text.split("саат")[0].split("в 15")[0] else "20" for one in hall.told(NOTICE)]
    assert later.id != sooner.id
    assert days == ["16"] * 12 + ["20"] * 12


async def test_a_reminder_for_today_is_not_starved_by_a_large_notice_by_hand(hall, monkeypatch):
    """A reminder of the day stands in a later lane than what a clerk sends by hand; it still leaves before most of it."""
    monkeypatch.setattr(steps, "AHEAD", 3)
    today = await hall.announces("2026-12-01 14:00")
    await hall.works()
    for one in hall.villagers[:4]:
        await hall.says(today, one, coming=True)
    hall.clock.now = moment("2026-12-01 12:00")
    await hall.announces("2026-12-20 15:00")
    hall.channel.told.clear()
    await hall.works()
    kinds = [one.kind for one in hall.channel.told if one.kind]
    assert Counter(kinds) == {NOTICE: 12, DOOR: 4}
    assert kinds.index(DOOR) <= 3
    assert max(place for place, kind in enumerate(kinds) if kind is DOOR) < 3 + 4 + 3


async def test_results_of_a_hearing_that_was_do_not_go_before_one_that_is_to_come(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 3)
    held = await hall.announces("2026-12-02 11:00")
    await hall.until("2026-12-02 12:00", step=HOUR)
    await hall.does(changes.hold, id=held.id)
    await hall.does(results.publish_results, id=held.id, table_place="Айыл өкмөтү")
    await hall.announces("2026-12-20 15:00")
    hall.channel.told.clear()
    await hall.works()
    kinds = [one.kind for one in hall.channel.told if one.kind]
    assert kinds == [NOTICE] * 12 + [BroadcastKind.RESULTS] * 12


async def test_what_cannot_leave_now_holds_up_nobody_elses(hall):
    """The messenger takes nothing for the sooner hearing's people; the later one's get theirs."""
    other = await Hall(hall.database, hall.clock).opens("janyaryk", subscribers=6)
    other.channel = hall.channel
    for one in hall.villagers:
        hall.channel.always(one.address, Unreachable("no network"))
    await hall.announces("2026-12-16 15:00")
    await other.announces("2026-12-20 15:00")
    await hall.works()
    assert other.times_told(NOTICE) == once(other)


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
    assert await hall.headless() == 0
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


# Clocks


@pytest.mark.parametrize("seed", range(2))
async def test_however_the_clock_jumps_no_reminder_comes_twice_and_none_after_the_hearing(hall, seed):
    """The clock goes on by minutes, and jumps hours and days back and forth; the process restarts now and then."""
    chance = dice(seed)
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    for one in hall.villagers[:6]:
        await hall.says(hearing, one, coming=True)
    true = hall.clock.now
    while true < moment("2026-12-17 12:00"):
        true += chance.choice((20 * MINUTE, 2 * HOUR, 5 * HOUR))
        error = chance.choice((0, 0, 0, 0, HOUR, -HOUR, 2 * HOUR, -DAY, DAY, -3 * DAY))
        hall.clock.now = true + error
        if chance.random() < 0.1:
            await hall.starts()
        await hall.works()
    for kind in (NOTICE, WEEK, EVE, DOOR):
        assert max(hall.times_told(kind).values(), default=0) <= 1
        assert all(one.at < hearing.terms.starts_at for one in hall.told(kind))
        assert not [one for one in hall.told(kind) if kind is not NOTICE and QuietHours().covers(one.at)]
    assert await hall.headless() == 0


@pytest.mark.parametrize("back", [HOUR, DAY])
async def test_a_clock_put_back_in_the_middle_of_a_notice_stops_it_for_no_longer_than_a_moment(hall, back, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 4)
    await hall.announces("2026-12-16 15:00")
    await hall.broadcasting.step()
    await hall.courier.carry()
    await hall.broadcasting.step()
    assert len(hall.told(NOTICE)) == 4
    hall.clock.now -= back
    await hall.until(hall.clock.now + MINUTE, step=5000)
    assert hall.times_told(NOTICE) == once(hall)


# Pause, go on, cancel, again


async def test_a_paused_notice_rests_until_it_goes_on(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 4)
    hearing = await hall.announces("2026-12-16 15:00")
    notice = await hall.broadcast(hearing, NOTICE)
    await hall.broadcasting.step()
    await hall.courier.carry()
    await hall.broadcasting.step()
    await hall.does(broadcasts.pause, id=notice.id)
    await hall.until("2026-12-01 20:00")
    assert len(hall.told(NOTICE)) == 4
    assert (await hall.progress(notice)).waiting == 8
    await hall.does(broadcasts.resume, id=notice.id)
    await hall.works()
    assert hall.times_told(NOTICE) == once(hall)


@pytest.mark.usefixtures("_small_pieces")
@pytest.mark.parametrize("stopped_by", ["the clerk", "a move", "the end of the hearing"])
async def test_a_notice_stopped_while_it_is_still_being_listed_leaves_nobody_out_of_the_count(hall, stopped_by):
    hearing = await hall.announces("2026-12-01 15:00")
    await hall.broadcasting.step()
    await hall.courier.carry()
    notice = await hall.broadcast(hearing, NOTICE)
    assert not notice.listed
    reached = len(hall.told(NOTICE))
    waiting = await hall.database.read(lambda store: reach.to_be_reached(store, notice))
    assert waiting == 12 - reached
    if stopped_by == "the clerk":
        await hall.does(broadcasts.cancel, id=notice.id)
    elif stopped_by == "a move":
        await hall.moves(hearing, "2026-12-18 11:00")
    else:
        await hall.does(changes.hold, id=hearing.id)
    await hall.until(hall.clock.now + MINUTE, step=5000)
    over = await hall.broadcast(hearing, NOTICE)
    reason = {"the clerk": "cancelled", "a move": "moved", "the end of the hearing": "held"}[stopped_by]
    assert (over.state, over.finished_at is not None) == (BroadcastState.CANCELLED, True)
    assert await hall.progress(over) == Progress(reached, 0, {reason: 12 - reached})


@pytest.mark.parametrize("moment_number", range(20))
@pytest.mark.slow
async def test_paused_and_cancelled_at_any_moment_each_is_told_once_or_not_and_all_are_accounted_for(
    sqlite_database, clock, moment_number, monkeypatch
):
    await _pressed_at(sqlite_database, clock, moment_number, monkeypatch)


@pytest.mark.parametrize("moment_number", range(0, 20, 4))
@pytest.mark.slow
async def test_on_postgresql_as_well(postgresql_database, clock, moment_number, monkeypatch):
    await _pressed_at(postgresql_database, clock, moment_number, monkeypatch)


async def _pressed_at(database: Database, clock: Clock, moment_number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = dice(moment_number)
    monkeypatch.setattr(steps, "AHEAD", 9)
    hall = await Hall(database, clock).opens(subscribers=40)
    for one in chance.sample(hall.villagers, 8):
        hall.channel.will(one.address, chance.choice((Unreachable("no network"), Throttled(1))))
    hearing = await hall.announces("2026-12-16 15:00")
    notice = await hall.broadcast(hearing, NOTICE)

    async def broadcasting() -> None:
        while (await hall.broadcast(hearing, NOTICE)).finished_at is None:
            await hall.broadcasting.step()
            await asyncio.sleep(0)

    async def carrying() -> None:
        while (await hall.broadcast(hearing, NOTICE)).finished_at is None:
            await hall.courier.carry()
            hall.clock.move(seconds=1)
            await asyncio.sleep(0)

    async def pressing() -> None:
        for act in (broadcasts.pause, broadcasts.resume, broadcasts.pause, broadcasts.cancel):
            for _ in range(chance.randrange(3 + moment_number)):
                await asyncio.sleep(0.002)
            try:
                await hall.does(act, id=notice.id)
            except OverAlready:
                return
            if act is broadcasts.pause:
                count = len(hall.told(NOTICE))
                await asyncio.sleep(0.01)
                assert len(hall.told(NOTICE)) <= count + 8, "only what was on its way arrives in a pause"

    async with asyncio.timeout(30):
        await asyncio.gather(broadcasting(), carrying(), pressing())

    told = hall.times_told(NOTICE)
    assert max(told.values(), default=0) <= 1
    progress = await hall.progress(notice)
    over = await hall.broadcast(hearing, NOTICE)
    assert (progress.waiting, progress.reached) == (0, len(told))
    assert set(progress.not_reached) <= {"cancelled"}
    assert progress.people == (40 if over.began_at is not None else 0)
    assert over.state is BroadcastState.CANCELLED or progress.reached == 40
    assert await hall.headless() == 0


async def test_what_is_over_can_be_neither_paused_nor_cancelled(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    notice = await hall.broadcast(hearing, NOTICE)
    for act in (broadcasts.pause, broadcasts.resume, broadcasts.cancel):
        with pytest.raises(OverAlready):
            await hall.does(act, id=notice.id)


async def test_the_same_again_asks_first_and_then_goes_to_who_subscribes_now(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    notice = await hall.broadcast(hearing, NOTICE)
    hall.clock.move(seconds=600)
    with pytest.raises(SentLately):
        await hall.does(broadcasts.send_again, id=notice.id)
    again = await hall.does(broadcasts.send_again, id=notice.id, sure=True)
    twice = await hall.does(broadcasts.send_again, id=notice.id, sure=True)
    assert again.id == twice.id, "a second press within a minute is the same press"
    await hall.works()
    assert hall.times_told(NOTICE) == {one.address: 2 for one in hall.villagers}

    hall.clock.move(seconds=7 * 3600)
    third = await hall.does(broadcasts.send_again, id=notice.id)
    assert third.id not in {notice.id, again.id}


@pytest.mark.parametrize("paused", [False, True])
async def test_a_notice_that_has_not_begun_is_sent_now_instead_of_once_more(hall, paused):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    notice = await hall.broadcast(hearing, NOTICE)
    if paused:
        await hall.does(broadcasts.pause, id=notice.id)
    hall.clock.now = moment("2026-12-01 23:30")
    assert (await hall.does(broadcasts.send_again, id=notice.id)).id == notice.id
    await hall.works()
    assert hall.times_told(NOTICE) == once(hall), "by hand it leaves at night too"
    await hall.until("2026-12-03 11:00", step=6 * HOUR)
    assert hall.times_told(NOTICE) == once(hall)
    assert await hall.office.recorded("broadcast", notice.id) == 1 + paused


async def test_a_notice_the_office_stopped_for_good_is_sent_as_a_new_one(hall):
    hearing = await hall.announces("2026-12-16 15:00", send_at="2026-12-03 10:00")
    notice = await hall.broadcast(hearing, NOTICE)
    await hall.does(broadcasts.cancel, id=notice.id)
    assert (await hall.does(broadcasts.send_again, id=notice.id, sure=True)).id != notice.id
    await hall.works()
    assert hall.times_told(NOTICE) == once(hall)


async def test_two_who_press_again_at_the_same_moment_send_it_once(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    notice = await hall.broadcast(hearing, NOTICE)
    hall.clock.move(seconds=8 * 3600)
    made = await asyncio.gather(*(hall.does(broadcasts.send_again, id=notice.id) for _ in range(4)))
    assert len({one.id for one in made}) == 1
    await hall.works()
    assert hall.times_told(NOTICE) == {one.address: 2 for one in hall.villagers}


async def test_a_hearing_that_began_or_moved_is_not_announced_again(hall):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    notice = await hall.broadcast(hearing, NOTICE)
    hall.clock.now = moment("2026-12-16 15:00")
    with pytest.raises(OverAlready):
        await hall.does(broadcasts.send_again, id=notice.id, sure=True)
    with pytest.raises(InThePast):
        await hall.moves(hearing, "2026-12-16 14:00")


# Who blocked the bot


async def test_whoever_blocked_the_bot_is_asked_once_and_in_no_later_notice_until_they_write(hall):
    blocked = hall.villagers[3]
    hall.channel.always(blocked.address, Blocked("bot was blocked by the user"))
    first = await hall.announces("2026-12-16 15:00")
    await hall.works()
    second = await hall.announces("2026-12-20 15:00")
    await hall.until("2026-12-02 12:00", step=HOUR)
    await hall.moves(second, "2026-12-21 15:00")
    await hall.until("2026-12-03 12:00", step=HOUR)
    assert [address for address, _ in hall.channel.tried].count(blocked.address) == 1
    for hearing, kind in ((first, NOTICE), (second, NOTICE), (second, MOVED)):
        progress = await hall.progress(await hall.broadcast(hearing, kind))
        assert progress == Progress(11, 0, {"blocked": 1})

    hall.channel.always(blocked.address, None)
    await hall.database.write(
        lambda store: store.people.note_heard(blocked.peer_id, at=hall.clock(), state_version=None)
    )
    await hall.cancels(second)
    await hall.works()
    assert hall.times_told(CANCELLED) == once(hall)


# Two workers


async def test_two_workers_on_one_broadcast_tell_everybody_once(postgresql_url, seal, clock, monkeypatch):
    """Each with connections of its own, as another process would have."""
    for name, size in (("AHEAD", 60), ("LISTED_AT_ONCE", 25), ("FED_AT_ONCE", 20)):
        monkeypatch.setattr(steps, name, size)
    databases = [Database(postgresql_url, seal) for _ in range(2)]
    hall = await Hall(databases[0], clock).opens(subscribers=300)
    hearing = await hall.announces("2026-12-16 15:00")
    shares = [0, 0]

    def worker(number: int) -> Callable[[], object]:
        courier = Courier(database=databases[number], channels=[hall.channel], now=clock, sole=False)
        stepping = type(hall.broadcasting)(database=databases[number], now=clock, quiet=QuietHours(), wake=courier.wake)

        async def works() -> None:
            while (await hall.broadcast(hearing, NOTICE)).finished_at is None:
                await stepping.step()
                shares[number] += await courier.carry()

        return works

    async with asyncio.timeout(60):
        await asyncio.gather(*(worker(number)() for number in range(2)))  # type: ignore[misc]

    assert hall.times_told(NOTICE) == once(hall)
    assert min(shares) > 0
    assert await hall.progress(await hall.broadcast(hearing, NOTICE)) == Progress(reached=300)
    assert await hall.headless() == 0
    recipients = [row["person_id"] for row in await rows_of(databases[0], "recipients")]
    assert all(before < after for before, after in pairwise(sorted(recipients)))
    for database in databases:
        await database.close()


# Two at one moment, on connections of their own


async def test_a_notice_sent_again_while_a_colleague_cancels_the_hearing_does_not_leave(postgresql_database, clock):
    hall = await Hall(postgresql_database, clock).opens(subscribers=3)
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.works()
    notice = await hall.broadcast(hearing, NOTICE)
    pressing = []

    async def cancels(store):
        await changes.cancel(store, id=hearing.id, by=hall.clerk, at=clock())
        pressing.append(asyncio.create_task(hall.does(broadcasts.send_again, id=notice.id, sure=True)))
        await until_somebody_waits_for_a_lock(postgresql_database)

    await postgresql_database.write(cancels)
    with pytest.raises(OverAlready):
        await pressing[0]
    await hall.works()
    assert hall.times_told(NOTICE) == hall.times_told(CANCELLED) == once(hall)


@pytest.mark.parametrize(
    ("act", "given", "news"),
    [
        (changes.cancel, {}, CANCELLED),
        (changes.move, {"terms": Terms(moment("2026-12-17 15:00"), CLUB)}, MOVED),
        (changes.hold, {}, None),
    ],
    ids=["cancelled", "moved", "held"],
)
async def test_whoever_is_told_of_a_hearing_at_the_moment_it_ends_is_told_of_that_too(
    postgresql_database, clock, act, given, news
):
    """The notice has begun and been fed, and is not committed, when the hearing is ended."""
    hall = await Hall(postgresql_database, clock).opens(subscribers=3)
    hearing = await hall.announces("2026-12-16 15:00")
    clock.now = moment("2026-12-16 10:00")
    notice = await hall.broadcast(hearing, NOTICE)
    ending = []

    async def begins(store):
        await steps.advance(store, id=notice.id, at=clock(), quiet=QuietHours())
        ending.append(asyncio.create_task(hall.does(act, id=hearing.id, **given)))
        await until_somebody_waits_for_a_lock(postgresql_database)

    await postgresql_database.write(begins)
    await ending[0]
    over = await hall.broadcast(hearing, NOTICE)
    assert (over.began_at, over.finished_at, over.state) == (clock(), None, BroadcastState.CANCELLED)
    await hall.works()
    over = await hall.broadcast(hearing, NOTICE)
    assert (over.finished_at, (await hall.progress(over)).people) == (clock(), 3)
    assert not news or hall.times_told(news) == once(hall)


async def test_office_and_courier_at_once_never_wait_for_each_other_in_a_ring(postgresql_database, clock, monkeypatch):
    monkeypatch.setattr(steps, "FED_AT_ONCE", 5)
    conflicts = []
    is_conflict = engine._is_conflict
    monkeypatch.setattr(engine, "_is_conflict", lambda error: conflicts.append(error) or is_conflict(error))
    hall = await Hall(postgresql_database, clock).opens(subscribers=40)
    hearing = await hall.announces("2026-12-16 15:00")
    notice = await hall.broadcast(hearing, NOTICE)
    over = asyncio.Event()

    async def works():
        while not over.is_set():
            await hall.works()
            clock.move(seconds=1)
            await asyncio.sleep(0)

    async def presses():
        for _ in range(3):
            await hall.does(broadcasts.send_again, id=notice.id, sure=True)
            await asyncio.sleep(0.01)

    async def ends():
        await asyncio.sleep(0.02)
        for hour in (11, 12, 13):
            await hall.moves(hearing, f"2026-12-16 {hour}:00")
        await hall.cancels(hearing)
        await asyncio.sleep(0.05)
        over.set()

    async with asyncio.timeout(30):
        _, pressed, _ = await asyncio.gather(works(), presses(), ends(), return_exceptions=True)
    assert isinstance(pressed, OverAlready | None)
    await hall.works()
    assert not conflicts
    assert hall.told(CANCELLED)
    for one in await postgresql_database.read(lambda store: store.broadcasts.of_hearing(hearing.id)):
        assert (await hall.progress(one)).waiting == 0
