"""The courier: each way of failing has its end, nobody waits for somebody else's failure, and a kill loses nothing."""

import asyncio
import errno

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.channels.contract import Blocked, Pace, Rejected, Throttled, Uncertain, Unreachable, WindowClosed
from bot.chat.message import Message
from bot.delivery import courier as courier_module
from bot.delivery.courier import BATCH, ENDINGS, FILE_TRIES, LEASE, PAUSES, PROBE, SOONEST, SWEEP, TRIES, Courier
from storage.database.engine import CommitFailed, Database
from storage.database.schema import outbox
from storage.people import Person
from storage.queue.outbox import MENU, Lane, State
from storage.store import Store
from tests.channels.doubles import Clock, RecordingChannel
from tests.storage.rows import NOW, meet, queue, rows_of, states

AIGUL, BAKYT = "996555111111", "996555222222"


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
async def channel():
    return RecordingChannel()


@pytest.fixture
def new_courier(database, channel, clock, tmp_path):
    """Makes a courier as a start of the program does."""
    return lambda: Courier(database=database, channels=[channel], now=clock)


@pytest.fixture
def courier(new_courier):
    return new_courier()


@pytest.fixture
async def aigul(database):
    return await meet(database, AIGUL)


@pytest.fixture
async def bakyt(database):
    return await meet(database, BAKYT)


async def write_to(
    database: Database, person: Person, *numbers: int, lane: Lane = Lane.REPLY, language: str = "ky"
) -> None:
    async def work(store: Store) -> None:
        for number in numbers:
            body = Message(f"letter {number}").to_json()
            await queue(store, person, number, lane, body=body, language=language)

    await database.write(work)


async def row_of(database: Database, number: int) -> dict:
    (row,) = [row for row in await rows_of(database, "outbox") if row["object_id"] == number]
    return row


async def test_a_letter_is_sent_in_its_language_and_the_messengers_id_is_kept(database, courier, channel, aigul):
    await write_to(database, aigul, 1, language="ru")

    assert await courier.carry() == 1

    assert channel.sent == [(AIGUL, "letter 1")]
    assert channel.languages == ["ru"]
    row = await row_of(database, 1)
    assert (row["state"], row["external_id"], row["finished_at"], row["code"]) == (State.SENT, "m1", NOW, None)
    assert await courier.carry() == 0
    assert len(channel.tried) == 1


async def test_a_channel_knows_a_letter_that_comes_again_from_another_with_the_same_words(
    database, courier, channel, clock, aigul
):
    letters, taken = [], channel.send

    async def send(address, message, *, language):
        letters.append(message.letter)
        return await taken(address, message, language=language)

    channel.send = send
    await write_to(database, aigul, 1, 2)
    channel.will(AIGUL, Unreachable("no line"))
    for _ in range(2):
        await courier.carry()
        clock.move(seconds=PAUSES[0])
    first, second = [(await row_of(database, number))["id"] for number in (1, 2)]
    assert letters == [first, first, second]


async def test_everything_due_is_carried_in_one_go_and_each_person_reads_it_in_order(database, courier, channel):
    crowd = [await meet(database, f"99655500{n}") for n in range(20)]
    for person in crowd:
        await write_to(database, person, 1, 2, 3)

    assert await courier.carry() == 60

    for person in crowd:
        assert [text for address, text in channel.sent if address == person.address] == [
            "letter 1",
            "letter 2",
            "letter 3",
        ]


@pytest.mark.parametrize(
    ("failure", "state", "code"),
    [
        (Blocked("user is deactivated"), State.FAILED, "blocked"),
        (WindowClosed("24 hours"), State.FAILED, "window_closed"),
        (Rejected("can't parse entities"), State.FAILED, "rejected"),
        (ValueError("our own mistake"), State.FAILED, "rejected"),
        (Throttled(5), State.READY, "throttled"),
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
    await database.write(lambda store: queue(store, aigul, 1, body="torn"))
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
    clock.move(seconds=PAUSES[0])
    await courier.carry()

    row = await row_of(database, 1)
    assert (row["state"], row["code"], row["attempts"]) == (State.UNCERTAIN, "uncertain", 2)
    assert channel.sent == [(AIGUL, "letter 2")]


async def test_an_uncertain_letter_that_arrives_at_the_second_try_is_sent(database, courier, channel, clock, aigul):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, Uncertain("read timeout"))
    await courier.carry()
    clock.move(seconds=PAUSES[0])
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


async def test_a_pause_of_no_seconds_is_a_pause_all_the_same(database, courier, channel, aigul):
    await write_to(database, aigul, 1)
    channel.always(AIGUL, Throttled(0))
    async with asyncio.timeout(20):
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
    assert await database.read(lambda store: store.accounts.paused_until("telegram", "sunush_bot")) == NOW + 30_000
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
    assert await database.read(lambda store: store.accounts.paused_until("telegram", "sunush_bot")) == 0
    clock.move(seconds=29.8)
    await courier.carry()
    assert channel.texts[-1] == "letter 5"
    clock.move(seconds=0.1)
    await courier.carry()
    assert channel.texts[-1] == "letter 4"


async def test_a_message_that_cannot_be_brought_while_others_can_is_tried_with_growing_pauses_and_given_up(
    database, courier, channel, clock, aigul, bakyt, monkeypatch
):
    monkeypatch.setattr(courier_module, "TRIES", 2 * len(PAUSES))
    await write_to(database, aigul, 1)
    channel.always(AIGUL, Unreachable("502"))
    tries = 0
    while (await row_of(database, 1))["state"] == State.READY:
        await courier.carry()
        tries += 1
        assert [address for address, _ in channel.tried].count(AIGUL) == tries
        pause = PAUSES[min(tries, len(PAUSES)) - 1]
        clock.move(seconds=pause - 1)
        await write_to(database, bakyt, 100 + tries)
        await courier.carry()
        assert [address for address, _ in channel.tried].count(AIGUL) == tries
        clock.move(seconds=1)
    row = await row_of(database, 1)
    assert (row["state"], row["code"], row["attempts"], tries) == (State.FAILED, "unreachable", tries, 2 * len(PAUSES))
    assert sorted(PAUSES) == list(PAUSES)
    assert len(channel.sent) == tries


def test_nothing_is_given_up_in_less_than_two_days():
    assert SOONEST * TRIES > 2 * 24 * 3600


async def test_when_the_line_is_back_after_hours_nobody_waits_as_long_as_it_was_away(database, courier, channel, clock):
    crowd = [await meet(database, f"99655500{n:02}") for n in range(40)]
    for person in crowd:
        await write_to(database, person, 1, 2)
        channel.always(person.address, Unreachable("no line"))
    hours = 1
    for _ in range(hours * 720):
        await courier.carry()
        clock.move(seconds=5)
    assert channel.sent == []
    assert len(channel.tried) < 2 * BATCH * hours * 3_600_000 / PROBE, "a few ask whether it is back, not everybody"
    rows = [row for row in await rows_of(database, "outbox") if row["object_id"] == 1]
    assert max(row["attempts"] for row in rows) <= hours * 60

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
    clock.move(seconds=PAUSES[0])
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

    await database.write(lambda store: store.people.heard(aigul.peer_id, at=NOW, state_version=None))
    await write_to(database, aigul, 2)
    await courier.carry()

    assert channel.texts == ["letter 2"]


# Files that go along


class Papers:
    """Makes the file of a message, unless something is in the way."""

    def __init__(self, folder):
        self.folder, self.in_the_way, self.asked = folder, None, 0

    async def __call__(self, document):
        self.asked += 1
        if self.in_the_way is not None:
            raise self.in_the_way
        return self.folder / document["kind"]


@pytest.fixture
def papers(tmp_path):
    return Papers(tmp_path)


@pytest.fixture
def carrier(database, channel, clock, papers):
    """A courier that makes files."""
    return Courier(database=database, channels=[channel], now=clock, documents=papers)


async def with_a_file(database, person, number):
    body = Message(f"letter {number}", document={"kind": "export"}).to_json()
    await database.write(lambda store: queue(store, person, number, body=body))


FULL, BUSY = OSError(errno.ENOSPC, "No space left on device"), OperationalError("SELECT", {}, Exception("locked"))


@pytest.mark.parametrize("error", [FULL, BUSY, CommitFailed("no connection is free")], ids=lambda e: type(e).__name__)
async def test_a_file_that_cannot_be_made_now_is_made_and_sent_later(
    database, carrier, channel, papers, clock, aigul, bakyt, error
):
    await with_a_file(database, aigul, 1)
    papers.in_the_way = error
    for already in range(1, 4):
        await carrier.carry()
        row = await row_of(database, 1)
        assert (row["state"], row["code"], papers.asked) == (State.READY, "no_file", already)
        clock.move(seconds=PAUSES[already - 1])
    papers.in_the_way = None
    await carrier.carry()
    assert channel.texts == ["letter 1"]
    assert (await row_of(database, 1))["state"] == State.SENT


async def test_files_that_cannot_be_made_say_nothing_of_the_line(database, carrier, channel, papers, clock):
    crowd = [await meet(database, f"99655500{n:02}") for n in range(BATCH)]
    papers.in_the_way = FULL
    for person in crowd:
        await with_a_file(database, person, 1)
    for _ in range(4):
        await carrier.carry()
        clock.move(seconds=5)
    await write_to(database, crowd[0], 2, lane=Lane.REPLY)
    bakyt = await meet(database, BAKYT)
    await write_to(database, bakyt, 3)
    await carrier.carry()
    assert channel.texts == ["letter 3"]


async def test_a_file_that_is_not_made_for_minutes_is_given_up_and_the_next_of_its_chat_leaves(
    database, carrier, channel, papers, clock, aigul
):
    await with_a_file(database, aigul, 1)
    await write_to(database, aigul, 2)
    papers.in_the_way = FULL
    for _ in range(FILE_TRIES):
        await carrier.carry()
        clock.move(seconds=SOONEST)
    row = await row_of(database, 1)
    assert (row["state"], row["code"], papers.asked) == (State.FAILED, "no_file", FILE_TRIES)
    assert channel.texts == ["letter 2"]


async def test_hours_without_a_line_take_no_try_from_a_file(database, carrier, channel, papers, clock, aigul):
    await with_a_file(database, aigul, 1)
    channel.always(AIGUL, Unreachable("no line"))
    for _ in range(2 * FILE_TRIES):
        await carrier.carry()
        clock.move(seconds=SOONEST)
    channel.always(AIGUL, None)
    papers.in_the_way = BUSY
    await carrier.carry()
    clock.move(seconds=SOONEST)
    papers.in_the_way = None
    await carrier.carry()
    assert channel.texts == ["letter 1"]


@pytest.mark.parametrize("error", [FileNotFoundError(), OSError("cannot open resource"), KeyError("kind")])
async def test_a_file_that_can_never_be_made_ends_its_letter_at_once(database, carrier, channel, papers, aigul, error):
    await with_a_file(database, aigul, 1)
    papers.in_the_way = error
    await carrier.carry()
    row = await row_of(database, 1)
    assert (row["state"], row["code"]) == (State.FAILED, "rejected")


# Places, pace, clocks


async def test_a_request_that_is_never_answered_keeps_nobody_elses_message_waiting(database, courier, channel):
    """One hangs until its time-out; meanwhile everybody else is written to, in more than one round of places."""
    crowd = [await meet(database, f"99655500{n:02}") for n in range(30)]
    for person in crowd:
        await write_to(database, person, 1)
    answered = channel.send

    async def send(address, message, *, language):
        if address == crowd[0].address:
            channel.tried.append((address, message.text))
            await asyncio.Event().wait()
        return await answered(address, message, language=language)

    channel.send = send
    carrying = asyncio.create_task(courier.run())
    async with asyncio.timeout(20):
        while len(channel.sent) < 29:  # noqa: ASYNC110 - the double signals nothing
            await asyncio.sleep(0.01)
        await write_to(database, crowd[1], 2)
        courier.wake()
        while channel.texts[-1] != "letter 2":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    carrying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await carrying
    assert channel.tried.count((crowd[0].address, "letter 1")) == 1


async def test_no_more_are_on_their_way_at_once_than_there_are_places_and_a_stop_waits_for_them(
    database, courier, channel
):
    for n in range(30):
        await write_to(database, await meet(database, f"99655500{n:02}"), 1)
    channel.answering.clear()
    carrying = asyncio.create_task(courier.run())
    async with asyncio.timeout(20):
        while len(channel.tried) < BATCH:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    courier.wake()
    await asyncio.sleep(0.05)
    assert len(channel.tried) == BATCH
    courier.stop()
    channel.answering.set()
    await carrying
    assert len(channel.sent) == BATCH
    assert (await database.read(lambda store: store.outbox.counts()))[State.SENT] == BATCH


def at_pace(channel: RecordingChannel) -> None:
    channel.pace = Pace(25, 5, chat_spacing=1, group_spacing=3, group_mark="-")


@pytest.mark.parametrize("back", [3600, 86400])
async def test_a_clock_put_back_holds_nothing_up(database, courier, channel, clock, back):
    """What was due by the old clock, what the pace counted by it, and a pause the messenger asked for by it."""
    at_pace(channel)
    crowd = [await meet(database, f"99655500{n:02}") for n in range(40)]
    channel.will(crowd[7].address, Throttled(30))
    for person in crowd:
        await write_to(database, person, 1, lane=Lane.NOTICE)
    while len(channel.tried) == len(channel.sent):
        await courier.carry()
        clock.move(seconds=0.2)
    assert len(channel.sent) < 40
    clock.move(seconds=-back)
    seconds = 0.0
    while len(channel.sent) < 40:
        await courier.carry()
        clock.move(seconds=0.2)
        seconds += 0.2
        assert seconds < 60
    assert sorted(address for address, _ in channel.sent) == sorted(person.address for person in crowd)


@pytest.mark.parametrize("back", [120, 20 * 24 * 3600])
async def test_a_clock_that_went_back_between_two_runs_silences_nobody(database, courier, channel, clock, back):
    at_pace(channel)
    person = await meet(database, AIGUL)
    await write_to(database, person, 1)
    await courier.carry()
    await write_to(database, await meet(database, "996555000077"), 1)
    await write_to(database, person, 2)
    clock.move(seconds=-back)
    another = Courier(database=database, channels=[channel], now=clock)
    await another.start()
    clock.move(seconds=2)
    await another.carry()
    assert len(channel.sent) == 3


async def test_the_pace_holds_over_any_second_and_comes_near_the_limit(database, courier, channel, clock):
    at_pace(channel)
    for n in range(200):
        await write_to(database, await meet(database, f"99655500{n:03}"), 1)
    times: list[int] = []
    while len(channel.sent) < 200:
        count = len(channel.sent)
        await courier.carry()
        times += [clock()] * (len(channel.sent) - count)
        clock.move(seconds=0.04)
    assert max(sum(at <= one < at + 1000 for one in times) for at in times) <= 30
    assert 24.5 <= 195 / ((times[-1] - times[4]) / 1000) <= 25.5


async def test_a_reply_goes_at_once_in_the_middle_of_a_notice_that_uses_up_the_pace(database, courier, channel, clock):
    at_pace(channel)
    for n in range(100):
        await write_to(database, await meet(database, f"99655500{n:03}"), 1, lane=Lane.NOTICE)
    for _ in range(40):
        await courier.carry()
        clock.move(seconds=0.04)
    assert 40 <= len(channel.sent) < 60
    for number, name in ((2, AIGUL), (3, BAKYT)):
        await write_to(database, await meet(database, name), number)
    courier.wake()
    await courier.carry()
    assert channel.texts[-2:] == ["letter 2", "letter 3"]


async def test_a_message_that_takes_the_buttons_of_another_away_counts_as_the_two_requests_it_is(
    database, courier, channel, clock
):
    at_pace(channel)
    for n in range(30):
        person = await meet(database, f"99655500{n:03}")
        body = Message("letter", clears="17").to_json()
        await database.write(lambda store, person=person, body=body: queue(store, person, 1, body=body))
    for _ in range(25):
        await courier.carry()
        clock.move(seconds=0.04)
    assert 12 <= len(channel.sent) <= 18, "a second of 25 requests, and the burst"


# Kills


async def killed_while_sending(courier: Courier, channel: RecordingChannel) -> None:
    channel.answering.clear()
    channel.asked.clear()
    carrying = asyncio.create_task(courier.carry())
    await channel.asked.wait()
    carrying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await carrying
    channel.answering.set()


async def test_a_letter_whose_sender_was_killed_stays_leased_and_goes_at_the_next_start(
    database, new_courier, channel, aigul
):
    await write_to(database, aigul, 1, 2)
    await killed_while_sending(new_courier(), channel)
    assert await states(database) == {1: State.LEASED, 2: State.WAITING}

    restarted = new_courier()
    assert await restarted.carry() == 0, "it is nobody's until the start has taken it back"
    await restarted.start()
    await restarted.carry()

    assert channel.texts == ["letter 1", "letter 2"]


async def test_a_letter_that_kills_its_sender_every_time_is_parked_and_the_next_goes(
    database, new_courier, channel, aigul
):
    await write_to(database, aigul, 1, 2)
    for _ in range(3):
        courier = new_courier()
        await courier.start()
        await killed_while_sending(courier, channel)
    restarted = new_courier()
    await restarted.start()
    await restarted.carry()

    assert channel.texts == ["letter 2"]
    assert [text for _, text in channel.tried].count("letter 1") == 3
    assert await states(database) == {1: State.UNCERTAIN, 2: State.SENT}


async def test_a_lease_that_has_run_out_is_taken_back_without_a_restart(database, courier, channel, clock, aigul):
    await write_to(database, aigul, 1)
    await killed_while_sending(courier, channel)
    clock.move(seconds=(LEASE + SWEEP) / 1000 + 1)
    await courier.carry()
    assert channel.texts == ["letter 1"]


async def test_a_chat_without_a_head_is_mended_within_a_minute_and_complained_about(
    database, courier, channel, clock, aigul
):
    await courier.carry()
    await write_to(database, aigul, 1)

    async def behead(store: Store) -> None:
        await store.connection.execute(update(outbox).values(state=int(State.WAITING)))

    await database.write(behead)
    assert await courier.carry() == 0
    clock.move(seconds=SWEEP / 1000)
    with capture_logs() as logs:
        assert await courier.carry() == 1
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert channel.texts == ["letter 1"]


async def test_a_late_answer_of_the_messenger_changes_nothing_for_whoever_has_the_row_now(
    database, courier, channel, clock, aigul
):
    await write_to(database, aigul, 1)
    channel.answering.clear()
    carrying = asyncio.create_task(courier.carry())
    await channel.asked.wait()
    clock.move(seconds=LEASE / 1000 + 1)
    await database.write(
        lambda store: store.outbox.reclaim(channel.name, channel.account, now=clock(), all_leases=False)
    )
    (other,) = await database.write(
        lambda store: store.outbox.claim(
            channel.name, channel.account, now=clock(), limit=1, lease="another worker", leased_until=clock() + LEASE
        )
    )
    channel.answering.set()
    with capture_logs() as logs:
        await carrying

    assert "lost" in logs[0]["event"]
    row = await row_of(database, 1)
    assert (row["state"], row["lease"]) == (State.LEASED, other.lease)


# The database away


class AwayDatabase(Database):
    """A database that cannot commit for a while."""

    away = 0

    async def write(self, work):
        if self.away:
            self.away -= 1
            raise CommitFailed("disk full")
        return await super().write(work)


@pytest.fixture
async def away_database(url, seal):
    opened = AwayDatabase(url, seal)
    yield opened
    await opened.close()


@pytest.fixture
def _no_waiting(monkeypatch):
    monkeypatch.setattr(courier_module, "POLL", 0)


@pytest.mark.usefixtures("_no_waiting")
async def test_what_has_left_while_the_database_was_away_is_written_down_later_and_sent_once(
    away_database, channel, clock, tmp_path
):
    aigul, bakyt = await meet(away_database, AIGUL), await meet(away_database, BAKYT)
    courier = Courier(database=away_database, channels=[channel], now=clock)
    await write_to(away_database, aigul, 1)
    await write_to(away_database, bakyt, 2)
    channel.answering.clear()
    carrying = asyncio.create_task(courier.carry())
    await channel.asked.wait()
    away_database.away = 10
    channel.answering.set()

    assert await carrying == 2

    assert sorted(channel.texts) == ["letter 1", "letter 2"]
    assert await states(away_database) == {1: State.SENT, 2: State.SENT}


@pytest.mark.usefixtures("_no_waiting")
async def test_what_could_never_be_written_down_is_raised_after_everybody_was_answered(
    away_database, channel, clock, tmp_path
):
    aigul, bakyt = await meet(away_database, AIGUL), await meet(away_database, BAKYT)
    courier = Courier(database=away_database, channels=[channel], now=clock)
    await write_to(away_database, aigul, 1)
    await write_to(away_database, bakyt, 2)
    channel.answering.clear()
    carrying = asyncio.create_task(courier.carry())
    await channel.asked.wait()
    away_database.away = 2 * ENDINGS
    channel.answering.set()

    with pytest.raises(CommitFailed):
        await carrying
    assert sorted(channel.texts) == ["letter 1", "letter 2"]
    assert set((await states(away_database)).values()) == {State.LEASED}


@pytest.mark.usefixtures("_no_waiting")
async def test_the_courier_goes_on_when_the_database_is_back(away_database, channel, clock, tmp_path):
    aigul = await meet(away_database, AIGUL)
    await write_to(away_database, aigul, 1)
    courier = Courier(database=away_database, channels=[channel], now=clock)
    away_database.away = 5

    carrying = asyncio.create_task(courier.run())
    async with asyncio.timeout(20):
        await channel.asked.wait()
    carrying.cancel()

    assert away_database.away == 0
    assert channel.tried == [(AIGUL, "letter 1")]


async def test_a_running_courier_sends_as_soon_as_it_is_woken(database, courier, channel, aigul, monkeypatch):
    monkeypatch.setattr(courier_module, "POLL", 3600)
    carrying = asyncio.create_task(courier.run())
    async with asyncio.timeout(20):
        for number in (1, 2):
            await write_to(database, aigul, number)
            channel.asked.clear()
            courier.wake()
            await channel.asked.wait()
    carrying.cancel()
    assert [text for _, text in channel.tried] == ["letter 1", "letter 2"]


async def test_a_courier_carries_for_its_own_accounts_only(database, courier, channel, aigul):
    async def elsewhere(store: Store) -> None:
        neighbour = await store.people.meet("telegram", "another_bot", AIGUL, at=NOW)
        await queue(store, neighbour, 2, body=Message("letter 2").to_json())

    await write_to(database, aigul, 1)
    await database.write(elsewhere)
    await courier.carry()
    assert channel.texts == ["letter 1"]
    assert await states(database) == {1: State.SENT, 2: State.READY}


async def test_a_group_is_written_to_at_most_every_three_seconds_replies_too(database, channel, clock, courier):
    channel.pace = Pace(per_second=1_000, burst=100, chat_spacing=1.0, group_spacing=3.0, group_mark="-")
    group, aigul = await meet(database, "-1001"), await meet(database, AIGUL)
    for number in range(1, 4):
        await write_to(database, group, number)
        await write_to(database, aigul, number)
        await courier.carry()
    assert [address for address, _ in channel.sent].count(AIGUL) == 3
    assert [address for address, _ in channel.sent].count("-1001") == 1
    for already in (1, 2):
        clock.now += 2_900
        await courier.carry()
        assert [address for address, _ in channel.sent].count("-1001") == already
        clock.now += 100
        await courier.carry()
    assert [text for address, text in channel.sent if address == "-1001"] == ["letter 1", "letter 2", "letter 3"]


async def test_whoever_makes_the_bot_talk_without_end_is_answered_at_the_speed_a_chat_takes(
    database, channel, clock, courier, aigul, bakyt
):
    channel.pace = Pace(per_second=1_000, burst=100, chat_spacing=1.0, group_spacing=3.0, group_mark="-")
    await write_to(database, aigul, *range(1, 11))
    await write_to(database, bakyt, 11)
    await courier.carry()
    assert channel.texts == ["letter 1", "letter 11", "letter 2", "letter 3"]
    for already in range(3, 10):
        clock.now += 900
        await courier.carry()
        assert [address for address, _ in channel.sent].count(AIGUL) == already
        clock.now += 100
        await courier.carry()
    assert [text for address, text in channel.sent if address == AIGUL] == [f"letter {n}" for n in range(1, 11)]
    assert {row["attempts"] for row in await rows_of(database, "outbox")} == {1}


async def test_a_pause_asked_for_by_a_command_menu_holds_up_no_message(database, courier, channel, clock, aigul, bakyt):
    await database.write(lambda store: queue(store, aigul, 1, kind=MENU, body=Message("", menu="ky").to_json()))
    channel.will(AIGUL, Throttled(25))
    await courier.carry()
    await write_to(database, bakyt, 2)
    await courier.carry()
    assert channel.texts == ["letter 2"]
    assert (await row_of(database, 1))["not_before"] == NOW + 25_000
