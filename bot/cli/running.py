"""What every command of `sunush` shares: settings, running, and refusing in one line."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from bot.settings import Settings
    from storage.aimaks import Aimak
    from storage.store import Store

T = TypeVar("T")

REFUSED = 2
LARGEST = 64 * 2**20  # bytes of a file that is read whole
_FULL = "The disk of {place} is full ({why}): make room there; nothing was changed."
LEAST_ROOM = 1024 * 1024  # bytes; with less SQLite cannot even be read
NO_AIMAK = "No aimak yet: «sunush aimak add» or «sunush aimak import» enters them."

NO_WAY = "No messenger leads to {code} yet: set one up, or SUNUSH_WEB_URL, and start «sunush run» once."


class Refused(click.ClickException):
    """Bad input: one line that says what to do, exit code 2."""

    exit_code = REFUSED

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints the line."""
        click.echo(self.format_message(), err=True)


class Number(click.IntRange):
    """A whole number; called so where something else is typed."""

    name = "number"


def refuse_unanswered(labels: list[str]) -> Refused:
    """Returns what is said where a year would be closed without answers."""
    from bot.office.years import join_numbers

    return Refused(f"Without an answer yet ({len(labels)}): {join_numbers(labels)}. Answer them first, or add --sure.")


async def find_aimak(store: Store, code: str) -> Aimak:
    """Returns the aimak of a code. Raises Refused."""
    found = await store.aimaks.find_by_code(code) if code.isascii() else None
    if found is None:
        from bot.language.kyrgyz import clean

        raise Refused(f"There is no aimak «{clean(code)}»: «sunush aimak list» shows those there are.")
    return found


def read_day(text: str) -> date:
    """Returns a day written as in 2026-11-23, in the years 2000 to 2100. Raises Refused."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not 2000 <= day.year <= 2100:
        raise Refused(f"«{text}» is no day: write it as in 2026-11-23.")
    return day


def read_settings() -> Settings:
    """Reads the settings, and begins to log as they say. Raises Refused."""
    from bot import logs
    from bot.config import SettingsRefused, from_env

    try:
        settings = from_env()
    except SettingsRefused as error:
        raise Refused(str(error)) from error
    logs.set_up(settings.log_level, settings.log_format)
    return settings


def run(work: Coroutine[Any, Any, T], *, make_loop: Callable[[], asyncio.AbstractEventLoop] | None = None) -> T:
    """Runs a command's work to its end, by make_loop or asyncio's own loop; what keeps any from working raises Refused."""
    from bot.app import CannotStart
    from storage.database.failures import CommitFailed, DatabaseBroken, DatabaseUnusable
    from storage.database.seal import KeyUnusable

    try:
        try:
            with asyncio.Runner(loop_factory=make_loop) as runner:
                return runner.run(work)
        except BaseExceptionGroup as group:
            raise _find_first(group) from group
    except CannotStart as error:
        raise Refused(str(error)) from error
    except DatabaseUnusable as error:
        why = str(error.orig).splitlines()[0].rstrip(".")
        if (place := _find_full_disk()) is not None:
            raise Refused(_FULL.format(place=place, why=why)) from error
        raise Refused(f"The database cannot be used: {why}. See SUNUSH_DATABASE_URL and SUNUSH_DATA_DIR.") from error
    except DatabaseBroken as error:
        raise Refused(f"The database is damaged ({error}): stop the bot, then go back to a copy by «sunush db restore "
                      "FOLDER»; «sunush doctor» says more.") from error  # fmt: skip
    except KeyUnusable as error:
        raise Refused(f"A value in the database cannot be opened ({error}): go back to a copy by «sunush db restore "
                      "FOLDER».") from error  # fmt: skip
    except CommitFailed as error:
        if (place := _find_full_disk()) is not None:
            raise Refused(_FULL.format(place=place, why=error)) from error
        raise Refused(f"What was asked for last was not kept, please try again: {error}.") from error
    except OSError as error:
        raise Refused(f"{error.filename or 'A file'} cannot be used: {error.strerror}.") from error


def list_unreadable() -> tuple[type[Exception], ...]:
    """What is raised where a value that cannot be is read, and where we made a mistake."""
    from storage.database.failures import UNREADABLE

    return UNREADABLE


def find_damage() -> str:
    """Names what the database holds that cannot be; nothing where all can."""
    from bot.app import CannotStart, inspect_install
    from bot.config import SettingsRefused, from_env
    from bot.install.values import find_damage
    from storage.database.failures import CANNOT_READ

    not_said: tuple[type[Exception], ...] = (CannotStart, SettingsRefused, *CANNOT_READ)

    async def look() -> list[str]:
        async with inspect_install(from_env()) as office:
            return await office.database.read(find_damage)

    try:
        return next(iter(asyncio.run(look())), "")
    except not_said:
        return ""


def do_act(act: Callable[[Store, int], Awaitable[T]], *, writes: bool = True) -> T:
    """Does an act of the opened install in one transaction, with its store and the time (ms UTC). Raises Refused."""

    async def work() -> T:
        from bot.app import now, open_install

        async with open_install(read_settings()) as office:
            at, do = now(), office.database.write if writes else office.database.read
            return await do(lambda store: act(store, at))

    return run(work())


def _find_full_disk() -> Path | None:
    """The data folder where its disk has no room left."""
    from bot.config import from_env

    place = from_env().data_dir
    try:
        return place if shutil.disk_usage(place).free < LEAST_ROOM else None
    except OSError:
        return None


def _find_first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):  # a group of tasks within another
        error = error.exceptions[0]
    return error


def make_progress_bar(label: str, length: int) -> ProgressBar[int]:
    """A bar beside what is printed; where nobody watches not even its name is written."""
    return click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())


def write_bytes(file: Path, made: bytes) -> None:
    """Writes a file that was made, whole or not at all. Raises Refused."""
    from bot.export.whole_file import open_whole_file

    try:
        with open_whole_file(file) as opened:
            opened.write(made)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}. Make room, or name another place.") from error


def read_bytes(file: Path) -> bytes:
    """Reads a file that was named, of LARGEST bytes at the most. Raises Refused."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    if len(content) > LARGEST:
        raise Refused(f"{file} is larger than {LARGEST // 2**20} MB: name the right file.")
    return content
