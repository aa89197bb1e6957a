"""A copy was put back: nothing may leave twice, and no number may be given twice. What is done to the rows, and what is said.

Whatever had not left when the copy was made may have left since. So it is parked as uncertain, and sending pauses.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import select

from storage.copies.mark import SKIPPED, Mark, read_skipped
from storage.database.rows import insert
from storage.database.schema import counters
from storage.queue.accounts import STOPPED
from storage.store import Store

FACT = "put_back"  # the fact about the install that says what was done last
PARKED = "restored"  # the code of a parked row
KNOWN_MARGIN = 50  # numbers beyond the last one the mark knows of; the mark follows within seconds
UNKNOWN_MARGIN = 1000  # numbers that may have been given since a copy of which no mark tells


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of an aimak's budget year that were told since the copy was made and are not in it.

    The next one is beyond.
    """

    aimak: str
    year: int
    first: int
    last: int | None  # None where no mark tells
    next: int
    skipped: list[list[int]] = field(default_factory=list)  # pairs (first, last) among them that nobody was ever told

    @property
    def told(self) -> list[tuple[int, int]]:
        """Numbers that were told and are not in the copy, as pairs (first, last). It is empty where no mark tells."""
        ranges, first = [], self.first
        if self.last is None:
            return []
        for begins, ends in [*sorted(self.skipped), [self.last + 1, self.last + 1]]:
            if first < begins:
                ranges.append((first, min(begins - 1, self.last)))
            first = max(first, ends + 1)
        return ranges


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was done to a database that was put back; times in milliseconds UTC."""

    at: int
    made_at: int | None  # of the copy, as far as its rows say
    parked: dict[str, int]  # rows by kind
    broadcasts: list[int]  # ids, paused
    numbers: list[Numbers]
    answers: list[int] = field(default_factory=list)  # ids of answers among what is parked
    resumed_at: int | None = None

    def to_json(self) -> str:
        """The form it is kept in."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "PutBack":
        """Reads what to_json gave."""
        kept = json.loads(text)
        return cls(**kept | {"numbers": [Numbers(**one) for one in kept["numbers"]]})


async def stop_sending(store: Store) -> None:
    """Pauses every account that anybody ever wrote to, until it is told to go on."""
    for channel, account in await store.addresses.list_accounts():
        await store.accounts.pause(channel, account, until=STOPPED)


async def jump_numbers(store: Store, mark: Mark | None, *, years: Mapping[str, int]) -> list[Numbers]:
    """Moves every counter of proposals' numbers past what may have been told. Returns what was jumped over.

    mark knows the last numbers that were given, None where there is none. years names by aimak code the budget year
    proposals are made for now. The first of it may have come since the copy was made. What is jumped over is kept as
    such. So it is never called told when a copy is put back again.
    """
    ids = {aimak.code: aimak.id for aimak in await store.aimaks.list_all(practice=True)}
    here = {(row.aimak_id, row.budget_year): row.last for row in await store.connection.execute(select(counters))}
    codes = {aimak_id: code for code, aimak_id in ids.items()}
    told = None if mark is None else mark.numbers
    skipped = await read_skipped(store)
    if mark is not None:
        skipped = {name: _join(skipped.get(name, []), mark.skipped.get(name, [])) for name in {*skipped, *mark.skipped}}
    places = {(codes[aimak_id], year) for aimak_id, year in here if aimak_id in codes}
    if told is None:
        places |= set(years.items())
    else:
        named = [name.rpartition("/") for name in told]
        places |= {(code, int(year)) for code, _, year in named if code in ids}
    jumped = []
    for code, year in sorted(places):
        last = here.get((ids[code], year), 0)
        known = None if told is None else max(last, told.get(f"{code}/{year}", 0))
        beyond = last + UNKNOWN_MARGIN if known is None else known + KNOWN_MARGIN
        statement = insert(store.connection, counters).values(aimak_id=ids[code], budget_year=year, last=beyond)
        await store.connection.execute(
            statement.on_conflict_do_update(index_elements=["aimak_id", "budget_year"], set_={"last": beyond})
        )
        name = f"{code}/{year}"
        jumped.append(Numbers(code, year, last + 1, known, beyond + 1, skipped.get(name, [])))
        skipped[name] = _join(skipped.get(name, []), [[(last if known is None else known) + 1, beyond]])
    await store.meta.put(SKIPPED, json.dumps(skipped))
    return jumped


def _join(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> list[list[int]]:
    # Pairs that touch become one, so that putting copies back again and again adds none.
    joined: list[list[int]] = []
    for first, last in sorted(map(tuple, [*one, *other])):
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return joined


async def read_put_back(store: Store) -> PutBack | None:
    """Returns what was done when a copy was put back last; None where none ever was."""
    kept = await store.meta.get(FACT)
    return PutBack.from_json(kept) if kept is not None else None


async def write_put_back(store: Store, done: PutBack) -> None:
    """Keeps what was done."""
    await store.meta.put(FACT, done.to_json())
