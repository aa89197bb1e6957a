"""A coroutine goes on another thread as far as it can without the loop. What it waits for there is awaited on the loop."""

import asyncio
from collections.abc import Coroutine, Generator
from contextvars import Context
from typing import Any, NoReturn

WAITS = object()  # what a step gives back where the coroutine waits for the loop


class InContext:
    """Awaits a coroutine in a context of its own, on whatever thread it is awaited."""

    def __init__(self, context: Context, work: Coroutine[Any, Any, Any]) -> None:
        self._context = context
        self._work = work

    def __await__(self) -> Generator[Any, None, Any]:
        while True:
            try:
                awaited = self._context.run(self._work.send, None)
            except StopIteration as stopped:
                return stopped.value
            yield awaited


class _LoopElsewhere:
    """What a unit sees of the loop from the connection's thread: only what may be done from there.

    It can wait for a future (an asyncio.Event, an executor's work), which the loop then does. Whatever would touch the loop's
    own queues from the wrong thread (a task, a timer) is an error.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.create_future = loop.create_future
        self.run_in_executor = loop.run_in_executor
        self.call_soon_threadsafe = loop.call_soon_threadsafe
        self.get_debug = loop.get_debug
        self.time = loop.time

    def __getattr__(self, name: str) -> NoReturn:
        raise RuntimeError(f"a unit of work runs on the writer's thread, where the loop's {name} must not be used")


def take_step(work: Coroutine[Any, Any, Any], loop: asyncio.AbstractEventLoop) -> tuple[object, Any]:
    """Takes a coroutine as far as it goes without the loop, on the connection's thread: (None, what it returned).

    Where it waits for the loop it is (WAITS, the future). The future is None where it only lets others go first.
    """
    asyncio._set_running_loop(_LoopElsewhere(loop))  # type: ignore[arg-type]
    try:
        awaited = work.send(None)
    except StopIteration as stopped:
        return None, stopped.value
    finally:
        asyncio._set_running_loop(None)
    if awaited is not None:
        awaited._asyncio_future_blocking = False
    return WAITS, awaited


async def await_uncancelled(work: "asyncio.Future[Any]") -> None:
    """Waits until the work is over, even if whoever waits is cancelled. They hear of that afterwards, or they would go on."""
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        work.exception()  # not theirs any more
        raise cancelled
    work.result()
