"""Where people are found by their messengers: every account anybody ever wrote to, and the addresses of a few people."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from storage.database.connection import AsyncConnection
from storage.database.schema import peers
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Address:
    """Where a messenger itself finds somebody."""

    channel: str
    account: str
    address: str
    language: str | None


class Addresses:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_of_people(self, person_ids: Collection[int]) -> list[Address]:
        """Lists where some people are found, but for those who have blocked us."""
        rows = await self._connection.execute(
            select(peers.c.channel, peers.c.account, peers.c.address, peers.c.language)
            .where(peers.c.person_id.in_(list(person_ids)), peers.c.blocked_at.is_(None))
            .order_by(peers.c.id)
        )
        return [Address(row.channel, row.account, self._seal.open(row.address), row.language) for row in rows]

    async def list_accounts(self) -> list[tuple[str, str]]:
        """Lists the accounts (channel, account) that anybody ever wrote to."""
        rows = await self._connection.execute(select(peers.c.channel, peers.c.account).distinct())
        return [(row.channel, row.account) for row in rows]
