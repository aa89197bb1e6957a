"""Whose notices a person gets: of which aimaks, and whether of results only."""

from sqlalchemy import (
    bindparam,
    select,
)

from storage.database.connection import AsyncConnection
from storage.database.ready import ready
from storage.database.rows import insert
from storage.database.schema import (
    follows,
)

_SUBSCRIPTION = ready(
    select(follows.c.notices).where(
        follows.c.person_id == bindparam("person"), follows.c.aimak_id == bindparam("aimak")
    )
)


class Subscriptions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find_subscription(self, person_id: int, aimak_id: int) -> bool | None:
        """Whether the person wants notices of hearings in an aimak; None while not asked."""
        wants: bool | None = await self._connection.scalar(_SUBSCRIPTION, {"person": person_id, "aimak": aimak_id})
        return wants

    async def set_subscription(self, person_id: int, aimak_id: int, wanted: bool, *, at: int) -> None:
        """Writes what the person said about notices of hearings in an aimak; who wants them wants more than the results."""
        values = {"notices": wanted, "changed_at": at} | ({"far_away": False} if wanted else {})
        statement = insert(self._connection, follows).values(person_id=person_id, aimak_id=aimak_id, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["person_id", "aimak_id"], set_=values)
        )

    async def list_following(self, person_id: int) -> list[int]:
        """Lists the aimaks whose notices a person gets."""
        return list(
            await self._connection.scalars(
                select(follows.c.aimak_id).where(follows.c.person_id == person_id, follows.c.notices)
            )
        )

    async def is_far_away(self, person_id: int, aimak_id: int) -> bool:
        """Whether a subscriber wants to hear of results only."""
        theirs = follows.c.person_id == person_id, follows.c.aimak_id == aimak_id
        return bool(await self._connection.scalar(select(follows.c.far_away).where(*theirs)))

    async def set_far_away(self, person_id: int, aimak_id: int, far_away: bool, *, at: int) -> None:
        """Writes whether a person is told of results only; who was not subscribed is so from now on."""
        values = {"notices": True, "far_away": far_away, "changed_at": at}
        statement = insert(self._connection, follows).values(person_id=person_id, aimak_id=aimak_id, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["person_id", "aimak_id"], set_=values)
        )
