"""Whatever happens in whatever order, the outbox does as a plain model of it does."""

from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from storage.queue.leases.due import SUSPECT
from storage.queue.leases.reclaiming import KILLS, RESTS
from storage.queue.letters import ALONE
from storage.queue.lookup import COMPARED
from storage.queue.outbox import Lane, Letter, State
from tests.seeds import dice
from tests.sizes import sized
from tests.storage.queue.claims import about, claim, dies, drained, finish, outbox_rows, queued, sweep
from tests.storage.rows import NOW, meet, states

FINAL = {State.SENT, State.DELIVERED, State.FAILED, State.SKIPPED, State.UNCERTAIN}


# What the outbox promises, in plain Python: the same questions are put to both.


@dataclass
class Row:
    number: int
    person: int
    lane: int
    not_before: int
    state: State = State.WAITING
    reclaims: int = 0
    is_alone: bool = False
    attempts: int = 0


@dataclass
class Model:
    rows: list[Row] = field(default_factory=list)

    def chat(self, person: int, *wanted: State) -> list[Row]:
        return [row for row in self.rows if row.person == person and row.state in wanted]

    def promote(self, person: int) -> None:
        waiting = sorted(self.chat(person, State.WAITING), key=lambda row: (row.lane, row.number))
        if waiting and not self.chat(person, State.READY, State.LEASED):
            waiting[0].state = State.READY

    def queue(self, row: Row) -> None:
        self.rows.append(row)
        for head in self.chat(row.person, State.READY):
            if head.lane > row.lane:
                head.state = State.WAITING
        self.promote(row.person)

    def replace(self, row: Row) -> None:
        waiting = [one for one in self.chat(row.person, State.WAITING) if one.lane == row.lane]
        head = [one for one in self.chat(row.person, State.READY) if one.lane == row.lane]
        for one in [*head, *waiting[-COMPARED:]]:
            one.state = State.SKIPPED
        self.queue(row)

    def claim(self, now: int, limit: int, *, alone: bool) -> list[Row]:
        due = [
            row
            for row in self.rows
            if row.state is State.READY and row.not_before <= now and (row.reclaims >= SUSPECT) is alone
        ]
        taken = sorted(due, key=lambda row: (row.lane, row.not_before, row.number))[:limit]
        for row in taken:
            row.state, row.is_alone = State.LEASED, alone
            row.attempts += 1
        return taken

    def end(self, row: Row, state: State) -> None:
        row.state = state
        self.promote(row.person)

    def skip(self, person: int) -> list[int]:
        skipped = self.chat(person, State.READY, State.WAITING)
        for row in skipped:
            row.state = State.SKIPPED
        return sorted(row.number for row in skipped)

    def reclaim(self, now: int) -> tuple[int, list[int]]:
        leased = [row for row in self.rows if row.state is State.LEASED]
        parked = [row for row in leased if row.is_alone and row.reclaims == SUSPECT + KILLS - 1]
        for row in leased:
            row.state = State.READY
            if row.is_alone and row not in parked:
                row.not_before = now + RESTS[row.reclaims - SUSPECT]
            row.reclaims += row.is_alone or row.reclaims < SUSPECT
        for row in parked:
            self.end(row, State.UNCERTAIN)
        return len(leased) - len(parked), sorted(row.number for row in parked)


@pytest.mark.parametrize("seed", range(sized(1, 3)))
async def test_whatever_happens_in_whatever_order_the_outbox_does_as_its_model_does(database, seed):
    chance = dice(seed)
    crowd = [await meet(database, f"9965550000{n}") for n in range(5)]
    model, now = Model(), NOW
    leased: list[tuple[Row, Letter]] = []
    lost: list[Letter] = []
    sent: dict[int, list[Row]] = defaultdict(list)

    for number in range(1, 221):
        now += chance.choice((0, 0, 1, 500))
        person = number % len(crowd)
        match chance.choices(
            ("queue", "replace", "claim", "end", "put off", "late", "skip", "reclaim"), (8, 1, 6, 6, 3, 1, 0.4, 0.6)
        )[0]:
            case "queue":
                row = Row(number, person, chance.choice(list(Lane)), now + chance.choice((0, 0, 0, 700)))
                await queued(database, crowd[person], number, lane=Lane(row.lane), at=row.not_before)
                model.queue(row)
            case "replace":
                row = Row(number, person, chance.choice(list(Lane)), now)
                everything = {"lane": Lane(row.lane), "at": now, "replaces": lambda _: True}
                await queued(database, crowd[person], number, **everything)
                model.replace(row)
            case "claim":
                limit = chance.randrange(1, 4)
                letters, rows = await claim(database, now=now, limit=limit), model.claim(now, limit, alone=False)
                if not rows and not leased:
                    assert letters == []
                    letters = await claim(database, now=now, limit=1, suspect=True, lease=f"{ALONE}{number}")
                    rows = model.claim(now, 1, alone=True)
                assert about(letters) == [row.number for row in rows]
                assert [letter.attempts for letter in letters] == [row.attempts for row in rows]
                leased += zip(rows, letters, strict=True)
            case "end" if leased:
                row, letter = leased.pop(chance.randrange(len(leased)))
                state = chance.choice((State.SENT, State.SENT, State.FAILED, State.UNCERTAIN))
                assert await finish(database, letter, state)
                model.end(row, state)
                sent[row.person].append(row)
                lost.append(letter)
            case "put off" if leased:
                row, letter = leased.pop(chance.randrange(len(leased)))
                row.not_before, row.reclaims = now + chance.choice((0, 400, 2000)), 0
                assert await database.write(
                    lambda store, letter=letter, row=row: store.outbox.put_off(
                        letter, not_before=row.not_before, code="unreachable"
                    )
                )
                model.end(row, State.WAITING)
                lost.append(letter)
            case "late" if lost:
                assert not await finish(database, chance.choice(lost))
            case "skip":
                skipped = await database.write(
                    lambda store, peer_id=crowd[person].peer_id: store.outbox.skip_waiting(peer_id, code="x", at=NOW)
                )
                numbers = {row["id"]: row["object_id"] for row in await outbox_rows(database)}
                assert sorted(numbers[id] for id in skipped) == model.skip(person)
            case "reclaim":
                assert await dies(database, now=now) == model.reclaim(now)
                lost += [letter for _, letter in leased]
                leased.clear()
        assert await states(database) == {row.number: row.state for row in model.rows}

    assert await sweep(database) == 0
    assert len(sent) == len(crowd)
    assert await dies(database, now=now) == model.reclaim(now)
    while await drained(database, now=now + RESTS[-1]) + await drained(database, now=now + RESTS[-1], suspect=True):
        pass
    assert set((await states(database)).values()) <= FINAL
