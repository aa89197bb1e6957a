"""Listens: uvicorn inside the service's own loop, with its own signals, limits and silence."""

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

log = structlog.get_logger(__name__)

KEEP_ALIVE = 5  # seconds that a connection may be idle
HEAD = 16_384  # bytes of a request before its body
HEAD_TIME = 10.0  # seconds in which they must have come
CONNECTIONS = 2_000  # open at a time, of which pages hold half at most; more are answered 503
FINISHING = 7  # seconds in which what is in hand is finished at the end


class Listening:
    """The server, from its start to its orderly end."""

    def __init__(self, app: ASGIApp, opened: socket.socket) -> None:
        self._socket = opened
        self._server = _Server(
            uvicorn.Config(
                app,
                loop="none",
                http=_Bounded,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level=logging.CRITICAL,  # it would say what strangers send
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=CONNECTIONS,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=FINISHING,
            )
        )

    async def run(self) -> None:
        """Serves until it is stopped; what is in hand then is finished."""
        log.info("the web door is open", address="{}:{}".format(*self._socket.getsockname()[:2]))
        await self._server.serve(sockets=[self._socket])

    def stop(self) -> None:
        """Takes no more connections."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The service has its own.
        yield


class _Bounded(HttpToolsProtocol):
    """A connection whose request must begin in time, and whose headers have an end."""

    _head = 0
    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._waits is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()
        self._head += len(data)
        super().data_received(data)
        if self._waits is not None and self._head > HEAD and not self.transport.is_closing():
            self.send_400_response("")

    def on_headers_complete(self) -> None:
        self._wait_no_more()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._head = 0
        self._waits = self.loop.call_later(HEAD_TIME, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
