"""Stand-ins for what lies outside: a messenger that writes down all requests, and a clock moved by hand."""

import asyncio
from collections import defaultdict, deque
from itertools import count

from bot.channels.contract import Capabilities, Gone, Pace
from bot.chat.message import Message

Outcome = Exception | None


class Clock:
    """The time in milliseconds; it stands still until it is moved."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def move(self, *, seconds: float) -> None:
        self.now += int(seconds * 1000)


class RecordingChannel:
    """A messenger: `sent` holds what it took, `tried` all it was asked. It fails as `will` says, else succeeds."""

    def __init__(self, name: str = "telegram", account: str = "sunush_bot") -> None:
        self.name = name
        self.account = account
        self.pace: Pace | None = None
        self.capabilities = Capabilities(True, True, *[None] * 5)
        self.tried: list[tuple[str, str]] = []
        self.sent: list[tuple[str, str]] = []
        self.languages: list[str] = []
        self.files: dict[str, bytes | Exception] = {}
        self.fetched: list[str] = []
        self.asked = asyncio.Event()  # set at each send, before it is answered
        self.answering = asyncio.Event()  # while it is clear, nobody is answered
        self.answering.set()
        self._outcomes: dict[str, deque[Outcome]] = defaultdict(deque)
        self._always: dict[str, Outcome] = {}
        self._ids = count(1)

    def will(self, address: str, *outcomes: Outcome) -> None:
        """The next sends to an address end like this, one after the other; None means that it is taken."""
        self._outcomes[address].extend(outcomes)

    def always(self, address: str, outcome: Outcome) -> None:
        """Every send to an address ends like this."""
        self._always[address] = outcome

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.sent]

    async def send(self, address: str, message: Message, *, language: str) -> str:
        self.tried.append((address, message.text))
        self.asked.set()
        await self.answering.wait()
        outcomes = self._outcomes[address]
        outcome = outcomes.popleft() if outcomes else self._always.get(address)
        if outcome is not None:
            raise outcome
        self.sent.append((address, message.text))
        self.languages.append(language)
        return f"m{next(self._ids)}"

    async def fetch(self, reference: str) -> bytes:
        self.fetched.append(reference)
        found = self.files.get(reference, Gone("never heard of it"))
        if isinstance(found, Exception):
            raise found
        return found
