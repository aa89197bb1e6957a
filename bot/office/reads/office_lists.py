"""The lists of an office's queue, page by page (pagination).

They are of what waits, is late, is kept, did not arrive, was searched for.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.office.staff import permit
from storage.log.office_lists import EVERYTHING, MOST_COUNTED, By, Counts, Narrow, OfficeList
from storage.log.printed import Chosen
from storage.log.proposal_lists import SIZE, Page
from storage.people import Person
from storage.store import Store


async def list_proposals(
    store: Store,
    *,
    which: OfficeList,
    by: Person,
    aimak_id: int,
    at: int,
    page: int = 0,
    size: int = SIZE,
    narrow: Narrow = EVERYTHING,
) -> Page:
    """A page of an office's list: the soonest due first, of answered and found ones the newest. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    found = await store.lists.list_of_office(
        which, aimak_id, also=also, page=page, size=size, narrow=_of_today(narrow, by, at)
    )
    kept = [row.id for row in found if row.draft is False]
    if not kept:
        return found
    remarks = await store.answer_drafts.list_remarks(kept)
    return replace(found, rows=tuple(replace(row, remark=remarks.get(row.id)) for row in found))


async def choose_printed(
    store: Store,
    *,
    which: OfficeList | None,
    by: Person,
    aimak_id: int,
    at: int,
    narrow: Narrow = EVERYTHING,
    by_number: bool = False,
) -> Chosen:
    """Which proposals are printed: those of a list of an office, or (None) all of them. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    return Chosen(aimak_id, tuple(also), which, _of_today(narrow, by, at), by_number)


async def find_next(
    store: Store,
    *,
    which: OfficeList,
    by: Person,
    aimak_id: int,
    at: int,
    after: int,
    but: Collection[int] = (),
    narrow: Narrow = EVERYTHING,
) -> int | None:
    """The proposal (id) of a list that awaits an answer next, after another; none of but. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    narrow = _of_today(narrow, by, at)
    return await store.lists.find_next(which, aimak_id, after=after, but=but, also=also, narrow=narrow)


async def count_overdue(store: Store, *, by: Person, aimak_id: int, at: int) -> tuple[int, int]:
    """Counts what awaits an answer, and what of it is late, each up to MOST_COUNTED + 1. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    return await store.lists.count_overdue(aimak_id, also=also, today=find_day(at), most=MOST_COUNTED)


async def count_came(store: Store, *, by: Person, aimak_id: int, since: int) -> int:
    """Counts the proposals that came to an aimak since a moment (ms UTC), up to MOST_COUNTED + 1. Raises NotAllowed."""
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    return await store.mornings.count_since(aimak_id, since, most=MOST_COUNTED + 1)


async def count_for_head(store: Store, *, by: Person, aimak_id: int) -> int:
    """Counts the answers that wait for the head, up to MOST_COUNTED + 1. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    return await store.lists.count_for_head(aimak_id, also=also, most=MOST_COUNTED)


async def count_lists(store: Store, *, by: Person, aimak_id: int, at: int, narrow: Narrow = EVERYTHING) -> Counts:
    """Counts what is in each list of an office, up to MOST_COUNTED + 1. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    return await store.lists.count(aimak_id, also=also, narrow=_of_today(narrow, by, at), most=MOST_COUNTED)


async def count_by(
    store: Store,
    *,
    column: By,
    which: OfficeList,
    by: Person,
    aimak_id: int,
    at: int,
    narrow: Narrow = EVERYTHING,
) -> list[tuple[Any, int]]:
    """Counts a list by side, category or village, the most first. Raises NotAllowed."""
    also = await _list_allowed(store, by=by, aimak_id=aimak_id)
    return await store.lists.count_by(column, which, aimak_id, also=also, narrow=_of_today(narrow, by, at))


async def _list_allowed(store: Store, *, by: Person, aimak_id: int) -> list[int]:
    # Which aimaks its office answers for as well.
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    return await store.aimaks.list_within(aimak_id)


def _of_today(narrow: Narrow, by: Person, at: int) -> Narrow:
    return replace(narrow, today=find_day(at), person_id=by.id)
