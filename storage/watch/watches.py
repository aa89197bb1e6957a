"""What residents watch: a line of the budget or the work of a proposal, its group, its ratings."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, literal, select, update

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import watch_members, watch_ratings, watch_reports, watches
from storage.database.seal import Seal
from storage.watch.naming import WORK, name_watched, select_work


@dataclass(frozen=True, slots=True)
class Watch:
    """A line or a work that is watched; moments are ms UTC. Its link bears token."""

    id: int
    aimak_id: int
    number: int
    year: int
    token: str
    proposal_id: int | None
    line: str
    opened_at: int
    opened_by: int | None
    finished_at: int | None
    closed_at: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many watch, how many reports stand, how many of them await an answer, and the ratings that are shown."""

    members: int = 0
    reports: int = 0
    waiting: int = 0
    ratings: int = 0
    stars: int = 0  # those ratings added up


_COLUMNS = [*(watches.c[name] for name in Watch.__dataclass_fields__), *WORK]
# Read for each menu, so built once.
_OWN = ready(select(watch_members.c.watch_id).where(watch_members.c.person_id == bindparam("member")).limit(1))
_RATED = exists().where(watch_ratings.c.watch_id == watches.c.id, watch_ratings.c.person_id == bindparam("member"))
_TO_RATE = ready(
    select(*_COLUMNS)
    .where(watches.c.aimak_id == bindparam("aimak"))
    .where(watches.c.finished_at.is_not(None), watches.c.closed_at.is_(None), ~_RATED)
    .order_by(watches.c.id)
)


class Watches:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, aimak_id: int, *, key: str, token: str, year: int, line: str, proposal_id: int | None, by: int | None,
        at: int,
    ) -> Watch | None:  # fmt: skip
        """Writes a watch under the next number of its aimak; None where one was made under this key before."""
        last = select(func.coalesce(func.max(watches.c.number), 0) + 1).where(watches.c.aimak_id == aimak_id)
        row = insert(self._connection, watches).values(
            key=key, aimak_id=aimak_id, number=await self._connection.scalar(last), year=year, token=token, line=line,
            proposal_id=proposal_id, opened_at=at, opened_by=by,
        )  # fmt: skip
        made = await self._connection.scalar(row.on_conflict_do_nothing(index_elements=["key"]).returning(watches.c.id))
        return None if made is None else await self.get(made)

    async def get(self, id: int) -> Watch | None:
        """Finds a watch."""
        return await self._find(watches.c.id == id)

    async def find(self, key: str) -> Watch | None:
        """Finds a watch by the key it was made under."""
        return await self._find(watches.c.key == key)

    async def find_linked(self, token: str) -> Watch | None:
        """Finds a watch by what its link bears."""
        return await self._find(watches.c.token == token)

    async def lock(self, id: int) -> Watch | None:
        """Finds a watch and keeps others from changing it until this transaction is over."""
        await self._connection.execute(select(watches.c.id).where(watches.c.id == id).with_for_update())
        return await self.get(id)

    async def name_work(self, proposal_id: int) -> str:
        """Names the work of a proposal as a watch of it is named now."""
        label, text = (await self._connection.execute(select(*select_work(literal(proposal_id))))).one()
        return name_watched("", label, text)

    async def list_of_proposal(self, proposal_id: int) -> list[Watch]:
        """Lists the watches of a proposal's work."""
        return await self._list(watches.c.proposal_id == proposal_id)

    async def list_of(self, aimak_id: int) -> list[Watch]:
        """Lists the watches of an aimak, the newest first."""
        return (await self._list(watches.c.aimak_id == aimak_id))[::-1]

    async def list_own(self, person_id: int) -> list[Watch]:
        """Lists what somebody watches, the newest first."""
        own = select(watch_members.c.watch_id).where(watch_members.c.person_id == person_id)
        return (await self._list(watches.c.id.in_(own)))[::-1]

    async def watches_any(self, person_id: int) -> bool:
        """Whether somebody watches anything."""
        return await self._connection.scalar(_OWN, {"member": person_id}) is not None

    async def watches_it(self, id: int, person_id: int) -> bool:
        """Whether somebody is of the group that watches it."""
        own = select(watch_members.c.watch_id).where(
            watch_members.c.watch_id == id, watch_members.c.person_id == person_id
        )
        return await self._connection.scalar(own) is not None

    async def join(self, id: int, person_id: int, *, at: int) -> None:
        """Lets somebody into the group."""
        row = insert(self._connection, watch_members).values(watch_id=id, person_id=person_id, at=at)
        await self._connection.execute(row.on_conflict_do_nothing(index_elements=["watch_id", "person_id"]))

    async def list_members(self, id: int) -> list[int]:
        """Lists who watches it (ids)."""
        found = select(watch_members.c.person_id).where(watch_members.c.watch_id == id)
        return sorted(await self._connection.scalars(found))

    async def finish(self, id: int, *, at: int) -> None:
        """Notes that the work is finished; from now on it can be rated."""
        await self._connection.execute(
            update(watches).where(watches.c.id == id, watches.c.finished_at.is_(None)).values(finished_at=at)
        )

    async def close(self, id: int, *, at: int) -> None:
        """Ends a watch."""
        await self._connection.execute(
            update(watches).where(watches.c.id == id, watches.c.closed_at.is_(None)).values(closed_at=at)
        )

    async def count(self, id: int, *, together: int) -> Counted:
        """Counts what there is of a watch. Of its ratings the first are counted, by whole groups of together."""
        members = select(func.count()).where(watch_members.c.watch_id == id)
        reports = select(func.count()).where(watch_reports.c.watch_id == id, watch_reports.c.withdrawn_at.is_(None))
        waiting = reports.where(watch_reports.c.answered_at.is_(None))
        rated = select(watch_ratings.c.stars).where(watch_ratings.c.watch_id == id).order_by(watch_ratings.c.id)
        stars = list(await self._connection.scalars(rated))
        shown = stars[: len(stars) - len(stars) % together]
        return Counted(
            await self._connection.scalar(members) or 0,
            await self._connection.scalar(reports) or 0,
            await self._connection.scalar(waiting) or 0,
            len(shown),
            sum(shown),
        )

    async def find_to_rate(self, aimak_id: int, person_id: int) -> list[Watch]:
        """Lists the finished works of an aimak that are not closed, and that somebody has not rated."""
        rows = await self._connection.execute(_TO_RATE, {"aimak": aimak_id, "member": person_id})
        return [_read(row) for row in rows]

    async def has_rated(self, id: int, person_id: int) -> bool:
        """Whether somebody has rated a work."""
        found = select(watch_ratings.c.stars).where(
            watch_ratings.c.watch_id == id, watch_ratings.c.person_id == person_id
        )
        return await self._connection.scalar(found) is not None

    async def rate(self, id: int, person_id: int, *, stars: int, word: str, at: int) -> None:
        """Keeps a rating; one person has one."""
        row = insert(self._connection, watch_ratings).values(
            watch_id=id, person_id=person_id, stars=stars, word=self._seal.seal(word), at=at
        )
        await self._connection.execute(row.on_conflict_do_nothing(index_elements=["watch_id", "person_id"]))

    async def list_words(self, id: int, *, most: int) -> list[str]:
        """Lists the words beside the first ratings of a work, by the alphabet."""
        rows = await self._connection.scalars(
            select(watch_ratings.c.word).where(watch_ratings.c.watch_id == id).order_by(watch_ratings.c.id).limit(most)
        )
        return sorted(map(self._seal.open, rows))

    async def _find(self, where: ColumnElement[bool]) -> Watch | None:
        row = (await self._connection.execute(select(*_COLUMNS).where(where))).first()
        return None if row is None else _read(row)

    async def _list(self, where: ColumnElement[bool]) -> list[Watch]:
        rows = await self._connection.execute(select(*_COLUMNS).where(where).order_by(watches.c.id))
        return [_read(row) for row in rows]


def _read(row: Row[Any]) -> Watch:
    *own, label, text = list(row)
    watch = Watch(*own)
    return replace(watch, line=name_watched(watch.line, label, text))


async def move_watches(connection: AsyncConnection, aimak_id: int, into: int) -> None:
    """Moves the watches of an aimak that becomes part of another, behind those it has; told numbers stay."""
    last = await connection.scalar(
        select(func.coalesce(func.max(watches.c.number), 0)).where(watches.c.aimak_id == into)
    )
    ids = await connection.scalars(
        select(watches.c.id).where(watches.c.aimak_id == aimak_id).order_by(watches.c.number)
    )
    for number, id in enumerate(ids.all(), int(last or 0) + 1):
        await connection.execute(update(watches).where(watches.c.id == id).values(aimak_id=into, number=number))
