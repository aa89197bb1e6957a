"""What a failure means: retry with a growing pause, the rate limit (429), uncertain sends, people who blocked the bot."""

import pytest
from structlog.testing import capture_logs

from bot.channels.contract import (
    AccountRefused,
    Blocked,
    Faulty,
    Later,
    Rejected,
    Throttled,
    Uncertain,
    Unreachable,
    WindowClosed,
)
from bot.delivery import retry
from bot.delivery.retry import BACK_OFF, LATER_TRIES, PROBE, SOONEST, TRIES
from bot.delivery.under_way import BATCH
from storage.queue.outbox import State
from tests.delivery.letters import AIGUL, BAKYT, at_pace, row_of, write_to
from tests.patience import patient
from tests.storage.rows import NOW, meet, queue, rows_of, states


@pytest.mark.parametrize(
    ("failure", "state", "code"),
    [
        (Blocked("user is deactivated"), State.FAILED, "blocked"),
        (WindowClosed("24 hours"), State.FAILED, "window_closed"),
        (Rejected("can't parse entities"), State.FAILED, "rejected"),
        (ValueError("our own mistake"), State.FAILED, "rejected"),
        (Throttled(5), State.READY, "throttled"),
        (Later(12), State.READY, "later"),
        (Unreachable("connection refused"), State.READY, "unreachable"),
        (Uncertain("read timeout"), State.READY, "uncertain"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_each_failure_has_its_end(database, courier, channel, aigul, failure, state, code):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, failure)

    await courier.carry()

    row = await row_of(database, 1)
    assert (row["state"], row["code"], row["lease"]) == (state, code, None)
    assert (row["finished_at"] == NOW) is (state is State.FAILED)
    assert len(channel.tried) == 1


async def test_what_waits_for_our_account_to_be_mended_is_never_given_up(
    database, courier, channel, clock, aigul, bakyt
):
    for person, number, address in ((aigul, 1, AIGUL), (bakyt, 2, BAKYT)):
        await write_to(database, person, number)
        channel.always(address, AccountRefused("the token has ended"))
    for _ in range(4):
        await courier.carry()
        clock.move(seconds=86_400)
    assert courier.list_refused() == {(channel.name, channel.account)}
    tried = len(channel.tried)
    assert tried <= 2 * 4
    clock.move(seconds=TRIES * SOONEST)
    await courier.carry()
    assert await states(database) == {1: State.READY, 2: State.READY}
    for address in (AIGUL, BAKYT):
        channel.always(address, None)
    clock.move(seconds=SOONEST)
    await courier.carry()
    clock.move(seconds=SOONEST)
    await courier.carry()
    assert sorted(channel.texts) == ["letter 1", "letter 2"]
    assert courier.list_refused() == set()


@pytest.mark.parametrize("failure", [Rejected("too long"), RuntimeError("unexpected"), WindowClosed("24 hours")])
async def test_what_cannot_be_sent_does_not_keep_the_next_of_its_chat_or_anybody_elses(
    database, courier, channel, aigul, bakyt, failure
):
    await write_to(database, aigul, 1, 2)
    await write_to(database, bakyt, 3)
    channel.will(AIGUL, failure)

    await courier.carry()

    assert sorted(channel.texts) == ["letter 2", "letter 3"]
    assert await states(database) == {1: State.FAILED, 2: State.SENT, 3: State.SENT}


async def test_a_body_that_is_no_message_does_not_keep_the_next(database, courier, channel, aigul):
    await database.write(lambda store: queue(store, aigul, 1, kind="letter", body="torn"))
    await write_to(database, aigul, 2)
    await courier.carry()
    assert channel.texts == ["letter 2"]
    assert await states(database) == {1: State.FAILED, 2: State.SENT}


async def test_what_goes_wrong_is_logged_without_a_word_of_the_letter_or_the_address(database, courier, channel, aigul):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, ValueError(f"letter 1 to {AIGUL}"))
    with capture_logs() as logs:
        await courier.carry()
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert AIGUL not in str(logs)
    assert "letter 1" not in str(logs)


async def test_an_uncertain_letter_is_tried_once_more_and_then_parked(database, courier, channel, clock, aigul):
    await write_to(database, aigul, 1, 2)
    channel.will(AIGUL, Uncertain("read timeout"), Uncertain("read timeout"))

    await courier.carry()
    assert channel.tried == [(AIGUL, "letter 1")]
    clock.move(seconds=BACK_OFF[0])
    await courier.carry()

    row = await row_of(database, 1)
    assert (row["state"], row["code"], row["attempts"]) == (State.UNCERTAIN, "uncertain", 2)
    assert channel.sent == [(AIGUL, "letter 2")]


async def test_an_uncertain_letter_that_arrives_at_the_second_try_is_sent(database, courier, channel, clock, aigul):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, Uncertain("read timeout"))
    await courier.carry()
    clock.move(seconds=BACK_OFF[0])
    await courier.carry()
    assert (await row_of(database, 1))["state"] == State.SENT


@pytest.mark.parametrize("before", [Unreachable("connection refused"), Throttled(1)], ids=lambda e: type(e).__name__)
async def test_a_letter_that_surely_did_not_leave_before_still_gets_its_second_try(
    database, courier, channel, clock, aigul, before
):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, before, Uncertain("read timeout"))
    for _ in range(3):
        await courier.carry()
        clock.move(seconds=5)
    assert (await row_of(database, 1))["state"] == State.SENT


@pytest.mark.parametrize("between", [Unreachable("connection refused"), Throttled(1)], ids=lambda e: type(e).__name__)
async def test_two_uncertain_tries_are_two_whatever_comes_between(database, courier, channel, clock, aigul, between):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, Uncertain("read timeout"), between, Uncertain("read timeout"))
    for _ in range(4):
        await courier.carry()
        clock.move(seconds=60)
    assert (await row_of(database, 1))["state"] == State.UNCERTAIN
    assert channel.sent == []


async def test_a_throttled_letter_waits_the_seconds_it_was_told_and_burns_no_attempt(
    database, courier, channel, clock, aigul
):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, Throttled(30), Throttled(2.5))

    for seconds in (30, 2.5):
        await courier.carry()
        tried = len(channel.tried)
        clock.move(seconds=seconds - 0.001)
        await courier.carry()
        assert len(channel.tried) == tried
        clock.move(seconds=0.001)
    await courier.carry()

    row = await row_of(database, 1)
    assert (row["state"], row["attempts"]) == (State.SENT, 1)


async def test_a_message_its_reader_may_have_later_only_waits_and_holds_up_nobody_else(
    database, courier, channel, clock, aigul, bakyt
):
    await write_to(database, aigul, 1)
    await write_to(database, bakyt, 2)
    channel.will(AIGUL, Later(3600))
    await courier.carry()
    assert channel.texts == ["letter 2"]
    clock.move(seconds=3599)
    await courier.carry()
    assert channel.texts == ["letter 2"]
    clock.move(seconds=1)
    await courier.carry()
    assert channel.texts == ["letter 2", "letter 1"]


async def test_what_its_reader_may_never_have_is_given_up(database, courier, channel, clock, aigul):
    await write_to(database, aigul, 1)
    channel.always(AIGUL, Later(86_400))
    for _ in range(LATER_TRIES + 1):
        await courier.carry()
        clock.move(seconds=86_400)
    row = await row_of(database, 1)
    assert (row["state"], row["code"], len(channel.tried)) == (State.FAILED, "unreachable", LATER_TRIES)


async def test_a_pause_of_no_seconds_is_a_pause_all_the_same(database, courier, channel, aigul):
    await write_to(database, aigul, 1)
    channel.always(AIGUL, Throttled(0))
    async with patient(20):
        await courier.carry()
    assert len(channel.tried) == 1


async def test_a_pause_asked_for_once_a_letter_had_left_holds_for_the_account_and_repeats_nothing(
    database, courier, channel, clock, aigul, bakyt
):
    at_pace(channel)
    await write_to(database, aigul, 1, 2)
    channel.will(AIGUL, Throttled(30, sent="m7"))
    await courier.carry()
    await write_to(database, bakyt, 3)
    await courier.carry()

    assert channel.tried == [(AIGUL, "letter 1")]
    row = await row_of(database, 1)
    assert (row["state"], row["external_id"], row["code"]) == (State.SENT, "m7", None)
    assert await database.read(lambda store: store.accounts.find_paused_until("telegram", "sunush_bot")) == NOW + 30_000
    clock.move(seconds=30)
    await courier.carry()
    assert sorted(channel.texts) == ["letter 2", "letter 3"]


async def test_where_a_chat_was_written_to_just_before_it_alone_rests(database, courier, channel, clock, aigul, bakyt):
    at_pace(channel)
    await write_to(database, aigul, 1, 2, 3, 4)
    channel.will(AIGUL, None, None, Throttled(30, sent="m7"))
    await courier.carry()
    await write_to(database, bakyt, 5)
    clock.move(seconds=0.1)
    await courier.carry()

    assert channel.texts == ["letter 1", "letter 2", "letter 5"]
    assert (await row_of(database, 3))["state"] == State.SENT
    assert await database.read(lambda store: store.accounts.find_paused_until("telegram", "sunush_bot")) == 0
    clock.move(seconds=29.8)
    await courier.carry()
    assert channel.texts[-1] == "letter 5"
    clock.move(seconds=0.1)
    await courier.carry()
    assert channel.texts[-1] == "letter 4"


async def test_a_message_that_cannot_be_brought_while_others_can_is_tried_with_growing_pauses_and_given_up(
    database, courier, channel, clock, aigul, bakyt, monkeypatch
):
    monkeypatch.setattr(retry, "TRIES", 2 * len(BACK_OFF))
    await write_to(database, aigul, 1)
    channel.always(AIGUL, Unreachable("502"))
    tries = 0
    while (await row_of(database, 1))["state"] == State.READY:
        await courier.carry()
        tries += 1
        assert [address for address, _ in channel.tried].count(AIGUL) == tries
        pause = BACK_OFF[min(tries, len(BACK_OFF)) - 1]
        clock.move(seconds=pause - 1)
        await write_to(database, bakyt, 100 + tries)
        await courier.carry()
        assert [address for address, _ in channel.tried].count(AIGUL) == tries
        clock.move(seconds=1)
    row = await row_of(database, 1)
    assert (row["state"], row["code"], row["attempts"], tries) == (
        State.FAILED,
        "unreachable",
        tries,
        2 * len(BACK_OFF),
    )
    assert sorted(BACK_OFF) == list(BACK_OFF)
    assert len(channel.sent) == tries


def test_nothing_is_given_up_in_less_than_two_days():
    assert SOONEST * TRIES > 2 * 24 * 3600


async def carry_for(courier, clock, minutes, *, each=5):
    for _ in range(minutes * 60 // each):
        await courier.carry()
        clock.move(seconds=each)


async def test_a_fault_of_the_messenger_that_meets_one_chat_alone_is_tried_once_more_and_parked(  # noqa: PLR0917
    database, courier, channel, clock, aigul, bakyt, tell
):
    channel.always(AIGUL, Faulty("502"))  # it takes the message, and says 502 each time
    await write_to(database, aigul, 1, 2)
    await courier.carry()
    for n in range(12):
        clock.move(seconds=5)
        await write_to(database, bakyt, 3 + n)  # somebody else is reached meanwhile
        await courier.carry()

    assert [text for address, text in channel.tried if address == AIGUL] == ["letter 1"] * 2 + ["letter 2"] * 2
    assert [(await row_of(database, n))["state"] for n in (1, 2)] == [State.UNCERTAIN] * 2
    tell("two messages answered 502 each time, others get through", sent=4, parked=2)


async def test_an_answer_to_anything_else_shows_that_it_is_not_the_line(database, courier, channel, clock, aigul):
    channel.always(AIGUL, Faulty("502"))
    await write_to(database, aigul, 1)
    await courier.carry()
    clock.move(seconds=1)
    courier.note_answer(channel)  # a poll that went well
    await carry_for(courier, clock, 10)
    assert [text for _, text in channel.tried] == ["letter 1"] * 2
    assert (await row_of(database, 1))["state"] == State.UNCERTAIN


async def test_while_every_chat_meets_with_faults_nothing_is_parked(  # noqa: PLR0917
    database, courier, channel, clock, aigul, bakyt, tell
):
    for address in (AIGUL, BAKYT):
        channel.always(address, Faulty("502"))
    await write_to(database, aigul, 1)
    await write_to(database, bakyt, 2)
    minutes = 60 if database.sqlite else 12  # in either case more than TROUBLE
    for _ in range(minutes):
        courier.note_answer(channel)
        await carry_for(courier, clock, 1)
    assert await states(database) == {1: State.READY, 2: State.READY}
    for address in (AIGUL, BAKYT):
        channel.always(address, None)
    clock.move(seconds=max(BACK_OFF))
    await courier.carry()
    assert await states(database) == {1: State.SENT, 2: State.SENT}
    tell("502 to everybody", minutes=minutes, parked=0, sent_afterwards=2)


async def test_faults_a_third_of_the_time_park_nothing(database, courier, channel, clock):
    crowd = [await meet(database, f"99655500{n:02}") for n in range(12)]
    for n, person in enumerate(crowd):
        await write_to(database, person, 1, 2)
        channel.will(person.address, *[Faulty("502") if (k + n) % 3 == 0 else None for k in range(4)])
    for _ in range(24):
        await courier.carry()
        clock.move(seconds=5)
    assert set((await states(database)).values()) == {State.SENT}


async def test_when_the_line_is_back_after_hours_nobody_waits_as_long_as_it_was_away(database, courier, channel, clock):
    crowd = [await meet(database, f"99655500{n:02}") for n in range(40)]
    for person in crowd:
        await write_to(database, person, 1, 2)
        channel.always(person.address, Unreachable("no line"))
    minutes = 60 if database.sqlite else 12
    await carry_for(courier, clock, minutes)
    assert channel.sent == []
    assert len(channel.tried) < 2 * BATCH * minutes * 60_000 / PROBE, "a few ask whether it is back, not everybody"
    rows = [row for row in await rows_of(database, "outbox") if row["object_id"] == 1]
    assert max(row["attempts"] for row in rows) <= minutes

    for person in crowd:
        channel.always(person.address, None)
        await write_to(database, person, 3)
    for _ in range((SOONEST + PROBE // 1000) // 5 + 1):
        await courier.carry()
        clock.move(seconds=5)
    assert len(channel.sent) == 120
    for person in crowd:
        assert [text for address, text in channel.sent if address == person.address] == [
            f"letter {n}" for n in (1, 2, 3)
        ]


async def test_one_message_the_messenger_cannot_take_holds_up_nobody_else(
    database, courier, channel, clock, aigul, bakyt
):
    await write_to(database, aigul, 1)
    channel.always(AIGUL, Unreachable("500"))
    for number in range(2, 30):
        await courier.carry()
        clock.move(seconds=45)
        await courier.carry()
        await write_to(database, bakyt, number)
        await courier.carry()
        assert channel.texts[-1] == f"letter {number}"


async def test_what_comes_after_an_unreachable_try_keeps_its_turn(database, courier, channel, clock, aigul):
    await write_to(database, aigul, 1, 2)
    channel.will(AIGUL, Unreachable("connection refused"))
    await courier.carry()
    assert channel.sent == []
    clock.move(seconds=BACK_OFF[0])
    await courier.carry()
    assert channel.texts == ["letter 1", "letter 2"]


async def test_somebody_who_blocked_the_bot_is_asked_once_and_the_rest_is_skipped(
    database, courier, channel, clock, aigul, bakyt
):
    await write_to(database, aigul, 1, 2, 3)
    await write_to(database, bakyt, 4)
    channel.always(AIGUL, Blocked("bot was blocked by the user"))

    await courier.carry()
    clock.move(seconds=100_000)
    await courier.carry()

    assert [address for address, _ in channel.tried].count(AIGUL) == 1
    assert await states(database) == {1: State.FAILED, 2: State.SKIPPED, 3: State.SKIPPED, 4: State.SENT}
    blocked = {row["id"]: row["blocked_at"] for row in await rows_of(database, "peers")}
    assert blocked == {aigul.peer_id: NOW, bakyt.peer_id: None}


async def test_whoever_unblocks_the_bot_is_written_to_again(database, courier, channel, aigul):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, Blocked("bot was blocked by the user"))
    await courier.carry()

    await database.write(lambda store: store.people.note_heard(aigul.peer_id, at=NOW, state_version=None))
    await write_to(database, aigul, 2)
    await courier.carry()

    assert channel.texts == ["letter 2"]
