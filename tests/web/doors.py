"""A web door in the test's own loop: a messenger's webhook that writes down its requests, and lines to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from starlette.routing import BaseRoute

from bot.channels.contract import Answer, Posted
from bot.web.app import WebDoor
from bot.web.door_check import prove_install
from bot.web.figures import Figures
from bot.web.health import Health
from bot.web.server import Listening
from storage.database.seal import Seal
from tests.channels.doubles import Clock

SECRET = "feather"
KEY = Seal(bytes(range(32)))  # of the install whose door it is
NOON = 1_800_000_000_000


def find_free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class RecordingWebhook:
    """Takes in what is signed, and answers as it was told to."""

    path: str = "/webhooks/pigeon/north"
    largest: int = 1000
    is_open: bool = True
    outcome: Answer | Exception = Answer(200)
    posted: list[bytes] = field(default_factory=list)
    asked: int = 0  # whose headers were looked at
    going_on: asyncio.Event = field(default_factory=asyncio.Event)  # while it is clear, nobody is answered

    def __post_init__(self) -> None:
        self.going_on.set()

    def may_be_theirs(self, headers: Mapping[str, str]) -> bool:
        self.asked += 1
        return headers.get("x-secret") == SECRET

    async def shake_hands(self, query: Mapping[str, str]) -> Answer:
        return Answer(404)

    async def take_in(self, posted: Posted) -> Answer:
        self.posted.append(posted.body)
        await self.going_on.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@dataclass
class Door:
    """One that is open, and what stands behind it."""

    webhook: RecordingWebhook
    health: Health
    listening: Listening
    port: int
    line: aiohttp.ClientSession
    clock: Clock
    writes: list[bool] = field(default_factory=lambda: [True])  # whether the database can be written

    async def asks(self, method: str, path: str, **more: object) -> tuple[int, str]:
        """The status and the text that a request is answered with."""
        async with self.line.request(method, path, **more) as answer:
            return answer.status, await answer.text()

    async def posts(self, body: bytes, secret: str = SECRET) -> int:
        """The status that a body is answered with."""
        return (await self.asks("POST", self.webhook.path, data=body, headers={"X-Secret": secret}))[0]

    async def writes_raw(self, sent: bytes) -> bytes:
        """All that comes back for bytes as they are, until the line is closed."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(sent)
        try:
            return await reader.read()
        finally:
            writer.close()


@asynccontextmanager
async def open_door(
    routes: Sequence[BaseRoute] = (), *, figures: Figures | None = None, token: str = ""
) -> AsyncIterator[Door]:
    """Opens one on a free port, with pages behind it, and closes it in order."""
    clock, writes, webhook = Clock(NOON), [True], RecordingWebhook()

    async def may_write() -> bool:
        return writes[0]

    health = Health({}, [webhook], may_write, clock, clock)
    opened = socket.create_server(("127.0.0.1", 0))
    port = opened.getsockname()[1]
    door = WebDoor(
        [webhook], health, steady=clock, figures=figures, metrics_token=token, routes=routes,
        prove=partial(prove_install, KEY),
    )  # fmt: skip
    listening = Listening(door.app, opened)
    running = asyncio.create_task(listening.run())
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as line:
        try:
            yield Door(webhook, health, listening, port, line, clock, writes)
        finally:
            webhook.going_on.set()
            listening.stop()
            await running
