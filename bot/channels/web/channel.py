"""The web chat as a channel. What is sent waits in the outbox for whoever opens their page, and reaches open ones at once."""

import asyncio
import re
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from bot.channels.contract import Blocked, Capabilities, Finding
from bot.channels.intake import Intake
from bot.channels.web.open_pages import OpenPages, Shown
from bot.channels.web.other_workers import OtherWorkers
from bot.channels.web.uploads import Uploads
from bot.chat.message import Message, Peer
from bot.logs import say_where
from storage.database.seal import Seal
from storage.media.bucket import Bucket

log = structlog.get_logger(__name__)

NAME, ACCOUNT = "web", "chat"
CAPABILITIES = Capabilities(
    edits=True,
    buttons=True,
    most_buttons=None,
    text=None,
    text_with_buttons=None,
    title=None,
    caption=None,
    reports_delivery=True,
)
SWEEPING = 300.0  # seconds between two looks at uploads that were fetched, or never will be
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes that the page has made
_ADDRESS = re.compile(r"[0-9a-f]{64}")


class Web:
    """The web chat of an install: the contract of a messenger, without one."""

    name = NAME
    account = ACCOUNT
    pace = None
    capabilities = CAPABILITIES
    webhook = None

    def __init__(self, *, seal: Seal, url: str, uploads: Path, bucket: Bucket | None = None) -> None:
        self.pages = OpenPages()
        self.others: OtherWorkers | None = None  # where other workers have pages open as well
        self.uploads = Uploads(uploads, seal, bucket)
        self._seal = seal
        self._url = url

    def find_address(self, token: str) -> str | None:
        """The address of whoever has this token; None for what no page of ours has made.

        Nothing is kept of the token itself. Whoever reads the database cannot write as anybody.
        """
        return self._seal.mark("web chat", token) if _TOKEN.fullmatch(token) else None

    def make_peer(self, address: str) -> Peer:
        """Who writes from an address."""
        return Peer(NAME, ACCOUNT, address)

    async def inbound(self, intake: Intake) -> None:
        """Waits until told to stop: pages post to the web door. Uploads that nobody fetched are removed meanwhile."""
        if self._url:
            await intake.introduced(urlsplit(self._url).netloc)
        while not intake.is_stopping:
            try:
                await asyncio.to_thread(self.uploads.sweep, now=intake.now())
            except OSError as error:
                log.error("old uploads cannot be removed now", error=say_where(error))
            await intake.rest(SWEEPING)
        self.pages.end_all()

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Shows a message on the pages that are open; the others read it in the outbox. Raises Blocked."""
        if not _ADDRESS.fullmatch(address):
            raise Blocked("no address of the web chat", code="no_chat")
        if not message.is_shown:
            return ""
        shown = Shown(message.hints.edits or str(message.hints.letter), message, language)
        await self._show(address, shown)
        return shown.id

    async def show_own(self, address: str, id: str, text: str, kind: str, *, at: int) -> None:
        """Shows what somebody said on one of their pages on their others. Raises Unreachable."""
        await self._show(address, Shown(id, Message(text), "", own=kind, said_at=at))

    async def _show(self, address: str, shown: Shown) -> None:
        self.pages.show(address, shown)
        if self.others is not None:
            await self.others.tell(address, shown)

    async def fetch(self, reference: str) -> bytes:
        """The bytes of a file that a page posted. Raises Gone, Unreachable."""
        return await asyncio.to_thread(self.uploads.read, reference)

    def link(self, payload: str = "") -> str:
        """The link that opens the chat. What stands behind `#` is sent to no server, so no log has it."""
        address = f"{self._url}/chat" if self._url else ""
        return f"{address}#{payload}" if address and payload else address

    async def list_findings(self, *, heard_at: int | None, now: int) -> list[Finding]:
        """The doctor looks at the web door itself."""
        return []

    def say_held_elsewhere(self, known_as: str) -> str:
        """Says that one process serves the web chat."""
        return "Another «sunush run» serves the web chat already: one is enough, or stop that one first."

    def mac(self, address: str, choice: str) -> str:
        """Eight letters that only we can put behind a button's id."""
        return self._seal.mark("button", NAME, address, choice)[:8]

    async def close(self) -> None:
        """It has no connections of its own."""
