"""The property list of a practice aimak emptied. Its rows stay, so that no id is told anew."""

from sqlalchemy import delete, func, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import property_items, property_proposals


async def empty_of_aimak(connection: AsyncConnection, aimak_id: int, *, at: int) -> None:
    """Takes the words out of the items, and what proposals were about off."""
    own = select(property_items.c.id).where(property_items.c.aimak_id == aimak_id)
    await connection.execute(delete(property_proposals).where(property_proposals.c.item_id.in_(own)))
    gone = {"kind": "", "place": "", "area": "", "use": "", "rent": None, "until": "", "empty": False}
    removed = func.coalesce(property_items.c.removed_at, at)
    await connection.execute(
        update(property_items).where(property_items.c.aimak_id == aimak_id).values(**gone, removed_at=removed)
    )
