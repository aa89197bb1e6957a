"""The priorities of a budget year: what people named at gatherings, in a needs study, in a poll."""

from bot.budget.permissions import Act, NotAllowed
from bot.budget.plan.items import LONGEST_TEXT, MOST_PRIORITIES, Source
from bot.budget.proposal import TextTooLong
from bot.language.kyrgyz import clean
from bot.language.letters import in_words
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from storage.people import Person
from storage.plan.priorities import Priority
from storage.store import Store


class TooManyPriorities(Refusal):
    """A year has MOST_PRIORITIES of them already."""


async def add_priority(
    store: Store,
    *,
    aimak_id: int,
    year: int,
    source: Source,
    text: str,
    by: Person | None,
    at: int,
    village_id: int | None = None,
    origin: str | None = None,
) -> int:
    """Adds a priority to a budget year; returns its id. Whatever is of one origin is added once (idempotent).

    by is None for the command line, and for what counts itself, as a poll. Raises NotAllowed, WordsMissing,
    TextTooLong, TooManyPriorities.
    """
    await permit(store, by=by, act=Act.PLAN, aimak_id=aimak_id)
    said = " ".join(clean(text).split())
    in_words(said)
    if len(said) > LONGEST_TEXT:
        raise TextTooLong(LONGEST_TEXT)
    await store.aimaks.lock(aimak_id)
    known = None if origin is None else await store.priorities.find_by_origin(aimak_id, year, origin)
    if known is not None:
        return known.id
    if await store.priorities.count(aimak_id, year) >= MOST_PRIORITIES:
        raise TooManyPriorities
    made = await store.priorities.add(
        aimak_id=aimak_id, year=year, source=source, text=said, village_id=village_id, origin=origin,
        by=by.id if by else None, at=at,
    )  # fmt: skip
    await record(
        store, Act.PLAN, by=by, aimak_id=aimak_id, at=at, object="priority", object_id=made, year=year, what="added"
    )
    return made


async def list_priorities(store: Store, *, aimak_id: int, year: int, by: Person | None) -> list[Priority]:
    """Lists the priorities of a budget year, the earliest first. Raises NotAllowed."""
    await permit(store, by=by, act=Act.PLAN, aimak_id=aimak_id)
    return await store.priorities.list_standing(aimak_id, year)


async def remove_priority(store: Store, *, id: int, by: Person | None, at: int) -> None:
    """Removes a priority; what is tied to it counts for it no more. Raises NotAllowed."""
    found = await store.priorities.find(id)
    await permit(store, by=by, act=Act.PLAN, aimak_id=found.aimak_id if found else -1)
    if found is None:
        raise NotAllowed(Act.PLAN)
    if found.removed_at is None:
        await store.priorities.remove(id, at=at)
        await record(
            store, Act.PLAN, by=by, aimak_id=found.aimak_id, at=at, object="priority", object_id=id, what="removed"
        )
