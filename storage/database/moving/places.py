"""Where a database is moved to: another place than the old one. A file is its owner's alone, and one move opens it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from storage.database.locks import hold_file
from storage.database.moving.failed import MoveFailed


def is_same(one: URL, other: URL) -> bool:
    """Whether two URLs name one database, as far as they say."""
    if one.get_backend_name() != other.get_backend_name():
        return False
    if one.get_backend_name() == "sqlite":
        return _find_file(one) == _find_file(other)
    places = [
        (url.host or url.query.get("host"), url.port or url.query.get("port"), url.database) for url in (one, other)
    ]
    return places[0] == places[1]


def make_room(new: URL) -> None:
    """Makes the folder and the empty file of a SQLite database, readable by their owner only. Raises MoveFailed."""
    if new.get_backend_name() != "sqlite":
        return
    file = _find_file(new)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise MoveFailed(f"{file} cannot be written: {error.strerror}.") from error


@contextmanager
def hold_new(new: URL) -> Iterator[None]:
    """Keeps everybody from serving a SQLite file that is moved into. Raises HeldElsewhere where somebody does."""
    if new.get_backend_name() != "sqlite":
        yield  # who opens it takes an advisory lock
        return
    with hold_file(_find_file(new)):
        yield


def _find_file(url: URL) -> Path:
    return Path(str(url.database)).resolve()
