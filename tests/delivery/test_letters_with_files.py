"""Letters that carry a file, which is made just before they leave."""

import asyncio
import errno
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.contract import Unreachable
from bot.chat.message import Message
from bot.delivery.courier import Courier
from bot.delivery.retry import BACK_OFF, FILE_TRIES, SOONEST
from bot.delivery.under_way import BATCH
from bot.export.making import AT_ONCE, MOST
from storage.database.failures import CommitFailed
from storage.queue.outbox import Lane, State
from tests.delivery.letters import AIGUL, BAKYT, row_of, write_to
from tests.patience import patient
from tests.storage.rows import meet, queue

# Files that go along


class Papers:
    """Makes the file of a message, unless something is in the way."""

    def __init__(self, folder):
        self.folder, self.in_the_way, self.asked = folder, None, 0
        self.made = asyncio.Event()  # while it is clear, none is ready
        self.made.set()

    async def __call__(self, document):
        self.asked += 1
        await self.made.wait()
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
        clock.move(seconds=BACK_OFF[already - 1])
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
    assert [one for one in channel.texts if "/help" not in one] == ["letter 2"]


async def comes_to(happened: Callable[[], bool]) -> None:
    async with patient(10):
        while not happened():  # noqa: ASYNC110 - a recording channel signals nothing
            await asyncio.sleep(0.01)


async def test_while_files_are_made_for_many_others_are_written_to(
    database, carrier, channel, papers, clock, aigul, tell
):
    crowd = [await meet(database, f"99655500{n:02}") for n in range(MOST + BATCH)]
    for number, person in enumerate(crowd, 1):
        await with_a_file(database, person, number)
    papers.made.clear()
    carrying = asyncio.create_task(carrier.run())
    await comes_to(lambda: papers.asked == AT_ONCE)
    await write_to(database, aigul, 99)
    carrier.wake()
    await comes_to(lambda: channel.texts == ["letter 99"])
    at_once = papers.asked
    papers.made.set()
    clock.move(seconds=3)
    carrier.wake()
    await comes_to(lambda: len(channel.texts) == len(crowd) + 1)
    carrier.stop()
    await carrying
    tell("files made for 24 people, and a reply to another", waited_for_files=0, made_at_once=at_once)
    assert at_once == AT_ONCE
    assert len(set(channel.sent)) == len(channel.sent)


@pytest.mark.parametrize(("patience", "made_in_one_go"), [(0.0, AT_ONCE), (None, AT_ONCE + 1)])
async def test_where_a_clock_is_moved_by_hand_a_file_waits_for_its_turn_however_slow_this_computer_is(
    database, channel, clock, papers, patience, made_in_one_go
):
    carrier = Courier(database=database, channels=[channel], now=clock, documents=papers, patience=patience)
    for number in range(AT_ONCE + 1):
        await with_a_file(database, await meet(database, f"9965550{number:02}"), number + 1)
    papers.made.clear()
    carrying = asyncio.create_task(carrier.carry())
    await comes_to(lambda: papers.asked == AT_ONCE)
    for _ in range(20):  # whoever has no patience has gone by now
        await asyncio.sleep(0)
    papers.made.set()
    await carrying
    assert len(channel.texts) == made_in_one_go


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
    code = "no_file" if isinstance(error, FileNotFoundError) else "rejected"
    assert (row["state"], row["code"]) == (State.FAILED, code)


# Reports that stand above the text


class Reports:
    """Reads the report of a message, unless something is in the way."""

    def __init__(self):
        self.in_the_way = None

    async def __call__(self, report):
        if self.in_the_way is not None:
            raise self.in_the_way
        return f"the {report['kind']}"


async def with_a_report(database, person, number):
    body = Message(f"letter {number}", report={"kind": "figures"}).to_json()
    await database.write(lambda store: queue(store, person, number, body=body))


@pytest.mark.parametrize("error", [None, BUSY, CommitFailed("no connection is free")], ids=lambda e: type(e).__name__)
async def test_a_report_is_read_when_its_message_leaves_and_waits_while_it_cannot_be(
    database, channel, clock, aigul, error
):
    reports = Reports()
    reports.in_the_way = error
    courier = Courier(database=database, channels=[channel], now=clock, reports=reports)
    await with_a_report(database, aigul, 1)
    if error is not None:
        await courier.carry()
        assert channel.texts == []
        assert (await row_of(database, 1))["state"] == State.READY
        reports.in_the_way = None
        clock.move(seconds=BACK_OFF[0])
    await courier.carry()
    assert channel.texts == ["the figures\n\nletter 1"]
    assert (await row_of(database, 1))["state"] == State.SENT


async def test_a_report_that_does_not_exist_holds_nobody_up(database, channel, clock, aigul, bakyt):
    reports = Reports()
    reports.in_the_way = KeyError("figures")
    courier = Courier(database=database, channels=[channel], now=clock, reports=reports)
    await with_a_report(database, aigul, 1)
    await write_to(database, bakyt, 2)
    await courier.carry()
    assert [one for one in channel.texts if "/help" not in one] == ["letter 2"]
    assert (await row_of(database, 1))["state"] == State.FAILED
