"""Why a proposal does not count, and what its author said to that."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import (
    exclusions,
    proposals,
)
from storage.database.seal import Seal
from storage.log.weights import weigh

# Read for each screen of a proposal, so built once.
_OF = bindparam("proposal", type_=proposals.c.id.type)
_EXCLUSION = ready(
    select(exclusions)
    .where(exclusions.c.proposal_id == _OF, exclusions.c.lifted_at.is_(None))
    .order_by(exclusions.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a proposal does not count; author_agreed is None until the author has said."""

    id: int
    proposal_id: int
    reason: str
    excluded_by: int
    excluded_at: int
    author_agreed: bool | None


class Exclusions:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def exclude(self, proposal_id: int, *, reason: str, by: int, at: int) -> int:
        """Notes that a proposal does not count, and returns the note's id."""
        exclusion_id: int | None = await self._connection.scalar(
            insert(self._connection, exclusions)
            .values(proposal_id=proposal_id, reason=reason, excluded_by=by, excluded_at=at)
            .returning(exclusions.c.id)
        )
        assert exclusion_id is not None
        await weigh(self._connection, [proposal_id])
        return exclusion_id

    async def find_exclusion(self, proposal_id: int) -> Exclusion | None:
        """Finds the exclusion in force."""
        row = (await self._connection.execute(_EXCLUSION, {"proposal": proposal_id})).first()
        if row is None:
            return None
        return Exclusion(row.id, row.proposal_id, row.reason, row.excluded_by, row.excluded_at, row.author_agreed)

    async def note_author(self, exclusion_id: int, *, agreed: bool, at: int) -> None:
        """Notes what the author said to an exclusion."""
        of = await self._connection.scalars(
            update(exclusions)
            .where(exclusions.c.id == exclusion_id)
            .values(author_agreed=agreed, author_said_at=at)
            .returning(exclusions.c.proposal_id)
        )
        await weigh(self._connection, list(of))

    async def lift_exclusion(self, proposal_id: int, *, at: int) -> bool:
        """Lets a proposal count again; false if it did."""
        done = await self._connection.execute(
            update(exclusions)
            .where(exclusions.c.proposal_id == proposal_id, exclusions.c.lifted_at.is_(None))
            .values(lifted_at=at)
        )
        if done.rowcount == 0:
            return False
        await weigh(self._connection, [proposal_id])
        return True
