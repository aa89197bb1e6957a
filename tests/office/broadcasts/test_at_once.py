"""Several at once: pauses at any moment, two workers, two who press, office and courier."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.budget.hearing import Terms
from bot.budget.quiet_hours import QuietHours
from bot.channels.contract import Throttled, Unreachable
from bot.delivery.courier import Courier
from bot.office.broadcasts import broadcasts, steps
from bot.office.broadcasts.broadcasts import OverAlready
from bot.office.hearings import changes
from storage.database import engine
from storage.database.engine import Database
from storage.queue.broadcasts import BroadcastState, Progress
from tests.channels.doubles import Clock
from tests.office.broadcasts.notices import CANCELLED, MOVED, NOTICE, once
from tests.office.halls import CLUB, Hall, moment
from tests.patience import patient
from tests.seeds import dice
from tests.storage.queue.claims import until_somebody_waits_for_a_lock
from tests.storage.rows import rows_of


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

    async with patient(30):
        await asyncio.gather(broadcasting(), carrying(), pressing())

    told = hall.times_told(NOTICE)
    assert max(told.values(), default=0) <= 1
    progress = await hall.progress(notice)
    over = await hall.broadcast(hearing, NOTICE)
    assert (progress.waiting, progress.reached) == (0, len(told))
    assert set(progress.not_reached) <= {"cancelled"}
    assert progress.people == (40 if over.began_at is not None else 0)
    assert over.state is BroadcastState.CANCELLED or progress.reached == 40
    assert await hall.count_headless() == 0


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

    async with patient(60):
        await asyncio.gather(*(worker(number)() for number in range(2)))  # type: ignore[misc]

    assert hall.times_told(NOTICE) == once(hall)
    assert min(shares) > 0
    assert await hall.progress(await hall.broadcast(hearing, NOTICE)) == Progress(reached=300)
    assert await hall.count_headless() == 0
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
    is_conflict = engine.is_conflict
    monkeypatch.setattr(engine, "is_conflict", lambda error: conflicts.append(error) or is_conflict(error))
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
        while not hall.told(NOTICE):  # noqa: ASYNC110 - whoever has heard nothing is told of no end
            await asyncio.sleep(0.005)
        for hour in (11, 12, 13):
            await hall.moves(hearing, f"2026-12-16 {hour}:00")
        await hall.cancels(hearing)
        await asyncio.sleep(0.05)
        over.set()

    async with patient(30):
        _, pressed, _ = await asyncio.gather(works(), presses(), ends(), return_exceptions=True)
    assert isinstance(pressed, OverAlready | None)
    await hall.works()
    assert not conflicts
    assert hall.told(CANCELLED)
    for one in await postgresql_database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id)):
        assert (await hall.progress(one)).waiting == 0
