"""Ten thousand calls of the webhook nobody should ever make, signed and unsigned: right codes, and nobody else waits."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import aiohttp
import pytest

from bot.channels.telegram.webhook import LARGEST
from tests.seeds import dice
from tests.sizes import sized
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.faults.absurdities import Absurd, put_in
from tests.telegram.steps import eventually, proposed, running, until

pytestmark = pytest.mark.slow

CALLS = sized(1_500, 10_000)
AT_ONCE = 20
PATIENCE = 300.0  # seconds
SECRET = "X-Telegram-Bot-Api-Secret-Token"


def make_calls(absurd: Absurd) -> Iterator[tuple[bytes, bool, int]]:
    """Bodies by turns. Each has its status where it is signed, and whether it becomes a dead letter then."""
    numbers = count(1)

    def update(body: dict) -> bytes:
        return put_in(json.dumps({"update_id": next(numbers)} | body).encode())

    garbage: tuple[Callable[[int], bytes], ...] = (
        lambda n: b"%d no JSON" % n,
        lambda n: update({"message": absurd.message(text="x" * n)})[:-1],
        lambda n: b"\xff\xfe%d" % n,
        lambda n: b'[{"update_id": %d}]' % n,
        lambda n: b'"%d"' % n,
        lambda n: b"%d" % n,
        lambda n: b"\x1f\x8b%d" % n,
        lambda n: b"%d" % n + b"[" * 20_000,
        lambda n: b"update_id=%d&message=x" % n,
    )
    forms: tuple[Callable[[int], tuple[bytes, bool, int]], ...] = (
        lambda _: (update(absurd.dead()), True, 200),
        lambda _: (update(absurd.strange()), False, 200),
        lambda n: (garbage[n // 4 % len(garbage)](n), True, 200),
        lambda n: (b"x" * (LARGEST + 1), False, 413) if n % 40 == 3 else (update(absurd.strange()), False, 200),
    )
    for n in count():
        yield forms[n % len(forms)](n)


async def test_thousands_of_absurd_calls_have_the_right_answers_and_nobody_else_waits(
    user: People, telegram: TelegramServer, tmp_path: Path, tell: Callable[..., None]
):
    calls, answered, dead, asked = make_calls(Absurd(dice("absurd calls"))), Counter[int](), 0, 0
    others = [user(f"Айгүл {n}", "ky") for n in range(CALLS // 100)]

    async def post(line: aiohttp.ClientSession) -> None:
        nonlocal dead, asked
        while asked < CALLS:
            n, (body, is_dead, status) = asked, next(calls)
            asked += 1
            signed = n // 4 % 2 == 0
            secret = hook.secret if signed else (hook.secret[:-1], "", "ключ")[n % 3]
            headers = {SECRET: secret} if secret else {}
            large = len(body) > LARGEST
            async with line.post(hook.url, data=body, headers=headers, expect100=large) as answer:
                assert (answer.status, await answer.text()) == (status if signed else 401, ""), (signed, body[:80])
            answered[answer.status] += 1
            dead += signed and is_dead
            if n % 100 == 50:
                others[n // 100].starts("a_kokjar")

    async with running(telegram, tmp_path, webhook=True, pace=5_000) as sunush:
        await telegram.called("setWebhook", 1)
        hook = telegram._hook
        assert hook is not None
        async with aiohttp.ClientSession() as line, asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(post(line))
        await until(lambda: not telegram.pending(), PATIENCE)
        await eventually(sunush, "SELECT count(*) FROM events WHERE state = 'dead'", [(dead,)])
        await eventually(
            sunush, "SELECT count(*) FROM events WHERE error IS NOT NULL AND error <> 'Unreadable'", [(0,)]
        )
        await proposed(user("Бакыт", "ky"))
        await until(lambda: all(one.texts for one in others), PATIENCE)
    tell(
        "absurd calls of a webhook",
        calls=sum(answered.values()),
        taken_in=answered[200],
        unsigned=answered[401],
        too_large=answered[413],
        otherwise=sum(answered.values()) - answered[200] - answered[401] - answered[413],
        dead_letters=dead,
        others_between=len(others),
        answered=sum(1 for one in others if one.texts),
        crashes=0,
    )
    assert set(answered) == {200, 401, 413}
