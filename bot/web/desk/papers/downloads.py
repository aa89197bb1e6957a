"""Files that leave by the desk. They are made as for the chat, sent once, and gone with the answer."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from bot.budget.permissions import Act
from bot.export.attachments import Documents
from bot.export.spreadsheet import ExportRefused
from bot.office import staff
from bot.web.desk.desk import Desk
from bot.web.desk.guard import Seen
from bot.web.pages.render import GUARDED
from storage.store import Store

AT_ONCE = 2  # files that are made at a time: a long one takes a processor for twenty seconds
PATIENCE = 15.0  # seconds one waits for its turn
Record = Callable[[Store], Awaitable[None]]
_TURNS: WeakKeyDictionary[Desk, asyncio.Semaphore] = WeakKeyDictionary()


class MadeFile(FileResponse):
    """A file in a folder of its own, which goes when the answer has ended, however it ends."""

    def __init__(self, path: Path) -> None:
        named = f"attachment; filename*=UTF-8''{quote(path.name)}"
        super().__init__(
            path,
            headers={
                "content-disposition": named,
                **GUARDED,
                "cache-control": "no-store",
                "content-security-policy": "default-src 'none'; sandbox",
            },
        )
        self._folder = path.parent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)  # at once: what is cancelled waits for nothing


def asking(seen: Seen, act: Act, aimak_id: int | None) -> Record:
    """What asks whether somebody may do an act in an aimak, now."""
    return lambda store: staff.permit(store, by=seen.person, act=act, aimak_id=aimak_id)


def recording(seen: Seen, act: Act, aimak_id: int | None, at: int, what: str = "", **more: Any) -> Record:
    """What writes into the audit that a file was taken; more of it stands there as it is given."""
    details: dict[str, Any] = ({"what": what} if what else {}) | more
    return lambda store: staff.record(store, act, by=seen.person, aimak_id=aimak_id, at=at, **details)


async def bring(
    desk: Desk, seen: Seen, request: Request, document: dict[str, Any], *, asks: Record, records: Record | None = None
) -> Response:
    """The file that the chat would send for a document. Raises NotAllowed."""
    documents = Documents(settings=desk.office.settings, database=desk.office.database, seal=desk.office.seal)
    return await _bring(desk, seen, request, make=lambda: documents(document), asks=asks, records=records)


async def bring_made(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    name: str,
    make: Callable[[Path], Awaitable[None]],
    asks: Record,
    records: Record | None = None,
) -> Response:
    """A file of this name that make writes. Raises NotAllowed."""

    async def write() -> Path:
        path = desk.office.settings.exports_dir / uuid.uuid4().hex[:12] / name
        path.parent.mkdir(parents=True, mode=0o700)
        with _gone_unless_whole(path):
            await make(path)
        return path

    return await _bring(desk, seen, request, make=write, asks=asks, records=records)


async def _bring(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    make: Callable[[], Awaitable[Path]],
    asks: Record,
    records: Record | None,
) -> Response:
    # The audit is written before it is made, as in the chat.
    await desk.office.database.read(asks)
    async with _turn(desk) as has_turn:
        if not has_turn:
            return desk.refused.show(request, HTTPStatus.SERVICE_UNAVAILABLE, language=seen.language)
        if records is not None:
            await desk.office.database.write(records)
        try:
            path = await make()
        except (FileNotFoundError, ExportRefused):
            return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    with _gone_unless_whole(path):
        await desk.office.database.read(asks)  # making it took a while, in which a role can be taken away
    return MadeFile(path)


@contextmanager
def _gone_unless_whole(path: Path) -> Iterator[None]:
    with ExitStack() as removing:
        removing.callback(shutil.rmtree, path.parent, ignore_errors=True)
        yield
        removing.pop_all()


@asynccontextmanager
async def _turn(desk: Desk) -> AsyncIterator[bool]:
    turns = _TURNS.setdefault(desk, asyncio.Semaphore(AT_ONCE))
    try:
        async with asyncio.timeout(PATIENCE):
            await turns.acquire()
    except TimeoutError:
        yield False
        return
    try:
        yield True
    finally:
        turns.release()
