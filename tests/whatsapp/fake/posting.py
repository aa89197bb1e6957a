"""How Meta calls a webhook: signed, at least once, unordered if a test wants it. It comes again until the answer is 200."""

import asyncio
import json
import random
from collections import Counter
from typing import Any

import aiohttp

from bot.channels.whatsapp.signature import make_signature
from tests.whatsapp.payloads import Json

AGAIN = 0.05  # seconds until a webhook that was not taken comes again
BUSINESS = "102290129340398"


class Posting:
    """The webhooks on their way to us."""

    def __init__(self, secret: str) -> None:
        self.url = ""  # where we are called; while it is empty, what happens waits
        self.copies = 1
        self.shuffled: random.Random | None = None
        self.answers: Counter[int] = Counter()  # by status; 0 where nobody answered
        self._secret = secret
        self._waiting: list[Json] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._line: aiohttp.ClientSession | None = None

    def post(self, value: Json) -> None:
        """Sends a change on its way, as often as a test wants it."""
        if not self.url:
            self._waiting.append(value)
            return
        for _ in range(self.copies):
            task = asyncio.get_running_loop().create_task(self._post(value))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def begin(self, url: str) -> None:
        """Calls us there from now on, also with what has waited."""
        self.url = url
        waiting, self._waiting = self._waiting, []
        for value in waiting:
            self.post(value)

    async def _post(self, value: Json) -> None:
        if self.shuffled is not None:
            await asyncio.sleep(self.shuffled.random() * AGAIN)
        while await self.call(make_body(value)) != 200:  # noqa: ASYNC110 - Meta asks again by time
            await asyncio.sleep(AGAIN)

    async def call(self, body: bytes, *, signature: str | None = None) -> int:
        """The status that one POST is answered with; 0 where nobody answers."""
        if self._line is None:
            self._line = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=32))
        header = f"sha256={make_signature(body, self._secret)}" if signature is None else signature
        headers: dict[str, Any] = {"X-Hub-Signature-256": header} if header else {}
        try:
            async with self._line.post(self.url, data=body, headers=headers) as answer:
                await answer.read()
                status = answer.status
        except (aiohttp.ClientError, OSError):
            status = 0
        self.answers[status] += 1
        return status

    async def is_through(self) -> None:
        """Waits until everything that is on its way has arrived."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Ends what is on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._line is not None:
            await self._line.close()


def make_body(*values: Json, field: str = "messages") -> bytes:
    """A POST with a change for each value."""
    entry = {"id": BUSINESS, "changes": [{"value": value, "field": field} for value in values]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, ensure_ascii=False).encode()
