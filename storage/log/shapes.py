"""The proposals of an aimak's year that are alike to criterion 6, counted by the database."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, null, select

from bot.budget.proposal import Decision
from bot.budget.tally import Reaction
from bot.budget.workdays import start_of
from storage.database.connection import AsyncConnection
from storage.database.schema import answers, proposals
from storage.log.authors import is_by_office
from storage.log.facts import ARRIVED, LATEST, Facts, day_of_moment, make_day
from storage.log.weights import read_weighed

_AT_ONCE = 500  # proposals that one statement names


@dataclass(frozen=True, slots=True)
class Shape:
    """Proposals that are alike to criterion 6, and how many; days are Bishkek days.

    excluded: 0 counts, 1 is left out by the office, 2 by its author. own_words is the mark of a decision's sentence, if
    that is one of the sentences asked for. by_office: its author has or had a role in that office.
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
    linked_to: int | None = None  # where that was asked for: the earliest (id) of those that get one answer


class Shapes:
    """Counts what is alike: by what is kept on the rows, and by the log where that is not enough."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(
        self,
        *,
        aimak_id: int,
        year: int,
        results_on: date | None,
        by_hand: Collection[str],
        as_of: int | None = None,
        sentences: Sequence[str] = (),
    ) -> list[Shape]:
        """Counts the proposals that are alike; what has one of the sources by_hand was taken down by staff.

        Decisions count from the day of the results on. Where as_of is given (ms UTC), what came then or later does
        not exist yet. All is asked of the log.
        """
        theirs = [proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year]
        return await self._count(theirs, results_on, by_hand, as_of, _among(sentences))

    async def count_linked(
        self,
        *,
        aimak_id: int,
        year: int,
        results_on: date | None,
        by_hand: Collection[str],
        ids: Collection[int] | None = None,
    ) -> list[Shape]:
        """Counts as count does, with what each is linked with and its sentence: all that are linked, or some (ids)."""
        theirs = [proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year]
        theirs += [proposals.c.linked_to.is_not(None) if ids is None else proposals.c.id.in_(list(ids))]
        return await self._count(theirs, results_on, by_hand, None, lambda words: words, linked=proposals.c.linked_to)

    async def list_numbered(
        self,
        *,
        aimak_id: int,
        year: int,
        results_on: date | None,
        by_hand: Collection[str],
        sentences: Sequence[str] = (),
    ) -> list[tuple[Shape, tuple[int, ...]]]:
        """Lists what count counts, each with the numbers of the proposals that are alike."""
        theirs = [proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year]
        words = _among(sentences)
        each = (
            select(
                proposals.c.weighed,
                words(proposals.c.own_words).label("words"),
                cast(proposals.c.number, String).label("number"),
            )
            .where(*theirs)
            .subquery()
        )
        together = func.aggregate_strings(each.c.number, ",").label("numbers")
        kept = select(each.c.weighed, each.c.words, together).group_by(each.c.weighed, each.c.words)
        rows = (await self._connection.execute(kept)).all()
        alike = {(row.weighed, row.words): tuple(map(int, row.numbers.split(","))) for row in rows}
        asks_log = any(row.weighed is None for row in rows)
        unweighed = [*theirs, proposals.c.weighed.is_(None)]
        of_log = (
            await self._count_by_log(unweighed, results_on, by_hand, None, words, linked=proposals.c.number)
            if asks_log
            else []
        )
        found = [
            (_read(_Alike(weighed, own, len(numbers)), results_on, by_hand), numbers)
            for (weighed, own), numbers in alike.items()
            if weighed is not None
        ]
        return [*found, *((replace(one, linked_to=None), (one.linked_to or 0,)) for one in of_log)]

    async def count_each(
        self, *, ids: Collection[int], results_on: date | None, by_hand: Collection[str], as_of: int
    ) -> list[Shape]:
        """Counts some proposals (ids) as of a moment (ms UTC), each for itself: linked_to is its own id."""
        found, wanted = list[Shape](), list(ids)
        for first in range(0, len(wanted), _AT_ONCE):
            theirs: list[ColumnElement[bool]] = [proposals.c.id.in_(wanted[first : first + _AT_ONCE])]
            found += await self._count(theirs, results_on, by_hand, as_of, lambda words: words, linked=proposals.c.id)
        return found

    async def _count(
        self,
        theirs: list[ColumnElement[bool]],
        results_on: date | None,
        by_hand: Collection[str],
        as_of: int | None,
        words: Callable[[Any], Any],
        *,
        linked: Any = None,
    ) -> list[Shape]:
        if as_of is not None:
            return await self._count_by_log(theirs, results_on, by_hand, as_of, words, linked=linked)
        also = [linked.label("linked_to")] if linked is not None else []
        each = select(proposals.c.weighed, words(proposals.c.own_words).label("words"), *also).where(*theirs).subquery()
        kept = select(*each.c, func.count().label("times")).group_by(*each.c)
        rows = (await self._connection.execute(kept)).all()
        found = [_read(row, results_on, by_hand) for row in rows if row.weighed is not None]
        if len(found) == len(rows):
            return found  # the log would be asked for nothing, and to ask it takes longer than all the rest
        theirs = [*theirs, proposals.c.weighed.is_(None)]
        return found + await self._count_by_log(theirs, results_on, by_hand, None, words, linked=linked)

    async def _count_by_log(
        self,
        where: list[ColumnElement[bool]],
        results_on: date | None,
        by_hand: Collection[str],
        as_of: int | None,
        words: Callable[[Any], Any],
        *,
        linked: Any,
    ) -> list[Shape]:
        facts = Facts(None if results_on is None else start_of(results_on), as_of)
        columns = {
            "received": day_of_moment(proposals.c.received_at),
            "first_reply": day_of_moment(facts.first_reply()),
            "decision": LATEST.c.decision,
            "decided": day_of_moment(facts.decided_at()),
            "reasoned": LATEST.c.reasoned,
            "nearest": facts.nearest(),
            "told": facts.told_at().is_not(None),
            "reaction": facts.reaction(counted=True),
            "excluded": facts.excluded(),
            "by_staff": proposals.c.source.in_(list(by_hand)),
            "by_office": is_by_office(as_of),
            "own_words": words(LATEST.c.own_words),
            **({"linked_to": linked} if linked is not None else {}),
        }
        each = facts.of(columns, *where).subquery("each")
        counted = select(*each.c, func.count().label("count")).group_by(*each.c)
        return [_make_shape(dict(row)) for row in (await self._connection.execute(counted)).mappings()]

    async def list_common_sentences(
        self, *, aimak_id: int, year: int, least: int, as_of: int | None = None
    ) -> list[str]:
        """Lists the marks of sentences that may stand in more than so many proposals' answers in force, and maybe others."""
        theirs = [proposals.c.aimak_id == aimak_id, proposals.c.budget_year == year]
        if as_of is None:
            words: Any = proposals.c.own_words
            found = select(words).where(*theirs, words.is_not(None)).group_by(words).having(func.count() > least)
        else:  # whichever revision was the one in force
            words = answers.c.own_words
            found = (
                select(words)
                .join(proposals, proposals.c.id == answers.c.proposal_id)
                .where(*theirs, words != "")
                .group_by(words)
                .having(func.count(answers.c.proposal_id.distinct()) > least)
            )
        return list(await self._connection.scalars(found))


def _among(sentences: Sequence[str]) -> Callable[[Any], Any]:
    # Only the sentences that are asked for: whatever stands on another is alike.
    return lambda words: case((words.in_(list(sentences)), words)) if sentences else null()


@dataclass(frozen=True, slots=True)
class _Alike:
    """What is kept of some rows, as _read reads it."""

    weighed: str
    words: str | None
    times: int


def _read(row: Any, results_on: date | None, by_hand: Collection[str]) -> Shape:
    one = read_weighed(row.weighed)
    made_by = one.made_by(results_on)
    return Shape(
        received=one.received,
        first_reply=one.first_reply,
        decision=Decision(one.decision) if one.decision else None,
        decided=made_by or one.sent,
        reasoned=one.reasoned,
        delivered=one.arrived or one.told,
        told=one.told and not one.arrived,
        reaction=Reaction(one.reaction) if one.reaction and made_by else None,
        excluded=one.excluded,
        by_staff=one.source in by_hand,
        by_office=one.by_office,
        own_words=row.words,
        count=row.times,
        linked_to=getattr(row, "linked_to", None),
    )


def _make_shape(row: dict[str, Any]) -> Shape:
    nearest = row.pop("nearest")
    arrived = nearest is not None and nearest <= ARRIVED
    was_told = bool(row.pop("told"))
    answered = row["decision"] is not None
    return Shape(
        received=make_day(row["received"]) or date.min,
        first_reply=make_day(row["first_reply"]),
        decision=Decision(row["decision"]) if answered else None,
        decided=make_day(row["decided"]),
        reasoned=bool(row["reasoned"]),
        delivered=arrived or was_told,
        told=was_told and not arrived,
        reaction=Reaction(row["reaction"]) if row["reaction"] else None,
        excluded=row["excluded"],
        by_staff=bool(row["by_staff"]),
        by_office=bool(row["by_office"]),
        own_words=row["own_words"],
        count=row["count"],
        linked_to=row.get("linked_to"),
    )
