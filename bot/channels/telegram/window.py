"""The window of updates that are not confirmed yet. It begins at the offset and keeps the order that Telegram gives."""

import asyncio
import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.parse import read_raw_text
from bot.chat.message import Incoming

LARGEST = 2**62  # update_ids from here on are nobody's


@dataclass(slots=True, eq=False)
class Come:
    """An update that came; kept means that it is on disk, or that nothing of it is to be."""

    raw: Any
    name: int | str  # its update_id, or a hash of it where it has none
    is_kept: bool = False
    admitted: Incoming | None = None  # what of it is to be received
    has_turn: bool = False
    is_behind: bool = False  # kept as it came, in the backlog: it waits for its turn
    whose: Hashable = None  # who takes a turn for it; None of what cannot be read
    is_settled: asyncio.Event = field(default_factory=asyncio.Event)  # set once it is kept, or given up


class Window:
    """What Telegram gives again and again until it is confirmed; each update is seen once here.

    Telegram gives the oldest hundred from the offset on, so no more are ever in here. The offset confirms all below it.
    So it stops before the first that is not kept, even if later ones are.
    """

    def __init__(self) -> None:
        self.offset: int | None = None
        self._come: dict[int | str, Come] = {}

    @property
    def is_empty(self) -> bool:
        """Whether everything seen is kept and behind the offset."""
        return not self._come

    @property
    def first(self) -> Come | None:
        """What the offset stands at."""
        return next(iter(self._come.values()), None)

    @property
    def waiting(self) -> list[Come]:
        """What is not kept yet, in its order."""
        return [come for come in self._come.values() if not come.is_kept]

    def list_new(self, updates: Iterable[Any]) -> list[Come]:
        """Adds what Telegram gave, in any order, and returns what was not here yet, in the order of the ids.

        An offset confirms every smaller id. So a smaller one that came later must not stand behind a larger one.
        """
        new = []
        for number, raw in _put_in_order(updates):
            name = name_of(raw) if number is None else number
            if name not in self._come:
                self._come[name] = Come(raw, name)
                new.append(self._come[name])
        return new

    def confirm(self) -> bool:
        """Moves the offset behind what is kept, up to the first that is not; returns whether it moved."""
        before = self.offset
        for come in list(self._come.values()):
            if not come.is_kept:
                break
            del self._come[come.name]
            # The last, not the largest: after a silent week Telegram begins anew, at a smaller number as well.
            # Ids rise by one at least, so counting on past one that cannot be read confirms nothing unseen.
            if isinstance(come.name, int):
                self.offset = come.name + 1
            elif self.offset is not None:
                self.offset += 1
        return self.offset != before


def read_number(raw: Any) -> int | None:
    """Returns the update_id of an update as it came; None where it has none that can be."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    known = isinstance(number, int) and not isinstance(number, bool) and 0 < number < LARGEST
    return number if known else None


def name_of(raw: Any) -> int | str:
    """What an update is known by: its update_id, or a hash of it where it has none."""
    number = read_number(raw)
    return _hash(raw) if number is None else number


def _put_in_order(updates: Iterable[Any]) -> list[tuple[int | None, Any]]:
    # What has no id stays behind what it came after.
    placed, before = [], 0
    for raw in updates:
        number = read_number(raw)
        before = before if number is None else number
        placed.append((before, number, raw))
    placed.sort(key=lambda one: one[0])
    return [(number, raw) for _, number, raw in placed]


def _hash(raw: Any) -> str:
    return hashlib.sha256(read_raw_text(raw).encode("utf-8", "surrogatepass")).hexdigest()
