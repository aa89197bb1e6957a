"""What one process commits another hears at once: NOTIFY in the writer's transaction, LISTEN on a connection of its own."""

import asyncio
import time
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from bot.delivery import courier
from bot.delivery.courier import Courier
from storage.database.engine import Database
from storage.duties import wakeups
from storage.duties.wakeups import OUTBOX, Wakeups
from tests.channels.doubles import Clock, RecordingChannel
from tests.delivery.letters import AIGUL, write_to
from tests.patience import patient
from tests.storage.rows import BOT, NOW, meet

END_LISTENERS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE application_name = 'sunush listens' AND datname = current_database()"
)


@asynccontextmanager
async def hearing(database: Database, **hears):
    """Listens meanwhile; each topic is heard by what is given."""
    ears = Wakeups(database.direct_url)
    for topic, hear in hears.items():
        ears.on(topic, hear)
    listening = asyncio.create_task(ears.run())
    async with patient(30):
        await ears.listens.wait()
    try:
        yield ears
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_what_one_process_queues_another_ones_courier_sends_without_waiting_for_its_next_look(
    postgresql_database: Database, seal, monkeypatch: pytest.MonkeyPatch, tell
):
    monkeypatch.setattr(courier, "POLL", 3_600.0)
    web = Database(postgresql_database.url, seal)
    aigul, channel = await meet(web, AIGUL), RecordingChannel(*BOT)
    carrier = Courier(database=postgresql_database, channels=[channel], now=Clock(NOW), sole=False, by_database=True)
    async with hearing(postgresql_database, outbox=lambda _: carrier.wake()):
        carrying = asyncio.create_task(carrier.run())
        await write_to(web, aigul, 1)
        async with patient(30):
            await channel.asked.wait()
        channel.asked.clear()
        began = time.monotonic()
        await write_to(web, aigul, 2)
        async with patient(30):
            await channel.asked.wait()
        tell(
            "a reply queued by one process and sent by another's courier",
            milliseconds=round((time.monotonic() - began) * 1000),
        )
        carrier.stop()
        await carrying
    assert channel.texts == ["letter 1", "letter 2"]
    await web.close()


async def test_a_process_with_a_courier_of_its_own_says_nothing_and_one_without_says_it_once(
    postgresql_database: Database, seal
):
    heard, told = [], asyncio.Event()

    def hear(what: str) -> None:
        heard.append(what)
        told.set()

    aigul = await meet(postgresql_database, AIGUL)
    async with hearing(postgresql_database, outbox=heard.append, end=hear):
        assert heard == ["", ""]
        told.clear()
        postgresql_database.announces = False
        await write_to(postgresql_database, aigul, 1)
        postgresql_database.announces = True
        await write_to(postgresql_database, aigul, 2, 3, 4)

        async def fails(store):
            store.announce("end", "undone")
            await store.connection.execute(text("SELECT 1 / 0"))

        with pytest.raises(Exception, match="division"):
            await postgresql_database.write(fails)
        await postgresql_database.write(lambda store: _say(store, "end", "page 7"))
        async with patient(30):
            await told.wait()
    assert heard[2:] == ["", "page 7"]


async def _say(store, topic: str, what: str) -> None:
    store.announce(topic, what)


async def test_a_listener_whose_connection_was_cut_hears_again_and_looks_for_what_it_missed(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wakeups, "AGAIN", 0.01)
    heard = asyncio.Event()
    async with hearing(postgresql_database, **{OUTBOX: lambda _: heard.set()}) as ears:
        heard.clear()
        await postgresql_database.write(lambda store: store.connection.execute(END_LISTENERS))
        async with patient(30):
            await heard.wait()
            await ears.listens.wait()


async def test_behind_pgbouncer_nothing_is_kept_on_a_connection_and_every_transaction_has_its_limits(
    postgresql_database: Database, seal
):
    behind = Database(postgresql_database.url, seal, pooled=True)
    asked = text(
        "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'), "
        "(SELECT count(*) FROM pg_prepared_statements)"
    )

    async def ask(store):
        for _ in range(7):
            found = (await store.connection.execute(asked)).one()
        return tuple(found)

    assert await behind.write(ask) == ("1min", "10s", 0)
    assert await behind.read(ask) == ("1min", "1min", 0)
    assert (await postgresql_database.write(ask))[:2] == ("1min", "10s")
    async with behind._engine.connect() as connection:
        autonomous = (await connection.get_raw_connection()).driver_connection
        await autonomous.set_autocommit(True)
        assert await (await autonomous.execute("SHOW statement_timeout")).fetchone() == ("0",), "nothing stays"
    await behind.close()
