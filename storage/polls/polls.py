"""Priorities polls. What was voted is kept as counts alone; who has voted, as keyed hashes of their addresses.

So no row, no moment and no order joins a person to a choice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import events, peers, poll_choices, poll_marks, polls
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll. Moments are ms UTC: opened, closing by itself, told. ballots counts those of the messenger."""

    id: int
    aimak_id: int
    year: int
    title: str
    opened_at: int
    closes_at: int
    told_at: int | None
    ballots: int
    paper: int


@dataclass(frozen=True, slots=True)
class PollChoice:
    """What can be picked, and how many ballots of the messenger and of paper name it."""

    number: int
    text: str
    votes: int
    paper: int

    @property
    def total(self) -> int:
        """All ballots that name it."""
        return self.votes + self.paper


_COLUMNS = [polls.c[name] for name in Poll.__dataclass_fields__]
_NEWEST = ready(  # read for each menu, so built once
    select(*_COLUMNS)
    .where(polls.c.aimak_id == bindparam("aimak"))
    .order_by(polls.c.told_at.is_not(None), polls.c.id.desc())
    .limit(1)
)


_AT_ONCE = 500  # rows that one statement names


class Polls:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, *, aimak_id: int, year: int, title: str, choices: Sequence[str], by: int | None, at: int, closes_at: int
    ) -> int:
        """Opens a poll; returns its id."""
        made: int | None = await self._connection.scalar(
            insert(self._connection, polls)
            .values(aimak_id=aimak_id, year=year, title=title, opened_by=by, opened_at=at, closes_at=closes_at,
                    ballots=0, paper=0)
            .returning(polls.c.id)
        )  # fmt: skip
        assert made is not None
        rows = [
            {"poll_id": made, "number": number, "text": choice, "votes": 0, "paper": 0}
            for number, choice in enumerate(choices, 1)
        ]
        await self._connection.execute(insert(self._connection, poll_choices), rows)
        return made

    async def find(self, id: int) -> Poll | None:
        """Finds a poll."""
        row = (await self._connection.execute(select(*_COLUMNS).where(polls.c.id == id))).first()
        return None if row is None else Poll(*row)

    async def find_newest(self, aimak_id: int) -> Poll | None:
        """Finds the newest poll of an aimak; one whose result is not told comes first, as after a merger."""
        row = (await self._connection.execute(_NEWEST, {"aimak": aimak_id})).first()
        return None if row is None else Poll(*row)

    async def list_told(self, aimak_ids: Collection[int], *, before: int, limit: int) -> list[Poll]:
        """Lists the polls of some aimaks whose result was told before a moment (ms UTC), the newest first."""
        told = polls.c.aimak_id.in_(list(aimak_ids)), polls.c.told_at <= before
        rows = await self._connection.execute(select(*_COLUMNS).where(*told).order_by(polls.c.id.desc()).limit(limit))
        return [Poll(*row) for row in rows]

    async def forget_marks(self, *, before: int) -> int:
        """Forgets who voted in polls that ended before a moment (ms UTC) and were never told; returns how many marks."""
        ended = select(polls.c.id).where(polls.c.closes_at < before, polls.c.told_at.is_(None))
        gone = delete(poll_marks).where(poll_marks.c.poll_id.in_(ended)).returning(poll_marks.c.mark)
        return len((await self._connection.execute(gone)).all())

    async def list_choices(self, id: int) -> list[PollChoice]:
        """Lists the choices of a poll by number."""
        rows = await self._connection.execute(
            select(*(poll_choices.c[name] for name in PollChoice.__dataclass_fields__))
            .where(poll_choices.c.poll_id == id)
            .order_by(poll_choices.c.number)
        )
        return [PollChoice(*row) for row in rows]

    async def read_marks(self, id: int, person_id: int) -> dict[int, str]:
        """The keyed hashes of somebody's addresses in one poll, by peer (id). After an erasure they are the same."""
        own = select(peers.c.id, peers.c.channel, peers.c.account, peers.c.address_hash)
        rows = await self._connection.execute(own.where(peers.c.person_id == person_id))
        return {row.id: self._seal.mark("poll", str(id), row.channel, row.account, row.address_hash) for row in rows}

    async def has_voted(self, id: int, marks: Collection[str]) -> bool:
        """Whether one of these addresses has voted in a poll."""
        found = select(poll_marks.c.mark).where(poll_marks.c.poll_id == id, poll_marks.c.mark.in_(list(marks))).limit(1)
        return await self._connection.scalar(found) is not None

    async def count_ballot(self, id: int, picks: Sequence[int], *, paper: bool = False) -> None:
        """Adds one ballot to the counts."""
        column = "paper" if paper else "votes"
        await self._connection.execute(
            update(poll_choices)
            .where(poll_choices.c.poll_id == id, poll_choices.c.number.in_(list(picks)))
            .values({column: poll_choices.c[column] + 1})
        )
        total = "paper" if paper else "ballots"
        await self._connection.execute(update(polls).where(polls.c.id == id).values({total: polls.c[total] + 1}))

    async def put_marks(self, id: int, marks: Mapping[int, str]) -> None:
        """Keeps that these addresses, by peer (id), have voted, and who hears of the result."""
        statement = insert(self._connection, poll_marks).on_conflict_do_nothing(index_elements=["poll_id", "mark"])
        rows = [{"poll_id": id, "mark": mark, "peer_id": peer} for peer, mark in sorted(marks.items())]
        await self._connection.execute(statement, rows)

    async def forget_said(
        self, person_id: int, *, since: int, sittings: Collection[tuple[int, int]], marks: Collection[str]
    ) -> None:
        """Empties what somebody said of their picks since a moment (ms UTC): in their sittings, and with a mark later.

        What else they said meanwhile stays as it came.
        """
        own = select(peers.c.id).where(peers.c.person_id == person_id)
        theirs = (events.c.peer_id.in_(own), events.c.received_at >= since)
        await self._connection.execute(update(events).where(*theirs).values(conversation=None))
        rows = await self._connection.execute(
            select(events.c.id, events.c.raw, events.c.received_at).where(*theirs, events.c.raw.is_not(None))
        )
        ids = [
            row.id
            for row in rows
            if any(first <= row.received_at <= last for first, last in sittings) or self._has(row.raw, marks)
        ]
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            await self._connection.execute(update(events).where(events.c.id.in_(some)).values(raw=None))

    def _has(self, sealed: str, marks: Collection[str]) -> bool:
        said = self._seal.open(sealed)
        return any(mark in said for mark in marks)

    async def list_voters(self, id: int) -> list[int]:
        """Lists who voted (ids), but for those who were erased since."""
        voters = select(peers.c.person_id).join(poll_marks, poll_marks.c.peer_id == peers.c.id)
        return sorted(set(await self._connection.scalars(voters.where(poll_marks.c.poll_id == id))))

    async def close(self, id: int, *, at: int) -> None:
        """Ends a poll now, if it has not ended by itself."""
        await self._connection.execute(
            update(polls).where(polls.c.id == id, polls.c.closes_at > at).values(closes_at=at)
        )

    async def note_told(self, id: int, *, at: int) -> None:
        """Keeps that the result was told. Who had voted is forgotten then."""
        await self._connection.execute(update(polls).where(polls.c.id == id).values(told_at=at))
        await self._connection.execute(delete(poll_marks).where(poll_marks.c.poll_id == id))
