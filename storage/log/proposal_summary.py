"""The log in one joined statement: of each proposal of an aimak's year what became of it, row by row or counted.

One file past 300 lines: it is one statement, and its parts make sense only together.

Where as_of is given (milliseconds UTC), what came then or later does not exist yet. results_from is the moment at which the
day of the results began; decisions count from then on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.budget.proposal import Decision, Reason, Side
from bot.budget.tally import Reaction
from bot.budget.workdays import start_of
from bot.language.by_language import FIRST
from storage.answers import ASKED, REPLIED
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    answers,
    budget_years,
    confirmations,
    dialogue,
    exclusions,
    outbox,
    proposal_texts,
    proposals,
    reactions,
    told,
    village_names,
)
from storage.log.authors import is_by_office
from storage.queue.arrival import carried_to_author, row_has_arrived, sent_is_enough
from storage.queue.outbox import State

_DAY = 86_400_000  # milliseconds
_BISHKEK = 6 * 3_600_000  # ahead of UTC
_EPOCH = date(1970, 1, 1).toordinal()
WITHDRAWN = "withdrawn"  # why a proposal does not count that its author took back
_NEVER = 2**62
_AT_ONCE = 500  # rows of a stream that are in memory

# How near a message has come, the nearest first; 1 and 2 have arrived, what is told in person comes after them.
ARRIVED, _LEFT = (
    2,
    (State.SENT, State.READY, State.LEASED, State.WAITING, State.UNCERTAIN, State.FAILED, State.SKIPPED),
)
DELIVERY = {1: "delivered", 2: "sent", 3: "sent", 4: "waiting", 5: "waiting", 6: "waiting", 7: "uncertain", 8: "failed",
            9: "skipped"}  # fmt: skip

_first, _any, _decided = answers.alias("first_answer"), answers.alias("any_answer"), answers.alias("latest_answer")


@dataclass(frozen=True, slots=True)
class Shape:
    """Proposals that are alike to criterion 6, and how many; days are Bishkek days.

    excluded: 0 counts, 1 is left out by the office, 2 by its author. own_words is the mark of the sentence a decision is
    reasoned by, where that is one of the sentences asked for. by_office: its author has or had a role in that office.
    """

    received: date
    first_reply: date | None
    decision: Decision | None
    decided: date | None
    reasoned: bool
    delivered: bool
    told: bool
    reaction: Reaction | None
    excluded: int
    by_staff: bool
    by_office: bool
    own_words: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Proposals of a year that are alike to the results of a hearing, and how many. decision is none where none is made.

    budget_line is the line that they went into, of those alone that went in.
    """

    side: Side
    decision: Decision | None
    reason: Reason | None
    budget_line: str | None
    count: int


class Summary:
    """Counts the log of an aimak's year without reading it row by row."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def shapes(
        self,
        *,
        aimak_id: int,
        year: int,
        results_from: int | None,
        by_hand: Sequence[str],
        as_of: int | None = None,
        sentences: Sequence[str] = (),
    ) -> list[Shape]:
        """Counts the proposals that are alike; what has one of the sources by_hand was taken down by staff."""
        facts = _Facts(results_from, as_of)
        columns = {
            "received": _day(proposals.c.received_at),
            "first_reply": _day(facts.first_reply()),
            "decision": _decided.c.decision,
            "decided": _day(facts.decided_at()),
            "reasoned": _decided.c.reasoned,
            "nearest": facts.nearest(),
            "told": facts.told_at().is_not(None),
            "reaction": facts.reaction(counted=True),
            "excluded": facts.excluded(),
            "by_staff": proposals.c.source.in_(list(by_hand)),
            "by_office": is_by_office(as_of),
            "own_words": case((_decided.c.own_words.in_(list(sentences)), _decided.c.own_words))
            if sentences
            else null(),
        }
        each = facts.of(columns, aimak_id, year).subquery("each")
        counted = select(*each.c, func.count().label("count")).group_by(*each.c)
        return [_shape(dict(row)) for row in (await self._connection.execute(counted)).mappings()]

    async def outcomes(self, *, aimak_id: int, year: int) -> list[Outcome]:
        """Counts what became of a year's proposals; withdrawn and excluded ones are left out."""
        facts = _Facts(None, None)
        went_in = _decided.c.decision.in_([Decision.INCLUDED.value, Decision.PARTLY.value])
        columns = {
            "side": proposals.c.side,
            "decision": _decided.c.decision,
            "reason": _decided.c.reason,
            "budget_line": case((went_in, _decided.c.budget_line)),
        }
        each = facts.of(columns, aimak_id, year).where(facts.excluded() == 0).subquery("each")
        counted = select(*each.c, func.count().label("count")).group_by(*each.c)
        return [
            Outcome(
                side=Side(row["side"]),
                decision=Decision(row["decision"]) if row["decision"] else None,
                reason=Reason(row["reason"]) if row["reason"] else None,
                budget_line=row["budget_line"],
                count=row["count"],
            )
            for row in (await self._connection.execute(counted)).mappings()
        ]

    async def common_sentences(self, *, aimak_id: int, year: int, least: int) -> list[str]:
        """Lists the marks of sentences that stand in more than so many proposals' answers, whichever revision."""
        rows = await self._connection.scalars(
            select(answers.c.own_words)
            .join(proposals, proposals.c.id == answers.c.proposal_id)
            .where(proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year, answers.c.own_words != "")
            .group_by(answers.c.own_words)
            .having(func.count(answers.c.proposal_id.distinct()) > least)
        )
        return list(rows)


def _shape(row: dict[str, Any]) -> Shape:
    nearest = row.pop("nearest")
    arrived = nearest is not None and nearest <= ARRIVED
    was_told = bool(row.pop("told"))
    answered = row["decision"] is not None
    return Shape(
        received=_of_day(row["received"]) or date.min,
        first_reply=_of_day(row["first_reply"]),
        decision=Decision(row["decision"]) if answered else None,
        decided=_of_day(row["decided"]),
        reasoned=bool(row["reasoned"]),
        delivered=arrived or was_told,
        told=was_told and not arrived,
        reaction=Reaction(row["reaction"]) if row["reaction"] else None,
        excluded=row["excluded"],
        by_staff=bool(row["by_staff"]),
        by_office=bool(row["by_office"]),
        own_words=row["own_words"],
        count=row["count"],
    )


def rows_of(
    connection: Connection,
    *,
    aimak_id: int | None,
    year: int | None,
    shuffle: Callable[[int, int, int], str] | None = None,
) -> Iterator[list[dict[str, Any]]]:
    """Yields every row of the log, of one aimak or year if they are named, a few at a time by aimak, year and number.

    It runs where it is called, and holds no more than what it yields. Sides, sources, decisions, reasons and reactions are
    their codes; numbers are milliseconds UTC or som. shuffle gives what a proposal of an aimak and year is sorted by
    instead of its number; then the numbers of one year are held as well.
    """
    results = {(row.aimak_id, row.year): row.results_on for row in connection.execute(_RESULTS)}
    chosen = select(proposals.c.aimak_id, proposals.c.budget_year).distinct().where(*_narrow(aimak_id, year))
    places = connection.execute(chosen.order_by(proposals.c.aimak_id, proposals.c.budget_year)).all()
    for place in places:
        results_on = results.get((place.aimak_id, place.budget_year))
        statement = _export(place.aimak_id, place.budget_year, None if results_on is None else start_of(results_on))
        if shuffle is None:
            yield from _in_parts(connection, statement)
            continue
        by_place = partial(shuffle, place.aimak_id, place.budget_year)
        every = select(proposals.c.number).where(*_narrow(place.aimak_id, place.budget_year))
        numbers = sorted(connection.scalars(every), key=by_place)
        for at in range(0, len(numbers), _AT_ONCE):
            some = statement.where(proposals.c.number.in_(numbers[at : at + _AT_ONCE]))
            for rows in _in_parts(connection, some):
                yield sorted(rows, key=lambda row: by_place(row["place"]))  # noqa: B023


def _in_parts(connection: Connection, statement: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    result = connection.execute(statement)
    names = list(result.keys())
    for rows in result.partitions(_AT_ONCE):
        yield [dict(zip(names, row, strict=True)) for row in rows]


def authors_by_village(connection: Connection, *, aimak_id: int | None, year: int | None) -> dict[int, int]:
    """Counts the authors of each village's proposals."""
    rows = connection.execute(
        select(proposals.c.village_id, func.count(proposals.c.author_id.distinct()).label("authors"))
        .where(proposals.c.village_id.is_not(None), *_narrow(aimak_id, year))
        .group_by(proposals.c.village_id)
    )
    return {row.village_id: row.authors for row in rows}


def _narrow(aimak_id: int | None, year: int | None) -> list[ColumnElement[bool]]:
    where = [] if aimak_id is None else [proposals.c.aimak_id == aimak_id]
    return where + ([] if year is None else [proposals.c.budget_year == year])


# The facts entered last come last.
_RESULTS = (
    select(budget_years.c.aimak_id, budget_years.c.year, budget_years.c.results_on)
    .where(budget_years.c.results_on.is_not(None))
    .order_by(budget_years.c.id)
)


def _export(aimak_id: int, year: int, results_from: int | None) -> Select[Any]:
    facts = _Facts(results_from, None)
    withdrawn = proposals.c.withdrawn_at.is_not(None)
    columns = {
        **{name: proposals.c[name] for name in _OWN},
        "number": proposals.c.label,
        "aimak": aimaks.c.code,
        "year": proposals.c.budget_year,
        "place": proposals.c.number,
        "village": village_names.c.name,
        # What its author took back is a number in the log, and no text any more.
        "text": case((withdrawn, ""), else_=func.coalesce(_latest_text(), "")),
        "due_on": type_coerce(proposals.c.due_on, String),  # as SQLite has it: an ISO day
        "public": case((proposals.c.public_text.is_(True), "yes"), (proposals.c.public_text.is_(False), "no")),
        "excluded": case((withdrawn, WITHDRAWN), else_=facts.exclusion(exclusions.c.reason)),
        "by_office": case((is_by_office(None), "yes")),
        "last_asking": facts.last_asking(),
        "decision": _decided.c.decision,
        "reason_code": _decided.c.reason,
        "reason": _decided.c.sentence,
        "decided_amount": _decided.c.amount,
        "budget_line": _decided.c.budget_line,
        "revision": _decided.c.revision,
        "clerk": _decided.c.answered_by,
        "who": _decided.c.who,
        "role": _decided.c.role,
        "first_reply_at": facts.first_reply(),
        "decided_at": facts.decided_at(),
        "nearest": facts.nearest(),
        "arrived_at": facts.arrived_at(),
        "told_at": facts.told_at(),
        "reaction": facts.reaction(counted=False),
    }
    statement = facts.of(columns, aimak_id, year, named=True).order_by(proposals.c.number)
    return statement.execution_options(stream_results=True, max_row_buffer=_AT_ONCE)


_OWN = ("aimak_id", "side", "category", "amount", "village_id", "source", "received_at", "taken_at")


def _latest_text() -> ScalarSelect[str]:
    return (
        select(proposal_texts.c.text)
        .where(proposal_texts.c.proposal_id == proposals.c.id)
        .order_by(proposal_texts.c.revision.desc())
        .limit(1)
        .correlate(proposals)
        .scalar_subquery()
    )


class _Facts:
    """The columns that say what became of a proposal, each a subquery over what is known of it."""

    def __init__(self, results_from: int | None, as_of: int | None) -> None:
        self._results_from = results_from
        self._as_of = as_of

    def of(self, columns: dict[str, Any], aimak_id: int, year: int, *, named: bool = False) -> Select[Any]:
        newest = (
            select(func.max(_any.c.revision))
            .where(_any.c.proposal_id == proposals.c.id, *self._known(_any.c.sent_at))
            .correlate(proposals)
            .scalar_subquery()
        )
        rows: Any = proposals.outerjoin(
            _decided, and_(_decided.c.proposal_id == proposals.c.id, _decided.c.revision == newest)
        )
        if named:
            rows = rows.join(aimaks, aimaks.c.id == proposals.c.aimak_id)
            rows = rows.outerjoin(
                village_names,
                and_(village_names.c.village_id == proposals.c.village_id, village_names.c.language == FIRST),
            )
        return (
            select(*(column.label(name) for name, column in columns.items()))
            .select_from(rows)
            .where(
                proposals.c.aimak_id == aimak_id,
                proposals.c.budget_year == year,
                *self._known(proposals.c.received_at),
            )
        )

    def _known(self, moment: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        return [] if self._as_of is None else [moment < self._as_of]

    def first_reply(self) -> ColumnElement[Any]:
        """When a person first answered: with a decision, or with a clarifying question."""
        sent = self._one(
            func.min(_first.c.sent_at), _first.c.proposal_id == proposals.c.id, *self._known(_first.c.sent_at)
        )
        asked = self._one(
            func.min(dialogue.c.said_at),
            dialogue.c.proposal_id == proposals.c.id,
            dialogue.c.kind == ASKED,
            *self._known(dialogue.c.said_at),
        )
        return _least(sent, asked)

    def decided_at(self) -> ColumnElement[Any]:
        """When the decision first counts: sent or confirmed on or after the day of the results, else sent last."""
        if self._results_from is None:
            return _decided.c.sent_at
        sent = self._one(
            func.min(_first.c.sent_at),
            _first.c.proposal_id == proposals.c.id,
            _first.c.sent_at >= self._results_from,
            *self._known(_first.c.sent_at),
        )
        confirmed = (
            select(func.min(confirmations.c.confirmed_at))
            .select_from(_any.join(confirmations, confirmations.c.answer_id == _any.c.id))
            .where(
                _any.c.proposal_id == proposals.c.id,
                confirmations.c.confirmed_at >= self._results_from,
                *self._known(_any.c.sent_at),
                *self._known(confirmations.c.confirmed_at),
            )
            .correlate(proposals)
            .scalar_subquery()
        )
        return func.coalesce(_least(sent, confirmed), _decided.c.sent_at)

    def last_asking(self) -> ColumnElement[Any]:
        """Whether the office asked last (asked), or its author replied."""
        return (
            select(dialogue.c.kind)
            .where(dialogue.c.proposal_id == proposals.c.id, dialogue.c.kind.in_([ASKED, REPLIED]))
            .order_by(dialogue.c.id.desc())
            .limit(1)
            .correlate(proposals)
            .scalar_subquery()
        )

    def told_at(self) -> ColumnElement[Any]:
        """When the answer in force was told in person."""
        return self._one(told.c.told_at, told.c.answer_id == _decided.c.id, *self._known(told.c.told_at))

    def nearest(self) -> ColumnElement[Any]:
        """How near the message of the answer in force has come to its author, as DELIVERY names it, if there is one."""
        known = self._is_known()
        left = [(and_(known, outbox.c.state == int(state)), 3 + place) for place, state in enumerate(_LEFT)]
        rank = case(
            (and_(known, outbox.c.state == int(State.DELIVERED)), 1),
            (and_(known, sent_is_enough()), ARRIVED),
            *left,
            else_=3 + _LEFT.index(State.WAITING),
        )
        return self._carried(func.min(rank))

    def arrived_at(self) -> ColumnElement[Any]:
        """When the message of the answer in force arrived first."""
        return self._carried(func.min(case((row_has_arrived(), outbox.c.finished_at))))

    def _is_known(self) -> ColumnElement[bool]:
        if self._as_of is None:
            return literal(True, Boolean)
        return and_(outbox.c.finished_at.is_not(None), outbox.c.finished_at < self._as_of)

    def _carried(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return carried_to_author(column, _decided, *self._known(outbox.c.created_at))

    def reaction(self, *, counted: bool) -> ColumnElement[Any]:
        """What the author tapped last under any revision; counted: under one that was made, or confirmed, after the results."""
        where = [
            _any.c.proposal_id == proposals.c.id,
            reactions.c.person_id == proposals.c.author_id,
            *self._known(_any.c.sent_at),
            *self._known(reactions.c.tapped_at),
        ]
        if counted and self._results_from is None:
            return null()
        if counted:
            confirmed = exists().where(
                confirmations.c.answer_id == _any.c.id,
                confirmations.c.confirmed_at >= self._results_from,
                *self._known(confirmations.c.confirmed_at),
            )
            where.append(or_(_any.c.sent_at >= self._results_from, confirmed))
        return (
            select(reactions.c.reaction)
            .select_from(_any.join(reactions, reactions.c.answer_id == _any.c.id))
            .where(*where)
            .order_by(reactions.c.id.desc())
            .limit(1)
            .correlate(proposals)
            .scalar_subquery()
        )

    def exclusion(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """A column of the exclusion in force."""
        in_force: ColumnElement[bool] = exclusions.c.lifted_at.is_(None)
        if self._as_of is not None:
            in_force = or_(in_force, exclusions.c.lifted_at >= self._as_of)
        return (
            select(column)
            .where(exclusions.c.proposal_id == proposals.c.id, in_force, *self._known(exclusions.c.excluded_at))
            .order_by(exclusions.c.id.desc())
            .limit(1)
            .correlate(proposals)
            .scalar_subquery()
        )

    def excluded(self) -> ColumnElement[int]:
        """0 where a proposal counts, 1 where the office left it out, 2 where its author withdrew it or agreed."""
        withdrawn = and_(proposals.c.withdrawn_at.is_not(None), *self._known(proposals.c.withdrawn_at))
        said = and_(exclusions.c.author_agreed.is_(True), *self._known(exclusions.c.author_said_at))
        return case((withdrawn, 2), else_=func.coalesce(self.exclusion(case((said, 2), else_=1)), 0))

    def _one(self, column: ColumnElement[Any], *where: ColumnElement[bool]) -> ScalarSelect[Any]:
        return select(column).where(*where).correlate(proposals, _decided).scalar_subquery()


class _Smaller(FunctionElement[int]):
    """The smaller of two numbers: both databases know it, but not by one name."""

    inherit_cache = True
    name = "smaller"
    type = BigInteger()


@compiles(_Smaller)
def _smaller(element: Any, compiler: Any, **given: Any) -> str:
    return f"least({compiler.process(element.clauses, **given)})"


@compiles(_Smaller, "sqlite")
def _smaller_on_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    return f"min({compiler.process(element.clauses, **given)})"


def _least(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    # On SQLite nothing is smaller than none, so that none is put last for the comparison.
    late = literal(_NEVER, BigInteger)
    return func.nullif(_Smaller(func.coalesce(one, late), func.coalesce(other, late)), late)


def _day(moment: ColumnElement[Any]) -> ColumnElement[int]:
    return (moment + literal(_BISHKEK, BigInteger)) // literal(_DAY, BigInteger)


def _of_day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(_EPOCH + number)
