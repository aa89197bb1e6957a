"""Who was not reached by a notice, as the clerk is shown them. They come by reason, named only if they gave a name."""

import pytest

from bot.budget.hearing import HearingKind, Terms
from bot.budget.permissions import Role
from bot.budget.proposal import Side
from bot.budget.quiet_hours import QuietHours
from bot.office import proposals, residents
from bot.office.broadcasts import reach, steps
from bot.office.broadcasts.reach import Lost
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement
from tests.office.offices import LIGHT, MINUTE, YEAR, Office

QUIET = QuietHours()


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Бакыт", Role.STAFF)
    return office


async def follows(office, name, *, signs=False):
    """A subscriber, who may have put a name under a proposal of theirs."""
    person = await office.meets(name)
    await office.database.write(
        lambda store: residents.set_subscription(store, by=person, aimak_id=office.aimak_id, wanted=True, at=office.now)
    )
    if signs:
        draft = proposals.ProposalToSend(key=name, side=Side.SPENDING, text=LIGHT, author_name=f"{name} Асанова")
        await office.does(proposals.submit, draft=draft, by=person, aimak_id=office.aimak_id, language="ky")
    return person


async def notice(office):
    """A hearing that is announced now."""
    announcement = Announcement("угуу", HearingKind.DRAFT, Terms(office.now + 3_000 * MINUTE, "Клуб"), YEAR)
    hearing, _ = await office.does(
        hearings.announce, announcement=announcement, by=office.people["Бакыт"], aimak_id=office.aimak_id
    )
    return (await office.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id)))[0]


async def lost(office, broadcast, **page):
    by = office.people["Бакыт"]
    return await office.database.read(lambda store: reach.list_not_reached(store, id=broadcast.id, by=by, **page))


async def test_they_stand_by_reason_with_the_name_they_gave(office):
    aigul, bermet = await follows(office, "Айгүл", signs=True), await follows(office, "Бермет")
    jypar, broadcast = await follows(office, "Жыпар", signs=True), await notice(office)
    await office.database.write(lambda store: store.broadcasts.list_more(broadcast, limit=100))
    await office.database.write(
        lambda store: residents.set_subscription(
            store, by=jypar, aimak_id=office.aimak_id, wanted=False, at=office.now + 1
        )
    )
    for person in (aigul, bermet):
        await office.database.write(
            lambda store, person=person: store.people.set_blocked(person.peer_id, at=office.now)
        )
    await office.database.write(
        lambda store: steps.advance(store, id=broadcast.id, at=office.now + MINUTE, quiet=QUIET)
    )
    assert await lost(office, broadcast) == [
        Lost("blocked", "Айгүл Асанова", "0001"),
        Lost("blocked"),
        Lost("unsubscribed", "Жыпар Асанова", "0002"),
    ]
    assert await lost(office, broadcast, skip=1, limit=1) == [Lost("blocked")]


async def test_the_audience_is_counted_by_channel_and_language(office):
    for n in range(3):
        await follows(office, f"тургун {n}")
    person = office.people["тургун 0"]
    await office.database.write(lambda store: store.people.set_language(person.peer_id, "ru"))
    by = office.people["Бакыт"]
    counted = await office.database.read(lambda store: hearings.count_audience(store, by=by, aimak_id=office.aimak_id))
    assert counted == {("telegram", "ky"): 2, ("telegram", "ru"): 1}
