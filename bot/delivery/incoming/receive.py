"""Receives one message: lock, one transaction with everything it does, commit, conversation state; replies then leave.

What the transaction does stands in turn.py. Here it is tried again, and set aside where it fails each time.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot.budget.proposal import make_storable
from bot.budget.referral.doors import find_door
from bot.chat.message import Incoming, Kind, Peer
from bot.chat.routing.router import Router
from bot.delivery.incoming import conversations, dead_letters
from bot.delivery.incoming.signals import TakenMeanwhile
from bot.delivery.incoming.turn import TakeTurn, Turn
from bot.logs import say_where
from bot.office.guessing.guess import read_ahead
from storage.conversations.kept import States
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE

log = structlog.get_logger(__name__)

SHORT = 300  # characters that are read for their door in a millisecond or two
TRIES = 3  # a message whose handler fails this often is set aside, so that the person's later ones go on


class Receive:
    """Takes events in. When a call returns, the event and all it did are on disk and it may be acknowledged."""

    def __init__(
        self,
        *,
        database: Database,
        states: States,
        router: Router,
        now: Callable[[], int],
        wake: Callable[[], None],
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._states = states
        self._now = now
        self._wake = wake
        self.take_turn = TakeTurn(states=states, router=router, now=now, has_room=has_room)
        self._locks: WeakValueDictionary[Peer, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, incoming: Incoming, raw: str = "") -> None:
        """Receives an event; one seen before does nothing. Raises only where nothing could be written at all.

        raw is the event as it came; a channel without a form of its own leaves it out.
        """
        async with self._locks.setdefault(incoming.peer, asyncio.Lock()):
            await _read_ahead(incoming)
            # Who wrote in a group, and what, is of no use. Whoever is forgotten later has no chat there to be found by.
            kept = None if incoming.kind is Kind.GROUP else raw or incoming.raw()
            turn = await self._taken(incoming, kept)
            if turn is not None and turn.conversation is not None:
                conversations.remember(self._states, turn.person, turn.conversation)
        if turn is not None:
            self._wake()

    async def bury(self, channel: str, account: str, external_id: str, raw: str, error: str) -> None:
        """Keeps something that cannot be read as a dead letter; nobody can be told."""
        letter = partial(dead_letters.bury, channel, account, external_id, raw=raw, error=error, at=self._now())
        await self._database.write(letter)
        log.error("an update could not be read and is set aside", channel=channel, event_id=external_id)

    async def _taken(self, incoming: Incoming, raw: str | None) -> Turn | None:
        failed = ""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._database.write(partial(self.take_turn, incoming, raw))
            except CANNOT_WRITE:
                raise
            except TakenMeanwhile:
                return None
            except Exception as error:  # noqa: BLE001 - the one net for handlers: logged, told, set aside
                failed = type(error).__name__
                log.error(
                    "a message could not be handled", event_id=incoming.id, attempt=attempt, error=say_where(error)
                )
        person = await self._database.write(
            partial(dead_letters.set_aside, incoming, raw, error=failed, at=self._now())
        )
        return None if person is None else Turn(person, None)


async def _read_ahead(incoming: Incoming) -> None:
    # Of a long text which door it belongs to, and what it is about, takes 10 to 60 ms. The turn finds both done: no writer
    # and no loop waits for it.
    if len(incoming.text) > SHORT:
        text = make_storable(incoming.text)
        await asyncio.to_thread(find_door, text)
        await read_ahead(text)
