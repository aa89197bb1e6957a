"""What the tests of the outbox share: claiming, finishing, draining, sweeping, and waiting for a lock."""

import asyncio
import uuid
from typing import Any

from sqlalchemy import text

from storage.database.engine import Database
from storage.people import Person
from storage.queue.outbox import Lane, Letter, State
from storage.store import Store
from tests.patience import patient
from tests.storage.rows import BOT, NOW, queue, rows_of

LEASE = 60_000


async def claim(
    database: Database, *, now: int = NOW, limit: int = 8, suspect: bool = False, lease: str | None = None
) -> list[Letter]:
    given = {"now": now, "limit": limit, "lease": lease or str(uuid.uuid4()), "leased_until": now + LEASE}
    return await database.write(lambda store: store.outbox.claim(*BOT, **given, suspect=suspect))


async def dies(database: Database, *, now: int = NOW) -> tuple[int, list[int]]:
    """Whoever has claimed something dies: how many rows are taken back, and which (object ids) are parked."""
    again, parked = await database.write(lambda store: store.outbox.reclaim(*BOT, now=now, all_leases=True))
    numbers = {row["id"]: row["object_id"] for row in await outbox_rows(database)}
    return again, sorted(numbers[id] for id in parked)


async def finish(database: Database, letter: Letter, state: State = State.SENT, *, at: int = NOW) -> bool:
    return await database.write(lambda store: store.outbox.finish(letter, state, at=at, external_id="42"))


async def queued(
    database: Database, person: Person, *about: int, lane: Lane = Lane.REPLY, at: int = NOW, **values: Any
) -> None:
    for object_id in about:
        await database.write(lambda store, object_id=object_id: queue(store, person, object_id, lane, at=at, **values))


def about(letters: list[Letter]) -> list[int]:
    return [int(letter.body.removeprefix("body ")) for letter in letters]


async def drained(database: Database, *, now: int = NOW, suspect: bool = False) -> list[int]:
    """Claims and sends until nothing is due; returns what was sent, in order."""
    sent = []
    while letters := await claim(database, now=now, limit=1, suspect=suspect):
        sent += about(letters)
        await finish(database, letters[0])
    return sent


async def sweep(database: Database) -> int:
    return await database.write(lambda store: store.outbox.sweep(*BOT))


async def until_somebody_waits_for_a_lock(database: Database) -> None:
    """Waits until another connection of this database waits for a lock."""

    async def ask(store: Store) -> int:
        return await store.connection.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
        )

    async with patient(20):
        while not await database.read(ask):  # noqa: ASYNC110 - PostgreSQL tells nobody that somebody has begun to wait
            await asyncio.sleep(0)


async def outbox_rows(database: Database) -> list[dict]:
    return await rows_of(database, "outbox")
