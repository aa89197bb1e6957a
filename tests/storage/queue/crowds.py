"""Many subscribers at once, as a notice to thousands needs them; they are not met one by one."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import insert

from storage.database.engine import Database
from storage.database.schema import follows, peers, people
from storage.store import Store
from tests.storage.rows import BOT, NOW

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who gets notices of hearings."""

    person_id: int
    peer_id: int
    address: str


async def crowd(
    database: Database,
    aimak_id: int,
    size: int,
    *,
    where: tuple[str, str] = BOT,
    first: int = 996_555_000_001,
    at: int = NOW,
    languages: tuple[str, ...] = ("ky", "ru"),
    follow: bool = True,
) -> list[Subscriber]:
    """Writes subscribers of an aimak; their addresses are numbers in a row, their languages alternate."""
    came: list[Subscriber] = []
    for start in range(0, size, AT_ONCE):
        addresses = [str(first + number) for number in range(start, min(start + AT_ONCE, size))]
        came += await database.write(partial(_come, where, aimak_id, addresses, at, languages, follow))
    return came


async def _come(
    where: tuple[str, str],
    aimak_id: int,
    addresses: list[str],
    at: int,
    languages: tuple[str, ...],
    follow: bool,
    store: Store,
) -> list[Subscriber]:
    seal = store._seal

    async def written(table: Any, rows: list[dict[str, Any]]) -> list[int]:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return [row.id for row in await store.connection.execute(statement, rows)]

    ids = await written(people, [{"created_at": at, "consent_version": 1, "consent_at": at} for _ in addresses])
    boxes = [
        {
            "person_id": person_id, "channel": where[0], "account": where[1], "address": seal.seal(address),
            "address_hash": seal.mark("peer", *where, address), "created_at": at, "last_in_at": at,
            "language": languages[number % len(languages)],
        }
        for number, (person_id, address) in enumerate(zip(ids, addresses, strict=True))
    ]  # fmt: skip
    came = [Subscriber(*one) for one in zip(ids, await written(peers, boxes), addresses, strict=True)]
    if follow:
        rows = [{"person_id": one, "aimak_id": aimak_id, "notices": True, "changed_at": at} for one in ids]
        await store.connection.execute(insert(follows), rows)
    return came
