"""How fast the courier sends: places, the rate limit of an account and of a chat, clocks that jump."""

import asyncio
from dataclasses import replace

import pytest

from bot.channels.contract import Pace, Throttled
from bot.chat.message import Hints, Message
from bot.delivery.courier import Courier
from bot.delivery.pacing.pace import count_requests
from bot.delivery.under_way import BATCH
from storage.queue.outbox import MENU, Lane, Letter, State
from storage.store import Store
from tests.channels.doubles import Clock, RecordingChannel
from tests.delivery.letters import AIGUL, BAKYT, at_pace, row_of, write_to
from tests.patience import patient
from tests.storage.rows import NOW, meet, queue, rows_of

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
    async with patient(20):
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
    async with patient(20):
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


@pytest.mark.parametrize("back", [3600, 86400])
async def test_a_clock_put_back_holds_nothing_up(database, courier, channel, clock, back):
    """What was due by the old clock, what the pace counted by it, and a pause (429) by it."""
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
    crowd = 200 if database.sqlite else 80
    for n in range(crowd):
        await write_to(database, await meet(database, f"99655500{n:03}"), 1)
    times: list[int] = []
    while len(channel.sent) < crowd:
        count = len(channel.sent)
        await courier.carry()
        times += [clock()] * (len(channel.sent) - count)
        clock.move(seconds=0.04)
    assert max(sum(at <= one < at + 1000 for one in times) for at in times) <= 30
    assert 24.5 <= (crowd - 5) / ((times[-1] - times[4]) / 1000) <= 25.5


async def send_all_at(
    channel: RecordingChannel, courier: Courier, clock: Clock, *, letters: int, answered_in: int
) -> list[int]:
    """Sends all there is to a messenger that takes so long (ms) to answer; returns when each was asked for."""
    under_way: list[tuple[int, asyncio.Event]] = []
    asked, answered = list[int](), channel.send

    async def send(address, message, *, language):
        asked.append(clock())
        under_way.append((clock() + answered_in, asyncio.Event()))
        await under_way[-1][1].wait()
        return await answered(address, message, language=language)

    channel.send = send
    for _ in range(1_000):
        await courier._look()
        for at, event in under_way:
            if at <= clock():
                event.set()
        under_way[:] = [one for one in under_way if one[0] > clock()]
        while sum(not task.done() for task in courier._out) > len(under_way):  # noqa: ASYNC110
            await asyncio.sleep(0)
        courier._look_back()
        if len(asked) == letters and not courier._out:
            break
        clock.move(seconds=0.01)
    return asked


@pytest.mark.parametrize(("most", "answered_in", "crowd_of"), [(72, 200, 120), (360, 10, 180)])
async def test_a_notice_comes_near_the_pace_however_late_its_messenger_answers(
    database, courier, channel, clock, most, answered_in, crowd_of
):
    channel.pace = Pace.within(most)
    crowd = [await meet(database, f"99655500{n:03}") for n in range(crowd_of)]

    async def queue_all(store: Store) -> None:
        for person in crowd:
            await queue(store, person, 1, Lane.NOTICE, kind="notice", body=Message("letter").to_json())

    await database.write(queue_all)
    asked = await send_all_at(channel, courier, clock, letters=len(crowd), answered_in=answered_in)
    assert len(asked) == len(crowd)
    assert max(sum(at <= one < at + 1000 for one in asked) for at in asked) <= most
    steady = asked[crowd_of // 2 :]  # it has learned by then how long an answer takes
    assert (len(steady) - 1) / ((steady[-1] - steady[0]) / 1000) >= 0.95 * channel.pace.per_second


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


def clearing(letter: Letter) -> Letter:
    return replace(letter, body=Message("letter", hints=Hints(clears="17")).to_json())


def test_a_message_that_takes_the_buttons_of_another_away_counts_as_the_two_requests_it_is():
    letter = Letter(1, 1, AIGUL, "reply", 1, "ky", Message("letter").to_json(), 1, "", None)
    assert (count_requests(letter), count_requests(clearing(letter))) == (1, 2)
    before = clearing(letter).body.replace('"clears":', '"clears": ')  # as rows of earlier versions have it
    assert count_requests(replace(letter, body=before)) == 2


async def test_while_others_wait_the_buttons_above_stay_so_that_more_are_answered(database, courier, channel, clock):
    at_pace(channel)
    for n in range(30):
        person = await meet(database, f"99655500{n:03}")
        body = Message("letter", hints=Hints(clears="17")).to_json()
        await database.write(lambda store, person=person, body=body: queue(store, person, 1, body=body))
    for _ in range(25):
        await courier.carry()
        clock.move(seconds=0.04)
    assert 22 <= len(channel.sent) <= 28, "a second of 25 requests, and the burst, whose buttons are taken away"


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
    await database.write(
        lambda store: queue(store, aigul, 1, kind=MENU, body=Message("", hints=Hints(menu="ky")).to_json())
    )
    channel.will(AIGUL, Throttled(25))
    await courier.carry()
    await write_to(database, bakyt, 2)
    await courier.carry()
    assert channel.texts == ["letter 2"]
    assert (await row_of(database, 1))["not_before"] == NOW + 25_000
