"""What a row of the outbox is: its states, lanes and kinds, and the plain values it is read as."""

from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """Where a row stands; SENT to UNCERTAIN are final. A row of a broadcast that pauses is HELD."""

    READY = 0
    LEASED = 1
    WAITING = 2
    SENT = 3
    DELIVERED = 4
    FAILED = 5
    SKIPPED = 6
    UNCERTAIN = 7
    HELD = 8


class Lane(IntEnum):
    """What goes first in a chat: a reply to someone who waits, an answer, a notice.

    DAY_NOTICE never leaves in quiet hours.
    """

    REPLY = 0
    ANSWER = 1
    NOTICE = 2
    DAY_NOTICE = 3


REPLY = "reply"  # rows that answer somebody; object_id is the event
SORRY = "sorry"  # rows that say that a reply could not be sent; object_id is the reply's row
MENU = "menu"  # rows that set a chat's command menu, and are no message
BROADCAST = "broadcast"  # rows of a broadcast, which holds their text; object_id is its id
ANSWER = "answer"  # rows that tell an author the answer; object_id is the answer's
ANSWER_FILE = "answer_file"  # rows that bring a file of an answer, right behind it; object_id is the answer's
SUPPORTED_FILE = "supported_file"  # the same to whoever supports the proposal
ASKING = "asked"  # rows that ask an author something; object_id is the line of the dialogue
UNDERSTOOD = "understood"  # rows that ask an author whether a voice was understood; object_id is the proposal's
POST = "post"  # rows that say a hearing in a group; object_id is the hearing's
OPENER = "opener"  # rows that ask somebody whose window is shut to open it; object_id is the row that waits for that
INSTEAD = "instead"  # rows that say what a colleague was to hear; object_id is the row that reached nobody
PROGRESS = "progress"  # rows that tell its maker how far a broadcast has come

NEWCOMER = (
    24 * 3600 * 1000
)  # milliseconds for which somebody is a newcomer: in a crowd whoever was met before goes first
NEWCOMERS = -1  # the aimak (id) whose turn replies to newcomers take, whichever they chose; no aimak has it

CEILING = "ceiling"  # the code of notices that wait, since so many have left in a month as may leave
SHUT = "window"  # the code of rows that wait until their reader writes: the messenger takes no free text to them now

ALONE = "alone "  # the lease of a row begins so while nothing else is on its way from the same process

# expires_at of rows in hand that are not to leave at all, should they not leave now. Each says why.
NEVER = {
    "unsubscribed": 0,
    "far_away": -1,
    "not_coming": -2,
    "moved": -3,
    "cancelled": -4,
    "held": -5,
    "taken_back": -6,
}
WHY_NEVER = {moment: code for code, moment in NEVER.items()}


@dataclass(frozen=True, slots=True)
class Letter:
    """One row claimed under a lease, ready to be sent."""

    id: int
    peer_id: int
    address: str
    kind: str
    object_id: int
    language: str
    body: str  # what the channel makes its message of (JSON)
    attempts: int
    lease: str  # the token without which nobody writes how it ended
    code: str | None  # why it was put off before
    heard_at: int | None = None  # when its reader wrote last (ms UTC); asked only where a messenger has a window
    expires_at: int | None = None  # when it is no use any more (ms UTC)
    lane: Lane = Lane.REPLY  # how urgent it is
    made_at: int = 0  # when it was queued (ms UTC)
    lately: tuple[
        int, ...
    ] = ()  # when its chat was written to last, by any worker (ms UTC); asked only where several send

    @property
    def claim(self) -> tuple[int, str]:
        """The row and its lease, which all letters share that were claimed together."""
        return self.id, self.lease


class Claimed(list[Letter]):
    """The letters of one claim, and the rows (ids) that had expired before they could leave."""

    def __init__(self, letters: list[Letter], expired: list[int]) -> None:
        super().__init__(letters)
        self.expired = expired


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that ended and reached nobody, and why (code)."""

    id: int
    peer_id: int
    person_id: int
    channel: str
    account: str
    kind: str
    object_id: int
    revision: int
    language: str
    body: str  # the message (JSON)
    code: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that has left: when (ms UTC), the messenger's id of it. spacing is how many ms its chat rests before a notice.

    reported: its messenger says itself when it has arrived; until then it has not.
    """

    letter: Letter
    at: int
    external_id: str
    spacing: int = 0
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Where a row stands, the messenger's id of its message, empty while it has none, and why it ended."""

    state: State
    external_id: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Latest:
    """How far rows of one kind about one object have come: the newest revision, and the message that stands last."""

    revision: int
    external_id: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a peer saw last: its kind, its body (JSON) and the messenger's id of it."""

    kind: str
    body: str
    external_id: str


@dataclass(frozen=True, slots=True)
class ShownAt:
    """A message as a page shows it again: its id, its body (JSON), and when it left (ms UTC)."""

    id: str
    body: str
    language: str
    at: int
    has_arrived: bool
