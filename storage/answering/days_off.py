"""Days on which an office does not work besides the public holidays: who entered each, and who took it off."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, or_, select, update

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import office_days_off

_OF = office_days_off.c
_SINCE = (
    select(_OF.day)
    .where(_OF.aimak_id == bindparam("aimak"), _OF.day >= bindparam("since"))
    .order_by(_OF.day)
    .distinct()
)
_IN_FORCE = ready(_SINCE.where(_OF.removed_at.is_(None)))
_IN_FORCE_AT = ready(
    _SINCE.where(_OF.entered_at <= bindparam("at"), or_(_OF.removed_at.is_(None), _OF.removed_at > bindparam("at")))
)


class DaysOff:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_in_force(self, aimak_id: int, *, since: date, at: int | None = None) -> list[date]:
        """Lists an office's days off from a day on, as they were known at a moment (None: now)."""
        if at is None:
            rows = await self._connection.scalars(_IN_FORCE, {"aimak": aimak_id, "since": since})
        else:
            rows = await self._connection.scalars(_IN_FORCE_AT, {"aimak": aimak_id, "since": since, "at": at})
        return list(rows)

    async def list_closed(self, aimak_ids: Collection[int], *, day: date) -> set[int]:
        """Those of these aimaks whose office has a day off on a day."""
        if not aimak_ids:
            return set()
        closed = select(_OF.aimak_id).where(_OF.aimak_id.in_(aimak_ids), _OF.day == day, _OF.removed_at.is_(None))
        return set(await self._connection.scalars(closed))

    async def add(self, aimak_id: int, days: Collection[date], *, by: int, at: int) -> None:
        """Enters days off."""
        rows = [{"aimak_id": aimak_id, "day": day, "entered_by": by, "entered_at": at} for day in days]
        await self._connection.execute(insert(self._connection, office_days_off), rows)

    async def remove(self, aimak_id: int, day: date, *, by: int, at: int) -> bool:
        """Takes a day off the list; false where it is not there."""
        of = office_days_off.c
        done = await self._connection.execute(
            update(office_days_off)
            .where(of.aimak_id == aimak_id, of.day == day, of.removed_at.is_(None))
            .values(removed_by=by, removed_at=at)
        )
        return done.rowcount > 0
