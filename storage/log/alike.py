"""How an office answered before: the proposals most like one that are answered, and how often each reason was given.

What is alike is counted along the primary key of the stems (storage/log/search.py), within one aimak and budget year.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, Select, and_, case, func, or_, select

from bot.budget.proposal import Answer, Decision, Reason
from bot.language.matter.stems import list_stems
from storage.answers import make_sent_answer
from storage.database.connection import AsyncConnection
from storage.database.schema import answers, proposal_stems, proposal_texts, proposals

MOST_READ = 60  # answered proposals of which the answers are read
BEGINNING = 1000  # characters read of a text
LEAST_SHARED = 2  # stems that tell of the same matter where the category is another
_A_CATEGORY = 3  # how many stems the same category weighs
_WORDS = 24  # stems that are looked up of one text, the longest first: they say most


@dataclass(frozen=True, slots=True)
class AnsweredAlike:
    """An answered proposal that is like another, and the answer in force of it."""

    proposal_id: int
    label: str
    beginning: str
    answer: Answer


class Alike:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_answered(
        self, proposal_id: int, *, aimak_id: int, year: int, category: str | None, text: str, size: int
    ) -> list[AnsweredAlike]:
        """Lists at most size different answers of an aimak and budget year that fit a proposal, the likeliest first.

        A proposal is like another by its category, or by two stems and more of its text. The same answer stands once.
        """
        rows = await self._connection.execute(
            _fitting(proposal_id, aimak_id=aimak_id, year=year, category=category, text=text).limit(MOST_READ)
        )
        return _different(rows.all(), size)

    async def has_answered(
        self, proposal_id: int, *, aimak_id: int, year: int, category: str | None, text: str
    ) -> bool:
        """Whether any answer of an aimak and budget year fits a proposal, as list_answered says it."""
        fitting = _fitting(proposal_id, aimak_id=aimak_id, year=year, category=category, text=text)
        return (await self._connection.execute(fitting.order_by(None).limit(1))).first() is not None

    async def count_reasons(self, *, aimak_id: int, year: int, category: str | None) -> dict[Reason, int]:
        """Counts how often each reason was given to the proposals of a category; without one, to all of them."""
        of = [proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year]
        of += [proposals.c.category == category] if category is not None else []
        rows = await self._connection.execute(
            select(answers.c.reason, func.count())
            .join(proposals, proposals.c.id == answers.c.proposal_id)
            .where(*of, answers.c.reason.is_not(None))
            .group_by(answers.c.reason)
        )
        return {Reason(reason): n for reason, n in rows}


def _fitting(proposal_id: int, *, aimak_id: int, year: int, category: str | None, text: str) -> Select[Any]:
    # The answered proposals that fit one, each with the answer in force, the likeliest first.
    shared = count_shared(aimak_id, text)
    same = and_(proposals.c.category.is_not(None), proposals.c.category == category)
    weight = func.coalesce(shared.c.n, 0) + case((same, _A_CATEGORY), else_=0)
    later = answers.alias("later_answer")
    latest = select(func.max(later.c.revision)).where(later.c.proposal_id == proposals.c.id).scalar_subquery()
    newest = proposal_texts.alias("newest_text")
    beginning = (
        select(func.substr(newest.c.text, 1, BEGINNING))
        .where(newest.c.proposal_id == proposals.c.id)
        .order_by(newest.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(proposals.c.label, beginning.label("beginning"), *answers.c)
        .select_from(
            proposals.join(answers, answers.c.proposal_id == proposals.c.id).outerjoin(
                shared, shared.c.proposal_id == proposals.c.id
            )
        )
        .where(
            proposals.c.aimak_id == aimak_id,
            proposals.c.budget_year == year,
            proposals.c.withdrawn_at.is_(None),
            proposals.c.id != proposal_id,
            answers.c.revision == latest,
            or_(shared.c.n >= LEAST_SHARED, same),
            # Of whoever was forgotten the sentence may be gone.
            or_(answers.c.decision == Decision.INCLUDED.value, answers.c.sentence != ""),
        )
        .order_by(weight.desc(), proposals.c.id.desc())
    )


def count_shared(aimak_id: int, text: str) -> CTE:
    """Counts (n) for each proposal (proposal_id) of an aimak how many stems of a text it has; without any it is not there."""
    stems = sorted(list_stems(text), key=len, reverse=True)[:_WORDS]
    return (
        select(proposal_stems.c.proposal_id, func.count().label("n"))
        .where(proposal_stems.c.aimak_id == aimak_id, proposal_stems.c.stem.in_(stems))
        .group_by(proposal_stems.c.proposal_id)
        .cte("shared")
    )


def _different(rows: Collection[Any], size: int) -> list[AnsweredAlike]:
    found: dict[Answer, AnsweredAlike] = {}
    for row in rows:
        answer = make_sent_answer(row).answer
        found.setdefault(answer, AnsweredAlike(row.proposal_id, row.label, row.beginning, answer))
        if len(found) == size:
            break
    return list(found.values())
