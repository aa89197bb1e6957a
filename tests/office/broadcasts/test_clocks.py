"""Clocks that jump: no reminder twice, none after the hearing."""

import pytest

from bot.budget.quiet_hours import QuietHours
from bot.office.broadcasts import steps
from tests.office.broadcasts.notices import DOOR, EVE, NOTICE, WEEK, once
from tests.office.halls import DAY, HOUR, MINUTE, moment
from tests.seeds import dice
from tests.sizes import sized

# Clocks


@pytest.mark.parametrize("seed", range(sized(1, 2)))
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
    assert await hall.count_headless() == 0


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
