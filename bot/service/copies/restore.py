"""Puts a copy back in the place of the database. It is checked first and treated next; nothing leaves by itself."""

import math
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.install import put_back
from bot.install.gone import find_database_path, mark_places
from bot.install.office import Office
from bot.office.personal.erasure import apply_erasures
from bot.service.copies.backup import DATABASE, DUMP, LABEL, MEDIA, Label, copy_file, digest_of
from bot.settings import Settings
from storage.copies import postgres
from storage.copies.copying import CopyFailed, copy_sqlite, empty_wal, read_facts
from storage.copies.file_header import Header, name_beside
from storage.copies.mark import read_mark
from storage.copies.put_back import PutBack
from storage.database import locks
from storage.database.engine import Database, make_database_url
from storage.database.failures import CANNOT_READ
from storage.database.seal import KeyUnusable, Seal, load_key
from storage.database.upgrade import HEAD, is_known, read_revision, upgrade
from storage.personal.ledger import Ledger


class RestoreRefused(Exception):
    """A copy cannot be put back like this; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where what stood there before lies now (None where nothing stood there)."""

    done: PutBack
    rows: int
    files: int
    missing: int  # files that rows speak of and that are not there
    replaced: Path | None


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is put back: a folder with its label, or a SQLite file alone."""

    file: Path
    folder: Path | None
    label: Label | None

    @classmethod
    def find(cls, source: Path) -> "_Copy":
        """Finds what somebody has named. Raises RestoreRefused."""
        file = source / DATABASE if source.is_dir() else source
        if not file.is_file():
            raise RestoreRefused(f"There is no copy in {source}: name the folder that «sunush db backup» has made.")
        if not source.is_dir():
            return cls(file, None, None)
        label = Label.read(source)
        if label is None and (source / LABEL).exists():
            raise RestoreRefused(f"{source / LABEL} is not what «sunush db backup» has written: name another copy.")
        return cls(file, source, label)


async def restore(settings: Settings, source: Path, *, at: int) -> Restored:
    """Puts a copy (a folder of `sunush db backup`, or a SQLite file) back. Raises RestoreRefused; then nothing was changed.

    The database stays as it is until the copy beside it has been read, upgraded and treated. Then one takes the other's
    place. What stood there is kept among the copies.
    """
    named = find_database_path(settings)
    if named is None:
        command = postgres.say_command(
            postgres.make_restore_command(make_database_url(settings.database_url), source / DUMP)
        )
        raise RestoreRefused(f"PostgreSQL is put back by its own pg_restore while the bot is stopped: {command} and then "
                             f"cp -a {source / MEDIA}/. {settings.media_dir}; the next «sunush run» notices it and stops "
                             "sending, and «sunush db resume» lets it go on.")  # fmt: skip
    copy = _Copy.find(source)
    if copy.file.resolve() == named.resolve():
        raise RestoreRefused(
            f"{copy.file} is the database in use, no copy: name the folder that «sunush db backup» has made."
        )
    seal, file = _check(settings, copy), _prepare(named)
    try:
        with locks.hold_file(file):
            return await _replace(settings, seal, copy, file, at=at)
    except locks.HeldElsewhere:
        raise RestoreRefused("The database is in use: stop «sunush run» and whatever else has it open first.") from None
    except CANNOT_READ as error:
        why = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise RestoreRefused(f"{source} cannot be put back ({why}); the database stays as it was.") from error
    except (CopyFailed, OSError) as error:
        why = str(error.strerror if isinstance(error, OSError) and error.strerror else error)
        raise RestoreRefused(f"{source} cannot be put back ({why}); the database stays as it was.") from error


def _prepare(file: Path) -> Path:
    file = file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return file


def _check(settings: Settings, copy: _Copy) -> Seal:
    try:
        seal = load_key(settings.key_file)
    except KeyUnusable as error:
        raise RestoreRefused(f"The key file {settings.key_file} is {error}: put the one back that this copy was made "
                             "with.") from error  # fmt: skip
    try:
        facts = read_facts(copy.file)
    except CopyFailed as error:
        raise RestoreRefused(f"{copy.file} cannot be put back: {error}.") from error
    if {facts.key, copy.label.key if copy.label is not None else ""} - {"", seal.fingerprint}:
        raise RestoreRefused(f"The key in {settings.key_file} is not the one this copy was sealed with: put the right one "
                             "back.")  # fmt: skip
    if facts.revision > HEAD:
        raise RestoreRefused("The copy was made by a newer Sunush: install that one.")
    if not is_known(facts.revision):
        raise RestoreRefused(f"{copy.file} does not say which schema it has: name another copy.")
    if copy.label is not None and copy.label.database and digest_of(copy.file) != copy.label.database:
        raise RestoreRefused(f"{copy.file} is not the database that was copied: name another copy.")
    for name, digest in (copy.label.media if copy.label is not None else {}).items():
        path = copy.file.parent / MEDIA / name
        if not path.is_file() or digest_of(path) != digest:
            raise RestoreRefused(f"{path} is not the file that was copied: name another copy.")
    return seal


async def _replace(settings: Settings, seal: Seal, copy: _Copy, file: Path, *, at: int) -> Restored:
    staged = file.with_name(f"{file.name}.restoring")
    try:
        _remove(staged)
        rows = copy_sqlite(copy.file, staged)
        if copy.label is not None and rows != copy.label.rows:
            raise CopyFailed("it has not the rows that were copied")
        database = Database(make_database_url(f"sqlite:///{staged}"), seal)
        try:
            if await read_revision(database) != HEAD:
                await upgrade(database)
            mark = read_mark(mark_places(settings))
            done, anew = await database.write(lambda store: put_back.treat(store, mark=mark, at=at))
            await apply_erasures(database, Ledger(settings.erasures_file, seal))
        finally:
            await database.close()
        empty_wal(staged)
        files, missing = _bring_media(settings, copy.folder, staged)
        if _is_open(file):
            raise locks.HeldElsewhere(file.name)
        replaced = _set_aside(settings, file, at)
        os.replace(staged, file)
    finally:
        _remove(staged)
    header = Header(file)
    put_back.keep_mark(Office(settings, database, seal, header), anew)
    header.close()
    return Restored(done, sum(rows.values()), files, missing, replaced)


def _is_open(file: Path) -> bool:
    return file.exists() and not empty_wal(file)


def _bring_media(settings: Settings, folder: Path | None, staged: Path) -> tuple[int, int]:
    # What is there already stays: media never change, and what the copy does not know of harms nobody.
    brought = 0
    source = folder / MEDIA if folder is not None else None
    for path in sorted(source.rglob("*")) if source is not None else ():
        target = settings.media_dir / path.relative_to(source)  # type: ignore[arg-type]
        if path.is_file() and settings.uploads_bucket is not None:
            settings.uploads_bucket.put(path.relative_to(folder / MEDIA).as_posix(), path)  # type: ignore[operator]
            brought += 1
        elif path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = target.with_name(f"{target.name}.part")
            copy_file(path, part, digest_of(path))
            os.replace(part, target)
            brought += 1
    there = set(settings.media.list_before(math.inf))
    return brought, sum(digest not in there for digest in read_facts(staged).media)


def _set_aside(settings: Settings, file: Path, at: int) -> Path | None:
    # Conversations are behind the rows from now on; the rows have them as well.
    aside = settings.backup_dir / f"replaced-{datetime.fromtimestamp(at / 1000, UTC):%Y%m%d-%H%M%S}"
    if not file.exists() and not settings.states_dir.is_dir():
        return None
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ending in ("-wal", "-shm"):
        if name_beside(file, ending).exists():
            shutil.move(name_beside(file, ending), aside / f"{DATABASE}{ending}")
    if settings.states_dir.is_dir():
        shutil.move(settings.states_dir, aside / "states")
    if file.exists():
        try:
            os.link(file, aside / DATABASE)
        except OSError:
            shutil.copyfile(file, aside / DATABASE)
    return aside


def _remove(staged: Path) -> None:
    for path in staged.parent.glob(f"{staged.name}*"):
        with suppress(OSError):
            path.unlink()
