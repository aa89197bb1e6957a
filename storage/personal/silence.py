"""Conversations of people who fell silent: what they had not sent is kept for some days after they wrote last."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, exists, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import events, peers, roles
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class SilentPeer:
    """A peer that has written nothing for long, and whose conversation is still kept."""

    peer_id: int
    channel: str
    account: str
    address: str


class Silence:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_silent(self, *, before: int, after: int = 0, limit: int = 1000) -> tuple[list[SilentPeer], int]:
        """Looks through some peers for those that wrote nothing since a moment and have a conversation.

        Whoever works here is left out.
        after is the last id looked at. Returns the one for the next look as well, the same once all were looked at.
        """
        works = exists(select(roles.c.id).where(roles.c.person_id == peers.c.person_id, roles.c.revoked_at.is_(None)))
        rows = await self._connection.execute(
            select(
                peers.c.id, peers.c.channel, peers.c.account, peers.c.address,
                and_(peers.c.last_in_at < before, peers.c.state_version > 0, ~works).label("silent"),
            )
            .where(peers.c.id > after)
            .order_by(peers.c.id)
            .limit(limit)
        )  # fmt: skip
        found = []
        for row in rows.all():
            after = row.id
            if row.silent:
                found.append(SilentPeer(row.id, row.channel, row.account, self._seal.open(row.address)))
        return found, after

    async def end_conversations(self, peer_ids: Collection[int], *, before: int) -> set[int]:
        """Forgets the conversations of some peers that wrote nothing since a moment; returns whose (peer ids)."""
        silent = [peers.c.id.in_(peer_ids), peers.c.last_in_at < before]
        await self._connection.execute(
            update(events)
            .where(events.c.peer_id.in_(select(peers.c.id).where(*silent)), events.c.conversation.is_not(None))
            .values(conversation=None)
        )
        ended = await self._connection.scalars(
            update(peers).where(*silent).values(state_version=0).returning(peers.c.id)
        )
        return set(ended)
