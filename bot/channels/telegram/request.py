"""How requests reach the Bot API: aiohttp under python-telegram-bot, which tells «never left» from «never answered»."""

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.outages import say_of_a_line, say_of_a_status
from bot.config import find_proxy

CONNECT = 10.0  # seconds
READ = 20.0  # seconds; a lease lasts longer
TOO_LARGE = 413  # said by Telegram or by a proxy before it: the same request is refused each time
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# What the library raises over a result that is not what the manual says.
MISREAD = (AttributeError, KeyError, TypeError, ValueError)


class NeverLeft(NetworkError):
    """The request did not reach the server: it can be repeated without doubling anything."""


class NeverAnswered(TimedOut):
    """The request left, the answer never came: nobody knows whether it was carried out."""


class Page(NetworkError):
    """A refusal that is not the Bot API's, such as a proxy's page. It says nothing of chat or message."""

    def __init__(self, status: int) -> None:
        super().__init__(say_of_a_status(status))
        self.status = status


class Garbled(TelegramError):
    """An answer came that is none of the Bot API's, or that cannot be read."""

    def __init__(self, payload: bytes) -> None:
        super().__init__("Invalid server response")
        self.payload = payload


class Misshapen(TelegramError):
    """An answer of the Bot API's whose result is not what was asked for."""

    def __init__(self) -> None:
        super().__init__("a result of another shape")


class AioRequest(BaseRequest):
    """One session for all requests of a bot; it is opened by the first one."""

    def __init__(self, *, connections: int = 40) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self.date: int | None = None  # what the server's clock said with its last answer (UTC ms)
        self._proxies: dict[
            str, str | None
        ] = {}  # by the beginning of an address: looked up once, not for each request

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds."""
        return READ

    async def initialize(self) -> None:
        self._open_session()

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    def _find_proxy(self, url: str) -> str | None:
        origin = url[: url.find("/", len("https://"))]
        if origin not in self._proxies:
            self._proxies[origin] = find_proxy(origin)
        return self._proxies[origin]

    async def do_request(  # noqa: PLR0917 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Sends one request; the URL holds the token and so stands in no error. Raises NeverLeft, NeverAnswered, Page.

        What is too large is a refusal of this one message, whoever says so: BadRequest.
        """
        waits = read_timeout if isinstance(read_timeout, int | float) else READ
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT, sock_connect=CONNECT, sock_read=float(waits))
        try:
            asked = self._open_session().request(
                method,
                url,
                timeout=timeout,
                proxy=self._find_proxy(url),
                allow_redirects=False,  # what somebody wrote goes to nobody else
                **_make_body(request_data),
            )
            async with asked as response:
                status, answer = response.status, await response.read()
                self.date = _read_date(response.headers.get("Date", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError) as error:
            raise NeverLeft(say_of_a_line(error)) from None
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise NeverAnswered(say_of_a_line(error)) from None
        if status == TOO_LARGE:
            raise BadRequest("Request Entity Too Large")
        if not 200 <= status < 300 and not _is_refusal(answer):
            raise Page(status)
        return status, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Reads an answer. The library's own would write all of it, with what people said, into the log."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise Garbled(payload) from None
        if not isinstance(answer, dict) or ("result" not in answer and answer.get("ok") is not False):
            raise Garbled(payload)
        return answer


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a call of our own is given, in the form the library's own data has."""

    json_parameters: dict[str, str]
    contains_files: bool = False
    multipart_data: None = None


def _read_date(header: str) -> int | None:
    try:
        return int(parsedate_to_datetime(header).timestamp() * 1000)
    except (ValueError, TypeError, OverflowError):
        return None


def _is_refusal(answer: bytes) -> bool:
    try:
        parsed = AioRequest.parse_json_payload(answer)
    except Garbled:
        return False
    return parsed.get("ok") is False and isinstance(parsed.get("description"), str)


def _make_body(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {}
    if not request_data.contains_files:
        # The library would make a form of it, field by field: a fifth of the time of a message.
        return {"data": urlencode(request_data.json_parameters).encode("ascii"), "headers": _FORM}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
