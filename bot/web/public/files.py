"""Files of the public page as they lie sealed: papers of the office, and its photos of finished work."""

import mimetypes
from collections.abc import Awaitable, Callable, Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.office.reads.page import hearings, opened, proposals
from bot.office.reads.page.opened import OpenedPage
from bot.web.pages.packed import send
from bot.web.pages.render import GUARDED
from bot.web.public.asked import read_number
from bot.web.public.serving import Serving
from storage.attachments.sealed_files import read_sealed
from storage.database.failures import CANNOT_READ
from storage.database.seal import Seal
from storage.media.media import FilesAway
from storage.store import Store

WEIGHT = 3.0  # of a caller's share of pages that are made: a file is read and opened each time
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
_HOUR = 3600  # seconds

Found = tuple[str, str, bool]  # the digest of a file, the name it is given out by, whether it is shown as a picture
Find = Callable[[Store, OpenedPage], Awaitable[Found | None]]


class PublicFiles:
    """Serves `/<aimak>/papers/<id>` and the photos below a proposal."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [
            Route("/{aimak}/papers/{id}", self.on_paper),
            Route("/{aimak}/{year}/{number}/photos/{said}/{place}", self.on_photo),
        ]

    async def on_paper(self, request: Request) -> Response:
        """A paper, to be saved."""
        id = read_number(request.path_params["id"])

        async def find(store: Store, page: OpenedPage) -> Found | None:
            paper = await hearings.find_paper(store, page=page, id=id) if id is not None else None
            if paper is None or paper.digest is None:
                return None
            return paper.digest, f"{paper.kind.value}-{paper.budget_year}{paper.ending or ''}", False

        return await self._answer(request, find)

    async def on_photo(self, request: Request) -> Response:
        """A photo that the office put to a stage of the work."""
        at = [read_number(request.path_params[name]) for name in ("year", "number", "said", "place")]

        async def find(store: Store, page: OpenedPage) -> Found | None:
            year, number, said_id, place = at
            if year is None or number is None or said_id is None or place is None:
                return None
            part = request.query_params.get("part", "")[: opened.LONGEST]
            aimak_id = await opened.find_part(store, page=page, code=part)
            photo = await proposals.find_photo(
                store, page=page, aimak_id=aimak_id, year=year, number=number, said_id=said_id, place=place
            )
            return None if photo is None else (photo.digest, f"{number}-{place + 1}{photo.ending or '.jpg'}", True)

        return await self._answer(request, find)

    async def _answer(self, request: Request, find: Find) -> Response:
        refusal = self._serving.refuse(request, WEIGHT)
        if refusal is not None:
            return refusal

        async def work(store: Store) -> Found | None:
            page = await opened.find_page(store, code=request.path_params["aimak"], at=self._serving.clock())
            return await find(store, page) if page is not None else None

        try:
            found = await self._serving.office.database.read(work)
        except CANNOT_READ:
            return self._serving.say_later(request)
        media = self._serving.office.settings.media
        try:
            file = await media.do(media.open, found[0]) if found else None
        except FilesAway:
            return self._serving.say_later(request)
        except OSError:
            file = None
        if found is None or file is None:
            return send(request, await self._serving.make_off(request))
        digest, name, is_picture = found
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        shown = is_picture and kind in _PICTURES
        tag = f'"{digest[:32]}"'
        headers = {
            **GUARDED,
            "etag": tag,
            "cache-control": f"public, max-age={_HOUR}" if shown else "no-cache",
            "content-security-policy": "sandbox; default-src 'none'",
            "content-disposition": f"{'inline' if shown else 'attachment'}; filename*=utf-8''{quote(name)}",
        }
        if tag in request.headers.get("if-none-match", ""):
            file.close()
            return Response(status_code=304, headers=headers)
        pieces = iterate_in_threadpool(_read_to_the_end(file, self._serving.office.seal))
        return StreamingResponse(pieces, media_type=kind if shown else "application/octet-stream", headers=headers)


def _read_to_the_end(file: BinaryIO, seal: Seal) -> Iterator[bytes]:
    with file:
        yield from read_sealed(file, seal)
