"""The claim finds its rows by an index, and four workers send each letter once."""

import asyncio
import re
import time
from collections import defaultdict

from sqlalchemy import event, insert, select, text, update

from storage.database.engine import Database
from storage.database.schema import outbox, peers, people
from storage.queue import lookup
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.patience import patient
from tests.sizes import sized
from tests.storage.queue.claims import LEASE, claim, finish, outbox_rows, sweep
from tests.storage.rows import BOT, NOW, meet

# Plans and many workers


async def crowded(database: Database, people_count: int, letters_each: int) -> None:
    """Fills the outbox as a broadcast does, without a unit for each letter."""

    async def work(store: Store) -> None:
        connection = store.connection
        ids = range(1, people_count + 1)
        await connection.execute(insert(people), [{"id": n, "created_at": NOW} for n in ids])
        channel, account = BOT
        sealed = store._seal.seal("996555")
        body = store._seal.seal("body 0")
        common = {"channel": channel, "account": account, "created_at": NOW}
        await connection.execute(
            insert(peers),
            [
                common
                | {
                    "id": n,
                    "person_id": n,
                    "address": sealed,
                    "address_hash": str(n),
                    "last_in_at": NOW,
                    "state_version": 0,
                }
                for n in ids
            ],
        )
        await connection.execute(
            insert(outbox),
            [
                common
                | {
                    "peer_id": n,
                    "kind": "notice",
                    "object_id": place,
                    "revision": 0,
                    "lane": int(Lane.NOTICE),
                    "state": int(State.WAITING if place else State.READY),
                    "language": "ky",
                    "body": body,
                    "not_before": NOW,
                }
                for place in range(letters_each)
                for n in ids
            ],
        )

    await database.write(work)


async def mostly_sent(database: Database) -> None:
    """A broadcast that is nearly over, and what the planner knows of it."""

    async def work(store: Store) -> None:
        await store.connection.execute(update(outbox).where(outbox.c.peer_id > 50).values(state=int(State.SENT)))

    await crowded(database, 2000, 4)
    await database.write(work)
    await database.run_sync(lambda connection: connection.execute(text("ANALYZE")))


async def plan_of(database: Database, work) -> str:
    """How the database goes about the first statement about the outbox that work runs."""
    statements = []

    def executing(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if "outbox" in statement and not statement.startswith("EXPLAIN"):
            statements.append((statement, parameters))

    event.listen(database._engine.sync_engine, "before_cursor_execute", executing)
    await database.write(work)
    event.remove(database._engine.sync_engine, "before_cursor_execute", executing)
    statement, parameters = statements[0]
    assert re.search(r"state = [02]|finished_at IS NOT NULL", statement), (
        "a bound state would not lead to a partial index"
    )
    explain = "EXPLAIN QUERY PLAN " if database.sqlite else "EXPLAIN "

    async def ask(store: Store) -> str:
        rows = await store.connection.exec_driver_sql(explain + statement, parameters)
        return "\n".join(str(row[-1]) for row in rows)

    return await database.write(ask)


async def test_a_claim_finds_its_rows_by_the_index_without_sorting_them(database):
    await mostly_sent(database)
    plan = await plan_of(
        database,
        lambda store: store.outbox.claim(*BOT, now=NOW, limit=8, lease="x", leased_until=NOW + LEASE),
    )
    assert "ix_outbox_ready" in plan
    assert "SCAN outbox" not in plan
    assert "Seq Scan on outbox" not in plan
    assert "TEMP B-TREE" not in plan, "SQLite sorts"
    assert "Sort" not in plan, "PostgreSQL sorts"


async def test_the_turns_of_the_aimaks_are_found_by_their_index(database):
    await mostly_sent(database)
    plans = [
        await plan_of(
            database,
            lambda store: store.outbox.list_aimaks(*BOT, now=NOW, first=Lane.NOTICE, last=Lane.DAY_NOTICE),
        ),
        await plan_of(
            database,
            lambda store: store.outbox.claim(*BOT, now=NOW, limit=8, lease="x", leased_until=NOW + LEASE, aimak_id=0),
        ),
    ]
    for plan in plans:
        assert "ix_outbox_turns" in plan or "ix_outbox_ready" in plan
        assert "SCAN outbox" not in plan
        assert "Seq Scan on outbox" not in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


async def test_promoting_finds_the_next_row_and_the_head_by_their_indexes(database):
    await mostly_sent(database)
    plan = await plan_of(database, lambda store: store.outbox.promote(17))
    assert "ix_outbox_waiting" in plan
    assert "ux_outbox_head" in plan


async def test_four_workers_send_each_letter_once_and_in_order(postgresql_url, seal):
    """Chats of 4 letters; each worker has its own connections, as another process would."""
    workers = [Database(postgresql_url, seal) for _ in range(4)]
    chats, letters_each = sized(150, 500), 4
    await crowded(workers[0], chats, letters_each)
    sent: dict[int, list[int]] = defaultdict(list)
    on_their_way: set[int] = set()
    shares = [0] * len(workers)
    positions = {row["id"]: row["object_id"] for row in await outbox_rows(workers[0])}

    async def worker(number: int, database: Database) -> None:
        while sum(shares) < chats * letters_each:
            letters = await claim(database, limit=25)
            for letter in letters:
                assert letter.peer_id not in on_their_way, "two letters to one person at once"
                on_their_way.add(letter.peer_id)
            for letter in letters:
                sent[letter.peer_id].append(positions[letter.id])
                on_their_way.discard(letter.peer_id)
                assert await finish(database, letter)
                shares[number] += 1

    began = time.perf_counter()
    async with patient(60):
        await asyncio.gather(*(worker(number, database) for number, database in enumerate(workers)))
    took = time.perf_counter() - began

    print(
        f"\n{chats * letters_each} letters by 4 workers {shares} in {took:.1f} s: {chats * letters_each / took:.0f}/s"
    )
    assert all(order == list(range(letters_each)) for order in sent.values())
    assert len(sent) == chats
    assert min(shares) > 0
    assert await sweep(workers[0]) == 0
    assert set(await rows_by_state(workers[0])) == {State.SENT}
    for database in workers:
        await database.close()


async def rows_by_state(database: Database) -> set[State]:
    async def ask(store: Store) -> set[State]:
        return {State(state) for state in await store.connection.scalars(select(outbox.c.state).distinct())}

    return await database.read(ask)


async def test_what_a_chat_saw_last_is_found_by_an_index_of_what_ended(database):
    await mostly_sent(database)
    for asked in (lookup._LAST_SHOWN, lookup._REPLIED_SINCE):
        plan = await plan_of(
            database, lambda store, asked=asked: store.connection.execute(asked, {"chat": 60, "since": NOW})
        )
        assert "ix_outbox_ended" in plan, plan
        assert "SCAN outbox" not in plan
        assert "Seq Scan on outbox" not in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


async def test_what_a_chat_saw_last_is_neither_menu_nor_rewriting_nor_lost(database):
    aigul = await meet(database, "Айгүл")
    rows = [
        ("seen", "reply", 0, State.SENT), ("unsure", "reply", 0, State.UNCERTAIN), ("menu", "menu", 0, State.SENT),
        ("over the first", "progress", 1, State.DELIVERED), ("failed", "reply", 0, State.FAILED),
        ("waits", "reply", 0, State.READY),
    ]  # fmt: skip

    async def work(store: Store) -> tuple[str, str | None]:
        for n, (words, kind, revision, state) in enumerate(rows, 1):
            row = await store.outbox.queue(
                aigul.peer_id, *BOT, kind=kind, object_id=n, revision=revision, lane=Lane.REPLY, language="ky",
                body=words, at=NOW,
            )  # fmt: skip
            ended = None if state is State.READY else NOW + n
            await store.connection.execute(
                update(outbox).where(outbox.c.id == row).values(state=int(state), finished_at=ended)
            )
        shown = await store.outbox.find_last_shown(aigul.peer_id)
        return shown.body, await store.outbox.find_last_sent(aigul.peer_id)

    assert await database.write(work) == ("seen", "unsure")
