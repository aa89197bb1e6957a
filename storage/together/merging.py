"""One aimak becomes part of another: what moves along, counted before and moved in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, literal, or_, select, update

from bot.budget.hearing import HearingState
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import (
    aimaks,
    answers,
    broadcasts,
    budget_years,
    counters,
    exclusions,
    follows,
    groups,
    hearings,
    invites,
    papers,
    peers,
    people,
    polls,
    proposals,
    roles,
    topics,
    trust_surveys,
    villages,
)
from storage.initiatives.calls import Calls
from storage.log import search
from storage.log.weights import weigh
from storage.queue.broadcast_values import OF_NO_HEARING
from storage.queue.reach.audiences import select_mailbox
from storage.watch.watches import move_watches

PEOPLE_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Moving:
    """How much of an aimak moves, and how many of its proposals stay with their answers in its own log."""

    people: int
    proposals: int
    staff: int
    invites: int
    groups: int
    hearings: int
    villages: int
    stay: int


class Merging:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, aimak_id: int) -> Moving:
        """Counts what would move; nothing changes."""
        ids = await self._list_open(aimak_id)
        every = await self._count(proposals.c.id, proposals.c.aimak_id == aimak_id)
        return Moving(
            people=await self._count(peers.c.person_id.distinct(), peers.c.aimak_id == aimak_id),
            proposals=len(ids),
            staff=await self._count(roles.c.id, roles.c.aimak_id == aimak_id, roles.c.revoked_at.is_(None)),
            invites=await self._count(invites.c.id, invites.c.aimak_id == aimak_id, invites.c.used_at.is_(None)),
            groups=await self._count(groups.c.peer_id, groups.c.aimak_id == aimak_id, groups.c.removed_at.is_(None)),
            hearings=await self._count(hearings.c.id, *_open_hearings(aimak_id)),
            villages=await self._count(villages.c.id, villages.c.aimak_id == aimak_id),
            stay=every - len(ids),
        )

    async def _count(self, column: ColumnElement[object], *where: ColumnElement[bool]) -> int:
        return await self._connection.scalar(select(func.count(column)).where(*where)) or 0

    async def list_chats(self, aimak_id: int, *, after: int) -> tuple[Select[tuple[int]], int] | None:
        """The next chats (peer ids), one a person, of people of an aimak or who are told of its hearings.

        Returns them with the id of the last person; None once nobody is left. after is that of the page before.
        """
        here = exists().where(peers.c.person_id == people.c.id, peers.c.aimak_id == aimak_id)
        told = exists().where(follows.c.person_id == people.c.id, follows.c.aimak_id == aimak_id, follows.c.notices)
        asked = exists().where(topics.c.person_id == people.c.id, topics.c.aimak_id == aimak_id)
        page = list(
            await self._connection.scalars(
                select(people.c.id)
                .where(
                    people.c.id > after,
                    people.c.consent_version.is_not(None),
                    people.c.erased_at.is_(None),
                    or_(here, told, asked),
                )
                .order_by(people.c.id)
                .limit(PEOPLE_AT_ONCE)
            )
        )
        if not page:
            return None
        is_theirs = peers.c.id == select_mailbox(peers.c.person_id)
        return select(peers.c.id.label("peer_id")).where(peers.c.person_id.in_(page), is_theirs), page[-1]

    async def merge(self, aimak_id: int, into: int, *, on: date, at: int) -> Moving:
        """Moves all of it; the caller has locked both aimaks. A second time there is nothing left to move."""
        moving = await self.count(aimak_id)
        arrived = await self._move_proposals(aimak_id, into)
        await search.move(self._connection, arrived, into)
        await self._move_follows(aimak_id, into)
        await self._move_topics(aimak_id, into)
        await self._move_roles(aimak_id, into, at=at)
        await Calls(self._connection).move(aimak_id, into)
        await move_watches(self._connection, aimak_id, into)
        moved = list(await self._connection.scalars(select(hearings.c.id).where(*_open_hearings(aimak_id))))
        for table, where in (
            (hearings, hearings.c.id.in_(moved)),
            (broadcasts, and_(broadcasts.c.hearing_id.in_(moved), broadcasts.c.finished_at.is_(None))),
            (broadcasts, _open_topics(aimak_id)),
            (papers, papers.c.hearing_id.in_(moved)),
            (peers, peers.c.aimak_id == aimak_id),
            (groups, groups.c.aimak_id == aimak_id),
            (villages, villages.c.aimak_id == aimak_id),
            (polls, polls.c.aimak_id == aimak_id),
            # What a closed one gave is a figure of the aimak that asked.
            (trust_surveys, and_(trust_surveys.c.aimak_id == aimak_id, trust_surveys.c.closed_at.is_(None))),
            (invites, and_(invites.c.aimak_id == aimak_id, invites.c.used_at.is_(None))),
        ):
            await self._connection.execute(update(table).where(where).values(aimak_id=into))
        await self._connection.execute(
            update(aimaks)
            .where(or_(aimaks.c.id == aimak_id, aimaks.c.merged_into_id == aimak_id))
            .values(merged_into_id=into)
        )
        await self._connection.execute(
            update(aimaks).where(aimaks.c.id == aimak_id).values(valid_to=on - timedelta(days=1))
        )
        # Who is of the office counts in the other log too: what criterion 6 weighs is kept anew.
        within = select(aimaks.c.id).where(or_(aimaks.c.id == into, aimaks.c.merged_into_id == into))
        office = select(roles.c.person_id).where(roles.c.aimak_id.in_(within))
        theirs = select(proposals.c.id).where(proposals.c.aimak_id == into, proposals.c.author_id.in_(office))
        await weigh(self._connection, [*arrived, *await self._connection.scalars(theirs)])
        return moving

    async def _list_open(self, aimak_id: int) -> list[tuple[int, int]]:
        """Lists what still awaits an answer (id, budget year), but of years whose results are published."""
        rows = await self._connection.execute(
            select(proposals.c.id, proposals.c.budget_year)
            .where(
                proposals.c.aimak_id == aimak_id,
                proposals.c.withdrawn_at.is_(None),
                ~exists().where(answers.c.proposal_id == proposals.c.id),
                ~exists().where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None)),
                ~exists().where(
                    budget_years.c.aimak_id == aimak_id,
                    budget_years.c.year == proposals.c.budget_year,
                    budget_years.c.results_on.is_not(None),
                ),
            )
            .order_by(proposals.c.budget_year, proposals.c.number)
        )
        return [(row.id, row.budget_year) for row in rows]

    async def _move_proposals(self, aimak_id: int, into: int) -> list[int]:
        """Moves what is open and returns the ids. The label stays what its author was told; the number is counted anew."""
        years: dict[int, list[int]] = {}
        for id, year in await self._list_open(aimak_id):
            years.setdefault(year, []).append(id)
        for year, ids in years.items():
            row = insert(self._connection, counters).values(aimak_id=into, budget_year=year, last=len(ids))
            last = await self._connection.scalar(
                row.on_conflict_do_update(
                    index_elements=["aimak_id", "budget_year"], set_={"last": counters.c.last + len(ids)}
                ).returning(counters.c.last)
            )
            for number, id in enumerate(ids, int(last or 0) - len(ids) + 1):
                await self._connection.execute(
                    update(proposals).where(proposals.c.id == id).values(aimak_id=into, number=number)
                )
        return [id for ids in years.values() for id in ids]

    async def _move_follows(self, aimak_id: int, into: int) -> None:
        columns = ["person_id", "aimak_id", "notices", "far_away", "changed_at"]
        moved = select(
            follows.c.person_id, literal(into), follows.c.notices, follows.c.far_away, follows.c.changed_at
        ).where(follows.c.aimak_id == aimak_id)
        statement = insert(self._connection, follows).from_select(columns, moved)
        new: Mapping[str, ColumnElement[bool]] = statement.excluded
        far_away = case(
            (~new["notices"], follows.c.far_away),
            (~follows.c.notices, new["far_away"]),
            else_=and_(follows.c.far_away, new["far_away"]),
        )
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "aimak_id"],
                set_={"notices": or_(follows.c.notices, new["notices"]), "far_away": far_away},
            )
        )
        await self._connection.execute(delete(follows).where(follows.c.aimak_id == aimak_id))

    async def _move_topics(self, aimak_id: int, into: int) -> None:
        # A village keeps its key; of a theme that is wanted of both, one row is left.
        moved = select(topics.c.person_id, literal(into), topics.c.topic, topics.c.at).where(
            topics.c.aimak_id == aimak_id
        )
        statement = insert(self._connection, topics).from_select(["person_id", "aimak_id", "topic", "at"], moved)
        await self._connection.execute(statement.on_conflict_do_nothing())
        await self._connection.execute(delete(topics).where(topics.c.aimak_id == aimak_id))

    async def _move_roles(self, aimak_id: int, into: int, *, at: int) -> None:
        # What was granted stays as history, so that the first aimak's log goes on knowing its own office.
        here = roles.c.aimak_id == aimak_id, roles.c.revoked_at.is_(None)
        there = roles.alias("there")
        known = exists().where(
            there.c.person_id == roles.c.person_id,
            there.c.aimak_id == into,
            there.c.role == roles.c.role,
            there.c.revoked_at.is_(None),
        )
        columns = ["person_id", "aimak_id", "role", "title", "granted_at", "granted_by"]
        moved = (
            select(roles.c.person_id, literal(into), roles.c.role, roles.c.title, literal(at), roles.c.granted_by)
            .where(*here, ~known)
            .order_by(roles.c.id)
        )
        await self._connection.execute(insert(self._connection, roles).from_select(columns, moved))
        await self._connection.execute(update(roles).where(*here).values(revoked_at=at))


def _open_topics(aimak_id: int) -> ColumnElement[bool]:
    is_one = broadcasts.c.kind.in_([kind.value for kind in OF_NO_HEARING])
    return and_(broadcasts.c.aimak_id == aimak_id, is_one, broadcasts.c.finished_at.is_(None))


def _open_hearings(aimak_id: int) -> tuple[ColumnElement[bool], ...]:
    return hearings.c.aimak_id == aimak_id, hearings.c.state == HearingState.SCHEDULED.value
