"""The outbox under random interleavings of several claimers: one head a chat, nothing lost, sent twice or stuck."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from storage.database.engine import Database
from storage.database.schema import outbox, peers
from storage.database.seal import Seal
from storage.people import Person
from storage.queue.broadcasts import BroadcastState
from storage.queue.leases.due import SUSPECT
from storage.queue.leases.reclaiming import KILLS, RESTS
from storage.queue.letters import ALONE
from storage.queue.outbox import BROADCAST, Lane, Letter, Sent, State
from storage.store import Store
from tests.seeds import run_seed
from tests.sizes import sized
from tests.storage.queue.notices import broadcast_of, hearing_in
from tests.storage.rows import NOW, enter, queue

LEASE = 60_000
CHATS = 4
MUST_HAPPEN = ("at_once", "ended", "put_off", "reclaimed", "leases_lost")
FINAL = {State.SENT, State.DELIVERED, State.FAILED, State.SKIPPED, State.UNCERTAIN}
chats = st.integers(0, CHATS - 1)
some = st.integers(0, 1000)
accounts = count(1)


class Bench:
    """Two workers of one database, and what is there before the first message."""

    def __init__(self, url: URL, seal: Seal) -> None:
        self.loop = asyncio.new_event_loop()
        first = Database(url, seal)
        # A second process on PostgreSQL; on SQLite one process holds an account.
        self.workers = [first, first if first.sqlite else Database(url, seal)]
        self.counts: Counter[str] = Counter()
        self.numbers = count(1)
        self.aimak = self.run(enter(first))
        self.hearing = self.run(hearing_in(first, self.aimak))

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def close(self) -> None:
        for worker in {*self.workers}:
            self.run(worker.close())
        self.loop.close()


class Interleavings(RuleBasedStateMachine):
    """Chats of an account of its own; letters are those that somebody holds under a lease that is still good."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.bot = ("telegram", f"bot{next(accounts)}")
        self.now, self.before = NOW, 0
        self.people: list[Person] = []
        self.letters: list[Letter] = []
        self.lost: list[Letter] = []
        self.notices: dict[int, BroadcastState] = {}
        self.final: dict[int, State] = {}
        self.written: set[int] = set()

    def write(self, work: Callable[[Store], Awaitable[Any]], worker: int = 0) -> Any:
        return self.bench.run(self.bench.workers[worker].write(work))

    def together(self, *works: Callable[[Store], Awaitable[Any]]) -> list[Any]:
        """Does this at the same time, each as another worker."""

        async def both() -> list[Any]:
            return await asyncio.gather(
                *(worker.write(work) for worker, work in zip(self.bench.workers, works, strict=True))
            )

        self.bench.counts["at_once"] += 1
        return self.bench.run(both())

    def rows(self) -> list[Any]:
        async def ask(store: Store) -> list[Any]:
            # All runs share one database, and no index leads to the rows of an account: theirs are the newest.
            mine = (
                select(outbox).where(outbox.c.id > self.before, outbox.c.account == self.bot[1]).order_by(outbox.c.id)
            )
            return list(await store.connection.execute(mine))

        return self.bench.run(self.bench.workers[0].read(ask))

    # What is done

    @initialize()
    def people_come(self) -> None:
        async def meet(store: Store) -> list[Person]:
            self.before = await store.connection.scalar(select(func.max(outbox.c.id))) or 0
            return [await store.people.meet(*self.bot, str(number), at=NOW) for number in range(CHATS)]

        self.people = self.write(meet)

    def queueing(self, chat: int, lane: Lane, later: int = 0) -> Callable[[Store], Awaitable[Any]]:
        number = next(self.bench.numbers)
        self.bench.counts["queued"] += 1
        return lambda store: queue(store, self.people[chat], number, lane, at=self.now + later)

    def claiming(self, limit: int, *, alone: bool = False) -> Callable[[Store], Awaitable[list[Letter]]]:
        lease, now = (ALONE if alone else "") + uuid.uuid4().hex[:24], self.now
        given = {"now": now, "limit": limit, "lease": lease, "leased_until": now + LEASE}
        return lambda store: store.outbox.claim(*self.bot, **given, suspect=alone)

    def take(self, letters: list[Letter]) -> None:
        self.bench.counts["claimed"] += len(letters)
        self.letters += letters

    @rule(chat=chats, lane=st.sampled_from(Lane), later=st.sampled_from((0, 0, 0, 700)))
    def somebody_is_written_to(self, chat: int, lane: Lane, later: int) -> None:
        assert self.write(self.queueing(chat, lane, later)) is not None

    @rule(to=st.sets(chats, min_size=1), lane=st.sampled_from((Lane.NOTICE, Lane.DAY_NOTICE)))
    def a_notice_goes_to_many(self, to: set[int], lane: Lane) -> None:
        made = self.bench.run(
            broadcast_of(self.bench.workers[0], self.bench.aimak, self.bench.hearing, again=next(self.bench.numbers))
        )
        boxes = select(peers.c.id.label("peer_id")).where(peers.c.id.in_([self.people[chat].peer_id for chat in to]))
        new = self.write(
            lambda store: store.outbox.queue_many(
                boxes, kind=BROADCAST, object_id=made.id, revision=1, aimak_id=1, lane=lane, at=self.now
            )
        )
        assert new == len(to)
        self.notices[made.id] = BroadcastState.SENDING
        self.bench.counts["queued"] += new

    @rule(worker=st.integers(0, 1), limit=st.integers(1, 5))
    def one_claims(self, worker: int, limit: int) -> None:
        before = {row.id: row for row in self.rows()}
        letters = self.write(self.claiming(limit), worker)
        assert len(letters) <= limit
        for letter in letters:
            row = before[letter.id]
            earlier = [
                one.id
                for one in before.values()
                if (one.peer_id, one.lane) == (row.peer_id, row.lane)
                and one.id < row.id
                and one.state in {State.READY, State.WAITING}
            ]
            assert not earlier, "an earlier row of the same chat and lane was passed by"
        self.take(letters)

    @rule(limit=st.integers(1, 5))
    def two_claim_at_once(self, limit: int) -> None:
        both = self.together(self.claiming(limit), self.claiming(limit))
        assert not {one.id for one in both[0]} & {one.id for one in both[1]}, "one row was claimed twice"
        self.take([*both[0], *both[1]])

    @rule(dies=st.booleans())
    def one_goes_alone(self, dies: bool) -> None:
        self.now += RESTS[-1] if dies else 0
        letters = self.write(self.claiming(1, alone=True))
        assert all(row.reclaims >= SUSPECT for row in self.rows() if row.id in {one.id for one in letters})
        self.take(letters)
        self.bench.counts["alone"] += len(letters)
        if dies and letters:
            self.leases_run_out(killed=True)

    @rule(chat=chats, lane=st.sampled_from((Lane.REPLY, Lane.ANSWER)), limit=st.integers(1, 5))
    def a_reply_comes_while_one_claims(self, chat: int, lane: Lane, limit: int) -> None:
        letters, row = self.together(self.claiming(limit), self.queueing(chat, lane))
        assert row is not None
        self.take(letters)

    @rule(how_many=st.integers(1, 4), limit=st.integers(0, 4), ms=st.sampled_from((0, 0, 1000)))
    def some_have_left_and_others_are_claimed(self, how_many: int, limit: int, ms: int) -> None:
        sent = [Sent(letter, self.now, f"m{letter.id}", ms) for letter in self.letters[:how_many]]
        claiming = self.claiming(limit)

        async def turn(store: Store) -> list[Letter]:
            assert await store.outbox.finish_sent(sent) == []
            return await claiming(store) if limit else []

        if sent:
            done, self.letters = self.letters[:how_many], self.letters[how_many:]
            self.take(self.write(turn))
            self.ended(*done)

    def ended(self, *letters: Letter) -> None:
        for letter in letters:
            assert letter.id not in self.written, "a row ended twice"
            self.written.add(letter.id)
            self.lost.append(letter)
        self.bench.counts["ended"] += len(letters)

    @rule(which=some, state=st.sampled_from((State.SENT, State.FAILED, State.UNCERTAIN)))
    def one_ends(self, which: int, state: State) -> None:
        if self.letters:
            letter = self.letters.pop(which % len(self.letters))
            assert self.write(lambda store: store.outbox.finish(letter, state, at=self.now))
            self.ended(letter)

    @rule(which=some, code=st.sampled_from(("throttled", "unreachable")), ms=st.sampled_from((0, 400, 5000)))
    def one_is_put_off(self, which: int, code: str, ms: int) -> None:
        if self.letters:
            letter = self.letters.pop(which % len(self.letters))
            later, tried = self.now + ms, code == "unreachable"
            assert self.write(lambda store: store.outbox.put_off(letter, not_before=later, code=code, tried=tried))
            self.lost.append(letter)
            self.bench.counts["put_off"] += 1

    @rule(which=some)
    def one_has_blocked_us(self, which: int) -> None:
        if self.letters:
            letter = self.letters.pop(which % len(self.letters))

            async def blocked(store: Store) -> bool:
                await store.outbox.skip_waiting(letter.peer_id, code="blocked", at=self.now)
                return await store.outbox.finish(letter, State.FAILED, at=self.now, code="blocked")

            assert self.write(blocked)
            self.ended(letter)

    @rule(which=some)
    def a_lost_lease_changes_nothing(self, which: int) -> None:
        if self.lost:
            letter, before = self.lost[which % len(self.lost)], self.rows()
            assert not self.write(lambda store: store.outbox.finish(letter, State.FAILED, at=self.now))
            assert not self.write(lambda store: store.outbox.put_off(letter, not_before=self.now, code="late"))
            gone = Sent(letter, self.now, f"late {letter.id}")
            assert self.write(lambda store: store.outbox.finish_sent([gone])) == [letter.id]
            assert self.rows() == before
            self.bench.counts["leases_lost"] += 1

    @rule(which=some, to=st.sampled_from((BroadcastState.PAUSED, BroadcastState.SENDING, BroadcastState.CANCELLED)))
    def a_notice_is_paused_resumed_or_cancelled(self, which: int, to: BroadcastState) -> None:
        going = [id for id, state in self.notices.items() if state is not BroadcastState.CANCELLED]
        if going:
            self.put(going[which % len(going)], to)

    def put(self, notice: int, to: BroadcastState) -> None:
        async def change(store: Store) -> None:
            await store.broadcasts.note(notice, state=to.value)
            if to is BroadcastState.PAUSED:
                await store.broadcasts.hold(notice, at=self.now)
            elif to is BroadcastState.SENDING:
                await store.broadcasts.release(notice, at=self.now)
            else:
                await store.broadcasts.drop(notice, code="cancelled", at=self.now)

        self.write(change)
        self.notices[notice] = to
        self.bench.counts["resumed" if to is BroadcastState.SENDING else to.value] += 1

    @rule(ms=st.sampled_from((1, 500, 5000)))
    def time_passes(self, ms: int) -> None:
        self.now += ms

    @rule(killed=st.booleans())
    def leases_run_out(self, killed: bool) -> None:
        self.now += 0 if killed else LEASE + 1
        alone = [row for row in self.rows() if row.state == State.LEASED and row.lease.startswith(ALONE)]
        again, parked = self.write(lambda store: store.outbox.reclaim(*self.bot, now=self.now, all_leases=killed))
        assert sorted(parked) == [row.id for row in alone if row.reclaims >= SUSPECT + KILLS - 1]
        self.lost += self.letters
        self.letters.clear()
        self.bench.counts["reclaimed"] += again
        self.bench.counts["parked"] += len(parked)

    # What always holds

    @invariant()
    def every_chat_has_one_head_and_nothing_final_changes(self) -> None:
        if not self.people:
            return
        rows = self.rows()
        heads = Counter(row.peer_id for row in rows if row.state in {State.READY, State.LEASED})
        assert set(heads.values()) <= {1}, "two heads in one chat"
        assert {row.peer_id for row in rows if row.state == State.WAITING} <= set(heads), "a chat without a head"
        now = {row.id: State(row.state) for row in rows}
        for id, state in self.final.items():
            assert now[id] is state, "a row that had ended was changed or lost"
        self.final = {id: state for id, state in now.items() if state in FINAL}
        leased = {row.id for row in rows if row.state == State.LEASED}
        assert leased == {letter.id for letter in self.letters}, "whoever holds a lease is not who the row says"

    def teardown(self) -> None:
        if not self.people:
            return
        assert self.write(lambda store: store.outbox.sweep(*self.bot)) == 0
        for notice, state in list(self.notices.items()):
            if state is not BroadcastState.SENDING:  # what is put off into a cancelled one is dropped by its next step
                self.put(
                    notice, BroadcastState.CANCELLED if state is BroadcastState.CANCELLED else BroadcastState.SENDING
                )
        for _ in range(1000):
            self.now += 10_000
            if not self.letters:
                self.take(self.write(self.claiming(5)) or self.write(self.claiming(1, alone=True)))
            if not self.letters:
                break
            self.some_have_left_and_others_are_claimed(5, 0, 0)
        rows = self.rows()
        assert {State(row.state) for row in rows} <= FINAL, "something is stuck"
        self.bench.counts["runs"] += 1
        self.bench.counts["rows_final"] += len(rows)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_whatever_is_done_in_whatever_order_by_several_nothing_is_lost_doubled_or_stuck(engine, request, seal, tell):
    bench = Bench(request.getfixturevalue(f"{engine}_url"), seal)
    rules = settings(
        max_examples=sized(8, 400),
        stateful_step_count=sized(40, 100),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        for more in range(20):  # until every kind of step was taken, which the first round nearly always does
            run_state_machine_as_test(seed(run_seed() + more)(lambda: Interleavings(bench)), settings=rules)
            if all(bench.counts[what] for what in MUST_HAPPEN):
                break
    finally:
        bench.close()
    tell(f"interleavings on {engine}", **bench.counts)
    assert all(bench.counts[what] for what in MUST_HAPPEN)
