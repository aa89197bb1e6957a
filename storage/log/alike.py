"""How an office answered before: the proposals most like one that are answered, and how often each reason was given.

What is alike is counted along the primary key of the stems (storage/log/search.py), within one aimak and budget year.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from bot.budget.proposal import Answer, Decision, Reason
from bot.language.matter.stems import list_stems
from storage.answering.drafts import open_draft
from storage.answers import make_sent_answer
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import answer_drafts, answers, proposal_stems, proposal_texts, proposals
from storage.database.seal import Seal

MOST_READ = 60  # answered proposals of which the answers are read
BEGINNING = 1000  # characters read of a text
LEAST_SHARED = 2  # stems that tell of the same matter where the category is another
_A_CATEGORY = 3  # how many stems the same category weighs
_COMMON = 1_000  # proposals of an aimak: a stem that more of them have tells of no matter
_LATEST_OF = 200  # proposals of a category whose reasons are counted, the newest
_WORDS = 24  # stems that are looked up of one text, the longest first: they say most


@dataclass(frozen=True, slots=True)
class AnsweredAlike:
    """An answered proposal that is like another, and the answer in force of it."""

    proposal_id: int
    label: str
    beginning: str
    answer: Answer


class Alike:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def list_answered(
        self, proposal_id: int, *, aimak_id: int, year: int, category: str | None, text: str, size: int
    ) -> list[AnsweredAlike]:
        """Lists at most size different answers of an aimak and budget year that fit a proposal, the likeliest first.

        A proposal is like another by its category, or by two stems and more of its text. The same answer stands once.
        """
        found: list[tuple[int, AnsweredAlike]] = []
        stems = await choose_telling(self._connection, aimak_id, text)
        leaving = (await self._connection.execute(_ANY_LEAVING, {})).first() is not None
        for given in (_SENT, _LEAVING) if leaving else (_SENT,):
            fitting = _fitting(given, proposal_id, aimak_id=aimak_id, year=year, category=category, stems=stems)
            for row in await self._connection.execute(_read_answers(given, fitting)):
                answer = open_draft(self._seal, row) if given is _LEAVING else make_sent_answer(row).answer
                found.append((row.weight, AnsweredAlike(row.proposal_id, row.label, row.beginning, answer)))
        found.sort(key=lambda one: (one[0], one[1].proposal_id), reverse=True)
        different: dict[Answer, AnsweredAlike] = {}
        for _, one in found:
            different.setdefault(one.answer, one)
        return list(different.values())[:size]

    async def has_answered(
        self, proposal_id: int, *, aimak_id: int, year: int, category: str | None, text: str
    ) -> bool:
        """Whether any answer of an aimak and budget year fits a proposal, as list_answered says it."""
        stems = await choose_telling(self._connection, aimak_id, text)
        for given in (_SENT, _LEAVING):
            fitting = _fitting(given, proposal_id, aimak_id=aimak_id, year=year, category=category, stems=stems)
            if (await self._connection.execute(fitting.order_by(None).limit(1))).first() is not None:
                return True
        return False

    async def count_reasons(self, *, aimak_id: int, year: int, category: str | None) -> dict[Reason, int]:
        """Counts how often each reason was given to the newest 200 answered ones of a category. Without one it is of all."""
        of = {"aimak": aimak_id, "year": year}
        rows = await (
            self._connection.execute(_REASONS, of)
            if category is None
            else self._connection.execute(_REASONS_OF, {**of, "category": category})
        )
        return {Reason(reason): n for reason, n in rows}


def _count_reasons(*of: ColumnElement[bool]) -> Select[Any]:
    # The number is written out, so that the statement is the same text each time and can be made ready.
    latest = (
        select(proposals.c.id)
        .where(
            proposals.c.aimak_id == bindparam("aimak"),
            proposals.c.budget_year == bindparam("year"),
            proposals.c.waiting.is_not(True),
            *of,
        )
        .order_by(proposals.c.number.desc())
        .limit(literal_column(str(_LATEST_OF)))
        .subquery()
    )
    return (
        select(answers.c.reason, func.count())
        .join(latest, latest.c.id == answers.c.proposal_id)
        .where(answers.c.reason.is_not(None))
        .group_by(answers.c.reason)
    )


_REASONS = ready(_count_reasons())
_REASONS_OF = ready(_count_reasons(proposals.c.category == bindparam("category")))

# What stands for an answer: the one in force, or the one that leaves in a moment. Whoever answers one card after the
# other is offered what they have just sent.
_LATER = answers.alias("later_answer")
_LATEST = select(func.max(_LATER.c.revision)).where(_LATER.c.proposal_id == proposals.c.id).scalar_subquery()
_SENT = (
    answers,
    and_(
        answers.c.revision == _LATEST,
        # Of whoever was forgotten the sentence may be gone.
        or_(answers.c.decision == Decision.INCLUDED.value, answers.c.sentence != ""),
    ),
)
_LEAVING = (answer_drafts, answer_drafts.c.leaves_at.is_not(None))
# Most of the time none leaves: then no text is compared for it.
_ANY_LEAVING = ready(select(literal(1)).where(exists().where(_LEAVING[1])))


def _fitting(
    given: tuple[Table, ColumnElement[bool]],
    proposal_id: int,
    *,
    aimak_id: int,
    year: int,
    category: str | None,
    stems: list[str],
) -> Select[Any]:
    # The proposals (id) with an answer that fits one, each with its weight, the likeliest first.
    table, is_given = given
    shared = count_shared(aimak_id, stems)
    same = and_(proposals.c.category.is_not(None), proposals.c.category == category)
    weight = func.coalesce(shared.c.n, 0) + case((same, _A_CATEGORY), else_=0)
    theirs = [proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year]
    # Answers are looked up of these alone, not of every proposal of the year.
    of_category = select(proposals.c.id).where(
        *theirs, proposals.c.category.is_not(None), proposals.c.category == category
    )
    like = of_category.union(select(shared.c.proposal_id).where(shared.c.n >= LEAST_SHARED)).subquery("like_it")
    return (
        select(proposals.c.id, weight.label("weight"))
        .select_from(
            like.join(proposals, proposals.c.id == like.c.id)
            .join(table, table.c.proposal_id == proposals.c.id)
            .outerjoin(shared, shared.c.proposal_id == proposals.c.id)
        )
        .where(*theirs, proposals.c.withdrawn_at.is_(None), proposals.c.id != proposal_id, is_given)
        .order_by(weight.desc(), proposals.c.id.desc())
    )


def _read_answers(given: tuple[Table, ColumnElement[bool]], fitting: Select[Any]) -> Select[Any]:
    # Texts and answers are long, so they are read only of the few that fit best.
    table, is_given = given
    chosen = fitting.limit(MOST_READ).subquery("chosen")
    newest = proposal_texts.alias("newest_text")
    beginning = (
        select(func.substr(newest.c.text, 1, BEGINNING))
        .where(newest.c.proposal_id == proposals.c.id)
        .order_by(newest.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(proposals.c.label, beginning.label("beginning"), chosen.c.weight, *table.c)
        .select_from(
            chosen.join(proposals, proposals.c.id == chosen.c.id).join(table, table.c.proposal_id == proposals.c.id)
        )
        .where(is_given)
    )


async def choose_telling(connection: AsyncConnection, aimak_id: int, text: str) -> list[str]:
    """The stems of a text that tell what it is about: the longest. Those of more than a thousand proposals are left out.

    Each is counted so far and no farther: a large aimak takes no longer than a small one.
    """
    stems = sorted(list_stems(text), key=len, reverse=True)[:_WORDS]
    if not stems:
        return []
    given = {f"stem{place}": stem for place, stem in enumerate(stems + [""] * (_WORDS - len(stems)))}
    row = (await connection.execute(_COUNTED, {"aimak": aimak_id, "most": _COMMON + 1, **given})).one()
    return [stem for stem, n in zip(stems, row, strict=False) if n <= _COMMON]


def _count_up_to(stem: str) -> ScalarSelect[Any]:
    some = (
        select(proposal_stems.c.proposal_id)
        .where(proposal_stems.c.aimak_id == bindparam("aimak"), proposal_stems.c.stem == bindparam(stem))
        .limit(bindparam("most"))
        .subquery()
    )
    return select(func.count()).select_from(some).scalar_subquery()


# One place for each stem: it is the same text each time, so that it can be made ready.
_COUNTED = ready(select(*(_count_up_to(f"stem{place}").label(f"n{place}") for place in range(_WORDS))))


def count_shared(aimak_id: int, stems: list[str]) -> CTE:
    """Counts (n) for each proposal (proposal_id) of an aimak how many of these stems it has.

    Without any it is not there.
    """
    return (
        select(proposal_stems.c.proposal_id, func.count().label("n"))
        .where(proposal_stems.c.aimak_id == aimak_id, proposal_stems.c.stem.in_(stems))
        .group_by(proposal_stems.c.proposal_id)
        .cte("shared")
    )
