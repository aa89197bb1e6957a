"""The mark: an install's id and a counter that grows, kept beside the database. By it a copy put back is noticed.

The counter stands in the database too. A database whose counter is behind the mark's is a copy that was put back.
"""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import func, select, update

from storage.database.schema import aimaks, counters, meta
from storage.store import Store

INSTALL, COUNTER, SKIPPED = "install", "counter", "skipped_numbers"  # facts in the database


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a database had come. numbers are the last ones given to proposals, by «aimak code/budget year».

    skipped are numbers among them that were never given, by the same names: pairs of the first and the last. file and
    changes are the counter and SQLite's own change counter as the database file had them without its -wal.
    """

    install: str
    counter: int
    numbers: Mapping[str, int] = field(default_factory=dict)
    file: int = 0
    changes: int = 0
    skipped: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)


def read_mark(places: Sequence[Path]) -> Mark | None:
    """Returns the newest mark of the install that the first readable place names; None where there is none."""
    found = [mark for place in places if (mark := _read(place)) is not None]
    return max(
        (mark for mark in found if mark.install == found[0].install), key=lambda mark: mark.counter, default=None
    )


def write_mark(places: Sequence[Path], mark: Mark) -> bool:
    """Writes the mark into each place that has none or an older one. True: at least one place has it now."""
    written = 0
    for place in places:
        there = _read(place)
        if there is not None and there.install == mark.install and there.counter > mark.counter:
            written += 1
            continue
        with suppress(OSError):
            _write(place, json.dumps(asdict(mark)))
            written += 1
    return written > 0


def _read(place: Path) -> Mark | None:
    try:
        kept = json.loads(place.read_text("utf-8"))
        return Mark(
            str(kept["install"]),
            int(kept["counter"]),
            {str(name): int(number) for name, number in kept["numbers"].items()},
            int(kept["file"]),
            int(kept["changes"]),
            {str(name): [[int(a), int(b)] for a, b in pairs] for name, pairs in kept.get("skipped", {}).items()},
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _write(place: Path, text: str) -> None:
    # Synced before it is renamed. Without its mark, after a power cut, the database would look as if it had been moved.
    temporary = place.with_name(f"{place.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, place)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


# In the database


async def read_counter(store: Store) -> tuple[str, int] | None:
    """Returns the install's id and how far its counter has come; None where it was never counted on."""
    rows = await store.connection.execute(select(meta.c.name, meta.c.value).where(meta.c.name.in_([INSTALL, COUNTER])))
    found = {row.name: row.value for row in rows}
    return (found[INSTALL], int(found[COUNTER])) if len(found) == 2 else None


async def count_on(store: Store, *, past: int = 0) -> Mark:
    """Moves the counter one step on, past another counter where that is ahead; returns what the mark is to say."""
    await store.meta.put_once(INSTALL, secrets.token_hex(16))
    await store.meta.put_once(COUNTER, "0")
    locked = select(meta.c.value).where(meta.c.name == COUNTER).with_for_update()
    counter = max(int(await store.connection.scalar(locked) or 0), past) + 1
    await store.connection.execute(update(meta).where(meta.c.name == COUNTER).values(value=str(counter)))
    if store.connection.dialect.name == "sqlite":  # where it is read from the file itself
        await store.connection.exec_driver_sql(f"PRAGMA user_version = {counter}")
    install = await store.meta.get(INSTALL)
    assert install is not None
    return Mark(install, counter, await read_last_numbers(store), skipped=await read_skipped(store))


async def read_last_numbers(store: Store) -> dict[str, int]:
    """Returns the last number given to a proposal, by «aimak code/budget year»."""
    rows = await store.connection.execute(
        select(aimaks.c.code, counters.c.budget_year, counters.c.last).join(aimaks, aimaks.c.id == counters.c.aimak_id)
    )
    return {f"{row.code}/{row.budget_year}": row.last for row in rows}


async def read_skipped(store: Store) -> dict[str, list[list[int]]]:
    """Returns the numbers that were jumped over when a copy was put back: pairs (first, last) by «aimak code/budget year»."""
    kept: dict[str, list[list[int]]] = json.loads(await store.meta.get(SKIPPED) or "{}")
    return kept


async def find_latest_moment(store: Store) -> int | None:
    """Returns when the last message came or was queued (UTC ms), which is about when a copy was made."""
    from storage.database.schema import events, outbox

    came = await store.connection.scalar(select(func.max(events.c.received_at)))
    queued = await store.connection.scalar(select(func.max(outbox.c.created_at)))
    return max((moment for moment in (came, queued) if moment is not None), default=None)
