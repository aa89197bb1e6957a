"""The plans and priorities of a practice aimak emptied. Their rows stay, so that no id is told anew."""

from sqlalchemy import func, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import plan_items, priorities, proposals, ties


async def empty_of_aimak(connection: AsyncConnection, aimak_id: int, *, at: int) -> None:
    """Takes the words out of items and priorities, and every tie off."""
    own = select(proposals.c.id).where(proposals.c.aimak_id == aimak_id)
    await connection.execute(
        update(ties).where(ties.c.proposal_id.in_(own), ties.c.untied_at.is_(None)).values(untied_at=at)
    )
    for table in (plan_items, priorities):
        gone = {"text": "", "removed_at": func.coalesce(table.c.removed_at, at)}
        await connection.execute(update(table).where(table.c.aimak_id == aimak_id).values(**gone))
