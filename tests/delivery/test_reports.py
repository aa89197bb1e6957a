"""Delivery reports: a maximum and no sequence.

They come by the messenger's id or our row's, before or after the send is written.
"""

from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest
from sqlalchemy import update

from bot.channels.contract import Uncertain
from bot.channels.intake import Became, DeliveryReport
from bot.delivery.endings import note_delivery
from bot.delivery.pacing.turns import MAY_BE_REPORTED
from bot.delivery.retry import REPORTED
from storage.database.schema import outbox
from storage.queue.outbox import State
from tests.delivery.letters import AIGUL, row_of, write_to
from tests.storage.rows import NOW, queue, rows_of, states


@pytest.fixture
def channel(channel):
    channel.capabilities = replace(channel.capabilities, reports_delivery=True)
    return channel


@pytest.fixture
def reports(database, channel, clock):
    """Takes a report a second after the one before."""
    take = partial(note_delivery, channel, database, clock, lambda: None)

    async def report(became: Became, message_id: str = "", row: int = 0, made: int = 0) -> bool:
        clock.move(seconds=1)
        return await take(DeliveryReport(became, message_id, row, code="unreachable", made=made))

    return report


async def test_in_whatever_order_reports_come_and_however_often_the_furthest_stands(
    database, courier, channel, aigul, reports, tell
):
    orders = [order for n in (1, 2, 3) for order in permutations(Became, n)]
    await write_to(database, aigul, *range(len(orders)))
    for number, order in enumerate(orders):
        await courier.carry()
        sent = await row_of(database, number)
        assert (sent["state"], sent["arrived_at"]) == (State.SENT, None)
        for became in (*order, *order):
            assert await reports(became, sent["external_id"])
        row = await row_of(database, number)
        arrived, failed = bool({Became.DELIVERED, Became.READ} & set(order)), Became.FAILED in order
        ended = State.DELIVERED if arrived else State.FAILED if failed else State.SENT
        assert row["state"] == ended, order
        assert (row["arrived_at"] is not None, row["code"]) == (
            arrived,
            "unreachable" if ended is State.FAILED else None,
        )
        assert row["finished_at"] == sent["finished_at"], "it left when it left"
        assert (row["read_at"] is not None) == (Became.READ in order), order
        if Became.READ in order and Became.DELIVERED in order:
            places = order.index(Became.READ) - order.index(Became.DELIVERED)
            assert (row["read_at"] - row["arrived_at"]) // 1000 == max(0, places), "each when it was heard first"
    tell("delivery reports in every order, each twice", orders=len(orders), differing=0)


async def test_what_was_taken_while_its_answer_was_lost_is_not_sent_again(  # noqa: PLR0917
    database, courier, channel, clock, aigul, reports
):
    await write_to(database, aigul, 1, 2)
    channel.will(AIGUL, Uncertain("the line broke"))
    await courier.carry()
    assert (await row_of(database, 1))["code"] == "uncertain"
    assert await reports(Became.TAKEN, "m77", row=(await row_of(database, 1))["id"])
    clock.move(seconds=60)
    await courier.carry()
    assert [text for _, text in channel.tried] == ["letter 1", "letter 2"]
    row = await row_of(database, 1)
    assert (row["state"], row["external_id"], row["arrived_at"]) == (State.SENT, "m77", None)
    assert await reports(Became.READ, "m77")
    assert (await row_of(database, 1))["state"] == State.DELIVERED


async def test_what_was_being_sent_at_a_kill_and_is_reported_as_taken_is_not_sent_again(  # noqa: PLR0917
    database, courier, channel, clock, aigul, bakyt, reports
):
    await write_to(database, aigul, 1)
    await write_to(database, bakyt, 2)
    dead = {"now": clock(), "limit": 2, "lease": "dead", "leased_until": clock() + 1000}
    assert len(await database.write(lambda store: store.outbox.claim(channel.name, channel.account, **dead))) == 2
    await courier.start()
    await courier.carry()
    assert channel.tried == [], "both may have left"
    assert await reports(Became.TAKEN, "m77", row=(await row_of(database, 1))["id"])
    clock.move(seconds=MAY_BE_REPORTED / 1000)
    await courier.carry()
    assert channel.texts == ["letter 2"]
    assert await states(database) == {1: State.SENT, 2: State.SENT}


async def test_what_nobody_reports_as_taken_is_sent_once_more_after_half_a_minute(
    database, courier, channel, clock, aigul
):
    await write_to(database, aigul, 1)
    channel.will(AIGUL, Uncertain("the line broke"))
    await courier.carry()
    clock.move(seconds=REPORTED / 1000 - 1)
    await courier.carry()
    assert len(channel.tried) == 1
    clock.move(seconds=1)
    await courier.carry()
    assert len(channel.tried) == 2


async def test_what_reports_nothing_has_arrived_once_it_was_taken(database, courier, channel, aigul):
    channel.capabilities = replace(channel.capabilities, reports_delivery=False)
    await write_to(database, aigul, 1)
    await courier.carry()
    row = await row_of(database, 1)
    assert (row["state"], row["arrived_at"]) == (State.SENT, NOW)


async def test_a_report_before_the_send_is_written_comes_again_or_finds_its_row(database, channel, aigul, reports):
    await write_to(database, aigul, 1, 2)
    (letter,) = await database.write(
        lambda store: store.outbox.claim(
            channel.name, channel.account, now=NOW, limit=1, lease="lease", leased_until=NOW + 1000
        )
    )
    assert not await reports(Became.DELIVERED, "m1"), "nobody knows yet whose id that is"
    assert not await reports(Became.FAILED, row=letter.id), "it is just being sent"
    assert await reports(Became.DELIVERED, "m1", letter.id)
    assert await states(database) == {1: State.DELIVERED, 2: State.READY}, "the next one moves up"
    lost = await database.write(lambda store: store.outbox.finish(letter, State.UNCERTAIN, at=NOW, code="uncertain"))
    assert not lost, "it has ended"
    assert await reports(Became.READ, "m1")
    assert await reports(Became.READ, "of somebody else")
    assert await reports(Became.FAILED, row=4_711)


async def test_a_report_of_a_row_that_is_gone_says_nothing_of_the_next_with_its_id(  # noqa: PLR0917
    database, courier, channel, aigul, bakyt, reports
):
    """Whoever is forgotten leaves ids behind that SQLite gives again, and so does a copy that is put back."""
    await write_to(database, bakyt, 1)
    row = await row_of(database, 1)
    for became in Became:
        assert await reports(became, "of Aigul", row["id"], row["created_at"] - 1)
    assert await states(database) == {1: State.READY}
    await courier.carry()
    for became in Became:
        assert await reports(became, "of Aigul", row["id"], row["created_at"] - 1)
    assert await states(database) == {1: State.SENT}
    assert await reports(Became.READ, "", row["id"], row["created_at"])
    assert await states(database) == {1: State.DELIVERED}


async def test_what_was_parked_as_uncertain_arrives_by_its_row(database, channel, aigul, reports):
    await write_to(database, aigul, 1)
    await database.write(
        lambda store: store.connection.execute(
            update(outbox).values(state=int(State.UNCERTAIN), code="uncertain", finished_at=NOW)
        )
    )
    assert await reports(Became.DELIVERED, "m1", 1)
    row = await row_of(database, 1)
    assert (row["state"], row["code"], row["external_id"], row["finished_at"]) == (State.DELIVERED, None, "m1", NOW)


async def test_who_wrote_hears_once_that_the_reply_did_not_arrive(database, courier, channel, aigul, reports):
    await database.write(lambda store: queue(store, aigul, 1, body='{"text": "Салам"}'))
    await courier.carry()
    (sent,) = await rows_of(database, "outbox")
    for _ in range(3):
        assert await reports(Became.FAILED, sent["external_id"])
    assert [row["kind"] for row in await rows_of(database, "outbox")] == ["reply", "sorry"]
