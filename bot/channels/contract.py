"""The contract of a messenger: what a channel must do, and the typed ways in which sending can fail."""

from dataclasses import dataclass
from typing import Protocol

from bot.chat.message import Message


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a messenger lets one account send: per second in all, with a burst; seconds between messages of a chat.

    A person's chat takes chat_burst messages at once before that. The addresses of groups, which take fewer, begin with
    group_mark.
    """

    per_second: float
    burst: int
    chat_spacing: float = 0
    chat_burst: int = 3
    group_spacing: float = 0
    group_mark: str = ""

    def is_group(self, address: str) -> bool:
        """Whether an address is a group's."""
        return bool(self.group_mark) and address.startswith(self.group_mark)

    def spacing(self, address: str) -> float:
        """Seconds between two messages of a chat."""
        return self.group_spacing if self.is_group(address) else self.chat_spacing


class Channel(Protocol):
    """One account of one messenger. Only its own file knows the messenger's words."""

    @property
    def name(self) -> str:
        """The channel's name in rows: telegram, whatsapp, web, terminal."""

    @property
    def account(self) -> str:
        """Our side: which bot or number this is."""

    @property
    def pace(self) -> Pace | None:
        """How fast it may be sent to; None where nothing limits it."""

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Sends one message and returns the messenger's id of it; raises one of the failures below."""

    async def fetch(self, reference: str) -> bytes:
        """Returns a voice, photo or document; raises Unreachable to be asked again, Gone if it will never come."""


class SendFailure(Exception):
    """A message did not leave, or nobody knows whether it did."""


class Blocked(SendFailure):
    """The person does not take our messages: stop, and tell them in person."""


class Throttled(SendFailure):
    """The messenger asks us to pause for some seconds; sent is the id of a message that had left by then."""

    def __init__(self, seconds: float, *, sent: str = "") -> None:
        super().__init__(f"pause {seconds} s")
        self.seconds = seconds
        self.sent = sent


class WindowClosed(SendFailure):
    """The messenger takes no free text to this person now."""


class Rejected(SendFailure):
    """The messenger refused the message itself: our mistake, kept and shown."""


class Unreachable(SendFailure):
    """The messenger cannot be reached now: try again later."""


class Uncertain(SendFailure):
    """The request left, the answer never came: it may have been sent."""


class Moved(SendFailure):
    """The chat has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address


class Gone(Exception):
    """The messenger has the file no more."""
