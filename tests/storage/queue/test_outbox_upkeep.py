"""What is asked of the outbox beside sending: where a row stands, chats that move, answers waiting again, old rows."""

import pytest
from sqlalchemy import select

from storage.database.schema import outbox
from storage.queue.letters import Found, Lane, Latest, State
from tests.storage.queue.claims import about, claim, drained, finish, queued
from tests.storage.rows import NOW, meet, queue, states

DAY = 86_400_000


@pytest.fixture
async def aigul(database):
    return await meet(database, "996555111111")


async def test_where_one_row_stands_is_found_by_what_it_is_about(database, aigul):
    await queued(database, aigul, 1)
    await drained(database)
    await queued(database, aigul, 2, lane=Lane.ANSWER)

    async def ask(store):
        outbox = store.outbox
        return (
            await outbox.find(aigul.peer_id, "reply", 1, 0),
            await outbox.find(aigul.peer_id, "answer", 2, 0),
            await outbox.find(aigul.peer_id, "answer", 3, 0),
            await outbox.find_latest(aigul.peer_id, "reply", 1),
            await outbox.find_latest(aigul.peer_id, "reply", 3),
            [await outbox.is_on_its_way(aigul.peer_id, kind, number) for kind, number in (("reply", 1), ("answer", 2))],
        )

    assert await database.read(ask) == (
        Found(State.SENT, "42"), Found(State.READY, ""), None, Latest(0, "42"), None, [False, True],
    )  # fmt: skip


async def test_a_chat_that_became_another_takes_what_has_not_left_along_and_says_nothing_twice(database, aigul):
    other = await meet(database, "996555222222")
    await queued(database, aigul, 1, 2, 3)
    await queued(database, other, 2)
    letter = next(one for one in await claim(database) if about([one]) == [1])
    assert await database.write(lambda store: store.outbox.hand_over(letter, to=other.peer_id, at=NOW))
    assert not await database.write(lambda store: store.outbox.hand_over(letter, to=other.peer_id, at=NOW))
    rows = await database.read(lambda store: store.outbox.counts())
    assert rows[State.SKIPPED] == 1, "what is queued there already is not said twice"
    await database.write(lambda store: store.outbox.reclaim("telegram", "sunush_bot", now=NOW, all_leases=True))
    assert sorted(await drained(database)) == [1, 2, 3]


async def test_an_answer_that_a_block_ended_waits_again_and_a_reply_does_not(database, aigul):
    for lane, number in ((Lane.ANSWER, 1), (Lane.REPLY, 2)):
        await queued(database, aigul, number, lane=lane)
        await database.write(lambda store: store.outbox.skip_waiting(aigul.peer_id, code="blocked", at=NOW))
    assert await database.write(lambda store: store.outbox.revive(aigul.peer_id)) == 1
    assert await states(database) == {1: State.READY, 2: State.SKIPPED}
    assert await drained(database) == [1]
    assert await database.write(lambda store: store.outbox.revive(aigul.peer_id)) == 0


async def test_old_replies_are_removed_and_answers_stay_as_proof(database, aigul):
    await queued(database, aigul, 1)
    await queued(database, aigul, 2, lane=Lane.ANSWER)
    await drained(database)
    assert await database.write(lambda store: store.outbox.empty_before(NOW)) == 0
    assert await database.write(lambda store: store.outbox.empty_before(NOW + 1)) == 1
    assert await states(database) == {2: State.SENT}


async def test_late_is_what_has_been_ready_for_too_long_and_does_not_wait_for_the_day(database, aigul):
    bakyt = await meet(database, "996555222222")
    await queued(database, aigul, 1)
    await queued(database, bakyt, 2, lane=Lane.DAY_NOTICE)
    assert await database.read(lambda store: store.outbox.count_late(NOW)) == 0
    assert await database.read(lambda store: store.outbox.count_late(NOW + 1)) == 1


async def test_a_clock_that_was_put_back_takes_what_is_not_due_along(database, aigul):
    await database.write(lambda store: queue(store, aigul, 1, at=NOW + DAY))
    assert await claim(database) == []
    await database.write(lambda store: store.outbox.put_back("telegram", "sunush_bot", now=NOW, by=DAY))
    (letter,) = await claim(database)
    assert await finish(database, letter)


@pytest.mark.parametrize(("sittings", "marks", "blank"), [
    ([(NOW - 1, NOW + 1)], [], True), ([], ["body 1"], True), ([(NOW + 5, NOW + 9)], ["vote:7"], False),
])  # fmt: skip
async def test_what_was_picked_is_taken_out_of_what_has_left(database, aigul, sittings, marks, blank):
    await queued(database, aigul, 1)
    await drained(database)
    await queued(database, aigul, 2)

    async def take(store):
        await store.outbox.blank_replies(aigul.id, since=NOW - DAY, sittings=sittings, marks=marks)
        rows = await store.connection.execute(select(outbox.c.object_id, outbox.c.body).order_by(outbox.c.id))
        return {row.object_id: database.seal.open(row.body) == "{}" for row in rows}

    assert await database.write(take) == {1: blank, 2: False}


async def test_what_was_shown_is_found_by_the_messengers_id_and_in_its_order(database, aigul):
    await queued(database, aigul, 1, 2)
    assert await drained(database) == [1, 2]

    async def ask(store):
        shown = await store.outbox.list_shown(aigul.peer_id, since=NOW - DAY, most=5)
        later = await store.outbox.list_shown(aigul.peer_id, since=NOW + DAY, most=5)
        found = await store.outbox.find_answered(aigul.peer_id, "42")
        return [one.body for one in shown], later, found, await store.outbox.find_answered(aigul.peer_id, "43")

    bodies, later, found, missing = await database.read(ask)
    assert (bodies, later, missing) == (["body 1", "body 2"], [], None)
    assert found.external_id == "42"
