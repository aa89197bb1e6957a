"""Whether a message has reached a person: one rule for the office's screens, criterion 6 and what shows the reach."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, exists, func, literal_column, select

from storage.database.schema import dialogue, outbox, peers, proposals
from storage.queue.heads import stands
from storage.queue.letters import ANSWER, ASKING, State

GONE = (State.FAILED, State.SKIPPED, State.UNCERTAIN)  # nobody can say of these that they will still arrive


def has_reached(messages: Iterable[tuple[State, bool]], *, told: bool) -> bool | None:
    """Whether an answer has reached its author; told: a clerk told it in person.

    messages are what was sent to the author: its state, and whether it has arrived. None while one is on its way, False where
    the author must be told in person.
    """
    carried = list(messages)
    if told or any(arrived for _, arrived in carried):
        return True
    return None if any(state not in GONE for state, _ in carried) else False


def row_has_arrived(as_of: int | None = None) -> ColumnElement[bool]:
    """Whether an outbox row has arrived, as far as was known at a moment (ms UTC).

    The row itself says so: its messenger took it where that is enough, or reported it.
    """
    return outbox.c.arrived_at.is_not(None) if as_of is None else outbox.c.arrived_at < as_of


def carried_to_author(
    column: ColumnElement[Any], answer: FromClause, *where: ColumnElement[bool]
) -> ColumnElement[Any]:
    """A column over the messages that carry an answer to its author. answer is the table of answers, or its alias.

    The rows are found by the answer, their peers one by one.
    """
    return (
        select(column)
        .select_from(outbox.join(peers, peers.c.id == outbox.c.peer_id))
        .where(
            outbox.c.kind == literal_column(f"'{ANSWER}'"),
            outbox.c.object_id == answer.c.id,
            peers.c.person_id == proposals.c.author_id,
            *where,
        )
        .correlate(proposals, answer)
        .scalar_subquery()
    )


def has_question_arrived(as_of: int | None) -> ColumnElement[bool]:
    """Whether a question of the office (a line of the dialogue) has arrived with its author, as known then (ms)."""
    return (
        exists()
        .where(
            outbox.c.kind == literal_column(f"'{ASKING}'"),
            outbox.c.object_id == dialogue.c.id,
            row_has_arrived(as_of),
        )
        .correlate(dialogue)
    )


def are_all_gone() -> ColumnElement[int]:
    """Over outbox rows: 1 where each is gone, 0 where one is not, NULL where there is no row."""
    return func.min(case((stands(*GONE), literal_column("1")), else_=literal_column("0")))
