"""The backlog: what came faster than it can be handled, as it came, until it has its turn.

Each is a row among the events, under a name of its own. So it lies sealed, and is not kept longer than they are.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, delete, select

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import build_in_each_dialect
from storage.database.schema import events
from storage.database.seal import Seal

WAITS = "waits"
_NAMED, _BEHIND = "waits:", "waits;"  # before and behind all names of the backlog, in the order of their characters

_PUT = build_in_each_dialect(
    lambda insert: insert(events).on_conflict_do_nothing(index_elements=["channel", "account", "external_id"])
)
_MINE = [events.c.channel == bindparam("of_channel"), events.c.account == bindparam("of_account")]
_LIST = ready(
    select(events.c.external_id, events.c.raw)
    .where(*_MINE, events.c.external_id > _NAMED, events.c.external_id < _BEHIND, events.c.raw.is_not(None))
    .order_by(events.c.id)
)


class Backlog:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def put(self, channel: str, account: str, rows: Mapping[str, str], *, at: int) -> None:
        """Writes what came, each by its name and as it came, in their order. What is there already stays."""
        given = [
            {"channel": channel, "account": account, "external_id": _NAMED + name, "received_at": at, "state": WAITS,
             "raw": self._seal.seal(raw)}
            for name, raw in rows.items()
        ]  # fmt: skip
        if given:
            await self._connection.execute(_PUT[self._connection.dialect.name], given)

    async def list(self, channel: str, account: str) -> list[tuple[str, str]]:
        """Lists what still waits of an account, by name and as it came, the earliest first."""
        rows = await self._connection.execute(_LIST, {"of_channel": channel, "of_account": account})
        return [(row.external_id.removeprefix(_NAMED), self._seal.open(row.raw)) for row in rows]

    async def remove(self, channel: str, account: str, names: Collection[str]) -> None:
        """Removes what has had its turn."""
        mine = [events.c.channel == channel, events.c.account == account]
        theirs = events.c.external_id.in_([_NAMED + name for name in names])
        await self._connection.execute(delete(events).where(*mine, theirs))
