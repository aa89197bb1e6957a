"""A Graph API of our own on loopback, as strict as Meta's.

It has limits, the window by a clock, media, faults, signed webhooks.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from aiohttp import web

from bot.config_accounts import WhatsAppSettings
from tests.whatsapp.fake.limits import Refused, check
from tests.whatsapp.fake.posting import Posting, make_body
from tests.whatsapp.fake.templates import Register, Template
from tests.whatsapp.payloads import NUMBER, OURS, SECOND, Json

BUSINESS, TOKEN, VERSION = "102290129340398", "EAAG-a-token-for-the-tests-of-sunush", "v24.0"
SECRET, WORD = "5f2b-secret-of-the-app", "kok-jar-word"
DAY = 24 * 3600.0  # seconds
URL_LIVES = 300.0  # seconds
TAKEN = ("image/jpeg", "image/png", "audio/ogg", "audio/mpeg", "audio/mp4", "text/plain", "application/pdf",
         "application/vnd.openxmlformats-officedocument.", "application/vnd.ms-", "application/msword")  # fmt: skip


@dataclass
class Shown:
    """A message of ours in somebody's chat."""

    id: str
    body: Json
    content: bytes = b""
    mime: str = ""
    said: tuple[str, str, str] = ("", "", "")  # of a template: its words, its button, and the button's payload
    number: str = NUMBER  # by which of ours

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    @property
    def text(self) -> str:
        """Its words."""
        inner = self.body[self.kind]
        if self.kind == "template":
            return self.said[0]
        if self.kind == "interactive":
            return str(inner["body"]["text"])
        return str(inner.get("body") or inner.get("caption") or inner.get("name") or "")

    @property
    def buttons(self) -> dict[str, tuple[str, str]]:
        """What can be pressed: by its title the form of the reply, and its id."""
        if self.kind == "template":
            return {self.said[1]: ("button", self.said[2])} if self.said[1] else {}
        action = self.body.get("interactive", {}).get("action", {})
        found = {one["reply"]["title"]: ("button_reply", one["reply"]["id"]) for one in action.get("buttons", ())}
        rows = [row for section in action.get("sections", ()) for row in section["rows"]]
        return found | {row["title"]: ("list_reply", row["id"]) for row in rows}


@dataclass
class Fault:
    """How the next calls that fit end: with a code, a status, or cut before or after they were taken."""

    path: str
    times: int = 1
    code: int = 0
    status: int = 400
    cut: str = ""  # before or after
    where: Callable[[Json], bool] = field(default=lambda _: True)


def place(number: str, address: str) -> str:
    """Where a chat with one of our numbers is kept: under the address alone with the first."""
    return address if number == NUMBER else f"{number}/{address}"


class GraphServer:
    """Meta, for one number of ours or two, of one app. `chats` holds what people were shown, `posting` calls our webhook."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.chats: defaultdict[str, list[Shown]] = defaultdict(list)
        self.last_in: dict[str, float] = {}
        self.posting = Posting(SECRET)
        self.faults: list[Fault] = []
        self.asked: list[tuple[str, str]] = []
        self.marked: list[str] = []
        self.reports: tuple[str, ...] = ("sent", "delivered")
        self.about: Json = {
            "id": NUMBER, "display_phone_number": "+996 312 55-50-00", "verified_name": "Көк-Жар айыл өкмөтү",
            "status": "CONNECTED", "quality_rating": "GREEN", "name_status": "APPROVED",
        }  # fmt: skip
        self.apps: list[Json] = [{"whatsapp_business_api_data": {"id": "7", "name": "Sunush"}}]
        self.files: dict[str, tuple[bytes, str]] = {}
        self.templates = Register()
        self.chats_a_day: int | None = None  # people a template may reach in a day
        self._reached: dict[str, float] = {}
        self.profile: Json = {}
        self.pin = ""
        self.heard = asyncio.Condition()
        self._addresses: dict[str, tuple[str, float]] = {}
        self._ids = count(1)

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._guard], client_max_size=120 * 2**20)
        for number in (NUMBER, SECOND):
            app.router.add_post(f"/{VERSION}/{number}/messages", self._on_message)
            app.router.add_post(f"/{VERSION}/{number}/media", self._on_upload)
            app.router.add_get(f"/{VERSION}/{number}", self._on_number)
            app.router.add_post(f"/{VERSION}/{number}/register", self._on_register)
            app.router.add_post(f"/{VERSION}/{number}/whatsapp_business_profile", self._on_profile)
        app.router.add_get(f"/{VERSION}/{BUSINESS}/subscribed_apps", self._on_apps)
        app.router.add_post(f"/{VERSION}/{BUSINESS}/subscribed_apps", self._on_subscribed)
        app.router.add_get(f"/{VERSION}/{BUSINESS}/message_templates", self._on_templates)
        app.router.add_post(f"/{VERSION}/{BUSINESS}/message_templates", self._on_template)
        app.router.add_get(f"/{VERSION}/{{media}}", self._on_media)
        app.router.add_get("/files/{name}", self._on_file)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = "http://127.0.0.1:{}".format(*self._runner.addresses[0][1:2])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.posting.close()
        await self._runner.cleanup()

    @property
    def settings(self) -> WhatsAppSettings:
        """What an install must be told to speak with this."""
        return WhatsAppSettings(TOKEN, NUMBER, BUSINESS, SECRET, WORD, self.url, VERSION, pace=1000)

    @property
    def surroundings(self) -> dict[str, str]:
        """The same as variables."""
        given = {"TOKEN": TOKEN, "PHONE_NUMBER_ID": NUMBER, "BUSINESS_ID": BUSINESS, "APP_SECRET": SECRET}
        more = {"VERIFY_TOKEN": WORD, "API_URL": self.url, "PACE": "1000"}
        return {f"SUNUSH_WHATSAPP_{name}": value for name, value in (given | more).items()}

    # What it serves.

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append((request.method, request.path))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _refuse(190, "Error validating access token", status=401)
        body = json.loads(await request.read() or b"{}") if request.content_type == "application/json" else {}
        fault = next((one for one in self.faults if request.path.endswith(one.path) and one.where(body)), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            if fault.cut == "after":
                await handler(request)
            if fault.cut:
                assert request.transport is not None
                request.transport.close()
                raise ConnectionResetError
            if fault.code:
                return _refuse(fault.code, "as a test wants it", status=fault.status)
            return web.Response(status=fault.status, text="<html>")
        return await handler(request)

    async def _on_message(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("status") == "read":
            self.marked.append(body["message_id"])
            return web.json_response({"success": True})
        try:
            check(body)
            kind = body["type"]
            content, said = (b"", ""), ("", "", "")
            if kind == "template":
                said = self.templates.check(body[kind])
            if kind in {"image", "audio", "document"}:
                if body[kind]["id"] not in self.files:
                    raise Refused(131009, "Media not found")
                content = self.files[body[kind]["id"]]
                if kind != "document" and not content[1].startswith(f"{kind}/"):
                    raise Refused(131053, "Media upload error")
        except Refused as refused:
            return _refuse(refused.code, str(refused))
        address, number = body.get("to") or body["recipient"], request.path.split("/")[2]
        shown = Shown(f"wamid.out{next(self._ids):06}", body, *content, said, number)
        chat = place(number, address)
        if failure := self._find_late_failure(kind, chat):
            # Accepted, and failed later.
            self.report(shown, address, "failed", errors=[failure])
        else:
            self.chats[chat].append(shown)
            for state in self.reports:
                self.report(shown, address, state)
        async with self.heard:
            self.heard.notify_all()
        contacts = [{"input": address, "wa_id": address}]
        accepted = {"id": shown.id, "message_status": "accepted"}
        return web.json_response({"messaging_product": "whatsapp", "contacts": contacts, "messages": [accepted]})

    def _find_late_failure(self, kind: str, chat: str) -> Json | None:
        if self.clock() - self.last_in.get(chat, 0) <= DAY:
            return None
        if kind != "template":
            return {"code": 131047, "title": "Re-engagement message"}
        reached = {one for one, at in self._reached.items() if self.clock() - at < DAY}
        if self.chats_a_day is not None and chat not in reached and len(reached) >= self.chats_a_day:
            return {"code": 131048, "title": "Spam rate limit hit"}
        self._reached[chat] = self.clock()
        return None

    async def _on_upload(self, request: web.Request) -> web.Response:
        given = await request.post()
        file = given.get("file")
        if given.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            return _refuse(100, "(#100) Invalid parameter")
        mime = file.content_type.partition(";")[0]
        if not mime.startswith(TAKEN) or given.get("type") != mime:
            return _refuse(100, f"(#100) Param file must be a file with one of the following types, not {mime}")
        return web.json_response({"id": self.keep_file(file.file.read(), mime)})

    async def _on_number(self, request: web.Request) -> web.Response:
        wanted = {"id", *request.query.get("fields", "id").split(",")}
        number = request.path.split("/")[2]
        own = {} if number == NUMBER else {"id": number, "display_phone_number": "+996 312 55-50-33"}
        return web.json_response({name: value for name, value in (self.about | own).items() if name in wanted})

    async def _on_apps(self, _: web.Request) -> web.Response:
        return web.json_response({"data": self.apps})

    async def _on_subscribed(self, _: web.Request) -> web.Response:
        self.apps = [{"whatsapp_business_api_data": {"id": "7", "name": "Sunush"}}]
        return web.json_response({"success": True})

    async def _on_register(self, request: web.Request) -> web.Response:
        self.pin = (await request.json())["pin"]
        return web.json_response({"success": True})

    async def _on_profile(self, request: web.Request) -> web.Response:
        given = await request.json()
        if not 0 < len(given["about"]) <= 139 or len(given["description"]) > 512:
            return _refuse(100, "(#100) about or description")
        self.profile = given
        return web.json_response({"success": True})

    async def _on_templates(self, _: web.Request) -> web.Response:
        return web.json_response({"data": [_describe(one) for one in self.templates.known.values()], "paging": {}})

    async def _on_template(self, request: web.Request) -> web.Response:
        try:
            made = self.templates.submit(await request.json())
        except Refused as refused:
            return _refuse(refused.code, str(refused))
        return web.json_response({"id": made.id, "status": made.state, "category": made.category})

    async def _on_media(self, request: web.Request) -> web.Response:
        media = request.match_info["media"]
        if media not in self.files:
            return _refuse(100, "Unsupported get request. Object with ID does not exist")
        content, mime = self.files[media]
        name = f"{media}-{next(self._ids)}"
        self._addresses[name] = media, self.clock()
        about = {"url": f"{self.url}/files/{name}", "mime_type": mime, "file_size": len(content), "id": media}
        return web.json_response(about | {"messaging_product": "whatsapp", "sha256": "0" * 64})

    async def _on_file(self, request: web.Request) -> web.Response:
        media, at = self._addresses.get(request.match_info["name"], ("", 0.0))
        if not media or self.clock() - at > URL_LIVES:
            return web.Response(status=404, text="URL signature expired")
        return web.Response(body=self.files[media][0], content_type=self.files[media][1])

    # What a test does.

    def keep_file(self, content: bytes, mime: str) -> str:
        """Keeps a file as somebody's, and returns its id."""
        id = str(2_754_859_441_498_000 + next(self._ids))
        self.files[id] = content, mime
        return id

    async def decides(self, state: str, *, name: str = "", why: str = "NONE") -> None:
        """Meta has looked at our templates, and tells our webhook."""
        for one in self.templates.decide(state, name=name, why=why):
            value = {
                "event": state, "message_template_id": int(one.id), "message_template_name": one.name,
                "message_template_language": one.language, "reason": why,
            }  # fmt: skip
            if self.posting.url:
                await self.posting.call(make_body(value, field="message_template_status_update"))

    async def raises_limit(self, most: int) -> None:
        """Meta lets more people a day be asked, and tells our webhook."""
        self.chats_a_day = most
        said = {"max_daily_conversations_per_business": most}
        await self.posting.call(make_body(said, field="business_capability_update"))

    def report(self, shown: Shown, address: str, state: str, **more: Any) -> None:
        """Tells our webhook what became of a message."""
        data = {name: shown.body[name] for name in ("biz_opaque_callback_data",) if name in shown.body}
        who = {"recipient_id": address} if address.isdigit() else {"recipient_user_id": address}
        status = {"id": shown.id, "status": state, "timestamp": str(int(self.clock())), **who, **data, **more}
        self.posting.post(self.make_value(shown.number, statuses=[status]))

    def make_value(self, number: str = NUMBER, **parts: Any) -> Json:
        """What a change of a webhook carries."""
        about = {"display_phone_number": OURS, "phone_number_id": number}
        return {"messaging_product": "whatsapp", "metadata": about, **parts}


def _describe(one: Template) -> Json:
    named = {"id": one.id, "name": one.name, "language": one.language, "status": one.state, "category": one.category}
    return named | {"rejected_reason": one.why, "components": [{"type": "BODY", "text": one.body}]}


def _refuse(code: int, words: str, *, status: int = 400) -> web.Response:
    error = {"message": words, "type": "OAuthException", "code": code, "fbtrace_id": "Az8or2yhqkZfEZ"}
    return web.json_response({"error": error}, status=status)
