"""The inbound limit of a network address at several workers: what one of them takes counts at all.

Each tells the others by NOTIFY, sealed: once a second at most, whatever comes, and nothing where nobody asks much.
"""

import asyncio
import json
import secrets

import structlog

from bot.app import Service, steady
from bot.web.chat.inbound_limits import Callers
from storage.database.failures import CANNOT_WRITE
from storage.database.seal import KeyUnusable

log = structlog.get_logger(__name__)

TOPIC = "callers"
EACH = 1.0  # seconds between two words to the others


class SharedCallers:
    """Tells other workers what is taken here of each address, and counts what they say."""

    def __init__(self, service: Service) -> None:
        self._database, self._seal = service.office.database, service.office.seal
        self._own = secrets.token_hex(4)
        self.callers = Callers()
        if service.wakeups is not None:
            self.callers.begin_telling()
            service.wakeups.on(TOPIC, self.hear)

    async def run(self) -> None:
        """Tells the others until cancelled."""
        while True:
            await asyncio.sleep(EACH)
            await self.tell()

    async def tell(self) -> None:
        """Tells the others what they have not heard, where it is worth a word."""
        untold = self.callers.list_untold()
        if not untold:
            return
        try:
            await self._database.announce(TOPIC, f"{self._own} {self._seal.seal(json.dumps(untold))}")
        except CANNOT_WRITE:  # a caller has a little more, for as long as nothing can be written
            log.warning("other workers cannot be told now how much was asked")

    def hear(self, said: str) -> None:
        """Counts what another worker took. Nothing said: what was missed meanwhile is forgiven."""
        whose, _, sealed = said.partition(" ")
        if whose in {"", self._own}:
            return
        try:
            told = json.loads(self._seal.open(sealed))
        except (KeyUnusable, ValueError):
            log.warning("what another worker said cannot be read: has it the same key?")
            return
        for what, caller, weight in told:
            self.callers.note_elsewhere(what, caller, weight, steady=steady())
