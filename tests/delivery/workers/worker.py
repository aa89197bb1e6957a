"""A worker in a process of its own: one courier of many on an account, beside a feeder of broadcasts.

It begins at the first line of its standard input. Each message it is asked to send is a line of the ledger.
"""

import asyncio
import json
import os
import signal
import sys
import time
from typing import Any

from bot.budget.quiet_hours import QuietHours
from bot.channels.contract import Pace
from bot.chat.message import Message
from bot.delivery import courier
from bot.delivery.feeder import Broadcasting
from bot.delivery.pacing import turns
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from tests.channels.doubles import RecordingChannel


class LedgerChannel(RecordingChannel):
    """Writes each send into the ledger. Where it is asked to, it freezes its process in the middle of one."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__(*given["account"])
        self.pace = Pace.within(given["pace"])
        self._freezes = given["freezes"]
        self._ledger = os.open(given["ledger"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    async def send(self, address: str, message: Message, *, language: str) -> str:
        os.write(self._ledger, f"{time.monotonic_ns()} {os.getpid()} {address}\n".encode())
        sent = await super().send(address, message, language=language)
        if self._freezes:
            self._freezes = False
            os.kill(os.getpid(), signal.SIGSTOP)
        return f"{os.getpid()} {sent}"


async def _serve(given: dict[str, Any]) -> None:
    def now() -> int:
        return given["now"] + (time.monotonic_ns() - given["since"]) // 1_000_000

    turns.HELD, courier.RECLAIM = given["held"], given["held"] // 2
    database = Database(make_database_url(given["url"]), Seal(b"k" * 32))
    carrier = courier.Courier(database=database, channels=[LedgerChannel(given)], now=now, sole=False, by_database=True)
    feeder = Broadcasting(database=database, now=now, quiet=QuietHours(), wake=carrier.wake)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, carrier.stop)
    await database.read(lambda store: store.read_database_time())
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await carrier.start()
    feeding = asyncio.create_task(feeder.run())
    await carrier.run()
    feeding.cancel()
    await database.close()
    print(f"lost {carrier.counts['late mark refused']}", flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
