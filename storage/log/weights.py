"""What criterion 6 weighs of a proposal, and what its office has to do, kept on its row.

It is written here alone, by whatever changes it, in the same transaction.

So an index counts a year of a million proposals. What is kept stays right whatever day the results are published.
It is no more than a copy. The log is the truth, and a row that keeps nothing is weighed by the log.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    update,
)

from bot.budget.permissions import Role
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import answer_drafts, answers, dialogue, proposals
from storage.log.authors import OFFICE, is_by_office
from storage.log.facts import ARRIVED, LATEST, Facts, day_of_moment, make_day
from storage.queue.letters import ANSWER, ASKING, Letter, State

_FACTS = Facts(None, None)


def _kept(which: ColumnElement[bool]) -> ColumnElement[bool]:
    # Whether an answer is kept, and which: one that leaves in a moment is neither awaited nor kept for later.
    return exists().where(answer_drafts.c.proposal_id == proposals.c.id, which).correlate(proposals)


_COLUMNS: dict[str, Any] = {
    "received": day_of_moment(proposals.c.received_at),
    "first_reply": day_of_moment(_FACTS.first_reply()),
    "decision": LATEST.c.decision,
    "revision": LATEST.c.revision,
    "sent": day_of_moment(LATEST.c.sent_at),
    "confirmed": day_of_moment(_FACTS.confirmed_first()),
    "confirmed_last": day_of_moment(_FACTS.confirmed_last()),
    "reasoned": LATEST.c.reasoned,
    "own_words": LATEST.c.own_words,
    "nearest": _FACTS.nearest(),
    "told": _FACTS.told_at(),
    "reaction": _FACTS.reaction(counted=False),
    "excluded": _FACTS.excluded(),
    "source": proposals.c.source,
    "by_office": is_by_office(None),
    "drafted": _kept(answer_drafts.c.leaves_at.is_(None)),
    "leaving": _kept(answer_drafts.c.leaves_at.is_not(None)),
    "questioned": _FACTS.is_questioned(),
}
_OF = ready(_FACTS.of(_COLUMNS, proposals.c.id == bindparam("proposal")))
# For a proposal that has just come. Nothing has happened to it yet: nine tables need not be looked through.
_AT_FIRST = {"received", "source", "by_office"}
_OF_NEW = ready(
    select(
        *(
            (column if name in _AT_FIRST else literal_column("0") if name == "excluded" else null()).label(name)
            for name, column in _COLUMNS.items()
        )
    ).where(proposals.c.id == bindparam("proposal"))
)
_LOCK = select(proposals.c.id).where(proposals.c.id == bindparam("proposal")).with_for_update()
_KEEP = ready(
    update(proposals)
    .where(proposals.c.id == bindparam("proposal"))
    .values(
        weighed=bindparam("kept", type_=String),
        own_words=bindparam("words", type_=String),
        unreached=bindparam("missed", type_=Boolean),
        waiting=bindparam("awaits", type_=Boolean),
        drafted=bindparam("is_drafted", type_=Boolean),
        questioned=bindparam("is_questioned", type_=Boolean),
    )
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is kept of a proposal with at most one answer, confirmed on at most one day. Days are Bishkek days.

    arrived: a messenger took its answer. reaction is the last tap. excluded: 1 by the office, 2 by its author.
    """

    received: date
    first_reply: date | None
    decision: str | None
    sent: date | None
    confirmed: date | None
    reasoned: bool
    arrived: bool
    told: bool
    reaction: str | None
    excluded: int
    source: str
    by_office: bool

    def made_by(self, results_on: date | None) -> date | None:
        """The first day on which the decision counts: it was made or confirmed from the results' day on.

        None: it does not.
        """
        if results_on is None:
            return None
        return min((day for day in (self.sent, self.confirmed) if day and day >= results_on), default=None)


def read_weighed(kept: str) -> Weighed:
    """Reads what is kept on a row; days are counted from 1970."""
    received, first_reply, decision, sent, confirmed, reasoned, arrived, told, reaction, excluded, source, by_office = (
        kept.split(";")
    )
    day = make_day(int(received))
    assert day is not None
    return Weighed(
        received=day,
        first_reply=_make_day(first_reply),
        decision=decision or None,
        sent=_make_day(sent),
        confirmed=_make_day(confirmed),
        reasoned=bool(reasoned),
        arrived=bool(arrived),
        told=bool(told),
        reaction=reaction or None,
        excluded=int(excluded),
        source=source,
        by_office=bool(by_office),
    )


def kept_received(kept: ColumnElement[str]) -> ColumnElement[int]:
    """The day a proposal came, counted from 1970, of what is kept on its row. Until 2243 it has five digits."""
    return cast(func.substr(kept, 1, 5), Integer)


def kept_first_reply(kept: ColumnElement[str]) -> ColumnElement[int | None]:
    """The day of the first reply of what is kept, counted from 1970; none where nobody has replied."""
    return case((func.substr(kept, 7, 1) != ";", cast(func.substr(kept, 7, 5), Integer)))


def kept_decided(kept: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a decision is kept: then there is a first reply as well."""
    return and_(func.substr(kept, 7, 1) != ";", func.substr(kept, 13, 1) != ";")


def kept_counts(kept: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether what is kept weighs: it is neither left out nor of somebody of the office. No other field is a 0."""
    return kept.like("%;0;%;")


async def weigh(connection: AsyncConnection, proposal_ids: Iterable[int]) -> None:
    """Keeps anew what criterion 6 weighs of some proposals, and what their office has to do."""
    for proposal_id in sorted(set(proposal_ids)):
        of = {"proposal": proposal_id}
        if connection.dialect.name == "postgresql":  # or two who change different facts would not see each other's
            await connection.execute(_LOCK, of)
        row = (await connection.execute(_OF, of)).first()
        if row is not None:
            await connection.execute(_KEEP, {**of, **_make_values(row)})


async def weigh_new(connection: AsyncConnection, proposal_id: int) -> None:
    """Keeps of a proposal written in this transaction, which nothing has happened to, what weigh would keep."""
    of = {"proposal": proposal_id}
    await connection.execute(_KEEP, {**of, **_make_values((await connection.execute(_OF_NEW, of)).one())})


async def note_leaving(connection: AsyncConnection, proposal_ids: Collection[int]) -> None:
    """Notes that nothing is to do for proposals whose answers leave in a moment. It does what weigh does, in one statement."""
    await connection.execute(
        update(proposals).where(proposals.c.id.in_(list(proposal_ids))).values(waiting=False, drafted=False)
    )


async def weigh_answered(connection: AsyncConnection, answer_ids: Collection[int]) -> None:
    """Keeps anew what is weighed of the proposals that some answers belong to."""
    if answer_ids:
        found = select(answers.c.proposal_id).where(answers.c.id.in_(list(answer_ids)))
        await weigh(connection, list(await connection.scalars(found)))


async def weigh_letters(connection: AsyncConnection, letters: Iterable[Letter], state: State) -> None:
    """Keeps anew what is weighed of the proposals whose answers or questions ended in a state: they may have arrived."""
    if state in {State.SENT, State.DELIVERED}:
        sent = list(letters)
        await weigh_answered(connection, [one.object_id for one in sent if one.kind == ANSWER])
        if asked := [one.object_id for one in sent if one.kind == ASKING]:
            found = select(dialogue.c.proposal_id).where(dialogue.c.id.in_(asked))
            await weigh(connection, list(await connection.scalars(found)))


async def weigh_colleague(connection: AsyncConnection, person_id: int, aimak_id: int | None, role: Role) -> None:
    """Keeps anew what is weighed of the proposals of somebody who came into the office that answers them."""
    if aimak_id is not None and role.value in OFFICE:
        theirs = select(proposals.c.id).where(proposals.c.author_id == person_id, proposals.c.aimak_id == aimak_id)
        await weigh(connection, list(await connection.scalars(theirs)))


def _make_values(row: Any) -> dict[str, Any]:
    arrived = row.nearest is not None and row.nearest <= ARRIVED
    told = row.told is not None
    simple = (row.revision or 1) == 1 and row.confirmed == row.confirmed_last
    fields = (
        row.received, row.first_reply, row.decision, row.sent, row.confirmed, row.reasoned or None, arrived or None,
        told or None, row.reaction, row.excluded, row.source, row.by_office or None,
    )  # fmt: skip
    return {
        "kept": ";".join("" if one is None else str(int(one) if isinstance(one, bool) else one) for one in fields)
        if simple
        else None,
        "words": row.own_words or None,
        "missed": row.decision is not None and not arrived and not told,
        "awaits": row.decision is None and row.excluded == 0 and not row.leaving,
        "is_drafted": bool(row.drafted),
        "is_questioned": bool(row.questioned),
    }


def _make_day(number: str) -> date | None:
    return make_day(int(number)) if number else None
