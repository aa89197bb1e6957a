"""People, aimaks and letters as the storage's tests need them: written with a word each."""

from datetime import date
from typing import Any

from sqlalchemy import select, text

from bot.budget.proposal import Side, Source
from storage.aimaks import NewAimak
from storage.database.engine import Database
from storage.database.schema import metadata, outbox
from storage.people import Person
from storage.proposals import NewProposal, Proposal
from storage.queue.outbox import Lane, State
from storage.store import Store

NOW = 1_795_000_000_000  # a Wednesday in November 2026
BOT = ("telegram", "sunush_bot")
JANY_ARYK = NewAimak(
    code="janyaryk",
    oblasts={"ky": "Нарын облусу", "ru": "Нарынская область"},
    rayons={"ky": "Жумгал району", "ru": "Джумгальский район"},
    names={"ky": "Жаңы-Арык айыл аймагы", "ru": "Джаны-Арыкский айылный аймак"},
    fold="жаны арык",
    villages=({"ky": "Жаңы-Арык", "ru": "Джаны-Арык"}, {"ky": "Кызарт", "ru": "Кызарт"}),
)


async def meet(database: Database, name: str, *, at: int = NOW) -> Person:
    return await database.write(lambda store: store.people.meet(*BOT, name, at=at))


async def enter(database: Database, aimak: NewAimak = JANY_ARYK) -> int:
    async def work(store: Store) -> int:
        await store.aimaks.put(aimak)
        entered = await store.aimaks.find_by_code(aimak.code)
        assert entered is not None
        return entered.id

    return await database.write(work)


def new_proposal(author: Person, aimak_id: int, *, key: str = "key", year: int = 2027, **values: Any) -> NewProposal:
    plain: dict[str, Any] = {
        "side": Side.SPENDING,
        "category": None,
        "amount": None,
        "village_id": None,
        "place": None,
        "author_name": None,
        "source": Source.TELEGRAM,
        "language": "ky",
        "received_at": NOW,
        "due_on": date(2026, 12, 10),
        "due_days": 14,
    }
    return NewProposal(
        key=key, aimak_id=aimak_id, budget_year=year, author_id=author.id, peer_id=author.peer_id, **(plain | values)
    )


async def propose(
    database: Database, author: Person, aimak_id: int, *, key: str = "key", words: str = "Көпүрө керек", **values: Any
) -> Proposal:
    new = new_proposal(author, aimak_id, key=key, **values)
    return await database.write(lambda store: store.proposals.add(new, text=words, fold=words.casefold()))


async def queue(
    store: Store, person: Person, object_id: int, lane: Lane = Lane.REPLY, *, at: int = NOW, **values: Any
) -> int | None:
    plain = {"kind": lane.name.lower(), "revision": 0, "language": "ky", "body": f"body {object_id}"}
    return await store.outbox.queue(
        person.peer_id, person.channel, person.account, object_id=object_id, lane=lane, at=at, **(plain | values)
    )


async def states(database: Database) -> dict[int, State]:
    """How each row of the outbox stands, by what it is about."""

    async def ask(store: Store) -> dict[int, State]:
        rows = await store.connection.execute(select(outbox.c.object_id, outbox.c.state))
        return {object_id: State(state) for object_id, state in rows}

    return await database.read(ask)


async def rows_of(database: Database, table: str) -> list[dict[str, Any]]:
    async def ask(store: Store) -> list[dict[str, Any]]:
        rows = await store.connection.execute(select(metadata.tables[table]).order_by(text("1")))
        return [dict(row) for row in rows.mappings()]

    return await database.read(ask)


async def dump(database: Database) -> str:
    """Every row of every table, as whoever finds the disk would read them."""
    rows = [(table, list(row.values())) for table in metadata.tables for row in await rows_of(database, table)]
    return "\n".join(map(repr, rows))
