"""Who votes, supports or rates once, in whichever of their chats: the marks of polls, and who parted from whom.

A poll knows its voters by the marks of their addresses alone. So a chat that joins, parts or moves takes over that it
has voted. After a parting two people write. What either did before it, the other cannot do once more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Table, and_, exists, or_, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import (
    joins,
    peers,
    poll_marks,
    polls,
    supports,
    trust_marks,
    trust_surveys,
    watch_members,
    watch_ratings,
)
from storage.database.seal import Seal


class Once(StrEnum):
    """What a person may do once; each time is a row of a table of its own."""

    SUPPORT = "support"
    PLACE = "place"  # in the group that watches a work
    RATING = "rating"


_TABLES: dict[Once, Table] = {Once.SUPPORT: supports, Once.PLACE: watch_members, Once.RATING: watch_ratings}


@dataclass(frozen=True, slots=True)
class Address:
    """A chat as marks know it: its messenger, our account there, the keyed hash of its address."""

    channel: str
    account: str
    hash: str


async def list_addresses(connection: AsyncConnection, peer_ids: Collection[int]) -> list[Address]:
    """Lists the addresses of some chats."""
    wanted = select(peers.c.channel, peers.c.account, peers.c.address_hash).where(peers.c.id.in_(list(peer_ids)))
    return [Address(*row) for row in await connection.execute(wanted)]


async def share_marks(connection: AsyncConnection, seal: Seal, addresses: Collection[Address]) -> None:
    """Where one of these addresses has voted or answered, all of them have. Nobody more hears of the result."""
    untold = select(polls.c.id).where(polls.c.told_at.is_(None))
    unclosed = select(trust_surveys.c.id).where(trust_surveys.c.closed_at.is_(None))
    for kind, marked, of, going in (
        ("poll", poll_marks, poll_marks.c.poll_id, untold),
        ("trust", trust_marks, trust_marks.c.survey_id, unclosed),
    ):
        for id in list(await connection.scalars(going)):
            own = [seal.mark(kind, str(id), one.channel, one.account, one.hash) for one in addresses]
            kept = set(await connection.scalars(select(marked.c.mark).where(of == id, marked.c.mark.in_(own))))
            if kept and (missing := sorted({*own} - kept)):
                statement = insert(connection, marked).on_conflict_do_nothing(index_elements=[of.name, "mark"])
                await connection.execute(statement, [{of.name: id, "mark": mark} for mark in missing])


async def list_parted(connection: AsyncConnection, person_id: int) -> dict[int, int]:
    """Lists who was one person with somebody (ids), and until when (ms UTC).

    A chat that parted keeps its row, in which whoever it parted from stands twice.
    """
    of_chat = joins.join(peers, peers.c.id == joins.c.peer_id)
    is_parted = joins.c.person_id == joins.c.other_id
    theirs = select(joins.c.person_id, joins.c.at).select_from(of_chat)
    others = select(peers.c.person_id, joins.c.at).select_from(of_chat)
    rows = [
        *await connection.execute(theirs.where(is_parted, peers.c.person_id == person_id)),
        *await connection.execute(others.where(is_parted, joins.c.person_id == person_id)),
    ]
    return {who: at for who, at in rows if who != person_id}


def said_before_parting(said: Table) -> ColumnElement[bool]:
    """Whether an answer to a hearing is the second of one person: the first was given before their chats parted."""
    first = said.alias("said_first")
    of_chat = joins.join(peers, peers.c.id == joins.c.peer_id).join(first, first.c.hearing_id == said.c.hearing_id)
    two = or_(
        and_(said.c.person_id == joins.c.person_id, first.c.person_id == peers.c.person_id),
        and_(said.c.person_id == peers.c.person_id, first.c.person_id == joins.c.person_id),
    )
    parted = joins.c.person_id == joins.c.other_id
    in_between = and_(first.c.said_at <= joins.c.at, said.c.said_at > joins.c.at)
    return exists(select(joins.c.peer_id).select_from(of_chat).where(parted, two, in_between))


async def did_before_parting(connection: AsyncConnection, what: Once, id: int, person_id: int) -> bool:
    """Whether somebody did this, once, as one person with whom they have parted since. id is of what it was done to."""
    table = _TABLES[what]
    of = table.c.proposal_id if what is Once.SUPPORT else table.c.watch_id
    for other, until in (await list_parted(connection, person_id)).items():
        done = select(table.c.at).where(of == id, table.c.person_id == other, table.c.at <= until)
        if await connection.scalar(done.limit(1)) is not None:
            return True
    return False
