"""Broadcasts in rows, on both engines: whom they list, what is queued when, what pauses, ends, and is counted."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import pytest
from sqlalchemy import event, text, update

from bot.budget.hearing import HearingKind, Terms
from storage.database.engine import Database
from storage.database.schema import outbox, peers, people
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState, Progress
from storage.queue.outbox import Lane, Letter, State
from storage.store import Store
from tests.seeds import dice
from tests.storage.queue.crowds import Subscriber, crowd
from tests.storage.queue.test_outbox import LEASE, _until_somebody_waits_for_a_lock, sweep
from tests.storage.rows import BOT, JANY_ARYK, NOW, enter, meet, queue, rows_of

HOUR = 3_600_000
TEXTS = {"ky": "Угуу болот", "ru": "Будут слушания"}
UNSENT = (State.READY, State.LEASED, State.WAITING)


@pytest.fixture
async def aimak(database: Database) -> int:
    return await enter(database)


async def hearing_in(
    database: Database, aimak_id: int, *, key: str = "hearing", starts_at: int = NOW + 240 * HOUR
) -> int:
    async def work(store: Store) -> int:
        hearing, _ = await store.hearings.add(
            key=key, aimak_id=aimak_id, budget_year=2027, kind=HearingKind.DRAFT, terms=Terms(starts_at, "Клуб"),
            by=None, at=NOW,
        )  # fmt: skip
        return hearing.id

    return await database.write(work)


async def broadcast_of(
    database: Database,
    aimak_id: int,
    hearing_id: int,
    kind: BroadcastKind = BroadcastKind.NOTICE,
    *,
    by_hand: bool = True,
    again: int = 0,
    hearing_at: int = NOW + 240 * HOUR,
    expires_at: int = NOW + 240 * HOUR,
) -> Broadcast:
    """A broadcast that is being sent."""

    async def work(store: Store) -> Broadcast:
        made = await store.broadcasts.add(
            key=f"{kind.value}:{hearing_id}:{again}", aimak_id=aimak_id, hearing_id=hearing_id, revision=1, kind=kind,
            by_hand=by_hand, texts=TEXTS, hearing_at=hearing_at, starts_at=NOW, expires_at=expires_at, by=None, at=NOW,
        )  # fmt: skip
        assert made is not None
        await store.broadcasts.note(made.id, state=BroadcastState.SENDING.value, began_at=NOW)
        return replace(made, state=BroadcastState.SENDING, began_at=NOW)

    return await database.write(work)


@pytest.fixture
async def hearing(database: Database, aimak: int) -> int:
    return await hearing_in(database, aimak)


@pytest.fixture
async def notice(database: Database, aimak: int, hearing: int) -> Broadcast:
    return await broadcast_of(database, aimak, hearing)


async def list_more(database: Database, broadcast: Broadcast, limit: int) -> bool:
    async def work(store: Store) -> bool:
        now = await store.broadcasts.get(broadcast.id)
        assert now is not None
        return await store.broadcasts.list_more(now, limit=limit)

    return await database.write(work)


async def list_all(database: Database, broadcast: Broadcast, limit: int = 1000) -> None:
    while not await list_more(database, broadcast, limit):
        pass


async def feed(database: Database, broadcast: Broadcast, limit: int = 1000) -> int:
    return await database.write(lambda store: store.broadcasts.feed(broadcast, limit=limit, at=NOW))


async def listed(database: Database, broadcast: Broadcast) -> list[int]:
    """Whom a broadcast is for."""
    rows = await rows_of(database, "recipients")
    return sorted(row["person_id"] for row in rows if row["broadcast_id"] == broadcast.id)


async def claim(database: Database, *, limit: int = 8, now: int = NOW, quiet: bool = False) -> list[Letter]:
    lease = str(uuid.uuid4())
    return await database.write(
        lambda store: store.outbox.claim(
            *BOT,
            now=now,
            limit=limit,
            lease=lease,
            leased_until=now + LEASE,
            last=Lane.NOTICE if quiet else Lane.DAY_NOTICE,
        )
    )


async def finish(database: Database, letter: Letter, state: State = State.SENT, code: str | None = None) -> None:
    await database.write(lambda store: store.outbox.finish(letter, state, at=NOW, external_id="1", code=code))


async def states_of(database: Database, broadcast: Broadcast) -> Counter[State]:
    rows = await rows_of(database, "outbox")
    return Counter(
        State(row["state"]) for row in rows if (row["kind"], row["object_id"]) == ("broadcast", broadcast.id)
    )


async def progress(database: Database, broadcast: Broadcast) -> Progress:
    return await database.read(lambda store: store.broadcasts.progress(broadcast.id))


async def subscribes(database: Database, person_id: int, aimak_id: int, *, wanted: bool = True, at: int = NOW) -> None:
    await database.write(lambda store: store.people.set_notices(person_id, aimak_id, wanted, at=at))


async def comes(database: Database, hearing_id: int, person_id: int, *, coming: bool = True, at: int = NOW) -> None:
    await database.write(lambda store: store.hearings.rsvp(hearing_id, person_id, coming=coming, companions=0, at=at))


async def blocks(database: Database, peer_id: int) -> None:
    await database.write(lambda store: store.people.set_blocked(peer_id, at=NOW))


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
    await database.write(lambda store: store.people.heard(old.peer_id, at=NOW + 1, state_version=None))
    await list_all(database, again)
    rows = [row for row in await rows_of(database, "recipients") if row["broadcast_id"] == again.id]
    assert [row["peer_id"] for row in rows] == [old.peer_id]


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
    # Ayzada subscribes; Bakyt as well, and is far away; Guljan as well, and cannot come; Daniyar only said he comes;
    # Erlan left, and came back to say that he comes; Fatima said she comes, and left after that.
    BroadcastKind.NOTICE: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.MOVED: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.CANCELLED: "Ayzada Guljan Daniyar Erlan",
    BroadcastKind.RESULTS: "Ayzada Bakyt Guljan",
    BroadcastKind.IN_7_DAYS: "Ayzada Daniyar Erlan",
    BroadcastKind.IN_1_DAY: "Ayzada Daniyar Erlan",
    BroadcastKind.IN_2_HOURS: "Daniyar Erlan",
    BroadcastKind.COMERS: "Daniyar Erlan",
}


@pytest.fixture
async def village(database, aimak, hearing) -> dict[str, Person]:
    names = ("Ayzada", "Bakyt", "Guljan", "Daniyar", "Erlan", "Fatima")
    residents = {name: await meet(database, name) for name in names}
    for name in ("Ayzada", "Bakyt", "Guljan", "Fatima"):
        await subscribes(database, residents[name].id, aimak, at=NOW - 10)
    await database.write(
        lambda store: store.people.set_far_away(residents["Bakyt"].id, aimak, True, at=NOW - 9)  # noqa: FBT003
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
    counted = await database.read(lambda store: store.broadcasts.audience(kind, aimak_id=aimak, hearing_id=hearing))
    assert counted == {("telegram", "ky"): len(expected)}


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
                        lambda store, peer=one.peer_id: store.people.heard(peer, at=NOW, state_version=None)
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


# What is queued


async def test_a_notice_is_queued_in_the_language_of_each_and_its_text_stands_there_once(database, aimak, notice):
    villagers = await crowd(database, aimak, 4)
    await list_all(database, notice)
    assert await feed(database, notice) == 4

    letters = await claim(database)
    assert [(letter.address, letter.body) for letter in letters] == [
        (one.address, TEXTS["ru" if number % 2 else "ky"]) for number, one in enumerate(villagers)
    ]
    assert {row["body"] for row in await rows_of(database, "outbox")} == {""}


async def test_a_language_nobody_wrote_the_notice_in_is_spoken_to_in_kyrgyz(database, aimak, notice):
    await crowd(database, aimak, 2, languages=("ky", "uz"))
    await list_all(database, notice)
    await feed(database, notice)
    assert [letter.body for letter in await claim(database)] == [TEXTS["ky"], TEXTS["ky"]]


async def test_a_piece_is_queued_at_a_time_and_nobody_twice(database, aimak, notice):
    await crowd(database, aimak, 25)
    await list_all(database, notice)
    assert [await feed(database, notice, 10) for _ in range(4)] == [10, 10, 5, 0]
    assert (await states_of(database, notice)) == {State.READY: 25}
    assert await database.read(lambda store: store.broadcasts.ahead(notice.id)) == 25
    assert not await database.read(lambda store: store.broadcasts.has_listed(notice.id))


async def test_whoever_changed_their_mind_before_their_turn_is_dropped_with_the_reason(database, aimak, hearing):
    reminder = await broadcast_of(database, aimak, hearing, BroadcastKind.IN_1_DAY)
    stays, unsubscribed, blocked, far, refused = await crowd(database, aimak, 5)
    await list_all(database, reminder)
    await subscribes(database, unsubscribed.person_id, aimak, wanted=False, at=NOW + 1)
    await blocks(database, blocked.peer_id)
    await database.write(
        lambda store: store.people.set_far_away(far.person_id, aimak, True, at=NOW + 1)  # noqa: FBT003
    )
    await comes(database, hearing, refused.person_id, coming=False)

    await feed(database, reminder)

    assert [letter.address for letter in await claim(database)] == [stays.address]
    reasons = {"unsubscribed": 1, "blocked": 1, "far_away": 1, "not_coming": 1}
    assert await progress(database, reminder) == Progress(0, 1, reasons)


async def test_whoever_unsubscribes_after_their_turn_is_told_nothing_more(database, aimak, notice):
    first, second = await crowd(database, aimak, 2)
    await list_all(database, notice)
    await feed(database, notice)
    await database.write(
        lambda store: store.broadcasts.drop_person(first.person_id, aimak_id=aimak, code="unsubscribed", at=NOW)
    )
    assert [letter.address for letter in await claim(database)] == [second.address]
    assert (await progress(database, notice)).not_reached == {"unsubscribed": 1}


@pytest.mark.parametrize("code", ["unsubscribed", "far_away", "not_coming"])
async def test_whoever_wants_no_more_while_it_is_being_sent_is_counted_by_their_reason(database, aimak, notice, code):
    (villager,) = await crowd(database, aimak, 1)
    await list_all(database, notice)
    await feed(database, notice)
    (letter,) = await claim(database)
    await database.write(
        lambda store: store.broadcasts.drop_person(villager.person_id, aimak_id=aimak, code=code, at=NOW)
    )
    await database.write(lambda store: store.outbox.put_off(letter, not_before=NOW, code="unreachable"))
    assert await claim(database) == []
    assert (await progress(database, notice)).not_reached == {code: 1}


async def test_whoever_unsubscribes_at_the_moment_of_their_turn_is_told_nothing_either(postgresql_database):
    """Neither sees what the other has not committed: the chat's lock lets the second one see the first."""
    database = postgresql_database
    aimak = await enter(database)
    notice = await broadcast_of(database, aimak, await hearing_in(database, aimak))
    (aigul,) = await crowd(database, aimak, 1)
    await list_all(database, notice)
    feeding = []

    async def unsubscribe(store: Store) -> None:
        await store.people.set_notices(aigul.person_id, aimak, False, at=NOW + 1)  # noqa: FBT003
        await store.broadcasts.drop_person(aigul.person_id, aimak_id=aimak, code="unsubscribed", at=NOW)
        feeding.append(asyncio.create_task(feed(database, notice)))
        await _until_somebody_waits_for_a_lock(database)

    await database.write(unsubscribe)
    await feeding[0]
    assert await claim(database) == []
    assert await progress(database, notice) == Progress(0, 0, {"unsubscribed": 1})


async def test_a_reply_and_an_answer_still_go_before_a_notice_that_is_queued(database, aimak, notice):
    (aigul,) = await crowd(database, aimak, 1)
    person = await database.read(lambda store: store.people.find(*BOT, aigul.address))
    await list_all(database, notice)
    await feed(database, notice)
    await database.write(lambda store: queue(store, person, 7, Lane.REPLY))

    (reply,) = await claim(database)
    assert reply.kind == "reply"
    await finish(database, reply)
    assert [letter.kind for letter in await claim(database)] == ["broadcast"]


async def test_a_notice_for_the_day_does_not_keep_back_an_urgent_one_at_night(database, aimak, hearing):
    """A reminder waits for the morning in Aigul's chat when the hearing is cancelled."""
    (aigul,) = await crowd(database, aimak, 1)
    reminder = await broadcast_of(database, aimak, hearing, BroadcastKind.IN_1_DAY, by_hand=False)
    await list_all(database, reminder)
    await feed(database, reminder)
    assert await claim(database, quiet=True) == []

    cancelled = await broadcast_of(database, aimak, hearing, BroadcastKind.CANCELLED)
    await list_all(database, cancelled)
    await feed(database, cancelled)

    (letter,) = await claim(database, quiet=True)
    assert (letter.address, letter.object_id) == (aigul.address, cancelled.id)
    await finish(database, letter)
    assert await sweep(database) == 0
    assert [letter.object_id for letter in await claim(database)] == [reminder.id]


async def test_an_urgent_notice_that_goes_on_at_night_is_not_kept_back_either(database, aimak, hearing):
    await crowd(database, aimak, 1)
    urgent = await broadcast_of(database, aimak, hearing, BroadcastKind.MOVED)
    await list_all(database, urgent)
    await feed(database, urgent)
    await database.write(lambda store: store.broadcasts.hold(urgent.id))
    reminder = await broadcast_of(database, aimak, hearing, BroadcastKind.IN_1_DAY, by_hand=False)
    await list_all(database, reminder)
    await feed(database, reminder)

    await database.write(lambda store: store.broadcasts.release(urgent.id))

    assert [letter.object_id for letter in await claim(database, quiet=True)] == [urgent.id]
    assert await sweep(database) == 0


async def test_what_is_too_late_is_not_claimed_and_keeps_nothing_else_waiting(database, aimak, hearing):
    await crowd(database, aimak, 1)
    person = await meet(database, "996555000001")
    notice = await broadcast_of(database, aimak, hearing, expires_at=NOW + HOUR)
    await list_all(database, notice)
    await feed(database, notice)
    await database.write(lambda store: queue(store, person, 77, Lane.DAY_NOTICE))
    assert await claim(database, now=NOW + HOUR) == []
    assert [(row["state"], row["code"]) for row in await rows_of(database, "outbox") if row["object_id"] != 77] == [
        (State.SKIPPED, "expired")
    ]
    assert [letter.object_id for letter in await claim(database, now=NOW + HOUR)] == [77]


async def test_what_is_soon_too_late_is_claimed(database, aimak, hearing):
    await crowd(database, aimak, 1)
    notice = await broadcast_of(database, aimak, hearing, expires_at=NOW + HOUR)
    await list_all(database, notice)
    await feed(database, notice)
    assert len(await claim(database, now=NOW + HOUR - 1)) == 1


# Pausing and ending


async def paused(database: Database, broadcast: Broadcast) -> None:
    async def work(store: Store) -> None:
        await store.broadcasts.lock(broadcast.id)
        await store.broadcasts.note(broadcast.id, state=BroadcastState.PAUSED.value)
        await store.broadcasts.hold(broadcast.id)

    await database.write(work)


async def resumed(database: Database, broadcast: Broadcast) -> None:
    async def work(store: Store) -> None:
        await store.broadcasts.lock(broadcast.id)
        await store.broadcasts.note(broadcast.id, state=BroadcastState.SENDING.value)
        await store.broadcasts.release(broadcast.id)

    await database.write(work)


async def test_a_paused_broadcast_lets_everything_else_of_its_chats_pass_and_goes_on_where_it_stood(
    database, aimak, notice
):
    villagers = await crowd(database, aimak, 3)
    await list_all(database, notice)
    await feed(database, notice)
    person = await database.read(lambda store: store.people.find(*BOT, villagers[0].address))
    await database.write(lambda store: queue(store, person, 7, Lane.NOTICE, kind="other"))

    await paused(database, notice)
    assert [letter.kind for letter in await claim(database)] == ["other"]
    assert await states_of(database, notice) == {State.HELD: 3}

    await resumed(database, notice)
    assert await states_of(database, notice) == {State.READY: 2, State.WAITING: 1}
    assert await sweep(database) == 0


async def test_a_letter_on_its_way_when_its_broadcast_pauses_is_put_off_into_the_pause(database, aimak, notice):
    await crowd(database, aimak, 2)
    await list_all(database, notice)
    await feed(database, notice)
    arrives, unlucky = await claim(database)
    await paused(database, notice)

    await finish(database, arrives)
    await database.write(lambda store: store.outbox.put_off(unlucky, not_before=NOW, code="unreachable"))

    assert await states_of(database, notice) == {State.SENT: 1, State.HELD: 1}
    assert await claim(database) == []
    await resumed(database, notice)
    assert [letter.code for letter in await claim(database)] == ["unreachable"]


async def test_a_letter_whose_sender_died_while_its_broadcast_paused_is_held_and_not_sent(database, aimak, notice):
    await crowd(database, aimak, 1)
    await list_all(database, notice)
    await feed(database, notice)
    await claim(database)
    await paused(database, notice)

    await database.write(lambda store: store.outbox.reclaim(*BOT, now=NOW, all_leases=True))

    assert await states_of(database, notice) == {State.HELD: 1}
    await resumed(database, notice)
    assert len(await claim(database)) == 1


async def test_a_letter_taken_back_at_the_moment_its_broadcast_pauses_is_held(postgresql_database):
    """The pause is not committed yet when the lease is taken back; the broadcast's row makes one wait for the other."""
    database = postgresql_database
    aimak = await enter(database)
    notice = await broadcast_of(database, aimak, await hearing_in(database, aimak))
    await crowd(database, aimak, 1)
    await list_all(database, notice)
    await feed(database, notice)
    await claim(database)
    reclaiming = []

    async def pause(store: Store) -> None:
        await store.broadcasts.lock(notice.id)
        await store.broadcasts.note(notice.id, state=BroadcastState.PAUSED.value)
        await store.broadcasts.hold(notice.id)
        reclaim = database.write(lambda store: store.outbox.reclaim(*BOT, now=NOW, all_leases=True))
        reclaiming.append(asyncio.ensure_future(reclaim))
        await _until_somebody_waits_for_a_lock(database)

    await database.write(pause)
    await reclaiming[0]
    assert await states_of(database, notice) == {State.HELD: 1}


async def test_a_cancelled_broadcast_ends_everywhere_and_frees_its_chats(database, aimak, notice):
    villagers = await crowd(database, aimak, 4)
    await list_all(database, notice)
    await feed(database, notice, 3)
    person = await database.read(lambda store: store.people.find(*BOT, villagers[1].address))
    await database.write(lambda store: queue(store, person, 7, Lane.NOTICE, kind="other"))
    (on_its_way,) = await claim(database, limit=1)

    await database.write(lambda store: store.broadcasts.drop(notice.id, code="cancelled", at=NOW))
    await finish(database, on_its_way)

    assert await states_of(database, notice) == {State.SENT: 1, State.SKIPPED: 2}
    assert [letter.kind for letter in await claim(database)] == ["other"]
    assert await progress(database, notice) == Progress(1, 0, {"cancelled": 3})
    assert await sweep(database) == 0


@pytest.mark.parametrize("seed", range(5))
async def test_paused_resumed_cancelled_and_killed_at_random_everybody_ends_in_one_final_state(
    database, aimak, hearing, seed
):
    """Two broadcasts and replies to the same thirty chats: no chat loses its head and nobody is sent anything twice."""
    chance = dice(seed)
    villagers = await crowd(database, aimak, 30)
    both = [
        await broadcast_of(database, aimak, hearing, kind, by_hand=by_hand)
        for kind, by_hand in ((BroadcastKind.MOVED, True), (BroadcastKind.IN_1_DAY, False))
    ]
    for broadcast in both:
        await list_all(database, broadcast, 7)
    standing: dict[int, str] = dict.fromkeys((broadcast.id for broadcast in both), "sending")
    leased: list[Letter] = []
    sent: Counter[tuple[int, int]] = Counter()
    killed: Counter[tuple[int, int]] = Counter()
    written = 0
    for _ in range(160):
        broadcast = chance.choice(both)
        match chance.choices(
            ("feed", "claim", "end", "put off", "reply", "pause", "resume", "cancel", "kill", "leave"),
            (6, 8, 8, 3, 4, 1, 2, 0.05, 0.5, 0.5),
        )[0]:
            case "feed" if standing[broadcast.id] == "sending":
                await feed(database, broadcast, chance.randrange(1, 9))
            case "claim":
                letters = await claim(database, limit=chance.randrange(1, 6), quiet=chance.random() < 0.3)
                assert not [
                    letter
                    for letter in letters
                    if standing.get(letter.object_id, "") == "paused" and letter.kind == "broadcast"
                ]
                leased += letters
            case "end" if leased:
                letter = leased.pop(chance.randrange(len(leased)))
                await finish(database, letter)
                sent.update([(letter.peer_id, letter.object_id)] if letter.kind == "broadcast" else [])
            case "put off" if leased:
                letter = leased.pop(chance.randrange(len(leased)))
                await database.write(
                    lambda store, letter=letter: store.outbox.put_off(letter, not_before=NOW, code="unreachable")
                )
            case "reply":
                one, written = chance.choice(villagers), written + 1
                person = await database.read(lambda store, one=one: store.people.find(*BOT, one.address))
                await database.write(
                    lambda store, person=person, number=written: queue(store, person, number, kind="reply")
                )
            case "pause" if standing[broadcast.id] == "sending":
                await paused(database, broadcast)
                standing[broadcast.id] = "paused"
            case "resume" if standing[broadcast.id] == "paused":
                await resumed(database, broadcast)
                standing[broadcast.id] = "sending"
            case "cancel" if standing[broadcast.id] != "cancelled":
                await database.write(
                    lambda store, id=broadcast.id: store.broadcasts.note(id, state=BroadcastState.CANCELLED.value)
                )
                await database.write(lambda store, id=broadcast.id: store.broadcasts.drop(id, code="cancelled", at=NOW))
                standing[broadcast.id] = "cancelled"
            case "kill":
                killed.update((letter.peer_id, letter.object_id) for letter in leased if letter.kind == "broadcast")
                leased.clear()
                await database.write(lambda store: store.outbox.reclaim(*BOT, now=NOW, all_leases=True))
            case "leave":
                one = chance.choice(villagers)
                await subscribes(database, one.person_id, aimak, wanted=False, at=NOW + 1)
                await database.write(
                    lambda store, one=one: store.broadcasts.drop_person(
                        one.person_id, aimak_id=aimak, code="unsubscribed", at=NOW
                    )
                )
        assert await sweep(database) == 0, "a chat lost its head"

    for letter in leased:
        await finish(database, letter)
        sent.update([(letter.peer_id, letter.object_id)] if letter.kind == "broadcast" else [])
    for broadcast in both:
        if standing[broadcast.id] == "paused":
            await resumed(database, broadcast)
        if standing[broadcast.id] == "cancelled":
            await database.write(lambda store, id=broadcast.id: store.broadcasts.drop(id, code="cancelled", at=NOW))
        while standing[broadcast.id] != "cancelled" and await feed(database, broadcast):
            pass
    while letters := await claim(database):
        for letter in letters:
            await finish(database, letter)
            sent.update([(letter.peer_id, letter.object_id)] if letter.kind == "broadcast" else [])

    assert await sweep(database) == 0
    assert max(sent.values(), default=0) <= 1
    for broadcast in both:
        told = await progress(database, broadcast)
        reached = sum(count for (_, number), count in sent.items() if number == broadcast.id)
        parked = told.not_reached.get("reclaimed", 0)
        assert (told.waiting, told.people, told.reached) == (0, 30, reached)
        assert parked <= sum(killed.values()) / 3
        if standing[broadcast.id] != "cancelled":
            assert set(told.not_reached) <= {"unsubscribed", "reclaimed"}


async def test_how_it_ended_for_each_is_listed_page_by_page(database, aimak, notice):
    villagers = await crowd(database, aimak, 7)
    await list_all(database, notice)
    await blocks(database, villagers[6].peer_id)
    await feed(database, notice)
    first, second, *_ = await claim(database, limit=2)
    await finish(database, first)
    await finish(database, second, State.FAILED, "rejected")

    ended, after = [], (0, 0)
    while page := await database.read(
        lambda store, after=after: store.broadcasts.deliveries([notice.id], after=after, limit=3)
    ):
        ended += page
        after = (page[-1].broadcast_id, page[-1].person_id)

    assert [(one.person_id, one.state, one.code) for one in ended] == [
        (villagers[0].person_id, "reached", None),
        (villagers[1].person_id, "not_reached", "rejected"),
        *((one.person_id, "waiting", None) for one in villagers[2:6]),
        (villagers[6].person_id, "not_reached", "blocked"),
    ]


async def test_the_soonest_hearing_is_first_and_one_that_was_is_last(database, aimak):
    moments = {"in a month": NOW + 720 * HOUR, "yesterday": NOW - 24 * HOUR, "tomorrow": NOW + 24 * HOUR}
    made = {}
    for name, moment in moments.items():
        about = await hearing_in(database, aimak, key=name, starts_at=moment)
        made[name] = (await broadcast_of(database, aimak, about, hearing_at=moment)).id

    order = await database.read(lambda store: store.broadcasts.open(now=NOW))
    assert order == [made["tomorrow"], made["in a month"], made["yesterday"]]


async def test_a_broadcast_is_made_once_for_its_key(database, aimak, hearing, notice):
    async def again(store: Store) -> Broadcast | None:
        return await store.broadcasts.add(
            key=f"notice:{hearing}:0", aimak_id=aimak, hearing_id=hearing, revision=1, kind=BroadcastKind.NOTICE,
            by_hand=True, texts=TEXTS, hearing_at=NOW, starts_at=NOW, expires_at=NOW, by=None, at=NOW,
        )  # fmt: skip

    assert await asyncio.gather(*(database.write(again) for _ in range(4))) == [None] * 4
    assert len(await rows_of(database, "broadcasts")) == 1


# Plans


async def plans_of(database: Database, work) -> str:
    """How the database goes about every statement that work runs."""
    statements = []

    def executing(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT", "WITH")):
            statements.append((statement, parameters))

    event.listen(database._engine.sync_engine, "before_cursor_execute", executing)
    await database.write(work)
    event.remove(database._engine.sync_engine, "before_cursor_execute", executing)
    explain = "EXPLAIN QUERY PLAN " if database.sqlite else "EXPLAIN "

    async def ask(store: Store) -> str:
        lines = []
        if (
            not database.sqlite
        ):  # small tables are read whole because they are small; the question is whether they must be
            await store.connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, parameters in statements:
            rows = await store.connection.exec_driver_sql(explain + statement, parameters)
            lines += [str(row[-1]) for row in rows]
        return "\n".join(lines)

    return await database.write(ask)


def reads_whole(plan: str, *tables: str) -> list[str]:
    """The tables a plan reads from one end to the other."""
    found = []
    for table in tables:
        aliases = {"outbox": ("outbox", "head", "behind")}.get(table, (table,))
        whole = [f"SCAN {alias}" for alias in aliases] + [f"Seq Scan on {table}"]
        found += [line for line in plan.splitlines() for words in whole if words in line and "USING" not in line]
    return found


@pytest.fixture
async def large(database, aimak, hearing) -> Broadcast:
    """A notice half of which is sent, in an install that has had others, and a planner that knows it."""
    await crowd(database, aimak, 4000)
    for again in range(3):
        earlier = await broadcast_of(database, aimak, hearing, again=again)
        await list_all(database, earlier)
        while await feed(database, earlier):
            pass

    async def sent(store: Store) -> None:
        await store.connection.execute(update(outbox).values(state=int(State.SENT), finished_at=NOW))

    await database.write(sent)
    notice = await broadcast_of(database, aimak, hearing, again=3)
    for _ in range(3):
        await list_more(database, notice, 1000)
    await feed(database, notice, 1000)
    await database.run_sync(lambda connection: connection.execute(text("ANALYZE")))
    found = await database.read(lambda store: store.broadcasts.get(notice.id))
    assert found is not None
    return found


async def test_listing_feeding_counting_and_claiming_read_no_table_from_end_to_end(database, large):
    steps = {
        "list_more": lambda store: store.broadcasts.list_more(large, limit=100),
        "feed": lambda store: store.broadcasts.feed(large, limit=100, at=NOW),
        "ahead": lambda store: store.broadcasts.ahead(large.id),
        "has_listed": lambda store: store.broadcasts.has_listed(large.id),
        "has_due": lambda store: store.broadcasts.has_due(large.id, now=NOW),
        "progress": lambda store: store.broadcasts.progress(large.id),
        "claim": lambda store: store.outbox.claim(
            *BOT, now=NOW, limit=8, lease="x", leased_until=NOW, last=Lane.NOTICE
        ),
        "open": lambda store: store.broadcasts.open(now=NOW),
    }
    expected = {
        "list_more": ["ix_follows_aimak_id", "ix_peers_person_id"],
        "feed": ["ix_recipients_listed"],
        "ahead": ["ix_outbox_object"],
        "has_listed": ["ix_recipients_listed"],
        "has_due": ["ix_outbox_object"],
        "progress": ["ix_outbox_object"],
        "claim": ["ix_outbox_ready"],
        "open": [],
    }
    for name, work in steps.items():
        plan = await plans_of(database, work)
        assert not [index for index in expected[name] if index not in plan], f"{name}:\n{plan}"
        assert not reads_whole(plan, "outbox", "peers", "follows", "people", "rsvps"), f"{name}:\n{plan}"
        if name != "progress":
            assert not reads_whole(plan, "recipients"), f"{name}:\n{plan}"


async def test_a_claim_at_night_does_not_sort_what_is_ready(database, large):
    plan = await plans_of(
        database,
        lambda store: store.outbox.claim(*BOT, now=NOW, limit=8, lease="x", leased_until=NOW, last=Lane.NOTICE),
    )
    assert "TEMP B-TREE" not in plan, "SQLite sorts"
    assert "Sort" not in plan, "PostgreSQL sorts"
