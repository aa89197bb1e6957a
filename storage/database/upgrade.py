"""Walks the schema to the newest revision; Alembic is imported only when there is something to walk."""

import re
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from storage.database.engine import Database
from storage.database.seal import Seal
from storage.store import Store

HEAD = "0069"
MOVING = "moving"  # in the place of a revision, while a move into the database is not finished


async def read_revision(database: Database) -> str | None:
    """Returns the revision a database stands at, None where it is empty."""

    async def ask(store: Store) -> str | None:
        if not await store.connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
            return None
        stands = [str(one) for one in await store.connection.scalars(text("SELECT version_num FROM alembic_version"))]
        return " and ".join(stands) if stands else None  # of more than one there is no way on

    return await database.read(ask)


def is_known(revision: str) -> bool:
    """Whether a revision is one of ours, as four digits up to HEAD."""
    return re.fullmatch("[0-9]{4}", revision) is not None and "0000" < revision <= HEAD


async def upgrade(database: Database, to: str = "head") -> None:
    """Walks the schema up to a revision."""
    await database.run_sync(walk, database.seal, "upgrade", to)


async def downgrade(database: Database, to: str) -> None:
    """Walks the schema down to a revision."""
    await database.run_sync(walk, database.seal, "downgrade", to)


def make_configuration(connection: Connection, seal: Seal | None = None) -> Any:
    """Returns Alembic's configuration over a connection; a step that seals what is there needs the seal."""
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # Alembic's own default is the output of the moment it was imported in
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["seal"] = seal
    return config


def walk(connection: Connection, seal: Seal, direction: str, to: str) -> None:
    """Walks the schema on a plain connection, «upgrade» or «downgrade», in the caller's transaction."""
    from alembic import command

    if connection.dialect.name == "postgresql":
        # An index of a large table takes its minutes, and an old machine pauses between two steps. Neither is a fault
        # here.
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
    getattr(command, direction)(make_configuration(connection, seal), to)
