"""Ayil aimaks and their villages, in both languages."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import aimaks, villages


@dataclass(frozen=True, slots=True)
class Aimak:
    """One ayil aimak; fold is what typed parts of names are looked up in."""

    id: int
    code: str
    oblast_ky: str
    oblast_ru: str
    rayon_ky: str
    rayon_ru: str
    name_ky: str
    name_ru: str
    fold: str
    phone: str | None
    budget_year: int | None
    sample: bool
    head_approves: bool

    def name(self, language: str) -> str:
        """The aimak's name in a language."""
        return self.name_ru if language == "ru" else self.name_ky

    def rayon(self, language: str) -> str:
        """The name of its rayon in a language."""
        return self.rayon_ru if language == "ru" else self.rayon_ky

    def oblast(self, language: str) -> str:
        """The name of its oblast in a language."""
        return self.oblast_ru if language == "ru" else self.oblast_ky


@dataclass(frozen=True, slots=True)
class Village:
    """One village of an aimak."""

    id: int
    aimak_id: int
    name_ky: str
    name_ru: str

    def name(self, language: str) -> str:
        """The village's name in a language."""
        return self.name_ru if language == "ru" else self.name_ky


@dataclass(frozen=True, slots=True)
class NewAimak:
    """An aimak as it is entered; villages are pairs of a Kyrgyz and a Russian name."""

    code: str
    oblast_ky: str
    oblast_ru: str
    rayon_ky: str
    rayon_ru: str
    name_ky: str
    name_ru: str
    fold: str
    phone: str | None = None
    villages: tuple[tuple[str, str], ...] = ()


_COLUMNS = [aimaks.c[name] for name in Aimak.__dataclass_fields__]
_BY_ID = ready(
    select(*_COLUMNS).where(aimaks.c.id == bindparam("aimak"))
)  # built once: it runs with nearly every message


class Aimaks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, aimak_id: int) -> Aimak:
        """Returns an aimak that is known to exist."""
        row = (await self._connection.execute(_BY_ID, {"aimak": aimak_id})).mappings().one()
        return _aimak(row)

    async def lock(self, aimak_id: int) -> None:
        """Lets nobody else who asks for it act on an aimak until this transaction is over."""
        await self._connection.execute(select(aimaks.c.id).where(aimaks.c.id == aimak_id).with_for_update())

    async def by_code(self, code: str) -> Aimak | None:
        """Finds an aimak by the code that stands in links and commands."""
        row = (await self._connection.execute(select(*_COLUMNS).where(aimaks.c.code == code))).mappings().first()
        return _aimak(row) if row else None

    async def open_on(self, day: date) -> list[Aimak]:
        """Lists the aimaks residents can choose on a day: the samples only while no real one is there."""
        real = aimaks.alias()
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .where(
                or_(aimaks.c.valid_from.is_(None), aimaks.c.valid_from <= day),
                or_(aimaks.c.valid_to.is_(None), aimaks.c.valid_to >= day),
                or_(~aimaks.c.sample, ~exists(select(real.c.id).where(~real.c.sample))),
            )
            .order_by(aimaks.c.oblast_ky, aimaks.c.rayon_ky, aimaks.c.name_ky, aimaks.c.id)
        )
        return [_aimak(row) for row in rows.mappings()]

    async def all(self) -> list[Aimak]:
        """Lists every aimak, samples and closed ones included."""
        rows = await self._connection.execute(select(*_COLUMNS).order_by(aimaks.c.code))
        return [_aimak(row) for row in rows.mappings()]

    async def count(self) -> int:
        """Counts the aimaks."""
        return await self._connection.scalar(select(func.count()).select_from(aimaks)) or 0

    async def put(self, new: NewAimak, *, sample: bool = False) -> bool:
        """Writes an aimak and its villages, over one with the same code if there is one; true if it is new."""
        known = await self.by_code(new.code)
        values = {name: getattr(new, name) for name in NewAimak.__dataclass_fields__ if name != "villages"}
        statement = insert(self._connection, aimaks).values(**values, sample=sample)
        renewed = {name: value for name, value in values.items() if name != "phone" or value} | {"sample": sample}
        aimak_id = await self._connection.scalar(
            statement.on_conflict_do_update(index_elements=["code"], set_=renewed).returning(aimaks.c.id)
        )
        for name_ky, name_ru in new.villages:
            village = insert(self._connection, villages).values(aimak_id=aimak_id, name_ky=name_ky, name_ru=name_ru)
            await self._connection.execute(
                village.on_conflict_do_update(index_elements=["aimak_id", "name_ky"], set_={"name_ru": name_ru})
            )
        return known is None

    async def set_head_approves(self, aimak_id: int, approves: bool) -> None:
        """Writes whether answers wait for the head before they leave."""
        await self._connection.execute(update(aimaks).where(aimaks.c.id == aimak_id).values(head_approves=approves))

    async def village(self, village_id: int) -> Village | None:
        """Finds a village by its id."""
        row = (
            (
                await self._connection.execute(
                    select(villages.c.id, villages.c.aimak_id, villages.c.name_ky, villages.c.name_ru).where(
                        villages.c.id == village_id
                    )
                )
            )
            .mappings()
            .first()
        )
        return Village(**row) if row else None

    async def villages(self, aimak_id: int) -> list[Village]:
        """Lists the villages of an aimak."""
        rows = await self._connection.execute(
            select(villages.c.id, villages.c.aimak_id, villages.c.name_ky, villages.c.name_ru)
            .where(villages.c.aimak_id == aimak_id)
            .order_by(villages.c.name_ky, villages.c.id)
        )
        return [Village(**row) for row in rows.mappings()]


def _aimak(row: RowMapping) -> Aimak:
    return Aimak(**row)
