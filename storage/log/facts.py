"""What became of a proposal, as columns of one statement: each a subquery over what is known of it.

A few lines past 300: every column takes the same two moments.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.budget.tally import Reaction
from bot.budget.works.stages import Stage
from bot.language.by_language import FIRST
from storage.database.schema import (
    aimaks,
    answers,
    confirmations,
    dialogue,
    exclusions,
    outbox,
    proposals,
    reactions,
    told,
    village_names,
)
from storage.log.dialogue_kinds import ASKED, CONTEST, EXPLAINED, OBJECTED, QUESTION, REPLIED, WORK
from storage.queue.arrival import carried_to_author, has_question_arrived, row_has_arrived
from storage.queue.letters import State

_DAY = 86_400_000  # milliseconds
_BISHKEK = 6 * 3_600_000  # ahead of UTC
_EPOCH = date(1970, 1, 1).toordinal()
_NEVER = 2**62

# How near a message has come, the nearest first. Places 1 and 2 have arrived; what is told in person comes after them.
ARRIVED, _LEFT = (
    2,
    (State.SENT, State.READY, State.LEASED, State.WAITING, State.UNCERTAIN, State.FAILED, State.SKIPPED),
)
DELIVERY = {1: "delivered", 2: "sent", 3: "sent", 4: "waiting", 5: "waiting", 6: "waiting", 7: "uncertain", 8: "failed",
            9: "skipped"}  # fmt: skip
NO_ADDRESS = "no_address"  # there is no chat that the message could go to, and so no message

_first, _any, LATEST = answers.alias("first_answer"), answers.alias("any_answer"), answers.alias("latest_answer")


class Facts:
    """The columns that say what became of a proposal, each a subquery over what is known of it.

    Where as_of is given (milliseconds UTC), what came then or later does not exist yet. results_from is the moment at which
    the day of the results began; decisions count from then on.
    """

    def __init__(self, results_from: int | None, as_of: int | None) -> None:
        self._results_from = results_from
        self._as_of = as_of

    def of(self, columns: dict[str, Any], *where: ColumnElement[bool], named: bool = False) -> Select[Any]:
        """Selects these columns of some proposals; named: those of their aimaks and villages may be among them."""
        newest = (
            select(func.max(_any.c.revision))
            .where(_any.c.proposal_id == proposals.c.id, *self._known(_any.c.sent_at))
            .correlate(proposals)
            .scalar_subquery()
        )
        rows: Any = proposals.outerjoin(
            LATEST, and_(LATEST.c.proposal_id == proposals.c.id, LATEST.c.revision == newest)
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
                *where,
                *self._known(proposals.c.received_at),
            )
        )

    def _known(self, moment: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        return [] if self._as_of is None else [moment < self._as_of]

    def first_reply(self) -> ColumnElement[Any]:
        """When a person first answered: with a decision, or a question that reached its author (criterion 6, part A)."""
        sent = self._one(
            func.min(_first.c.sent_at), _first.c.proposal_id == proposals.c.id, *self._known(_first.c.sent_at)
        )
        asked = self._one(
            func.min(dialogue.c.said_at),
            dialogue.c.proposal_id == proposals.c.id,
            dialogue.c.kind == ASKED,
            *self._known(dialogue.c.said_at),
            has_question_arrived(self._as_of),
        )
        return _least(sent, asked)

    def decided_at(self) -> ColumnElement[Any]:
        """When the decision first counts: sent or confirmed on or after the day of the results, else sent last."""
        if self._results_from is None:
            return LATEST.c.sent_at
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
        return func.coalesce(_least(sent, confirmed), LATEST.c.sent_at)

    def confirmed_first(self) -> ColumnElement[Any]:
        """When the answer in force was first said to stand."""
        return self._one(func.min(confirmations.c.confirmed_at), confirmations.c.answer_id == LATEST.c.id)

    def confirmed_last(self) -> ColumnElement[Any]:
        """When the answer in force was last said to stand."""
        return self._one(func.max(confirmations.c.confirmed_at), confirmations.c.answer_id == LATEST.c.id)

    def last_asking(self) -> ColumnElement[Any]:
        """Whether the office asked last (asked), or its author replied; what was asked of nobody waits for nobody."""
        kinds, asked = dialogue.c.kind.in_(_written([ASKED, REPLIED])), dialogue.c.kind == literal_column(f"'{ASKED}'")
        return (
            select(dialogue.c.kind)
            .where(dialogue.c.proposal_id == proposals.c.id, kinds, or_(~asked, has_question_arrived(self._as_of)))
            .order_by(dialogue.c.id.desc())
            .limit(1)
            .correlate(proposals)
            .scalar_subquery()
        )

    def is_questioned(self) -> ColumnElement[bool]:
        """Whether the author asked, objected or does not agree, and nobody has explained the answer in force since.

        Or a resident said that the work is not finished, and the office has not said since how it stands.
        """
        explained, spoken = dialogue.alias("explained"), dialogue.alias("spoken")

        def last_explained(column: ColumnElement[Any]) -> ColumnElement[Any]:
            return func.coalesce(
                self._one(func.max(column), explained.c.proposal_id == proposals.c.id, explained.c.kind == EXPLAINED), 0
            )

        asked = exists().where(
            spoken.c.proposal_id == proposals.c.id,
            spoken.c.kind.in_(_written([QUESTION, OBJECTED])),
            spoken.c.id > last_explained(explained.c.id),
        )
        worked, contested = dialogue.alias("worked"), dialogue.alias("contested")
        of_work = worked.c.kind.in_(_written(f"{WORK}{stage}" for stage in Stage))
        last_worked = func.coalesce(
            self._one(func.max(worked.c.id), worked.c.proposal_id == proposals.c.id, of_work), 0
        )
        unfinished = exists().where(
            contested.c.proposal_id == proposals.c.id,
            contested.c.kind.in_(_written([CONTEST])),
            contested.c.id > last_worked,
        )
        disagrees = (
            select(
                and_(
                    reactions.c.reaction == Reaction.DISAGREE.value,
                    reactions.c.tapped_at > last_explained(explained.c.said_at),
                )
            )
            .where(reactions.c.answer_id == LATEST.c.id, reactions.c.person_id == proposals.c.author_id)
            .order_by(reactions.c.id.desc())
            .limit(1)
            .correlate(proposals, LATEST)
            .scalar_subquery()
        )
        spoken_of = or_(asked.correlate(proposals), unfinished.correlate(proposals))
        return or_(spoken_of, func.coalesce(disagrees, literal(False, Boolean)))

    def told_at(self) -> ColumnElement[Any]:
        """When the answer in force was told in person."""
        return self._one(told.c.told_at, told.c.answer_id == LATEST.c.id, *self._known(told.c.told_at))

    def nearest(self) -> ColumnElement[Any]:
        """How near the message of the answer in force has come to its author, as DELIVERY names it."""
        return self._carried(func.min(self._rank()))

    def carried(self) -> ColumnElement[Any]:
        """The same, when that message arrived first, and when it was read first where its messenger says so.

        It is one text, so that the messages are looked up once for all three: read_carried parts it.
        """
        moments = [func.coalesce(cast(func.min(one), String), "") for one in (outbox.c.arrived_at, outbox.c.read_at)]
        arrived, read = moments
        return self._carried(cast(func.min(self._rank()), String) + " " + arrived + " " + read)

    def _rank(self) -> ColumnElement[Any]:
        known, arrived = self._is_known(), row_has_arrived(self._as_of)
        left = [(and_(known, outbox.c.state == int(state)), 3 + place) for place, state in enumerate(_LEFT)]
        return case(
            (and_(arrived, outbox.c.state == int(State.DELIVERED)), 1),
            (arrived, ARRIVED),
            (and_(known, outbox.c.state == int(State.DELIVERED)), 3 + _LEFT.index(State.SENT)),  # reported later
            *left,
            else_=3 + _LEFT.index(State.WAITING),
        )

    def _is_known(self) -> ColumnElement[bool]:
        if self._as_of is None:
            return literal(True, Boolean)
        return and_(outbox.c.finished_at.is_not(None), outbox.c.finished_at < self._as_of)

    def _carried(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return carried_to_author(column, LATEST, *self._known(outbox.c.created_at))

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
        return select(column).where(*where).correlate(proposals, LATEST).scalar_subquery()


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


def _written(kinds: Iterable[str]) -> list[ColumnElement[str]]:
    # Written out, so that the statement is the same text each time and can be made ready.
    return [literal_column(f"'{kind}'") for kind in kinds]


def _least(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    # On SQLite nothing is smaller than none, so that none is put last for the comparison.
    late = literal(_NEVER, BigInteger)
    return func.nullif(_Smaller(func.coalesce(one, late), func.coalesce(other, late)), late)


def read_carried(carried: str | None) -> tuple[int | None, int | None, int | None]:
    """Parts what Facts.carried gives: how near, when it arrived, when it was read."""
    if carried is None:
        return None, None, None
    nearest, arrived_at, read_at = carried.split(" ")
    return int(nearest), int(arrived_at) if arrived_at else None, int(read_at) if read_at else None


def day_of_moment(moment: ColumnElement[Any]) -> ColumnElement[int]:
    """The Bishkek day of a moment, counted from 1970."""
    return (moment + literal(_BISHKEK, BigInteger)) // literal(_DAY, BigInteger)


def make_day(number: int | None) -> date | None:
    """The day that is so many days after 1970 began."""
    return None if number is None else date.fromordinal(_EPOCH + number)
