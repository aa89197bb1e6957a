"""A contest to judge: aimaks of the install, others by a file, jurors of their own, marks that are drawn."""

import inspect
from dataclasses import dataclass, field
from typing import Any

from bot.budget.contest.rules import Kind
from bot.budget.permissions import Role
from bot.budget.workdays import find_day
from bot.office.contest import contests, judging
from bot.office.contest.contests import NewEntry
from bot.office.contest.figures import PROPOSED
from storage.aimaks import NewAimak
from storage.database.engine import Database
from storage.people import Person
from tests.office.offices import MONDAY, YEAR

JURORS = ("Асан", "Бермет", "Чолпон", "Дамира")


@dataclass
class Commission:
    """A contest with its jurors; its clock stands still unless somebody moves it."""

    database: Database
    now: int = MONDAY
    id: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    async def does(self, act: Any, **given: Any) -> Any:
        """Does an act in a transaction of its own."""
        if "at" in inspect.signature(act).parameters:
            given["at"] = self.now
        return await self.database.write(lambda store: act(store, **given))

    async def begins(self, *, aimaks: int = 3, others: int = 21, kind: Kind = Kind.BUDGET) -> "Commission":
        """Enters aimaks of the install and others, and draws the codes."""
        codes = [f"entry{n:02}" for n in range(aimaks)]

        async def enter(store: Any) -> int:
            for code in codes:
                osh, nookat, name = ({"ky": one, "ru": one} for one in ("Ош", "Ноокат", f"Кожаяр{code}"))
                await store.aimaks.put(NewAimak(code, osh, nookat, name, f" {code}"))
            made = await contests.begin(store, kind=kind, year=YEAR, today=find_day(self.now), by=None, at=self.now)
            new = [make_other(n, kind) for n in range(others)]
            await contests.enter(store, id=made.id, codes=codes, new=new, by=None, at=self.now)
            return made.id

        self.id = await self.database.write(enter)
        return self

    async def draws(self) -> list[int]:
        """Draws the codes; returns them."""
        return [entry.code for entry in await self.does(contests.draw_codes, id=self.id, by=None)]

    async def meets(self, name: str, role: Role | None = Role.JUROR, *, aimak: str | None = None) -> Person:
        """Somebody with an install-wide role, who may have chosen an aimak."""

        async def work(store: Any) -> Person:
            person = await store.people.meet("telegram", "bot", name, at=self.now)
            if role is not None:
                await store.roles.grant(person.id, role=role, aimak_id=None, by=None, at=self.now)
            if aimak is not None:
                await store.people.set_aimak(person.peer_id, (await store.aimaks.find_by_code(aimak)).id)
            found = await store.people.find("telegram", "bot", name)
            assert found is not None
            return found

        self.people[name] = await self.database.write(work)
        return self.people[name]

    async def marks(self, name: str, given: dict[tuple[int, int], int]) -> int:
        """Lets a juror mark; returns how many marks are new or changed."""
        return int(await self.does(judging.put_marks, given=given, by=self.people[name]))

    async def sees(self, name: str) -> judging.OwnSheet:
        """What a juror sees."""
        return await self.does(judging.read_own, by=self.people[name])


def make_other(n: int, kind: Kind = Kind.BUDGET) -> NewEntry:
    """An entry that does not use Sunush."""
    figures = {"1": {PROPOSED: float(n)}}
    if kind is Kind.CSO:
        return NewEntry({"applicant": f"Сыртуюм{n:02}", "theme": f"Сырттема{n:02}", "sum": 100_000 + n}, figures)
    names = {
        "ky": f"Сырткышаар{n:02}",
        "ru": f"Сырткышаар{n:02}",
        "rayon_ky": "Чүй району",
        "rayon_ru": "Чуйский район",
    }
    return NewEntry(names, figures)
