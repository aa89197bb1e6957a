"""Small units of work, and several of them in one group."""

import asyncio
import sqlite3
from contextlib import closing

from sqlalchemy import text

from storage.database.engine import Database
from storage.database.schema import meta
from storage.store import Store


async def turn_of_the_loop() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def put(name: str, value: str = "x"):
    async def work(store: Store) -> str:
        await store.connection.execute(meta.insert().values(name=name, value=value))
        return name

    return work


async def names(database: Database) -> set[str]:
    async def ask(store: Store) -> set[str]:
        return set(await store.connection.scalars(text("SELECT name FROM meta")))

    return await database.read(ask)


def names_on_disk(database: Database) -> set[str]:
    """What somebody else sees: another connection, opened now."""
    with closing(sqlite3.connect(str(database.url.database))) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM meta")}


class Paused:
    """A unit that writes its row and then waits to be let go on. So others can gather behind it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def __call__(self, store: Store) -> str:
        await put(self._name)(store)
        self.begun.set()
        await self.go_on.wait()
        return self._name


async def gathered(database: Database, *works):
    """Units that stand behind one another in one group: the first is held until all the others have come."""
    first = Paused("first")
    tasks = [asyncio.create_task(database.write(first))]
    await first.begun.wait()
    tasks += [asyncio.create_task(database.write(work)) for work in works]
    await turn_of_the_loop()
    return first, tasks
