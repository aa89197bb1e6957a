"""The contract of a messenger: what a channel must do, and the typed ways in which sending can fail.

A new messenger is one folder in this room, its section in `bot/config.py` and its line in `configured.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

from bot.channels.intake import Intake
from bot.chat.message import Message


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a messenger lets one account send: its rate limit, kept so that no 429 comes."""

    per_second: float  # messages a second, of all chats together
    burst: int  # messages that may leave at once before that
    chat_spacing: float = 0  # seconds between messages to one person
    chat_burst: int = 3  # messages a person's chat takes at once before that
    group_spacing: float = 0  # seconds between messages to one group
    group_mark: str = ""  # what the addresses of groups begin with; empty where there are no groups
    chats_a_day: int | None = None  # people whose window is shut and who may be asked by a template in 24 hours
    notices_a_month: int | None = None  # notices in a month: a ceiling of costs, which answers do not have

    @classmethod
    def within(cls, most: int, **more: Any) -> Self:
        """The pace of which no second, wherever it begins, sees more than so many messages.

        What leaves at once is a sixth of them, so the steady pace is five sixths. A few a second leave one by one.
        """
        burst = max(1, most // 6)
        return cls(most - burst if burst > 1 else most, burst, **more)

    def is_group(self, address: str) -> bool:
        """Whether an address is a group's."""
        return bool(self.group_mark) and address.startswith(self.group_mark)

    def spacing(self, address: str) -> float:
        """Seconds between two messages of a chat."""
        return self.group_spacing if self.is_group(address) else self.chat_spacing


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a messenger can show and do. None means: no limit that we could reach."""

    edits: bool  # whether a sent message can be rewritten; where not, the progress of a broadcast is told twice
    buttons: bool  # whether choices can be pressed; where not, people type their numbers
    most_buttons: int | None  # buttons under one message
    text: int | None  # UTF-16 units of a message without buttons
    text_with_buttons: int | None  # UTF-16 units of a message that has buttons
    title: int | None  # UTF-16 units of a button's title
    caption: int | None  # UTF-16 units below an attachment
    reports_delivery: bool = False  # whether it says later what arrived; where not, what it took has arrived
    window_hours: int | None = None  # hours after a person's last message in which free text reaches them; None: always
    shows_paths: bool = False  # whether people are told where on this computer a file lies, so that it stays there


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing `sunush doctor` looked at."""

    well: bool
    words: str


@dataclass(frozen=True, slots=True)
class Posted:
    """One request of a messenger's as it came."""

    body: bytes
    headers: Mapping[str, str]  # names in lower case
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with; a refusal has no text."""

    status: int
    text: str = ""


class Webhook(Protocol):
    """Where a messenger calls one account of ours, instead of being polled. The web door serves it."""

    @property
    def path(self) -> str:
        """Where it is called: `/webhooks/<channel>/<account>`."""

    @property
    def largest(self) -> int:
        """Bytes that a body may have. A larger one is answered 413 and never read whole."""

    @property
    def is_open(self) -> bool:
        """Whether it takes in: `inbound` has begun, and nobody has asked it to stop."""

    def may_be_theirs(self, headers: Mapping[str, str]) -> bool:
        """Whether the headers can be the messenger's. Where not, it is answered 401 and its body is never read."""

    async def shake_hands(self, query: Mapping[str, str]) -> Answer:
        """Answers a GET: the handshake of a messenger that has one, otherwise 404."""

    async def take_in(self, posted: Posted) -> Answer:
        """Answers a POST: 200 only after the commit, 401 where it is not the messenger's.

        What is signed and cannot be read becomes a dead letter, and is answered 200. What cannot be written is answered
        503, so that it comes again. So is whatever comes while this is not open.
        """


class Channel(Protocol):
    """One account of one messenger. Only its own folder knows the messenger's words."""

    @property
    def name(self) -> str:
        """The channel's name in rows: one word, the same for ever."""

    @property
    def account(self) -> str:
        """Our side: which bot or number this is. Known from the settings, without a request."""

    @property
    def pace(self) -> Pace | None:
        """How fast it may be sent to; None where nothing limits it."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can show and do."""

    @property
    def webhook(self) -> Webhook | None:
        """Where its messenger calls it; None where it asks by itself (polls)."""

    async def inbound(self, intake: Intake) -> None:
        """Takes in what people send until `intake` says stop: by polling, by a webhook or line by line.

        Each event goes to `intake.take`, which commits it. Only then is it acknowledged: a polling offset moves, a
        webhook answers 200. An event that comes again does nothing, since its id is the same (idempotent). Whatever the
        messenger shows around the conversation, such as its name and its menus, is set here too. A channel with a
        webhook opens it here, and closes it once it is asked to stop. What is in hand then is finished.

        Where `capabilities.reports_delivery`, each delivery report goes to `intake.note_delivery`, as often and in whatever
        order it comes. Where that returns false the report must come again: a webhook answers 503.
        """

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Sends one message and returns the messenger's id of it; raises one of the failures below.

        address is the messenger's own form and opaque to everybody else. A channel may ignore `message.hints`; where
        nothing else is in the message (`is_shown`), it then sends nothing and returns "". A messenger that reports
        delivery may give `message.hints.letter` back, with `made` beside it. They find the row even where the answer to
        this call never came.
        """

    async def fetch(self, reference: str) -> bytes:
        """Returns a voice, photo or document (an attachment).

        Raises Throttled, Unreachable or NotYet to be asked again, Gone where it never comes.
        """

    def link(self, payload: str = "") -> str:
        """The link that opens a chat with us and hands over the payload. It is empty while none is known.

        payload is of the letters `A-Z a-z 0-9 _ -`, at most 64 of them.
        """

    async def list_findings(self, *, heard_at: int | None, now: int) -> list[Finding]:
        """What `sunush doctor` says of this account. heard_at is when `intake.good_at` last stood, in UTC ms."""

    def say_held_elsewhere(self, known_as: str) -> str:
        """One sentence for whoever starts a second process for this account; known_as is the account's name, or ""."""

    async def close(self) -> None:
        """Closes its connections."""


class SendFailure(Exception):
    """A message did not leave, or nobody knows whether it did."""


class Blocked(SendFailure):
    """The chat takes no messages of ours at all: blocked by a person, put_out by a group, or no_chat."""

    def __init__(self, said: str = "", *, code: str = "blocked") -> None:
        super().__init__(said)
        self.code = code


class Barred(SendFailure):
    """A group stands against this message until somebody there mends it. code says what; the office has words for each."""

    def __init__(self, said: str = "", *, code: str) -> None:
        super().__init__(said)
        self.code = code


NO_FILES = "no_files_there"  # texts are taken there, files of this kind are not


class Throttled(SendFailure):
    """The messenger asks us to pause for some seconds (429). sent is the id of a message that had left by then."""

    def __init__(self, seconds: float, *, sent: str = "") -> None:
        super().__init__(f"pause {seconds} s")
        self.seconds = seconds
        self.sent = sent


class ChatsUsedUp(Throttled):
    """The messenger lets us write to no more people today. Those who write are answered all the same.

    Where it says so of an answer to somebody who wrote, the account pauses.
    """


class Unwanted(SendFailure):
    """This person takes no message of this kind, such as notices by template. Others to them are taken."""


class Later(SendFailure):
    """The messenger takes this message to this person after some seconds only. Others go on meanwhile."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"to this person after {seconds} s")
        self.seconds = seconds


class WindowClosed(SendFailure):
    """The messenger takes no free text to this person now: the hours since their last message are over."""


class TemplateUnusable(SendFailure):
    """The messenger takes this template from nobody now: it is not approved, or it was paused or rejected."""


class Rejected(SendFailure):
    """The messenger refused the message itself: our mistake, kept and shown."""


class Unreachable(SendFailure):
    """The messenger cannot be reached now: a later retry may succeed."""


class AccountRefused(Unreachable):
    """The messenger takes nothing from our account until somebody mends it: its token, a lock, its payment."""


class Faulty(Unreachable):
    """The messenger answered with a fault of its own (5xx). A later retry may succeed; this try may have been taken."""


class Uncertain(SendFailure):
    """The request left, the answer never came: it may have been sent."""


class Moved(SendFailure):
    """The chat has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address


class Gone(Exception):
    """The messenger never gives the file out: it is too large, unless something else is said."""

    def __init__(self, why: str = "", *, too_large: bool = True) -> None:
        super().__init__(why)
        self.too_large = too_large


class NotYet(Exception):
    """The messenger answers that it has no such file: that may pass, and mostly does."""
