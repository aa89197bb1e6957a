"""A copy made in the middle of a notice. Put back, nothing of it leaves by itself; each part goes on by a word."""

import pytest

from bot.install.put_back import treat
from bot.office.broadcasts import broadcasts, steps
from bot.office.resuming import describe, resume
from storage.copies.mark import count_on
from storage.database.engine import Database
from storage.queue.broadcasts import BroadcastState
from tests.channels.doubles import Clock
from tests.office.broadcasts.notices import NOTICE
from tests.office.halls import Hall, moment


@pytest.fixture
async def hall(database: Database, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(steps, "AHEAD", 4)
    return await Hall(database, Clock(moment("2026-12-01 10:00"))).opens(subscribers=12)


async def test_a_notice_under_way_in_a_copy_reaches_nobody_by_itself(hall: Hall, tell):
    hearing = await hall.announces("2026-12-16 15:00")
    await hall.broadcasting.step()
    await hall.courier.carry()
    await hall.broadcasting.step()  # four are in the queue now, and the rest are not yet
    before = len(hall.told(NOTICE))
    assert before == 4

    done, mark = await hall.database.write(lambda store: treat(store, mark=None, at=hall.clock()))
    assert done.parked["broadcast"] == 4
    assert mark.counter > 0
    assert (await hall.database.write(count_on)).counter == mark.counter + 1
    # The notice, and the reminders that are still to come: what became of the hearing since is not known.
    assert len(done.broadcasts) == len(
        await hall.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    )
    await hall.starts()
    await hall.until("2026-12-10 12:00")
    assert len(hall.told(NOTICE)) == before

    notice = await hall.broadcast(hearing, NOTICE)
    said = "\n".join(await hall.database.read(describe))
    assert f"Broadcast {notice.id} (notice) is paused: 4 of 12 were reached by then." in said
    await hall.database.write(lambda store: resume(store, at=hall.clock()))
    await hall.until("2026-12-10 20:00")
    assert len(hall.told(NOTICE)) == before
    assert (await hall.broadcast(hearing, NOTICE)).state is BroadcastState.PAUSED
    await hall.does(broadcasts.resume, id=notice.id)
    await hall.until("2026-12-11 12:00")
    told = hall.times_told(NOTICE)
    assert (len(told), max(told.values())) == (8, 1)  # who was in the queue stays uncertain
    assert (await hall.progress(notice)).not_reached == {"restored": 4}
    tell("a copy made in the middle of a notice, put back", left_by_itself=0, told_twice=0)
