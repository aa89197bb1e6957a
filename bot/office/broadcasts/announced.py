"""What has been told of a hearing, and what may be said once more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.budget.hearing import HOUR, HearingState, Terms
from bot.chat.message import Message
from storage.hearings import Hearing
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState
from storage.store import Store

SAME_AGAIN = 6 * HOUR  # the same text to the same people within this time asks first
TELL = {BroadcastKind.NOTICE, BroadcastKind.MOVED}  # what tells everybody of a hearing to come
REMIND_ALL = {BroadcastKind.IN_7_DAYS, BroadcastKind.IN_1_DAY}  # the reminder at the door is for those who come
_ENDS = {HearingState.CANCELLED: BroadcastKind.CANCELLED, HearingState.PUBLISHED: BroadcastKind.RESULTS}


@dataclass(frozen=True, slots=True)
class Unheard:
    """No subscriber was told of a hearing yet. announcement is what was to tell them, None where the office had stopped it."""

    announcement: Broadcast | None

    def leaves_at(self, terms: Terms, at: int) -> int | None:
        """When the announcement leaves if the hearing has these terms, None where none does."""
        if self.announcement is None:
            return None
        return self.announcement.starts_at if at < self.announcement.starts_at < terms.starts_at else at

    @property
    def is_paused(self) -> bool:
        """Whether the office lets the announcement wait."""
        return self.announcement is not None and self.announcement.state is BroadcastState.PAUSED


async def find_unheard(store: Store, hearing: Hearing) -> Unheard | None:
    """What there is of an announcement that has told no subscriber of a hearing; None where it has told any."""
    found = [one for one in await store.broadcasts.list_of_hearing(hearing.id) if one.kind in TELL]
    if any(one.began_at is not None for one in found):
        return None
    return Unheard(next((one for one in reversed(found) if one.finished_at is None), None))


async def find_told_revision(store: Store, *, hearing: Hearing) -> int:
    """The latest revision of a hearing that anybody was told of; its own where nobody was told of any."""
    return max(await list_told(store, hearing.id), default=hearing.revision)


async def list_told(store: Store, hearing_id: int) -> list[int]:
    """Lists the revisions of a hearing that subscribers were told of."""
    found = await store.broadcasts.list_of_hearing(hearing_id)
    return [one.revision for one in found if one.kind in TELL and one.began_at is not None]


async def is_told(store: Store, hearing_id: int) -> bool:
    """Whether any subscriber was told of a hearing."""
    return bool(await list_told(store, hearing_id))


async def was_said_lately(
    store: Store, *, hearing: Hearing, texts: Mapping[str, str], at: int, kinds: Collection[BroadcastKind] = TELL
) -> bool:
    """Whether the announcement of a hearing in any of these texts was made or left lately, and was not stopped."""
    return any(
        at - max(one.made_at, one.began_at or 0) < SAME_AGAIN
        and any(Message.from_json(said).text == texts[language] for language, said in one.texts.items())
        for one in await store.broadcasts.list_of_hearing(hearing.id)
        if one.kind in kinds and one.state is not BroadcastState.CANCELLED
    )


def can_be_sent_again(broadcast: Broadcast, hearing: Hearing, *, at: int) -> bool:
    """Whether a broadcast may be sent once more: the announcement of a hearing to come, or results that were stopped.

    Results or a cancellation that went their way are said once.
    """
    if hearing.is_open:
        return broadcast.revision == hearing.revision and hearing.terms.starts_at > at
    was_stopped = broadcast.state is BroadcastState.CANCELLED
    return broadcast.kind is _ENDS.get(hearing.state) and (was_stopped or broadcast.began_at is None)
