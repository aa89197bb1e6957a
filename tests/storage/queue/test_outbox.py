"""The outbox: one head a chat, order kept, replies first, leases that are taken back."""

import asyncio

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from storage.database.schema import outbox
from storage.queue.leases.due import SUSPECT
from storage.queue.leases.reclaiming import KILLS, RESTS
from storage.queue.letters import ALONE
from storage.queue.outbox import Lane, Letter, State
from storage.store import Store
from tests.storage.queue.claims import (
    LEASE,
    about,
    claim,
    dies,
    drained,
    finish,
    outbox_rows,
    queued,
    sweep,
    until_somebody_waits_for_a_lock,
)
from tests.storage.rows import BOT, NOW, meet, queue, rows_of, states


@pytest.fixture
async def aigul(database):
    return await meet(database, "996555111111")


@pytest.fixture
async def bakyt(database):
    return await meet(database, "996555222222")


async def test_a_letter_comes_out_as_it_was_queued(database, aigul):
    await database.write(
        lambda store: queue(store, aigul, 7, Lane.ANSWER, kind="answer", language="ru", body="Ваше предложение")
    )

    (letter,) = await claim(database)

    assert (letter.peer_id, letter.address, letter.kind) == (aigul.peer_id, "996555111111", "answer")
    assert (letter.language, letter.body, letter.attempts, letter.code) == ("ru", "Ваше предложение", 1, None)


async def test_a_message_is_queued_once_for_its_recipient_kind_object_and_revision(database, aigul, bakyt):
    async def work(store: Store) -> list[bool]:
        tries = [
            await queue(store, aigul, 1),
            await queue(store, aigul, 1, body="other words"),
            await queue(store, aigul, 1, revision=1),
            await queue(store, aigul, 1, kind="notice"),
            await queue(store, aigul, 2),
            await queue(store, bakyt, 1),
        ]
        return [row_id is not None for row_id in tries]

    assert await database.write(work) == [True, False, True, True, True, True]
    assert not any(await asyncio.gather(*(database.write(lambda store: queue(store, aigul, 1)) for _ in range(5))))
    assert len(await rows_of(database, "outbox")) == 5


async def test_only_the_head_of_a_chat_is_ready(database, aigul, bakyt):
    await queued(database, aigul, 1, 2, 3)
    await queued(database, bakyt, 4)

    assert await states(database) == {1: State.READY, 2: State.WAITING, 3: State.WAITING, 4: State.READY}
    assert about(await claim(database)) == [1, 4]
    assert await claim(database) == []


async def test_the_database_itself_refuses_a_second_head(database, aigul):
    await queued(database, aigul, 1, 2)

    async def break_it(store: Store) -> None:
        await store.connection.execute(update(outbox).where(outbox.c.object_id == 2).values(state=int(State.LEASED)))

    with pytest.raises(IntegrityError):
        await database.write(break_it)


async def test_letters_to_one_person_leave_in_the_order_they_were_queued(database, aigul):
    await queued(database, aigul, *range(1, 21))
    assert await drained(database) == list(range(1, 21))


async def test_what_was_queued_and_undone_leaves_the_chat_as_it_was(database, aigul):
    await queued(database, aigul, 1, lane=Lane.NOTICE)

    async def undone(store: Store) -> None:
        await queue(store, aigul, 2, Lane.REPLY)
        raise LookupError("the handler failed")

    with pytest.raises(LookupError):
        await database.write(undone)
    assert await states(database) == {1: State.READY}


async def test_a_reply_overtakes_a_ready_notice_and_an_answer_comes_between(database, aigul):
    await queued(database, aigul, 1, 2, lane=Lane.NOTICE)
    await queued(database, aigul, 3, lane=Lane.ANSWER)
    await queued(database, aigul, 4, 5, lane=Lane.REPLY)
    assert await drained(database) == [4, 5, 3, 1, 2]


async def test_a_reply_does_not_overtake_a_notice_that_is_on_its_way(database, aigul):
    await queued(database, aigul, 1, lane=Lane.NOTICE)
    (notice,) = await claim(database)
    await queued(database, aigul, 2, lane=Lane.REPLY)

    assert await states(database) == {1: State.LEASED, 2: State.WAITING}
    assert await claim(database) == []
    assert await finish(database, notice)
    assert about(await claim(database)) == [2]


async def test_across_chats_replies_leave_first(database, aigul, bakyt):
    await queued(database, aigul, 1, lane=Lane.NOTICE)
    await queued(database, bakyt, 2, lane=Lane.REPLY)
    assert about(await claim(database, limit=1)) == [2]


async def test_a_notice_leased_between_a_replys_insert_and_its_demotion_stays_leased(postgresql_database):
    """The reply has been written but not yet looked at the head, and another worker claims that head."""
    aigul = await meet(postgresql_database, "996555111111")
    await queued(postgresql_database, aigul, 1, lane=Lane.NOTICE)
    claimed = []

    async def reply(store: Store) -> None:
        demote = store.outbox._demote

        async def after_a_claim(*args: object) -> bool:
            claimed.extend(await claim(postgresql_database))
            return await demote(*args)

        store.outbox._demote = after_a_claim
        await queue(store, aigul, 2, Lane.REPLY)

    await postgresql_database.write(reply)

    assert about(claimed) == [1]
    assert await states(postgresql_database) == {1: State.LEASED, 2: State.WAITING}
    assert await finish(postgresql_database, claimed[0])
    assert about(await claim(postgresql_database)) == [2]


async def test_a_claim_passes_by_a_notice_that_a_reply_is_just_demoting(postgresql_database):
    """The reply has demoted the head and is not committed: the claimer neither waits for it nor takes the notice."""
    aigul = await meet(postgresql_database, "996555111111")
    await queued(postgresql_database, aigul, 1, lane=Lane.NOTICE)

    async def reply(store: Store) -> list[Letter]:
        await queue(store, aigul, 2, Lane.REPLY)
        return await claim(postgresql_database)

    assert await postgresql_database.write(reply) == []
    assert await drained(postgresql_database) == [2, 1]


async def test_a_claim_in_progress_makes_the_demotion_wait_and_then_give_way(postgresql_database):
    """The claimer holds the head and is not committed: the demotion waits, and finds it leased."""
    aigul = await meet(postgresql_database, "996555111111")
    await queued(postgresql_database, aigul, 1, lane=Lane.NOTICE)
    replies = []

    async def slow_claim(store: Store) -> list[Letter]:
        letters = await store.outbox.claim(*BOT, now=NOW, limit=8, lease="slow", leased_until=NOW + LEASE)
        replies.append(asyncio.create_task(queued(postgresql_database, aigul, 2)))
        await until_somebody_waits_for_a_lock(postgresql_database)
        return letters

    (notice,) = await postgresql_database.write(slow_claim)
    await replies[0]

    assert await states(postgresql_database) == {1: State.LEASED, 2: State.WAITING}
    await finish(postgresql_database, notice)
    assert await drained(postgresql_database) == [2]


async def test_a_letter_queued_while_the_one_before_it_is_being_finished_finds_its_turn(postgresql_database):
    """Neither sees what the other has not committed yet, so the chat's lock lets one of them see the other."""
    aigul = await meet(postgresql_database, "996555111111")
    await queued(postgresql_database, aigul, 1)
    (letter,) = await claim(postgresql_database)
    finishing = []

    async def slow_queue(store: Store) -> None:
        await queue(store, aigul, 2)
        finishing.append(asyncio.create_task(finish(postgresql_database, letter)))
        await until_somebody_waits_for_a_lock(postgresql_database)

    await postgresql_database.write(slow_queue)
    assert await finishing[0]
    assert await states(postgresql_database) == {1: State.SENT, 2: State.READY}


async def test_a_letter_queued_while_its_chat_is_being_skipped_is_skipped_too_or_finds_its_turn(postgresql_database):
    aigul = await meet(postgresql_database, "996555111111")
    await queued(postgresql_database, aigul, 1)
    skipping = []

    async def slow_queue(store: Store) -> None:
        await queue(store, aigul, 2)
        skipping.append(
            asyncio.create_task(
                postgresql_database.write(
                    lambda store: store.outbox.skip_waiting(aigul.peer_id, code="unsubscribed", at=NOW)
                )
            )
        )
        await until_somebody_waits_for_a_lock(postgresql_database)

    await postgresql_database.write(slow_queue)
    await skipping[0]
    assert await sweep(postgresql_database) == 0
    assert await states(postgresql_database) == {1: State.SKIPPED, 2: State.SKIPPED}


async def test_a_letter_is_not_due_before_its_hour(database, aigul):
    await queued(database, aigul, 1, at=NOW + 5000)
    assert await claim(database, now=NOW + 4999) == []
    assert about(await claim(database, now=NOW + 5000)) == [1]


async def test_a_claim_is_for_its_own_account_only(database, aigul):
    await queued(database, aigul, 1)
    for channel, account in (("telegram", "other_bot"), ("whatsapp", BOT[1])):
        assert not await database.write(
            lambda store, c=channel, a=account: store.outbox.claim(
                c, a, now=NOW, limit=8, lease="x", leased_until=NOW + LEASE
            )
        )
        assert await database.write(
            lambda store, c=channel, a=account: store.outbox.reclaim(c, a, now=NOW, all_leases=True)
        ) == (0, [])


async def test_a_claim_takes_no_more_than_it_may_the_longest_waiting_first(database):
    crowd = [await meet(database, f"99655500{n}") for n in range(6)]
    for n, person in enumerate(crowd):
        await queued(database, person, n, at=NOW - n)
    assert about(await claim(database, limit=4)) == [5, 4, 3, 2]
    assert about(await claim(database, limit=4)) == [1, 0]


async def test_a_finished_letter_says_how_it_ended(database, aigul):
    await queued(database, aigul, 1, 2)
    (first,) = await claim(database)
    await finish(database, first, at=NOW + 5)
    assert await claim(database) == []  # what follows in a chat is not due before what went first has ended
    (second,) = await claim(database, now=NOW + 5)
    await database.write(lambda store: store.outbox.finish(second, State.FAILED, at=NOW + 6, code="rejected"))

    kept = [(row["state"], row["external_id"], row["code"], row["finished_at"]) for row in await outbox_rows(database)]
    assert kept == [(State.SENT, "42", None, NOW + 5), (State.FAILED, None, "rejected", NOW + 6)]
    assert await database.read(lambda store: store.outbox.counts()) == {State.SENT: 1, State.FAILED: 1}
    assert await database.read(lambda store: store.outbox.find_last_sent(aigul.peer_id)) == "body 1"


async def test_nothing_was_sent_last_to_somebody_who_was_sent_nothing(database, aigul):
    await queued(database, aigul, 1)
    assert await database.read(lambda store: store.outbox.find_last_sent(aigul.peer_id)) is None


async def test_whoever_has_lost_the_lease_changes_nothing_and_is_told_so(database, aigul):
    """A worker stopped past its lease: another has the row by now."""
    await queued(database, aigul, 1, 2)
    (late,) = await claim(database)
    await database.write(lambda store: store.outbox.reclaim(*BOT, now=NOW, all_leases=True))
    (second,) = await claim(database)
    before = await outbox_rows(database)

    assert await finish(database, late) is False
    assert await finish(database, late, State.FAILED) is False
    assert await database.write(lambda store: store.outbox.put_off(late, not_before=NOW + 9, code="late")) is False
    assert await outbox_rows(database) == before

    assert await finish(database, second) is True
    after = await outbox_rows(database)
    assert await finish(database, second) is False
    assert await finish(database, late) is False
    assert await outbox_rows(database) == after


async def test_a_letter_put_off_keeps_its_place_and_remembers_why(database, aigul):
    await queued(database, aigul, 1, 2)
    (letter,) = await claim(database)
    assert await database.write(lambda store: store.outbox.put_off(letter, not_before=NOW + 1000, code="unreachable"))

    assert await states(database) == {1: State.READY, 2: State.WAITING}
    assert await claim(database, now=NOW + 999) == []
    (again,) = await claim(database, now=NOW + 1000)
    assert (about([again]), again.attempts, again.code) == ([1], 2, "unreachable")
    await finish(database, again)
    assert await drained(database) == [2]


async def test_a_pause_the_messenger_asked_for_burns_no_attempt(database, aigul):
    await queued(database, aigul, 1)
    (letter,) = await claim(database)
    await database.write(lambda store: store.outbox.put_off(letter, not_before=NOW, code="throttled", tried=False))
    (again,) = await claim(database)
    assert (again.attempts, again.code) == (1, "throttled")


async def test_a_reply_goes_before_a_notice_that_was_put_off(database, aigul):
    await queued(database, aigul, 1, lane=Lane.NOTICE)
    (notice,) = await claim(database)
    await queued(database, aigul, 2, lane=Lane.REPLY)
    await database.write(lambda store: store.outbox.put_off(notice, not_before=NOW + 1000, code="throttled"))
    assert await drained(database) == [2]
    assert await drained(database, now=NOW + 1000) == [1]


async def test_skipping_ends_what_has_not_left_and_leaves_the_rest(database, aigul, bakyt):
    await queued(database, aigul, 1, 2, 3, 4)
    await queued(database, bakyt, 5)
    await finish(database, (await claim(database, limit=1))[0])
    on_its_way = await claim(database, limit=2)
    assert about(on_its_way) == [5, 2] or about(on_its_way) == [2, 5]

    assert await database.write(lambda store: store.outbox.skip_waiting(aigul.peer_id, code="blocked", at=NOW)) == [
        3,
        4,
    ]
    assert await states(database) == {
        1: State.SENT,
        2: State.LEASED,
        3: State.SKIPPED,
        4: State.SKIPPED,
        5: State.LEASED,
    }
    assert [row["code"] for row in await outbox_rows(database)] == [None, None, "blocked", "blocked", None]


async def test_a_reply_that_has_not_left_gives_its_place_to_another_one(database, aigul):
    await queued(database, aigul, 9, lane=Lane.NOTICE)
    await queued(database, aigul, 1)

    async def another(store: Store) -> str | None:
        body = await store.outbox.supersede(aigul.peer_id, 1, at=NOW)
        await queue(store, aigul, 2, Lane.REPLY)
        return body

    assert await database.write(another) == "body 1"
    assert await drained(database) == [2, 9]
    assert await states(database) == {1: State.SKIPPED, 2: State.SENT, 9: State.SENT}
    assert [row["code"] for row in await outbox_rows(database)] == [None, "superseded", None]


async def test_a_reply_on_its_way_keeps_its_place(database, aigul):
    await queued(database, aigul, 1)
    (letter,) = await claim(database)
    assert await database.write(lambda store: store.outbox.supersede(aigul.peer_id, 1, at=NOW)) is None
    await finish(database, letter)
    assert await database.write(lambda store: store.outbox.supersede(aigul.peer_id, 1, at=NOW)) is None
    assert await states(database) == {1: State.SENT}


async def test_deaths_among_others_park_nothing_and_a_letter_that_has_seen_two_goes_alone(database, aigul, bakyt):
    await queued(database, aigul, 1, 2)
    await queued(database, bakyt, 3)
    for _ in range(SUSPECT):
        assert about(await claim(database)) == [1, 3]
        assert await dies(database) == (2, [])
    assert await claim(database) == [], "whoever takes several does not see them"
    for _ in range(9):
        assert len(await claim(database, suspect=True)) == 2
        assert await dies(database) == (2, []), "they were not alone"
    for tried in (True, False):
        (letter,) = await claim(database, suspect=True, limit=1)

        async def put_off(store: Store, letter: Letter = letter, tried: bool = tried) -> bool:
            return await store.outbox.put_off(letter, not_before=NOW, code="x", tried=tried)

        assert await database.write(put_off)
    assert about(await claim(database)) == [1], "whoever tried it lives"


async def test_a_letter_that_kills_whoever_sends_it_alone_rests_ever_longer_and_is_parked(database, aigul, bakyt):
    await queued(database, aigul, 1, 2)
    now, outcomes, rests = NOW, [], []
    for death in range(SUSPECT + KILLS):
        suspect = death >= SUSPECT
        lease = f"{ALONE}{death}" if suspect else None
        assert about(await claim(database, now=now, suspect=suspect, lease=lease)) == [1]
        outcomes.append(await dies(database, now=now))
        due = (await outbox_rows(database))[0]["not_before"]
        rests += [due - now] if suspect else []
        now = due
    assert outcomes == [(1, [])] * (SUSPECT + KILLS - 1) + [(0, [1])]
    assert tuple(rests[:-1]) == RESTS
    assert await states(database) == {1: State.UNCERTAIN, 2: State.READY}
    assert (await outbox_rows(database))[0]["code"] == "reclaimed"
    assert await drained(database) == [2]


async def test_only_leases_that_have_run_out_are_taken_from_the_living(database, aigul, bakyt):
    await queued(database, aigul, 1)
    await claim(database, now=NOW)
    await queued(database, bakyt, 2)
    await claim(database, now=NOW + 1000)

    async def reclaim(now: int) -> tuple[int, list[int]]:
        return await database.write(lambda store: store.outbox.reclaim(*BOT, now=now, all_leases=False))

    assert await reclaim(NOW + LEASE) == (0, [])
    assert await reclaim(NOW + LEASE + 1) == (1, [])
    assert await states(database) == {1: State.READY, 2: State.LEASED}


async def test_the_sweep_finds_nothing_in_order_and_mends_what_was_broken(database, aigul, bakyt):
    await queued(database, aigul, 1, 2, 3)
    await queued(database, bakyt, 4, lane=Lane.NOTICE)
    await queued(database, bakyt, 5, lane=Lane.ANSWER)
    assert await sweep(database) == 0

    async def behead(store: Store) -> None:
        await store.connection.execute(update(outbox).values(state=int(State.WAITING)))

    await database.write(behead)
    assert await claim(database) == []
    assert await sweep(database) == 2
    assert await sweep(database) == 0
    assert await states(database) == {
        1: State.READY,
        2: State.WAITING,
        3: State.WAITING,
        4: State.WAITING,
        5: State.READY,
    }
    assert sorted(await drained(database)) == [1, 2, 3, 4, 5]


async def test_the_body_and_the_address_are_sealed(database, aigul):
    await database.write(lambda store: queue(store, aigul, 1, body="Айгүл, сиздин сунушуңуз кабыл алынды"))
    (row,) = await outbox_rows(database)
    assert "Айгүл" not in row["body"]
