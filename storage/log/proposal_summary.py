"""The log in one joined statement: what became of each proposal of an aimak's year. It comes row by row or counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    case,
    func,
    select,
    type_coerce,
)

from bot.budget.proposal import Decision, Reason, Side
from bot.budget.workdays import start_of
from bot.language.by_language import FIRST
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    aimaks,
    budget_years,
    exclusions,
    people,
    property_items,
    property_proposals,
    proposal_texts,
    proposals,
    village_names,
)
from storage.log.authors import is_by_office
from storage.log.facts import LATEST, Facts, read_carried
from storage.together.counted import counts
from storage.works.contests import select_corrections, work_of

WITHDRAWN = "withdrawn"  # why a proposal does not count that its author took back
_AT_ONCE = 500  # rows of a stream that are in memory


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

    async def outcomes(self, *, aimak_id: int, year: int) -> list[Outcome]:
        """Counts what became of a year's proposals; withdrawn and excluded ones are left out."""
        facts = Facts(None, None)
        went_in = LATEST.c.decision.in_([Decision.INCLUDED.value, Decision.PARTLY.value])
        columns = {
            "side": proposals.c.side,
            "decision": LATEST.c.decision,
            "reason": LATEST.c.reason,
            "budget_line": case((went_in, LATEST.c.budget_line)),
        }
        each = facts.of(columns, *_narrow(aimak_id, year), facts.excluded() == 0).subquery("each")
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


def stream_rows(
    connection: Connection,
    *,
    aimak_id: int | None,
    year: int | None,
    named: bool = False,
    language: str = FIRST,
    shuffle: Callable[[int, int, int], str] | None = None,
) -> Iterator[list[dict[str, Any]]]:
    """Yields the rows of the log, of one aimak or year if named, by aimak, year and number. They come a few at a time.

    It runs where it is called, and holds no more than what it yields. Sides, sources, decisions, reasons and reactions
    are their codes. Numbers are milliseconds UTC or som; villages are named in a language. named adds the author's name
    and telephone, sealed, as far as they are given and kept with consent. shuffle gives what a proposal of an aimak and
    year is sorted by instead of its number. Then the numbers of one year are held as well.
    """
    results = {(row.aimak_id, row.year): row.results_on for row in connection.execute(_RESULTS)}
    chosen = select(proposals.c.aimak_id, proposals.c.budget_year).distinct().where(*_narrow(aimak_id, year))
    places = connection.execute(chosen.order_by(proposals.c.aimak_id, proposals.c.budget_year)).all()
    for place in places:
        results_on = results.get((place.aimak_id, place.budget_year))
        results_from = None if results_on is None else start_of(results_on)
        statement = _export(place.aimak_id, place.budget_year, results_from, named=named, language=language)
        if shuffle is None:
            yield from _stream_in_parts(connection, statement)
            continue
        by_place = partial(shuffle, place.aimak_id, place.budget_year)
        every = select(proposals.c.number).where(*_narrow(place.aimak_id, place.budget_year))
        numbers = sorted(connection.scalars(every), key=by_place)
        for at in range(0, len(numbers), _AT_ONCE):
            some = statement.where(proposals.c.number.in_(numbers[at : at + _AT_ONCE]))
            for rows in _stream_in_parts(connection, some):
                yield sorted(rows, key=lambda row: by_place(row["place"]))  # noqa: B023


def _stream_in_parts(connection: Connection, statement: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    # The driver's own rows, since no column here has a type that is read otherwise. Row objects cost as much again.
    result = connection.execute(statement)
    names = list(result.keys())
    while rows := result.cursor_strategy.fetchmany(result, result.cursor, _AT_ONCE):
        each = [dict(zip(names, row, strict=True)) for row in rows]
        for one in each:
            one["nearest"], one["arrived_at"], one["read_at"] = read_carried(one["carried"])
        yield each


def _narrow(aimak_id: int | None, year: int | None) -> list[ColumnElement[bool]]:
    where = [counts(proposals.c.aimak_id) if aimak_id is None else proposals.c.aimak_id == aimak_id]
    return where + ([] if year is None else [proposals.c.budget_year == year])


# The facts entered last come last.
_RESULTS = (
    select(budget_years.c.aimak_id, budget_years.c.year, budget_years.c.results_on)
    .where(budget_years.c.results_on.is_not(None))
    .order_by(budget_years.c.id)
)


def _export(aimak_id: int, year: int, results_from: int | None, *, named: bool, language: str) -> Select[Any]:
    facts = Facts(results_from, None)
    withdrawn = proposals.c.withdrawn_at.is_not(None)
    columns = {
        **{name: proposals.c[name] for name in _OWN},
        "number": proposals.c.label,
        "aimak": aimaks.c.code,
        "year": proposals.c.budget_year,
        "place": proposals.c.number,
        "village": name_village(language),
        "work": work_of(),
        "corrections": select_corrections(),
        "property": _property(),
        "answer_files": func.nullif(LATEST.c.files, 0),
        "linked_to": _linked(proposals.c.label),
        "linked_place": _linked(proposals.c.number),
        # What its author took back is a number in the log, and no text any more.
        "text": case((withdrawn, ""), else_=func.coalesce(latest_text(), "")),
        "due_on": type_coerce(proposals.c.due_on, String),  # as SQLite has it: an ISO day
        "public": case((proposals.c.public_text.is_(True), "yes"), (proposals.c.public_text.is_(False), "no")),
        "excluded": case((withdrawn, WITHDRAWN), else_=facts.exclusion(exclusions.c.reason)),
        "by_office": case((is_by_office(None), "yes")),
        "last_asking": facts.last_asking(),
        "decision": LATEST.c.decision,
        "reason_code": LATEST.c.reason,
        "reason": LATEST.c.sentence,
        "decided_amount": LATEST.c.amount,
        "budget_line": LATEST.c.budget_line,
        "revision": LATEST.c.revision,
        "clerk": LATEST.c.answered_by,
        "who": LATEST.c.who,
        "role": LATEST.c.role,
        "first_reply_at": facts.first_reply(),
        "decided_at": facts.decided_at(),
        "carried": facts.carried(),
        "told_at": facts.told_at(),
        "reaction": facts.reaction(counted=False),
    }
    if named:
        columns |= {"author": case((~withdrawn, proposals.c.author_name)), "phone": case((~withdrawn, _phone()))}
    statement = facts.of(columns, *_narrow(aimak_id, year), named=True).order_by(proposals.c.number)
    return statement.execution_options(stream_results=True, max_row_buffer=_AT_ONCE)


_OWN = ("aimak_id", "side", "category", "amount", "village_id", "source", "received_at", "taken_at")


def _linked(column: ColumnElement[Any]) -> ScalarSelect[Any]:
    # Of the earliest of those it gets one answer with; its own row names none.
    first = proposals.alias("linked_first")
    return (
        select(first.c[column.name])
        .where(first.c.id == proposals.c.linked_to, first.c.id != proposals.c.id)
        .correlate(proposals)
        .scalar_subquery()
    )


def _property() -> ScalarSelect[str]:
    # What of the property list it is about, also where the list names that no more.
    return (
        select(property_items.c.code + ". " + property_items.c.kind + ", " + property_items.c.place)
        .join(property_proposals, property_proposals.c.item_id == property_items.c.id)
        .where(property_proposals.c.proposal_id == proposals.c.id)
        .correlate(proposals)
        .scalar_subquery()
    )


def _phone() -> ScalarSelect[str]:
    # Of those alone who gave their name with the proposal, and have not withdrawn their consent.
    return (
        select(people.c.phone)
        .where(
            people.c.id == proposals.c.author_id,
            proposals.c.author_name.is_not(None),
            people.c.consent_at.is_not(None),
            people.c.consent_withdrawn_at.is_(None),
            people.c.erased_at.is_(None),
        )
        .correlate(proposals)
        .scalar_subquery()
    )


def name_village(language: str) -> ColumnElement[str]:
    """The name of a proposal's village in a language, else in the first; of a statement that names villages."""
    if language == FIRST:
        return village_names.c.name
    other = village_names.alias("other_name")
    spoken = select(other.c.name).where(other.c.village_id == proposals.c.village_id, other.c.language == language)
    return func.coalesce(spoken.correlate(proposals).scalar_subquery(), village_names.c.name)


def latest_text() -> ScalarSelect[str]:
    """The text of a proposal as its author wrote it last."""
    return (
        select(proposal_texts.c.text)
        .where(proposal_texts.c.proposal_id == proposals.c.id)
        .order_by(proposal_texts.c.revision.desc())
        .limit(1)
        .correlate(proposals)
        .scalar_subquery()
    )
