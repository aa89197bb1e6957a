"""What a test may ask the fake Telegram: what stands in each chat, what was called. It may wait for it."""

import json
from typing import Any

from tests.telegram.fake.markup import titles
from tests.telegram.fake.state import State, control


class Books(State):
    """The books, read by tests only."""

    @control
    def messages(self, chat: int) -> list[dict[str, Any]]:
        """What the bot sent to a chat, in order, as it stands now, with what stood there before under `edits`."""
        return [dict(entry) for entry in self._chats[chat].sent.values()] if chat in self._chats else []

    @control
    def texts(self, chat: int) -> list[str]:
        """The texts of a chat as they stand now."""
        return [message["text"] for message in self.messages(chat)]

    @control
    def screen(self, chat: int) -> dict[str, Any] | None:
        """The last message of the bot as it is shown now; `buttons` are the words on them, row by row."""
        messages = self.messages(chat)
        return messages[-1] | {"buttons": titles(messages[-1]["reply_markup"])} if messages else None

    @control
    def count(self, chat: int, text: str) -> int:
        """How many messages of a chat say this or said it once."""
        return sum(
            any(text in version["text"] for version in (message, *message["edits"])) for message in self.messages(chat)
        )

    @control
    def calls(self, method: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """Every call: method, chat, whether it was accepted, the code and words of the answer, pause, fault, time."""
        return [call for call in self._calls[since:] if method in {None, call["method"]}]

    @control
    def errors(self) -> list[dict[str, Any]]:
        """What Telegram would have let pass but nobody should send: unknown parameters and methods."""
        return list(self._errors)

    @control
    def answers(self) -> dict[str, dict[str, Any]]:
        """The answers to presses, by the id of the press."""
        return dict(self._answers)

    @control
    def menus(self) -> list[dict[str, Any]]:
        """The command menus that stand, with scope and language."""
        return [
            {"scope": json.loads(scope), "language_code": language, "commands": commands}
            for (scope, language), commands in self._menus.items()
        ]

    @control
    def names(self) -> dict[str, str]:
        """Names and descriptions that stand, as `name:ky`, `description:`, `short_description:ru`."""
        return {f"{name}:{language}": text for (name, language), text in self._texts.items() if text}

    @control
    async def heard(self, chat: int, after: int = 0, within: float = 5.0) -> list[dict[str, Any]]:
        """What happened in a chat after the events already seen, waiting for something to happen."""
        await self._until(("chat", chat), lambda: len(self._events(chat)) > after, within)
        return self._events(chat)[after:]

    @control
    async def answered(self, query_id: str, within: float = 5.0) -> dict[str, Any]:
        """The answer to a press, waiting for it."""
        await self._until(("query", query_id), lambda: query_id in self._answers, within)
        return self._answers[query_id]

    @control
    async def called(self, method: str, times: int = 1, within: float = 5.0) -> None:
        """Waits until a method has been called so many times in all, however it ended."""
        await self._until(("method", method), lambda: self._counted[method] >= times, within)

    @control
    async def polled(self, within: float = 5.0) -> None:
        """Waits until a poll waits for updates."""
        await self._until(("poll", 0), lambda: self._poll is not None and not self._poll.done(), within)
