"""Groups and channels of a village in which the bot may post."""

from dataclasses import dataclass

from sqlalchemy import select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import aimaks, groups, peers
from storage.together.counted import counts


@dataclass(frozen=True, slots=True)
class Binding:
    """Which aimak a group belongs to. A group that put the bot out, or that its office let go, is not written to."""

    aimak_id: int
    title: str
    is_in: bool
    let_go: bool
    of_staff: bool = False  # nobody but the office reads there, as somebody of it said


@dataclass(frozen=True, slots=True)
class Group:
    """One group or channel, as a peer that is written to."""

    peer_id: int
    channel: str
    account: str
    title: str
    of_staff: bool = False
    language: str = ""


class Groups:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, peer_id: int, *, aimak_id: int, title: str, by: int, at: int) -> None:
        """Binds a group to an aimak: the bot may post there for it."""
        values = {"aimak_id": aimak_id, "title": title, "added_by": by, "added_at": at}
        values |= {"removed_at": None, "let_go": False, "of_staff": False}  # who reads there is asked anew
        statement = insert(self._connection, groups).values(peer_id=peer_id, **values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["peer_id"], set_=values))

    async def move(self, peer_id: int, *, to: int, at: int) -> None:
        """Notes that a group has become another chat, which may be known as a group already."""
        old = await self._connection.execute(
            select(groups).where(groups.c.peer_id == peer_id, groups.c.removed_at.is_(None))
        )
        found = old.one_or_none()
        if found is None:
            return
        await self.remove(peer_id, at=at)
        kept = {name: getattr(found, name) for name in ("aimak_id", "title", "added_by", "added_at", "of_staff")}
        there = {**kept, "removed_at": None, "let_go": False}
        statement = insert(self._connection, groups).values(peer_id=to, **there)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["peer_id"], set_=there, where=groups.c.removed_at.is_not(None)
            )
        )

    async def remove(self, peer_id: int, *, at: int, let_go: bool = False) -> None:
        """Notes that the bot was put out, or that the office let the group go."""
        await self._connection.execute(
            update(groups).where(groups.c.peer_id == peer_id).values(removed_at=at, let_go=let_go)
        )

    async def find_binding(self, peer_id: int) -> Binding | None:
        """Returns what is known of a group; None where no office ever had it."""
        row = (await self._connection.execute(select(groups).where(groups.c.peer_id == peer_id))).one_or_none()
        if row is None:
            return None
        return Binding(row.aimak_id, row.title, row.removed_at is None, row.let_go, row.of_staff)

    async def set_of_staff(self, peer_id: int, of_staff: bool) -> None:
        """Notes whether nobody but the office reads in a group."""
        await self._connection.execute(update(groups).where(groups.c.peer_id == peer_id).values(of_staff=of_staff))

    async def find_aimak(self, peer_id: int) -> int | None:
        """Returns the aimak a group belongs to."""
        found: int | None = await self._connection.scalar(
            select(groups.c.aimak_id).where(groups.c.peer_id == peer_id, groups.c.removed_at.is_(None))
        )
        return found

    async def list_of_aimak(self, aimak_id: int) -> list[Group]:
        """Lists an aimak's residents' groups and channels where the bot may post. A practice aimak has none."""
        practice = select(aimaks.c.id).where(aimaks.c.id == aimak_id, ~counts(aimaks.c.id))
        if await self._connection.scalar(practice) is not None:
            return []
        return [group for group in await self.list_of(aimak_id) if not group.of_staff]

    async def list_of(self, aimak_id: int) -> list[Group]:
        """Lists every group of an aimak the bot is in, also those of its office itself."""
        rows = await self._connection.execute(
            select(
                groups.c.peer_id, peers.c.channel, peers.c.account, groups.c.title, groups.c.of_staff, peers.c.language
            )
            .join(peers, peers.c.id == groups.c.peer_id)
            .where(groups.c.aimak_id == aimak_id, groups.c.removed_at.is_(None))
            .order_by(groups.c.title, groups.c.peer_id)
        )
        return [
            Group(row.peer_id, row.channel, row.account, row.title, row.of_staff, row.language or "") for row in rows
        ]
