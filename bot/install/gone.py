"""The database is gone, while its key, its conversations or its files are still there: nobody begins anew in silence."""

from datetime import UTC, datetime
from pathlib import Path

from bot.install.refused import CannotStart
from bot.settings import Settings
from storage.copies.mark import read_mark
from storage.database.engine import make_database_url
from storage.database.seal import KeyUnusable, load_key


def find_database_path(settings: Settings) -> Path | None:
    """The SQLite file of an install; None where it is on PostgreSQL."""
    url = make_database_url(settings.database_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def mark_places(settings: Settings) -> list[Path]:
    """Where the mark is kept: beside the database (PostgreSQL: in the data folder), and beside the key.

    Whoever puts a whole data folder back leaves the second one as it is.
    """
    file = find_database_path(settings)
    here = settings.data_dir / "postgresql.mark" if file is None else file.with_name(f"{file.name}.mark")
    return [here, settings.key_file.with_name(f"{settings.key_file.name}.mark")]


def is_empty(file: Path) -> bool:
    """Whether a SQLite file is not there or has nothing in it yet."""
    return not file.exists() or file.stat().st_size == 0


def refuse_where_gone(settings: Settings) -> None:
    """Raises CannotStart where a SQLite file is missing, or empty, and the rest of an install is there.

    A key alone beside an empty file is a first start that was broken off.
    """
    file = find_database_path(settings)
    if file is None or not is_empty(file):
        return
    rest = _list_rest(settings)
    if not file.exists() and _is_key(settings.key_file):
        rest.insert(0, settings.key_file)
    if rest:
        _refuse(settings, f"The database {file} is {'empty' if file.exists() else 'gone'}", rest)


def refuse_where_emptied(settings: Settings) -> None:
    """Raises CannotStart where a PostgreSQL database has no table in it, and the rest of an install is there."""
    rest = [] if find_database_path(settings) is not None else _list_rest(settings)
    if rest:
        _refuse(settings, "The PostgreSQL database is empty", rest)


def find_newest_copy(settings: Settings) -> Path | None:
    """The newest copy that `sunush db backup` has made, or `run` as its database went; None where there is none.

    What a restore has set aside is no copy: it is what somebody did not want any more.
    """
    folders = {settings.backup_dir, settings.copies_dir}
    made = [path for folder in folders for name in ("sunush.db", "sunush.dump") for path in folder.glob(f"*/{name}")]
    copies = [path.parent for path in made if not path.parent.name.startswith("replaced-")]
    return max(copies, key=lambda folder: _read_moment_made(folder.name), default=None)


def _read_moment_made(name: str) -> str:
    # The name of a copy is its day and time (UTC). What was rescued is named by milliseconds.
    moment = name.removeprefix("rescued-")
    if moment == name or not moment.isdecimal():
        return name
    return f"{datetime.fromtimestamp(int(moment) / 1000, UTC):%Y%m%d-%H%M%S-%f}"


def _refuse(settings: Settings, what: str, rest: list[Path]) -> None:
    copy = find_newest_copy(settings)
    named = f"«sunush db restore {copy}»" if copy is not None else "«sunush db restore FOLDER» with a copy"
    there = ", ".join(map(str, rest))
    raise CannotStart(f"{what}, but its install is still here ({there}): put it back by {named}; to begin anew, move "
                      "these away first.")  # fmt: skip


def _list_rest(settings: Settings) -> list[Path]:
    folders = [folder for folder in (settings.states_dir, settings.media_dir) if _has_files(folder)]
    mark = mark_places(settings)[0]
    return [*folders, *([mark] if read_mark([mark]) is not None else [])]


def _is_key(path: Path) -> bool:
    try:
        load_key(path)
    except KeyUnusable:
        return False  # what is wrong with it is said elsewhere
    return True


def _has_files(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))
