"""The way in of a channel. What floods is dropped, what stops us is not, and progress is counted."""

import asyncio

import pytest

from bot.channels.intake import Intake
from bot.channels.too_fast import Flood
from bot.chat.message import Incoming, Kind, Peer
from bot.service import watch
from storage.store import Store
from tests.patience import patient
from tests.telegram.test_conversations import until

AIGUL = Peer("web", "office", "aigul")


class Taken:
    """Receives, and buries, by writing down."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self.buried: list[str] = []

    async def receive(self, incoming: Incoming, raw: str) -> None:
        self.kinds.append(incoming.kind)

    async def bury(self, external_id: str, raw: str, error: str) -> None:
        self.buried.append(external_id)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def intake(taken: Taken) -> Intake:
    return Intake(
        receive=taken.receive, bury=taken.bury, now=lambda: 1_000, steady=lambda: 0, flood=Flood(burst=2, per_second=0)
    )


async def test_whoever_floods_is_told_once_and_can_still_stop_us(taken: Taken, intake: Intake):
    for kind in (Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.STOP):
        await intake.take(Incoming(f"{intake.steps}", AIGUL, kind), "")
    assert taken.kinds == [Kind.TEXT, Kind.TEXT, Kind.FLOOD, Kind.STOP]
    assert intake.steps == 5


async def test_whoever_stops_us_again_and_again_is_heard_once_until_they_do_something_else(
    taken: Taken, intake: Intake
):
    stopped = [Incoming(f"{number}", AIGUL, Kind.STOP) for number in range(200)]
    for event in [*stopped, stopped[0], Incoming("back", AIGUL, Kind.TEXT), *stopped]:
        await intake.take(event, "")
    # The first, that one redelivered, and the first after she wrote.
    assert taken.kinds == [Kind.STOP, Kind.STOP, Kind.TEXT, Kind.STOP]
    assert intake.steps == 402


async def test_what_is_in_hand_is_seen_also_where_it_fails(taken: Taken, intake: Intake):
    async def fails(*_: object) -> None:
        assert intake.is_taking_in
        raise OSError

    intake.receive = fails
    with pytest.raises(OSError):
        await intake.take(Incoming("1", AIGUL, Kind.TEXT), "")
    await intake.set_aside("2", "{", "Unreadable")
    assert (intake.is_taking_in, intake.steps, taken.buried) == (False, 2, ["2"])


async def test_a_channel_that_only_hears_when_somebody_writes_is_silent_without_a_word(
    intake: Intake, sqlite_database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(watch, "WATCH", 0.01)
    clock, polled = (
        [1_000],
        Intake(receive=intake.receive, bury=intake.bury, now=lambda: 0, steady=lambda: 0, complaint="no line"),
    )
    served = {("web", "here"): intake, ("other", "here"): polled}
    watching = asyncio.create_task(watch.watch(served, sqlite_database, lambda: clock[0]))
    await asyncio.sleep(0.05)
    clock[0] += watch.SILENCE + 1
    await until(lambda: "no messages have been fetched for a while" in caplog.text)
    watching.cancel()
    assert '"channel": "other"' in caplog.text
    assert '"channel": "web"' not in caplog.text
    assert await sqlite_database.read(lambda store: store.accounts.find_heard("web", "here")) is None


async def test_each_account_of_one_messenger_is_noted_by_itself(sqlite_database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watch, "WATCH", 0.01)
    taken, served = Taken(), {}
    for good_at, account in enumerate("ab", 1_000):
        served["web", account] = Intake(receive=taken.receive, bury=taken.bury, now=lambda: 0, steady=lambda: 0)
        served["web", account].good_at = good_at

    async def read(store: Store) -> list[int | None]:
        return [await store.accounts.find_heard("web", account) for account in "abc"]

    watching = asyncio.create_task(watch.watch(served, sqlite_database, lambda: 2_000))
    async with patient(10):
        while await sqlite_database.read(read) != [1_000, 1_001, None]:  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.01)
    watching.cancel()


async def test_one_channel_that_is_stuck_ends_the_program_though_another_goes_on(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(watch, "WATCH", 0.001)
    monkeypatch.setattr(watch, "GRACE", 0.0)
    held, ended = asyncio.Event(), []

    async def never_ends(*_: object) -> None:
        await held.wait()

    class Courier:
        def stop(self) -> None:
            held.set()

    lively = Intake(receive=never_ends, bury=intake.bury, now=lambda: 0, steady=lambda: 0)
    lively.steps = 1_000
    stuck = Intake(receive=never_ends, bury=intake.bury, now=lambda: 0, steady=lambda: 0)
    holding = asyncio.create_task(stuck.take(Incoming("1", AIGUL, Kind.TEXT), ""))
    await watch.end_where_stuck([lively, stuck], Courier(), end=ended.append)
    await holding
    assert ended == [watch.EXIT_STUCK]
