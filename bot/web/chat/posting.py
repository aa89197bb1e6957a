"""What a page of the web chat posts: words, pressed buttons and files. It is taken in once it is on the disk."""

import asyncio
from contextlib import suppress
from pathlib import Path

import orjson
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.contract import Unreachable
from bot.channels.intake import Intake
from bot.channels.web import Web
from bot.channels.web.parse import LARGEST, Unreadable, read_file, read_posted
from bot.channels.web.uploads import Full
from bot.chat.message import Incoming, Peer
from bot.web.chat.gate import Gate, TooLong, read_body, say_again
from bot.web.chat.inbound_limits import say_too_fast
from bot.web.chat.page_messages import show_own
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.conversations.events import Said
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE

log = structlog.get_logger(__name__)

READING = 120.0  # seconds in which a file must have come over a weak line
UPLOADING = 8  # files that are being taken in at a time


class Posting:
    """Takes in what pages post."""

    def __init__(self, web: Web, intake: Intake, database: Database, gate: Gate) -> None:
        self._web, self._intake, self._database, self._gate = web, intake, database, gate
        self._uploading = 0

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [
            Route("/chat/messages", self.on_said, methods=["POST"]),
            Route("/chat/files", self.on_file, methods=["POST"]),
        ]

    async def on_said(self, request: Request) -> Response:
        """Takes in what somebody says; 204 once it is on the disk."""
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        with self._gate.callers.hold_body(self._gate.find_caller(request)) as has_place:
            if not has_place:
                return say_again()
            try:
                body = await read_body(request, LARGEST)
                incoming = read_posted(body, peer, mac=self._web.mac)
            except TooLong:
                return Response(status_code=413)
            except (Unreadable, ClientDisconnect, TimeoutError):
                return Response(status_code=400)
        return await self._keep(request, incoming, body.decode("utf-8", "replace"))

    async def on_file(self, request: Request) -> Response:
        """Takes in a voice, a photo or a document."""
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        said = request.headers.get("content-length", "")
        if not said.isdecimal() or len(said) > 12 or int(said) > LARGEST_FILE:
            return Response(status_code=413)
        if self._uploading >= UPLOADING:
            return say_again()
        if not self._gate.callers.may_upload(self._gate.find_caller(request), int(said), steady=self._gate.steady()):
            return say_too_fast(60)
        self._uploading += 1
        try:
            with self._gate.callers.hold_body(self._gate.find_caller(request)) as has_place:
                return await self._take_file(request, peer, int(said)) if has_place else say_again()
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
            return say_again()
        finally:
            if part is not None:
                await asyncio.to_thread(part.unlink, missing_ok=True)
        incoming = read_file(request.query_params, peer, reference=reference, size=size)
        raw = {"caption": incoming.text, "kind": incoming.media[0].kind}
        return await self._keep(request, incoming, orjson.dumps(raw).decode())

    async def _keep(self, request: Request, incoming: Incoming, raw: str) -> Response:
        if self._intake.is_stopping:
            return say_again()
        at = self._intake.now()  # before whatever answers it
        try:
            if not await self._may_write(incoming.peer, self._gate.find_caller(request)):
                return say_too_fast(60)
            await self._intake.take(incoming, raw)
        except CANNOT_WRITE:
            return say_again()
        own = show_own(Said(incoming.id, raw, at))
        if own is not None:
            with suppress(Unreachable):  # a page that was not told reads it once it asks
                await self._web.show_own(incoming.peer.address, own["id"], own["text"], own["kind"], at=at)
        return Response(status_code=204)

    async def _may_write(self, peer: Peer, caller: str) -> bool:
        # A token costs nothing to make. So those who write for the first time are counted by where they come from.
        if self._gate.callers.knows(peer.address):
            return True
        known = await self._database.read(lambda store: store.people.find(peer.channel, peer.account, peer.address))
        if known is None and not self._gate.callers.may_begin(caller, steady=self._gate.steady()):
            return False
        self._gate.callers.note_known(peer.address)
        return True


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
