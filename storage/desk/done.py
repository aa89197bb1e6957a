"""What was done at the desk, by the id that the page made: done twice it does nothing twice (idempotent)."""

from sqlalchemy import delete, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import desk_done


class DeskDone:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, person_id: int, key: str) -> str | None:
        """Where an act of a person led (a path); None where it was not done yet."""
        led_to: str | None = await self._connection.scalar(
            select(desk_done.c.led_to).where(desk_done.c.person_id == person_id, desk_done.c.key == key)
        )
        return led_to

    async def add(self, person_id: int, key: str, *, led_to: str, at: int) -> None:
        """Keeps that an act was done, and where it led. Raises DatabaseUnusable where the id was used meanwhile."""
        await self._connection.execute(
            insert(self._connection, desk_done).values(person_id=person_id, key=key, led_to=led_to, at=at)
        )

    async def clear_before(self, moment: int) -> None:
        """Removes what was done before a moment."""
        await self._connection.execute(delete(desk_done).where(desk_done.c.at < moment))
