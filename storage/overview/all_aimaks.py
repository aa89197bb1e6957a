"""What each aimak has waiting, answered and published, counted for all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, case, false, func, literal_column, or_, select, true

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.schema import aimaks, audit, budget_years, proposals, public_pages, roles
from storage.log.authors import OFFICE, is_by_office
from storage.log.facts import LATEST, Facts, day_of_moment
from storage.log.weights import kept_counts, kept_decided, kept_first_reply, kept_received


@dataclass(slots=True)
class Figures:
    """One aimak in figures. Proposals are those of its current budget year that weigh in criterion 6, and later ones.

    waiting and overdue are of every year. active_at (ms UTC): when somebody of its office last did anything, or came
    into it; None where nobody works there. reply_days: Bishkek days from coming to the first reply, summed. unreached:
    decided, and nobody can say that the author knows.
    """

    aimak_id: int
    staff: int = 0
    active_at: int | None = None
    waiting: int = 0
    overdue: int = 0
    received: int = 0
    replied: int = 0
    reply_days: int = 0
    decided: int = 0
    unreached: int = 0
    results_on: date | None = None
    page_on: bool = False  # the public page, as its switch stands


# An aimak that has become part of another is answered for there.
_OFFICE_OF = func.coalesce(aimaks.c.merged_into_id, aimaks.c.id)
_YEAR = func.coalesce(aimaks.c.budget_year, bindparam("year", type_=Integer))
_THEIRS = and_(proposals.c.aimak_id == aimaks.c.id, proposals.c.budget_year == _YEAR)
_COUNTED = aimaks.c.practice_of_id.is_(None)
_WEIGHED, _SOME = proposals.c.weighed, proposals.alias("some")


def _each(*where: Any) -> Any:
    # Outer joins, so that an index finds each aimak's own: else SQLite walks through all proposals.
    return aimaks.outerjoin(proposals, and_(*where))


_LATE = case((proposals.c.due_on < bindparam("today", type_=Date), 1), else_=0)
_WAITING = ready(
    select(_OFFICE_OF.label("aimak"), func.count(proposals.c.id).label("waiting"), func.sum(_LATE).label("overdue"))
    .select_from(_each(proposals.c.aimak_id == aimaks.c.id, proposals.c.waiting == true()))
    .where(_COUNTED)
    .group_by(_OFFICE_OF)
)
_OVERDUE = ready(
    select(aimaks.c.code)
    .distinct()
    .select_from(_each(proposals.c.aimak_id == aimaks.c.id, proposals.c.waiting == true()))
    .where(_COUNTED, aimaks.c.sample == false(), proposals.c.due_on < bindparam("today", type_=Date))
    .order_by(aimaks.c.code)
)
_LAST_ACT = (
    select(audit.c.at)
    .where(audit.c.person_id == roles.c.person_id)
    .order_by(audit.c.id.desc())
    .limit(1)
    .correlate(roles)
    .scalar_subquery()
)
_STAFF = ready(
    select(
        roles.c.aimak_id.label("aimak"),
        func.count(roles.c.person_id.distinct()).label("staff"),
        func.max(func.coalesce(_LAST_ACT, roles.c.granted_at)).label("active_at"),
    )
    .where(
        roles.c.aimak_id.is_not(None),
        roles.c.revoked_at.is_(None),
        or_(*(roles.c.role == literal_column(f"'{role}'") for role in OFFICE)),
    )
    .group_by(roles.c.aimak_id)
)
_KEPT = ready(
    select(
        aimaks.c.id.label("aimak"),
        func.count(proposals.c.id).label("received"),
        func.count(kept_first_reply(_WEIGHED)).label("replied"),
        func.sum(kept_first_reply(_WEIGHED) - kept_received(_WEIGHED)).label("reply_days"),
        func.sum(case((kept_decided(_WEIGHED), 1), else_=0)).label("decided"),
    )
    .select_from(_each(_THEIRS, _WEIGHED.is_not(None), kept_counts(_WEIGHED)))
    .where(_COUNTED)
    .group_by(aimaks.c.id)
)
_UNREACHED = ready(
    select(proposals.c.aimak_id.label("aimak"), func.count().label("unreached"))
    .select_from(aimaks.join(proposals, and_(_THEIRS, proposals.c.unreached == true())))
    .where(_COUNTED, or_(_WEIGHED.is_(None), kept_counts(_WEIGHED)))
    .group_by(proposals.c.aimak_id)
)
_FACTS = Facts(None, None)
_OF_SPECIAL = ready(
    _FACTS.of(
        {
            "aimak": proposals.c.aimak_id,
            "received": day_of_moment(proposals.c.received_at),
            "first_reply": day_of_moment(_FACTS.first_reply()),
            "decision": LATEST.c.decision,
            "excluded": _FACTS.excluded(),
            "by_office": is_by_office(None),
        },
        proposals.c.id.in_(
            select(_SOME.c.id)
            .select_from(
                aimaks.outerjoin(
                    _SOME,
                    and_(_SOME.c.aimak_id == aimaks.c.id, _SOME.c.budget_year == _YEAR, _SOME.c.weighed.is_(None)),
                )
            )
            .where(_COUNTED)
        ),
    )
)
_RESULTS = ready(
    select(budget_years.c.aimak_id.label("aimak"), budget_years.c.results_on)
    .join(aimaks, and_(aimaks.c.id == budget_years.c.aimak_id, budget_years.c.year == _YEAR))
    .order_by(budget_years.c.id)
)
_PAGES = ready(select(public_pages.c.aimak_id.label("aimak"), public_pages.c.is_on).order_by(public_pages.c.id))


class Overview:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count(self, *, year: int, today: date) -> dict[int, Figures]:
        """Counts every aimak (by its id) that has any figure. year is the budget year of an aimak that names none."""
        found: dict[int, Figures] = {}
        of = {"year": year}
        await self._add(found, _WAITING, {"today": today}, ("waiting", "overdue"))
        await self._add(found, _KEPT, of, ("received", "replied", "reply_days", "decided"))
        await self._add(found, _UNREACHED, of, ("unreached",))
        for row in (await self._connection.execute(_OF_SPECIAL, of)).mappings():
            _add_special(_of(found, row["aimak"]), row)
        for row in await self._connection.execute(_STAFF):
            one = _of(found, row.aimak)
            one.staff, one.active_at = row.staff, row.active_at
        for row in await self._connection.execute(_RESULTS, of):  # the facts entered last come last
            _of(found, row.aimak).results_on = row.results_on
        for row in await self._connection.execute(_PAGES):  # the last turn of the switch comes last
            _of(found, row.aimak).page_on = bool(row.is_on)
        return found

    async def list_overdue(self, *, today: date) -> list[str]:
        """Lists the codes of aimaks, but for samples, in which a proposal waits past the last day of its answer."""
        return list(await self._connection.scalars(_OVERDUE, {"today": today}))

    async def _add(
        self, found: dict[int, Figures], statement: Any, given: dict[str, Any], names: Iterable[str]
    ) -> None:
        for row in await self._connection.execute(statement, given):
            one = _of(found, row.aimak)
            for name in names:
                setattr(one, name, getattr(one, name) + int(getattr(row, name) or 0))


def _of(found: dict[int, Figures], aimak_id: int) -> Figures:
    return found.setdefault(aimak_id, Figures(aimak_id))


def _add_special(one: Figures, row: Any) -> None:
    # What was answered more than once is weighed by the log.
    if row["excluded"] or row["by_office"]:
        return
    one.received += 1
    one.decided += row["decision"] is not None
    if row["first_reply"] is not None:
        one.replied += 1
        one.reply_days += row["first_reply"] - row["received"]
