"""Information boards: what the office calls each, and whom its code led to an aimak. Nobody is named here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.database.connection import AsyncConnection
from storage.database.schema import peers, people, proposals
from storage.meta import Meta

_NAME = "board"  # begins the fact about the install that keeps what a board is called


@dataclass(frozen=True, slots=True)
class Led:
    """How many people a board's code led here who agreed to what is kept, and how many proposals they made."""

    people: int = 0
    proposals: int = 0


class Boards:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._meta = Meta(connection)

    async def name(self, aimak_id: int, code: str, title: str) -> None:
        """Keeps what the office of an aimak calls a board."""
        await self._meta.put(f"{_NAME} {aimak_id} {code}", title)

    async def list_named(self, aimak_ids: Sequence[int]) -> dict[str, str]:
        """The boards that were named, by their codes; of two aimaks the name that the first of them gave."""
        named: dict[str, str] = {}
        for aimak_id in aimak_ids:
            begins = f"{_NAME} {aimak_id} "
            for key, title in await self._meta.list_beginning(begins):
                named.setdefault(key.removeprefix(begins), title)
        return named

    async def count(self, aimak_ids: Sequence[int]) -> dict[str, Led]:
        """Counts by the codes of boards. Two chats of one person are one person; who was forgotten is not counted."""
        board = func.lower(peers.c.board)
        theirs = peers.c.aimak_id.in_(aimak_ids), peers.c.board.is_not(None)
        came = await self._connection.execute(
            select(board.label("code"), func.count(peers.c.person_id.distinct()).label("n"))
            .join(people, people.c.id == peers.c.person_id)
            .where(*theirs, people.c.consent_at.is_not(None))
            .group_by(board)
        )
        made = await self._connection.execute(
            select(board.label("code"), func.count(proposals.c.id).label("n"))
            .join(proposals, proposals.c.author_id == peers.c.person_id)
            .where(
                *theirs,
                proposals.c.peer_id == peers.c.id,
                proposals.c.aimak_id.in_(aimak_ids),
                proposals.c.withdrawn_at.is_(None),
            )
            .group_by(board)
        )
        n_made = {row.code: row.n for row in made}
        return {row.code: Led(row.n, n_made.get(row.code, 0)) for row in came}
