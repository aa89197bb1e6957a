"""Measures webhook to commit, over HTTP: the seven updates of a proposal, Sunush beside others in the same run.

python -m tests.bench.webhooks [--residents 1000] [--people 200] [--only Sunush,JSON]
"""

import argparse
import asyncio
import gc
import socket
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram import Bot, Update
from telegram.ext import Application, PicklePersistence

from bot.app import now, steady
from bot.channels.intake import Intake
from bot.channels.telegram import Telegram
from bot.channels.telegram.webhook import SECRET, TelegramWebhook
from bot.config_accounts import TelegramSettings
from bot.service.serve import make_loop
from bot.web.app import WebDoor
from bot.web.health import Health
from bot.web.server import Listening
from tests.bench.caller import Caller
from tests.bench.conversation import BATCH, Sunush
from tests.bench.figures import STEPS, TOKEN, Json, machine, milliseconds, table
from tests.bench.peers import AioJson, AioMemory, Nowhere, Peer, Ptb, _chat_of

AT_ONCE = 32
HOST, WORD = "127.0.0.1", "An-Own-Secret_of-forty-signs-0123456789ab"


class Called(Peer):
    """A peer behind its own way of serving a webhook."""

    url = ""
    headers = {SECRET: WORD}
    durable: dict[int, float] | None = None  # when an update was kept, where that is after it was answered

    async def serve(self) -> None:
        """Listens."""
        raise NotImplementedError

    async def hang_up(self) -> None:
        """Listens no more."""


class Setting(Nowhere):
    """Answers that the webhook is set."""

    url, date = "", None

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Says all that may be asked of a bot and its webhook."""
        about = b'"id": 424242, "is_bot": true, "first_name": "S", "username": "s_bot", "has_custom_certificate": false'
        return 200, b'{"ok": true, "result": {%s, "pending_update_count": 0, "url": "%s"}}' % (about, self.url.encode())


class SunushDoor(Sunush, Called):
    """The web door, Telegram's webhook, receive: answered after the commit."""

    async def serve(self) -> None:
        """As `sunush run` does it."""
        opened = socket.create_server((HOST, 0))
        base = f"http://{HOST}:{opened.getsockname()[1]}"
        settings = TelegramSettings(TOKEN, webhook=True, webhook_secret=WORD)
        self._channel = Telegram.of(settings, self._seal, web_url=base)
        hook: TelegramWebhook | None = self._channel.webhook
        assert hook is not None
        asked = Setting()
        self.url = asked.url = hook.url
        self._channel.request = asked
        self._channel.bot = Bot(TOKEN, request=asked, get_updates_request=asked)

        async def bury(*_: str) -> None:
            raise AssertionError("everything can be read")

        self._intake = Intake(receive=self._receive, bury=bury, now=now, steady=steady)
        health = Health({}, [hook], self._is_ready, now, steady)
        self._listening = Listening(WebDoor([hook], health, steady=steady).app, opened)
        self._working = [asyncio.create_task(hook.run(self._intake)), asyncio.create_task(self._listening.run())]
        while not hook.is_open:  # noqa: ASYNC110 - it signals nothing
            assert not self._working[0].done(), self._working[0].exception()
            await asyncio.sleep(0.01)

    async def _is_ready(self) -> bool:
        return True

    async def hang_up(self) -> None:
        """In order."""
        self._intake.stop()
        self._listening.stop()
        await asyncio.gather(*self._working)
        await self._channel.close()


class PtbServer(Ptb, Called):
    """PTB's own server: it answers at once, and takes one update after the other; each is kept before the next."""

    name = "PTB's webhook server, PicklePersistence"
    durable: dict[int, float]

    async def serve(self) -> None:
        """Its updater listens; its queue is worked off."""
        self.durable = {}
        with socket.create_server((HOST, 0)) as free:
            port = free.getsockname()[1]
        asked = Setting()
        updater = Application.builder().token(TOKEN).request(asked).get_updates_request(asked).build().updater
        assert updater is not None
        self._updater = updater
        await updater.initialize()
        await updater.start_webhook(HOST, port, "hook", webhook_url=f"http://{HOST}:{port}/hook", secret_token=WORD)
        self.url = f"http://{HOST}:{port}/hook"
        self._working = asyncio.create_task(self._work())

    async def _work(self) -> None:
        persistence: PicklePersistence = self._persistence
        while True:
            update: Any = await self._updater.update_queue.get()
            assert isinstance(update, Update)
            await self._app.process_update(update)
            await self._app.update_persistence()
            await persistence.flush()
            self.durable[update.update_id] = time.perf_counter()

    async def hang_up(self) -> None:
        """Stops it."""
        self._working.cancel()
        await self._updater.stop()
        await self._updater.shutdown()


class AioServer(AioMemory, Called):
    """aiogram's webhook handler, answering once an update was handled."""

    name = "aiogram's webhook, MemoryStorage (nothing kept)"

    async def serve(self) -> None:
        """On aiohttp, as its manual does."""
        app = web.Application()
        handler = SimpleRequestHandler(self._dispatcher, self._bot, handle_in_background=False, secret_token=WORD)
        handler.register(app, path="/hook")
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}/hook"

    async def hang_up(self) -> None:
        """Stops it."""
        await self._runner.cleanup()


class AioJsonServer(AioJson, AioServer):
    """The same, and the person's file is written before the answer."""

    name = "aiogram's webhook, a JSON file a person (fsync, replace)"

    async def serve(self) -> None:
        """Writes behind each handler."""

        async def keep(handler: Any, event: Any, data: Any) -> Any:
            answer = await handler(event, data)
            await self.storage.keep(_chat_of(event.model_dump(exclude_none=True)))
            return answer

        self._dispatcher.update.outer_middleware(keep)
        await super().serve()


PEERS: tuple[type[Called], ...] = (SunushDoor, PtbServer, AioJsonServer, AioServer)


async def measured(kind: type[Called], residents: int, people: int, caller: Caller) -> list[str]:
    """One row of the table."""
    ids = count(500_000_001)
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        peer = kind(Path(folder))
        await peer.open()
        try:
            await peer.populate([next(ids) for _ in range(residents)])
            await peer.serve()
            await _post(peer, caller, [peer.update(next(ids), "start")], 1)
            gc.freeze()
            alone, _, worked = await _propose(peer, caller, [next(ids) for _ in range(people)], 1)
            together, rate, busy = await _propose(peer, caller, [next(ids) for _ in range(people)], AT_ONCE)
            assert await peer.proposals() == residents + 2 * people, await peer.proposals()
            await peer.hang_up()
        finally:
            gc.unfreeze()
            await peer.close()
    one_by_one = (*milliseconds(alone), f"{worked:.2f}")
    return [peer.name, str(residents), *one_by_one, f"{rate:.0f}", *milliseconds(together), f"{busy:.2f}"]


async def _propose(peer: Called, caller: Caller, people: list[int], at_once: int) -> tuple[list[float], float, float]:
    # Seconds of each update from its call until it was kept, updates a second, and milliseconds of the processor each.
    times: list[float] = []
    spent = worked = 0.0
    size = BATCH if at_once == 1 else len(people)
    for at in range(0, len(people), size):
        for step in STEPS:
            updates = [peer.update(person, step) for person in people[at : at + size]]
            working = time.process_time()
            kept = await _post(peer, caller, updates, at_once)
            worked += time.process_time() - working
            times += [until - began for began, until in kept]
            spent += max(until for _, until in kept) - min(began for began, _ in kept)
            await peer.settle()
    return times, len(times) / spent, 1000 * worked / len(times)


async def _post(peer: Called, caller: Caller, updates: list[Json], at_once: int) -> list[tuple[float, float]]:
    times = await caller.post(peer.url, peer.headers, updates, at_once)
    if peer.durable is None:
        return times
    while not all(update["update_id"] in peer.durable for update in updates):  # noqa: ASYNC110 - it signals nothing
        await asyncio.sleep(0.005)
    return [(began, peer.durable[one["update_id"]]) for (began, _), one in zip(times, updates, strict=True)]


async def run(residents: int, people: int, only: list[str]) -> str:
    """The whole table."""
    rows = []
    async with Caller() as caller:
        for kind in [one for one in PEERS if any(name in one.name for name in only)]:
            rows.append(await measured(kind, residents, people, caller))
            print(" ".join(rows[-1]), flush=True)
    each = ("median ms", "95 % ms", "processor ms")
    return f"{machine()}\n\n{table(('contender', 'residents', *each, f'updates/s, {AT_ONCE} at once', *each), rows)}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--residents", type=int, default=1000, help="who has proposed already")
    reader.add_argument("--people", type=int, default=200, help="who is measured, each with seven updates, twice")
    reader.add_argument("--only", default="", help="parts of the contenders' names, with commas")
    told = reader.parse_args()
    with asyncio.Runner(loop_factory=make_loop) as runner:  # the loop of `sunush run`, for every contender
        print(runner.run(run(told.residents, told.people, told.only.split(","))))


if __name__ == "__main__":
    main()
