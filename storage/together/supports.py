"""Who supports whose proposal: which ones residents may be shown, who joined one, whom its news has yet to reach."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, delete, exists, func, or_, select, update

from bot.budget.proposal import Decision, Side
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import aimaks, answers, exclusions, people, proposal_texts, proposals, supports

_READ = 400  # characters read of a text and of what it is found by


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as other residents may see it: its number, its beginning, what was decided."""

    id: int
    label: str
    beginning: str
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Supported:
    """A proposal somebody supports; beginning is empty where its text is not for others."""

    id: int
    aimak_id: int
    label: str
    beginning: str
    decision: Decision | None


DECISION = (
    select(answers.c.decision)
    .where(answers.c.proposal_id == proposals.c.id)
    .order_by(answers.c.revision.desc())
    .limit(1)
    .correlate(proposals)
    .scalar_subquery()
    .label("decision")
)


def select_latest(column: ColumnElement[str], name: str) -> ColumnElement[str]:
    """The beginning of a proposal's latest text, or of what it is found by."""
    return (
        select(func.substr(column, 1, _READ))
        .where(proposal_texts.c.proposal_id == proposals.c.id)
        .order_by(proposal_texts.c.revision.desc())
        .limit(1)
        .correlate(proposals)
        .scalar_subquery()
        .label(name)
    )


# Only what its author lets everybody read, while it stands and its author is not forgotten.
_FOR_ALL: tuple[ColumnElement[bool], ...] = (
    proposals.c.public_text,
    proposals.c.withdrawn_at.is_(None),
    ~exists().where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None)),
    exists().where(people.c.id == proposals.c.author_id, people.c.erased_at.is_(None)),
)
_SHOWN = select(
    proposals.c.id,
    proposals.c.label,
    select_latest(proposal_texts.c.text, "beginning"),
    DECISION,
)
_YEAR = func.coalesce(
    select(aimaks.c.budget_year).where(aimaks.c.id == bindparam("aimak")).scalar_subquery(),
    bindparam("year", type_=Integer),
)
_CATEGORY, _VILLAGE = bindparam("of_category", type_=String), bindparam("of_village", type_=Integer)
# It runs with every proposal that is sent.
_COUNT = ready(select(func.count()).select_from(supports).where(supports.c.proposal_id == bindparam("proposal")))
_FOLDS = ready(
    select(proposals.c.id, select_latest(proposal_texts.c.fold, "fold"))
    .where(
        proposals.c.aimak_id == bindparam("aimak"),
        proposals.c.budget_year == _YEAR,
        *_FOR_ALL,
        proposals.c.side == bindparam("of_side"),
        proposals.c.author_id != bindparam("but"),
        or_(_CATEGORY.is_(None), proposals.c.category == _CATEGORY, proposals.c.category.is_(None)),
        or_(_VILLAGE.is_(None), proposals.c.village_id == _VILLAGE, proposals.c.village_id.is_(None)),
    )
    .order_by(proposals.c.id.desc())
    .limit(bindparam("most"))
)


class Supports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_folds(
        self,
        aimak_id: int,
        year: int,
        *,
        side: Side,
        category: str | None,
        village_id: int | None,
        but: int,
        limit: int,
    ) -> list[tuple[int, str]]:
        """Lists the latest proposals that others may see, of a side and a category: id, folded text.

        One person's own are left out.
        Of the budget year that the aimak has entered, else of the one given. Proposals of another village than the one named
        are left out; those that name none may be of it. Of a text its first 400 characters.
        """
        wanted = {"aimak": aimak_id, "year": year, "of_side": side, "of_category": category, "of_village": village_id}
        rows = await self._connection.execute(_FOLDS, {**wanted, "but": but, "most": limit})
        return [(row.id, row.fold or "") for row in rows]

    async def may_be_seen(self, proposal_id: int) -> bool:
        """Whether residents may see the beginning of a proposal."""
        found = await self._connection.scalar(select(proposals.c.id).where(proposals.c.id == proposal_id, *_FOR_ALL))
        return found is not None

    async def find_shown(self, proposal_ids: Collection[int], aimak_id: int) -> list[Shown]:
        """Returns those of some proposals of an aimak that others may still see, in the order given."""
        rows = await self._connection.execute(
            _SHOWN.where(proposals.c.id.in_(list(proposal_ids)), proposals.c.aimak_id == aimak_id, *_FOR_ALL)
        )
        found = {row["id"]: _make_shown(row) for row in rows.mappings()}
        return [found[id] for id in proposal_ids if id in found]

    async def add(self, proposal_id: int, person_id: int, *, at: int) -> bool:
        """Writes that somebody supports a proposal; false if they did already (idempotent)."""
        row = insert(self._connection, supports).values(proposal_id=proposal_id, person_id=person_id, at=at)
        added = await self._connection.scalar(
            row.on_conflict_do_nothing(index_elements=["proposal_id", "person_id"]).returning(supports.c.proposal_id)
        )
        return added is not None

    async def remove(self, proposal_id: int, person_id: int) -> bool:
        """Removes somebody's support; false if there was none."""
        done = await self._connection.execute(
            delete(supports).where(supports.c.proposal_id == proposal_id, supports.c.person_id == person_id)
        )
        return done.rowcount > 0

    async def is_supported_by(self, proposal_id: int, person_id: int) -> bool:
        found = select(supports.c.person_id).where(
            supports.c.proposal_id == proposal_id, supports.c.person_id == person_id
        )
        return await self._connection.scalar(found) is not None

    async def count(self, proposal_id: int) -> int:
        return await self._connection.scalar(_COUNT, {"proposal": proposal_id}) or 0

    async def list_of_person(self, person_id: int, *, limit: int) -> list[Supported]:
        """Lists what somebody supports, the newest first."""
        rows = await self._connection.execute(
            select(
                proposals.c.id,
                proposals.c.aimak_id,
                proposals.c.label,
                and_(*_FOR_ALL).label("is_for_all"),
                select_latest(proposal_texts.c.text, "beginning"),
                DECISION,
            )
            .join(supports, supports.c.proposal_id == proposals.c.id)
            .where(supports.c.person_id == person_id)
            .order_by(supports.c.at.desc(), proposals.c.id.desc())
            .limit(limit)
        )
        return [
            Supported(
                row.id,
                row.aimak_id,
                row.label,
                (row.beginning or "") if row.is_for_all else "",
                Decision(row.decision) if row.decision else None,
            )
            for row in rows
        ]

    async def note_news(self, proposal_id: int) -> None:
        """Notes that everybody who supports a proposal has something to be told."""
        await self._connection.execute(
            update(supports).where(supports.c.proposal_id == proposal_id).values(behind=True)
        )

    async def list_behind(self, *, limit: int, proposal_id: int | None = None) -> list[tuple[int, int]]:
        """Lists pairs of proposal and person (ids): some to whom news is still to be told."""
        rows = await self._connection.execute(
            select(supports.c.proposal_id, supports.c.person_id)
            .where(supports.c.behind, *([] if proposal_id is None else [supports.c.proposal_id == proposal_id]))
            .order_by(supports.c.proposal_id, supports.c.person_id)
            .limit(limit)
        )
        return [(row.proposal_id, row.person_id) for row in rows]

    async def note_told(self, proposal_id: int, person_ids: Collection[int]) -> None:
        """Notes that these people were told."""
        await self._connection.execute(
            update(supports)
            .where(supports.c.proposal_id == proposal_id, supports.c.person_id.in_(list(person_ids)))
            .values(behind=False)
        )


def _make_shown(row: object) -> Shown:
    values = dict(row)  # type: ignore[call-overload]  # a mapping of the columns
    decision = values.pop("decision")
    values["beginning"] = values["beginning"] or ""
    return Shown(**values, decision=Decision(decision) if decision else None)
