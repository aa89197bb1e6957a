"""Notices that are paused, stopped, sent again, and whoever blocked the bot meanwhile."""

import asyncio

import pytest

from bot.budget.hearing import InThePast
from bot.channels.contract import Blocked
from bot.office.broadcasts import broadcasts, reach, steps
from bot.office.broadcasts.broadcasts import OverAlready, SentLately
from bot.office.hearings import changes
from storage.queue.broadcasts import BroadcastState, Progress
from tests.office.broadcasts.notices import CANCELLED, MOVED, NOTICE, once
from tests.office.halls import HOUR, MINUTE, moment

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
    waiting = await hall.database.read(lambda store: reach.count_to_be_reached(store, notice))
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
