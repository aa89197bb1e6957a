"""What the tests of notices share: kinds, moments, and who is told once."""

from storage.hearings import Hearing
from storage.queue.broadcasts import REMINDERS, BroadcastKind, BroadcastState
from storage.queue.outbox import State
from tests.office.halls import Hall
from tests.storage.rows import rows_of

NOTICE, MOVED, CANCELLED = BroadcastKind.NOTICE, BroadcastKind.MOVED, BroadcastKind.CANCELLED
COMERS, RESULTS = BroadcastKind.COMERS, BroadcastKind.RESULTS
WEEK, EVE, DOOR = BroadcastKind.IN_7_DAYS, BroadcastKind.IN_1_DAY, BroadcastKind.IN_2_HOURS


def once(hall: Hall) -> dict[str, int]:
    """Every villager told once."""
    return {one.address: 1 for one in hall.villagers}


async def unsent(hall: Hall) -> int:
    rows = await rows_of(hall.database, "outbox")
    return sum(
        row["kind"] == "broadcast" and row["state"] in {State.READY, State.LEASED, State.WAITING} for row in rows
    )


async def reminders_of(hall: Hall, hearing: Hearing) -> list[BroadcastKind]:
    """The reminders of a hearing that were not stopped."""
    made = await hall.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    return [one.kind for one in made if one.kind in REMINDERS and one.state is not BroadcastState.CANCELLED]
