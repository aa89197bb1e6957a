"""What keeps an account from asking by templates: one that is not taken now, and a day's limit.

What waits for a template is due at the very moment at which that is tried again. So it is found when it may go sooner.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import accounts, held_templates

Template = tuple[str, str]  # a template's name, and its language


@dataclass(frozen=True, slots=True)
class Held:
    """A template that is not taken: when one row tries it for all (UTC ms), and which tried last."""

    until: int
    trying: int = 0


@dataclass(frozen=True, slots=True)
class DayLimit:
    """How many people a day may be asked, as the messenger said; None: it never said.

    reached_at: when that was learned from a refusal (UTC ms). None: the messenger told the number itself.
    """

    most: int | None = None
    reached_at: int | None = None
    rest_until: int = 0  # ms UTC; before it nobody is asked


class Openings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_held(self, channel: str, account: str) -> dict[Template, Held]:
        """Lists the templates of an account that are not taken now."""
        rows = await self._connection.execute(
            select(held_templates).where(held_templates.c.channel == channel, held_templates.c.account == account)
        )
        return {(row.name, row.language): Held(row.until, row.trying) for row in rows}

    async def hold(
        self, channel: str, account: str, template: Template, *, until: int, at: int, trying: int | None = None
    ) -> int:
        """Holds a template until a moment (ms UTC), and returns until when. One that is held already stays so.

        trying: the row that tries it now for all others.
        """
        name, language = template
        key = {"channel": channel, "account": account, "name": name, "language": language}
        tries = {} if trying is None else {"trying": trying}
        await self._connection.execute(
            insert(self._connection, held_templates)
            .values(**key, until=until, trying=trying or 0)
            .on_conflict_do_update(
                index_elements=list(key), set_={"until": until, **tries}, where=held_templates.c.until <= at
            )
        )
        found = select(held_templates.c.until).filter_by(**key)
        return int(await self._connection.scalar(found) or until)

    async def let_go(self, channel: str, account: str, template: Template) -> int | None:
        """Holds a template no longer; returns until when it was held (ms UTC), None where it was not."""
        name, language = template
        gone = (
            delete(held_templates)
            .where(
                held_templates.c.channel == channel,
                held_templates.c.account == account,
                held_templates.c.name == name,
                held_templates.c.language == language,
            )
            .returning(held_templates.c.until)
        )
        until: int | None = await self._connection.scalar(gone)
        return until

    async def put_back(self, channel: str, account: str, *, now: int, by: int) -> None:
        """Moves what is not due yet with the clock, which was put back by so many milliseconds to now."""
        until, rest = held_templates.c.until, accounts.c.chats_rest_until
        mine = [held_templates.c.channel == channel, held_templates.c.account == account]
        await self._connection.execute(update(held_templates).where(*mine, until > now).values(until=until - by))
        mine = [accounts.c.channel == channel, accounts.c.account == account]
        await self._connection.execute(update(accounts).where(*mine, rest > now).values(chats_rest_until=rest - by))

    async def read_limit(self, channel: str, account: str, *, locks: bool = False) -> DayLimit:
        """What is known of how many people a day an account may ask. locks: nobody else notes anything meanwhile."""
        found = select(accounts.c.chats_a_day, accounts.c.chats_reached_at, accounts.c.chats_rest_until).where(
            accounts.c.channel == channel, accounts.c.account == account
        )
        found = found.with_for_update(key_share=True) if locks else found
        row = (await self._connection.execute(found)).one_or_none()
        return DayLimit() if row is None else DayLimit(*row)

    async def note_reached(self, channel: str, account: str, *, most: int, until: int, at: int) -> int:
        """Notes that a messenger lets no more people be asked today, at most `most`; returns until when (ms UTC).

        What was under way with the refused one may be refused too: then the smallest number counts. 0 says nothing of it.
        """
        before = await self.read_limit(channel, account, locks=True)  # of two refused at once the second sees the first
        known, rests = {}, before.rest_until > at
        if most and not (rests and before.most is not None and before.most <= most):
            known = {"chats_a_day": most, "chats_reached_at": at}
        stands_until = before.rest_until if rests else until
        await self._write(channel, account, {**known, "chats_rest_until": stands_until})
        return stands_until

    async def note_limit(self, channel: str, account: str, most: int | None) -> None:
        """Notes how many people a day may be asked, as the messenger itself tells; None: as many as one likes.

        Where that is more than was known, nobody rests any more.
        """
        before = await self.read_limit(channel, account)
        if before.reached_at is None and before.most == most:
            return
        is_more = most is None or (before.most is not None and most > before.most)
        known = {"chats_a_day": most, "chats_reached_at": None, **({"chats_rest_until": 0} if is_more else {})}
        await self._write(channel, account, known)

    async def _write(self, channel: str, account: str, known: dict[str, int | None]) -> None:
        key = {"channel": channel, "account": account}
        await self._connection.execute(
            insert(self._connection, accounts)
            .values(**key, **known)
            .on_conflict_do_update(index_elements=list(key), set_=known)
        )
