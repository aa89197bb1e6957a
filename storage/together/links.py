"""Proposals that repeat one another: which may be like one, which are linked, and who gets one answer with whom.

Those that are linked name the earliest of them, which names itself. Nothing else of a row changes.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_, select, update

from bot.budget.proposal import Decision, Side
from storage.database.connection import AsyncConnection
from storage.database.schema import audit, exclusions, proposal_texts, proposals
from storage.log.alike import choose_telling, count_shared
from storage.together.supports import DECISION, select_latest

LINK, UNLINK = "link", "unlink"  # what the audit calls the two acts
_AT_ONCE = 500  # proposals that one statement names
_REVISION = (
    select(func.max(proposal_texts.c.revision))
    .where(proposal_texts.c.proposal_id == proposals.c.id)
    .correlate(proposals)
    .scalar_subquery()
    .label("revision")
)
_FOUND = select(
    proposals.c.id,
    proposals.c.label,
    select_latest(proposal_texts.c.text, "beginning"),
    DECISION,
    _REVISION,
    proposals.c.taken_by,
    exists()
    .where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None))
    .correlate(proposals)
    .label("is_excluded"),
)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A proposal beside one that it may repeat: how its text begins, which revision that is, and what was decided.

    taken_by is the person who has taken it, whether they still work there or not.
    """

    id: int
    label: str
    beginning: str
    decision: Decision | None
    revision: int
    taken_by: int | None = None
    is_excluded: bool = False


class Links:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_candidates(
        self,
        proposal_id: int,
        *,
        aimak_id: int,
        year: int,
        side: Side,
        village_id: int | None,
        text: str,
        limit: int,
    ) -> list[tuple[int, str]]:
        """Lists proposals that have most stems of a text in common with it: id, folded text, the first 400 characters.

        They are of its aimak, year and side, and not withdrawn. One of another village is left out.
        """
        shared = count_shared(aimak_id, await choose_telling(self._connection, aimak_id, text))
        village = proposals.c.village_id
        where = [] if village_id is None else [or_(village == village_id, village.is_(None))]
        # Texts are long, so they are read only of the few that this chooses.
        likest = (
            select(proposals.c.id)
            .join(shared, shared.c.proposal_id == proposals.c.id)
            .where(
                proposals.c.aimak_id == aimak_id,
                proposals.c.budget_year == year,
                proposals.c.side == side,
                proposals.c.withdrawn_at.is_(None),
                proposals.c.id != proposal_id,
                *where,
            )
            .order_by(shared.c.n.desc(), proposals.c.id.desc())
            .limit(limit)
        )
        rows = await self._connection.execute(
            select(proposals.c.id, select_latest(proposal_texts.c.fold, "fold")).where(proposals.c.id.in_(likest))
        )
        return [(row.id, row.fold or "") for row in rows]

    async def find(self, proposal_ids: Collection[int]) -> list[Repeated]:
        """Returns those of some proposals that were not withdrawn, in the order given."""
        wanted = list(proposal_ids)
        found = await self._many(_FOUND.where(proposals.c.id.in_(wanted), proposals.c.withdrawn_at.is_(None)))
        return sorted(found, key=lambda one: wanted.index(one.id))

    async def list_linked(self, proposal_id: int) -> list[Repeated]:
        """Lists the others that are linked with a proposal and were not withdrawn, the earliest first."""
        own = proposals.alias("own")
        first = select(own.c.linked_to).where(own.c.id == proposal_id).scalar_subquery()
        return await self._many(
            _FOUND.where(
                proposals.c.linked_to == first, proposals.c.id != proposal_id, proposals.c.withdrawn_at.is_(None)
            ).order_by(proposals.c.id)
        )

    async def list_members(self, linked_to: int | None) -> list[int]:
        """Lists every proposal (id) that names one as the earliest of those linked, withdrawn ones too."""
        if linked_to is None:
            return []
        rows = select(proposals.c.id).where(proposals.c.linked_to == linked_to).order_by(proposals.c.id)
        return list(await self._connection.scalars(rows))

    async def list_firsts(self, proposal_ids: Collection[int]) -> dict[int, int]:
        """Returns by each of some proposals (ids) that is linked the earliest (id) of those it is linked with."""
        found: dict[int, int] = {}
        wanted = list(proposal_ids)
        for first in range(0, len(wanted), _AT_ONCE):
            some = proposals.c.id.in_(wanted[first : first + _AT_ONCE])
            rows = await self._connection.execute(
                select(proposals.c.id, proposals.c.linked_to).where(some, proposals.c.linked_to.is_not(None))
            )
            found |= {row.id: row.linked_to for row in rows}
        return found

    async def list_firsts_before(self, *, aimak_id: int, year: int, before: int) -> dict[int, int]:
        """Returns what list_firsts does for a budget year, as it stood before a moment (ms UTC). The audit says when.

        Each act stands in two rows, one behind the other. They are of the proposal that was linked or taken out, and of
        the other.
        """
        rows = await self._connection.execute(
            select(audit.c.act, audit.c.object_id)
            .join(proposals, and_(audit.c.object == "proposal", audit.c.object_id == proposals.c.id))
            .where(
                proposals.c.aimak_id == aimak_id,
                proposals.c.budget_year == year,
                audit.c.act.in_([LINK, UNLINK]),
                audit.c.at < before,
            )
            .order_by(audit.c.id)
        )
        groups: dict[int, set[int]] = {}
        acts = rows.all()
        for of, with_ in zip(acts[::2], acts[1::2], strict=True):
            one, other = of.object_id, with_.object_id
            if of.act == LINK:
                members = groups.get(one, {one}) | groups.get(other, {other})
                groups |= dict.fromkeys(members, members)
            else:
                groups.pop(one, {one}).discard(one)
        return {id: min(members) for id, members in groups.items() if len(members) > 1}

    async def write(self, proposal_ids: Collection[int]) -> None:
        """Links some proposals with one another and with no others; one alone is linked with none."""
        first = min(proposal_ids) if len(proposal_ids) > 1 else None
        await self._connection.execute(
            update(proposals).where(proposals.c.id.in_(list(proposal_ids))).values(linked_to=first)
        )

    async def _many(self, statement: object) -> list[Repeated]:
        rows = await self._connection.execute(statement)  # type: ignore[call-overload]
        return [
            Repeated(
                row.id,
                row.label,
                row.beginning or "",
                Decision(row.decision) if row.decision else None,
                row.revision,
                row.taken_by,
                bool(row.is_excluded),
            )
            for row in rows
        ]
