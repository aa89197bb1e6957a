"""What an aimak owns, as its office listed it. A removed item stays for the proposals that are about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.budget.property.items import ReadProperty
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import property_items, property_proposals


@dataclass(frozen=True, slots=True)
class PropertyItem:
    """An item of a property list. rent is som a year; until a year or a day, as 2027 or 2027-12-31."""

    id: int
    aimak_id: int
    code: str
    kind: str
    place: str
    area: str
    use: str
    rent: int | None
    until: str
    empty: bool
    removed_at: int | None


_COLUMNS = [property_items.c[name] for name in PropertyItem.__dataclass_fields__]
_READ = tuple(ReadProperty.__dataclass_fields__)


class PropertyItems:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_standing(
        self, aimak_ids: Collection[int], *, limit: int = 2000, offset: int = 0
    ) -> list[PropertyItem]:
        """Lists the items of some aimaks, those that stand empty first."""
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .where(property_items.c.aimak_id.in_(list(aimak_ids)), property_items.c.removed_at.is_(None))
            .order_by(property_items.c.empty.desc(), property_items.c.id)
            .limit(limit)
            .offset(offset)
        )
        return [PropertyItem(*row) for row in rows]

    async def count(self, aimak_ids: Collection[int]) -> tuple[int, int]:
        """How many items some aimaks have, and how many of them stand empty."""
        where = (property_items.c.aimak_id.in_(list(aimak_ids)), property_items.c.removed_at.is_(None))
        every = await self._connection.scalar(select(func.count()).select_from(property_items).where(*where))
        empty = select(func.count()).select_from(property_items).where(*where, property_items.c.empty)
        return int(every or 0), int(await self._connection.scalar(empty) or 0)

    async def find(self, id: int) -> PropertyItem | None:
        """Finds an item, removed or not."""
        row = (await self._connection.execute(select(*_COLUMNS).where(property_items.c.id == id))).first()
        return None if row is None else PropertyItem(*row)

    async def put(self, aimak_id: int, item: ReadProperty, *, by: int | None, at: int) -> None:
        """Enters an item, or writes it anew where the list has that number already."""
        given = {name: getattr(item, name) for name in _READ if name != "code"} | {"removed_at": None}
        made = insert(self._connection, property_items).values(
            aimak_id=aimak_id, code=item.code, created_by=by, created_at=at, **given
        )
        key = [property_items.c.aimak_id, property_items.c.code]
        await self._connection.execute(made.on_conflict_do_update(index_elements=key, set_=given))

    async def remove(self, ids: Sequence[int], *, at: int) -> None:
        """Removes items from the list."""
        await self._connection.execute(update(property_items).where(property_items.c.id.in_(ids)).values(removed_at=at))

    async def note_proposal(self, proposal_id: int, item_id: int) -> None:
        """Keeps which item a proposal is about."""
        await self._connection.execute(
            insert(self._connection, property_proposals)
            .values(proposal_id=proposal_id, item_id=item_id)
            .on_conflict_do_nothing(index_elements=["proposal_id"])
        )

    async def read_of(self, proposal_ids: Collection[int]) -> dict[int, PropertyItem]:
        """The items that some proposals are about, by proposal (id)."""
        rows = await self._connection.execute(
            select(property_proposals.c.proposal_id, *_COLUMNS)
            .join(property_items, property_items.c.id == property_proposals.c.item_id)
            .where(property_proposals.c.proposal_id.in_(list(proposal_ids)))
        )
        return {row[0]: PropertyItem(*row[1:]) for row in rows}
