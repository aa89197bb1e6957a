"""Whom a broadcast reaches: how many are still to be, who was not and why, when it leaves."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.office.broadcasts.broadcasts import authorised
from bot.office.rules import read_rules
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastState, Progress
from storage.store import Store


async def count_to_be_reached(store: Store, broadcast: Broadcast) -> int:
    """Counts who has not been reached yet and still would be, listed or not."""
    waiting = (await store.broadcasts.count_progress(broadcast.id)).waiting
    if broadcast.listed:
        return waiting
    unlisted = await store.broadcasts.count_audience(
        broadcast.kind,
        aimak_id=broadcast.aimak_id,
        hearing_id=broadcast.hearing_id,
        about=broadcast.topics,
        after=broadcast.cursor,
    )
    return waiting + sum(unlisted.values())


async def leaves_at(store: Store, broadcast: Broadcast, *, at: int) -> int | None:
    """When a broadcast that waits leaves, the quiet hours counted in; None where it does not wait, or leaves now."""
    if broadcast.state is not BroadcastState.SCHEDULED:
        return None
    begins = max(broadcast.starts_at, at)
    if not broadcast.by_hand:
        begins = (await read_rules(store, find_day(begins))).quiet.after(begins)
    return begins if begins > at else None


async def show(store: Store, *, id: int, by: Person | None) -> tuple[Broadcast, Progress]:
    """Returns a broadcast and how far it has come. Raises NotAllowed."""
    broadcast = await authorised(store, id=id, by=by, act=Act.SEE_HEARINGS)
    return broadcast, await store.broadcasts.count_progress(id)


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody who was not reached, and why. A name and the number of their proposal where they put one under it."""

    code: str
    name: str = ""
    label: str = ""


async def list_not_reached(store: Store, *, id: int, by: Person | None, skip: int = 0, limit: int = 500) -> list[Lost]:
    """Lists who was not reached by a broadcast, the same reason together. Raises NotAllowed."""
    broadcast = await authorised(store, id=id, by=by)
    found = await store.broadcasts.list_lost(id, skip=skip, limit=limit)
    named = await store.authors.list_names([person_id for person_id, _ in found], broadcast.aimak_id)
    return [Lost(code, *named.get(person_id, ("", ""))) for person_id, code in found]
