"""What somebody wants to be told of besides hearings: villages and themes, each a row. A topic has a key.

The key of a theme is its name («water»), that of a village «village:» and its id.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import people, topics

VILLAGE = "village:"


def make_village_key(village_id: int) -> str:
    return f"{VILLAGE}{village_id}"


def read_village(topic: str) -> int | None:
    """Returns the id of the village that a key names; None where it names a theme."""
    return int(topic.removeprefix(VILLAGE)) if topic.startswith(VILLAGE) else None


@dataclass(frozen=True, slots=True)
class Topic:
    """A village or a theme of an aimak that somebody wants to be told of."""

    aimak_id: int
    topic: str


class Topics:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person_id: int, aimak_id: int, topic: str, *, at: int) -> None:
        """Writes that somebody wants notices of a topic; once more it is the same."""
        row = insert(self._connection, topics).values(person_id=person_id, aimak_id=aimak_id, topic=topic, at=at)
        await self._connection.execute(row.on_conflict_do_nothing())

    async def remove(self, person_id: int, aimak_id: int, topic: str) -> None:
        """Removes the wish for a topic."""
        theirs = topics.c.person_id == person_id, topics.c.aimak_id == aimak_id, topics.c.topic == topic
        await self._connection.execute(delete(topics).where(*theirs))

    async def list_of_person(self, person_id: int) -> Sequence[Topic]:
        """Lists what somebody wants to be told of, in the order of aimaks and keys."""
        rows = await self._connection.execute(
            select(topics.c.aimak_id, topics.c.topic)
            .where(topics.c.person_id == person_id)
            .order_by(topics.c.aimak_id, topics.c.topic)
        )
        return [Topic(row.aimak_id, row.topic) for row in rows]

    async def count(self, aimak_id: int) -> dict[str, int]:
        """Counts by topic who wants notices of it."""
        rows = await self._connection.execute(
            select(topics.c.topic, func.count().label("people"))
            .join(people, people.c.id == topics.c.person_id)
            .where(topics.c.aimak_id == aimak_id, people.c.erased_at.is_(None))
            .group_by(topics.c.topic)
        )
        return {row.topic: row.people for row in rows}
