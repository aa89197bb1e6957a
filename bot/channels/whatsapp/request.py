"""How requests reach the Graph API: one httpx client an account, which tells «never left» from «never answered»."""

import json
import ssl
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.channels.contract import SendFailure, Uncertain, Unreachable
from bot.channels.whatsapp.failures import read_failure

CONNECT = 10.0  # seconds
READ = 20.0  # seconds; a lease lasts longer
CONNECTIONS = 40
# The request never left: it can be repeated without doubling anything.
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class Graph:
    """The lines to the Graph API. The token stands in a header, never in an address."""

    def __init__(self, token: str, *, base: str, version: str) -> None:
        self.base = base
        self._prefix = f"{base}/{version}"
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(READ, connect=CONNECT),
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            follow_redirects=False,
            verify=_read_trusted(),
        )

    async def close(self) -> None:
        """Closes the lines."""
        await self._client.aclose()

    async def get(self, path: str, **asked: str) -> dict[str, Any]:
        """Asks for something. Raises the failures of the contract."""
        return await self._ask("GET", path, params=asked)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Sends a body as JSON. Raises the failures of the contract."""
        # With lone surrogates written as they are, no text of anybody's can make this raise.
        return await self._ask("POST", path, content=json.dumps(body), headers={"Content-Type": "application/json"})

    async def upload(self, path: str, content: bytes, *, name: str, mime: str) -> dict[str, Any]:
        """Sends a file. Raises the failures of the contract."""
        fields = {"messaging_product": "whatsapp", "type": mime}
        return await self._ask("POST", path, data=fields, files={"file": (name, content, mime)})

    async def download(self, url: str, most: int) -> bytes | None:
        """Reads a file from the address that the Graph API gave. None: it has more bytes than `most`."""
        if urlsplit(url).scheme != urlsplit(self.base).scheme:
            raise Unreachable("a file lies where no secure line leads")  # the token would be read on the way
        pieces, size = [], 0
        try:
            async with self._client.stream("GET", url) as response:
                if response.status_code != 200:
                    await response.aread()
                    raise read_failure(response.status_code, _read_json(response.content))
                async for piece in response.aiter_bytes():
                    size += len(piece)
                    if size > most:
                        return None
                    pieces.append(piece)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(say_outage(error)) from None
        return b"".join(pieces)

    async def _ask(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        try:
            response = await self._client.request(method, f"{self._prefix}/{path}", **given)
        except NEVER_LEFT as error:
            raise Unreachable(say_outage(error)) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Uncertain(say_outage(error)) from None
        answer = _read_json(response.content)
        if not response.is_success:
            raise read_failure(response.status_code, answer)
        if not isinstance(answer, dict):
            raise Uncertain("a success came that cannot be read")
        return answer


@cache
def _read_trusted() -> ssl.SSLContext:
    # The certificates that are trusted: reading them takes a quarter of a second, so it is done once.
    return httpx.create_ssl_context()


def _read_json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def say_outage(error: Exception) -> str:
    """Why a request came to nothing, in the words of whoever has to put it right."""
    said = str(error).casefold()
    match error:
        case httpx.ProxyError():
            return "the proxy lets nobody through"
        case httpx.ConnectError() if "certificate" in said:
            return "its certificate is not trusted: something stands between us and Meta, or this computer's clock is wrong"
        case httpx.ConnectError() if "name" in said or "address" in said:
            return "its name cannot be looked up (no line to the internet?)"
        case httpx.ConnectError() | httpx.ConnectTimeout():
            return "no connection comes about (no line to the internet?)"
        case httpx.TimeoutException():
            return "no answer comes"
    return "the line broke before the answer came"


def say_sentence(failure: SendFailure) -> str:
    """The same as a whole sentence."""
    words = f"WhatsApp: {say_failure(failure)}"
    return words if words.endswith("?") else f"{words}."


def say_failure(failure: SendFailure) -> str:
    """Why the Graph API could not be asked, for whoever reads the doctor's lines."""
    return str(failure) or type(failure).__name__
