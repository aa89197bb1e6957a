"""Focus groups and meetings: entered once however often, what meetings name stands as priorities."""

from dataclasses import replace
from datetime import date

import pytest

from bot.budget.needs.meetings import Category, Facts, FactsUnreadable, Kind, Meeting, ProblemsUnreadable
from bot.budget.permissions import NotAllowed, Role
from bot.budget.plan.items import Source
from bot.office.needs import meetings as needs
from bot.office.plan.priorities import TooManyPriorities, list_priorities
from tests.office.offices import YEAR, Office
from tests.storage.rows import rows_of

DAY = date(2026, 3, 12)
MEETING = Meeting(Kind.AIMAK, Facts(DAY, "Клуб", 80, 30), ("Таза суу", "Жол", "Мектеп"))


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def entered(office, *meetings, **more):
    given = {"aimak_id": office.aimak_id, "year": YEAR, "meetings": meetings, "by": None}
    return await office.does(needs.put_meetings, **given | more)


async def priorities(office):
    found = await office.database.read(
        lambda store: list_priorities(store, aimak_id=office.aimak_id, year=YEAR, by=None)
    )
    return [(one.text, one.source) for one in found]


async def test_entered_twice_it_is_one_meeting_and_its_problems_are_priorities_once(office):
    first = await entered(office, MEETING)
    again = await entered(office, MEETING)
    assert (first.new, first.changed, first.same) == (1, 0, 0)
    assert (again.new, again.changed, again.same) == (0, 0, 1)
    assert await priorities(office) == [("Таза суу", Source.JMBA), ("Жол", Source.JMBA), ("Мектеп", Source.JMBA)]


async def test_a_corrected_meeting_lets_go_what_it_names_no_more_and_takes_it_back(office):
    await entered(office, MEETING)
    await entered(office, replace(MEETING, problems=("Жол", "Көпүрө")))
    assert [text for text, _ in await priorities(office)] == ["Жол", "Көпүрө"]
    await entered(office, MEETING)
    assert {text for text, _ in await priorities(office)} == {"Таза суу", "Жол", "Мектеп"}


async def test_a_removed_meeting_names_nothing_and_can_be_entered_again(office):
    id = (await entered(office, MEETING)).id
    for _ in range(2):
        await office.does(needs.remove_meeting, id=id, by=None)
    assert await priorities(office) == []
    assert (await entered(office, MEETING)).new == 1
    assert len(await priorities(office)) == 3


async def test_a_focus_group_prepares_and_names_no_priority(office):
    await entered(office, Meeting(Kind.FOCUS, Facts(DAY), ("Таза суу",), category=Category.YOUTH))
    assert await priorities(office) == []


async def test_a_day_is_corrected_but_not_into_another_meeting(office):
    id = (await entered(office, MEETING)).id
    await entered(office, replace(MEETING, facts=Facts(date(2026, 3, 13))))
    with pytest.raises(needs.MeetingThere):
        await office.does(
            needs.correct_meeting, id=id, meeting=replace(MEETING, facts=Facts(date(2026, 3, 13))), by=None
        )
    await office.does(needs.correct_meeting, id=id, meeting=replace(MEETING, facts=Facts(date(2026, 3, 14))), by=None)
    assert [str(row["held_on"]) for row in await rows_of(office.database, "needs_meetings")] == [
        "2026-03-14",
        "2026-03-13",
    ]


async def test_nothing_of_a_list_is_entered_where_one_meeting_is_wrong_or_there_is_no_room(office):
    with pytest.raises(FactsUnreadable):
        await entered(office, MEETING, replace(MEETING, facts=Facts(date(2030, 1, 1))))
    with pytest.raises(ProblemsUnreadable):
        await entered(office, MEETING, replace(MEETING, kind=Kind.SURVEY, problems=("Жол", "жол")))
    many = [replace(MEETING, facts=Facts(date(2026, 1, day)), problems=tuple(f"Жол {day} {n}-көчө" for n in range(10)))
            for day in range(1, 22)]  # fmt: skip
    with pytest.raises(TooManyPriorities):
        await entered(office, *many)
    assert await rows_of(office.database, "needs_meetings") == []


async def test_another_office_and_another_aimaks_village_are_refused(office):
    other = await Office(office.database, "jany").opens()
    strange, clerk = await other.meets("Бакыт", Role.STAFF), await office.meets("Жыпар", Role.STAFF)
    id = (await entered(office, MEETING, by=clerk)).id
    for act, more in ((needs.remove_meeting, {}), (needs.correct_meeting, {"meeting": MEETING})):
        with pytest.raises(NotAllowed):
            await office.does(act, id=id, by=strange, **more)
    with pytest.raises(NotAllowed):
        await entered(office, replace(MEETING, kind=Kind.VILLAGE, village_id=10**9), by=clerk)
