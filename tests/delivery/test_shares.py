"""Replies, answers and notices share the pace. Each keeps its part; what one does not need goes to the others."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.channels.contract import Pace
from bot.delivery.courier import Courier
from bot.delivery.pacing.shares import PARTS, SAVED_UP, LaneShares
from bot.delivery.pacing.turns import _claim_of_lane
from storage.database.schema import outbox, peers
from storage.people import Person
from storage.queue.letters import NEWCOMER, NEWCOMERS, Claimed
from storage.queue.outbox import Lane
from tests.delivery.letters import at_pace
from tests.storage.rows import JANY_ARYK, NOW, enter, queue
from tests.storage.rows import meet as meet_now

LANES = (Lane.REPLY, Lane.ANSWER, Lane.NOTICE)


async def meet(database, name: str) -> Person:
    """Somebody who was met the day before yesterday: no newcomer."""
    return await meet_now(database, name, at=NOW - 2 * NEWCOMER)


def dealt(shares: LaneShares, turns: int, waiting: tuple[Lane, ...]) -> Counter[Lane]:
    """What each lane sends in so many turns of one place."""
    sent: Counter[Lane] = Counter()
    for _ in range(turns):
        shares.begin(waiting)
        for lane, places in shares.divide(1, waiting).items():
            shares.spend(lane, places)
            sent[lane] += places
    return sent


def test_while_all_wait_each_has_its_part():
    assert [dealt(LaneShares(), 1000, LANES)[lane] / 10 for lane in LANES] == list(PARTS)
    assert [dealt(LaneShares((60, 30, 10)), 1000, LANES)[lane] / 10 for lane in LANES] == [60, 30, 10]


def test_what_one_lane_leaves_goes_to_the_others_by_their_parts():
    assert dealt(LaneShares(), 70, (Lane.REPLY, Lane.NOTICE)) == {Lane.REPLY: 50, Lane.NOTICE: 20}
    assert dealt(LaneShares(), 100, (Lane.NOTICE,)) == {Lane.NOTICE: 100}


def test_who_waited_for_nothing_has_saved_nothing_up():
    shares = LaneShares()
    dealt(shares, 10_000, (Lane.REPLY,))
    assert dealt(shares, 700, (Lane.REPLY, Lane.NOTICE))[Lane.NOTICE] == pytest.approx(200, abs=3)


def test_requests_are_counted_and_not_messages():
    shares, sent = LaneShares(), Counter[Lane]()
    for _ in range(900):
        shares.begin(LANES)
        for lane in shares.divide(1, LANES):
            requests = 2 if lane is Lane.REPLY else 1
            shares.spend(lane, requests)
            sent[lane] += requests
    assert [round(sent[lane] / sent.total() * 100) for lane in LANES] == list(PARTS)


async def flooded(database, crowd: int, letters: int, lane: Lane, *, name: str) -> None:
    people = [await meet(database, f"{name}{n:03}") for n in range(crowd)]

    async def work(store) -> None:
        for number in range(letters):
            for person in people:
                await queue(store, person, number, lane, body=f'{{"text": "{lane.name}"}}')

    await database.write(work)


async def carried(courier, clock, seconds: float) -> None:
    for _ in range(int(seconds * 25)):
        await courier.carry()
        clock.move(seconds=0.04)


async def test_a_notice_and_an_answer_leave_at_once_in_a_flood_of_replies(database, courier, channel, clock, tell):
    channel.pace = Pace(25, 5)
    await flooded(database, 60, 6, Lane.REPLY, name="9965")
    await carried(courier, clock, 2)
    assert set(channel.texts) == {"REPLY"}
    await flooded(database, 4, 1, Lane.NOTICE, name="9967")
    await flooded(database, 2, 1, Lane.ANSWER, name="9968")
    await carried(courier, clock, 0.6)
    counted = Counter(channel.texts[-15:])
    assert (counted["NOTICE"], counted["ANSWER"]) == (4, 2)
    tell("in a flood of replies, within 0.6 s", **{name.lower(): count for name, count in counted.items()})


async def test_three_floods_share_as_the_settings_say(sqlite_database, channel, clock):
    database = sqlite_database  # what shares is no matter of the database
    courier = Courier(database=database, channels=[channel], now=clock, parts=(40, 40, 20))
    channel.pace = Pace(25, 5)
    for lane in LANES:
        await flooded(database, 60, 2, lane, name=f"996{lane}")
    await carried(courier, clock, 4)
    counted = Counter(channel.texts)
    assert 100 <= counted.total() <= 106
    assert [counted[lane.name] for lane in LANES] == [pytest.approx(share, abs=3) for share in (42, 42, 21)]
    await carried(courier, clock, 11)
    assert Counter(channel.texts) == {lane.name: 120 for lane in LANES}


async def test_who_asks_seldom_goes_before_those_who_ask_without_end(database, courier, channel, clock, tell):
    channel.pace = Pace(25, 5)
    await flooded(database, 40, 20, Lane.REPLY, name="9965")
    await carried(courier, clock, 3)
    seldom, waited = [await meet(database, f"9967{n}") for n in range(3)], []
    for number in range(100, 104):
        for person in seldom:
            asks = {"body": '{"text": "SELDOM"}', "at": clock(), "saved_up": SAVED_UP}
            await database.write(
                lambda store, person=person, number=number, asks=asks: queue(store, person, number, **asks)
            )
        before = len(channel.texts)
        await carried(courier, clock, 0.32)
        waited += [at for at, text in enumerate(channel.texts[before:]) if text == "SELDOM"]
        await carried(courier, clock, 2.2)
    assert len(waited) == 12
    assert max(waited) <= 4, "behind what was being sent, and one another"
    assert Counter(channel.texts)["REPLY"] > 200
    tell("three who ask seldom among 40 who ask without end", answered=len(waited), most_before_them=max(waited))


async def test_who_asks_seldom_does_not_wait_for_the_turns_of_another_aimak(database, courier, channel, clock, tell):
    channel.pace = Pace(25, 5)
    await of_aimak(database, 1, 40, Lane.REPLY, letters=6)
    await carried(courier, clock, 2.4)
    seldom = [await meet(database, f"9967{n}") for n in range(8)]
    asks = {"body": '{"text": "SELDOM"}', "at": clock(), "saved_up": SAVED_UP}
    for person in seldom:
        await database.write(lambda store, person=person: queue(store, person, 1, **asks))
    before = len(channel.texts)
    await carried(courier, clock, 0.6)
    waited = [at for at, text in enumerate(channel.texts[before:]) if text == "SELDOM"]
    assert len(waited) == len(seldom)
    assert max(waited) <= len(seldom), "behind what was being sent, and one another"
    tell("eight who ask seldom, of no aimak, beside 40 of one who ask without end", most_before_them=max(waited))


async def test_a_courier_says_that_more_wait_for_replies_than_can_leave_as_long_as_that_lasts(
    sqlite_database, channel, clock
):
    channel.pace, courier = Pace(25, 5), Courier(database=sqlite_database, channels=[channel], now=clock)
    await flooded(sqlite_database, 10, 1, Lane.REPLY, name="9965")
    await carried(courier, clock, 0.2)
    assert not courier.is_crowded(channel), "a burst is no crowd"
    await carried(courier, clock, 0.6)
    await flooded(sqlite_database, 60, 1, Lane.NOTICE, name="9967")
    await carried(courier, clock, 1.6)
    assert not courier.is_crowded(channel), "nobody waits for a notice"
    await flooded(sqlite_database, 60, 1, Lane.REPLY, name="9968")
    await carried(courier, clock, 1.2)
    assert courier.is_crowded(channel)
    await carried(courier, clock, 4)
    assert not courier.is_crowded(channel)
    assert len(channel.texts) == 130


def test_aimaks_share_a_lane_evenly_and_by_requests():
    shares, sent = LaneShares().aimaks[Lane.REPLY], Counter[int]()
    for _ in range(900):
        shares.begin((7, 9, 0))
        for aimak in shares.divide(1, (7, 9, 0)):
            requests = 3 if aimak == 7 else 1
            shares.spend(aimak, requests)
            sent[aimak] += requests
    assert max(sent.values()) - min(sent.values()) <= 3


async def of_aimak(database, aimak: int, crowd: int, lane: Lane, *, letters: int = 1) -> None:
    """Queues messages for each of so many people of an aimak."""
    people = [await meet(database, f"996{aimak}{lane}{n:03}") for n in range(crowd)]
    aimak_id = await enter(database, replace(JANY_ARYK, code=f"a{aimak}"))

    async def work(store) -> None:
        await store.connection.execute(
            update(peers).where(peers.c.id.in_([person.peer_id for person in people])).values(aimak_id=aimak_id)
        )
        for number in range(letters):
            for person in people:
                await queue(store, person, number, lane, body=f'{{"text": "{aimak}"}}')

    await database.write(work)


async def test_one_aimak_takes_at_most_half_of_the_pace_while_another_waits(database, courier, channel, clock, tell):
    channel.pace = Pace(25, 5)
    for lane in (Lane.REPLY, Lane.NOTICE):
        await of_aimak(database, 1, 150, lane)
    await carried(courier, clock, 2)
    assert set(channel.texts) == {"1"}
    before = len(channel.texts)
    for lane in (Lane.REPLY, Lane.NOTICE):
        await of_aimak(database, 2, 60, lane)
    await of_aimak(database, 3, 2, Lane.REPLY)
    await carried(courier, clock, 4)
    counted = Counter(channel.texts[before:])
    assert counted["1"] <= counted.total() / 2 + 2
    assert counted["3"] == 2
    assert channel.texts[before:].index("3") < 8
    await carried(courier, clock, 14)
    assert Counter(channel.texts) == {"1": 300, "2": 120, "3": 2}
    tell("an aimak with 300 messages waiting and two with 122", of_the_first_while_others_wait=counted["1"],
         of_the_others=counted["2"] + counted["3"])  # fmt: skip


async def test_notices_of_the_night_leave_before_those_of_the_day(database, channel, clock):
    channel.pace = Pace(25, 5)
    courier = Courier(database=database, channels=[channel], now=clock)
    await flooded(database, 10, 1, Lane.DAY_NOTICE, name="9967")
    await flooded(database, 10, 1, Lane.NOTICE, name="9968")
    await carried(courier, clock, 1)
    assert Counter(channel.texts) == {"NOTICE": 10, "DAY_NOTICE": 10}
    assert channel.texts[:10] == ["NOTICE"] * 10


async def test_a_flood_of_notices_leaves_room_for_a_reply_at_once(database, courier, channel, clock):
    at_pace(channel)
    await flooded(database, 100, 1, Lane.NOTICE, name="9967")
    await carried(courier, clock, 1.6)
    await flooded(database, 2, 1, Lane.REPLY, name="9965")
    courier.wake()
    await courier.carry()
    assert channel.texts[-2:].count("REPLY") == 2 or channel.texts[-3:].count("REPLY") == 2


async def test_beside_a_flood_of_replies_whoever_asks_seldom_is_answered_at_once(sqlite_database, channel, clock):
    channel.pace, courier = Pace(25, 5), Courier(database=sqlite_database, channels=[channel], now=clock)
    await of_aimak(sqlite_database, 1, 40, Lane.REPLY, letters=6)
    await carried(courier, clock, 2.4)
    seldom = [await meet(sqlite_database, f"9967{n}") for n in range(4)]
    for person in seldom:
        asks = {"body": '{"text": "SELDOM"}', "at": clock(), "saved_up": SAVED_UP}
        await sqlite_database.write(lambda store, person=person, asks=asks: queue(store, person, 1, **asks))
        before = len(channel.texts)
        courier.wake()
        await courier.carry()
        assert "SELDOM" in channel.texts[before:], "some of the pace is always left for them"
        await carried(courier, clock, 0.4)


async def test_however_many_ask_seldom_answers_and_notices_keep_their_parts(sqlite_database, channel, clock):
    channel.pace, courier = Pace(25, 5), Courier(database=sqlite_database, channels=[channel], now=clock)
    crowd = [await meet(sqlite_database, f"9965{n:03}") for n in range(90)]

    async def ask(store) -> None:
        for person in crowd:
            await queue(store, person, 1, Lane.REPLY, body='{"text": "REPLY"}', at=clock(), saved_up=SAVED_UP)

    await sqlite_database.write(ask)
    for lane in (Lane.ANSWER, Lane.NOTICE):
        await flooded(sqlite_database, 60, 1, lane, name=f"996{lane}")
    await carried(courier, clock, 4)
    counted = Counter(channel.texts)
    assert [counted[lane.name] for lane in LANES] == [pytest.approx(share, abs=4) for share in (52, 31, 21)]


async def test_four_hundred_newcomers_keep_nobody_waiting_whom_we_know(sqlite_database, channel, clock, tell):
    channel.pace, courier = Pace(25, 5), Courier(database=sqlite_database, channels=[channel], now=clock)
    known = [await meet(sqlite_database, f"9967{n}") for n in range(4)]
    newcomers = [await meet_now(sqlite_database, f"9965{n:03}", at=clock()) for n in range(400)]
    asks = {"at": clock(), "saved_up": SAVED_UP}

    async def flood(store) -> None:
        for person in newcomers:
            await queue(store, person, 1, body='{"text": "NEW"}', **asks)

    await sqlite_database.write(flood)
    await courier.carry()
    waited = []
    for number, person in enumerate(known * 2, 1):  # the second time each was written to lately
        asks = {"at": clock(), "saved_up": SAVED_UP}
        await sqlite_database.write(
            lambda store, person=person, asks=asks, number=number: queue(
                store, person, number, body='{"text": "KNOWN"}', **asks
            )
        )
        courier.wake()
        before = len(channel.texts)
        await courier.carry()
        waited += [at for at, text in enumerate(channel.texts[before:]) if text == "KNOWN"]
        assert len(waited) == number, "a little of the pace is left for them, from the first look on"
        await carried(courier, clock, 0.4)
    tell("four known among 400 newcomers", answered=len(waited), most_before_them=max(waited))
    assert max(waited) <= 2
    await carried(courier, clock, 2)
    assert len(channel.texts) >= 90, "and none of it is lost"


async def test_while_both_wait_newcomers_have_a_part_beside_those_we_know(sqlite_database, channel, clock):
    channel.pace, courier = Pace(25, 5), Courier(database=sqlite_database, channels=[channel], now=clock)
    await of_aimak(sqlite_database, 1, 100, Lane.REPLY, letters=2)
    for n in range(100):
        person = await meet_now(sqlite_database, f"9965{n:03}", at=clock())
        await sqlite_database.write(lambda store, person=person: queue(store, person, 1, body='{"text": "NEW"}'))
    await carried(courier, clock, 4)
    counted = Counter(channel.texts)
    assert counted["NEW"] == pytest.approx(counted.total() / 5, abs=4)


async def test_the_office_of_a_reply_to_a_newcomer_is_known_though_it_takes_no_turn_of_that_aimak(
    sqlite_database, clock
):
    person = await meet_now(sqlite_database, "996555000000", at=clock())
    aimak_id = await enter(sqlite_database, JANY_ARYK)

    async def work(store) -> list[int]:
        await store.people.set_aimak(person.peer_id, aimak_id)
        rows = [await queue(store, person, 1, at=clock()), await queue(store, person, 2, Lane.ANSWER, at=clock())]
        turns = await store.connection.scalars(select(outbox.c.aimak_id).order_by(outbox.c.id))
        return [*turns, *[await store.outbox.find_aimak_of_row(row) for row in rows]]

    assert await sqlite_database.write(work) == [NEWCOMERS, aimak_id, aimak_id, aimak_id]


async def test_an_aimak_that_is_queued_for_while_a_turn_reads_waits_for_the_next():
    asked = iter([[7], [7, 0], [7, 0], [7, 0]])  # a newcomer's letter is committed after the first look
    claimed_for = []

    async def list_aimaks(*, now):
        return next(asked)

    async def claim(*, limit, lease, aimak_id=None, since=None):
        claimed_for.append(aimak_id)
        return Claimed([], [])

    shares = LaneShares()
    shares.crowded[Lane.REPLY] = 0
    await _claim_of_lane(shares, Lane.REPLY, 3, usual=3, of_newcomers=2, claim=claim, list_aimaks=list_aimaks, now=1)
    assert set(claimed_for) == {7}
