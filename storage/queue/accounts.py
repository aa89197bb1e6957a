"""One account of a messenger: how fast it may send, the pause it was told, when it was last heard.

How fast is a generic cell rate algorithm (GCRA), whose state is kept in the row.
"""

from collections.abc import Collection

from sqlalchemy import func, select, tuple_, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import accounts

STOPPED = 2**62  # ms UTC; paused_until of an account that is stopped until somebody lets it go on


class Accounts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def count_allowance(
        self, channel: str, account: str, *, now: int, per_second: float, burst: int, most: int
    ) -> int:
        """How many messages the account may send now, at most most; the row stays locked until the transaction ends."""
        await self._connection.execute(
            insert(self._connection, accounts).values(channel=channel, account=account).on_conflict_do_nothing()
        )
        row = (
            await self._connection.execute(
                select(accounts.c.sent_until, accounts.c.paused_until)
                .where(accounts.c.channel == channel, accounts.c.account == account)
                .with_for_update()
            )
        ).one()
        if row.paused_until > now:
            return 0
        each = 1000 / per_second
        free = (now + burst * each - max(row.sent_until, now)) / each
        return max(0, min(most, int(free + 1e-6)))

    async def put_back(self, channel: str, account: str, *, now: int, by: int) -> None:
        """Moves what is counted with the clock, which was put back by so many milliseconds to now."""
        mine = [accounts.c.channel == channel, accounts.c.account == account]
        for column in (accounts.c.sent_until, accounts.c.paused_until):
            passes = [column > now, column < STOPPED]
            await self._connection.execute(update(accounts).where(*mine, *passes).values({column: column - by}))

    async def spend(self, channel: str, account: str, *, now: int, per_second: float, messages: int) -> int:
        """Counts messages that are being sent; below 0, that did not leave. Returns until when they take the pace (ms UTC)."""
        latest = func.max if self._connection.dialect.name == "sqlite" else func.greatest
        spent = await self._connection.scalar(
            update(accounts)
            .where(accounts.c.channel == channel, accounts.c.account == account)
            .values(sent_until=latest(accounts.c.sent_until, now) + messages * 1000 / per_second)
            .returning(accounts.c.sent_until)
        )
        return int(spent or 0)

    async def pause(self, channel: str, account: str, *, until: int) -> None:
        """Notes that the messenger wants nothing more until a moment; an earlier, longer pause stands."""
        statement = insert(self._connection, accounts).values(channel=channel, account=account, paused_until=until)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["channel", "account"],
                set_={"paused_until": until},
                where=accounts.c.paused_until < until,
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

    async def sent_until(self, channel: str, account: str) -> int:
        """Until when what was sent takes the account's pace, some seconds after the last of it; 0 where nothing was."""
        found = select(accounts.c.sent_until).where(accounts.c.channel == channel, accounts.c.account == account)
        return int(await self._connection.scalar(found) or 0)

    async def paused_until(self, channel: str, account: str) -> int:
        """Until when the account pauses; 0 if it never did."""
        return (
            await self._connection.scalar(
                select(accounts.c.paused_until).where(accounts.c.channel == channel, accounts.c.account == account)
            )
            or 0
        )
