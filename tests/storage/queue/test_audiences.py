"""Who is listed for a broadcast, in chunks, while people come and go."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import update

from storage.database.engine import Database
from storage.database.schema import peers, people
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind
from storage.queue.outbox import State
from storage.store import Store
from tests.seeds import dice
from tests.storage.queue.crowds import Subscriber, crowd
from tests.storage.queue.notices import (
    HOUR,
    blocks,
    broadcast_of,
    comes,
    feed,
    hearing_in,
    list_all,
    list_more,
    progress,
    states_of,
    subscribes,
)
from tests.storage.rows import JANY_ARYK, NOW, enter, meet, rows_of


async def listed(database: Database, broadcast: Broadcast) -> list[int]:
    """Whom a broadcast is for."""
    rows = await rows_of(database, "recipients")
    return sorted(row["person_id"] for row in rows if row["broadcast_id"] == broadcast.id)


def ids(crowded: Collection[Subscriber]) -> list[int]:
    return [one.person_id for one in crowded]


# Whom it lists


@pytest.mark.parametrize("limit", [1, 7, 40, 1000])
async def test_everybody_who_subscribed_is_listed_once_whatever_the_chunks(database, aimak, notice, limit):
    villagers = await crowd(database, aimak, 40)
    elsewhere = await enter(database, replace(JANY_ARYK, code="kokjar"))
    await crowd(database, elsewhere, 5, first=777)

    await list_all(database, notice, limit)

    assert await listed(database, notice) == ids(villagers)


async def test_each_is_written_to_at_the_address_they_last_wrote_from(database, aimak, notice):
    (aigul,) = await crowd(database, aimak, 1)
    (old,) = await crowd(database, aimak, 1, first=777, at=NOW - HOUR, follow=False)

    async def same_person(store: Store) -> None:
        await store.connection.execute(update(peers).where(peers.c.id == old.peer_id).values(person_id=aigul.person_id))

    await database.write(same_person)
    await list_all(database, notice)
    assert [(row["person_id"], row["peer_id"]) for row in await rows_of(database, "recipients")] == [
        (aigul.person_id, aigul.peer_id)
    ]

    again = await broadcast_of(database, aimak, notice.hearing_id, again=1)
    await database.write(lambda store: store.people.note_heard(old.peer_id, at=NOW + 1, state_version=None))
    await list_all(database, again)
    rows = [row for row in await rows_of(database, "recipients") if row["broadcast_id"] == again.id]
    assert [row["peer_id"] for row in rows] == [old.peer_id]


@pytest.mark.parametrize("how_far", ["before", "listed", "queued"])
async def test_two_chats_that_become_one_persons_are_told_once(database, aimak, notice, how_far):
    first, second = await crowd(database, aimak, 2)
    if how_far != "before":
        await list_all(database, notice)
    if how_far == "queued":
        await feed(database, notice, limit=10)
    await database.write(
        lambda store: store.joins.join(second.peer_id, other_id=second.person_id, to=first.person_id, at=NOW)
    )
    await list_all(database, notice)
    await feed(database, notice, limit=10)
    assert await states_of(database, notice) == {State.READY: 1}
    assert (await progress(database, notice)).people == 1


async def test_people_who_come_and_go_between_two_chunks_change_nobody_elses_place(database, aimak, hearing, notice):
    villagers = await crowd(database, aimak, 30)
    early, late = villagers[2], villagers[25]
    (newcomer,) = await crowd(database, aimak, 1, first=888)
    (coming,) = await crowd(database, aimak, 1, first=999, follow=False)

    assert not await list_more(database, notice, 10)
    await subscribes(database, early.person_id, aimak, wanted=False)
    await subscribes(database, late.person_id, aimak, wanted=False)
    await blocks(database, villagers[4].peer_id)
    await comes(database, hearing, coming.person_id)
    assert not await list_more(database, notice, 10)
    await subscribes(database, early.person_id, aimak)
    await list_all(database, notice, 10)

    expected = [person for person in ids(villagers) if person != late.person_id] + [newcomer.person_id]
    assert await listed(database, notice) == [*expected, coming.person_id]


async def test_whoever_was_erased_is_not_listed_and_hides_nobody_behind_them(database, aimak, notice):
    villagers = await crowd(database, aimak, 30)

    async def erase(store: Store) -> None:
        gone = [one.person_id for one in villagers[:10]]
        await store.connection.execute(update(people).where(people.c.id.in_(gone)).values(erased_at=NOW))

    await database.write(erase)
    await list_all(database, notice, 10)
    assert await listed(database, notice) == ids(villagers[10:])


async def test_somebody_who_subscribes_in_the_middle_of_a_chunk_pushes_nobody_out_of_it(postgresql_database):
    """On PostgreSQL each statement sees what was committed before it: here between the two of one chunk."""
    database = postgresql_database
    aimak = await enter(database)
    notice = await broadcast_of(database, aimak, await hearing_in(database, aimak))
    (aigul,) = await crowd(database, aimak, 1, first=555, follow=False)
    villagers = await crowd(database, aimak, 20)

    async def work(store: Store) -> None:
        execute, seen = store.connection.execute, 0

        async def with_a_newcomer(statement, *args):
            nonlocal seen
            result = await execute(statement, *args)
            seen += 1
            if seen == 1:
                await subscribes(database, aigul.person_id, aimak)
            return result

        store.broadcasts._connection = Watched(store.connection, with_a_newcomer)
        await store.broadcasts.list_more(notice, limit=10)

    await database.write(work)
    await list_all(database, notice, 10)
    assert await listed(database, notice) == [aigul.person_id, *ids(villagers)]


class Watched:
    """A connection of which somebody looks at each execute."""

    def __init__(self, connection, execute) -> None:
        self._connection, self.execute = connection, execute

    def __getattr__(self, name):
        return getattr(self._connection, name)


AUDIENCES = {
    # Ayzada subscribes. Bakyt does as well, and is far away; so does Guljan, and cannot come. Daniyar only said he
    # comes. Erlan left, and came back to say that he comes. Fatima said she comes, and left after that.
    BroadcastKind.NOTICE: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.MOVED: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.CANCELLED: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.RESULTS: "Ayzada Bakyt Guljan",
    BroadcastKind.IN_7_DAYS: "Ayzada Daniyar Erlan",
    BroadcastKind.IN_1_DAY: "Ayzada Daniyar Erlan",
    BroadcastKind.IN_2_HOURS: "Daniyar Erlan",
    BroadcastKind.COMERS: "Daniyar Erlan",
    BroadcastKind.CALL: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.POLL: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.TOPIC: "",  # nobody here asked for the news of a village or a theme
}


@pytest.fixture
async def village(database, aimak, hearing) -> dict[str, Person]:
    names = ("Ayzada", "Bakyt", "Guljan", "Daniyar", "Erlan", "Fatima")
    residents = {name: await meet(database, name) for name in names}
    for name in ("Ayzada", "Bakyt", "Guljan", "Fatima"):
        await subscribes(database, residents[name].id, aimak, at=NOW - 10)
    await database.write(
        lambda store: store.subscriptions.set_far_away(residents["Bakyt"].id, aimak, True, at=NOW - 9)  # noqa: FBT003
    )
    await comes(database, hearing, residents["Guljan"].id, coming=False)
    await comes(database, hearing, residents["Daniyar"].id)
    await subscribes(database, residents["Erlan"].id, aimak, wanted=False, at=NOW - 5)
    await comes(database, hearing, residents["Erlan"].id, at=NOW - 4)
    await comes(database, hearing, residents["Fatima"].id, at=NOW - 4)
    await subscribes(database, residents["Fatima"].id, aimak, wanted=False, at=NOW - 3)
    return residents


@pytest.mark.parametrize("kind", BroadcastKind)
async def test_each_kind_of_broadcast_goes_to_its_own_people(database, aimak, hearing, village, kind):
    broadcast = await broadcast_of(database, aimak, hearing, kind)
    names = {person.id: name for name, person in village.items()}

    await list_all(database, broadcast, 2)
    await feed(database, broadcast)

    expected = AUDIENCES[kind].split()
    assert sorted(names[person] for person in await listed(database, broadcast)) == sorted(expected)
    assert (await states_of(database, broadcast))[State.READY] == len(expected), "nobody is dropped who was just listed"
    counted = await database.read(
        lambda store: store.broadcasts.count_audience(kind, aimak_id=aimak, hearing_id=hearing)
    )
    assert counted == ({("telegram", "ky"): len(expected)} if expected else {})


@pytest.mark.parametrize("seed", range(4))
async def test_whoever_wanted_it_all_the_while_is_listed_once_however_the_others_come_and_go(
    database, aimak, hearing, seed
):
    chance = dice(seed)
    reminder = await broadcast_of(database, aimak, hearing, BroadcastKind.IN_1_DAY)
    villagers = await crowd(database, aimak, 60)
    steady, restless = villagers[::2], villagers[1::2]
    others = await crowd(database, aimak, 20, first=333, follow=False)
    over = False
    while not over:
        for _ in range(chance.randrange(6)):
            one = chance.choice([*restless, *others])
            match chance.randrange(4):
                case 0:
                    await subscribes(database, one.person_id, aimak, wanted=chance.random() < 0.5)
                case 1:
                    await comes(database, hearing, one.person_id, coming=chance.random() < 0.5)
                case 2:
                    await blocks(database, one.peer_id)
                case 3:
                    await database.write(
                        lambda store, peer=one.peer_id: store.people.note_heard(peer, at=NOW, state_version=None)
                    )
        over = await list_more(database, reminder, chance.choice((1, 3, 10)))
    found = await listed(database, reminder)
    assert set(ids(steady)) <= set(found)
    assert len(found) == len(set(found))
    while await feed(database, reminder, chance.choice((5, 20))):
        pass
    told = await progress(database, reminder)
    assert told.people == len(found)
    assert told.waiting == (await states_of(database, reminder))[State.READY]
