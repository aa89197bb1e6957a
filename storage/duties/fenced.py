"""A database for whoever holds a duty: each of its writes first checks that it is still theirs (fencing)."""

from typing import Any, TypeVar

from storage.database.engine import Database
from storage.database.failures import CommitFailed
from storage.store import Store, Work

T = TypeVar("T")


class DutyLost(CommitFailed):
    """Another worker has the duty now; nothing was written."""


class FencedDatabase(Database):
    """The same database and connections. A worker that was stopped past its lease changes nothing late."""

    def __init__(self, whole: Database, duty: str, *, holder: str) -> None:
        self._whole, self._duty, self._holder = whole, duty, holder  # everything else is the other's: see __getattr__
        self.refused = 0  # writes that came after the duty was lost

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    async def write(self, work: Work[T], *, first: bool = False) -> T:
        """Runs work in a transaction that holds the duty. Raises DutyLost, and what Database.write raises."""

        async def fenced(store: Store) -> T:
            if not await store.duties.is_held(self._duty, holder=self._holder):
                self.refused += 1
                raise DutyLost(f"another worker has the duty {self._duty} now")
            return await work(store)

        return await self._whole.write(fenced, first=first)

    async def read(self, work: Work[T]) -> T:
        """Runs work on a snapshot of its own."""
        return await self._whole.read(work)
