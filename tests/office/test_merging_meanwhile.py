"""What is written while its aimak is merged lands in the aimak that goes on.

The merger waits for it, or it for the merger.
"""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.budget.hearing import HearingKind, Terms
from bot.budget.permissions import Act, Role
from bot.budget.proposal import Side, Source
from bot.office import proposals, residents, staff
from bot.office.broadcasts import topics
from bot.office.hearings import group_owners, hearings
from bot.office.together import merging
from storage.database.schema import broadcasts, follows, groups, invites, peers, roles
from storage.database.schema import hearings as hearing_rows
from storage.database.schema import proposals as rows
from storage.database.schema import topics as wishes
from storage.topics import Topic
from tests.office.offices import MONDAY, Office

ON = date(2026, 11, 2)
TOMORROW = Terms(MONDAY + 48 * 3_600_000, "Клуб", "Бюджет")
WHERE = {
    rows: 2, follows: 1, groups: 1, hearing_rows: 1, invites: 1, wishes: 1, broadcasts: 4, peers: None, roles: None,
}  # fmt: skip


async def _offices(database):
    old, new = await Office(database, "akmuz").opens(), await Office(database, "kokjar").opens()
    return old, new, await old.meets("Айгүл"), await old.meets("Асан", Role.STAFF), await new.meets("Чынара")


async def _write_all(store, old, aigul, clerk, chinara, key):
    """Everything that names an aimak, by people who still take themselves for those of the old one."""
    at = old.now
    draft = proposals.ProposalToSend(key=f"{key} own", side=Side.SPENDING, text="Көчөгө жарык керек")
    await proposals.submit(store, draft=draft, by=aigul, aimak_id=old.aimak_id, language="ky", at=at)
    said = {"source": Source.HEARING, "on": date(2026, 11, 2), "language": "ky", "by": clerk, "at": at}
    await proposals.enter_for(store, draft=replace(draft, key=f"{key} said"), aimak_id=old.aimak_id, **said)
    await residents.set_subscription(store, by=aigul, aimak_id=old.aimak_id, wanted=True, at=at)
    await residents.set_topics(store, by=aigul, topics=[Topic(old.aimak_id, "water")], wanted=True, at=at)
    await topics.send(
        store, key=key, aimak_id=old.aimak_id, topics=["water"], text="Эртең суу болбойт", by=clerk, at=at
    )
    await residents.choose_aimak(store, by=chinara, aimak=await store.aimaks.get(old.aimak_id), at=at)
    announcement = hearings.Announcement(key, HearingKind.DRAFT, TOMORROW, 2027)
    await hearings.announce(store, announcement=announcement, by=clerk, aimak_id=old.aimak_id, at=at)
    fresh = await staff.invite(store, role=Role.OBSERVER, aimak_id=old.aimak_id, by=None, at=at)
    await staff.join(store, key=fresh.payload.removeprefix(staff.LINK), by=chinara, at=at)
    await staff.invite(store, role=Role.HEAD, aimak_id=old.aimak_id, by=None, at=at)
    await group_owners.join(store, address="-100500", title="Айыл", by=clerk, at=at)


async def _check(database, old, new, clerk):
    async def look(store):
        for table, expected in WHERE.items():
            here = table.c.aimak_id == old.aimak_id
            left = here & (table.c.revoked_at.is_(None) if table is roles else True)
            if table is invites:
                left = here & table.c.used_at.is_(None)
            assert (await store.connection.execute(table.select().where(left))).all() == [], table.name
            found = (await store.connection.execute(table.select().where(table.c.aimak_id == new.aimak_id))).all()
            assert expected is None or sum(getattr(row, "used_at", None) is None for row in found) == expected, table
        await staff.permit(store, by=clerk, act=Act.ANSWER, aimak_id=new.aimak_id)

    await database.read(look)


async def test_what_comes_after_a_merger_goes_to_the_aimak_that_goes_on(database):
    old, new, aigul, clerk, chinara = await _offices(database)
    aimaks = [await database.read(lambda store, id=one.aimak_id: store.aimaks.get(id)) for one in (old, new)]
    await database.write(lambda store: merging.merge(store, aimak=aimaks[0], into=aimaks[1], on=ON, at=old.now))
    await database.write(lambda store: _write_all(store, old, aigul, clerk, chinara, "after"))
    await _check(database, old, new, clerk)


@pytest.mark.parametrize("first", ["merger", "writing"])
async def test_on_postgresql_the_one_waits_for_the_other(postgresql_database, first, tell):
    """One of the two has done all but its commit, when the other begins."""
    database = postgresql_database
    old, new, aigul, clerk, chinara = await _offices(database)
    aimaks = [await database.read(lambda store, id=one.aimak_id: store.aimaks.get(id)) for one in (old, new)]
    done, go_on = asyncio.Event(), asyncio.Event()

    async def pause():
        done.set()
        await go_on.wait()

    async def merge(store):
        await merging.merge(store, aimak=aimaks[0], into=aimaks[1], on=ON, at=old.now)
        if first == "merger":
            await pause()

    async def write(store):
        await _write_all(store, old, aigul, clerk, chinara, "meanwhile")
        if first == "writing":
            await pause()

    acts = (merge, write) if first == "merger" else (write, merge)
    early = asyncio.create_task(database.write(acts[0]))
    await done.wait()
    late = asyncio.create_task(database.write(acts[1]))
    assert (await asyncio.wait([late], timeout=0.2))[0] == set()
    go_on.set()
    await early
    await late
    await _check(database, old, new, clerk)
    tell("written while its aimak is merged, on PostgreSQL", lost_in_the_old=0)
