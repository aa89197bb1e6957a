"""When each office last heard its day, and of which proposals a reminder or a delay
was said. A key that is there already is not written again, so each thing is said once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, bindparam, delete, exists, func, select

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import build_in_each_dialect, insert
from storage.database.schema import mornings, proposals, said
from storage.log.office_lists import EVERYTHING, IN, OfficeList, belongs_to, in_list


class Said(StrEnum):
    """What is said of a proposal once: a reminder to whoever took it, and that its answer is late."""

    SOON = "soon"
    LATE = "late"
    UNHEARD = "unheard"  # that it is late could not be said to its author


@dataclass(frozen=True, slots=True)
class Since:
    """What an office had heard before: up to which proposal (id), and when (ms UTC; 0: never)."""

    last_id: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A proposal that awaits an answer, and who took it; due_on is a Bishkek day."""

    id: int
    label: str
    due_on: date
    author_id: int
    peer_id: int | None
    taken_by: int | None


@dataclass(frozen=True, slots=True)
class Late:
    """A proposal whose answer is late, who took it, and whether its author could be told."""

    label: str
    taken_by: int | None
    is_told: bool


_HEARD = ready(select(mornings.c.aimak_id).where(mornings.c.at >= bindparam("moment")))
_BEFORE = ready(select(mornings.c.at, mornings.c.last_id).where(mornings.c.aimak_id == bindparam("aimak")))
_BEGIN = build_in_each_dialect(
    lambda insert: (
        insert(mornings)
        .on_conflict_do_update(
            index_elements=["aimak_id"],
            set_={"at": bindparam("now"), "last_id": bindparam("newest")},
            where=mornings.c.at < bindparam("moment"),
        )
        .returning(mornings.c.aimak_id)
    )
)


class Mornings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_heard(self, since: int) -> set[int]:
        """Lists the aimaks (ids) whose office heard its day since a moment (ms UTC). A clock set back counts too."""
        return set(await self._connection.scalars(_HEARD, {"moment": since}))

    async def begin(self, aimak_id: int, *, also: Collection[int], since: int, at: int) -> Since | None:
        """Notes that an office hears its day; None where it has since a moment. Times are in ms UTC.

        It is the key: of two processes, or after a kill, one alone gets something else than None.
        """
        before = (await self._connection.execute(_BEFORE, {"aimak": aimak_id})).first()
        newest = await self._find_newest(aimak_id, also)
        values = {"aimak_id": aimak_id, "at": at, "last_id": newest, "now": at, "newest": newest, "moment": since}
        begun = await self._connection.scalar(_BEGIN[self._connection.dialect.name], values)
        if begun is None:
            return None
        return Since(before.last_id, before.at) if before is not None else Since(0)

    async def _find_newest(self, aimak_id: int, also: Collection[int]) -> int:
        # One aimak at a time: so each is one step into the index.
        found = [
            await self._connection.scalar(select(func.max(proposals.c.id)).where(*_filed(one)))
            for one in (aimak_id, *also)
        ]
        return max((one or 0 for one in found), default=0)

    async def count_new(self, aimak_id: int, *, after: int) -> int:
        """Counts the proposals of an aimak that came after one (id), those withdrawn since left out."""
        newer = select(func.count()).select_from(proposals).where(*_filed(aimak_id), proposals.c.id > after)
        return await self._connection.scalar(newer) or 0

    async def count_since(self, aimak_id: int, since: int, *, most: int) -> int:
        """Counts the proposals of an aimak that came since a moment (ms UTC), withdrawn ones left out. most are looked at."""
        newest = select(proposals.c.received_at).where(*_filed(aimak_id)).order_by(proposals.c.id.desc()).limit(most)
        came = newest.subquery()
        counted = select(func.count()).select_from(came).where(came.c.received_at >= since)
        return await self._connection.scalar(counted) or 0

    async def count_undelivered(self, aimak_id: int, *, also: Collection[int]) -> int:
        """Counts the answers of an office that reached nobody."""
        where = in_list(OfficeList.UNDELIVERED, aimak_id, also, EVERYTHING)
        return await self._connection.scalar(select(func.count()).select_from(proposals).where(*where)) or 0

    async def list_soon(
        self, aimak_id: int, *, also: Collection[int], first: date, last: date, limit: int
    ) -> list[Due]:
        """Lists what somebody took, is due from one Bishkek day to another, and was not reminded of."""
        return await self._list_due(
            aimak_id, also, limit, Said.SOON, proposals.c.taken_by.is_not(None), proposals.c.due_on.between(first, last)
        )

    async def list_late(self, aimak_id: int, *, also: Collection[int], before: date, limit: int) -> list[Due]:
        """Lists what was due before a Bishkek day and of which nobody was told yet that it is late."""
        return await self._list_due(aimak_id, also, limit, Said.LATE, proposals.c.due_on < before)

    async def _list_due(
        self, aimak_id: int, also: Collection[int], limit: int, what: Said, *where: ColumnElement[bool]
    ) -> list[Due]:
        kept = exists().where(said.c.proposal_id == proposals.c.id, said.c.what == what.value)
        names = ("id", "label", "due_on", "author_id", "peer_id", "taken_by")
        order = (proposals.c.due_on, proposals.c.id)
        # They are chosen from the index alone.
        waiting = (belongs_to(aimak_id, also), *IN[OfficeList.WAITING], *where, ~kept)
        chosen = select(proposals.c.id).where(*waiting).order_by(*order).limit(limit)
        rows = await self._connection.execute(
            select(*(proposals.c[name] for name in names))
            .where(proposals.c.id.in_(chosen.correlate(None).scalar_subquery()))
            .order_by(*order)
        )
        return [Due(**row) for row in rows.mappings()]

    async def list_said_late(self, aimak_id: int, *, also: Collection[int], before: date, since: int) -> list[Late]:
        """Lists what was said late since a moment (ms UTC), was due before a Bishkek day, and awaits an answer."""
        late, unheard = said.alias("late"), said.alias("unheard")
        rows = await self._connection.execute(
            select(
                proposals.c.label,
                proposals.c.taken_by,
                exists()
                .where(unheard.c.proposal_id == proposals.c.id, unheard.c.what == Said.UNHEARD.value)
                .label("is_unheard"),
            )
            .join(late, (late.c.proposal_id == proposals.c.id) & (late.c.what == Said.LATE.value))
            .where(belongs_to(aimak_id, also), *IN[OfficeList.WAITING], proposals.c.due_on < before, late.c.at >= since)
            .order_by(proposals.c.due_on, proposals.c.id)
        )
        return [Late(row.label, row.taken_by, not row.is_unheard) for row in rows]

    async def forget(self, proposal_id: int, what: Said) -> None:
        """Lets something be said of a proposal once more: it is another who hears it."""
        await self._connection.execute(delete(said).where(said.c.proposal_id == proposal_id, said.c.what == what.value))

    async def note(self, proposal_id: int, what: Said, *, at: int) -> bool:
        """Notes that something is said of a proposal (at in ms UTC); false where it was before."""
        row = insert(self._connection, said).values(proposal_id=proposal_id, what=what.value, at=at)
        kept = row.on_conflict_do_nothing(index_elements=["proposal_id", "what"]).returning(said.c.proposal_id)
        return await self._connection.scalar(kept) is not None


def _filed(aimak_id: int) -> tuple[ColumnElement[bool], ...]:
    return proposals.c.aimak_id == aimak_id, proposals.c.withdrawn_at.is_(None)
