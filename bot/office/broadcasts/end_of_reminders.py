"""How a reminder of a hearing ends: the hearing is moved, cancelled or held, or nobody was told of it.

Whatever else is said of the hearing ends by the same steps, its results apart.
"""

from bot.budget.hearing import HearingState
from bot.office.broadcasts.announced import REMIND_ALL, TELL, is_told
from storage.hearings import Hearing
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState
from storage.store import Store


async def end_all(store: Store, *, hearing: Hearing, code: str, at: int) -> None:
    """Ends every open broadcast of a hearing but its results. code is «moved», «cancelled» or «held»."""
    await store.broadcasts.drop_posts(hearing.id, code=code, at=at)
    for broadcast in await store.broadcasts.list_of_hearing(hearing.id):
        if broadcast.finished_at is None and broadcast.kind is not BroadcastKind.RESULTS:
            await end(store, broadcast, code=code, at=at)


async def end(store: Store, broadcast: Broadcast, *, code: str, at: int) -> None:
    """Cancels a broadcast: what has not left is dropped, each recipient with the reason (code)."""
    await store.broadcasts.note(broadcast.id, state=BroadcastState.CANCELLED.value)
    await store.broadcasts.drop(broadcast.id, code=code, at=at)
    if broadcast.began_at is None:
        await store.broadcasts.note(broadcast.id, finished_at=at)


async def list_left_alone(store: Store, announcement: Broadcast) -> list[Broadcast]:
    """Lists the reminders that would remind of an announcement nobody got, if it is stopped for good.

    The one at the door is for those who said themselves that they come.
    """
    if announcement.kind not in TELL or await is_told(store, announcement.hearing_id):
        return []
    found = await store.broadcasts.list_of_hearing(announcement.hearing_id)
    return [one for one in found if one.kind in REMIND_ALL and one.finished_at is None]


async def reminds_of_nothing(store: Store, broadcast: Broadcast) -> bool:
    """Whether a reminder is due and nobody was told of its hearing, since the announcement is paused."""
    return broadcast.kind in REMIND_ALL and not await is_told(store, broadcast.hearing_id)


async def explain_why_over(store: Store, broadcast: Broadcast) -> str:
    """Returns why what remains of a broadcast is sent no more: «expired», «moved», «held» or «cancelled»."""
    if broadcast.state is not BroadcastState.CANCELLED:
        return "expired"
    hearing = await store.hearings.get(broadcast.hearing_id)
    if hearing is not None and hearing.revision > broadcast.revision:
        return "moved"
    was_held = hearing is not None and hearing.state in {HearingState.HELD, HearingState.PUBLISHED}
    return "held" if was_held and broadcast.kind is not BroadcastKind.RESULTS else "cancelled"
