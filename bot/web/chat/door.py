"""What a page of the web chat asks of us. It posts what somebody says, and is told what they are answered."""

import asyncio
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.app import Office
from bot.budget.permissions import still_allows
from bot.channels.intake import Became, DeliveryReport, Intake
from bot.channels.web import Web
from bot.channels.web.said import LARGEST, Unreadable, read_file, read_posted
from bot.channels.web.uploads import Full
from bot.chat.message import Incoming, Message, Peer
from bot.export.attachments import Documents
from bot.export.qr import draw_qr_png
from bot.web.chat.callers import PAGES, Callers, find_caller
from bot.web.chat.shown import show, show_again, show_own
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.database.engine import CANNOT_WRITE
from storage.store import Store

log = structlog.get_logger(__name__)

SHOWN = 60  # messages of each side that a page is shown when it opens
BACK = 30 * 24 * 3600 * 1000  # milliseconds: what was said before is not shown again
BEATS = 20.0  # seconds without a word after which a page is told that we are there
SEEN = 100  # ids in one delivery report
READING = 120.0  # seconds in which a file must have come, over a weak line
UPLOADING = 8  # files that are being taken in at a time
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, OSError)
_NOT_KEPT = {"cache-control": "no-store"}


class ChatDoor:
    """The routes of the web chat below `/chat/`."""

    def __init__(
        self, web: Web, intake: Intake, office: Office, *, clock: Callable[[], int], steady: Callable[[], int]
    ) -> None:
        self._web, self._intake, self._office = web, intake, office
        self._clock, self._steady = clock, steady
        self._callers = Callers()
        self._documents = Documents(settings=office.settings, database=office.database, seal=office.seal)
        self._uploading = 0

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [
            Route("/chat/messages", self.on_said, methods=["POST"]),
            Route("/chat/messages", self.on_asked, methods=["GET"]),
            Route("/chat/files", self.on_file, methods=["POST"]),
            Route("/chat/files/{row}", self.on_opened, methods=["GET"]),
            Route("/chat/resume.png", self.on_resume, methods=["GET"]),
            Route("/chat/seen", self.on_seen, methods=["POST"]),
            Route("/chat/stream", self.on_opened_page, methods=["GET"]),
        ]

    async def on_said(self, request: Request) -> Response:
        """Takes in what somebody says; 204 once it is on the disk."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        try:
            body = await _read_body(request, LARGEST)
            incoming = read_posted(body, peer, mac=self._web.mac)
        except TooLong:
            return Response(status_code=413)
        except (Unreadable, ClientDisconnect):
            return Response(status_code=400)
        return await self._keep(incoming, body.decode("utf-8", "replace"))

    async def on_file(self, request: Request) -> Response:
        """Takes in a voice, a photo or a document."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        said = request.headers.get("content-length", "")
        if not said.isdecimal() or len(said) > 12 or int(said) > LARGEST_FILE:
            return Response(status_code=413)
        if self._uploading >= UPLOADING:
            return _say_again()
        if not self._callers.may_upload(find_caller(request), int(said), steady=self._steady()):
            return Response(status_code=429, headers={"retry-after": "60"})
        self._uploading += 1
        try:
            return await self._take_file(request, peer, int(said))
        finally:
            self._uploading -= 1

    async def _take_file(self, request: Request, peer: Peer, most: int) -> Response:
        part: Path | None = None
        try:
            read_file(
                request.query_params, peer, reference="", size=0
            )  # what is wrong with it is known before it comes
            part = await asyncio.to_thread(self._web.uploads.begin)
            size = await _write_body(request, part, most)
            is_voice = request.query_params["kind"] == "voice"
            reference = await asyncio.to_thread(self._web.uploads.keep, part, is_voice=is_voice)
        except Unreadable:
            return Response(status_code=400)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        except TooLong:
            return Response(status_code=413)
        except Full:
            return Response(status_code=507)
        except OSError as error:
            log.error("a file cannot be kept now", error=type(error).__name__)
            return _say_again()
        finally:
            if part is not None:
                await asyncio.to_thread(part.unlink, missing_ok=True)
        incoming = read_file(request.query_params, peer, reference=reference, size=size)
        raw = {"caption": incoming.text, "kind": incoming.media[0].kind}
        return await self._keep(incoming, orjson.dumps(raw).decode())

    async def on_asked(self, request: Request) -> Response:
        """Says what was said since a moment (`after`, ms UTC): for a page that just opens, or cannot listen."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        after = request.query_params.get("after", "0")
        since = max(self._clock() - BACK, int(after) if after.isdecimal() and len(after) < 15 else 0)
        try:
            found = await self._office.database.read(lambda store: self._read_transcript(store, peer, since))
        except CANNOT_WRITE:
            return _say_again()
        return Response(orjson.dumps(found), media_type="application/json", headers=_NOT_KEPT)

    async def on_opened_page(self, request: Request) -> Response:
        """Listens: each message of ours as it comes, until the page is left."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        caller = find_caller(request)
        if self._callers.pages[caller] >= PAGES:
            return Response(status_code=429, headers={"retry-after": "30"})
        headers = _NOT_KEPT | {"x-accel-buffering": "no"}
        return StreamingResponse(self._tell(peer, caller), media_type="text/event-stream", headers=headers)

    async def on_resume(self, request: Request) -> Response:
        """A code to scan, by which the chat goes on in another browser. Its link bears the token behind `#`."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        token = request.headers["authorization"].partition(" ")[2].strip()
        base = self._office.settings.web.url or str(request.base_url).rstrip("/")
        code = await asyncio.to_thread(draw_qr_png, f"{base}/chat#t={token}")
        return Response(code, media_type="image/png", headers=_NOT_KEPT)

    async def on_seen(self, request: Request) -> Response:
        """Notes that messages stand on a page (delivery reports). The answer names those that are noted."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        try:
            ids = orjson.loads(await _read_body(request, LARGEST))
        except (TooLong, ClientDisconnect, orjson.JSONDecodeError):
            return Response(status_code=400)
        if not isinstance(ids, list) or len(ids) > SEEN or not all(isinstance(id, str) and len(id) < 20 for id in ids):
            return Response(status_code=400)
        try:
            shown = await self._office.database.read(lambda store: self._list_shown(store, peer))
            noted = [id for id in ids if id in shown and await self._note_seen(id, has_arrived=shown[id])]
        except CANNOT_WRITE:
            return _say_again()
        return Response(orjson.dumps(noted), media_type="application/json", headers=_NOT_KEPT)

    async def on_opened(self, request: Request) -> Response:
        """Makes the file of a message and hands it out, to its reader only, while they still may have it."""
        peer, refusal = self._admit(request)
        if peer is None:
            return refusal
        row = request.path_params["row"]
        try:
            document = await self._office.database.read(lambda store: self._find_document(store, peer, row))
            path = await self._documents(document) if document is not None else None
        except NOT_NOW:
            return _say_again()
        if path is None:
            return Response(status_code=404)
        headers = _NOT_KEPT | {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        return FileResponse(path, filename=path.name, headers=headers)

    async def _tell(self, peer: Peer, caller: str) -> AsyncIterator[bytes]:
        self._callers.pages[caller] += 1
        try:
            with self._web.pages.open(peer.address) as page:
                yield b": here\n\n"
                while True:
                    try:
                        async with asyncio.timeout(BEATS):
                            one = await page.get()
                    except TimeoutError:
                        yield b": still here\n\n"
                        continue
                    if one is None:
                        return
                    said = show(one.id, one.message, address=peer.address, language=one.language, mac=self._web.mac) | {
                        "at": self._clock()
                    }
                    yield b"data: " + orjson.dumps(said) + b"\n\n"
        finally:
            self._callers.pages[caller] -= 1
            if not self._callers.pages[caller]:
                del self._callers.pages[caller]

    def _admit(self, request: Request) -> tuple[Peer | None, Response]:
        if not self._callers.may_ask(find_caller(request), steady=self._steady()):
            return None, Response(status_code=429, headers={"retry-after": "10"})
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        address = self._web.find_address(token.strip()) if scheme.casefold() == "bearer" else None
        if address is None:
            return None, Response(status_code=401)
        return self._web.peer(address), Response()

    async def _keep(self, incoming: Incoming, raw: str) -> Response:
        if self._intake.is_stopping:
            return _say_again()
        try:
            await self._intake.take(incoming, raw)
        except CANNOT_WRITE:
            return _say_again()
        return Response(status_code=204)

    async def _read_transcript(self, store: Store, peer: Peer, since: int) -> dict[str, Any]:
        person = await store.people.find(peer.channel, peer.account, peer.address)
        if person is None:
            return {"messages": [], "at": 0}
        rows = await store.outbox.list_shown(person.peer_id, since=since, most=SHOWN)
        said = await store.events.list_said(person.peer_id, since=since, most=SHOWN)
        ours = [show_again(row, address=peer.address, mac=self._web.mac) for row in rows]
        found = [one for one in (*ours, *map(show_own, said)) if one is not None]
        found.sort(key=lambda one: (one["at"], not one.get("own")))
        return {"messages": found, "at": max((one["at"] for one in found), default=since)}

    async def _note_seen(self, id: str, *, has_arrived: bool) -> bool:
        return has_arrived or await self._intake.note_delivery(DeliveryReport(Became.READ, id))

    async def _list_shown(self, store: Store, peer: Peer) -> dict[str, bool]:
        person = await store.people.find(peer.channel, peer.account, peer.address)
        if person is None:
            return {}
        rows = await store.outbox.list_shown(person.peer_id, since=self._clock() - BACK, most=SHOWN * 4)
        return {row.id: row.has_arrived for row in rows}

    async def _find_document(self, store: Store, peer: Peer, row: str) -> dict[str, Any] | None:
        person = await store.people.find(peer.channel, peer.account, peer.address)
        if person is None:
            return None
        rows = await store.outbox.list_shown(person.peer_id, since=self._clock() - BACK, most=SHOWN * 4)
        message = next((Message.from_json(one.body) for one in rows if one.id == row), None)
        if message is None or message.document is None:
            return None
        if message.right is not None and not still_allows(
            message.right, await store.roles.list_of_peer(person.peer_id)
        ):
            return None
        return message.document


class TooLong(Exception):
    """A body is longer than it may be."""


async def _read_body(request: Request, most: int) -> bytes:
    pieces, size = [], 0
    async with asyncio.timeout(READING):
        async for piece in request.stream():
            size += len(piece)
            if size > most:
                raise TooLong
            pieces.append(piece)
    return b"".join(pieces)


async def _write_body(request: Request, target: Path, most: int) -> int:
    size = 0
    with target.open("xb") as written:
        async with asyncio.timeout(READING):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise TooLong
                await asyncio.to_thread(written.write, piece)
    return size


def _say_again() -> Response:
    return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers={"retry-after": "5"})
