"""Focus groups and meetings: entered one by one or many at once, corrected, removed; what they named as priorities."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.budget.needs.meetings import SOURCES, Meeting, check_facts, check_problems
from bot.budget.permissions import Act, NotAllowed
from bot.budget.plan.items import MOST_PRIORITIES
from bot.budget.workdays import find_day
from bot.language.kyrgyz import fold
from bot.language.refusal import Refusal
from bot.office.criteria.sizes import read_sizes
from bot.office.plan.priorities import TooManyPriorities, add_priority, remove_priority
from bot.office.staff import permit, record
from storage.needs.meetings import KeptMeeting
from storage.people import Person
from storage.store import Store

MOST_MEETINGS = 1000  # of one aimak's budget year


class TooManyMeetings(Refusal):
    """A year has MOST_MEETINGS of them already."""


class MeetingThere(Refusal):
    """Another meeting of the same kind, village, group and day stands there."""


@dataclass(frozen=True, slots=True)
class Entered:
    """How many meetings are new, how many changed, how many stood so already; id is that of the last one."""

    new: int
    changed: int
    same: int
    id: int = 0


async def put_meetings(
    store: Store, *, aimak_id: int, year: int, meetings: Sequence[Meeting], by: Person | None, at: int
) -> Entered:
    """Enters meetings, all or none. One that was entered before is corrected, so twice does nothing twice (idempotent).

    Raises NotAllowed, FactsUnreadable, ProblemsUnreadable, TooManyMeetings, TooManyPriorities.
    """
    await permit(store, by=by, act=Act.NEEDS, aimak_id=aimak_id)
    await _check(store, aimak_id, meetings, at)
    await store.aimaks.lock(aimak_id)
    known = {one.key: await store.needs_meetings.find_by_key(aimak_id, year, one.key) for one in meetings}
    fresh = [one for one in meetings if (kept := known[one.key]) is None or kept.removed_at is not None]
    changed = [one for one in meetings if one not in fresh and (kept := known[one.key]) and kept.meeting != one]
    await _check_room(store, aimak_id, year, [*fresh, *changed], more=len(fresh))
    id = 0
    for one in meetings:
        kept = known[one.key]
        if kept is None:
            id = await store.needs_meetings.add(aimak_id, year, one, by=by.id if by else None, at=at)
            await _name(store, id, None, one, aimak_id=aimak_id, year=year, by=by, at=at)
        else:
            id = kept.id
            if one in fresh or one in changed:
                await _change(store, kept, one, by=by, at=at)
                # A page that shows it hears of it by its own row, whichever door this came by.
                await record(
                    store, Act.NEEDS, by=by, aimak_id=aimak_id, at=at, object="needs", object_id=id, what="corrected"
                )
    if fresh or changed:
        await record(
            store, Act.NEEDS, by=by, aimak_id=aimak_id, at=at, object="aimak", object_id=aimak_id, what="entered",
            year=year, new=len(fresh), changed=len(changed),
        )  # fmt: skip
    return Entered(len(fresh), len(changed), len(meetings) - len(fresh) - len(changed), id)


async def correct_meeting(store: Store, *, id: int, meeting: Meeting, by: Person | None, at: int) -> None:
    """Corrects one meeting, its day included.

    Raises NotAllowed, FactsUnreadable, ProblemsUnreadable, MeetingThere, TooManyPriorities.
    """
    kept = await find_meeting(store, id=id, by=by)
    await _check(store, kept.aimak_id, [meeting], at)
    await store.aimaks.lock(kept.aimak_id)
    other = await store.needs_meetings.find_by_key(kept.aimak_id, kept.year, meeting.key)
    if other is not None and other.id != id:
        raise MeetingThere
    await _check_room(store, kept.aimak_id, kept.year, [meeting], more=0)
    await _change(store, kept, meeting, by=by, at=at)
    await record(store, Act.NEEDS, by=by, aimak_id=kept.aimak_id, at=at, object="needs", object_id=id, what="corrected")


async def remove_meeting(store: Store, *, id: int, by: Person | None, at: int) -> None:
    """Removes a meeting; its priorities stand no more. Done again it does nothing. Raises NotAllowed."""
    kept = await find_meeting(store, id=id, by=by)
    if kept.removed_at is None:
        await store.needs_meetings.remove(id, at=at)
        for text in kept.meeting.problems if kept.meeting.kind in SOURCES else ():
            await _unname(store, id, text, aimak_id=kept.aimak_id, year=kept.year, by=by, at=at)
        await record(
            store, Act.NEEDS, by=by, aimak_id=kept.aimak_id, at=at, object="needs", object_id=id, what="removed"
        )


async def list_meetings(store: Store, *, aimak_id: int, year: int, by: Person | None) -> list[KeptMeeting]:
    """Lists the meetings of a budget year, those of aimaks that became part of this one too. Raises NotAllowed."""
    await permit(store, by=by, act=Act.NEEDS, aimak_id=aimak_id)
    return await store.needs_meetings.list_standing([aimak_id, *await store.aimaks.list_within(aimak_id)], year)


async def find_meeting(store: Store, *, id: int, by: Person | None) -> KeptMeeting:
    """Finds a meeting of one's own office. Raises NotAllowed, also where there is none."""
    kept = await store.needs_meetings.find(id)
    await permit(store, by=by, act=Act.NEEDS, aimak_id=kept.aimak_id if kept else -1)
    if kept is None:
        raise NotAllowed(Act.NEEDS)
    return kept


async def _check(store: Store, aimak_id: int, meetings: Sequence[Meeting], at: int) -> None:
    villages, sizes = {one.id for one in await store.aimaks.list_villages(aimak_id)}, await read_sizes(store, at=at)
    for one in meetings:
        check_facts(one.facts, today=find_day(at))
        check_problems(one.problems, most=sizes.problems)
        if one.village_id is not None and one.village_id not in villages:
            raise NotAllowed(Act.NEEDS)


async def _check_room(store: Store, aimak_id: int, year: int, meetings: Sequence[Meeting], *, more: int) -> None:
    # Before anything is written, so that a file is taken whole or not at all.
    if more and len(await store.needs_meetings.list_standing([aimak_id], year)) + more > MOST_MEETINGS:
        raise TooManyMeetings
    coming = sum(len(one.problems) for one in meetings if one.kind in SOURCES)
    if coming and await store.priorities.count(aimak_id, year) + coming > MOST_PRIORITIES:
        raise TooManyPriorities


async def _change(store: Store, kept: KeptMeeting, meeting: Meeting, *, by: Person | None, at: int) -> None:
    await store.needs_meetings.change(kept.id, meeting, by=by.id if by else None, at=at)
    await _name(store, kept.id, kept.meeting, meeting, aimak_id=kept.aimak_id, year=kept.year, by=by, at=at)


async def _name(
    store: Store, id: int, before: Meeting | None, now: Meeting, *, aimak_id: int, year: int, by: Person | None, at: int
) -> None:
    """Makes priorities of what a meeting names, and lets go those it names no more. A practice aimak names none."""
    if now.kind not in SOURCES or await store.aimaks.is_practice(aimak_id):
        return
    kept = {_write_origin(id, text) for text in now.problems}
    for text in before.problems if before is not None else ():
        if _write_origin(id, text) not in kept:
            await _unname(store, id, text, aimak_id=aimak_id, year=year, by=by, at=at)
    for text in now.problems:
        made = await add_priority(
            store, aimak_id=aimak_id, year=year, source=SOURCES[now.kind], text=text, village_id=now.village_id,
            origin=_write_origin(id, text), by=by, at=at,
        )  # fmt: skip
        await store.priorities.put_back(made)


async def _unname(store: Store, id: int, text: str, *, aimak_id: int, year: int, by: Person | None, at: int) -> None:
    found = await store.priorities.find_by_origin(aimak_id, year, _write_origin(id, text))
    if found is not None:
        await remove_priority(store, id=found.id, by=by, at=at)


def _write_origin(id: int, text: str) -> str:
    return f"needs:{id}:{hashlib.sha256((fold(text) or text).encode()).hexdigest()[:8]}"
