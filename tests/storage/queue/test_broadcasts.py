"""Broadcasts in storage: what is queued of them, paused, cancelled, counted, and in which order they go."""

import asyncio
from collections import Counter

import pytest

from storage.database.engine import Database
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState, Progress
from storage.queue.outbox import Lane, Letter, State
from storage.store import Store
from tests.seeds import dice
from tests.sizes import sized
from tests.storage.queue.claims import sweep, until_somebody_waits_for_a_lock
from tests.storage.queue.crowds import crowd
from tests.storage.queue.notices import (
    HOUR,
    TEXTS,
    blocks,
    broadcast_of,
    claim,
    comes,
    feed,
    hearing_in,
    list_all,
    progress,
    states_of,
    subscribes,
)
from tests.storage.rows import BOT, NOW, enter, meet, queue, rows_of


async def finish(database: Database, letter: Letter, state: State = State.SENT, code: str | None = None) -> None:
    await database.write(lambda store: store.outbox.finish(letter, state, at=NOW, external_id="1", code=code))


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
    assert await database.read(lambda store: store.broadcasts.count_ahead(notice.id)) == 25
    assert not await database.read(lambda store: store.broadcasts.has_listed(notice.id))


async def test_whoever_changed_their_mind_before_their_turn_is_dropped_with_the_reason(database, aimak, hearing):
    reminder = await broadcast_of(database, aimak, hearing, BroadcastKind.IN_1_DAY)
    stays, unsubscribed, blocked, far, refused = await crowd(database, aimak, 5)
    await list_all(database, reminder)
    await subscribes(database, unsubscribed.person_id, aimak, wanted=False, at=NOW + 1)
    await blocks(database, blocked.peer_id)
    await database.write(
        lambda store: store.subscriptions.set_far_away(far.person_id, aimak, True, at=NOW + 1)  # noqa: FBT003
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
        await store.subscriptions.set_subscription(aigul.person_id, aimak, False, at=NOW + 1)  # noqa: FBT003
        await store.broadcasts.drop_person(aigul.person_id, aimak_id=aimak, code="unsubscribed", at=NOW)
        feeding.append(asyncio.create_task(feed(database, notice)))
        await until_somebody_waits_for_a_lock(database)

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
    await database.write(lambda store: store.broadcasts.hold(urgent.id, at=NOW))
    reminder = await broadcast_of(database, aimak, hearing, BroadcastKind.IN_1_DAY, by_hand=False)
    await list_all(database, reminder)
    await feed(database, reminder)

    await database.write(lambda store: store.broadcasts.release(urgent.id, at=NOW))

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
        await store.broadcasts.hold(broadcast.id, at=NOW)

    await database.write(work)


async def resumed(database: Database, broadcast: Broadcast) -> None:
    async def work(store: Store) -> None:
        await store.broadcasts.lock(broadcast.id)
        await store.broadcasts.note(broadcast.id, state=BroadcastState.SENDING.value)
        await store.broadcasts.release(broadcast.id, at=NOW)

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
    """The pause is not committed yet when the lease is taken back. The broadcast's row makes one wait for the other."""
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
        await store.broadcasts.hold(notice.id, at=NOW)
        reclaim = database.write(lambda store: store.outbox.reclaim(*BOT, now=NOW, all_leases=True))
        reclaiming.append(asyncio.ensure_future(reclaim))
        await until_somebody_waits_for_a_lock(database)

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


@pytest.mark.parametrize("seed", range(sized(2, 5)))
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
    while letters := await claim(database) or await claim(database, suspect=True):
        for letter in letters:
            await finish(database, letter)
            sent.update([(letter.peer_id, letter.object_id)] if letter.kind == "broadcast" else [])

    assert await sweep(database) == 0
    assert max(sent.values(), default=0) <= 1
    for broadcast in both:
        told = await progress(database, broadcast)
        reached = sum(count for (_, number), count in sent.items() if number == broadcast.id)
        assert (told.waiting, told.people, told.reached) == (0, 30, reached)
        if standing[broadcast.id] != "cancelled":
            assert set(told.not_reached) <= {"unsubscribed"}


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
        lambda store, after=after: store.broadcasts.list_deliveries([notice.id], after=after, limit=3)
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
