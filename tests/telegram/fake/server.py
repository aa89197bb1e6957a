"""A Bot API of our own on loopback: strict where Telegram is strict, with its words, and faulty when asked.

Inside a test it is an object in the same loop (`TelegramServer`). As a process of its own (`TelegramProcess`, in
process.py) it outlives a bot that is killed. Both are steered by the same names: what is marked `@control` is a method
here and `POST /control/<name>` there.
"""

import asyncio
import inspect
import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from aiohttp import web

from tests.telegram.fake.ask import Ask, read_ask
from tests.telegram.fake.books import Books
from tests.telegram.fake.faults import Faults
from tests.telegram.fake.limits import BY_LOWER, KNOWN, MEGABYTE, PACED
from tests.telegram.fake.profile import Profile
from tests.telegram.fake.refusals import Refusal, refused, reply, too_many
from tests.telegram.fake.state import CONTROL, HOST, control
from tests.telegram.fake.updates import Updates


class TelegramServer(Faults, Books, Updates, Profile):
    """Telegram, one bot and all its chats; an async context manager."""

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * MEGABYTE)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.+}", self._downloaded)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.up()
        if self.control_port is not None:
            desk = web.Application(client_max_size=64 * MEGABYTE)
            desk.router.add_post("/control/{name}", self._controlled)
            self._control_runner = web.AppRunner(desk, access_log=None, shutdown_timeout=0.2)
            await self._control_runner.setup()
            site = web.TCPSite(self._control_runner, HOST, self.control_port)
            await site.start()
            self.control_port = _port_of(self._control_runner)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        if self._poll and not self._poll.done():
            self._poll.set_result("closing")
        await self._hang_up()
        for runner in (self._runner, self._control_runner):
            if runner:
                await runner.cleanup()
        if self._books:
            self._books.close()

    @control
    async def up(self) -> None:
        """Listens, on the port it had before."""
        if self._site is None:
            assert self._runner is not None
            self._site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
            await self._site.start()
            self.port = _port_of(self._runner)

    @control
    async def down(self) -> None:
        """Refuses connections and cuts those that are open, until `up`."""
        if self._site is not None:
            assert self._runner is not None
            assert self._runner.server is not None
            site, self._site = self._site, None
            await site.stop()
            for connection in self._runner.server.connections:
                if connection.transport is not None:
                    connection.transport.abort()

    # One call.

    async def _called(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{30,}", token):
            return reply(404, "Not Found")
        if token != self.token:
            return reply(401, "Unauthorized")
        name = request.match_info["method"]
        method = BY_LOWER.get(name.lower())
        call: dict[str, Any] = {"method": method or name, "chat_id": None, "at": self.now(), "accepted": False}
        call |= {"code": None, "said": "", "in_pause": False, "fault": None, "params": {}}
        if method is None:
            self._fail("unknown method", call)
            return self._close(call, reply(404, "Not Found"))
        try:
            ask = await read_ask(request)
        except Refusal as refusal:
            return self._close(call, refused(refusal))
        except web.HTTPRequestEntityTooLarge:
            return self._close(call, reply(413, "Request Entity Too Large"))
        call["params"] = ask.values | {name: f"<{len(file[2])} bytes>" for name, file in ask.files.items()}
        with suppress(TypeError, ValueError):
            call["chat_id"] = int(ask.values.get("chat_id", ""))
        unknown = set(ask.values) - KNOWN[method]
        if unknown:
            self._fail(f"unknown parameters: {', '.join(sorted(unknown))}", call)
        return await self._with_faults(request, method, ask, call)

    async def _done(self, method: str, ask: Ask, call: dict[str, Any]) -> Any:
        if method == "getUpdates":
            return await self._updates(ask)
        if method in PACED and self._pace.on and call["chat_id"] is not None:
            chat, now = call["chat_id"], self.now()
            pause = self._pace.pause(chat, now)
            wait = math.ceil(pause - 1e-6) if pause else self._pace.take(chat, now)
            if wait:
                raise too_many(wait)
        return DOES[method](self, ask)

    async def _downloaded(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        call: dict[str, Any] = {"method": "download", "chat_id": None, "at": self.now(), "accepted": False}
        call |= {"code": None, "said": "", "in_pause": False, "fault": None, "params": {"path": path}}
        if request.match_info["token"] != self.token:
            return reply(401, "Unauthorized")
        fault = next((each for each in self._faults if each.strikes("download", None)), None)
        if fault and fault.kind != "slow":
            call["fault"] = fault.kind
            return await self._struck(request, fault, "download", call)
        if fault:
            await asyncio.sleep(fault.seconds)
        file_id, until = self._paths.get(path, ("", 0.0))
        if until <= self.now():
            return self._close(call, reply(404, "Not Found"))
        call["accepted"] = True
        body = web.Response(body=self._files[file_id].content, content_type="application/octet-stream")
        return self._close(call, body)

    async def _controlled(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in CONTROL:
            return web.json_response({"error": f"no control called {name}"}, status=404)
        try:
            result = getattr(self, name)(**json.loads(await request.read() or b"{}"))
            result = await result if inspect.isawaitable(result) else result
        except TimeoutError:
            return web.json_response({"error": "time is up"}, status=408)
        except (LookupError, TypeError, ValueError, AssertionError) as error:
            return web.json_response({"error": repr(error)}, status=400)
        return web.json_response({"result": result})


DOES: dict[str, Callable[[TelegramServer, Ask], Any]] = {
    "getMe": lambda server, _: server.me,
    "setWebhook": TelegramServer._set_webhook,
    "deleteWebhook": TelegramServer._delete_webhook,
    "getWebhookInfo": TelegramServer._webhook_info,
    "sendMessage": TelegramServer._send_message,
    "sendDocument": lambda server, ask: server._send_file("document", ask),
    "sendVoice": lambda server, ask: server._send_file("voice", ask),
    "sendPhoto": lambda server, ask: server._send_file("photo", ask),
    "sendLocation": TelegramServer._send_location,
    "sendVenue": TelegramServer._send_venue,
    "editMessageText": TelegramServer._edit_text,
    "editMessageReplyMarkup": lambda server, ask: server._edit(ask, None),
    "answerCallbackQuery": TelegramServer._answer_query,
    "sendChatAction": TelegramServer._chat_action,
    "getFile": TelegramServer._get_file,
    "setMyCommands": TelegramServer._set_commands,
    "getMyCommands": TelegramServer._get_commands,
    "deleteMyCommands": TelegramServer._delete_commands,
    "setMyName": lambda server, ask: server._set_text("name", 64, ask),
    "getMyName": lambda server, ask: server._get_text("name", ask),
    "setMyDescription": lambda server, ask: server._set_text("description", 512, ask),
    "getMyDescription": lambda server, ask: server._get_text("description", ask),
    "setMyShortDescription": lambda server, ask: server._set_text("short_description", 120, ask),
    "getMyShortDescription": lambda server, ask: server._get_text("short_description", ask),
}


def _port_of(runner: web.AppRunner) -> int:
    return int(runner.addresses[0][1])
