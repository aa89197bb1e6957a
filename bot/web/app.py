"""The ASGI app: the webhooks of the channels, and whether the process is well. Nothing of a request is ever logged."""

import asyncio
import hmac
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.contract import Answer, Posted, Webhook
from bot.logs import Seldom, say_where
from bot.web.chat.inbound_limits import read_address
from bot.web.figures import Figures, Waiting
from bot.web.figures_of_workers import FiguresOfWorkers
from bot.web.health import Health
from bot.web.metrics import list_own, write_metrics
from bot.web.pages.trouble import Trouble

log = structlog.get_logger(__name__)

AT_ONCE = 100  # requests taken in at a time; more are asked to come again
HELD = 64 * 1024 * 1024  # bytes of bodies in memory at a time; more are asked to come again
READING = 10.0  # seconds in which a body must have come
AGAIN = {"retry-after": "5"}  # seconds; Meta and Telegram both come again by themselves
LONGEST_NUMBER = 12  # digits of a length
ASKED, LONGEST_ASKED = "ask", 64  # by which the doctor sees whose door it is; characters
CLOSE, UNREAD = {"connection": "close"}, {401, 408, 413, 503}  # the rest of a body that nobody reads
FORWARDED = ("forwarded", "x-forwarded-for", "via")  # said by a proxy, so the request is of somebody elsewhere


class WebDoor:
    """What is behind the web door: each webhook, `/healthz`, `/readyz` and `/metrics`."""

    def __init__(
        self,
        webhooks: Sequence[Webhook],
        health: Health,
        *,
        steady: Callable[[], int],
        figures: Figures | None = None,
        of_workers: FiguresOfWorkers | None = None,
        metrics_token: str = "",
        routes: Sequence[BaseRoute] = (),
        prove: Callable[[str], str] = lambda _: "",
        trouble: Trouble | None = None,
    ) -> None:
        """prove answers what somebody of this computer asks with what this install alone knows."""
        self._prove, self._trouble = prove, trouble or Trouble()
        self._health, self._figures, self._token = health, figures, metrics_token
        self._of_workers = of_workers
        if of_workers is not None:
            of_workers.list_own = self._list_own
        self._in_hand = self._held = 0
        self._answered: Counter[tuple[str, int]] = Counter()
        self._seldom = Seldom(steady)
        served = [*(self._route(one) for one in webhooks), *self._own_routes(), *routes]
        handlers = {Exception: self._on_failed, HTTPStatus.NOT_FOUND: self._on_missing}
        self.app = Starlette(routes=served, exception_handlers=handlers)
        self.app.router.redirect_slashes = False

    def _route(self, webhook: Webhook) -> Route:
        async def on_called(request: Request) -> Response:
            answer = await self._answer(webhook, request)
            self._answered[webhook.path, answer.status] += 1
            return _respond(answer)

        return Route(webhook.path, on_called, methods=["GET", "POST"])

    def _own_routes(self) -> list[Route]:
        return [
            Route("/healthz", self._say_alive),
            Route("/readyz", self._say_ready),
            Route("/metrics", self._say_metrics),
        ]

    async def _answer(self, webhook: Webhook, request: Request) -> Answer:
        query = dict(request.query_params)
        if request.method != "POST":
            return await self._outcome_of(webhook.shake_hands(query))
        headers = dict(request.headers)
        if not webhook.may_be_theirs(headers):
            return Answer(401)
        pieces: list[bytes] = []
        try:
            refusal = await self._read(request, webhook.largest, pieces)
            if refusal is not None:
                return refusal
            if self._in_hand >= AT_ONCE:
                return Answer(503)
            return await self._take_in(webhook, Posted(b"".join(pieces), headers, query))
        finally:
            self._held -= sum(map(len, pieces))

    async def _read(self, request: Request, largest: int, pieces: list[bytes]) -> Answer | None:
        # Reads a body as far as it may go. Whoever sends slowly takes nobody's place meanwhile.
        said = request.headers.get("content-length", "0")
        if not said.isdecimal() or len(said) > LONGEST_NUMBER or int(said) > largest:
            return Answer(413)
        size = 0
        try:
            async with asyncio.timeout(READING):
                async for piece in request.stream():
                    size += len(piece)
                    if size > largest:
                        return Answer(413)
                    pieces.append(piece)
                    self._held += len(piece)
                    if self._held > HELD:
                        return Answer(503)
        except TimeoutError:
            return Answer(408)
        except ClientDisconnect:
            return Answer(400)
        return None

    async def _take_in(self, webhook: Webhook, posted: Posted) -> Answer:
        self._in_hand += 1
        try:
            return await self._outcome_of(webhook.take_in(posted))
        finally:
            self._in_hand -= 1

    async def _outcome_of(self, answering: Awaitable[Answer]) -> Answer:
        # Whatever is wrong with one, it is asked to come again, and the others go on.
        (outcome,) = await asyncio.gather(answering, return_exceptions=True)
        if isinstance(outcome, BaseException):
            self._seldom.error(log, "a webhook could not be taken in; it comes again", error=type(outcome).__name__)
            return Answer(503)
        return outcome

    async def _on_failed(self, request: Request, error: Exception) -> Response:
        # The server keeps silent, so it is said here where it went wrong. Nobody's words or address are said.
        if not isinstance(error, ClientDisconnect):
            self._seldom.error(log, "a page could not be served", error=say_where(error))
        return self._trouble.say_failed(request)

    async def _on_missing(self, request: Request, _error: Exception) -> Response:
        return self._trouble.say_missing(request)

    async def _say_alive(self, request: Request) -> Response:
        asked = request.query_params.get(ASKED, "")
        is_asked = 0 < len(asked) <= LONGEST_ASKED and asked.isalnum() and _is_of_this_computer(request)
        return PlainTextResponse(f"ok {self._prove(asked)}".strip() if is_asked else "ok")

    async def _say_ready(self, request: Request) -> Response:
        # To this computer it says which account is not heard, to others nothing.
        status = 200 if await self._health.is_ready() else 503
        text = "ok" if status == HTTPStatus.OK else ""
        if self._may_look(request):
            lines = [
                f"{' '.join(where)} {'ok' if heard else 'not heard'}" for where, heard in self._health.list_heard()
            ]
            text = "\n".join([text or "not ready", *lines])
        return _respond(Answer(status, text))

    async def _say_metrics(self, request: Request) -> Response:
        if not self._may_look(request):
            return Response(status_code=404)
        waiting = await self._figures.read() if self._figures is not None else Waiting()
        own = self._list_own() if self._of_workers is None else self._of_workers.list_lines()
        text = write_metrics(own, waiting, self._health.now())
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    def _list_own(self) -> list[str]:
        counts = self._figures.counts() if self._figures is not None else {}
        return list(list_own(self._health, self._answered, self._in_hand, counts))

    def _may_look(self, request: Request) -> bool:
        # This computer, or who says the token (compared in constant time, on bytes).
        said = request.headers.get("authorization", "").encode()
        is_known = bool(self._token) and hmac.compare_digest(said, f"Bearer {self._token}".encode())
        return is_known or _is_of_this_computer(request)


def _respond(answer: Answer) -> Response:
    headers = AGAIN if answer.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    headers = headers | (CLOSE if answer.status in UNREAD else {})
    return Response(answer.text, answer.status, headers, "text/plain" if answer.text else None)


def _is_of_this_computer(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    address = read_address(request.client.host)
    return address is not None and address.is_loopback
