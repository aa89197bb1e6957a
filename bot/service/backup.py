"""A back-up: a consistent copy of the database and the media in one folder, the key left out."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Settings
from storage.copies.copying import CopyFailed, SourceBroken, copy_sqlite
from storage.database.engine import database_url


class BackupRefused(Exception):
    """A back-up cannot be made like this; the text says what to do."""


def back_up(settings: Settings, output: Path | None, at: int) -> Path:
    """Copies database and media into a new folder and returns it. Raises BackupRefused for PostgreSQL or a full folder."""
    url = database_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise BackupRefused("PostgreSQL is copied with its own pg_dump; copy the media folder beside it.")
    folder = output or settings.backup_dir / f"{datetime.fromtimestamp(at / 1000, UTC):%Y%m%d-%H%M%S-%f}"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is there already: name an empty or a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        copy_sqlite(Path(str(url.database)), folder / "sunush.db")
    except SourceBroken as error:
        raise BackupRefused(f"The database is damaged ({error}), so no copy is made of it: «sunush doctor» says more, and "
                            "«sunush db restore FOLDER» goes back to an earlier copy.") from error  # fmt: skip
    except CopyFailed as error:
        raise BackupRefused(f"{folder} did not take the copy ({error}): make room there, or name another.") from error
    if settings.media_dir.is_dir():
        shutil.copytree(settings.media_dir, folder / "media", ignore=shutil.ignore_patterns("*.part"))
    return folder
