"""People with WhatsApp in their pockets: what they do, as webhooks, and what they see."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.patience import patient
from tests.telegram.fake.people import OGG
from tests.whatsapp.fake.graph import GraphServer, Shown, place
from tests.whatsapp.payloads import NUMBER, OURS, Json

PATIENCE = 20.0  # seconds in which nothing is done
IDS = count(1)


@dataclass
class WhatsAppUser:
    """Somebody in a chat with our number."""

    graph: GraphServer
    address: str  # a phone, or a business-scoped id where they show none
    name: str = "Айгүл"
    scoped: str = ""  # the business-scoped id beside a phone
    number: str = NUMBER  # which of ours they write to
    _seen: int = 0
    wrote: list[str] = field(default_factory=list)

    def writes(self, text: str, **more: Any) -> Json:
        """Writes a message."""
        return self._does("text", {"body": text}, **more)

    def replies(self, text: str, to: Shown | None = None) -> Json:
        """Swipes one of our messages, by default the last, and writes."""
        answered = to or self.shown[-1]
        return self.writes(text, context={"from": OURS, "id": answered.id})

    def taps(self, title: str) -> Json:
        """Presses the button or the row with these words on the newest message that has it."""
        for shown in reversed(self.shown):
            if title in shown.buttons:
                form, id = shown.buttons[title]
                return self.taps_old(form, id, title, shown.id)
        raise AssertionError(f"no button «{title}», only {[*self.shown[-1].buttons]} below «{self.shown[-1].text}»")

    def taps_old(self, form: str, id: str, title: str = "?", on: str = "wamid.old") -> Json:
        """Presses a button that carries this id, though it may never have been there."""
        if form == "button":  # below a template
            return self._does("button", {"payload": id, "text": title}, context={"from": OURS, "id": on})
        inner = {"type": form, form: {"id": id, "title": title}}
        return self._does("interactive", inner, context={"from": OURS, "id": on})

    def records(self, content: bytes = OGG) -> Json:
        """Speaks."""
        media = self.graph.keep_file(content, "audio/ogg")
        return self._does("audio", {"id": media, "mime_type": "audio/ogg; codecs=opus", "voice": True, "sha256": "0"})

    def reacts(self, emoji: str = "👍") -> Json:
        """Puts a sign on our last message."""
        return self._does("reaction", {"message_id": self.shown[-1].id, "emoji": emoji})

    def reads(self) -> None:
        """Opens the chat: our last message is read."""
        self.graph.report(self.shown[-1], self.address, "read")

    @property
    def shown(self) -> list[Shown]:
        """All we said to them."""
        return self.graph.chats[place(self.number, self.address)]

    async def hears(self, awaited: str) -> str:
        """All that came since the last time, once the awaited words are in it."""

        def new() -> str:
            return "\n".join(shown.text for shown in self.shown[self._seen :])

        try:
            async with patient(PATIENCE):
                while awaited not in new():  # noqa: ASYNC110 - looked at again as long as something is done
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"«{awaited}» does not come, but: {new()}") from None
        heard, self._seen = new(), len(self.shown)
        return heard

    async def says(self, text: str, awaited: str) -> str:
        """Writes, and waits for the words."""
        self.writes(text)
        return await self.hears(awaited)

    async def presses(self, title: str, awaited: str) -> str:
        """Presses, and waits for the words."""
        self.taps(title)
        return await self.hears(awaited)

    def _does(self, kind: str, content: Any, **more: Any) -> Json:
        now = self.graph.clock()
        self.graph.last_in[place(self.number, self.address)] = now
        has_phone = self.address.isdigit()
        who = {"from": self.address} if has_phone else {"from_user_id": self.address}
        contact = {
            "profile": {"name": self.name},
            **({"wa_id": self.address} if has_phone else {"user_id": self.address}),
        }
        if self.scoped:
            who, contact = who | {"from_user_id": self.scoped}, contact | {"user_id": self.scoped}
        id = f"wamid.in{next(IDS):06}"
        message = {**who, "id": id, "timestamp": str(int(now)), "type": kind, kind: content, **more}
        value = self.graph.make_value(self.number, contacts=[contact], messages=[message])
        self.graph.posting.post(value)
        self.wrote.append(id)
        return value
