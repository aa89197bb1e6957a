"""The steps of the real schema, one after the other, as an upgrade beside writers takes them."""

import asyncio

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.app import steady
from storage.database.engine import Database
from storage.database.online.steps import upgrade_online
from storage.database.upgrade import HEAD, downgrade, read_revision

FROM = "0046"


async def test_the_latest_steps_lead_to_the_same_schema(postgresql_url, seal):
    def shape() -> list[tuple[str, ...]]:
        engine = create_engine(postgresql_url, poolclass=NullPool)
        with engine.connect() as connection:
            asked = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
            return [tuple(row) for row in connection.execute(text(asked))]

    database, before = Database(postgresql_url, seal), shape()
    await downgrade(database, FROM)
    made = await asyncio.to_thread(upgrade_online, postgresql_url, seal, steady=steady)
    assert (made[0] > FROM, made[-1], await read_revision(database)) == (True, HEAD, HEAD)
    assert shape() == before
    await database.close()
