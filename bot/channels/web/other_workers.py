"""Pages that are open at other workers: whoever sends tells them, and each shows it on its own pages.

What is told is sealed, and stands in no table. Where it is too long for that, the page ends and asks again by itself.
"""

import json
import secrets
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.contract import Unreachable
from bot.channels.web.open_pages import OpenPages, Shown
from bot.chat.message import Message
from storage.database.failures import CANNOT_WRITE
from storage.database.seal import KeyUnusable, Seal

log = structlog.get_logger(__name__)

TOPIC = "pages"
LARGEST = 7_900  # bytes that NOTIFY takes, less the name of the topic


class OtherWorkers:
    """The way from whoever sends to whoever has the page."""

    def __init__(self, pages: OpenPages, seal: Seal, announce: Callable[[str, str], Awaitable[None]]) -> None:
        self._pages, self._seal, self._announce = pages, seal, announce
        self._own = secrets.token_hex(4)

    async def tell(self, address: str, shown: Shown) -> None:
        """Tells the others of a message to somebody. Raises Unreachable where they cannot be told now."""
        sealed = self._seal.seal(
            json.dumps([shown.id, shown.message.to_json(), shown.language, shown.own, shown.said_at])
        )
        said = f"{self._own} {address} {sealed}"
        try:
            await self._announce(TOPIC, said if len(said) <= LARGEST else f"{self._own} {address}")
        except CANNOT_WRITE:
            raise Unreachable("other workers cannot be told now") from None

    def hear(self, said: str) -> None:
        """Shows what another worker sent. Nothing said: something may have been missed, so every page asks again."""
        if not said:
            self._pages.end_all()
            return
        whose, address, *sealed = said.split(" ")
        if whose == self._own:
            return
        if not sealed:
            self._pages.end(address)
            return
        try:
            id, message, language, own, said_at = json.loads(self._seal.open(sealed[0]))
        except (KeyUnusable, ValueError):
            log.warning("what another worker said cannot be read: has it the same key?")
            return
        self._pages.show(address, Shown(id, Message.from_json(message), language, own, said_at))
