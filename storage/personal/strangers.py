"""Whoever wrote and never agreed to what is kept: found, emptied, removed."""

from sqlalchemy import (
    delete,
    exists,
    select,
    update,
)

from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aliases,
    audit,
    events,
    follows,
    groups,
    peers,
    people,
    poll_marks,
    proposals,
    roles,
    rsvps,
    topics,
    tries,
)
from storage.database.seal import Seal
from storage.queue.outbox import remove_chat


class Strangers:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def is_silent(self, peer_id: int, *, since: int) -> bool:
        """Whether a peer has written nothing since a moment, and its person has never agreed to what is kept."""
        found = await self._connection.scalar(
            select(peers.c.id)
            .join(people, people.c.id == peers.c.person_id)
            .where(peers.c.id == peer_id, peers.c.last_in_at <= since, people.c.consent_at.is_(None))
        )
        return found is not None

    async def forget_peer(self, peer_id: int) -> None:
        """Clears what was kept of a peer before consent: language, aimak, raw events and conversations."""
        await self._connection.execute(
            update(events).where(events.c.peer_id == peer_id).values(raw=None, conversation=None)
        )
        await remove_chat(self._connection, peer_id)
        await self._connection.execute(
            update(peers).where(peers.c.id == peer_id).values(language=None, aimak_id=None, board=None)
        )

    async def list_without_consent(
        self, *, silent_since: int, limit: int = 500
    ) -> list[tuple[int, int, str, str, str]]:
        """Lists peers (person id, peer id, channel, account, address) that never agreed, acted, or wrote since."""
        rows = await self._connection.execute(
            select(people.c.id, peers.c.id.label("peer_id"), peers.c.channel, peers.c.account, peers.c.address)
            .join(peers, peers.c.person_id == people.c.id)
            .where(
                people.c.consent_at.is_(None),
                peers.c.last_in_at < silent_since,
                ~exists(select(proposals.c.id).where(proposals.c.author_id == people.c.id)),
                ~exists(select(follows.c.person_id).where(follows.c.person_id == people.c.id)),
                ~exists(select(topics.c.person_id).where(topics.c.person_id == people.c.id)),
                ~exists(select(rsvps.c.person_id).where(rsvps.c.person_id == people.c.id)),
                ~exists(select(roles.c.id).where(roles.c.person_id == people.c.id)),
                ~exists(select(audit.c.id).where(audit.c.person_id == people.c.id)),
                ~exists(select(groups.c.peer_id).where(groups.c.peer_id == peers.c.id)),
            )
            .order_by(people.c.id, peers.c.id)
            .limit(limit)
        )
        return [(row.id, row.peer_id, row.channel, row.account, self._seal.open(row.address)) for row in rows]

    async def erase_stranger(self, person_id: int, peer_id: int) -> None:
        """Removes a person who never agreed; the emptied event rows stay, so that redelivery is still noticed."""
        await self._connection.execute(
            update(events).where(events.c.peer_id == peer_id).values(raw=None, conversation=None, peer_id=None)
        )
        await remove_chat(self._connection, peer_id)
        await self._connection.execute(delete(tries).where(tries.c.peer_id == peer_id))
        await self._connection.execute(delete(aliases).where(aliases.c.peer_id == peer_id))
        await self._connection.execute(update(poll_marks).where(poll_marks.c.peer_id == peer_id).values(peer_id=None))
        await self._connection.execute(delete(peers).where(peers.c.id == peer_id))
        another = exists(select(peers.c.id).where(peers.c.person_id == people.c.id))
        await self._connection.execute(delete(people).where(people.c.id == person_id, ~another))
