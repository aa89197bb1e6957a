"""What a worker does: it takes in, it carries, or both. Alone means that no other process serves its accounts."""

import os
import secrets
import socket
from enum import StrEnum

from bot.app import CannotStart
from bot.settings import Settings
from storage.database.engine import make_database_url

ONLY_POSTGRESQL = (
    "--workers and --role need PostgreSQL: set SUNUSH_DATABASE_URL (postgresql://…), or leave them out; SQLite has one "
    "process."
)


class Role(StrEnum):
    """The part of a worker."""

    WEB = "web"  # takes in: webhooks, polling, the web chat, the desk
    COURIER = "courier"  # carries: the outbox, files, broadcasts, and what is done each day
    ALL = "all"
    ALONE = "alone"  # both, and no other process beside it

    @property
    def takes_in(self) -> bool:
        """Whether people's messages are taken in."""
        return self is not Role.COURIER

    @property
    def carries(self) -> bool:
        """Whether messages to people leave from here."""
        return self is not Role.WEB

    @property
    def is_shared(self) -> bool:
        """Whether other workers serve the same accounts."""
        return self is not Role.ALONE


def refuse_sqlite(settings: Settings) -> None:
    """Raises CannotStart where workers cannot share the database."""
    if make_database_url(settings.database_url).get_backend_name() == "sqlite":
        raise CannotStart(ONLY_POSTGRESQL)


def name_holder() -> str:
    """A name of this process, of no other: its computer, its number, and a word of chance."""
    return f"{socket.gethostname()[:20]}:{os.getpid()}:{secrets.token_hex(4)}"
