"""Somebody with Telegram who reads what is shown, and presses only what is there."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.telegram.fake.markup import titles
from tests.telegram.fake.people import TelegramUser

PATIENCE = 60.0  # seconds after which somebody says that nothing comes
Shown = dict[str, Any]


class Reader:
    """One person: what changed on the screen since their last act, and how many acts they have done."""

    def __init__(self, user: TelegramUser, takes_time: Callable[[], None] = lambda: None) -> None:
        self.user, self.takes_time = user, takes_time
        self.acts: Counter[str] = Counter()
        self.counted_as = "other"
        self.events: list[Shown] = []
        self._since = 0

    async def sees(self, fits: Callable[[Shown], bool], what: str = "") -> Shown:
        """The newest message that was sent or changed since the last act and fits; waits for it."""
        while True:
            for message in reversed(fresh := self.fresh):
                if fits(message):
                    return message
            try:
                self.events += await self.user.server.heard(self.user.chat_id, len(self.events), PATIENCE)
            except TimeoutError:
                shown = [(message["text"], message["buttons"]) for message in fresh]
                raise AssertionError(f"{self.user.name} waits for «{what}», but sees {shown}") from None

    @property
    def fresh(self) -> list[Shown]:
        """What was sent or changed since the last act, as far as it was seen."""
        events = [event["message"] for event in self.events[self._since :] if is_said(event)]
        return list({message["message_id"]: message for message in events}.values())

    async def hears(self, *words: str) -> Shown:
        """The newest message since the last act with one of these words in it."""
        return await self.sees(lambda shown: any(one in shown["text"] for one in words), " / ".join(words))

    async def shown(self, *wanted: str) -> Shown:
        """The newest message since the last act with one of these buttons."""
        return await self.sees(lambda shown: any(one in titles_of(shown) for one in wanted), " / ".join(wanted))

    def messages(self) -> list[Shown]:
        """Everything that arrived, as it stands now."""
        return [one | {"buttons": titles(one["reply_markup"])} for one in self.user.server.messages(self.user.chat_id)]

    async def presses(self, *pressed: str, on: Shown | None = None) -> None:
        """Presses these buttons one after the other, each as soon as it is there."""
        for title in pressed:
            message = on or await self.shown(title)
            self.acted()
            self.user.taps_old(data_of(message, title), message["message_id"])

    def writes(self, text: str, **more: Any) -> None:
        """Types something."""
        self.acted()
        self.user.writes(text, **more)

    def acted(self) -> None:
        """Counts an act, which takes a while; only what comes after it is an answer to it."""
        self.takes_time()
        self.acts[self.counted_as] += 1
        self._since = len(self.events)


def is_said(event: Shown) -> bool:
    """Whether something was said, and not only the buttons of what was said before taken away."""
    return event["event"] == "sent" or bool(event["message"]["buttons"])


def titles_of(shown: Shown) -> list[str]:
    """The words on the buttons below a message."""
    return [title for row in shown["buttons"] for title in row]


def data_of(shown: Shown, title: str) -> str:
    """What a button carries."""
    rows = shown["reply_markup"]["inline_keyboard"]
    return next(button["callback_data"] for row in rows for button in row if button["text"] == title)


def labels_of(text: str) -> list[str]:
    """The numbers of proposals in a text."""
    return re.findall(r"№ (\d{4})", text)
