"""Which proposals stand in which list of an office, and what a list is narrowed to, as conditions of SQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal_column, select, true

from bot.budget.proposal import BY_HAND
from bot.budget.workdays import SOON_DAYS
from storage.database.schema import answer_drafts, answers, people, proposals, told
from storage.queue.arrival import are_all_gone, carried_to_author


class OfficeList(StrEnum):
    """What an office looks through: the soonest due first, of answered and of found ones the newest first.

    Of what is kept that which waits for the head comes first.
    """

    WAITING = "waiting"
    SOON = "soon"  # due within SOON_DAYS, and not late
    OVERDUE = "overdue"
    MINE = "mine"  # taken by whoever looks
    DRAFTED = "drafted"
    FOR_HEAD = "for_head"  # of what is kept that which waits for the head
    QUESTIONED = "questioned"
    UNDELIVERED = "undelivered"
    TO_TELL = "to_tell"  # of these what whoever looks has entered for somebody
    ANSWERED = "answered"
    FOUND = "found"


UNANSWERED = frozenset({OfficeList.WAITING, OfficeList.SOON, OfficeList.OVERDUE, OfficeList.MINE})
NEWEST_FIRST = frozenset({OfficeList.ANSWERED, OfficeList.FOUND})
MOST_COUNTED = 1000  # rows a screen counts; of a longer list it says «more than»
# A search limits itself. What is to be told by hand is said as it is.
COUNTED_WHOLE = frozenset({OfficeList.FOUND, OfficeList.TO_TELL})


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a list is narrowed to. today and person_id say when it is read and whose it is; they chose the rest.

    words are those of a search: of each the stems of which a proposal needs one. source is one of them, or ENTERED.
    """

    today: date | None = None
    person_id: int | None = None
    side: str | None = None
    category: str | None = None
    village_id: int | None = None
    source: str | None = None
    words: tuple[tuple[str, ...], ...] = ()
    newest: bool = False  # the newest first, whatever the list


EVERYTHING = Narrow()
ENTERED = "entered"  # whatever the office took down for others, from paper or by ear


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an office has to do; mine is what whoever asks has taken."""

    waiting: int
    soon: int
    overdue: int
    mine: int
    drafted: int
    questioned: int


class By(StrEnum):
    """What the proposals of a list are counted by."""

    SIDE = "side"
    CATEGORY = "category"
    VILLAGE = "village_id"
    SOURCE = "source"


def _exists_of_each(found: Select[Any]) -> ColumnElement[bool]:
    # «OFFSET 0» has PostgreSQL look for each of the few proposals. Else it may join every answer
    # and person of the country.
    return exists(found.correlate(proposals).limit(1).offset(0))


_answered = exists().where(answers.c.proposal_id == proposals.c.id)
_later = answers.alias("later_answer")
_gone = carried_to_author(are_all_gone(), answers)
# Among the few that have not arrived are those of which nothing is on its way any more.
_unreached = proposals.c.unreached == true()
_undelivered = _exists_of_each(
    select(literal_column("1"))
    .select_from(answers)
    .where(
        answers.c.proposal_id == proposals.c.id,
        func.coalesce(_gone, 1) == 1,
        ~exists().where(told.c.answer_id == answers.c.id),
        ~exists().where(_later.c.proposal_id == answers.c.proposal_id, _later.c.revision > answers.c.revision),
    )
)
# Whoever was forgotten can be told nothing any more.
_forgotten = _exists_of_each(
    select(literal_column("1"))
    .select_from(people)
    .where(people.c.id == proposals.c.author_id, people.c.erased_at.is_not(None))
)
_waiting = proposals.c.waiting == true()
IS_FOR_HEAD = (
    exists()
    .where(answer_drafts.c.proposal_id == proposals.c.id, answer_drafts.c.for_approval.is_(True))
    .correlate(proposals)
)
IN: dict[OfficeList, tuple[ColumnElement[bool], ...]] = {
    OfficeList.WAITING: (_waiting,),
    OfficeList.SOON: (_waiting,),
    OfficeList.OVERDUE: (_waiting,),
    OfficeList.MINE: (_waiting,),
    OfficeList.DRAFTED: (proposals.c.drafted == true(),),
    OfficeList.FOR_HEAD: (proposals.c.drafted == true(), IS_FOR_HEAD),
    OfficeList.QUESTIONED: (proposals.c.questioned == true(), ~_forgotten),
    OfficeList.UNDELIVERED: (_unreached, _undelivered, ~_forgotten),
    OfficeList.TO_TELL: (_unreached, _undelivered, ~_forgotten),
    OfficeList.ANSWERED: (_answered,),
    OfficeList.FOUND: (),
}


def in_list(which: OfficeList, aimak_id: int, also: Collection[int], narrow: Narrow) -> list[ColumnElement[bool]]:
    """The conditions of a list of an office, narrowed to what was chosen."""
    where = [belongs_to(aimak_id, also), *IN[which], *chosen_by(narrow)]
    if which not in UNANSWERED:
        where.append(proposals.c.withdrawn_at.is_(None))
    if which is OfficeList.MINE:
        where.append(proposals.c.taken_by == narrow.person_id)
    if which is OfficeList.TO_TELL:
        where.append(proposals.c.entered_by == narrow.person_id)
    if which is OfficeList.OVERDUE and narrow.today is not None:
        where.append(proposals.c.due_on < narrow.today)
    if which is OfficeList.SOON and narrow.today is not None:
        where.append(proposals.c.due_on.between(narrow.today, narrow.today + timedelta(SOON_DAYS)))
    return where


def belongs_to(aimak_id: int, also: Collection[int]) -> ColumnElement[bool]:
    """That a proposal is an office's: of its aimak, or of one that has become part of it."""
    return proposals.c.aimak_id.in_([aimak_id, *also]) if also else proposals.c.aimak_id == aimak_id


def chosen_by(narrow: Narrow) -> list[ColumnElement[bool]]:
    """The conditions that were chosen beside a list."""
    chosen = {
        proposals.c.side: narrow.side, proposals.c.category: narrow.category, proposals.c.village_id: narrow.village_id
    }  # fmt: skip
    # An empty category and village 0 are those of whoever named none.
    where = [column == (value or None) for column, value in chosen.items() if value is not None]
    if narrow.source == ENTERED:
        where.append(proposals.c.source.in_(sorted(BY_HAND)))
    elif narrow.source is not None:
        where.append(proposals.c.source == narrow.source)
    return where


def order_of(which: OfficeList) -> list[Any]:
    """The order of a list: the soonest due first, or the newest.

    Of what is kept, what waits for the head comes first.
    """
    if which is OfficeList.DRAFTED:
        return [case((IS_FOR_HEAD, 0), else_=1), proposals.c.due_on, proposals.c.id]
    return [proposals.c.id.desc()] if which in NEWEST_FIRST else [proposals.c.due_on, proposals.c.id]


def order_counted(which: OfficeList, also: Collection[int]) -> list[Any]:
    """The order in which an index has a list. Of several aimaks together it has none."""
    if also:
        return []
    return [proposals.c.id.desc()] if which in NEWEST_FIRST else [proposals.c.due_on, proposals.c.id]


def count_rows(
    where: Collection[ColumnElement[bool]], *, most: int | None = None, along: Collection[Any] = ()
) -> Select[int]:
    """Counts proposals and stops at most + 1: so a long list costs no more than a short one.

    along is the order of the index to walk along. Without it PostgreSQL may walk through the table instead.
    """
    if most is None:
        return select(func.count()).select_from(proposals).where(*where)
    some: Select[Any] = (
        select(literal_column("1")).select_from(proposals).where(*where).order_by(*along).limit(most + 1)
    )
    return select(func.count()).select_from(some.correlate(None).subquery("some"))
