"""Kept files in S3-compatible storage, by obstore. They leave this computer sealed, and nothing of them stays on it.

A file is put by one request, so it is there whole or not at all. Its digest is its name, so a second try changes nothing.
"""

import asyncio
import io
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ParamSpec, TypeVar

from storage.attachments.sealed_files import seal_file
from storage.database.seal import Seal
from storage.media.media import FilesAway, FilesRefused, Media

if TYPE_CHECKING:
    from obstore.store import BackoffConfig, S3Store

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 8  # requests at once; a storage that hangs holds up nothing else
CONNECT, REQUEST = "5s", "30s"  # longest a connection, and a request of 20 MB, may take
TRIES_AGAIN, TRYING = 2, timedelta(seconds=10)  # within one call; whoever called tries later
BACK_OFF: "BackoffConfig" = {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=2), "base": 2}
LISTED = 500  # names in one answer
_KEPT = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}")
CHECKED = "checked"  # an object that says nothing


@dataclass(frozen=True, slots=True)
class BucketAt:
    """Where a bucket is, and what opens it."""

    url: str  # s3://bucket/prefix
    endpoint: str = ""  # empty: Amazon's own
    region: str = "us-east-1"
    key_id: str = ""
    secret: str = field(default="", repr=False)


class Bucket:
    """The objects below one prefix. Every call waits for the storage. Each raises FilesAway."""

    def __init__(self, at: BucketAt) -> None:
        self._at = at
        self._opened: S3Store | None = None

    def put(self, name: str, content: Path | bytes) -> None:
        """Puts an object; it lasts when this returns."""
        import obstore

        try:
            with _as_away():
                obstore.put(self._store, name, content, use_multipart=False)
        except FileNotFoundError as error:
            raise FilesRefused("no such bucket") from error

    def get(self, name: str) -> bytes:
        """Returns an object. Raises FileNotFoundError."""
        import obstore

        with _as_away():
            return bytes(obstore.get(self._store, name).bytes())

    def delete(self, names: Iterable[str]) -> None:
        """Removes objects. One that is gone already is skipped."""
        import obstore

        for name in names:
            try:
                with _as_away():
                    obstore.delete(self._store, name)
            except FileNotFoundError:
                continue

    def list(self, prefix: str = "") -> Iterator[tuple[str, float]]:
        """Yields each object's name and when it was put (UTC seconds)."""
        import obstore

        with _as_away():
            for chunk in obstore.list(self._store, prefix or None, chunk_size=LISTED):
                for one in chunk:
                    yield one["path"], one["last_modified"].timestamp()

    def check(self) -> None:
        """Puts an object. Raises FilesRefused where that is not allowed."""
        self.put(CHECKED, b"")

    def look(self) -> None:
        """Asks for that object, and changes nothing. Raises FilesRefused, and FilesAway also where it was never put."""
        try:
            self.get(CHECKED)
        except FileNotFoundError as error:
            raise FilesAway("nothing was put there yet") from error

    @property
    def _store(self) -> "S3Store":
        if self._opened is None:
            self._opened = _open(self._at)
        return self._opened


class MediaBucket(Media):
    """Names are as in a folder, so that one is copied into the other by any tool."""

    def __init__(self, staging: Path, bucket: Bucket) -> None:
        super().__init__(staging)
        self.bucket = bucket
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="media")

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Does something with them in a thread of their own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **kwargs))

    def keep(self, came: Path, seal: Seal) -> tuple[str, int]:
        """Keeps what came, in the storage when this returns. It stays where it came where that fails."""
        part = self.staging / f"{uuid.uuid4().hex}.part"
        try:
            digest, size = seal_file(came, part, seal)
            self.bucket.put(_name(digest), part)
        finally:
            part.unlink(missing_ok=True)
        came.unlink(missing_ok=True)
        return digest, size

    def open(self, digest: str) -> BinaryIO:
        """Fetches a sealed file into memory: 20 MB at most."""
        return io.BytesIO(self.bucket.get(_name(digest)))

    def remove(self, digests: Iterable[str]) -> None:
        """Removes files."""
        self.bucket.delete(map(_name, digests))

    def list_before(self, moment: float) -> Iterator[str]:
        """Yields what was put before a moment."""
        for name, put_at in self.bucket.list():
            if put_at < moment and _KEPT.fullmatch(name):
                yield name.rpartition("/")[2]


@cache
def open_bucket(at: BucketAt) -> Bucket:
    """Opens a bucket once a process."""
    return Bucket(at)


@cache
def open_media_bucket(staging: Path, at: BucketAt) -> MediaBucket:
    """Opens the files of an install once a process."""
    return MediaBucket(staging, open_bucket(at))


def _open(at: BucketAt) -> "S3Store":
    from obstore.store import S3Store

    bucket, _, prefix = at.url.removeprefix("s3://").partition("/")
    return S3Store(
        bucket,
        prefix=prefix.strip("/") or None,
        endpoint=at.endpoint or None,
        region=at.region,
        access_key_id=at.key_id,
        secret_access_key=at.secret,
        virtual_hosted_style_request=not at.endpoint,
        client_options={"allow_http": at.endpoint.startswith("http://"), "connect_timeout": CONNECT, "timeout": REQUEST},
        retry_config={"max_retries": TRIES_AGAIN, "retry_timeout": TRYING, "backoff": BACK_OFF},
    )  # fmt: skip


@contextmanager
def _as_away() -> Iterator[None]:
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise FilesRefused("refused") from error
    except BaseError as error:  # its text names the address: that is nothing for a log
        raise FilesAway(type(error).__name__) from error


def is_installed() -> bool:
    """Whether the library is there: it is an extra."""
    return find_spec("obstore") is not None


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
