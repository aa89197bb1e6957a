"""What everybody may read of watches: lines, counts, the mean of ratings. No word of a resident is there."""

from dataclasses import dataclass

from bot.office.watch.watching import read_rules
from bot.office.watch.words import say_mean
from storage.store import Store
from storage.watch.watches import Counted, Watch


@dataclass(frozen=True, slots=True)
class ShownWatch:
    """A watch as it is public; mean is empty where too few have rated."""

    watch: Watch
    counted: Counted
    mean: str


async def list_shown(store: Store, *, aimak_id: int, at: int) -> list[ShownWatch]:
    """Lists the watches of an aimak, the newest first."""
    together = (await read_rules(store, at=at)).shown_from
    found = await store.watches.list_of(aimak_id)
    rows = [(one, await store.watches.count(one.id, together=together)) for one in found]
    return [ShownWatch(one, counted, say_mean(counted)) for one, counted in rows]
