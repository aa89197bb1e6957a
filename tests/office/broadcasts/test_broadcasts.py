"""A notice on its way: everybody once, the clerk's progress message, quiet hours, whose turn it is."""

import asyncio
from collections import Counter

import pytest

from bot.channels.contract import Unreachable
from bot.chat.texts import Words
from bot.delivery.feeder import Broadcasting
from bot.office import residents
from bot.office.broadcasts import steps
from bot.office.broadcasts.steps import AHEAD
from bot.office.hearings import changes, results
from bot.office.wording import broadcast_progress
from storage.queue.broadcasts import BroadcastKind, BroadcastState, Progress
from tests.office.broadcasts.notices import CANCELLED, COMERS, DOOR, MOVED, NOTICE, once, unsent
from tests.office.halls import BOT, HOUR, MINUTE, Hall, moment
from tests.storage.rows import rows_of

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
    assert await hall.count_headless() == 0


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
            residents.set_subscription, by=person, at=hall.clock() + 1, aimak_id=hall.office.aimak_id, wanted=False
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


async def test_where_nothing_can_be_rewritten_the_clerk_is_told_at_the_beginning_and_at_the_end_only(hall, monkeypatch):
    monkeypatch.setattr(steps, "AHEAD", 3)
    hall.broadcasting = Broadcasting(
        database=hall.database, now=hall.clock, quiet=hall.quiet, wake=hall.courier.wake, no_edits=[BOT]
    )
    hearing = await hall.announces("2026-12-16 15:00")
    for _ in range(12):
        await hall.broadcasting.step()
        await hall.courier.carry()
        hall.clock.move(seconds=6)
    assert (await hall.broadcast(hearing, NOTICE)).state is BroadcastState.DONE
    first, last = hall.progress_messages
    assert "12" in last.text
    assert first.text != last.text


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
    assert await hall.count_headless() == 0


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
    """A reminder of the day stands in a later lane than a clerk's notice by hand. It still leaves before most of it."""
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
