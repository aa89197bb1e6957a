"""What a broadcast is: its kinds and states, and the plain values it is read as."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from bot.language.by_language import Texts

Accounts = Collection[tuple[str, str]] | None  # pairs of channel and account; None is every one


class BroadcastKind(StrEnum):
    """What is said to many: hearings, their results, and notices of a village or a theme to those who asked."""

    NOTICE = "notice"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESULTS = "results"
    IN_7_DAYS = "7d"
    IN_1_DAY = "1d"
    IN_2_HOURS = "2h"
    COMERS = "comers"  # what changes a hearing nobody was told of yet, for those who said that they come
    TOPIC = "topic"  # of villages and themes: of no hearing
    CALL = "call"  # for local initiatives: of no hearing, for those who are told of hearings
    POLL = "poll"  # a priorities poll that is open, for the same people


class BroadcastState(StrEnum):
    """Where a broadcast stands; DONE and CANCELLED are over once finished_at is written."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


OF_NO_HEARING = (BroadcastKind.TOPIC, BroadcastKind.CALL, BroadcastKind.POLL)
OF_HEARINGS = tuple(kind for kind in BroadcastKind if kind not in OF_NO_HEARING)
TO_FOLLOWERS = (*OF_HEARINGS, BroadcastKind.CALL, BroadcastKind.POLL)  # what «Кабар албайм» ends
REMINDERS = (BroadcastKind.IN_7_DAYS, BroadcastKind.IN_1_DAY, BroadcastKind.IN_2_HOURS)
LISTED, QUEUED, DROPPED = "listed", "queued", "dropped"  # states of a recipient


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One notice to many; times in milliseconds UTC. texts are its messages (JSON) by language.

    It is of a hearing, or of topics: villages and themes, as storage/topics.py names them.
    """

    id: int
    aimak_id: int
    hearing_id: int  # 0 where it is of topics
    topics: tuple[str, ...]
    revision: int
    kind: BroadcastKind
    state: BroadcastState
    by_hand: bool
    texts: Texts
    hearing_at: int
    starts_at: int
    expires_at: int
    cursor: int
    listed: bool
    made_at: int
    made_by: int | None
    began_at: int | None
    finished_at: int | None
    shown: str | None
    shown_at: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come: reached, waiting, and not reached by reason; they add up to everybody listed."""

    reached: int = 0
    waiting: int = 0
    not_reached: dict[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """Everybody it is for."""
        return self.reached + self.waiting + sum(self.not_reached.values())


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it ended for one recipient: state is reached, waiting or not_reached, code says why not."""

    broadcast_id: int
    person_id: int
    channel: str
    language: str | None
    state: str
    code: str | None
    at: int | None
