"""Opens an install: the key, and the database, brought to the newest schema.

It looks whether it is the one that stood here.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path

from bot.budget.workdays import find_day
from bot.install import gone, put_back
from bot.install.office import Office
from bot.install.refused import CannotStart
from bot.office import rules
from bot.office.personal.erasure import apply_erasures
from bot.settings import Settings
from storage.copies import file_header
from storage.copies.copying import CopyFailed, SourceBroken, copy_sqlite
from storage.copies.mark import read_counter, read_mark
from storage.database import locks
from storage.database.engine import Database, make_database_url
from storage.database.scrub import rewrite
from storage.database.seal import KeyUnusable, Seal, load_key, make_key
from storage.database.upgrade import HEAD, MOVING, is_known, read_revision, upgrade
from storage.log import search
from storage.personal.ledger import Ledger
from storage.store import Store

UPGRADE = "«sunush db upgrade»"
SCRUBBED = "0010"  # from this schema on what is deleted is written over, so that nothing of it is left in the file
HALF_MOVED = (
    "A move into this database is not finished: run «sunush db move» over the old one again, or go on with that."
)
NEWER = "The database was made by a newer Sunush: install that one."


@asynccontextmanager
async def open_install(settings: Settings, *, migrate: bool = True, now: Callable[[], int]) -> AsyncIterator[Office]:
    """Opens the install: its key, its database brought to the newest schema (SQLite, after a copy). Raises CannotStart.

    A copy that was put in the place of the database is noticed here. It is treated so that nothing leaves by itself.
    """
    file = gone.find_database_path(settings)
    if file is not None:
        _make_room(file)
    made = not settings.key_file.exists()
    try:
        # Two that start for the first time must make one key and one database.
        with locks.hold_gate(file) if file is not None and not file.exists() else nullcontext():
            gone.refuse_where_gone(settings)
            if file is not None:
                _make_file(file)
            seal = _open_key(settings, fresh=file is not None and gone.is_empty(file))
    except locks.HeldElsewhere:
        raise CannotStart(put_back.BEING_REPLACED) from None
    if migrate and file is not None:
        put_back.sort_out_wal(settings, file, at=now())
    header = (
        file_header.Header(file) if file is not None else None
    )  # before SQLite opens it, and until it has closed it
    direct = make_database_url(settings.listen_url) if settings.listen_url else None
    database = Database(
        make_database_url(settings.database_url), seal, pooled=settings.pgbouncer, direct=direct, pool=settings.pool
    )
    office, opened_at = Office(settings, database, seal, header), None
    try:
        if migrate:
            await _bring_up(settings, database, now())
            await _check_key(settings, database, seal, made=made)
            await put_back.notice(office, at=now())
            await apply_erasures(database, Ledger(settings.erasures_file, seal))
            await _index_older(database)
            await database.write(lambda store: _write_first_values(store, settings, now()))
            opened_at = database.writes
        yield office
    finally:
        wrote = opened_at is not None and database.writes > opened_at
        mark = await put_back.count_on(database) if wrote else None
        await database.close()
        if mark is not None:
            put_back.keep_mark(office, mark)
        if header is not None:
            header.close()


@asynccontextmanager
async def inspect_install(settings: Settings, *, now: Callable[[], int]) -> AsyncIterator[Office]:
    """Opens an install as it is: nothing is made, migrated or written. Raises CannotStart, also where it needs migrating."""
    file = gone.find_database_path(settings)
    gone.refuse_where_gone(settings)
    if file is not None and not file.exists():
        raise CannotStart(f"There is no database yet: {UPGRADE} makes it.")
    if not settings.key_file.exists():
        raise CannotStart(_say_missing(settings))
    async with open_install(settings, migrate=False, now=now) as office:
        at = await read_revision(office.database)
        refuse_unknown(at)
        if at != HEAD:
            raise CannotStart(
                f"The database {'is empty' if at is None else 'has an older schema'}: run {UPGRADE} first."
            )
        if await office.database.read(lambda store: store.meta.get("key")) not in {None, office.seal.fingerprint}:
            raise CannotStart(_say_other_key(settings))
        yield office


async def is_untreated(office: Office) -> bool:
    """Whether a copy was put in the place of the database of an install that is only inspected."""
    mark = read_mark(gone.mark_places(office.settings))
    return put_back.is_behind(await office.database.read(read_counter), mark)


def refuse_unknown(revision: str | None) -> None:
    """Raises CannotStart where a schema is none that this Sunush knows."""
    if revision == MOVING:
        raise CannotStart(HALF_MOVED)
    if revision is not None and revision > HEAD:
        raise CannotStart(NEWER)
    if revision is not None and not is_known(revision):
        raise CannotStart(
            "The database does not say which schema it has: go back to a copy by «sunush db restore FOLDER»."
        )


def _make_room(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if file.is_dir():
        raise CannotStart(f"{file} is a folder: name a file in SUNUSH_DATABASE_URL.")
    for place in (file.parent, file):
        if place.exists() and not os.access(place, os.R_OK | os.W_OK):
            raise CannotStart(f"{place} cannot be written: give this account the right to, or set SUNUSH_DATA_DIR.")


def _make_file(file: Path) -> None:
    # Before the key: a start that is killed between the two goes on as a first one.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _open_key(settings: Settings, *, fresh: bool) -> Seal:
    path = settings.key_file
    try:
        return load_key(path)
    except KeyUnusable as error:
        if path.exists():
            raise CannotStart(f"The key file {path} is unusable ({error}): put the right one back.") from error
        if not fresh and not _may_make_key(settings):
            raise CannotStart(_say_missing(settings)) from error
    for mark in gone.mark_places(settings):
        mark.unlink(missing_ok=True)  # of an install that was thrown away with its key
    with suppress(FileExistsError):
        return make_key(path)
    return load_key(path)


def _may_make_key(settings: Settings) -> bool:
    # A PostgreSQL database may be empty; its fingerprint is compared once it is open.
    return gone.find_database_path(settings) is None


async def _check_key(settings: Settings, database: Database, seal: Seal, *, made: bool) -> None:
    async def ask(store: Store) -> str | None:
        await store.meta.put_once("key", seal.fingerprint)
        return await store.meta.get("key")

    if await database.write(ask) != seal.fingerprint:
        if made:
            settings.key_file.unlink()
        raise CannotStart(_say_other_key(settings))


def _say_missing(settings: Settings) -> str:
    return f"The key file {settings.key_file} is missing: put back the one this database was made with."


def _say_other_key(settings: Settings) -> str:
    return f"The key in {settings.key_file} is not the one this database was sealed with: put the right one back."


async def _bring_up(settings: Settings, database: Database, at: int) -> None:
    stands = await read_revision(database)
    if stands == HEAD:
        return
    refuse_unknown(stands)
    if not database.sqlite and stands is not None:
        raise CannotStart(f"The database has an older schema: run {UPGRADE} first.")
    if stands is None:
        gone.refuse_where_emptied(settings)
    else:
        await refuse_other_key(settings, database)
        copy = settings.backup_dir / f"before-upgrade-from-{stands}-{at}.db"
        try:
            await asyncio.to_thread(copy_sqlite, Path(str(database.url.database)), copy)
        except SourceBroken as error:
            raise CannotStart(f"The database is damaged ({error}), so it is not upgraded: go back to a copy by «sunush db "
                              "restore FOLDER».") from error  # fmt: skip
        except (CopyFailed, OSError) as error:
            raise CannotStart(
                f"The database is copied to {settings.backup_dir} before its upgrade, and that failed ({error}): make room "
                "there, then start again; nothing was changed."
            ) from error
    await upgrade(database)
    if stands is not None and stands < SCRUBBED:
        await rewrite(database)


async def _index_older(database: Database) -> None:
    # Small transactions, so that none of them locks a large install. What is cut off goes on at the next start.
    waits = await database.read(lambda store: store.meta.get(search.FROM)) is not None
    while waits:
        waits = await database.write(lambda store: search.index_older(store.connection))


async def refuse_other_key(settings: Settings, database: Database) -> None:
    """Keeps a step of the schema, which may seal what is there, from a key that does not fit. Raises CannotStart."""
    if await read_revision(database) is None:
        return
    if await database.read(lambda store: store.meta.get("key")) not in {None, database.seal.fingerprint}:
        raise CannotStart(_say_other_key(settings))


async def _write_first_values(store: Store, settings: Settings, at: int) -> None:
    await rules.adopt(
        store,
        answer_days=settings.answer_days,
        extra_days_off=settings.extra_days_off,
        extra_working_days=settings.extra_working_days,
        notice_days=settings.notice_days,
        quiet_hours=settings.quiet_hours,
        numbers={name: getattr(settings, name) for name in rules.NUMBERS},
        prices=settings.whatsapp.prices,
        complaint_phones=settings.complaint_phones,
        today=find_day(at),
    )
