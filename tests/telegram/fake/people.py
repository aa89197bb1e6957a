"""People with Telegram in their pockets: what they do, as the raw JSON the Bot API makes of it."""

import base64
import copy
import io
import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from PIL import Image

from tests.telegram.fake.markup import units
from tests.telegram.fake.process import Telegram

OGG = (
    b"OggS\x00\x02" + bytes(8) + b"\x01\x00\x00\x00" + bytes(8) + b"\x01\x13OpusHead\x01\x01\x38\x01\x80\xbb" + bytes(7)
)
MOMENT = 5.0  # seconds within which an answer is expected
MARKS = re.compile(
    r"(?P<bot_command>(?<![\w/])/\w{1,32}(?:@\w{3,32})?)|(?P<mention>(?<!\w)@\w{3,32})|(?P<url>https?://\S+)", re.ASCII
)

Json = dict[str, Any]


def picture(colour: str = "steelblue", width: int = 64, height: int = 48) -> bytes:
    """A real JPEG, since the bot opens what it keeps."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG")
    return written.getvalue()


JPEG = picture()
LIVE = {"latitude": 42.8746, "longitude": 74.5698, "live_period": 900}


def entities_of(text: str) -> list[Json]:
    """The commands, mentions and links Telegram finds in a text, in UTF-16 units."""
    return [
        {"type": found.lastgroup, "offset": units(text[: found.start()]), "length": units(found[0])}
        for found in MARKS.finditer(text)
    ]


@dataclass
class TelegramUser:
    """Somebody in a chat with the bot: the private one, or a group they are in."""

    server: Telegram
    id: int
    name: str = "Айгүл"
    language_code: str | None = "ky"
    last_name: str = ""
    username: str = ""
    chat: Json = field(default_factory=dict)
    blocked: bool = False
    _seen: int = 0

    def __post_init__(self) -> None:
        if not self.chat:
            self.chat = {"id": self.id, **self._names(), "type": "private"}

    @property
    def sender(self) -> Json:
        """How messages name them."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.id, "is_bot": False, **self._names(), **language}

    @property
    def chat_id(self) -> int:
        """The chat they write in."""
        return int(self.chat["id"])

    # Words.

    def writes(self, text: str, **more: Any) -> Json:
        """Writes a message; the app makes several of one that is too long. Returns the last update."""
        while units(text) > 4096:
            head = text.encode("utf-16-le")[: 2 * 4096].decode("utf-16-le", "ignore")
            self._says(text=head, **more)
            text = text[len(head) :]
        return self._says(text=text, **more)

    def starts(self, payload: str = "") -> Json:
        """Presses START, perhaps behind a link; the app lifts a block first."""
        if self.blocked:
            self.unblocks()
        return self.writes(f"/start {payload}".strip())

    def replies(self, text: str, message_id: int | None = None) -> Json:
        """Answers one of the bot's messages, by default the last."""
        messages = self.server.messages(self.chat_id)
        replied = messages[-1] if message_id is None else next(m for m in messages if m["message_id"] == message_id)
        bot = {"id": 1, "is_bot": True, "first_name": "Sunush"}
        quoted = {"message_id": replied["message_id"], "from": bot, "chat": self.chat, "date": int(replied["at"])}
        return self.writes(text, reply_to_message={**quoted, "text": replied["text"]})

    def mentions(self, text: str, bot: str = "sunush_test_bot") -> Json:
        """Speaks to the bot by its name, in a group."""
        return self.writes(f"@{bot} {text}")

    def commands(self, name: str, bot: str = "sunush_test_bot") -> Json:
        """Gives the bot a command as groups do."""
        return self.writes(f"/{name}@{bot}")

    def edits(self, message_id: int, text: str) -> Json:
        """Changes a message of their own."""
        return self._says(kind="edited_message", message_id=message_id, text=text)

    def forwards(self, text: str, author: str = "Бакыт") -> Json:
        """Forwards what somebody else wrote."""
        other = {"id": 700_000_001, "is_bot": False, "first_name": author}
        origin = {"type": "user", "sender_user": other, "date": 1_700_000_000}
        return self._says(text=text, forward_origin=origin, forward_from=other, forward_date=1_700_000_000)

    # Buttons.

    def taps(self, title: str) -> Json:
        """Presses the button with these words on the newest message that has it."""
        shown = []
        for message in reversed(self.server.messages(self.chat_id)):
            markup = message["reply_markup"] or {}
            for button in (button for row in markup.get("inline_keyboard", []) for button in row):
                shown.append(button["text"])
                if button["text"] == title:
                    return self.taps_old(button["callback_data"], message["message_id"])
            for button in (button for row in markup.get("keyboard", []) for button in row):
                shown.append(button["text"])
                if button["text"] == title:
                    return self.sends_location() if button.get("request_location") else self.writes(title)
        raise AssertionError(f"no button «{title}», only {shown}")

    def taps_old(self, data: str, message_id: int | None = None) -> Json:
        """Presses a button that carries this data, though it may be gone or never have been there."""
        if message_id is None:
            messages = self.server.messages(self.chat_id)
            message_id = messages[-1]["message_id"] if messages else 1
        return self.server.press(self.sender, self.chat_id, message_id, data)

    # Things.

    def sends_photo(self, content: bytes = JPEG, caption: str = "", *, size: int | None = None, **more: Any) -> Json:
        """Sends a photo; Telegram makes several sizes of it."""
        sizes = []
        for width, height in ((90, 67), (320, 240), (1280, 960)):
            kept = self.server.upload(base64.b64encode(content).decode(), "photo", size=size)
            sizes.append(kept | {"width": width, "height": height})
        return self._says(photo=sizes, **_captioned(caption), **more)

    def sends_album(self, *contents: bytes, caption: str = "") -> list[Json]:
        """Sends photos as one album, which arrives as several messages."""
        group = str(13_000_000_000_000_000 + next(GROUPS))
        words = [caption, *[""] * (len(contents) - 1)]
        return [
            self.sends_photo(content, text, media_group_id=group) for content, text in zip(contents, words, strict=True)
        ]

    def sends_voice(
        self, content: bytes = OGG, duration: int = 7, caption: str = "", *, size: int | None = None
    ) -> Json:
        """Speaks."""
        kept = self._kept(content, "voice", "", "audio/ogg", size)
        return self._says(voice={"duration": duration, **kept}, **_captioned(caption))

    def sends_document(
        self,
        content: bytes = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n",
        name: str = "smeta.pdf",
        mime: str = "application/pdf",
        caption: str = "",
        *,
        size: int | None = None,
    ) -> Json:
        """Sends a file as a file."""
        return self._says(document=self._kept(content, "document", name, mime, size), **_captioned(caption))

    def sends_video_note(self, content: bytes = b"\x00\x00\x00\x18ftypmp42", duration: int = 5) -> Json:
        """Sends a round video."""
        kept = self._kept(content, "video_note")
        return self._says(video_note={"duration": duration, "length": 384, **kept})

    def sends_video(self, content: bytes = b"\x00\x00\x00\x18ftypmp42", duration: int = 9, caption: str = "") -> Json:
        """Sends a video."""
        kept = self._kept(content, "video", "", "video/mp4")
        return self._says(video={"duration": duration, "width": 720, "height": 1280, **kept}, **_captioned(caption))

    def sends_sticker(self, emoji: str = "👍") -> Json:
        """Sends a sticker."""
        kept = self._kept(b"RIFF\x00\x00\x00\x00WEBP", "sticker")
        about = {"width": 512, "height": 512, "emoji": emoji, "set_name": "Ala_Too", "type": "regular"}
        return self._says(sticker={**about, "is_animated": False, "is_video": False, **kept})

    def sends_location(self, latitude: float = 42.8746, longitude: float = 74.5698) -> Json:
        """Sends where they are."""
        return self._says(location={"latitude": latitude, "longitude": longitude})

    def shares_location(self, movements: int = 10) -> Json:
        """Sends where they are for a while: the message is edited with each movement. Returns the last update."""
        shared = self._says(location=LIVE)
        for step in range(1, movements + 1):
            last = self.moves(shared["message"]["message_id"], step)
        return last

    def moves(self, message_id: int, step: int) -> Json:
        """Moves on while their place is shared: the message is edited."""
        moved = LIVE | {"latitude": 42.8746 + step % 1000 / 1000, "heading": 1}
        return self._says(kind="edited_message", message_id=message_id, location=moved)

    def sends_contact(self, phone: str = "+996555000111", name: str = "") -> Json:
        """Sends a phone number: their own, or somebody's with another name."""
        own = {"user_id": self.id} if not name else {}
        return self._says(contact={"phone_number": phone, "first_name": name or self.name, **own})

    # Coming and going.

    def blocks(self) -> Json:
        """Stops the bot."""
        self.blocked = True
        return self.server.member(self.sender, self.chat, "member", "kicked")

    def unblocks(self) -> Json:
        """Lets the bot write again."""
        self.blocked = False
        return self.server.member(self.sender, self.chat, "kicked", "member")

    def leaves_telegram(self) -> None:
        """Deletes the account; the bot hears of it only when it writes."""
        self.server.set_state(self.id, "deactivated")

    def in_group(self, group_id: int, title: str = "Жаны-Арык айылы", *, supergroup: bool = False) -> "TelegramUser":
        """The same person in a group: everything they do, they do there."""
        there = copy.copy(self)
        kind = "supergroup" if supergroup else "group"
        there.chat, there._seen = {"id": group_id, "title": title, "type": kind}, 0
        return there

    def adds_the_bot(self) -> Json:
        """Brings the bot into the group."""
        return self.server.member(self.sender, self.chat, "left", "member")

    def kicks_the_bot(self) -> Json:
        """Throws the bot out of the group."""
        return self.server.member(self.sender, self.chat, "member", "kicked")

    # What they see.

    async def hears(self, within: float = MOMENT) -> Json:
        """The next message of the bot, with `text` and `buttons`, waiting for it; edits of older ones are passed by."""
        while True:
            event = await self._next(within)
            if event["event"] == "sent":
                return event["message"]

    async def sees(self, within: float = MOMENT) -> Json:
        """Waits for the next change of the chat: a new message, or an old one after an edit."""
        return (await self._next(within))["message"]

    @property
    def screen(self) -> Json:
        """The bot's last message as it is now."""
        shown = self.server.screen(self.chat_id)
        assert shown is not None, "the bot has said nothing"
        return shown

    @property
    def texts(self) -> list[str]:
        """All the bot said, as it stands now."""
        return self.server.texts(self.chat_id)

    # Within.

    def _names(self) -> Json:
        names = {"first_name": self.name, "last_name": self.last_name, "username": self.username}
        return {key: value for key, value in names.items() if value}

    def _says(self, *, kind: str = "message", **body: Any) -> Json:
        if entities := entities_of(body.get("text", "")):
            body["entities"] = entities
        if entities := entities_of(body.get("caption", "")):
            body["caption_entities"] = entities
        return self.server.deliver({"from": self.sender, "chat": self.chat, **body}, kind)

    def _kept(self, content: bytes, kind: str, name: str = "", mime: str = "", size: int | None = None) -> Json:
        return self.server.upload(base64.b64encode(content).decode(), kind, name, mime, size)

    async def _next(self, within: float) -> Json:
        events = await self.server.heard(self.chat_id, self._seen, within)
        self._seen += 1
        return events[0]


GROUPS = count(1)


def _captioned(caption: str) -> Json:
    return {"caption": caption} if caption else {}


class People:
    """Makes people of one server, each with an id of their own."""

    def __init__(self, server: Telegram) -> None:
        self.server = server
        self._ids = count(501_000_001)

    def __call__(self, name: str = "Айгүл", language_code: str | None = "ky", **more: Any) -> TelegramUser:
        return TelegramUser(self.server, next(self._ids), name, language_code, **more)
