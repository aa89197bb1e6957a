"""The statements of broadcasts read no table from end to end."""

import pytest
from sqlalchemy import event, text, update

from storage.database.engine import Database
from storage.database.schema import outbox
from storage.queue.broadcasts import Broadcast
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.storage.queue.crowds import crowd
from tests.storage.queue.notices import broadcast_of, feed, list_all, list_more
from tests.storage.rows import BOT, NOW

# Plans


async def plans_of(database: Database, work) -> str:
    """How the database goes about every statement that work runs."""
    statements = []

    def executing(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT", "WITH")):
            statements.append((statement, parameters))

    event.listen(database._engine.sync_engine, "before_cursor_execute", executing)
    await database.write(work)
    event.remove(database._engine.sync_engine, "before_cursor_execute", executing)
    explain = "EXPLAIN QUERY PLAN " if database.sqlite else "EXPLAIN "

    async def ask(store: Store) -> str:
        lines = []
        if (
            not database.sqlite
        ):  # small tables are read whole because they are small; the question is whether they must be
            await store.connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, parameters in statements:
            rows = await store.connection.exec_driver_sql(explain + statement, parameters)
            lines += [str(row[-1]) for row in rows]
        return "\n".join(lines)

    return await database.write(ask)


def reads_whole(plan: str, *tables: str) -> list[str]:
    """The tables a plan reads from one end to the other."""
    found = []
    for table in tables:
        aliases = {"outbox": ("outbox", "head", "behind")}.get(table, (table,))
        whole = [f"SCAN {alias}" for alias in aliases] + [f"Seq Scan on {table}"]
        found += [line for line in plan.splitlines() for words in whole if words in line and "USING" not in line]
    return found


@pytest.fixture
async def large(database, aimak, hearing) -> Broadcast:
    """A notice half of which is sent, in an install that has had others, and a planner that knows it."""
    await crowd(database, aimak, 4000)
    for again in range(3):
        earlier = await broadcast_of(database, aimak, hearing, again=again)
        await list_all(database, earlier)
        while await feed(database, earlier):
            pass

    async def sent(store: Store) -> None:
        await store.connection.execute(update(outbox).values(state=int(State.SENT), finished_at=NOW))

    await database.write(sent)
    notice = await broadcast_of(database, aimak, hearing, again=3)
    for _ in range(3):
        await list_more(database, notice, 1000)
    await feed(database, notice, 1000)
    await database.run_sync(lambda connection: connection.execute(text("ANALYZE")))
    found = await database.read(lambda store: store.broadcasts.get(notice.id))
    assert found is not None
    return found


async def test_listing_feeding_counting_and_claiming_read_no_table_from_end_to_end_and_a_claim_sorts_nothing(
    database, large
):
    steps = {
        "list_more": lambda store: store.broadcasts.list_more(large, limit=100),
        "feed": lambda store: store.broadcasts.feed(large, limit=100, at=NOW),
        "ahead": lambda store: store.broadcasts.count_ahead(large.id),
        "has_listed": lambda store: store.broadcasts.has_listed(large.id),
        "has_due": lambda store: store.broadcasts.has_due(large.id, now=NOW),
        "progress": lambda store: store.broadcasts.count_progress(large.id),
        "claim": lambda store: store.outbox.claim(
            *BOT, now=NOW, limit=8, lease="x", leased_until=NOW, last=Lane.NOTICE
        ),
        "open": lambda store: store.broadcasts.open(now=NOW),
    }
    expected = {
        "list_more": ["ix_follows_aimak_id", "ix_peers_person_id"],
        "feed": ["ix_recipients_listed"],
        "ahead": ["ix_outbox_object"],
        "has_listed": ["ix_recipients_listed"],
        "has_due": ["ix_outbox_object"],
        "progress": ["ix_outbox_object"],
        "claim": ["ix_outbox_ready"],
        "open": [],
    }
    for name, work in steps.items():
        plan = await plans_of(database, work)
        assert not [index for index in expected[name] if index not in plan], f"{name}:\n{plan}"
        assert not reads_whole(plan, "outbox", "peers", "follows", "people", "rsvps"), f"{name}:\n{plan}"
        if name != "progress":
            assert not reads_whole(plan, "recipients"), f"{name}:\n{plan}"
        if name == "claim":  # at night, when only the first lanes may leave
            assert "TEMP B-TREE" not in plan, "SQLite sorts"
            assert "Sort" not in plan, "PostgreSQL sorts"
