"""Erasures that are not over: what is left to do of each. Its marks say whom the ledger means."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field

from sqlalchemy import func, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import (
    erasures,
    events,
    peers,
    proposals,
)
from storage.database.seal import Seal
from storage.personal.ledger import Erasure


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do once the rows of an erasure are gone: files, conversations, what the office was told."""

    who: tuple[str, ...] = ()  # keyed hashes, for the ledger
    keeps_public: bool = False
    files: tuple[str, ...] = ()  # digests
    conversations: tuple[tuple[str, str, str], ...] = ()  # channel, account, address
    # Peers (ids) of all who ever had a role where this person wrote, or were shown a public text.
    offices: tuple[int, ...] = ()
    since: int = 0  # ms UTC: when the first of it was written
    proposals: tuple[
        int, ...
    ] = ()  # those (ids) of which no word stays, so that no clerk's conversation speaks of them

    def to_json(self) -> str:
        """The form that is kept, sealed, until all of it is done."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, kept: str) -> "Left":
        """Reads what to_json wrote."""
        found = json.loads(kept)
        return cls(
            who=tuple(found["who"]),
            keeps_public=found["keeps_public"],
            files=tuple(found["files"]),
            conversations=tuple((channel, account, address) for channel, account, address in found["conversations"]),
            offices=tuple(found["offices"]),
            since=found["since"],
            proposals=tuple(found.get("proposals", ())),
        )


@dataclass(frozen=True, slots=True)
class OpenErasure:
    """An erasure whose files, conversations or notices are not all gone yet."""

    mark: str
    at: int
    left: Left = field(default_factory=Left)


class OpenErasures:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def mark_of(self, channel: str, account: str, address_hash: str) -> str:
        """The keyed hash that stands for a peer in the ledger."""
        return self._seal.mark("erased", channel, account, address_hash)

    def mark_of_row(self, peer_id: int, created_at: int) -> str:
        """The keyed hash of a peer's row, which stays where the messenger moves the chat to another address."""
        return self._seal.mark("erased row", str(peer_id), str(created_at))

    def mark_of_key(self, key: str) -> str:
        """The keyed hash that the ledger has for the author of a proposal without an address: it came on paper."""
        return self._seal.mark("erased on paper", key)

    def mark_of_text(self, key: str) -> str:
        """The keyed hash that the ledger has for a proposal of which the text alone was erased."""
        return self._seal.mark("erased text", key)

    async def add(self, mark: str, *, at: int, left: str) -> None:
        """Notes an erasure, and what is left to do of it (JSON), sealed."""
        await self._connection.execute(
            insert(self._connection, erasures).values(mark=mark, at=at, left=self._seal.seal(left))
        )

    async def list_open(self, *, limit: int = 20) -> list[OpenErasure]:
        """Lists erasures of which something is left to do, the earliest first."""
        rows = await self._connection.execute(
            select(erasures.c.mark, erasures.c.at, erasures.c.left)
            .where(erasures.c.left.is_not(None))
            .order_by(erasures.c.id)
            .limit(limit)
        )
        return [OpenErasure(row.mark, row.at, Left.from_json(self._seal.open(row.left))) for row in rows]

    async def count_open(self, *, before: int) -> int:
        """Counts erasures from before a moment of which something is left to do."""
        counted = select(func.count()).select_from(erasures).where(erasures.c.left.is_not(None), erasures.c.at < before)
        return await self._connection.scalar(counted) or 0

    async def finish(self, mark: str) -> None:
        """Notes that nothing is left to do of an erasure; the conversations it named are forgotten with that."""
        await self._connection.execute(update(erasures).where(erasures.c.mark == mark).values(left=None))

    async def known(self) -> set[str]:
        """The marks of every erasure this database has made."""
        return set(await self._connection.scalars(select(erasures.c.mark)))

    async def find_people(
        self, marks: Collection[str], *, at: int, after: int = 0, limit: int = 5000
    ) -> tuple[list[int], int]:
        """Looks through some peers made before a moment for those the ledger means; after is the last id looked at.

        Returns the people (ids), and the after of the next look, which stays the same once all were looked at.
        """
        rows = await self._connection.execute(
            select(
                peers.c.id,
                peers.c.person_id,
                peers.c.channel,
                peers.c.account,
                peers.c.address_hash,
                peers.c.created_at,
            )
            .where(peers.c.id > after)
            .order_by(peers.c.id)
            .limit(limit)
        )
        wanted, found = set(marks), []
        for row in rows.all():
            after = row.id
            theirs = {
                self.mark_of(row.channel, row.account, row.address_hash), self.mark_of_row(row.id, row.created_at)
            }  # fmt: skip
            if row.created_at <= at and theirs & wanted:
                found.append(row.person_id)
        return found, after

    async def find_authors(self, marks: Collection[str], *, after: int = 0, limit: int = 5000) -> tuple[list[int], int]:
        """The same among authors without an address: looks through some proposals; after is the last id looked at."""
        rows = await self._connection.execute(
            select(proposals.c.id, proposals.c.author_id, proposals.c.peer_id, proposals.c.key)
            .where(proposals.c.id > after)
            .order_by(proposals.c.id)
            .limit(limit)
        )
        wanted, found = set(marks), []
        for row in rows.all():
            after = row.id
            if row.peer_id is None and self.mark_of_key(row.key) in wanted:
                found.append(row.author_id)
        return found, after

    async def find_texts(self, marks: Collection[str], *, after: int = 0, limit: int = 5000) -> tuple[list[int], int]:
        """Looks through some proposals for those (ids) of which the ledger means the text alone; after as above."""
        rows = await self._connection.execute(
            select(proposals.c.id, proposals.c.key).where(proposals.c.id > after).order_by(proposals.c.id).limit(limit)
        )
        wanted, found = set(marks), []
        for row in rows.all():
            after = row.id
            if self.mark_of_text(row.key) in wanted:
                found.append(row.id)
        return found, after

    async def empty_raw(self, peer_ids: Collection[int], *, since: int, until: int, limit: int = 500) -> int:
        """Empties some raw events of an office, which carry what stood on its screens; returns how many."""
        chosen = (
            select(events.c.id)
            .where(
                events.c.peer_id.in_(peer_ids),
                events.c.raw.is_not(None),
                events.c.received_at >= since,
                events.c.received_at <= until,
            )
            .limit(limit)
        )
        done = await self._connection.execute(update(events).where(events.c.id.in_(chosen)).values(raw=None))
        return done.rowcount


def make_entry(erasure: OpenErasure) -> Erasure:
    """The line of the ledger for an erasure."""
    return Erasure(erasure.mark, erasure.at, erasure.left.who, erasure.left.keeps_public)
