"""Trust surveys. What was answered is kept as counts alone; who has answered, as keyed hashes of their addresses.

Every count is there from the beginning. So no row, no moment and no order joins a person to an answer.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from bot.budget.trust.answers import STEPS, Group, Question
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import peers, trust_counts, trust_marks, trust_surveys
from storage.database.seal import Seal


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey. Moments are ms UTC: opened, closing by itself, closed by the office."""

    id: int
    aimak_id: int
    year: int
    opened_at: int
    closes_at: int
    closed_at: int | None


@dataclass(frozen=True, slots=True)
class TrustCount:
    """How many of a group gave an answer (from 1) to a question."""

    group: Group
    question: Question
    answer: int
    n: int


_COLUMNS = [trust_surveys.c[name] for name in Survey.__dataclass_fields__]
_C = trust_counts.c
_NEWEST = ready(  # read for each menu, so built once
    select(*_COLUMNS)
    .where(trust_surveys.c.aimak_id == bindparam("aimak"))
    .order_by(trust_surveys.c.closed_at.is_not(None), trust_surveys.c.id.desc())
    .limit(1)
)


class TrustSurveys:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(self, *, aimak_id: int, year: int, by: int | None, at: int, closes_at: int) -> int:
        """Opens a survey; returns its id."""
        made: int | None = await self._connection.scalar(
            insert(self._connection, trust_surveys)
            .values(aimak_id=aimak_id, year=year, opened_by=by, opened_at=at, closes_at=closes_at)
            .returning(trust_surveys.c.id)
        )
        assert made is not None
        rows = [
            {"survey_id": made, "who": group.value, "question": question.value, "answer": answer, "n": 0}
            for group in Group
            for question in Question
            for answer in range(1, STEPS + 1)
        ]
        await self._connection.execute(insert(self._connection, trust_counts), rows)
        return made

    async def find(self, id: int) -> Survey | None:
        """Finds a survey."""
        row = (await self._connection.execute(select(*_COLUMNS).where(trust_surveys.c.id == id))).first()
        return None if row is None else Survey(*row)

    async def find_newest(self, aimak_id: int) -> Survey | None:
        """Finds the newest survey of an aimak; one that is not closed comes first, as after a merger."""
        row = (await self._connection.execute(_NEWEST, {"aimak": aimak_id})).first()
        return None if row is None else Survey(*row)

    async def find_closed(self, aimak_id: int, year: int) -> Survey | None:
        """Finds the newest survey of a budget year that was closed."""
        of = trust_surveys.c
        newest = (
            select(*_COLUMNS)
            .where(of.aimak_id == aimak_id, of.year == year, of.closed_at.is_not(None))
            .order_by(of.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(newest)).first()
        return None if row is None else Survey(*row)

    async def forget_marks(self, *, before: int) -> int:
        """Forgets who answered surveys that ended before a moment (ms UTC) and were never closed; returns how many marks."""
        ended = select(trust_surveys.c.id).where(
            trust_surveys.c.closes_at < before, trust_surveys.c.closed_at.is_(None)
        )
        gone = delete(trust_marks).where(trust_marks.c.survey_id.in_(ended)).returning(trust_marks.c.mark)
        return len((await self._connection.execute(gone)).all())

    async def list_counts(self, id: int) -> list[TrustCount]:
        """Lists all counts of a survey."""
        rows = await self._connection.execute(
            select(_C.who, _C.question, _C.answer, _C.n)
            .where(_C.survey_id == id)
            .order_by(_C.question, _C.who, _C.answer)
        )
        return [TrustCount(Group(who), Question(question), answer, n) for who, question, answer, n in rows]

    async def read_marks(self, id: int, person_id: int) -> set[str]:
        """The keyed hashes of somebody's addresses in one survey. After an erasure they are the same."""
        own = select(peers.c.channel, peers.c.account, peers.c.address_hash).where(peers.c.person_id == person_id)
        rows = await self._connection.execute(own)
        return {self._seal.mark("trust", str(id), row.channel, row.account, row.address_hash) for row in rows}

    async def has_answered(self, id: int, marks: Collection[str]) -> bool:
        """Whether one of these addresses has answered a survey."""
        of = trust_marks.c
        found = select(of.mark).where(of.survey_id == id, of.mark.in_(sorted(marks))).limit(1)
        return await self._connection.scalar(found) is not None

    async def put_marks(self, id: int, marks: Collection[str]) -> None:
        """Keeps that these addresses have answered, and nothing else of them."""
        statement = insert(self._connection, trust_marks).on_conflict_do_nothing(index_elements=["survey_id", "mark"])
        await self._connection.execute(statement, [{"survey_id": id, "mark": mark} for mark in sorted(marks)])

    async def count_answers(self, id: int, group: Group, answers: Sequence[int]) -> None:
        """Adds one person's answers, in the order of the questions, to the counts."""
        for question, answer in zip(Question, answers, strict=True):
            await self._connection.execute(
                update(trust_counts)
                .where(
                    _C.survey_id == id, _C.who == group.value, _C.question == question.value, _C.answer == answer
                )
                .values(n=_C.n + 1)
            )  # fmt: skip

    async def close(self, id: int, *, at: int) -> None:
        """Ends a survey. Who had answered is forgotten then."""
        await self._connection.execute(
            update(trust_surveys)
            .where(trust_surveys.c.id == id, trust_surveys.c.closed_at.is_(None))
            .values(closed_at=at)
        )
        await self._connection.execute(delete(trust_marks).where(trust_marks.c.survey_id == id))
