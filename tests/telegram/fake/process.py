"""The fake Telegram as a process of its own, steered over HTTP. It ends when the one who started it does.

By hand: `python -m tests.telegram.fake.process --port 0 --books FILE.jsonl`.
"""

import argparse
import asyncio
import http.client
import inspect
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Self

import aiohttp

from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import CONTROL, HOST, TOKEN, Addresses

ROOT = Path(__file__).parents[3]


class TelegramProcess(Addresses):
    """The same server as a process of its own, steered over HTTP; it ends when this one does."""

    def __init__(self, books: Path, *, token: str = TOKEN) -> None:
        self.books, self.token = books, token
        self.port = self.control_port = 0

    async def __aenter__(self) -> Self:
        arguments = ["--port", "0", "--books", str(self.books.resolve()), "--token", self.token, "--attended"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.telegram.fake.process", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        ports = json.loads(await asyncio.to_thread(self._process.stdout.readline))
        self.port, self.control_port = ports["port"], ports["control"]
        self._line = http.client.HTTPConnection(HOST, self.control_port)
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._line.close()
        await self._session.close()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        await asyncio.to_thread(self._process.wait)
        self._process.stdout.close()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in CONTROL:
            raise AttributeError(name)
        return partial(self._waits if inspect.iscoroutinefunction(getattr(TelegramServer, name)) else self._asks, name)

    def _asks(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self._line.request("POST", f"/control/{name}", _body(name, *args, **kwargs))
        answer = self._line.getresponse()
        return _result(answer.status, json.loads(answer.read()))

    async def _waits(self, name: str, *args: Any, **kwargs: Any) -> Any:
        address = f"http://{HOST}:{self.control_port}/control/{name}"
        async with self._session.post(address, data=_body(name, *args, **kwargs)) as answer:
            return _result(answer.status, await answer.json())


Telegram = TelegramServer | TelegramProcess


def _body(name: str, *args: Any, **kwargs: Any) -> bytes:
    bound = inspect.signature(getattr(TelegramServer, name)).bind(None, *args, **kwargs).arguments
    return json.dumps({key: value for key, value in bound.items() if key != "self"}).encode()


def _result(status: int, said: dict[str, Any]) -> Any:
    if status == 408:
        raise TimeoutError(said["error"])
    assert status == 200, said["error"]
    return said["result"]


async def serve(port: int, control_port: int, books: Path | None, token: str, *, attended: bool) -> None:
    """Serves until it is told to stop, or until the one who started it is gone."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with TelegramServer(token=token, books=books, port=port, control_port=control_port) as server:
        sys.stdout.write(json.dumps({"port": server.port, "control": server.control_port}) + "\n")
        sys.stdout.flush()
        if attended:
            loop.add_reader(sys.stdin, stop.set)
        await stop.wait()


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--port", type=int, default=0)
    reader.add_argument("--control", type=int, default=0, help="the port of /control, which stays up when it is down")
    reader.add_argument("--books", type=Path)
    reader.add_argument("--token", default=TOKEN)
    reader.add_argument("--attended", action="store_true", help="end when standard input ends")
    told = reader.parse_args()
    asyncio.run(serve(told.port, told.control, told.books, told.token, attended=told.attended))


if __name__ == "__main__":
    main()
