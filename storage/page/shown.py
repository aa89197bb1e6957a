"""The proposals of the public page: the category of each, what was decided, how far the work is.

Whoever is named in a text, and whoever wrote it, is in none of these rows. Texts come only where they may be shown, with
stars for what swears and for what leads to a person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from bot.budget.proposal import Decision, Reason, Side
from bot.budget.public.masked import mask
from bot.budget.works.stages import Stage
from storage.database.connection import AsyncConnection
from storage.database.schema import aimaks, answers, exclusions, proposal_stems, proposal_texts, proposals
from storage.log.dialogue_kinds import WORK
from storage.log.facts import LATEST, Facts
from storage.public.looks import may_show_text
from storage.works.contests import work_of

SIZE = 20  # proposals of a page
MOST_FOUND = 500  # texts that a search looks at: the newest of those that may fit
MOST_STEMS = 20_000  # different ones that a word with a slip is compared with
MOST_LINES = 1_000  # different budget lines of a year


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """One proposal as anybody may see it: sums in som, decided_at in milliseconds UTC, code its aimak's.

    What the office wrote in words of its own may quote the author. It comes with the text, or not at all.
    """

    id: int
    aimak_id: int
    code: str
    year: int
    number: int
    label: str
    side: Side
    category: str | None
    decision: Decision | None
    reason: Reason | None
    amount: int | None
    budget_line: str | None
    decided_at: int | None
    revision: int | None
    stage: Stage | None
    text: str | None
    sentence: str | None
    other: str | None
    other_in: str | None


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a list: number counts from 0, total is how many proposals the whole list has."""

    rows: tuple[ShownProposal, ...]
    number: int
    total: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(0, (self.total - 1) // self.size)


@dataclass(frozen=True, slots=True)
class Counted:
    """Proposals of a year that are alike, how many, and the sum (som) of what went in."""

    side: Side
    category: str | None
    decision: Decision | None
    budget_line: str | None
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found: some proposals (ids), and all of some categories or budget lines.

    is_near: nothing has these very words, but words that are a slip away.
    """

    ids: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    is_near: bool = False

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.ids or self.categories or self.lines)


class ShownProposals:
    """Reads what the public page shows. Withdrawn and excluded proposals are not there."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_page(
        self,
        aimak_ids: Collection[int],
        year: int,
        *,
        side: Side | None = None,
        decision: Decision | None = None,
        is_open: bool = False,
        found: Found | None = None,
        page: int = 0,
        size: int = SIZE,
    ) -> ShownPage:
        """Returns a page of a year, the newest first: the one asked for, or the nearest there is.

        is_open leaves those without a decision; found is what a search leaves.
        """
        where = _of_year(aimak_ids, year)
        if side is not None:
            where.append(proposals.c.side == side.value)
        if found is not None:
            where.append(_is_among(found))
        if is_open:
            where.append(~exists().where(answers.c.proposal_id == proposals.c.id))
        if decision is not None:
            where.append(_in_force(answers.c.decision) == decision.value)
        total = await self._connection.scalar(select(func.count()).select_from(proposals).where(*where)) or 0
        number = min(max(page, 0), max(0, (total - 1) // size))
        order = (proposals.c.number.desc(), proposals.c.id)
        chosen = select(proposals.c.id).where(*where).order_by(*order).limit(size).offset(number * size)
        ids = list(await self._connection.scalars(chosen))
        return ShownPage(tuple(await self._read(ids)), number, total, size)

    async def list_decided(self, aimak_ids: Collection[int], year: int, *, limit: int) -> list[ShownProposal]:
        """Lists what was decided last in a year, the newest first, so many at the most."""
        facts = Facts(None, None)
        where = [*_of_year(aimak_ids, year), LATEST.c.sent_at.is_not(None)]
        newest = facts.of({"id": proposals.c.id}, *where).order_by(LATEST.c.sent_at.desc(), proposals.c.id.desc())
        return await self._read(list(await self._connection.scalars(newest.limit(limit))))

    async def find(self, aimak_id: int, year: int, number: int) -> ShownProposal | None:
        """Finds a proposal of an aimak's year by its number."""
        where = [*_of_year([aimak_id], year), proposals.c.number == number]
        ids = list(await self._connection.scalars(select(proposals.c.id).where(*where)))
        return next(iter(await self._read(ids)), None)

    async def find_texts(
        self, aimak_ids: Collection[int], year: int, words: Sequence[Collection[str]]
    ) -> list[tuple[int, str]]:
        """Lists proposals (ids) with their texts that may hold words, by the stems of each, the newest first.

        Only texts that stand on the page are searched. A stem may be of the author's village, which is not shown: whoever
        asks looks at the text again.
        """
        where = [proposals.c.aimak_id.in_(list(aimak_ids)), proposals.c.budget_year == year]
        for word in words:
            where.append(
                exists().where(
                    proposal_stems.c.proposal_id == proposals.c.id,
                    proposal_stems.c.aimak_id == proposals.c.aimak_id,
                    proposal_stems.c.stem.in_(list(word)),
                )
            )
        rows = await self._connection.execute(_TEXTS.where(*where).order_by(proposals.c.id.desc()).limit(MOST_FOUND))
        return [(row.id, mask(row.text).text) for row in rows]

    async def list_with_text(self, aimak_ids: Collection[int], year: int) -> list[int]:
        """Lists the proposals (ids) of a year whose texts stand on the page, the newest first, 500 at the most."""
        chosen = _TEXTS.with_only_columns(proposals.c.id).where(*_of_year(aimak_ids, year))
        return list(await self._connection.scalars(chosen.order_by(proposals.c.id.desc()).limit(MOST_FOUND)))

    async def list_stems(self, aimak_ids: Collection[int]) -> list[str]:
        """Lists the different stems that proposals of some aimaks are found by, so many at the most."""
        stems = select(proposal_stems.c.stem).where(proposal_stems.c.aimak_id.in_(list(aimak_ids))).distinct()
        return list(await self._connection.scalars(stems.limit(MOST_STEMS)))

    async def list_lines(self, aimak_ids: Collection[int], year: int) -> list[str]:
        """Lists the different budget lines that answers of a year have named, so many at the most."""
        lines = (
            select(answers.c.budget_line)
            .join(proposals, proposals.c.id == answers.c.proposal_id)
            .where(proposals.c.aimak_id.in_(list(aimak_ids)), proposals.c.budget_year == year)
            .where(answers.c.budget_line.is_not(None))
            .distinct()
        )
        return list(await self._connection.scalars(lines.limit(MOST_LINES)))

    async def list_numbered(self, aimak_ids: Collection[int], year: int, number: int) -> list[int]:
        """Lists the proposals (ids) of a year that have a number: several only where aimaks were merged."""
        where = [*_of_year(aimak_ids, year), proposals.c.number == number]
        return list(await self._connection.scalars(select(proposals.c.id).where(*where)))

    async def count(self, aimak_ids: Collection[int], year: int) -> list[Counted]:
        """Counts a year by side, category, decision and budget line."""
        facts = Facts(None, None)
        columns = {
            "side": proposals.c.side,
            "category": proposals.c.category,
            "decision": LATEST.c.decision,
            "budget_line": LATEST.c.budget_line,
            "amount": LATEST.c.amount,
        }
        each = facts.of(columns, *_of_year(aimak_ids, year)).subquery("each")
        alike = (each.c.side, each.c.category, each.c.decision, each.c.budget_line)
        rows = await self._connection.execute(
            select(*alike, func.count().label("n"), func.coalesce(func.sum(each.c.amount), 0).label("sum")).group_by(
                *alike
            )
        )
        return [
            Counted(
                Side(row.side),
                row.category,
                Decision(row.decision) if row.decision else None,
                row.budget_line,
                row.n,
                int(row.sum),
            )
            for row in rows
        ]

    async def list_years(self, aimak_ids: Collection[int]) -> list[int]:
        """Lists the budget years of which there is a proposal, the latest first."""
        rows = await self._connection.scalars(
            select(proposals.c.budget_year).where(proposals.c.aimak_id.in_(list(aimak_ids))).distinct()
        )
        return sorted(rows, reverse=True)

    async def _read(self, ids: Collection[int]) -> list[ShownProposal]:
        chosen = proposals.c.id.in_(list(ids))
        texts = {row.id: row.text for row in await self._connection.execute(_TEXTS.where(chosen))}
        rows = (await self._connection.execute(_READ.where(chosen))).mappings()
        found = {row["id"]: _make_shown(dict(row), texts.get(row["id"])) for row in rows}
        return [found[id] for id in ids if id in found]


def _of_year(aimak_ids: Collection[int], year: int) -> list[ColumnElement[bool]]:
    return [
        proposals.c.aimak_id.in_(list(aimak_ids)),
        proposals.c.budget_year == year,
        proposals.c.withdrawn_at.is_(None),
        ~exists().where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None)),
    ]


def _is_among(found: Found) -> ColumnElement[bool]:
    among = [proposals.c.id.in_(list(found.ids)), proposals.c.category.in_(list(found.categories))]
    return or_(*among, _in_force(answers.c.budget_line).in_(list(found.lines))) if found.lines else or_(*among)


def _in_force(column: ColumnElement[Any]) -> ColumnElement[Any]:
    newest = select(column).where(answers.c.proposal_id == proposals.c.id)
    return newest.order_by(answers.c.revision.desc()).limit(1).correlate(proposals).scalar_subquery()


_WITH_THE_TEXT = ("sentence", "other", "other_in")
_TEXTS = (
    select(proposals.c.id, proposals.c.aimak_id, proposals.c.number, proposal_texts.c.text)
    .join(proposal_texts, proposal_texts.c.proposal_id == proposals.c.id)
    .where(may_show_text())
)  # those that may stand on the page


def _read_columns() -> Select[Any]:
    columns = {
        **{name: proposals.c[name] for name in ("id", "aimak_id", "number", "label", "side", "category")},
        "year": proposals.c.budget_year,
        "code": aimaks.c.code,
        **{name: LATEST.c[name] for name in ("decision", "reason", "amount", "budget_line", "revision")},
        "decided_at": LATEST.c.sent_at,
        "stage": work_of(),
        **{name: LATEST.c[name] for name in _WITH_THE_TEXT},
    }
    return Facts(None, None).of(columns, named=True)


_READ = _read_columns()


def _make_shown(row: dict[str, Any], text: str | None) -> ShownProposal:
    if text is None:
        row |= dict.fromkeys(_WITH_THE_TEXT)
    row |= {name: mask(row[name]).text for name in _WITH_THE_TEXT if row[name]}
    row["side"] = Side(row["side"])
    row["decision"] = Decision(row["decision"]) if row["decision"] else None
    row["reason"] = Reason(row["reason"]) if row["reason"] else None
    row["stage"] = Stage(row["stage"].removeprefix(WORK)) if row["stage"] else None
    row["sentence"] = row["sentence"] or None
    return ShownProposal(**row, text=text if text is None else mask(text).text)


def list_shown_texts(connection: Connection, aimak_ids: Collection[int], year: int) -> set[tuple[int, int]]:
    """Lists the proposals (aimak id and number) of a year whose texts may be shown, on a plain connection."""
    shown = _TEXTS.where(proposals.c.aimak_id.in_(list(aimak_ids)), proposals.c.budget_year == year)
    return {(row.aimak_id, row.number) for row in connection.execute(shown)}
