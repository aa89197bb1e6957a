"""What an office notes of a proposal for itself: one text, sealed."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import office_notes, proposals
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Note:
    """A note, whoever wrote it last (person), and when (ms UTC)."""

    text: str
    written_by: int
    written_at: int


class Notes:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def find(self, proposal_id: int) -> Note | None:
        """Finds the note on a proposal."""
        row = (
            await self._connection.execute(
                select(office_notes.c.text, office_notes.c.written_by, office_notes.c.written_at).where(
                    office_notes.c.proposal_id == proposal_id
                )
            )
        ).one_or_none()
        return None if row is None else Note(self._seal.open(row.text), row.written_by, row.written_at)

    async def put(self, proposal_id: int, text: str, *, by: int, at: int) -> None:
        """Writes the note on a proposal, in place of the one that was there."""
        values = {"text": self._seal.seal(text), "written_by": by, "written_at": at}
        statement = insert(self._connection, office_notes).values(proposal_id=proposal_id, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["proposal_id"], set_=values))

    async def remove(self, proposal_ids: Collection[int]) -> None:
        """Removes the notes on some proposals."""
        await self._connection.execute(delete(office_notes).where(office_notes.c.proposal_id.in_(proposal_ids)))

    async def list_of_years(self, last_year: int, *, limit: int) -> list[int]:
        """Lists proposals (ids) with a note whose budget year is closed, up to last_year."""
        rows = await self._connection.scalars(
            select(office_notes.c.proposal_id)
            .join(proposals, proposals.c.id == office_notes.c.proposal_id)
            .where(proposals.c.budget_year <= last_year)
            .order_by(office_notes.c.proposal_id)
            .limit(limit)
        )
        return list(rows)
