"""A copy of an install: the database and the media in one folder.

It is read back before it counts; the key is left out.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.install.gone import find_database_path
from bot.service.copies.rotation import choose_kept
from bot.settings import Settings
from storage.copies import postgres
from storage.copies.copying import CopyFailed, SourceBroken, copy_sqlite, read_facts
from storage.database.engine import make_database_url

DATABASE, DUMP, MEDIA, LABEL = "sunush.db", "sunush.dump", "media", "copy.json"
_PLACE = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_.-]+)?")  # of a file among the media
NAME = re.compile(r"\d{8}-\d{6}-\d{6}")
PIECE = 1024 * 1024  # bytes
SPARE = 20 * 1024 * 1024  # bytes that are to stay free


class BackupRefused(Exception):
    """A copy cannot be made like this; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a copy says of itself: rows by table, SHA-256 digests of the media and the database, the key's fingerprint."""

    made_at: int
    install: str
    counter: int
    key: str
    revision: str
    rows: dict[str, int]
    media: dict[str, str]
    missing: int  # files that rows speak of and that were not there
    database: str = ""  # copies of an older Sunush have no digest of it

    @classmethod
    def read(cls, folder: Path) -> "Label | None":
        """Reads the label of a copy. None where it has none, as those of an older Sunush, or where it is no label."""
        try:
            label = cls(**json.loads((folder / LABEL).read_text("utf-8"))) if (folder / LABEL).is_file() else None
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return label if label is not None and label._is_whole() else None

    def _is_whole(self) -> bool:
        # Anybody may have changed the file since, and what is no digest would end a restore in its midst.
        texts, numbers = (
            (self.install, self.key, self.revision, self.database),
            (self.made_at, self.counter, self.missing),
        )
        return (
            all(isinstance(one, str) for one in texts)
            and all(isinstance(one, int) for one in numbers)
            and isinstance(self.rows, dict)
            and all(isinstance(one, int) for one in self.rows.values())
            and isinstance(self.media, dict)
            and all(isinstance(one, str) and _PLACE.fullmatch(name) for name, one in self.media.items())
        )


def back_up(settings: Settings, output: Path | None, at: int) -> tuple[Path, Label]:
    """Copies database and media into a new folder and returns it with its label. Raises BackupRefused.

    What was copied is read back: the pages and rows of the database, the digest of each file. A folder that is not named is
    made beside the earlier copies, of which the oldest are removed.
    """
    file = find_database_path(settings)
    if file is None and (missing := postgres.list_missing_tools()):
        dump = postgres.say_command(postgres.make_dump_command(make_database_url(settings.database_url), Path(DUMP)))
        raise BackupRefused(
            f"PostgreSQL is copied by its own programs, and {' and '.join(missing)} cannot be found here: install them (of "
            f"postgresql-client). Or copy it by hand where they are, first the database: {dump} and then the files: "
            f"cp -a {settings.media_dir} media"
        )
    if output is None and settings.copies is not None and not settings.copies.is_dir():
        raise BackupRefused(f"There is no folder {settings.copies} (SUNUSH_COPIES): is the stick in?")
    folder = output or settings.copies_dir / f"{datetime.fromtimestamp(at / 1000, UTC):%Y%m%d-%H%M%S-%f}"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is there already: name an empty or a new folder.")
    part = folder.with_name(f"{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        _check_room(file, part)
        label = _fill(settings, file, part, _find_latest(folder.parent, but=folder), at)
        with suppress(FileNotFoundError):
            folder.rmdir()
        os.replace(part, folder)
    except SourceBroken as error:
        raise BackupRefused(f"The database is damaged ({error}), so no copy is made of it: «sunush doctor» says more, and "
                            "«sunush db restore FOLDER» goes back to an earlier copy.") from error  # fmt: skip
    except postgres.DumpFailed as error:
        raise BackupRefused(f"PostgreSQL was not copied ({error}): its pg_dump must be there in the version of the server, "
                            "and the server must answer.") from error  # fmt: skip
    except (CopyFailed, OSError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BackupRefused(f"{folder} did not take the copy ({why}): make room there, or name another.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if output is None:
        rotate(settings.copies_dir, at)
    return folder, label


def rotate(folder: Path, at: int) -> list[Path]:
    """Removes the copies that are not kept any longer, and what was broken off; returns what was removed."""
    copies = {
        path.name: path for path in folder.iterdir() if NAME.fullmatch(path.name) and Label.read(path) is not None
    }
    made = {name: datetime.strptime(name, "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC) for name in copies}
    kept = choose_kept(made, now=datetime.fromtimestamp(at / 1000, UTC))
    removed = [path for name, path in sorted(copies.items()) if name not in kept]
    removed += [path for path in folder.glob("*.part") if NAME.fullmatch(path.stem)]
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)
    return removed


def _fill(settings: Settings, file: Path | None, part: Path, earlier: Path | None, at: int) -> Label:
    copy = part / (DUMP if file is None else DATABASE)
    if file is None:
        rows, facts = postgres.dump(make_database_url(settings.database_url), copy)
    else:
        rows = copy_sqlite(file, copy)
        facts = read_facts(copy)
    media = dict(_copy_media(settings.media_dir, part / MEDIA, earlier))
    names = {Path(path).name for path in media}
    # Those in S3-compatible storage are not copied, and not looked for.
    missing = 0 if settings.bucket.url else sum(digest not in names for digest in facts.media)
    whole = digest_of(copy)
    label = Label(at, facts.install, facts.counter, facts.key, facts.revision, rows, media, missing, whole)
    with os.fdopen(
        os.open(part / LABEL, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as written:
        json.dump(asdict(label), written)
        written.flush()
        os.fsync(written.fileno())
    return label


def _copy_media(source: Path, target: Path, earlier: Path | None) -> Iterator[tuple[str, str]]:
    # Media are never changed once they are written. A file that is in the copy before is linked to that one.
    before = Label.read(earlier) if earlier is not None else None
    for path in sorted(source.rglob("*")):
        if not path.is_file() or path.suffix == ".part":
            continue
        name = path.relative_to(source).as_posix()
        made = target / name
        made.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            digest = digest_of(path)
            if (
                before is None
                or earlier is None
                or before.media.get(name) != digest
                or not _link(earlier / MEDIA / name, made)
            ):
                copy_file(path, made, digest)
        except FileNotFoundError:
            continue  # erased meanwhile
        yield name, digest


def _link(there: Path, made: Path) -> bool:
    try:
        os.link(there, made)
    except OSError:  # another disk, or one that knows no links
        return False
    return True


def copy_file(source: Path, target: Path, digest: str) -> None:
    """Copies a file, readable by its owner only, and reads it back. Raises OSError, CopyFailed."""
    with (
        source.open("rb") as read,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written,
    ):
        shutil.copyfileobj(read, written, PIECE)
        written.flush()
        os.fsync(written.fileno())
    if digest_of(target) != digest:
        raise CopyFailed(f"{target.name} does not read back as it was written")


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _find_latest(folder: Path, *, but: Path) -> Path | None:
    names = [path for path in folder.glob("*") if NAME.fullmatch(path.name) and path != but and (path / LABEL).exists()]
    return max(names, default=None)


def _check_room(file: Path | None, target: Path) -> None:
    # Media that are linked take no room, so this asks for the database only, which is copied whole each time.
    needed, free = (file.stat().st_size if file is not None else 0) + SPARE, shutil.disk_usage(target).free
    if free < needed:
        raise CopyFailed(f"{needed // 1024 // 1024} MB are needed, {free // 1024 // 1024} MB are free")
