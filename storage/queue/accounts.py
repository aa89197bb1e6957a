"""One account of a messenger: how fast it may send, the pause it was told, when it was last heard.

How fast is a generic cell rate algorithm (GCRA), whose state is kept in the row. Whoever claims locks this row, so that
several workers keep to one pace. Where no time is given (None), PostgreSQL's own clock counts, which is one for all of them.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, bindparam, cast, func, select, tuple_, update

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import accounts

STOPPED = 2**62  # ms UTC; paused_until of an account that is stopped until somebody lets it go on

_CLOCK: Any = cast(func.extract("epoch", func.clock_timestamp()) * 1000, BigInteger)  # PostgreSQL's, in ms UTC
# Read before each claim, so built once.
_NAMED = (accounts.c.channel == bindparam("of_channel"), accounts.c.account == bindparam("of_account"))
_PAUSED = ready(select(accounts.c.paused_until).where(*_NAMED))
_STANDING = ready(select(accounts.c.sent_until, accounts.c.paused_until).where(*_NAMED).with_for_update(key_share=True))


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages an account may send at a moment (ms UTC). next_in: where it is none, in how many ms one."""

    messages: int
    at: int
    next_in: int = 0


class Accounts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count_allowance(
        self, channel: str, account: str, *, now: int | None, per_second: float, burst: int, most: int
    ) -> Allowance:
        """How many messages the account may send now, at most most; the row stays locked until the transaction ends.

        now: None for the database's clock.
        """
        named = {"of_channel": channel, "of_account": account}
        row = (await self._connection.execute(_STANDING, named)).first()
        if row is None:  # the first message ever
            await self._connection.execute(
                insert(self._connection, accounts).values(channel=channel, account=account).on_conflict_do_nothing()
            )
            row = (await self._connection.execute(_STANDING, named)).one()
        # The clock is read once the row is ours. Who waited for it would otherwise count with the time they came.
        at = await self._read_clock() if now is None else now
        if row.paused_until > at:
            return Allowance(0, at, row.paused_until - at)
        each = 1000 / per_second
        free = int((at + burst * each - max(row.sent_until, at)) / each + 1e-6)
        if free <= 0:
            return Allowance(0, at, math.ceil(row.sent_until - (burst - 1) * each - at))
        return Allowance(min(most, free), at)

    async def _read_clock(self) -> int:
        return int(await self._connection.scalar(select(_CLOCK)) or 0)

    async def put_back(self, channel: str, account: str, *, now: int, by: int) -> None:
        """Moves what is counted with the clock, which was put back by so many milliseconds to now."""
        mine = [accounts.c.channel == channel, accounts.c.account == account]
        for column in (accounts.c.sent_until, accounts.c.paused_until):
            passes = [column > now, column < STOPPED]
            await self._connection.execute(update(accounts).where(*mine, *passes).values({column: column - by}))

    async def spend(self, channel: str, account: str, *, now: int | None, per_second: float, messages: int) -> int:
        """Counts messages that are being sent; below 0, that did not leave. Returns until when they take the pace (ms UTC).

        now: None for the database's clock.
        """
        latest = func.max if self._connection.dialect.name == "sqlite" else func.greatest
        time = _CLOCK if now is None else now
        spent = await self._connection.scalar(
            update(accounts)
            .where(accounts.c.channel == channel, accounts.c.account == account)
            .values(sent_until=latest(accounts.c.sent_until, time) + messages * 1000 / per_second)
            .returning(accounts.c.sent_until)
        )
        return int(spent or 0)

    async def pause(self, channel: str, account: str, *, until: int, wait: int | None = None) -> None:
        """Notes that the messenger wants nothing more until a moment; an earlier, longer pause stands.

        wait: it is so many milliseconds from now by the database's clock, whatever until says.
        """
        time: Any = until if wait is None else _CLOCK + wait
        statement = insert(self._connection, accounts).values(channel=channel, account=account, paused_until=time)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["channel", "account"],
                set_={"paused_until": time},
                where=accounts.c.paused_until < time,
            )
        )

    async def note_heard(self, channel: str, account: str, *, at: int) -> None:
        """Notes that what people send was fetched at a moment (ms UTC)."""
        statement = insert(self._connection, accounts).values(channel=channel, account=account, heard_at=at)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["channel", "account"], set_={"heard_at": at})
        )

    async def find_heard(self, channel: str, account: str) -> int | None:
        """When the account was last heard (ms UTC); None where it never was."""
        found = select(accounts.c.heard_at).where(accounts.c.channel == channel, accounts.c.account == account)
        return await self._connection.scalar(found)

    async def note_served(
        self, served: Collection[tuple[str, str]], gone: Collection[tuple[str, str]], *, at: int
    ) -> None:
        """Notes which accounts (channel, account) are served now, and which are no more, since when (ms UTC)."""
        await self._connection.execute(
            update(accounts)
            .where(tuple_(accounts.c.channel, accounts.c.account).in_(list(served)), accounts.c.gone_at.is_not(None))
            .values(gone_at=None)
        )
        for channel, account in gone:
            statement = insert(self._connection, accounts).values(channel=channel, account=account, gone_at=at)
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["channel", "account"], set_={"gone_at": at}, where=accounts.c.gone_at.is_(None)
                )
            )

    async def list_stopped(self) -> list[tuple[str, str]]:
        """Lists the accounts (channel, account) that are stopped until somebody lets them go on."""
        rows = await self._connection.execute(
            select(accounts.c.channel, accounts.c.account).where(accounts.c.paused_until == STOPPED)
        )
        return [(row.channel, row.account) for row in rows]

    async def go_on(self) -> int:
        """Lets every stopped account go on; returns how many there were."""
        statement = update(accounts).where(accounts.c.paused_until == STOPPED).values(paused_until=0)
        return (await self._connection.execute(statement)).rowcount

    async def find_sent_until(self, channel: str, account: str) -> int:
        """Until when what was sent takes the account's pace, some seconds after the last of it; 0 where nothing was."""
        found = select(accounts.c.sent_until).where(accounts.c.channel == channel, accounts.c.account == account)
        return int(await self._connection.scalar(found) or 0)

    async def find_paused_until(self, channel: str, account: str) -> int:
        """Until when the account pauses; 0 if it never did."""
        named = {"of_channel": channel, "of_account": account}
        return int(await self._connection.scalar(_PAUSED, named) or 0)
