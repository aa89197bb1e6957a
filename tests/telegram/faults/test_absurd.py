"""Ten thousand updates nobody should ever send, with good ones between them: none is fatal, each unreadable one is kept."""

import json
import random
from collections.abc import AsyncIterator, Callable
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest

from bot.app import Service
from bot.channels.telegram.request import AioRequest
from tests.seeds import dice
from tests.sizes import sized
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import eventually, kept, proposed, running, until

pytestmark = pytest.mark.slow

UPDATES = sized(2_000, 10_000)
SENDERS = 10  # of the strange ones; what is more than a person may write is held back as a flood
PATIENCE = 300.0  # seconds
DEEP = 1_000
MARKS = {  # what our own server could not write either is put into the answer's bytes
    b'"<deep>"': b"[" * DEEP + b"]" * DEEP,
    b'"<deeper>"': b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'"<endless number>"': b"9" * 6_000,
    b'"<infinite>"': b"1e999",
    b'"<no number>"': b"NaN",
    b'"<no UTF-8>"': b'"\xff\xfe\xc3\x28"',
    b'"<half a pair>"': b'"\\ud83d"',
    b'"<control>"': b'"\\u0000\\u001b[2J\\u202e"',
}
Json = dict[str, Any]
WRONG = (
    None,
    True,
    7,
    -1,
    2**63,
    10**300,
    0.5,
    "",
    "x",
    "\0",
    "\ud800",
    "9" * 5_000,
    [],
    [[]],
    {},
    {"id": {}},
)

ODD = ("\0\0", "\ud800", "<half a pair>", "<control>", " ", "\u202e")
FORGED = (
    "",
    "v1",
    "v1::",
    "v1:send:x:00000000",
    "\0",
    "\ud800",
    "<half a pair>",
    ":" * 64,
    "9" * 5_000,
    "v1:aimak:1:ф",
)


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    """The bot, behind a line that puts in what JSON's writers refuse to write."""
    ask = AioRequest.do_request

    async def asked(self: AioRequest, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, answer = await ask(self, *args, **kwargs)
        for mark, content in MARKS.items():
            answer = answer.replace(mark, content)
        return status, answer

    monkeypatch.setattr(AioRequest, "do_request", asked)
    async with running(telegram, tmp_path, pace=5_000) as service:
        yield service


class Absurd:
    """Makes updates by chance; each says whether it is to become a dead letter."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.numbers = count(1)
        self.ids = cycle(range(610_000_001, 610_000_001 + SENDERS))

    def message(self, **more: Any) -> Json:
        """A good message of somebody new."""
        own = next(self.ids)
        chat = {"id": own, "type": "private", "first_name": "Ким"}
        return {"message_id": next(self.numbers), "date": 0, "chat": chat, "from": {"id": own}, "text": "эмне", **more}

    def tap(self, **more: Any) -> Json:
        """A press of somebody new, on a button that never was."""
        shown = {key: value for key, value in self.message().items() if key != "from"}
        return {"id": str(next(self.numbers)), "from": {"id": 1}, "message": shown, "data": "v1:x:1", **more}

    def dead(self) -> Json:
        """One that nobody can read."""
        chance = self.chance
        no_object, no_number = (None, True, 7, "x", "\0", []), (None, True, 0.5, "7", [], {}, 2**63, -(10**300))
        no_text = (True, 7, 0.5, [1], {"a": 1}, 10**100)
        forms: tuple[Callable[[], Json], ...] = (
            lambda: {
                chance.choice(("message", "edited_message", "callback_query", "my_chat_member")): chance.choice(
                    no_object
                )
            },
            lambda: {"message": self.without(self.message(), "chat")},
            lambda: {"message": self.without(self.message(), "message_id")},
            lambda: {"message": self.message(message_id=chance.choice(no_number))},
            lambda: {"message": self.message(chat=chance.choice(no_object))},
            lambda: {"message": self.message(chat={"id": chance.choice(no_number), "type": "private"})},
            lambda: {
                "message": self.message(chat={"id": 5, "type": chance.choice(("", "secret", 7, None, ["private"]))})
            },
            lambda: {"message": self.message(text=chance.choice(no_text))},
            lambda: {"message": self.message(location=chance.choice(no_object))},
            lambda: {"message": self.message(location={"latitude": "<infinite>", "longitude": 7})},
            lambda: {"message": self.message(location={"latitude": "<no number>", "longitude": 7})},
            lambda: {
                "message": self.message(location={"latitude": chance.choice(("x", None, 10**400)), "longitude": 7})
            },
            lambda: {"message": self.message(photo=chance.choice(([7], [None], [{}], [{"file_id": 7}])))},
            lambda: {"message": self.message(voice=chance.choice((7, {}, {"file_id": None}, [])))},
            lambda: {"callback_query": self.tap(id=chance.choice((None, 7, "", "\0", "\ud800", "9" * 500, [])))},
            lambda: {"callback_query": self.tap(message=7)},
            lambda: {"callback_query": self.tap(message={"message_id": "x", "chat": {"id": 5, "type": "private"}})},
            lambda: {"callback_query": self.tap(data=chance.choice((7, True, [1], {"a": 1})))},
            lambda: {"my_chat_member": {"chat": {"id": "x"}}},
            lambda: {"my_chat_member": {"chat": {"id": 9, "type": "private"}, "new_chat_member": 7}},
        )
        return chance.choice(forms)()

    def strange(self) -> Json:
        """One that can be read, however odd."""
        chance = self.chance
        forms: tuple[Callable[[], Json], ...] = (
            lambda: {chance.choice(("poll", "chat_boost", "no_such_kind")): chance.choice(WRONG)},
            lambda: {},
            lambda: {"message": self.message(text=chance.choice(ODD))},
            lambda: {"message": self.message(text="<no UTF-8>")},
            lambda: {"message": self.message(text="ы" * chance.choice((4_096, 5_000)))},
            lambda: {"message": self.message(date=chance.choice(WRONG), entities=chance.choice(WRONG))},
            lambda: {"message": self.message(**{chance.choice(("from", "via_bot", "sticker")): chance.choice(WRONG)})},
            lambda: {"message": self.message(caption=chance.choice(WRONG), reply_to_message=chance.choice(WRONG))},
            lambda: {"message": self.without(self.message(), "text") | {"dice": {"emoji": "🎲", "value": 6}}},
            lambda: {"message": self.message(nested=self.nested(200))},
            lambda: {"message": self.message(chat={"id": -next(self.ids), "type": chance.choice(("group", "channel"))})},
            lambda: {"message": self.message(text=f"/start {'i_' + 'x' * 500}")},
            lambda: {"edited_message": self.message()},
            lambda: {"callback_query": self.tap(data=chance.choice(FORGED))},
            lambda: {"callback_query": self.tap(game_short_name=chance.choice(WRONG), inline_message_id="1")},
            lambda: {"my_chat_member": self.message(new_chat_member={"status": chance.choice(WRONG)})},
        )  # fmt: skip
        return chance.choice(forms)()

    @staticmethod
    def without(body: Json, name: str) -> Json:
        """The body without one of its fields."""
        return {key: value for key, value in body.items() if key != name}

    @staticmethod
    def nested(depth: int) -> Any:
        """Boxes in boxes."""
        box: Any = 0
        for _ in range(depth):
            box = [box]
        return box


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
