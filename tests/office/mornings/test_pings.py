"""New proposals. The first is told at once, then at most every half hour how many came, as each colleague chose."""

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.workdays import find_day, make_moment
from bot.chat.message import Message
from bot.office.mornings import pings
from bot.service.mornings import tell_gathered
from storage.database.schema import outbox
from storage.mornings.pings import GAP, Ping
from storage.queue.outbox import Lane
from tests.office.offices import MINUTE, MONDAY, Office


async def looks(office):
    """What is gathered and told at a look."""
    return await tell_gathered(office.database, lambda: office.now)


async def last(office, person):
    async def read(store):
        rows = await store.connection.execute(
            outbox.select().where(outbox.c.peer_id == person.peer_id).order_by(outbox.c.id.desc()).limit(1)
        )
        row = rows.one()
        return row.kind, row.lane, Message.from_json(store.outbox._seal.open(row.body)).text

    return await office.database.read(read)


async def test_the_first_is_said_at_once_and_the_others_gathered_by_the_half_hour(database, tell):
    office = await Office(database).opens()
    each, gathers, daily = [await office.meets(name, Role.STAFF) for name in ("Бакыт", "Гүлнара", "Токтогул")]
    author = await office.meets("Айгүл")
    for person, mode in ((each, Ping.EACH), (daily, Ping.DAILY)):
        await office.database.write(
            lambda store, person=person, mode=mode: pings.choose(
                store, aimak_id=office.aimak_id, mode=mode, by=person, at=office.now
            )
        )
    with pytest.raises(NotAllowed):
        await office.database.write(
            lambda store: pings.choose(store, aimak_id=office.aimak_id, mode=Ping.EACH, by=author, at=office.now)
        )
    for n in range(4):
        await office.proposed(author, f"{n}-көчөгө жарык керек")
        assert await looks(office) == 0
        office.now += MINUTE
    heard = {person.id: await office.notices(person, "new_proposal") for person in (each, gathers, daily)}
    assert heard == {each.id: 4, gathers.id: 1, daily.id: 0}
    office.now = MONDAY + GAP - 1
    assert await looks(office) == 0
    office.now = MONDAY + GAP
    assert [await looks(office), await looks(office)] == [1, 0]
    assert await last(office, gathers) == ("new_proposals", Lane.DAY_NOTICE, "Дагы 3 сунуш келди.")
    # At the end of the next half hour nothing came; the one after it is said at once.
    office.now += GAP
    assert await looks(office) == 0
    await office.proposed(author, "Мектепке суу керек")
    assert (await last(office, gathers))[0] == "new_proposal"
    assert [await office.notices(one, "new_proposals") for one in (each, gathers, daily)] == [0, 1, 0]
    # The clock set back holds nobody back; at night nobody is told how many came.
    await office.proposed(author, "Айылга көпүрө керек")
    office.now = make_moment(find_day(MONDAY), 23, 0)
    assert await looks(office) == 0
    office.now = make_moment(find_day(MONDAY), 8, 0)
    assert [await looks(office), await looks(office)] == [1, 0]
    tell("new proposals gathered", came=6, pings=4, doubled=0)


async def test_what_was_gathered_is_said_when_the_way_is_changed(sqlite_database):
    office = await Office(sqlite_database).opens()
    gathers, author = await office.meets("Гүлнара", Role.STAFF), await office.meets("Айгүл")
    for n in range(3):
        await office.proposed(author, f"{n}-көчөгө жарык керек")
    for mode in (Ping.DAILY, Ping.GATHERED, Ping.EACH):
        await office.database.write(
            lambda store, mode=mode: pings.choose(store, aimak_id=office.aimak_id, mode=mode, by=gathers, at=office.now)
        )
        assert await last(office, gathers) == ("new_proposals", Lane.DAY_NOTICE, "Дагы 2 сунуш келди.")
    assert await office.notices(gathers, "new_proposals") == 1
