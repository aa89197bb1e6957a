"""Updates nobody should ever send: unreadable ones, and strange ones that can be read."""

import random
from collections.abc import Callable
from itertools import count, cycle
from typing import Any

SENDERS = 10  # of the strange ones; what is more than a person may write is held back as a flood
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


def put_in(body: bytes) -> bytes:
    """The bytes of a body, with what JSON's writers refuse to write."""
    for mark, content in MARKS.items():
        body = body.replace(mark, content)
    return body


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
