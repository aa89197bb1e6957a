"""Facts about the install, and settings that law may change, each with the day from which it holds."""

from datetime import date

from sqlalchemy import bindparam, delete, select

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import meta, settings
from storage.database.seal import Seal

# Built once: they run with every newcomer and every proposal.
_FACT = ready(select(meta.c.value).where(meta.c.name == bindparam("fact")))
_SETTINGS = ready(
    select(settings.c.name, settings.c.value)
    .where(settings.c.valid_from <= bindparam("day"))
    .order_by(settings.c.valid_from, settings.c.id)
)


class Meta:
    def __init__(self, connection: AsyncConnection, seal: Seal | None = None) -> None:
        self._connection = connection
        self._seal = seal

    async def get(self, name: str) -> str | None:
        """Returns a fact about the install."""
        return await self._connection.scalar(_FACT, {"fact": name})

    async def put_once(self, name: str, value: str) -> None:
        """Keeps a fact that never changes; a second value is ignored."""
        await self._connection.execute(
            insert(self._connection, meta).values(name=name, value=value).on_conflict_do_nothing()
        )

    async def put(self, name: str, value: str) -> None:
        """Keeps a fact that may change."""
        statement = insert(self._connection, meta).values(name=name, value=value)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    async def put_sealed(self, name: str, value: str) -> None:
        """Keeps a fact that may change and is opened only with the install's key."""
        assert self._seal is not None
        await self.put(name, self._seal.seal(value))

    async def get_sealed(self, name: str) -> str | None:
        """Returns what put_sealed kept."""
        assert self._seal is not None
        value = await self.get(name)
        return None if value is None else self._seal.open(value)

    async def drop(self, name: str) -> None:
        """Forgets a fact."""
        await self._connection.execute(delete(meta).where(meta.c.name == name))

    async def list_beginning(self, beginning: str) -> list[tuple[str, str]]:
        """Lists the facts (name, value) whose names begin like this."""
        rows = await self._connection.execute(
            select(meta.c.name, meta.c.value)
            .where(meta.c.name >= beginning, meta.c.name < beginning + "\U0010ffff")
            .order_by(meta.c.name)
        )
        return [(row.name, row.value) for row in rows]

    async def list_names(self, beginning: str) -> list[str]:
        """Lists the names of the facts that begin like this; no value is read."""
        return list(
            await self._connection.scalars(
                select(meta.c.name)
                .where(meta.c.name >= beginning, meta.c.name < beginning + "\U0010ffff")
                .order_by(meta.c.name)
            )
        )

    async def list_sealed(self, beginning: str) -> list[tuple[str, str]]:
        """Lists what put_sealed kept under names that begin like this: name and value."""
        assert self._seal is not None
        return [(name, self._seal.open(value)) for name, value in await self.list_beginning(beginning)]

    async def read_settings_on(self, day: date) -> dict[str, str]:
        """Returns the settings in force on a day."""
        rows = await self._connection.execute(_SETTINGS, {"day": day})
        return {row.name: row.value for row in rows}

    async def set(self, name: str, value: str, *, valid_from: date) -> None:
        """Puts a setting in force from a day on; a value already set for that very day is replaced."""
        statement = insert(self._connection, settings).values(name=name, value=value, valid_from=valid_from)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["name", "valid_from"], set_={"value": value})
        )
