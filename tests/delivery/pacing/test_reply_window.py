"""The window of a messenger. Free text goes while it is open, else an approved template asks; what waits goes once."""

from dataclasses import replace

import pytest

from bot.budget.permissions import Role
from bot.channels.contract import TemplateUnusable, Unwanted, WindowClosed
from bot.channels.intake import Became, DeliveryReport
from bot.chat.message import Message
from bot.delivery.endings import ACCOUNT, LATE_TRIES, NOT_NOW, PASSES_IN, PASSING, note_delivery
from bot.delivery.pacing.openings import PAUSED
from bot.delivery.pacing.reply_window import GIVE_UP, HOUR, LINGERS, MARGIN, REST
from storage.queue.letters import OPENER, SHUT, UNDERSTOOD
from storage.queue.outbox import Lane, State
from tests.delivery.letters import AIGUL, BAKYT, row_of, write_to
from tests.storage.rows import NOW, enter, rows_of

DAY = 24 * HOUR


@pytest.fixture
def windowed(channel):
    channel.capabilities = replace(channel.capabilities, window_hours=24, reports_delivery=True)
    return channel


async def opens(database, person, clock):
    async def work(store):
        await store.people.note_heard(person.peer_id, at=clock(), state_version=None)
        return await store.outbox.open_window(person.peer_id, at=clock())

    return await database.write(work)


async def openers(database):
    return [row for row in await rows_of(database, "outbox") if row["kind"] == OPENER]


@pytest.mark.parametrize(("after", "is_open"), [(DAY - MARGIN - 1, True), (DAY - MARGIN, False), (3 * DAY, False)])
async def test_free_text_goes_until_a_minute_before_the_window_ends(
    database, courier, windowed, clock, aigul, after, is_open
):
    clock.now = NOW + after
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    assert (windowed.texts == ["letter 1"]) is is_open
    assert (len(await openers(database)) == 1) is not is_open


async def test_a_channel_without_a_window_sends_whenever_it_is(database, courier, channel, clock, aigul):
    clock.move(seconds=30 * 86400)
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    assert channel.texts == ["letter 1"]


async def test_what_waits_goes_in_its_order_and_once_when_its_reader_writes(
    database, courier, windowed, clock, aigul, bakyt
):
    clock.now = NOW + 2 * DAY
    await write_to(database, aigul, 1, 2, 3, lane=Lane.ANSWER)
    await courier.carry()
    assert len(windowed.sent) == 1, "one template for all that waits"
    asked = windowed.sent.pop()[1]
    assert asked not in {"letter 1", "letter 2", "letter 3"}
    assert (await row_of(database, 1))["code"] == SHUT

    clock.move(seconds=3600)
    await courier.carry()
    assert windowed.sent == []
    assert await opens(database, aigul, clock)
    await courier.carry()
    assert windowed.texts == ["letter 1", "letter 2", "letter 3"]
    assert not await opens(database, aigul, clock)
    await courier.carry()
    assert len(windowed.texts) == 3


async def test_a_reply_to_whoever_writes_goes_before_what_waited_and_shuts_nothing(
    database, courier, windowed, clock, aigul
):
    clock.now = NOW + 2 * DAY
    await write_to(database, aigul, 1, lane=Lane.NOTICE)
    await courier.carry()
    windowed.sent.clear()
    await opens(database, aigul, clock)
    await write_to(database, aigul, 2)
    await courier.carry()
    assert windowed.texts == ["letter 2", "letter 1"]


async def test_a_chat_is_asked_once_in_twenty_hours_and_what_is_never_opened_is_given_up_after_a_week(
    database, courier, windowed, clock, aigul
):
    clock.now = NOW + 2 * DAY
    await write_to(database, aigul, 1, lane=Lane.NOTICE)
    await courier.carry()
    await write_to(database, aigul, 2, lane=Lane.ANSWER)
    await courier.carry()
    assert len(windowed.sent) == 1
    clock.move(seconds=REST / 1000 + 1)
    await courier.carry()
    assert len(windowed.sent) == 2, "the answer is asked for in its turn"
    clock.move(seconds=GIVE_UP / 1000 + 1)
    await courier.carry()
    await courier.carry()
    for number in (1, 2):
        row = await row_of(database, number)
        assert (row["state"], row["code"]) == (State.FAILED, "window_closed")
    assert len(windowed.sent) == 2

    await opens(database, aigul, clock)  # after all
    await courier.carry()
    assert windowed.texts[2:] == ["letter 2", "letter 1"], "answers go before notices"


async def test_what_nobody_opens_for_a_week_goes_to_another_messenger_of_theirs(
    database, courier, windowed, clock, aigul
):
    other = await database.write(lambda store: store.people.meet("page", "x", "aigul", at=NOW))
    await database.write(lambda store: store.joins.join(other.peer_id, other_id=other.id, to=aigul.id, at=NOW))
    clock.now = NOW + 2 * DAY
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    assert (await row_of(database, 1))["code"] == SHUT
    clock.move(seconds=GIVE_UP / 1000 + 1)
    await courier.carry()
    row = await row_of(database, 1)
    assert (row["peer_id"], row["channel"], row["state"], row["code"]) == (other.peer_id, "page", State.READY, None)
    assert "letter 1" in Message.from_json(database.seal.open(row["body"])).text.split("\n\n")[1]


async def test_what_expires_while_it_waits_is_not_sent_any_more(database, courier, windowed, clock, aigul):
    clock.now = NOW + 2 * DAY

    async def work(store):
        await store.outbox.queue(
            aigul.peer_id, aigul.channel, aigul.account, kind="notice", object_id=1, revision=0, lane=Lane.NOTICE,
            language="ky", body='{"text": "letter 1"}', at=clock(), expires_at=clock() + HOUR,
        )  # fmt: skip

    await database.write(work)
    await courier.carry()
    clock.move(seconds=3601)
    await courier.carry()
    assert (await row_of(database, 1))["code"] == "expired"
    assert not await opens(database, aigul, clock)


async def test_whether_a_voice_was_understood_waits_for_the_answer_and_asks_alone_where_none_comes(
    database, courier, windowed, clock, aigul, bakyt
):
    clock.now = NOW + 2 * DAY

    async def ask(store):
        for person in (aigul, bakyt):
            await store.outbox.queue(
                person.peer_id, person.channel, person.account, kind=UNDERSTOOD, object_id=person.id, revision=2,
                lane=Lane.ANSWER, language="ky", body=Message("Туурабы?").to_json(), at=clock(),
            )  # fmt: skip

    await database.write(ask)
    await courier.carry()
    assert windowed.sent == []
    await write_to(database, aigul, 1, lane=Lane.ANSWER)  # the answer follows at once
    await database.write(lambda store: store.outbox.skip(UNDERSTOOD, aigul.id, code="superseded", at=clock()))
    await courier.carry()
    assert [address for address, _ in windowed.sent] == [AIGUL]
    clock.move(seconds=LINGERS / 1000 + 1)
    await courier.carry()
    assert [address for address, _ in windowed.sent] == [AIGUL, BAKYT]
    await opens(database, aigul, clock)
    await opens(database, bakyt, clock)
    await courier.carry()
    assert sorted(windowed.texts[2:]) == ["letter 1", "Туурабы?"]


async def test_a_template_that_is_paused_is_tried_again_and_the_head_hears_of_it_once(
    database, courier, windowed, clock, aigul, bakyt
):
    aimak_id = await enter(database)

    async def work(store):
        await store.people.set_aimak(aigul.peer_id, aimak_id)
        await store.roles.grant(bakyt.id, role=Role.HEAD, aimak_id=aimak_id, by=None, at=NOW)

    await database.write(work)
    clock.now = NOW + 2 * DAY
    await opens(database, bakyt, clock)
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    windowed.will(AIGUL, TemplateUnusable("132015"), TemplateUnusable("132015"))
    await courier.carry()
    told = [text for address, text in windowed.sent if address == BAKYT]
    assert len(told) == 1
    assert "message_waiting" in told[0]
    for _ in range(2):
        clock.move(seconds=PAUSED / 1000 + 1)
        await courier.carry()
    assert [text for address, text in windowed.sent if address == BAKYT] == told
    assert len([address for address, _ in windowed.sent if address == AIGUL]) == 1
    assert (await row_of(database, 1))["code"] == SHUT


async def test_where_the_messenger_says_that_the_window_is_shut_a_template_goes_and_then_the_words(
    database, courier, windowed, clock, aigul
):
    windowed.will(AIGUL, WindowClosed("131047"))
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    assert len(windowed.sent) == 1
    assert windowed.texts != ["letter 1"]
    await opens(database, aigul, clock)
    await courier.carry()
    assert windowed.texts[1:] == ["letter 1"]


@pytest.mark.parametrize("code", ["window_closed", NOT_NOW, ACCOUNT])
async def test_what_was_taken_and_did_not_arrive_goes_again_by_a_template_or_a_day_later(
    database, courier, windowed, clock, aigul, code
):
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    row = await row_of(database, 1)
    report = DeliveryReport(Became.FAILED, row["external_id"], code=code)
    clock.move(seconds=5)
    for _ in range(2):  # idempotent
        assert await note_delivery(windowed, database, clock, lambda: None, report)
        await courier.carry()
    if code == ACCOUNT:
        assert windowed.texts == ["letter 1"]
        clock.move(seconds=PAUSED / 1000)
        await courier.carry()
        assert windowed.texts == ["letter 1", "letter 1"]
    elif code == NOT_NOW:
        assert windowed.texts == ["letter 1"]
        clock.now = NOW + DAY - 2 * MARGIN  # the window is still open, and they are left alone
        await courier.carry()
        assert windowed.texts == ["letter 1"]
        clock.move(seconds=600)
        await opens(database, aigul, clock)
        await courier.carry()
        assert windowed.texts == ["letter 1", "letter 1"]
    else:
        assert len(windowed.sent) == 2, "a template"
        await opens(database, aigul, clock)
        await courier.carry()
        assert windowed.texts[2:] == ["letter 1"]


async def test_a_late_report_of_a_shut_window_changes_nothing_for_whoever_wrote_meanwhile(
    database, courier, windowed, clock, aigul
):
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    row = await row_of(database, 1)
    clock.move(seconds=60)
    await opens(database, aigul, clock)
    report = DeliveryReport(Became.FAILED, row["external_id"], code="window_closed")
    assert await note_delivery(windowed, database, clock, lambda: None, report)
    await courier.carry()
    assert windowed.texts == ["letter 1", "letter 1"]
    assert await openers(database) == []


@pytest.mark.parametrize("code", ["window_closed", ACCOUNT, PASSING, "rejected"])
async def test_a_failure_that_is_told_once_more_says_nothing_of_the_sending_after_it(
    database, courier, windowed, clock, aigul, code
):
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    row = await row_of(database, 1)
    report = DeliveryReport(Became.FAILED, row["external_id"], row["id"], code, made=row["created_at"])
    later = replace(report, code="window_closed") if code == "rejected" else report
    assert await note_delivery(windowed, database, clock, lambda: None, later)
    clock.move(seconds=PAUSED / 1000)
    await opens(database, aigul, clock)
    await courier.carry()
    assert windowed.texts == ["letter 1"] * 2
    assert await note_delivery(windowed, database, clock, lambda: None, report)
    clock.move(seconds=PAUSED / 1000)
    await courier.carry()
    assert windowed.texts == ["letter 1"] * 2
    assert (await row_of(database, 1))["state"] == State.SENT


async def test_a_fault_that_is_told_later_is_tried_again_and_ends_after_some_tries(
    database, courier, windowed, clock, aigul
):
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    for number in range(1, LATE_TRIES + 1):
        await courier.carry()
        assert windowed.texts == ["letter 1"] * number
        row = await row_of(database, 1)
        report = DeliveryReport(Became.FAILED, row["external_id"], code=PASSING)
        for _ in range(2):  # idempotent
            assert await note_delivery(windowed, database, clock, lambda: None, report)
        clock.move(seconds=PASSES_IN / 1000)
    await courier.carry()
    row = await row_of(database, 1)
    assert (row["state"], row["code"], len(windowed.texts)) == (State.FAILED, "unreachable", LATE_TRIES)


async def test_whoever_stopped_notices_by_template_is_still_asked_for_an_answer(
    database, courier, windowed, clock, aigul
):
    clock.now = NOW + 2 * DAY
    windowed.will(AIGUL, Unwanted("131050"))
    await write_to(database, aigul, 1, lane=Lane.NOTICE)
    await courier.carry()
    row = await row_of(database, 1)
    assert (row["state"], row["code"]) == (State.FAILED, "blocked")
    await write_to(database, aigul, 2, lane=Lane.ANSWER)
    await courier.carry()
    assert len(windowed.sent) == 1, "a template"
    await opens(database, aigul, clock)
    await courier.carry()
    assert windowed.texts[1:] == ["letter 2"]


async def test_no_template_that_arrived_nowhere_ends_what_waited_and_says_so(database, courier, windowed, clock, aigul):
    clock.now = NOW + 2 * DAY
    await write_to(database, aigul, 1, lane=Lane.ANSWER)
    await courier.carry()
    (opener,) = await openers(database)
    report = DeliveryReport(Became.FAILED, opener["external_id"], code="unreachable")
    assert await note_delivery(windowed, database, clock, lambda: None, report)
    row = await row_of(database, 1)
    assert (row["state"], row["code"]) == (State.FAILED, "unreachable")
