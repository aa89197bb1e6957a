"""Measures the seven updates of a proposal: Sunush, everything durable, beside others in the same run.

python -m tests.bench.conversation [--residents 100,1000,10000] [--people 200] [--limit 60] [--only Sunush,JSON]
"""

import argparse
import asyncio
import gc
import secrets
import shutil
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import select, text

from bot.app import now, open_install
from bot.channels.signed_choice import sign
from bot.channels.telegram.parse import parse, read_raw_text
from bot.chat.message import Message
from bot.delivery.incoming.receive import Receive
from bot.office.aimaks import add_samples
from bot.service.serve import make_loop
from bot.settings import Settings
from handlers import router
from storage.conversations.states import FileStates
from storage.database.schema import metadata, outbox, peers
from storage.store import Store
from tests.bench.figures import STEPS, TEXT, TOKEN, Json, machine, message, milliseconds, table, tap
from tests.bench.peers import AioJson, AioMemory, Peer, Ptb

AT_ONCE = 32
BATCH = 20  # people who are measured between two looks at the clock
CHOICES = {"language": 0, "propose": 0, "side": 1, "consent": 0, "send": 0}  # which button of the last screen
COPIED = 20  # residents who really propose before the measuring; the others are copies of their rows
OWNERS = {
    **{"people": "id", "peers": "person_id", "events": "peer_id", "outbox": "peer_id"},
    **{"proposals": "author_id", "proposal_texts": "proposal_id"},
}
IDS = {"id", "person_id", "peer_id", "author_id", "proposal_id", "object_id", "state_version", "number"}
UNIQUE = {"address_hash", "key", "external_id"}


class Sunush(Peer):
    """Receive on SQLite: raw event, rows, outbox and conversation in one synced commit, then the conversation's file."""

    name = "Sunush, SQLite, the whole log"

    async def open(self) -> None:
        """Makes an install."""
        folder = self.folder
        settings = Settings(folder / "data", f"sqlite:///{folder}/data/sunush.db", folder / "key")
        self._opening = open_install(settings)
        self._office = await self._opening.__aenter__()
        self._database, self._seal = self._office.database, self._office.seal
        await self._database.write(add_samples)
        self._account = TOKEN.partition(":")[0]
        self._states = FileStates(settings.states_dir, self._seal)
        self._receive = Receive(database=self._database, states=self._states, router=router, now=now, wake=lambda: None)
        self._shown: dict[str, Message] = {}

    async def close(self) -> None:
        """Closes it; no file of a conversation is written after this."""
        await self._states.close()
        await self._opening.__aexit__(None, None, None)

    def update(self, person: int, step: str) -> Json:
        """Presses what is really on the screen."""
        if step in {"start", "text"}:
            return message(person, "/start a_kokjar" if step == "start" else TEXT)
        shown = self._shown[str(person)]
        return tap(
            person,
            sign(
                shown.choices[CHOICES[step]][0], str(person), stays=shown.stays, question=shown.question, mac=self._mac
            ),
        )

    def _mac(self, address: str, choice: str) -> str:
        return self._seal.mark("button", self._account, address, choice)[:8]

    async def take(self, update: Json) -> None:
        """As the poll does it: parse, receive, commit."""
        parsed = parse(update, account=self._account, username="sunush_bot", mac=self._mac)
        assert parsed.incoming is not None
        assert parsed.incoming.choice or not parsed.tap
        await self._receive(parsed.incoming, read_raw_text(update))

    async def populate(self, people: Sequence[int]) -> None:
        """Has the first few propose, and copies their rows and files until there are as many residents as wanted."""
        first = people[:COPIED]
        for step in STEPS:
            for person in first:
                await self.take(self.update(person, step))
            await self.settle()
        files = sorted(self.folder.glob("data/states/*/*.json"))
        for copy in range(1, -(-len(people) // COPIED)):
            await self._database.write(partial(_copied, copy * 1_000_000, len(people) - copy * COPIED))
            for file in files[: len(people) - copy * COPIED]:
                name = secrets.token_hex(32)
                (file.parents[1] / name[:2]).mkdir(exist_ok=True)
                shutil.copyfile(file, file.parents[1] / name[:2] / f"{name}.json")

    async def settle(self) -> None:
        """A messenger that takes everything at once: what is queued counts as sent, and is on people's screens."""

        async def send(store: Store) -> None:
            queued = select(peers.c.address, outbox.c.body).join(peers, peers.c.id == outbox.c.peer_id)
            mine = outbox.c.account == self._account, outbox.c.state.in_([0, 2])
            rows = await store.connection.execute(queued.where(*mine).order_by(outbox.c.id))
            for address, body in rows.all():
                shown = Message.from_json(self._seal.open(body))
                if shown.choices:
                    self._shown[self._seal.open(address)] = shown
            sent = (
                "UPDATE outbox SET state = 3, external_id = id, finished_at = not_before, arrived_at = not_before "
                "WHERE state IN (0, 2) AND account = :account"
            )
            await store.connection.execute(text(sent), {"account": self._account})

        await self._database.write(send)

    async def proposals(self) -> int:
        """How many there are."""

        async def ask(store: Store) -> int:
            return int((await store.connection.execute(text("SELECT count(*) FROM proposals"))).scalar_one())

        return await self._database.read(ask)


async def _copied(beyond: int, people: int, store: Store) -> None:
    # Their ids, and what is unique of them, go up by so much. Everything else is what the first few left.
    for name, owner in OWNERS.items():
        columns = metadata.tables[name].columns
        values = [f"{column.name} + {beyond}" if column.name in IDS else column.name for column in columns]
        values = [f"{value} || '-{beyond}'" if value in UNIQUE else value for value in values]
        names = ", ".join(f'"{column.name}"' for column in columns)
        taken = f"SELECT {', '.join(values)} FROM {name} WHERE {owner} <= {people} AND id < 1000000"  # noqa: S608 - names of our own
        await store.connection.execute(text(f"INSERT INTO {name} ({names}) {taken}"))


PEERS: tuple[type[Peer], ...] = (Sunush, Ptb, AioJson, AioMemory)


async def measured(kind: type[Peer], residents: int, people: int, limit: float) -> list[str]:
    """One row of the table."""
    ids = count(500_000_001)
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        peer = kind(Path(folder))
        await peer.open()
        try:
            await peer.populate([next(ids) for _ in range(residents)])
            await peer.take(peer.update(next(ids), "start"))  # what was left unwritten is not the first one's fault
            gc.freeze()  # as `sunush run` does: the collector does not look through every contender's modules
            times, worked = await _one_by_one(peer, [next(ids) for _ in range(people)], limit)
            rate, together = await _at_once(peer, [next(ids) for _ in range(people)]) if peer.at_once else (None, None)
            made = residents + len(times) // len(STEPS) + (people if peer.at_once else 0)
            assert await peer.proposals() == made, f"{peer.name}: {await peer.proposals()} proposals, not {made}"
        finally:
            gc.unfreeze()
            await peer.close()
    each = milliseconds(times)
    return [
        *(peer.name, str(residents), str(len(times)), *each, f"{worked:.2f}", f"{len(times) / sum(times):.0f}"),
        f"{rate:.0f}" if rate else "-",
        f"{together:.2f}" if together else "-",
    ]


async def _one_by_one(peer: Peer, people: list[int], limit: float) -> tuple[list[float], float]:
    # Seconds of each update, and milliseconds of the processor an update.
    times: list[float] = []
    worked = 0.0
    began = time.perf_counter()
    for at in range(0, len(people), BATCH):
        for step in STEPS:
            for person in people[at : at + BATCH]:
                update = peer.update(person, step)
                start, working = time.perf_counter(), time.process_time()
                await peer.take(update)
                times.append(time.perf_counter() - start)
                worked += time.process_time() - working
            await peer.settle()
        if time.perf_counter() - began > limit:
            break
    return times, 1000 * worked / len(times)


async def _at_once(peer: Peer, people: list[int]) -> tuple[float, float]:
    # Updates a second, and milliseconds of the processor an update.
    spent, worked = 0.0, 0.0
    for step in STEPS:
        updates = [peer.update(person, step) for person in people]
        start, working = time.perf_counter(), time.process_time()
        for at in range(0, len(updates), AT_ONCE):
            await asyncio.gather(*(peer.take(update) for update in updates[at : at + AT_ONCE]))
        spent += time.perf_counter() - start
        worked += time.process_time() - working
        await peer.settle()
    updates_made = len(people) * len(STEPS)
    return updates_made / spent, 1000 * worked / updates_made


async def run(sizes: list[int], people: int, limit: float, only: list[str]) -> str:
    """The whole table."""
    head = (
        *("contender", "residents", "updates", "median ms", "95 % ms", "processor ms", "updates/s"),
        *(f"updates/s, {AT_ONCE} at once", "processor ms"),
    )
    rows = []
    for residents in sizes:
        for kind in [one for one in PEERS if any(name in one.name for name in only)]:
            rows.append(await measured(kind, residents, people, limit))
            print(" ".join(rows[-1]), flush=True)
    return f"{machine()}\n\n{table(head, rows)}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--residents", default="100,1000,10000", help="who has proposed already, sizes with commas")
    reader.add_argument("--people", type=int, default=200, help="who is measured, each with seven updates")
    reader.add_argument("--limit", type=float, default=60.0, help="seconds after which a row counts what it has")
    reader.add_argument("--only", default="", help="parts of the contenders' names, with commas")
    told = reader.parse_args()
    sizes = [int(size) for size in told.residents.split(",")]
    with asyncio.Runner(loop_factory=make_loop) as runner:  # the loop of `sunush run`, for every contender
        print(runner.run(run(sizes, told.people, told.limit, told.only.split(","))))


if __name__ == "__main__":
    main()
