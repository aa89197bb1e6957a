"""Who is let in at the web chat: a token, and limits by where a request comes from. Bodies have an end."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.web import Web
from bot.chat.message import Peer
from bot.chat.texts import LANGUAGES, find_words
from bot.web.chat.inbound_limits import Callers, find_caller, say_too_fast

SAYING = 20.0  # seconds in which words must have come over a weak line


class Gate:
    """What every request of a page passes."""

    def __init__(
        self, web: Web, *, behind_proxy: bool, steady: Callable[[], int], callers: Callers | None = None
    ) -> None:
        self._web, self._behind_proxy = web, behind_proxy
        self.steady = steady
        self.callers = Callers() if callers is None else callers

    def find_caller(self, request: Request) -> str:
        """The network address that a request came from."""
        return find_caller(request, behind_proxy=self._behind_proxy)

    def admit(self, request: Request) -> tuple[Peer | None, Response]:
        """Who asks, or why they are not let in: too fast (429), or without a token (401)."""
        if not self.callers.may_ask(self.find_caller(request), steady=self.steady()):
            return None, say_too_fast(10)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        address = self._web.find_address(token.strip()) if scheme.casefold() == "bearer" else None
        if address is None:
            return None, Response(status_code=401)
        return self._web.make_peer(address), Response()


class TooLong(Exception):
    """A body is longer than it may be."""


async def read_body(request: Request, most: int, *, seconds: float | None = None) -> bytes:
    """Reads a body of a page's, of words unless more seconds are given. Raises TooLong, TimeoutError, ClientDisconnect."""
    pieces, size = [], 0
    async with asyncio.timeout(SAYING if seconds is None else seconds):
        async for piece in request.stream():
            size += len(piece)
            if size > most:
                raise TooLong
            pieces.append(piece)
    return b"".join(pieces)


def say_again() -> Response:
    """Asks the page to come again (503), in every language for whoever reads the bytes."""
    said = [find_words(one).say("That did not work now. Try it again in a moment.") for one in LANGUAGES]
    headers = {"retry-after": "5", "cache-control": "no-store"}
    return PlainTextResponse("\n".join(said), HTTPStatus.SERVICE_UNAVAILABLE, headers)
