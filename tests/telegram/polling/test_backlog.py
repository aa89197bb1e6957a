"""What waits longer for its turn is kept as it came and confirmed. So whoever writes behind it is heard."""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping

import pytest

from bot.channels.fair import KEPT, PLACES
from bot.channels.intake import Backlog
from bot.channels.telegram import taking_in
from bot.channels.telegram.parse import Parsed, parse, read_raw_text
from bot.channels.too_fast import Flood
from bot.chat.message import Incoming, Peer
from storage.database.failures import CommitFailed
from storage.database.seal import Seal
from tests.telegram.fake.people import JPEG, People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.polling.test_turns import polling
from tests.telegram.steps import until


class Kept:
    """A backlog in memory, which is filled to no purpose where it fails."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.most, self.fails = 0, False
        self.backlog = Backlog(self._put, self._list, self._remove)

    async def _put(self, rows: Mapping[str, str]) -> None:
        if self.fails:
            raise CommitFailed("full")
        self.rows |= rows
        self.most = max(self.most, len(self.rows))

    async def _list(self) -> list[tuple[str, str]]:
        return list(self.rows.items())

    async def _remove(self, names: Collection[str]) -> None:
        for name in names:
            self.rows.pop(name)


@pytest.fixture
def kept() -> Kept:
    return Kept()


async def test_somebody_we_know_is_heard_before_three_hundred_newcomers_who_wrote_earlier(
    telegram: TelegramServer, user: People, seal: Seal, kept: Kept, tell: Callable[..., None]
):
    said = list[str]()

    async def receive(incoming: Incoming, _: str) -> None:
        await asyncio.sleep(0.01)
        said.append(incoming.text)

    async def recognise(strangers: Collection[Peer]) -> list[Peer]:
        return [one for one in strangers if one.address == str(aigul.id)]

    for number in range(300):
        user(f"Жаңы {number}").writes(f"{number}")
    aigul = user("Айгүл")
    aigul.writes("салам")
    async with polling(telegram, seal, receive, recognise=recognise, backlog=kept.backlog):
        await until(lambda: not telegram.pending())
        confirmed = len(said)
        await until(lambda: len(said) == 301)
        await until(lambda: not kept.rows)
    before = said.index("салам")
    tell("somebody we know behind three hundred newcomers", handled_before=before, handled_when_all_were_confirmed=confirmed,
         most_behind=kept.most)  # fmt: skip
    assert before < 100
    assert confirmed < 120
    assert sorted(said) == sorted([*map(str, range(300)), "салам"])


async def test_what_was_confirmed_before_its_turn_is_handled_by_the_next_start_in_its_order(
    telegram: TelegramServer, user: People, seal: Seal, kept: Kept, tell: Callable[..., None]
):
    said, hold, seen = list[tuple[str, str]](), asyncio.Event(), set[str]()

    async def receive(incoming: Incoming, _: str) -> None:
        await hold.wait()
        if incoming.id in seen:  # idempotent, as ours is: what Telegram was not told comes again
            return
        seen.add(incoming.id)
        said.append((incoming.peer.address, incoming.text))

    crowd = [user(f"Жаңы {number}") for number in range(20)]
    for text in ("бир", "эки"):
        for one in crowd:
            one.writes(text)
    async with polling(telegram, seal, receive, backlog=kept.backlog):
        await until(lambda: len(kept.rows) == 40 - PLACES + KEPT)
        waiting = asyncio.create_task(_release(hold))
    await waiting
    handled, left = len(said), len(kept.rows)
    async with polling(telegram, seal, receive, backlog=kept.backlog):
        crowd[0].writes("үч")
        await until(lambda: not telegram.pending() and not kept.rows)
    tell("a stop while forty messages wait", handled_before_it=handled, left_behind=left, lost=41 - len(set(said)),
         twice=len(said) - len(set(said)))  # fmt: skip
    assert left >= 40 - 2 * PLACES
    assert len(said) == len(set(said)) == 41
    for one in crowd:
        texts = [text for address, text in said if address == str(one.id)]
        assert texts == ["бир", "эки", *(["үч"] if one is crowd[0] else [])]


async def _release(hold: asyncio.Event) -> None:
    # Once it is asked to stop: what has its turn is finished, the rest stays behind.
    await asyncio.sleep(0)
    hold.set()


def test_what_was_kept_behind_reads_as_it_did_when_it_came(telegram: TelegramServer, user: People):
    aigul, in_group = user("Айгүл"), user("Бакыт").in_group(-500)
    first = aigul.writes("@sunush_test_bot <b>салам</b> https://t.me/sunush_test_bot?start=a_kokjar")["message"]
    for act in (aigul.sends_photo, aigul.sends_voice, aigul.sends_document, aigul.sends_video, aigul.sends_video_note,
                aigul.sends_sticker, aigul.sends_location, aigul.sends_contact, aigul.starts, aigul.blocks, aigul.unblocks,
                in_group.adds_the_bot, in_group.kicks_the_bot):  # fmt: skip
        act()
    aigul.sends_album(JPEG, JPEG, caption="жол")
    aigul.edits(first["message_id"], "башка")
    aigul.forwards("көпүрө")
    aigul.shares_location(1)
    aigul.taps_old("v:help:forged", first["message_id"])
    bot = {"id": 1, "is_bot": True, "first_name": "Sunush", "username": "sunush_test_bot"}
    for one in (aigul, in_group):
        answered = {"message_id": 1, "from": bot, "chat": one.chat, "date": 1, "text": "Кайсы айыл?"}
        one.writes("ооба", reply_to_message=answered, quote={"text": "Кайсы", "position": 0})
    in_group.mentions("салам")
    in_group.commands("help")

    def read(raw: object) -> Parsed:
        return parse(raw, account="7", username="sunush_test_bot", mac=lambda *_: "forged")

    came = telegram.pending()
    assert len(came) > 20
    assert [read(json.loads(read_raw_text(raw))) for raw in came] == [read(raw) for raw in came]


@pytest.mark.parametrize("full", [True, False])
async def test_where_nothing_can_be_kept_behind_or_too_much_is_the_offset_waits_for_its_turn(
    telegram: TelegramServer, user: People, seal: Seal, kept: Kept, monkeypatch: pytest.MonkeyPatch, *, full: bool
):
    kept.fails = full
    monkeypatch.setattr(taking_in, "MOST_BEHIND", 10)
    said = list[str]()

    async def receive(incoming: Incoming, _: str) -> None:
        await asyncio.sleep(0.02)
        said.append(incoming.text)

    for number in range(40):
        user(f"Жаңы {number}").writes(f"{number}")
    async with polling(telegram, seal, receive, backlog=kept.backlog):
        await until(lambda: not telegram.pending() and len(said) == 40)
    assert sorted(said) == sorted(map(str, range(40)))
    assert kept.most <= 10


async def test_the_word_that_somebody_is_too_fast_is_not_kept_behind(
    telegram: TelegramServer, user: People, seal: Seal, kept: Kept
):
    said, hold = list[str](), asyncio.Event()

    async def receive(incoming: Incoming, _: str) -> None:
        await hold.wait()
        said.append(str(incoming.kind))

    for number in range(20):
        for _ in range(2):
            user.server.deliver({"from": {"id": 7_000 + number, "is_bot": False, "first_name": "Тез"},
                                 "chat": {"id": 7_000 + number, "type": "private"}, "text": "салам"})  # fmt: skip
    async with polling(telegram, seal, receive, Flood(burst=1, per_second=0.001), backlog=kept.backlog):
        await until(lambda: len(kept.rows) == 20 - PLACES + KEPT)
        assert all("салам" in raw for raw in kept.rows.values())
        hold.set()
        await until(lambda: len(said) == 40 and not kept.rows)
    assert said.count("flood") == 20
