"""Ten thousand updates nobody should ever send, with good ones between them: none is fatal, each unreadable one is kept."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.app import Service
from bot.channels.telegram.request import AioRequest
from tests.seeds import dice
from tests.sizes import sized
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.faults.absurdities import Absurd, put_in
from tests.telegram.steps import eventually, kept, proposed, running, until

pytestmark = pytest.mark.slow

UPDATES = sized(2_000, 10_000)
PATIENCE = 300.0  # seconds


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    """The bot, behind a line that puts in what JSON's writers refuse to write."""
    ask = AioRequest.do_request

    async def asked(self: AioRequest, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, answer = await ask(self, *args, **kwargs)
        return status, put_in(answer)

    monkeypatch.setattr(AioRequest, "do_request", asked)
    async with running(telegram, tmp_path, pace=5_000) as service:
        yield service


async def test_thousands_of_absurd_updates_stop_nobody(
    sunush: Service, user: People, telegram: TelegramServer, tell: Callable[..., None]
):
    absurd = Absurd(dice("absurd"))
    aigul = user("Айгүл", "ky")
    dead = good = jumps = 0
    for n in range(UPDATES):
        if absurd.chance.random() < 0.3:
            telegram.push(absurd.dead())
            dead += 1
        else:
            telegram.push(absurd.strange())
        if n % 1_000 == 500:
            aigul.writes(f"/help {n}")
            good += 1
        if n % 500 == 250:
            telegram.jump(by=absurd.chance.randint(1, 10**6))
            jumps += 1
        if n % 1_000 == 999:  # Telegram keeps a tap for 150 seconds, and a busy machine may need longer for all of them
            await until(lambda: len(telegram.pending()) < 1_000, PATIENCE)
    await until(lambda: not telegram.pending(), PATIENCE)
    ended = await kept(sunush, "SELECT state, error, count(*) FROM events WHERE state = 'dead' GROUP BY 1, 2")
    assert ended == [("dead", "Unreadable", dead)]
    await eventually(sunush, "SELECT count(*) FROM events WHERE error IS NOT NULL AND error <> 'Unreadable'", [(0,)])
    await until(lambda: len(telegram.texts(aigul.chat_id)) >= good, PATIENCE)
    answered = len(telegram.texts(aigul.chat_id))
    await proposed(user("Бакыт", "ky"))
    ((events,),) = await kept(sunush, "SELECT count(*) FROM events")
    tell(
        "absurd updates",
        updates=UPDATES,
        dead_letters=dead,
        kept_as_events=events,
        good_between=good,
        good_answered=answered,
        jumps_of_the_ids=jumps,
        crashes=0,
    )
    assert answered >= good


async def test_a_batch_no_reader_can_take_holds_back_nobody(
    sunush: Service, user: People, telegram: TelegramServer, tell: Callable[..., None]
):
    people = [user(f"Ким {n}", "ky") for n in range(6)]
    poison = ("<deep>", "<deeper>", "<endless number>")
    for person in people:
        person.writes("/start a_kokjar")
        for mark in poison:
            telegram.push({"message": {"message_id": 1, "text": mark, "chat": {"id": 5}}})
    await until(lambda: not telegram.pending(), PATIENCE)
    await until(lambda: all(person.texts for person in people))
    number = len(people) * len(poison)
    await eventually(sunush, "SELECT count(*) FROM events WHERE state = 'dead'", [(number,)])
    await proposed(user("Бакыт", "ky"))
    tell("a poison batch", good=len(people), poison=number, dead_letters=number, answered=len(people))


async def test_ids_that_lie_or_jump_back_hold_back_nobody(sunush: Service, user: People, telegram: TelegramServer):
    first, second = user("Айгүл", "ky"), user("Бакыт", "ky")
    first.writes("/start a_kokjar")
    for number in ("x", None, -5, 0, True, 2**63, 0.5, [], {}):
        telegram.push({"message": {"message_id": 1, "chat": {"id": 5}}, "update_id": number})
    second.writes("/start a_kokjar")
    await until(lambda: bool(first.texts and second.texts))
    for number in ("x", None, -5):
        telegram.push({"message": 7, "update_id": number, "nobody": "knows"})
    await until(lambda: not telegram.pending())
    telegram.jump(to=1_000)
    await proposed(user("Кубат", "ky"))
    await until(lambda: not telegram.pending())
    await eventually(sunush, "SELECT count(*) FROM events WHERE state = 'dead'", [(7 + 3,)])


async def test_the_same_update_again_and_again_is_answered_once(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = user("Айгүл", "ky")
    update = aigul.writes("/start a_kokjar")
    await until(lambda: bool(aigul.texts))
    for _ in range(50):
        telegram.push(json.loads(json.dumps({"message": update["message"]})), update_id=update["update_id"])
    telegram.push({"message": {"message_id": 1}})
    await until(lambda: not telegram.pending())
    await proposed(user("Бакыт", "ky"))
    assert len(aigul.texts) == 1
