"""The switch of an aimak's public page. Each change is a row of its own, so that on and off stay as history."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, ScalarSelect, and_, bindparam, case, exists, select

from bot.budget.workdays import find_day
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import aimaks, public_pages


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One state of an aimak's page: on or off, who changed it and when. Without a contact the office is asked."""

    aimak_id: int
    is_on: bool
    contact: str | None
    changed_by: int | None  # people.id; None where it was the command line
    changed_at: int  # milliseconds UTC


def _find_whose() -> ScalarSelect[int]:
    # An aimak that has become part of another is shown by that one, from its first day on.
    is_part = and_(aimaks.c.merged_into_id.is_not(None), aimaks.c.valid_to < bindparam("day", type_=Date))
    whose = select(case((is_part, aimaks.c.merged_into_id), else_=aimaks.c.id))
    return whose.where(aimaks.c.id == bindparam("aimak")).scalar_subquery()


_real = aimaks.alias("real")
# Samples are there to try things with, until the first real aimak is entered.
_is_replaced_sample = exists().where(
    aimaks.c.id == public_pages.c.aimak_id,
    aimaks.c.sample,
    exists(select(_real.c.id).where(~_real.c.sample, _real.c.practice_of_id.is_(None))),
)
_ROW = select(*(public_pages.c[name] for name in PublicPage.__dataclass_fields__)).where(
    public_pages.c.aimak_id == _find_whose()
)
_IN_FORCE = ready(_ROW.where(~_is_replaced_sample).order_by(public_pages.c.id.desc()).limit(1))
_BEFORE = (
    _ROW.where(~_is_replaced_sample, public_pages.c.changed_at < bindparam("as_of"))
    .order_by(public_pages.c.id.desc())
    .limit(1)
)


class Pages:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, aimak_id: int, *, as_of: int | None = None) -> PublicPage | None:
        """Finds the state in force, as_of a moment (ms UTC) the one before it. None: nobody has ever touched the switch."""
        given = {"aimak": aimak_id, "day": date.max if as_of is None else find_day(as_of - 1)}
        if as_of is None:
            row = (await self._connection.execute(_IN_FORCE, given)).first()
        else:
            row = (await self._connection.execute(_BEFORE, {**given, "as_of": as_of})).first()
        return None if row is None else PublicPage(*row)

    async def put(self, aimak_id: int, *, is_on: bool, contact: str | None, by: int | None, at: int) -> int:
        """Writes a state beside the earlier ones, which stay; returns the id of the row."""
        values = {"aimak_id": aimak_id, "is_on": is_on, "contact": contact, "changed_by": by, "changed_at": at}
        written: int | None = await self._connection.scalar(
            insert(self._connection, public_pages).values(values).returning(public_pages.c.id)
        )
        assert written is not None
        return written

    async def list_untouched_samples(self) -> list[int]:
        """Lists the sample aimaks (ids) whose switch nobody has ever touched."""
        touched = exists().where(public_pages.c.aimak_id == aimaks.c.id)
        return list(
            await self._connection.scalars(select(aimaks.c.id).where(aimaks.c.sample, ~touched).order_by(aimaks.c.id))
        )
