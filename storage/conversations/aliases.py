"""Other addresses of a peer, where a messenger knows somebody by two: a telephone, and an id that hides it.

Only their marks are kept, as of the address itself. They go with their person.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import aliases, peers
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Known:
    """A peer (id), the address they are written to at, and whether other addresses of theirs are known."""

    peer_id: int
    address: str
    has_others: bool


class Aliases:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def find(self, channel: str, account: str, address: str) -> Known | None:
        """Finds who is known under an address, as their own or as another one of theirs."""
        peer_id = await self._find_peer(channel, account, address)
        if peer_id is None:
            return None
        sealed = await self._connection.scalar(select(peers.c.address).where(peers.c.id == peer_id))
        beside = select(aliases.c.peer_id).where(aliases.c.peer_id == peer_id).limit(1)
        has_others = await self._connection.scalar(beside) is not None
        return Known(peer_id, self._seal.open(sealed or ""), has_others)

    async def remember(self, peer_id: int, channel: str, account: str, addresses: Collection[str]) -> None:
        """Keeps other addresses of a peer. One that is another's own, or another's already, stays that one's."""
        for address in addresses:
            if await self._find_peer(channel, account, address) is None:
                await self._connection.execute(
                    insert(self._connection, aliases)
                    .values(
                        channel=channel,
                        account=account,
                        address_hash=self._seal.mark("peer", channel, account, address),
                        peer_id=peer_id,
                    )
                    .on_conflict_do_nothing()
                )

    async def forget(self, peer_ids: Collection[int]) -> None:
        """Removes the other addresses of some peers."""
        await self._connection.execute(delete(aliases).where(aliases.c.peer_id.in_(list(peer_ids))))

    async def _find_peer(self, channel: str, account: str, address: str) -> int | None:
        marked = self._seal.mark("peer", channel, account, address)
        for table, column in ((peers, peers.c.id), (aliases, aliases.c.peer_id)):
            found: int | None = await self._connection.scalar(
                select(column).where(
                    table.c.channel == channel, table.c.account == account, table.c.address_hash == marked
                )
            )
            if found is not None:
                return found
        return None
