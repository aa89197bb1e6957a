"""A schema upgraded while somebody writes. Locks are asked for briefly, indexes are made beside, too long is refused."""

import threading
import time
from typing import Any

import psycopg
import pytest
from alembic import op
from sqlalchemy import Column, Integer, text
from sqlalchemy.engine import URL

from bot.app import steady
from storage.database.online import later, steps
from storage.database.online.refused import OnlineRefused
from storage.database.online.steps import upgrade_online
from tests.sizes import sized

EVENTS = sized(2_000, 2_000_000)
STEP = "step"
FILL = (
    "INSERT INTO events (channel, account, external_id, received_at, state, attempts)"
    " SELECT 'web', 'here', n::text, 7, 'done', 1"
)


def address(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def line(postgresql_url):
    """A connection to a migrated database that has many events."""
    with psycopg.connect(address(postgresql_url), autocommit=True) as connection:
        connection.execute("INSERT INTO people (id, created_at, quotes) VALUES (1, 1, true)")
        connection.execute(f"{FILL} FROM generate_series(1, {EVENTS}) n")
        yield connection


@pytest.fixture
def step(monkeypatch):
    """Lets a test say what the one step of its walk does."""

    def use(does: Any) -> None:
        def walk(connection: Any, _seal: Any, _direction: str, _to: str) -> None:
            from alembic.migration import MigrationContext
            from alembic.operations import Operations

            with Operations.context(MigrationContext.configure(connection)):
                does()
            connection.execute(text("INSERT INTO meta (name, value) VALUES ('stepped', '1')"))

        monkeypatch.setattr(steps, "walk", walk)
        monkeypatch.setattr(steps, "list_steps", lambda connection: [STEP])

    return use


def grow() -> None:
    op.add_column("events", Column("extra", Integer))
    op.add_column("events", Column("of_person", Integer))
    op.create_index("ix_events_extra", "events", ["extra", "received_at"])
    op.create_foreign_key("fk_events_of_person", "events", "people", ["of_person"], ["id"])
    op.create_table("extras", Column("id", Integer, primary_key=True), Column("n", Integer))
    op.create_index("ix_extras_n", "extras", ["n"])


def stands(line: Any) -> tuple[set[str], int, bool]:
    """Which valid indexes of ours there are, how many foreign keys are validated, whether the step was made."""
    names = line.execute(
        "SELECT relname FROM pg_class JOIN pg_index ON indexrelid = oid WHERE indisvalid AND relname LIKE '%extra%'"
    ).fetchall()
    valid = line.execute("SELECT count(*) FROM pg_constraint WHERE conname = 'fk_events_of_person' AND convalidated")
    made = line.execute("SELECT count(*) FROM meta WHERE name = 'stepped'")
    return {name for (name,) in names}, valid.fetchone()[0], made.fetchone()[0] == 1


def clean(line: Any) -> None:
    line.execute("DROP TABLE IF EXISTS extras")
    line.execute("ALTER TABLE events DROP COLUMN IF EXISTS extra, DROP COLUMN IF EXISTS of_person")


WHOLE = ({"ix_events_extra", "ix_extras_n", "extras_pkey"}, 1, True)


def test_writers_go_on_while_the_schema_grows_and_a_long_transaction_is_waited_for(
    line, postgresql_url, seal, step, tell
):
    step(grow)
    longest, stopped, written = [0.0], threading.Event(), [0]

    def write() -> None:
        with psycopg.connect(address(postgresql_url), autocommit=True) as writer:
            while not stopped.is_set():
                began = time.monotonic()
                writer.execute("UPDATE events SET attempts = attempts + 1 WHERE external_id = '7'")
                writer.execute(f"{FILL} FROM (VALUES (%s)) v (n)", (f"w{written[0]}",))
                longest[0], written[0] = max(longest[0], time.monotonic() - began), written[0] + 1

    with psycopg.connect(address(postgresql_url)) as long:
        long.execute("SELECT count(*) FROM events")  # and holds its lock until it ends
        threads = [threading.Thread(target=write)]
        ends = threading.Timer(0.5, long.commit)
        for thread in (*threads, ends):
            thread.start()
        try:
            made = upgrade_online(postgresql_url, seal, steady=steady)
        finally:
            stopped.set()
            for thread in (*threads, ends):
                thread.join()
    found = stands(line)
    clean(line)
    assert (made, found) == ([STEP], WHOLE)
    assert line.execute("SELECT count(*) FROM events").fetchone()[0] == EVENTS + written[0]
    tell("a schema upgraded while somebody writes", events=EVENTS, written=written[0], lost=0,
         longest_wait_ms=round(longest[0] * 1000))  # fmt: skip


def test_a_step_that_would_hold_writers_up_is_refused_whole(line, postgresql_url, seal, step, monkeypatch):
    monkeypatch.setattr(steps, "HELD", 50)

    def rewrite() -> None:
        op.add_column("events", Column("extra", Integer))
        op.execute("SELECT pg_sleep(5)")

    step(rewrite)
    with pytest.raises(OnlineRefused, match="without --online"):
        upgrade_online(postgresql_url, seal, steady=steady)
    columns = line.execute("SELECT count(*) FROM information_schema.columns WHERE column_name = 'extra'")
    assert columns.fetchone()[0] == 0
    assert stands(line) == (set(), 0, False)


def test_what_a_kill_left_for_later_is_made_by_the_next_upgrade(line, postgresql_url, seal, step, monkeypatch):
    step(grow)

    def die(_connection: Any, _statement: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(steps, "make_left", die)
        with pytest.raises(KeyboardInterrupt):
            upgrade_online(postgresql_url, seal, steady=steady)
    assert stands(line) == ({"ix_extras_n", "extras_pkey"}, 0, True)
    monkeypatch.setattr(steps, "list_steps", lambda connection: [])
    assert upgrade_online(postgresql_url, seal, steady=steady) == []
    found = stands(line)
    clean(line)
    assert found == WHOLE
    assert line.execute("SELECT value FROM meta WHERE name = %s", (later.LATER,)).fetchone() == ("[]",)
