"""Somebody with the web chat open, without a browser: posts as the page does, and reads what it is shown."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.telegram.fake.bot_process import BotProcess


@dataclass
class Page:
    """One person's page."""

    bot: BotProcess
    base: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)  # by id, as they stand on the page

    async def ask(self, method: str, path: str, **more: Any) -> tuple[int, bytes]:
        """The status and the body of a request; 0 while nobody answers."""
        headers = {"authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        try:
            async with (
                aiohttp.ClientSession() as line,
                line.request(method, f"{self.base}{path}", headers=headers, **more) as answer,
            ):
                return answer.status, await answer.read()
        except aiohttp.ClientError:
            return 0, b""

    async def post(self, id: str = "", **said: Any) -> str:
        """Posts what is said until it is taken in, as the page does; returns its id."""
        id = id or secrets.token_urlsafe(16)
        patience = self.bot.patience()
        while (status := (await self.ask("POST", "/chat/messages", json={"id": id, **said}))[0]) != 204:
            assert status in {0, 429, 503}, status
            assert not patience.is_over(), f"nothing is taken in: {self.bot.said[-500:]}"
            await asyncio.sleep(0.05)
        return id

    async def finds_the_door(self) -> None:
        """Waits until the web door is open, as after a start."""
        patience = self.bot.patience()
        while (await self.ask("GET", "/healthz"))[0] != 200:
            assert not patience.is_over(), f"the door is not open: {self.bot.said[-500:]}"
            await asyncio.sleep(0.05)

    async def starts(self, payload: str = "a_kokjar", language: str = "ky") -> None:
        await self.post(start=payload, language=language)

    async def says(self, text: str) -> None:
        await self.post(text=text)

    async def presses(self, title: str) -> None:
        """Presses the newest button that begins so."""
        await self.comes_to(lambda: self._button(title) is not None)
        found = self._button(title)
        assert found is not None
        message, choice = found
        self.shown[message] = {**self.shown[message], "choices": [], "ways": []}
        await self.post(choice=choice, message=message)

    def _button(self, title: str) -> tuple[str, str] | None:
        for id, one in reversed(self.shown.items()):
            for choice, named in [*one.get("choices", []), *one.get("ways", [])]:
                if named.startswith(title):
                    return id, choice
        return None

    async def fetch(self) -> list[dict[str, Any]]:
        """The messages of the page. Six people at one address may ask too fast (429), and then ask again."""
        patience = self.bot.patience()
        while (found := await self.ask("GET", "/chat/messages"))[0] != 200:
            assert not patience.is_over(), found
            await asyncio.sleep(0.2)
        messages: list[dict[str, Any]] = json.loads(found[1])["messages"]
        return messages

    async def reads(self) -> list[str]:
        """All that stands on the page, as it would after it was opened anew; what is there counts as seen."""
        status, body = await self.ask("GET", "/chat/messages")
        if status == 200:
            for one in json.loads(body)["messages"]:
                if not one.get("own"):
                    self.shown[one["id"]] = one
        return self.texts

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.shown.values()]

    async def hears(self, part: str) -> str:
        """Waits for a text that has this in it, and returns it."""
        await self.comes_to(lambda: any(part in text for text in self.texts))
        return next(text for text in reversed(self.texts) if part in text)

    async def comes_to(self, happened: Callable[[], bool]) -> None:
        """Reads until it has happened."""
        patience = self.bot.patience()
        while not happened():
            assert not patience.is_over(), f"it does not come: {self.texts[-3:]}"
            await self.reads()
            await asyncio.sleep(0.05)
