"""The flood limit counts messages and taps by one clock that never goes back, whatever the computer's clock does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import pytest

from bot.channels.intake import Intake
from bot.channels.too_fast import BURST, OF_BURST, PER_SECOND, TOLD_EACH, Flood
from bot.chat.message import Incoming, Kind, Peer

HOUR = 3600 * 1000
MINUTE = 60_000
BEGAN = 1_800_000_000_000  # by the messenger's clock, UTC ms
NOISY, AIGUL = Peer("telegram", "1", "7"), Peer("telegram", "1", "8")


@dataclass
class Line:
    """An account: what arrives is taken in at the moment it was written, or some time later."""

    ours: Callable[[int], int] = lambda at: at  # what our clock shows at a moment
    flood: Flood = field(default_factory=Flood)
    taken: list[Incoming] = field(default_factory=list)
    at: int = BEGAN

    def __post_init__(self) -> None:
        self.intake = Intake(
            self._receive, self._bury, lambda: self.ours(self.at), lambda: self.at - 17, flood=self.flood
        )

    async def _receive(self, incoming: Incoming, raw: str) -> None:
        self.taken.append(incoming)

    async def _bury(self, *_: str) -> None:
        raise AssertionError

    async def hears(self, *written: tuple[int, str, Kind], by: Peer = NOISY, later: int | None = None) -> int:
        """Takes in events of one person; later is when they come. Returns how many were let through."""
        before = len(self.said(by))
        for at, name, kind in written:
            self.at = max(self.at, at) if later is None else later
            # A messenger says the whole second of a message, and of a tap nothing.
            says = self.intake.written(None if kind is Kind.CHOICE else at // 1000 * 1000)
            await self.intake.take(Incoming(name, by, kind), "", written=says)
        return len(self.said(by)) - before

    def said(self, by: Peer) -> list[str]:
        return [one.id for one in self.taken if one.peer == by and one.kind is not Kind.FLOOD]


def mixed(count: int, each: int, *, begins: int = BEGAN) -> list[tuple[int, str, Kind]]:
    kinds = (Kind.TEXT, Kind.CHOICE)
    return [(begins + n * each, f"{begins}:{n}", kinds[n % 2]) for n in range(count)]


def only(kind: Kind, events: Iterable[tuple[int, str, Kind]]) -> list[tuple[int, str, Kind]]:
    return [(at, name, kind) for at, name, _ in events]


def jumping(at: int) -> int:
    return at + (HOUR if at // 7000 % 2 else -26 * HOUR)


CLOCKS = {
    "right": lambda at: at,
    "an hour ahead": lambda at: at + HOUR,
    "an hour behind": lambda at: at - HOUR,
    "years behind": lambda at: at - 9 * 365 * 24 * HOUR,
    "put on half way": lambda at: at + (HOUR if at > BEGAN + MINUTE // 2 else 0),
    "put back half way": lambda at: at - (HOUR if at > BEGAN + MINUTE // 2 else 0),
    "jumping": jumping,
}
MOST = BURST + (MINUTE // 1000 + 1) * PER_SECOND


@pytest.mark.parametrize("clock", CLOCKS)
async def test_a_minute_of_messages_and_taps_by_turns_passes_as_many_as_a_minute_may(clock, tell):
    told = {}
    for name, events in {
        "mixed": mixed(1200, 50),
        "messages": only(Kind.TEXT, mixed(1200, 50)),
        "taps": only(Kind.CHOICE, mixed(1200, 50)),
        "edits and messages": only(Kind.EDITED, mixed(1200, 50)),
    }.items():
        told[name] = await Line(CLOCKS[clock]).hears(*events)
        assert MOST - 2 * PER_SECOND <= told[name] <= MOST, name
    tell(f"1200 in a minute by one person, our clock {clock}", **told)


@pytest.mark.parametrize("clock", CLOCKS)
async def test_whoever_writes_and_taps_at_a_humans_pace_is_never_held_back(clock):
    assert await Line(CLOCKS[clock]).hears(*mixed(300, 700)) == 300


async def test_what_gathered_while_we_were_down_counts_at_the_pace_it_was_written_taps_too():
    line = Line()
    slow = mixed(90, 10 * MINUTE, begins=BEGAN - 900 * MINUTE)
    assert await line.hears(*slow, later=BEGAN) == 90
    flood = mixed(600, 50, begins=BEGAN - 30_000)
    assert await line.hears(*flood, by=AIGUL, later=BEGAN) <= BURST + 31 * PER_SECOND


@pytest.mark.parametrize("clock", CLOCKS)
async def test_what_comes_again_costs_nothing_and_after_a_restart_as_much_passes_as_before(clock):
    line, events = Line(CLOCKS[clock]), mixed(100, 50)
    passed = await line.hears(*events)
    assert await line.hears(*events) == passed
    assert line.said(NOISY)[passed:] == line.said(NOISY)[:passed]
    again = Line(CLOCKS[clock], at=line.at + MINUTE)
    await again.hears(*events, later=line.at + MINUTE)
    # A tap is known by the whole second of what was before it. Our clock a day behind believes no time, and each is now.
    believed = abs(CLOCKS[clock](again.at) - again.at) <= 2 * HOUR
    least = passed - PER_SECOND if believed else BURST
    assert least <= len(again.said(NOISY)) <= passed + PER_SECOND
    assert await again.hears(*mixed(20, 50, begins=line.at + 2 * MINUTE)) == 20


async def test_a_time_that_cannot_be_stops_nobodys_clock():
    line = Line()
    await line.hears((BEGAN + 400 * 24 * HOUR, "odd", Kind.TEXT), by=AIGUL, later=BEGAN)
    assert await line.hears(*mixed(300, 700)) == 300
    assert await line.hears(*mixed(300, 700, begins=BEGAN + HOUR), by=AIGUL) == 300


async def test_who_never_stops_has_a_days_measure():
    line = Line(flood=Flood(a_day=100))
    assert await line.hears(*mixed(1000, 1000)) == 101
    assert await line.hears(*mixed(20, 1000, begins=BEGAN + 12 * HOUR)) == 20


async def test_whoever_is_held_back_is_told_once_a_minute_also_where_the_clock_is_put_back():
    line = Line(jumping)
    await line.hears(*mixed(1800, 100))
    assert len([one for one in line.taken if one.kind is Kind.FLOOD]) == 3


async def test_a_group_that_calls_without_end_is_heard_a_few_times_in_ten_minutes():
    line, group = Line(), Peer("telegram", "1", "-100")
    assert await line.hears(*only(Kind.GROUP, mixed(1200, 500)), by=group) == 3, (
        "two at once, and again after five minutes"
    )
    assert await line.hears(*mixed(5, 500, begins=line.at)) == 5, "nobody of its members is held back"


async def test_while_more_wait_for_a_reply_than_can_be_answered_whoever_writes_on_and_on_is_heard_less():
    line = Line()
    line.intake.is_crowded = lambda: True
    crowd = await line.hears(*mixed(1200, 50))
    assert OF_BURST * BURST < crowd <= MOST / 3
    assert await line.hears(*mixed(60, 2_500, begins=BEGAN + MINUTE), by=AIGUL) == 60


async def test_whoever_comes_to_several_workers_has_one_limit_and_a_usual_person_is_never_spoken_of():
    workers, told = [Line() for _ in range(4)], []

    def tell(told_by: Line, peer: Peer, weight: float, at: int) -> None:
        told.append(peer)
        for other in workers:
            if other is not told_by:
                other.at = max(other.at, told_by.at)
                other.flood.note_elsewhere(peer, weight, at=other.intake.written(at))

    for worker in workers:
        worker.flood.tells_others = partial(tell, worker)
    one, seconds = mixed(600, 100), 60
    passed = sum([await workers[number % 4].hears(event) for number, event in enumerate(one)])
    assert passed <= BURST + PER_SECOND * seconds + 3 * (TOLD_EACH - 1)
    assert passed >= BURST + PER_SECOND * seconds - 3 * TOLD_EACH, "and no less than of one worker"
    told.clear()
    for number, event in enumerate(mixed(12, 5_000)):
        assert await workers[number % 4].hears(event, by=AIGUL) == 1
    assert told.count(AIGUL) == 0
    assert await workers[0].hears(*mixed(20, 10, begins=BEGAN + HOUR), by=AIGUL) == 20, "later all is forgiven"
