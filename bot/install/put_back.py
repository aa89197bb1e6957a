"""Notices that a copy was put in the place of the database.

It sees to it that nothing leaves twice, and no number is given twice.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog

from bot.budget.workdays import find_day
from bot.install.gone import mark_places
from bot.install.office import Office
from bot.install.refused import CannotStart
from bot.office.broadcasts import broadcasts
from bot.office.staff import record
from bot.office.wording.answers.telling import tell_who_answered
from bot.office.years import find_current_year
from bot.settings import Settings
from storage.copies import file_header
from storage.copies import mark as marks
from storage.copies.mark import Mark
from storage.copies.put_back import PARKED, PutBack, jump_numbers, stop_sending, write_put_back
from storage.database import locks
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.database.seal import Seal
from storage.queue.accounts import STOPPED
from storage.store import Store

log = structlog.get_logger(__name__)

BEING_REPLACED = "The database is being opened or replaced by another «sunush»: wait until that has ended."
SERVED = "A copy was put in the place of the database while «sunush run» serves it: stop that one first."


def sort_out_wal(settings: Settings, file: Path, *, at: int) -> None:
    """Moves a -wal away that belonged to the file another one was put in the place of. Raises CannotStart."""
    if not file_header.has_foreign_wal(file, marks.read_mark(mark_places(settings))):
        return
    try:
        with locks.hold_file(file):
            moved = file_header.set_aside(file, settings.backup_dir / f"set-aside-{at}")
    except locks.HeldElsewhere:
        raise CannotStart(SERVED) from None
    log.error(
        "another database file was put beside the old -wal, which is moved away", moved=[str(one) for one in moved]
    )


async def notice(office: Office, *, at: int) -> PutBack | None:
    """Treats the database where it is behind its mark, and counts on. Raises CannotStart where somebody serves it."""
    database, seal = office.database, office.seal
    mark = marks.read_mark(mark_places(office.settings))  # before the database, which is ahead of it or level
    counter = await database.read(marks.read_counter)
    if not is_behind(counter, mark):
        # A first start has a mark at once: else a moved database looks like a copy.
        if counter is None:
            keep_mark(office, await database.write(marks.count_on))
        return None
    names = await database.read(lambda store: list_account_names(store, seal))
    try:
        async with locks.hold_all(database, names):
            done, anew = await database.write(lambda store: treat(store, mark=mark, at=at))
    except locks.HeldElsewhere:
        raise CannotStart(SERVED) from None
    keep_mark(office, anew)
    log.error("a copy was put in the place of the database: sending is stopped until «sunush db resume»",
              parked=sum(done.parked.values()), broadcasts=len(done.broadcasts))  # fmt: skip
    return done


def is_behind(counter: tuple[str, int] | None, mark: Mark | None) -> bool:
    """Whether a database (install, counter) is not the one, or not as far, as the mark says.

    One that has a counter and finds no mark was brought here as a copy.
    """
    if counter is None or mark is None:
        return (counter is None) is not (mark is None)
    return counter[0] != mark.install or counter[1] < mark.counter


async def treat(store: Store, *, mark: Mark | None, at: int) -> tuple[PutBack, Mark]:
    """Does everything a database needs that was put back, in one transaction: what was done, and its new mark.

    Sending stops, what had not left is parked as uncertain, open broadcasts are paused. The counters of proposals'
    numbers jump past what may have been told. mark is the one that was found, None where there was none.
    """
    made_at = await marks.find_latest_moment(store)
    await stop_sending(store)
    paused = []
    for id in await store.broadcasts.open(now=STOPPED):  # those to come as well: what became of them since is not known
        with suppress(broadcasts.OverAlready):
            await broadcasts.pause(store, id=id, by=None, at=at)
            paused.append(id)
    parked, answers = await store.outbox.park_all(code=PARKED, at=at)
    years = {aimak.code: find_current_year(aimak, at=at) for aimak in await store.aimaks.open_on(find_day(at))}
    there = await marks.read_counter(store)
    same = mark is not None and (there is None or there[0] == mark.install)
    numbers = await jump_numbers(store, mark if same else None, years=years)
    done = PutBack(at, made_at, parked, paused, numbers, answers)
    await write_put_back(store, done)
    await record(store, "put_back", by=None, aimak_id=None, at=at, parked=sum(parked.values()), broadcasts=len(paused))
    for answer_id in answers:
        await tell_who_answered(store, answer_id=answer_id, kind="not_reached", at=at)
    return done, await marks.count_on(store, past=mark.counter if mark is not None else 0)


async def count_on(database: Database) -> Mark | None:
    """Counts one step on; None where that cannot be written now."""
    try:
        return await database.write(marks.count_on)
    except CANNOT_WRITE:
        return None


async def mark_copied(office: Office) -> None:
    """Counts on once a copy was made: put back, it is behind from that moment."""
    mark = await count_on(office.database)
    if mark is not None:
        keep_mark(office, mark)


def keep_mark(office: Office, mark: Mark) -> None:
    """Writes the mark beside the database and beside the key, with what the SQLite file itself says now."""
    places = mark_places(office.settings)
    if office.header is not None:
        # Where it cannot be read just now, what it said last still holds.
        seen = office.header.read() or marks.read_mark(places) or mark
        mark = replace(mark, file=seen.file, changes=seen.changes)
    if not marks.write_mark(places, mark):
        log.error("the mark beside the database cannot be written: a copy put back would not be noticed")


def read_account_name(seal: Seal, channel: str, account: str) -> str:
    """The name of an account's lock, which tells nothing of it but its channel."""
    return f"{channel}-{seal.mark('account', channel, account)[:16]}"


async def list_account_names(store: Store, seal: Seal) -> list[str]:
    """The names of the locks of every account that the database knows."""
    return [read_account_name(seal, channel, account) for channel, account in await store.addresses.list_accounts()]
