"""The leases that this process holds on PostgreSQL, where other workers take back what has run out.

A worker that stood still may come back after its leases have run out. It sends nothing then, and changes nothing.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.delivery.endings import Ending
from bot.delivery.pacing import turns
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.queue.outbox import Letter
from storage.store import Store

STALE = 2.0  # seconds after which a letter that nobody began to send goes back: others have the pace by now


@dataclass(slots=True)
class Held:
    """A letter in hand: when it was claimed, and when its lease was last ours, by the loop's time."""

    letter: Letter
    claimed_at: float
    known_at: float


class Leases:
    """The letters in hand. Whatever is not among them is somebody else's by now."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held = turns.HELD
        self._every = self._held / 4000  # seconds between renewals
        self._in_hand: dict[tuple[int, str], Held] = {}
        self._renewed_at = 0.0

    def note(self, letters: Sequence[Letter], since: float) -> None:
        """Notes letters as claimed just now; their leases run since a time of the loop's, before that was committed."""
        now = _now()
        self._in_hand.update({one.claim: Held(one, now, since) for one in letters})

    def let_go(self, letter: Letter) -> None:
        """Forgets a letter: how it ended is written down."""
        self._in_hand.pop(letter.claim, None)

    def must_go_back(self, letter: Letter, now: int) -> Ending | None:
        """The ending of a letter that was claimed too long ago to leave within the pace; else None. now is in ms UTC."""
        held = self._in_hand.get(letter.claim)
        if held is not None and _now() - held.claimed_at < STALE:
            return None
        return partial(put_off, letter, now)

    async def is_lost(self, letter: Letter) -> bool:
        """Whether somebody else may have a letter by now. Where the database cannot be asked in time it counts as lost."""
        held = self._in_hand.get(letter.claim)
        if held is not None and _now() - held.known_at < self._held / 2000:
            return False
        try:
            await self._renew([letter])
        except CANNOT_WRITE:
            return True
        return letter.claim not in self._in_hand

    async def renew(self) -> None:
        """Renews what is in hand once in a while."""
        now = _now()
        if now - self._renewed_at >= self._every:
            self._renewed_at = now
            await self._renew([one.letter for one in self._in_hand.values() if now - one.known_at >= self._every])

    async def _renew(self, letters: Sequence[Letter]) -> None:
        if not letters:
            return
        now = _now()
        still = await self._database.write(partial(renew, letters, self._held))
        for one in letters:
            if one.claim not in still:
                self.let_go(one)
            elif one.claim in self._in_hand:
                self._in_hand[one.claim].known_at = now


def _now() -> float:
    return asyncio.get_running_loop().time()


async def renew(letters: Sequence[Letter], held: int, store: Store) -> set[tuple[int, str]]:
    """Renews the leases of letters for so many milliseconds of the database's clock; returns those still held (row, lease)."""
    return await store.outbox.renew(letters, until=await store.read_database_time() + held)


async def put_off(letter: Letter, now: int, store: Store) -> bool:
    """Gives a letter back that nobody began to send: it is due at once, and no attempt is counted."""
    return await store.outbox.put_off(letter, not_before=now, code=letter.code or "", tried=False)


async def is_not_ours(_store: Store) -> bool:
    """The ending of a letter whose lease was lost before it left: nothing is written."""
    return False
