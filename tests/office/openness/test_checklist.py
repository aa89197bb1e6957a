"""The openness checklist fills itself from what an office does anyway; each row counts from its first day."""

from datetime import date

import pytest

from bot.budget.hearing import Paper
from bot.budget.openness.rows import Published, Row
from bot.budget.permissions import NotAllowed
from bot.office.hearings import attendance, changes, hearings, results
from bot.office.openness.checklist import read_checklist
from storage.database.engine import Database
from tests.channels.doubles import Clock
from tests.office.halls import Hall, moment


@pytest.fixture
async def hall(database: Database) -> Hall:
    return await Hall(database, Clock(moment("2026-12-01 10:00"))).opens(subscribers=2)


async def checklist(hall: Hall) -> dict[Row, Published]:
    return await hall.database.read(
        lambda store: read_checklist(store, aimak_id=hall.office.aimak_id, year=2027, by=hall.clerk)
    )


async def test_a_hearing_fills_its_rows_and_a_replaced_paper_keeps_its_first_day(hall):
    hearing = await hall.announces("2026-12-15 10:00")
    assert Row.NOTICE not in await checklist(hall)
    await hall.until("2026-12-02 10:00")
    for day, text in (
        ("2026-12-03 10:00", "Бюджет кыскача айтылды"),
        ("2026-12-04 10:00", "Бюджет толугураак айтылды"),
    ):
        hall.clock.now = moment(day)
        await hall.does(hearings.add_paper, hearing=hearing, paper=Paper.BRIEF, text=text)
    hall.clock.now = moment("2026-12-15 12:00")
    await hall.does(attendance.count_people, id=hearing.id, women=30, men=50, whole=True)
    await hall.does(changes.hold, id=hearing.id)
    hall.clock.now = moment("2026-12-16 12:00")
    await hall.does(results.publish_results, id=hearing.id, table_place=None)
    assert {row: one.day for row, one in (await checklist(hall)).items()} == {
        Row.CITIZENS_BUDGET: date(2026, 12, 3),
        Row.NOTICE: date(2026, 12, 1),
        Row.ATTENDANCE: date(2026, 12, 15),
        Row.RESULTS: date(2026, 12, 16),
    }


async def test_a_cancelled_hearing_fills_nothing(hall):
    hearing = await hall.announces("2026-12-15 10:00")
    await hall.until("2026-12-02 10:00")
    await hall.cancels(hearing)
    assert await checklist(hall) == {}


async def test_the_checklist_of_another_aimak_is_refused(hall):
    other = await Hall(hall.database, hall.clock).opens("janyaryk")
    with pytest.raises(NotAllowed):
        await hall.database.read(
            lambda store: read_checklist(store, aimak_id=other.office.aimak_id, year=2027, by=hall.clerk)
        )
