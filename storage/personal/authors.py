"""Whose proposals are: their authors, where they wrote from, the names and telephones they gave."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from bot.budget.proposal import write_number
from storage.database.connection import AsyncConnection
from storage.database.schema import people, proposals
from storage.database.seal import Seal

_AT_ONCE = 500  # proposals that one statement names
_ADDRESSED = (
    proposals.c.id, proposals.c.aimak_id, proposals.c.author_id, proposals.c.peer_id, proposals.c.language
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whose a proposal is: its author, the peer they wrote it from, and the language it came in."""

    id: int
    aimak_id: int
    author_id: int
    peer_id: int | None
    language: str


class Authors:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_addressed(self, proposal_ids: Collection[int]) -> list[Addressed]:
        """Lists whose some proposals (ids) are, where their authors wrote from and in which language."""
        found, wanted = list[Addressed](), list(dict.fromkeys(proposal_ids))
        for first in range(0, len(wanted), _AT_ONCE):
            rows = await self._connection.execute(
                select(*_ADDRESSED).where(proposals.c.id.in_(wanted[first : first + _AT_ONCE]))
            )
            found += [Addressed(*row) for row in rows]
        return found

    async def list_names(self, author_ids: Collection[int], aimak_id: int) -> dict[int, tuple[str, str]]:
        """The name each of these people put under their latest proposal in an aimak that has one, and its number."""
        rows = await self._connection.execute(
            select(proposals.c.author_id, proposals.c.author_name, proposals.c.label)
            .where(
                proposals.c.author_id.in_(list(author_ids)),
                proposals.c.aimak_id == aimak_id,
                proposals.c.author_name.is_not(None),
                proposals.c.withdrawn_at.is_(None),
            )
            .order_by(proposals.c.id)
        )
        return {row.author_id: (self._seal.open(row.author_name), row.label) for row in rows}

    async def list_authors(self, proposal_ids: Collection[int]) -> dict[int, tuple[str | None, str | None]]:
        """The name under each of some proposals (ids), and the telephone given for its author; None where there is none."""
        rows = await self._connection.execute(
            select(proposals.c.id, proposals.c.author_name, people.c.phone)
            .join(people, people.c.id == proposals.c.author_id)
            .where(proposals.c.id.in_(list(proposal_ids)))
        )
        opened = self._seal.open
        return {id: (opened(name) if name else None, opened(phone) if phone else None) for id, name, phone in rows}

    async def count_by_number(self, aimak_id: int, number: int, *, year: int | None = None) -> int:
        """Counts an aimak's authors behind a number: several after a merger, where labels stay. Without a year of all years."""
        of_year = [proposals.c.budget_year == year] if year is not None else []
        counted = select(func.count(distinct(proposals.c.author_id))).where(
            proposals.c.aimak_id == aimak_id, proposals.c.label == write_number(number), *of_year
        )
        return int(await self._connection.scalar(counted) or 0)
