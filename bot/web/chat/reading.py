"""What a page of the web chat is shown: what was said before, each message as it comes, and files."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import orjson
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.app import Office
from bot.budget.permissions import still_allows
from bot.channels.intake import Became, DeliveryReport, Intake
from bot.channels.web import Web
from bot.channels.web.open_pages import Shown
from bot.channels.web.parse import LARGEST
from bot.chat.message import Message, Peer
from bot.export.attachments import Documents
from bot.export.making import Making
from bot.export.qr import draw_qr_png
from bot.export.reports import Reports
from bot.web.chat.gate import Gate, TooLong, read_body, say_again
from bot.web.chat.page_messages import find_transcript, show, show_again, without_buttons, without_moments, write_json
from storage.conversations.events import Said
from storage.database.failures import CANNOT_WRITE
from storage.queue.letters import ShownAt
from storage.store import Store

SHOWN = 60  # messages of each side that a page is shown when it opens
READ = (
    SHOWN * 4
)  # rows that are read for them: a screen that was written over has several, a pressed button has one too
BACK = 30 * 24 * 3600 * 1000  # milliseconds: what was said before is not shown again
LATE = 5 * 1000  # milliseconds before the newest message of a page in which one may be that it was not told yet
BEATS = 20.0  # seconds without a word after which a page is told that we are there
SEEN = 100  # ids in one delivery report
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, OSError)
_NOT_KEPT = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A message that was shown: whose buttons it ended (an id), and whether its reader may still see it."""

    shown: ShownAt
    clears: str
    may_see: bool


class Reading:
    """Shows pages what is theirs."""

    def __init__(self, web: Web, intake: Intake, office: Office, gate: Gate, *, clock: Callable[[], int]) -> None:
        self._web, self._intake, self._office, self._gate, self._clock = web, intake, office, gate, clock
        self._reports = Reports(office.database)
        self._documents = Documents(settings=office.settings, database=office.database, seal=office.seal)

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [
            Route("/chat/messages", self.on_asked, methods=["GET"]),
            Route("/chat/files/{row}", self.on_opened, methods=["GET"]),
            Route("/chat/resume.png", self.on_resume, methods=["GET"]),
            Route("/chat/seen", self.on_seen, methods=["POST"]),
            Route("/chat/stream", self.on_opened_page, methods=["GET"]),
        ]

    async def on_asked(self, request: Request) -> Response:
        """Says what was said since a moment (`after`, ms UTC): for a page that just opens, or cannot listen."""
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        after = request.query_params.get("after", "0")
        try:
            found = await self._find_since(peer, after)
        except CANNOT_WRITE:
            return say_again()
        return Response(write_json(found), media_type="application/json", headers=_NOT_KEPT)

    async def _find_since(self, peer: Peer, after: str) -> dict[str, Any]:
        # Two that are sent at once are not written down in the order of their moments. A page knows what it has.
        newest = int(after) if after.isascii() and after.isdecimal() and len(after) < 15 else 0
        since = max(self._clock() - BACK, newest - LATE)
        rows, said = await self._office.database.read(lambda store: self._read_rows(store, peer, since))
        ours = [(row.clears, await self._show_again(row.shown, peer) if row.may_see else None) for row in rows]
        return find_transcript(ours, said, since=since, most=SHOWN)

    async def on_opened_page(self, request: Request) -> Response:
        """Listens: each message of ours as it comes, until the page is left.

        Each event has the moment (ms UTC) as its id. A page that names one (`Last-Event-ID`) is told first what it missed.
        """
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        # Where no place is left, the stream ends at once. The page then asks from time to time.
        headers = _NOT_KEPT | {"x-accel-buffering": "no"}
        told = self._tell(peer, self._gate.find_caller(request), request.headers.get("last-event-id"))
        return StreamingResponse(told, media_type="text/event-stream", headers=headers)

    async def on_resume(self, request: Request) -> Response:
        """A code to scan, by which the chat goes on in another browser. Its link bears the token behind `#`."""
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        token = request.headers["authorization"].partition(" ")[2].strip()
        base = self._office.settings.web.url or str(request.base_url).rstrip("/")
        code = await asyncio.to_thread(draw_qr_png, f"{base}/chat#t={token}")
        return Response(code, media_type="image/png", headers=_NOT_KEPT)

    async def on_seen(self, request: Request) -> Response:
        """Notes that messages stand on a page (delivery reports). The answer names those that are noted."""
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        with self._gate.callers.hold_body(self._gate.find_caller(request)) as has_place:
            if not has_place:
                return say_again()
            try:
                ids = orjson.loads(await read_body(request, LARGEST))
            except (TooLong, ClientDisconnect, TimeoutError, orjson.JSONDecodeError):
                return Response(status_code=400)
        if not isinstance(ids, list) or len(ids) > SEEN or not all(isinstance(id, str) and len(id) < 20 for id in ids):
            return Response(status_code=400)
        try:
            shown = await self._office.database.read(lambda store: self._list_shown(store, peer))
            noted = [id for id in ids if id in shown and await self._note_seen(id, has_arrived=shown[id])]
        except CANNOT_WRITE:
            return say_again()
        return Response(orjson.dumps(noted), media_type="application/json", headers=_NOT_KEPT)

    async def on_opened(self, request: Request) -> Response:
        """Makes the file of a message and hands it out, to its reader only, while they still may have it."""
        peer, refusal = self._gate.admit(request)
        if peer is None:
            return refusal
        row = request.path_params["row"]
        try:
            document = await self._office.database.read(lambda store: self._find_document(store, peer, row))
            path = await self._documents(document) if document is not None else None
        except NOT_NOW:
            return say_again()
        if path is None:
            return Response(status_code=404)
        headers = _NOT_KEPT | {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        made = Message("", document=document, file=str(path))
        clearing = BackgroundTask(Making.clear, made) if Making.has_made(made) else None  # no plain copy stays behind
        return FileResponse(path, filename=path.name, headers=headers, background=clearing)

    async def _tell(self, peer: Peer, caller: str, last: str | None) -> AsyncIterator[bytes]:
        with self._gate.callers.hold_page(caller) as has_place, self._web.pages.open(peer.address) as page:
            if not has_place:
                return
            yield b": here\n\n"  # at once, so that a page sees that nothing on the way holds the stream back
            try:
                missed = (await self._find_since(peer, last))["messages"] if last is not None else []
            except CANNOT_WRITE:
                return
            told = {each["id"]: without_moments(each) for each in missed}
            for each in missed:
                yield _write_event(each)
            while True:
                try:
                    async with asyncio.timeout(BEATS):
                        one = await page.get()
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if one is None:
                    return
                said = self._write(one, peer)
                if told.pop(one.id, None) != said:  # what was said just now is among what was missed as well
                    # A page that reads slowly is behind: what is shown to it now was said before.
                    waited = asyncio.get_running_loop().time() - one.since
                    yield _write_event(said | {"at": one.said_at or self._clock() - ceil(waited * 1000)})

    def _write(self, one: Shown, peer: Peer) -> dict[str, Any]:
        if one.own is not None:
            return {"id": one.id, "own": True, "text": one.message.text, "kind": one.own}
        said = show(one.id, one.message, address=peer.address, language=one.language, mac=self._web.mac)
        return without_buttons(said) if one.is_over else said

    async def _read_rows(self, store: Store, peer: Peer, since: int) -> tuple[list[_Row], list[Said]]:
        person = await store.people.find(peer.channel, peer.account, peer.address)
        if person is None:
            return [], []
        rows = await store.outbox.list_shown(person.peer_id, since=since, most=READ)
        messages = [Message.from_json(row.body) for row in rows]
        asks_right = any(message.right is not None for message in messages)
        standings = await store.roles.list_of_peer(person.peer_id) if asks_right else []
        # Of what was said to a colleague nothing is handed out again once the role is taken away.
        ours = [
            _Row(row, message.hints.clears, message.right is None or still_allows(message.right, standings))
            for row, message in zip(rows, messages, strict=True)
        ]
        return ours, list(await store.events.list_said(person.peer_id, since=since, most=READ))

    async def _show_again(self, row: ShownAt, peer: Peer) -> dict[str, Any] | None:
        # A report is in no row: it is read again, as it stands now.
        message = Message.from_json(row.body)
        if message.report is not None:
            message = replace(message, text=f"{await self._reports(message.report)}\n\n{message.text}", report=None)
        return show_again(row, message, address=peer.address, mac=self._web.mac)

    async def _note_seen(self, id: str, *, has_arrived: bool) -> bool:
        return has_arrived or await self._intake.note_delivery(DeliveryReport(Became.READ, id))

    async def _list_shown(self, store: Store, peer: Peer) -> dict[str, bool]:
        person = await store.people.find(peer.channel, peer.account, peer.address)
        if person is None:
            return {}
        rows = await store.outbox.list_shown(person.peer_id, since=self._clock() - BACK, most=READ)
        return {row.id: row.has_arrived for row in rows}

    async def _find_document(self, store: Store, peer: Peer, row: str) -> dict[str, Any] | None:
        person = await store.people.find(peer.channel, peer.account, peer.address)
        if person is None:
            return None
        rows = await store.outbox.list_shown(person.peer_id, since=self._clock() - BACK, most=READ)
        message = next((Message.from_json(one.body) for one in rows if one.id == row), None)
        if message is None or message.document is None:
            return None
        if message.right is not None and not still_allows(
            message.right, await store.roles.list_of_peer(person.peer_id)
        ):
            return None
        return message.document


def _write_event(said: dict[str, Any]) -> bytes:
    return b"id: %d\ndata: " % said["at"] + write_json(said) + b"\n\n"
