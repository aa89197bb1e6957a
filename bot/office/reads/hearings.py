"""What an office may read of a hearing: all that is known of it, its questions, its broadcasts."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.share_of_women import Attendance
from bot.office import staff
from bot.office.hearings import hearings
from bot.office.hearings.attendance import count_expected
from storage.aimaks import Aimak
from storage.hearings import Expected, Hearing
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind, Progress
from storage.store import Store

TOLD = {BroadcastKind.NOTICE, BroadcastKind.RESULTS}


@dataclass(frozen=True, slots=True)
class HearingForOffice:
    """One hearing with all that its office may see of it."""

    hearing: Hearing
    expected: Expected  # who said that they come
    attendance: Attendance | None  # who came; None where nobody counted yet
    questions: list[str]
    broadcasts: list[
        tuple[Broadcast, Progress]
    ]  # the announcement, the results, and what else began or was sent by hand
    has_groups: bool  # the aimak has groups to post to


async def read_hearing(store: Store, *, id: int, by: Person) -> HearingForOffice:
    """Returns a hearing to somebody of its office. Raises NotAllowed, also for one that does not exist."""
    found = await hearings.authorised(store, id=id, by=by)
    return HearingForOffice(
        hearing=found,
        expected=await count_expected(store, id=id, by=by),
        attendance=await store.hearings.find_attendance(id),
        questions=await store.hearings.list_questions(id),
        # Reminders that are still to come would only fill the screen.
        broadcasts=await _list_broadcasts(
            store, id, only=lambda one: one.kind in TOLD or bool(one.began_at or one.by_hand)
        ),
        has_groups=bool(await store.groups.list_of_aimak(found.aimak_id)),
    )


async def list_questions(store: Store, *, id: int, by: Person) -> list[str]:
    """Lists what was asked before a hearing, to its office. Raises NotAllowed."""
    await hearings.authorised(store, id=id, by=by)
    return await store.hearings.list_questions(id)


async def read_attendance(store: Store, *, id: int, by: Person) -> Attendance | None:
    """Returns who came to a hearing, to its office; None where nobody counted yet. Raises NotAllowed."""
    await hearings.authorised(store, id=id, by=by)
    return await store.hearings.find_attendance(id)


async def list_broadcasts(store: Store, *, id: int, by: Person) -> list[tuple[Broadcast, Progress]]:
    """Lists the broadcasts of a hearing and how far each has come, to its office. Raises NotAllowed."""
    await hearings.authorised(store, id=id, by=by)
    return await _list_broadcasts(store, id)


async def _list_broadcasts(
    store: Store, id: int, *, only: Callable[[Broadcast], bool] = lambda one: True
) -> list[tuple[Broadcast, Progress]]:
    found = [one for one in await store.broadcasts.list_of_hearing(id) if only(one)]
    return [(one, await store.broadcasts.count_progress(one.id)) for one in found]


async def list_hearings(store: Store, *, aimak_id: int, by: Person) -> list[Hearing]:
    """Lists every hearing of an aimak to those who may read its figures. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.TALLY, aimak_id=aimak_id)
    return await store.hearings.list_of_aimak(aimak_id)


async def list_aimaks_with_figures(store: Store, *, act: Act, by: Person) -> list[Aimak]:
    """Lists the aimaks whose figures somebody may read, their own first; of all aimaks only those with anything to show."""
    allowed = await staff.list_allowed_aimaks(store, by=by, act=act)
    if None in allowed:
        known = [one for one in await store.aimaks.list_all() if await store.years.list_years(one.id)]
    else:
        known = [await store.aimaks.get(one) for one in sorted(filter(None, allowed))]
    return sorted(known, key=lambda one: (one.id != by.aimak_id, one.code))
