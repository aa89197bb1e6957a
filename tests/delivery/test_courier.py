"""The courier brings what is due, in order, and writes down how each ended, also where the database was away."""

import asyncio

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from bot.budget.permissions import Role
from bot.channels.contract import Unreachable
from bot.chat.message import Message
from bot.delivery import courier as courier_module
from bot.delivery.alone import WAIT
from bot.delivery.courier import Courier
from bot.delivery.pacing.turns import LEASE
from bot.delivery.retry import BACK_OFF
from bot.delivery.under_way import BATCH, SWEEP
from storage.database.engine import Database
from storage.database.failures import CommitFailed
from storage.database.schema import outbox
from storage.queue.leases.due import SUSPECT
from storage.queue.leases.reclaiming import KILLS, RESTS
from storage.queue.outbox import State
from storage.store import Store
from tests.channels.doubles import RecordingChannel
from tests.delivery.letters import AIGUL, BAKYT, row_of, write_to
from tests.patience import patient
from tests.storage.rows import NOW, meet, queue, rows_of, states


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
        letters.append(message.hints.letter)
        return await taken(address, message, language=language)

    channel.send = send
    await write_to(database, aigul, 1, 2)
    channel.will(AIGUL, Unreachable("no line"))
    for _ in range(2):
        await courier.carry()
        clock.move(seconds=BACK_OFF[0])
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


async def killed_at(text: str, courier: Courier, channel: RecordingChannel) -> None:
    """Carries until a letter is being sent, whose sender then dies; whatever else leaves is taken."""
    send = channel.send

    async def sending(address: str, message: Message, *, language: str) -> str:
        if message.text == text:
            channel.answering.clear()
            carrying.cancel()
        return await send(address, message, language=language)

    channel.send = sending
    carrying = asyncio.create_task(courier.carry())
    with pytest.raises(asyncio.CancelledError):
        await carrying
    channel.send = send
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


async def test_of_eight_letters_the_one_that_kills_its_sender_is_parked_and_the_others_leave(
    database, new_courier, channel, clock
):
    crowd = [await meet(database, f"99655500000{n}") for n in range(BATCH)]
    for number, person in enumerate(crowd):
        await write_to(database, person, number)
    await write_to(database, crowd[3], 9)
    await database.write(lambda store: store.roles.grant(crowd[0].id, role=Role.ADMIN, aimak_id=None, at=NOW, by=None))
    killing = "letter 3"
    for death in range(SUSPECT + KILLS):
        worker = new_courier()
        await worker.start()
        clock.move(seconds=RESTS[-1] / 1000)
        if death < SUSPECT:
            await killed_while_sending(worker, channel)
        else:
            await killed_at(killing, worker, channel)
    assert [letter for letter in channel.texts if letter == killing] == []
    last = new_courier()
    await last.start()
    await last.carry()
    (warned,) = [text for text in channel.texts if not text.startswith("letter")]
    assert warned.endswith(f" — {(await row_of(database, 3))['id']}"), "whoever runs the install hears of it"
    assert sorted(set(channel.texts) - {warned}) == [f"letter {number}" for number in (0, 1, 2, 4, 5, 6, 7, 9)]
    assert [text for _, text in channel.tried].count(killing) == SUSPECT + KILLS
    assert (await row_of(database, 3))["state"] == State.UNCERTAIN


async def test_others_wait_a_moment_while_a_letter_goes_alone_and_no_longer(database, new_courier, channel, clock):
    slow, *others = [await meet(database, f"99655500000{n}") for n in range(4)]
    await write_to(database, slow, 0)
    for _ in range(SUSPECT):
        worker = new_courier()
        await worker.start()
        await killed_while_sending(worker, channel)
    for number, person in enumerate(others, start=1):
        await write_to(database, person, number)
    channel.tried.clear()
    channel.answering.clear()
    worker = new_courier()
    await worker.start()
    await worker._look()
    clock.move(seconds=WAIT / 1000 - 0.1)
    await worker._look()
    await asyncio.sleep(0)
    assert [text for _, text in channel.tried] == ["letter 0"]
    clock.move(seconds=0.2)
    await worker._look()
    await asyncio.sleep(0)
    assert sorted(text for _, text in channel.tried) == ["letter 0", "letter 1", "letter 2", "letter 3"]
    channel.answering.set()
    await worker.carry()
    assert len(channel.sent) == 4


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

    async def write(self, work, *, first=False):
        if self.away:
            self.away -= 1
            raise CommitFailed("disk full")
        return await super().write(work, first=first)


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
async def test_what_has_left_is_kept_in_mind_however_long_nothing_can_be_written(away_database, channel, clock, tell):
    aigul, bakyt = await meet(away_database, AIGUL), await meet(away_database, BAKYT)
    courier = Courier(database=away_database, channels=[channel], now=clock)
    await write_to(away_database, aigul, 1)
    await write_to(away_database, bakyt, 2)
    channel.answering.clear()
    carrying = asyncio.create_task(courier.carry())
    await channel.asked.wait()
    away_database.away = 1_000
    channel.answering.set()

    with capture_logs() as logs:
        assert await carrying == 2
    assert sorted(channel.texts) == ["letter 1", "letter 2"]
    assert await states(away_database) == {1: State.SENT, 2: State.SENT}
    assert len(logs) <= 2, "the same is said once a minute, and no minute has passed"
    tell("nothing can be written 1 000 times after two have left", told_twice=0, lines_logged_in_a_minute=len(logs))


@pytest.mark.usefixtures("_no_waiting")
async def test_the_courier_goes_on_when_the_database_is_back(away_database, channel, clock, tmp_path):
    aigul = await meet(away_database, AIGUL)
    await write_to(away_database, aigul, 1)
    courier = Courier(database=away_database, channels=[channel], now=clock)
    away_database.away = 5

    carrying = asyncio.create_task(courier.run())
    async with patient(20):
        await channel.asked.wait()
    carrying.cancel()

    assert away_database.away == 0
    assert channel.tried == [(AIGUL, "letter 1")]


async def test_a_running_courier_sends_as_soon_as_it_is_woken(database, courier, channel, aigul, monkeypatch):
    monkeypatch.setattr(courier_module, "POLL", 3600)
    carrying = asyncio.create_task(courier.run())
    async with patient(20):
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


# Where a common write fails


async def test_what_cannot_be_written_down_together_is_written_one_by_one(database, courier, channel, monkeypatch):
    taken, refused = courier_module.take_turn, []

    async def refuse(of, sent, *rest, **given):
        if sent:
            refused.append(len(sent))
            raise IntegrityError("UPDATE", None, ValueError("a row that cannot be"))
        return await taken(of, sent, *rest, **given)

    monkeypatch.setattr(courier_module, "take_turn", refuse)
    crowd = [await meet(database, f"99655500{n}") for n in range(5)]
    for person in crowd:
        await write_to(database, person, 1)
    with capture_logs() as logs:
        assert await courier.carry() == 5
    assert refused
    assert len(channel.sent) == 5
    rows = await rows_of(database, "outbox")
    assert {row["state"] for row in rows} == {State.SENT}
    assert {line["event"] for line in logs} == {"what was sent cannot be written down together"}


async def test_a_mistake_of_ours_in_the_common_write_is_not_taken_for_a_failure_of_the_database(
    database, courier, aigul, monkeypatch
):
    taken = courier_module.take_turn

    async def mistaken(of, sent, *rest, **given):
        if sent:
            raise LookupError("no such thing")
        return await taken(of, sent, *rest, **given)

    monkeypatch.setattr(courier_module, "take_turn", mistaken)
    await write_to(database, aigul, 1)
    with pytest.raises(LookupError):
        await courier.carry()
