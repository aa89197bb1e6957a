"""Updates are handled by fair turns, whoever sends a hundred at once.

They are confirmed only when all before them are kept.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.fair import PLACES
from bot.channels.intake import Intake
from bot.channels.telegram import Polling, Telegram
from bot.channels.telegram.window import Window
from bot.channels.too_fast import Flood
from bot.chat.message import Incoming, Peer
from storage.database.failures import CommitFailed
from storage.database.seal import Seal
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import until

NO_LIMIT = {"burst": 1e6, "per_second": 1e6, "a_day": 1e6}


@asynccontextmanager
async def polling(
    telegram: TelegramServer,
    seal: Seal,
    receive: Callable[[Incoming, str], Awaitable[None]],
    flood: Flood | None = None,
    **more: Any,
) -> AsyncIterator[None]:
    """Polls until the end of the block, and then finishes what is in hand."""

    async def bury(*_: str) -> None:
        return

    channel = Telegram(TOKEN, seal=seal, api_url=telegram.url)
    intake = Intake(receive, bury, now=lambda: 0, steady=lambda: 0, flood=flood or Flood(**NO_LIMIT), **more)
    working = asyncio.create_task(Polling(channel, intake).run())
    yield
    intake.stop()
    await working
    await channel.close()


async def test_one_is_not_behind_the_hundred_of_another(
    telegram: TelegramServer, user: People, seal: Seal, tell: Callable[..., None]
):
    flooder, aigul, said = user("Тез"), user("Айгүл"), list[str]()
    for number in range(100):
        flooder.writes(f"{number}")
    aigul.writes("салам")  # the 101st: it is only given once something before it is confirmed

    async def receive(incoming: Incoming, _: str) -> None:
        await asyncio.sleep(0.004)
        said.append(incoming.text)

    async with polling(telegram, seal, receive):
        await until(lambda: not telegram.pending())
    place = said.index("салам")
    tell("a neighbour behind a hundred updates of one sender", handled_before=place)
    assert place <= 40
    assert [text for text in said if text != "салам"] == [f"{number}" for number in range(100)]


async def test_what_is_dropped_takes_no_turn(telegram: TelegramServer, user: People, seal: Seal):
    flooder, aigul, said, hold = user("Тез"), user("Айгүл"), list[str](), asyncio.Event()
    for number in range(150):
        flooder.writes(f"{number}")
    aigul.writes("салам")

    async def receive(incoming: Incoming, _: str) -> None:
        if incoming.text == "1":
            await hold.wait()
        said.append(incoming.text)

    async with polling(telegram, seal, receive, Flood(burst=1, per_second=0.001)):
        await until(lambda: not telegram.pending())
    # His first, the word that he is too fast, and hers.
    assert sorted(said) == ["", "0", "салам"]


async def test_a_tap_that_is_dropped_is_answered_on_the_screen_and_not_without_end(
    telegram: TelegramServer, user: People, seal: Seal, tell: Callable[..., None]
):
    flooder, said = user("Тез"), list[str]()

    async def receive(incoming: Incoming, _: str) -> None:
        said.append(str(incoming.kind))

    flooder.writes("салам")
    for _ in range(40):
        flooder.taps_old("v:help:forged", 1)
    async with polling(telegram, seal, receive, Flood(burst=2, per_second=0.001)):
        await until(lambda: not telegram.pending())
        await until(lambda: len(list_toasts(telegram)) >= 3)
    toasts = list_toasts(telegram)
    tell("taps that are dropped", taps=40, handled=said.count("choice"), toasts=len(toasts))
    assert said == ["text", "choice", "flood"]
    assert toasts == ["Бир аз күтүңүз. · Подождите немного."] * 3


def list_toasts(telegram: TelegramServer) -> list[str]:
    """What was said on the screen alone, in answer to taps."""
    calls = telegram.calls("answerCallbackQuery")
    return [call["params"]["text"] for call in calls if "text" in call["params"]]


async def test_where_more_wait_than_can_be_taken_in_whoever_sends_on_and_on_waits_and_nobody_else(
    telegram: TelegramServer, user: People, seal: Seal, tell: Callable[..., None]
):
    crowd, neighbours, said, begun = [user(f"Көп {n}") for n in range(12)], [user("Айгүл"), user("Бакыт")], [], 0
    for number in range(25):  # within what each may send at once
        for one in crowd:
            one.writes(f"{number}")
    for neighbour in neighbours:
        for number in range(5):
            neighbour.writes(f"керек {number}")

    async def receive(incoming: Incoming, _: str) -> None:
        nonlocal begun
        begun += 1
        await asyncio.sleep(0.005)
        said.append((incoming.text or str(incoming.kind), begun))

    async with polling(telegram, seal, receive, Flood()):
        await until(lambda: not telegram.pending())
    heard = [place for text, place in said if text.startswith("керек")]
    told = [text for text, _ in said if text == "flood"]
    assert len(heard) == 10, "nobody who sends little loses a message"
    assert len(told) == len(crowd), "whoever is too fast is told once"
    tell("twelve who send 25 at once, two who send 5", handled=len(said), of=310, neighbours_lost=10 - len(heard))
    assert len(said) <= 12 * 17 + 12 + 10


async def test_nothing_is_confirmed_before_all_that_came_earlier_is_kept(
    telegram: TelegramServer, user: People, seal: Seal
):
    slow, aigul, said, hold = user("Жай"), user("Айгүл"), list[str](), asyncio.Event()
    slow.writes("биринчи")
    for number in range(5):
        aigul.writes(f"{number}")

    async def receive(incoming: Incoming, _: str) -> None:
        if incoming.text == "биринчи":
            await hold.wait()
        said.append(incoming.text)

    async with polling(telegram, seal, receive):
        await until(lambda: len(said) == 5)
        await asyncio.sleep(0.1)
        assert len(telegram.pending()) == 6, "a kill here loses nothing"
        hold.set()
        await until(lambda: not telegram.pending())
    assert said == ["0", "1", "2", "3", "4", "биринчи"]


async def test_what_cannot_be_kept_is_tried_again_before_the_same_persons_next_and_holds_up_nobody(
    telegram: TelegramServer, user: People, seal: Seal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.channels.telegram.trouble.BACK_OFF", (0.02,))
    unlucky, aigul, said, fails = user("Бакыт"), user("Айгүл"), list[str](), [CommitFailed("full")] * 3
    for text in ("бир", "эки"):
        unlucky.writes(text)
    aigul.writes("салам")

    async def receive(incoming: Incoming, _: str) -> None:
        if incoming.text == "бир" and fails:
            raise fails.pop()
        said.append(incoming.text)

    async with polling(telegram, seal, receive):
        await until(lambda: not telegram.pending())
    assert said == ["салам", "бир", "эки"]


def test_the_offset_stops_before_the_first_that_is_not_kept():
    window = Window()
    given = [{"update_id": number} for number in (7, 8, 11)]
    first, second, third = window.list_new(given)
    assert window.list_new(given) == []
    second.is_kept = third.is_kept = True
    assert not window.confirm()
    assert window.offset is None
    first.is_kept = True
    assert window.confirm()
    assert (window.offset, window.is_empty) == (12, True)


def test_the_offset_confirms_nothing_that_came_behind_a_larger_id_and_is_not_kept():
    window = Window()
    given = [12, 5, 12, "no id", 3, 5]
    new = window.list_new([{"update_id": number} if isinstance(number, int) else number for number in given])
    assert [come.raw["update_id"] if come.raw != "no id" else "no id" for come in new] == [3, 5, 12, "no id"]
    for come in new[1:]:
        come.is_kept = True
    assert not window.confirm()
    assert window.offset is None
    new[0].is_kept = True
    assert window.confirm()
    assert (window.offset, window.is_empty) == (14, True)


def test_ids_that_begin_anew_at_a_smaller_number_are_followed_and_one_without_an_id_is_passed():
    window = Window()
    for given, offset in (
        ([{"update_id": 900}], 901),
        ([{"update_id": 3}, {"no": "id"}, 7], 6),
        ([{"update_id": 6}], 7),
    ):
        for come in window.list_new(given):
            come.is_kept = True
        assert window.confirm()
        assert window.offset == offset


async def test_who_writes_while_a_crowd_waits_is_heard_before_the_crowd_has_been(
    telegram: TelegramServer, user: People, seal: Seal, tell: Callable[..., None]
):
    restless, crowd, aigul, said = user("Тез"), [user(f"Көп {n}") for n in range(60)], user("Айгүл"), list[str]()
    hold, wrote = asyncio.Event(), []

    async def receive(incoming: Incoming, _: str) -> None:
        if incoming.text == "көп":
            await hold.wait()
            if len(said) > 61 + 2 * PLACES and not wrote:
                wrote.append(aigul.writes("салам"))
            await asyncio.sleep(0.08)
        said.append(incoming.text)

    async with polling(telegram, seal, receive, Flood()):
        for one in [*crowd, restless]:  # who was heard last comes last in fair turns
            one.writes("мурда")
        await until(lambda: len(said) == 61)
        for one in [*crowd[:PLACES], restless, *crowd[PLACES:]]:
            one.writes("көп")
        await until(lambda: len(telegram.pending()) == 61)
        hold.set()
        await until(lambda: not telegram.pending())
    before = said.index("салам") - 61
    tell("a neighbour who writes while sixty wait", handled_before=before)
    assert before < 61 - PLACES
    assert len(said) == 2 * 61 + 1


async def test_whoever_was_met_before_is_heard_before_newcomers_and_groups_that_wait(
    telegram: TelegramServer, user: People, seal: Seal, tell: Callable[..., None]
):
    newcomers, aigul, said = [user(f"Жаңы {n}") for n in range(40)], user("Айгүл"), list[str]()

    async def receive(incoming: Incoming, _: str) -> None:
        await asyncio.sleep(0.004)
        said.append(incoming.text)

    async def recognise(strangers: Collection[Peer]) -> list[Peer]:
        return [one for one in strangers if one.address == str(aigul.id)]

    for n, one in enumerate(newcomers):
        one.in_group(-500 - n).mentions("топ")
        one.writes("жаңы")
    aigul.writes("салам")
    async with polling(telegram, seal, receive, recognise=recognise):
        await until(lambda: not telegram.pending())
    before = said.index("салам")
    tell("somebody we know behind forty newcomers and forty groups", handled_before=before, of=len(said) - 1)
    assert before <= 2 * PLACES
    assert len(said) == 81
