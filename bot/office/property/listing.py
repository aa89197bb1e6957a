"""What an aimak owns: taken whole from a file or not at all, read by all, named by proposals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.property.items import ReadProperty
from bot.office.staff import permit, record
from storage.people import Person
from storage.property.items import PropertyItem
from storage.proposals import Proposal
from storage.store import Store

_FIELDS = tuple(ReadProperty.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file changed in the list: items new, changed, the same, and gone since it names them no more."""

    new: int
    changed: int
    same: int
    gone: int


async def import_items(
    store: Store, *, aimak_id: int, items: Sequence[ReadProperty], by: Person | None, at: int
) -> Listed:
    """Makes a file's items the whole list of an aimak. A second time nothing changes (idempotent). Raises NotAllowed."""
    await permit(store, by=by, act=Act.PROPERTY, aimak_id=aimak_id)
    await store.aimaks.lock(aimak_id)
    standing = await store.property_items.list_standing(await _list_with(store, aimak_id))
    known = {one.code: one for one in standing if one.aimak_id == aimak_id}
    given = {one.code for one in items}
    fresh = [one for one in items if one.code not in known]
    changed = [one for one in items if one.code in known and _differs(known[one.code], one)]
    gone = [one.id for one in standing if one.aimak_id != aimak_id or one.code not in given]
    for one in (*fresh, *changed):
        await store.property_items.put(aimak_id, one, by=by.id if by else None, at=at)
    if gone:
        await store.property_items.remove(gone, at=at)
    if fresh or changed or gone:
        await record(
            store, Act.PROPERTY, by=by, aimak_id=aimak_id, at=at, object="aimak", object_id=aimak_id, what="imported",
            new=len(fresh), changed=len(changed), gone=len(gone),
        )  # fmt: skip
    return Listed(len(fresh), len(changed), len(items) - len(fresh) - len(changed), len(gone))


def _differs(known: PropertyItem, read: ReadProperty) -> bool:
    return any(getattr(known, name) != getattr(read, name) for name in _FIELDS)


async def _list_with(store: Store, aimak_id: int) -> list[int]:
    # An aimak that took another in has the lists of both, until it sends one of its own.
    return [aimak_id, *await store.aimaks.list_within(aimak_id)]


async def list_items(store: Store, *, aimak_id: int, limit: int = 2000, offset: int = 0) -> list[PropertyItem]:
    """Lists what anybody may read of an aimak's property, what stands empty first."""
    return await store.property_items.list_standing(await _list_with(store, aimak_id), limit=limit, offset=offset)


async def count_items(store: Store, *, aimak_id: int | None) -> tuple[int, int]:
    """How many items an aimak has listed, and how many of them stand empty."""
    return (0, 0) if aimak_id is None else await store.property_items.count(await _list_with(store, aimak_id))


async def find_item(store: Store, *, id: int | None, aimak_id: int | None) -> PropertyItem | None:
    """Finds an item of an aimak that its list still names; anybody may read it."""
    if id is None or aimak_id is None:
        return None
    found = await store.property_items.find(id)
    if found is None or found.removed_at is not None:
        return None
    return found if found.aimak_id in await _list_with(store, aimak_id) else None


async def note_item(store: Store, *, proposal: Proposal, item_id: int | None) -> None:
    """Keeps which item a proposal that was just made is about. Of an item of another aimak nothing is kept."""
    found = await find_item(store, id=item_id, aimak_id=proposal.aimak_id)
    if found is not None:
        await store.property_items.note_proposal(proposal.id, found.id)


async def read_of(store: Store, *, proposals: Collection[int]) -> dict[int, PropertyItem]:
    """The items that some proposals are about, by proposal (id); anybody may read an item."""
    return await store.property_items.read_of(proposals)
