"""Measures claims a second on one PostgreSQL: the outbox's claim and finish, beside procrastinate's fetch and finish.

python -m tests.bench.country.claims [--rows 3000] [--workers 4]

procrastinate comes with the extra `bench`. Both are given as many rows, workers and places, and send nothing.
"""

import argparse
import asyncio
import statistics
import time
import uuid
from functools import partial

from sqlalchemy.engine import URL

from storage.database.engine import Database
from storage.database.seal import Seal
from storage.queue.outbox import Lane, Letter, Sent
from storage.store import Store
from tests.bench.figures import machine, table
from tests.databases import KEY
from tests.storage.queue.crowds import Subscriber, crowd
from tests.storage.rows import BOT, NOW, enter
from tests.support.postgresql import Run, running

BATCH = 8  # letters a claim, jobs at once
QUEUED_AT_ONCE = 500


def main() -> None:
    """Starts a server, measures both, and prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=4)
    given = parser.parse_args()
    run = Run()
    try:
        server = running("bench")
        rows = []
        for number in range(2):  # by turns, so that the machine's mood is the same for both
            for name, measure in (("Sunush's outbox", _of_outbox), ("procrastinate", _of_procrastinate)):
                url = server.url(server.make("migrated" if measure is _of_outbox else "template0"))
                rows.append([f"{name}, round {number + 1}", *asyncio.run(measure(url, given.rows, given.workers))])
        head = ["claimed and finished", "rows", "rows a second", f"median ms of a claim of {BATCH}"]
        print(f"{machine()}, {given.workers} workers\n\n{table(head, rows)}\n")
        server.close()
    finally:
        run.end()


async def _of_outbox(url: URL, rows: int, workers: int) -> list[str]:
    database = Database(url, Seal(KEY))
    await enter(database)
    chats = list(enumerate(await crowd(database, 1, rows, where=BOT, follow=False)))
    for at in range(0, rows, QUEUED_AT_ONCE):
        await database.write(partial(_queue, chats[at : at + QUEUED_AT_ONCE]))
    took: list[float] = []
    began = time.perf_counter()
    claimed = await asyncio.gather(*(_work(url, took) for _ in range(workers)))
    spent = time.perf_counter() - began
    await database.close()
    assert sum(claimed) == rows
    return [str(rows), f"{rows / spent:.0f}", f"{1000 * statistics.median(took):.1f}"]


async def _queue(chats: list[tuple[int, Subscriber]], store: Store) -> None:
    for number, one in chats:
        await store.outbox.queue(
            one.peer_id, *BOT, kind="notice", object_id=number, revision=0, lane=Lane.NOTICE, language="ky", body="{}",
            at=NOW,
        )  # fmt: skip


async def _work(url: URL, took: list[float]) -> int:
    # A worker as the courier is: what has left and what is claimed next share a commit.
    database, letters, done = Database(url, Seal(KEY)), list[Letter](), 0
    while True:
        began = time.perf_counter()
        letters = await database.write(partial(_turn, letters))
        if not letters:
            break
        took.append(time.perf_counter() - began)
        done += len(letters)
    await database.close()
    return done


async def _turn(letters: list[Letter], store: Store) -> list[Letter]:
    if letters:
        await store.outbox.finish_sent([Sent(one, NOW, "x", 0, reported=False) for one in letters])
    until = await store.read_database_time() + 10_000
    return list(await store.outbox.claim(*BOT, now=NOW, limit=BATCH, lease=str(uuid.uuid4()), leased_until=until))


async def _of_procrastinate(url: URL, rows: int, workers: int) -> list[str]:
    import procrastinate  # type: ignore[import-not-found]

    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=address, min_size=workers))

    @app.task(name="send", queue="sends")  # type: ignore[untyped-decorator]
    async def send(number: int) -> None:
        """Sends nothing."""

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for at in range(0, rows, QUEUED_AT_ONCE):
            jobs = [{"number": number} for number in range(at, min(rows, at + QUEUED_AT_ONCE))]
            await send.batch_defer_async(*jobs)
        began = time.perf_counter()
        working = {"queues": ["sends"], "wait": False, "concurrency": BATCH, "install_signal_handlers": False}
        await asyncio.gather(*(app.run_worker_async(**working, listen_notify=False) for _ in range(workers)))
        spent = time.perf_counter() - began
    return [str(rows), f"{rows / spent:.0f}", "-"]


if __name__ == "__main__":
    main()
