"""Ayil aimaks and their villages, with their names in every language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, or_, select, update
from sqlalchemy.exc import NoResultFound

from bot.language.by_language import FIRST, Texts, choose_language
from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import aimak_names, aimaks, proposals, public_pages, village_names, villages
from storage.log import search


@dataclass(frozen=True, slots=True)
class Aimak:
    """One ayil aimak; fold is what typed parts of names are looked up in."""

    id: int
    code: str
    oblasts: Texts
    rayons: Texts
    names: Texts
    fold: str
    phone: str | None
    budget_year: int | None
    sample: bool
    head_approves: bool
    merged_into_id: int | None = None  # the aimak it has become part of
    practice_of_id: int | None = None  # the aimak beside which it is for training: nothing in it counts

    @property
    def is_open_practice(self) -> bool:
        """Whether it is for practice, and neither emptied nor removed: then its code would be none of a link."""
        return self.practice_of_id is not None and not self.code.startswith("-")

    def name(self, language: str) -> str:
        """The aimak's name in a language."""
        return choose_language(self.names, language)

    def rayon(self, language: str) -> str:
        """The name of its rayon in a language."""
        return choose_language(self.rayons, language)

    def oblast(self, language: str) -> str:
        """The name of its oblast in a language."""
        return choose_language(self.oblasts, language)


@dataclass(frozen=True, slots=True)
class Village:
    id: int
    aimak_id: int
    names: Texts

    def name(self, language: str) -> str:
        """The village's name in a language."""
        return choose_language(self.names, language)


@dataclass(frozen=True, slots=True)
class NewAimak:
    """An aimak as it is entered: its names, and those of its villages, in the same languages."""

    code: str
    oblasts: Texts
    rayons: Texts
    names: Texts
    fold: str
    phone: str | None = None
    villages: tuple[Texts, ...] = ()


_PLAIN = ("code", "fold", "phone", "budget_year", "sample", "head_approves", "merged_into_id", "practice_of_id")
_NAMED = ("oblast", "rayon", "name")
_AIMAKS = select(
    aimaks.c.id, *(aimaks.c[name] for name in _PLAIN), aimak_names.c.language, *(aimak_names.c[name] for name in _NAMED)
).join(aimak_names, aimak_names.c.aimak_id == aimaks.c.id)
_BY_ID = ready(_AIMAKS.where(aimaks.c.id == bindparam("aimak")))
# No merger of it goes on meanwhile. SQLite has one writer, so that there none ever does.
_STANDING = ready(
    _AIMAKS.where(aimaks.c.id == bindparam("aimak")).with_for_update(read=True, key_share=True, of=aimaks)
)
_ALONE = ready(_AIMAKS.where(aimaks.c.id == bindparam("aimak")).with_for_update(of=aimaks))
_BY_CODE = ready(_AIMAKS.where(aimaks.c.code == bindparam("short")))
_PRACTICE = ready(select(aimaks.c.id).where(aimaks.c.id == bindparam("aimak"), aimaks.c.practice_of_id.is_not(None)))
_WITHIN = ready(select(aimaks.c.id).where(aimaks.c.merged_into_id == bindparam("aimak")).order_by(aimaks.c.id))
_VILLAGES = select(villages.c.id, villages.c.aimak_id, village_names.c.language, village_names.c.name).join(
    village_names, village_names.c.village_id == villages.c.id
)


class Aimaks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, aimak_id: int) -> Aimak:
        """Returns an aimak that is known to exist; raises NoResultFound else."""
        found = await self.find(aimak_id)
        if found is None:
            raise NoResultFound(f"there is no aimak {aimak_id}")
        return found

    async def find(self, aimak_id: int) -> Aimak | None:
        """Finds an aimak by its id."""
        found = _group_rows((await self._connection.execute(_BY_ID, {"aimak": aimak_id})).all())
        return found[0] if found else None

    async def settle(self, aimak_id: int, *, alone: bool = False) -> Aimak:
        """The aimak that what is written now belongs to: this one, or the one it has become part of.

        It stays that until the transaction is over: a merger waits. With alone, so does whoever asks for it in the same
        way. Raises NoResultFound for one that is not there.
        """
        while True:
            found = _group_rows(
                (await self._connection.execute(_ALONE if alone else _STANDING, {"aimak": aimak_id})).all()
            )
            if not found:
                raise NoResultFound(f"there is no aimak {aimak_id}")
            if found[0].merged_into_id is None:
                return found[0]
            aimak_id = found[0].merged_into_id

    async def list_within(self, aimak_id: int) -> list[int]:
        """Lists the aimaks (ids) that have become part of one."""
        return list(await self._connection.scalars(_WITHIN, {"aimak": aimak_id}))

    async def lock(self, aimak_id: int) -> None:
        """Lets nobody else who asks for it act on an aimak until this transaction is over."""
        await self._connection.execute(select(aimaks.c.id).where(aimaks.c.id == aimak_id).with_for_update())

    async def find_by_code(self, code: str) -> Aimak | None:
        """Finds an aimak by the code that stands in links and commands."""
        found = _group_rows((await self._connection.execute(_BY_CODE, {"short": code})).all())
        return found[0] if found else None

    async def open_on(self, day: date) -> list[Aimak]:
        """Lists the aimaks residents can choose on a day: the samples only while no real one is there."""
        real = aimaks.alias()
        rows = await self._connection.execute(
            _AIMAKS.where(
                aimaks.c.merged_into_id.is_(None),
                aimaks.c.practice_of_id.is_(None),
                or_(aimaks.c.valid_from.is_(None), aimaks.c.valid_from <= day),
                or_(aimaks.c.valid_to.is_(None), aimaks.c.valid_to >= day),
                or_(
                    ~aimaks.c.sample, ~exists(select(real.c.id).where(~real.c.sample, real.c.practice_of_id.is_(None)))
                ),
            ).order_by(aimaks.c.id)
        )
        return sorted(
            _group_rows(rows.all()), key=lambda one: (one.oblasts[FIRST], one.rayons[FIRST], one.names[FIRST], one.id)
        )

    async def list_practising(self) -> list[Aimak]:
        """Lists the aimaks for practice that are neither emptied nor removed."""
        where = aimaks.c.practice_of_id.is_not(None), aimaks.c.valid_to.is_(None)
        return _group_rows((await self._connection.execute(_AIMAKS.where(*where).order_by(aimaks.c.id))).all())

    async def list_all(self, *, practice: bool = False) -> list[Aimak]:
        """Lists every aimak, samples and closed ones included, those for practice only where asked for."""
        where = [] if practice else [aimaks.c.practice_of_id.is_(None)]
        return _group_rows((await self._connection.execute(_AIMAKS.where(*where).order_by(aimaks.c.code))).all())

    async def is_practice(self, aimak_id: int | None) -> bool:
        return aimak_id is not None and await self._connection.scalar(_PRACTICE, {"aimak": aimak_id}) is not None

    async def count(self) -> int:
        return await self._connection.scalar(select(func.count()).select_from(aimaks)) or 0

    async def put(self, new: NewAimak, *, sample: bool = False) -> bool:
        """Writes an aimak and its villages, over one with the same code if there is one. True: it is new."""
        known = await self.find_by_code(new.code)
        values = {"fold": new.fold, "sample": sample} | ({"phone": new.phone} if new.phone else {})
        written = insert(self._connection, aimaks).values(code=new.code, **values)
        aimak_id = await self._connection.scalar(
            written.on_conflict_do_update(index_elements=["code"], set_=values).returning(aimaks.c.id)
        )
        for language in new.names:
            parts = {"oblast": new.oblasts[language], "rayon": new.rayons[language], "name": new.names[language]}
            named = insert(self._connection, aimak_names).values(aimak_id=aimak_id, language=language, **parts)
            await self._connection.execute(
                named.on_conflict_do_update(index_elements=["aimak_id", "language"], set_=parts)
            )
        await self._put_villages(aimak_id, new.villages)
        if known is not None and known.sample and not sample:  # the page of a sample was on for trying it
            await self._connection.execute(delete(public_pages).where(public_pages.c.aimak_id == aimak_id))
        return known is None

    async def _put_villages(self, aimak_id: int, named: Iterable[Texts]) -> None:
        # A village is known again by its first name; whoever enters the same aimak meanwhile waits for its row.
        known = {village.names[FIRST]: village for village in await self.list_villages(aimak_id)}
        for names in named:
            village = known.get(names[FIRST])
            village_id = (
                village.id
                if village is not None
                else await self._connection.scalar(
                    insert(self._connection, villages).values(aimak_id=aimak_id).returning(villages.c.id)
                )
            )
            for language, name in names.items():
                row = insert(self._connection, village_names).values(
                    village_id=village_id, language=language, name=name
                )
                await self._connection.execute(
                    row.on_conflict_do_update(index_elements=["village_id", "language"], set_={"name": name})
                )
            if village is not None and dict(village.names) != {**village.names, **names}:
                await self._index_village(village)

    async def _index_village(self, village: Village) -> None:
        # Proposals from it are found by its name, also those that an aimak which became part of this one keeps.
        within = [village.aimak_id, *await self.list_within(village.aimak_id)]
        theirs = select(proposals.c.id).where(
            proposals.c.aimak_id.in_(within), proposals.c.village_id == village.id, proposals.c.withdrawn_at.is_(None)
        )
        for proposal_id in list(await self._connection.scalars(theirs)):
            await search.index(self._connection, proposal_id)

    async def set_head_approves(self, aimak_id: int, approves: bool) -> None:
        """Writes whether answers wait for the head before they leave."""
        await self._connection.execute(update(aimaks).where(aimaks.c.id == aimak_id).values(head_approves=approves))

    async def find_village(self, village_id: int) -> Village | None:
        found = _make_villages((await self._connection.execute(_VILLAGES.where(villages.c.id == village_id))).all())
        return found[0] if found else None

    async def list_villages(self, aimak_id: int) -> list[Village]:
        """Lists the villages of an aimak in the order of their Kyrgyz names."""
        rows = await self._connection.execute(_VILLAGES.where(villages.c.aimak_id == aimak_id).order_by(villages.c.id))
        return sorted(_make_villages(rows.all()), key=lambda one: (one.names[FIRST], one.id))


def _group_rows(rows: Iterable[Any]) -> list[Aimak]:
    """Makes aimaks of rows that come one a language, those of an aimak one after the other."""
    found = []
    for id, group in groupby(rows, lambda row: row.id):
        named = list(group)
        oblasts, rayons, names = ({row.language: getattr(row, part) for row in named} for part in _NAMED)
        plain: Mapping[str, Any] = {name: getattr(named[0], name) for name in _PLAIN}
        found.append(Aimak(id=id, oblasts=oblasts, rayons=rayons, names=names, **plain))
    return found


def _make_villages(rows: Iterable[Any]) -> list[Village]:
    return [
        Village(id, aimak_id, {row.language: row.name for row in group})
        for (id, aimak_id), group in groupby(rows, lambda row: (row.id, row.aimak_id))
    ]
