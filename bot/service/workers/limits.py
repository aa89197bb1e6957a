"""The inbound limit of several workers: what one lets through counts at all of them, whichever a person comes to.

Each tells the others by NOTIFY, sealed, once in some messages of one person. So most people are never spoken of. With N
workers a person has at most `TOLD_EACH` messages more for each of the others.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping

import structlog

from bot.app import Service
from bot.channels.intake import Intake
from bot.chat.message import Peer
from storage.database.failures import CANNOT_WRITE
from storage.database.seal import KeyUnusable

log = structlog.get_logger(__name__)

TOPIC = "flood"


class SharedLimits:
    """Tells other workers what is let through here, and counts what they say."""

    def __init__(self, service: Service, intakes: Mapping[tuple[str, str], Intake]) -> None:
        self._database, self._seal, self._intakes = service.office.database, service.office.seal, intakes
        self._own = secrets.token_hex(4)
        self._telling: set[asyncio.Task[None]] = set()

    def tell(self, peer: Peer, weight: float, at: int) -> None:
        """Tells the others, without anybody's waiting for it."""
        sealed = self._seal.seal(json.dumps([peer.channel, peer.account, peer.address, weight, at]))
        task = asyncio.get_running_loop().create_task(self._announce(f"{self._own} {sealed}"))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _announce(self, said: str) -> None:
        try:
            await self._database.announce(TOPIC, said)
        except CANNOT_WRITE:  # a person has a little more, for as long as nothing can be written
            log.warning("other workers cannot be told now how much somebody wrote")

    def hear(self, said: str) -> None:
        """Counts what another worker let through. Nothing said: what was missed meanwhile is forgiven."""
        whose, _, sealed = said.partition(" ")
        if whose in {"", self._own}:
            return
        try:
            channel, account, address, weight, at = json.loads(self._seal.open(sealed))
        except (KeyUnusable, ValueError):
            log.warning("what another worker said cannot be read: has it the same key?")
            return
        intake = self._intakes.get((channel, account))
        if intake is not None:
            intake.flood.note_elsewhere(Peer(channel, account, address), weight, at=intake.written(at))


def share_limits(service: Service, intakes: Mapping[tuple[str, str], Intake]) -> None:
    """Lets several workers keep one inbound limit for each person."""
    if service.wakeups is None:
        return
    limits = SharedLimits(service, intakes)
    for intake in intakes.values():
        intake.flood.tells_others = limits.tell
    service.wakeups.on(TOPIC, limits.hear)
