"""A proposal is tied to a priority of its own aimak, once, and the tie can be taken back."""

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.plan.items import LONGEST_TEXT, Plan, Source
from bot.budget.proposal import TextTooLong
from bot.office.plan import priorities, ties
from storage.plan.ties import Target
from tests.office.offices import YEAR, Office


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def name_one(office, text="Таза суу", **more):
    given = {"aimak_id": office.aimak_id, "year": YEAR, "source": Source.JMBA, "text": text, "by": None}
    return await office.does(priorities.add_priority, **given | more)


async def list_of(office, id, **at):
    return await office.database.read(lambda store: store.ties.list_of([id], **at))


async def test_a_tie_stands_once_and_is_taken_back_with_what_it_was_at_each_moment(office):
    clerk, author = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    filed, water = await office.filed(author), Target(priority=await name_one(office))
    assert await office.does(ties.tie, proposal_id=filed.id, target=water, by=clerk)
    assert not await office.does(ties.tie, proposal_id=filed.id, target=water, by=clerk)
    (one,) = await list_of(office, filed.id)
    assert (one.kind, one.text, one.target) == ("jmba", "Таза суу", water)
    before = office.now
    office.now += 60_000
    assert await office.does(ties.untie, proposal_id=filed.id, target=water, by=clerk)
    assert not await office.does(ties.untie, proposal_id=filed.id, target=water, by=clerk)
    assert await list_of(office, filed.id) == []
    assert len(await list_of(office, filed.id, as_of=before + 1)) == 1
    assert await list_of(office, filed.id, as_of=before) == []


async def test_whatever_is_of_one_origin_is_named_once_and_a_removed_one_is_tied_to_nothing(office):
    clerk, author = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    filed = await office.filed(author)
    first = await name_one(office, origin="poll:1:3")
    assert await name_one(office, "Башкача", origin="poll:1:3") == first
    await office.does(ties.tie, proposal_id=filed.id, target=Target(priority=first), by=clerk)
    await office.does(priorities.remove_priority, id=first, by=clerk)
    assert await list_of(office, filed.id) == []
    with pytest.raises(NotAllowed):
        await office.does(ties.tie, proposal_id=filed.id, target=Target(priority=first), by=clerk)


async def test_what_another_aimak_planned_is_out_of_reach_and_so_is_nothing(office):
    other = await Office(office.database, "jany").opens()
    filed = await office.filed(await office.meets("Айгүл"))
    theirs = Target(priority=await name_one(other))
    for target in (theirs, Target(), Target(item=999), Target(priority=999)):
        with pytest.raises(NotAllowed):
            await office.does(ties.tie, proposal_id=filed.id, target=target, by=None)


async def test_a_priority_too_long_to_show_is_refused(office):
    with pytest.raises(TextTooLong):
        await name_one(office, "суу " * LONGEST_TEXT)


async def test_an_item_written_anew_keeps_what_is_tied_to_it(office):
    filed = await office.filed(await office.meets("Айгүл"))
    item = {"aimak_id": office.aimak_id, "plan": Plan.BAP, "code": "1.2", "from_year": 2026, "to_year": 2028}

    async def put(text):
        return await office.database.write(
            lambda store: store.plan_items.put(**item, text=text, amount=None, by=None, at=office.now)
        )

    first = await put("Суу түтүгү")
    await office.does(ties.tie, proposal_id=filed.id, target=Target(item=first), by=None)
    assert await put("Суу түтүгүн алмаштыруу") == first
    (one,) = await list_of(office, filed.id)
    assert (one.kind, one.code, one.text) == ("bap", "1.2", "Суу түтүгүн алмаштыруу")
