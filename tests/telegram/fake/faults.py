"""What goes wrong when a test asks for it: refusals, a proxy's pages, cut and hanging connections, slowness, a 429."""

import asyncio
import json
import random
from abc import abstractmethod
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from aiohttp import web

from tests.telegram.fake.ask import Ask
from tests.telegram.fake.limits import PACED, Pace
from tests.telegram.fake.refusals import BAD_GATEWAY, Refusal, refused, reply, too_many
from tests.telegram.fake.state import State, control

FAULTS = ("throttle", "html", "refuse", "cut before", "cut after", "hang before", "hang after", "slow")


@dataclass
class Fault:
    """Something that goes wrong for some calls."""

    kind: str
    method: str
    chat: int | None
    times: int | None
    chance: float
    dice: random.Random
    retry_after: int
    seconds: float
    status: int
    text: str

    def strikes(self, method: str, chat: int | None) -> bool:
        """Whether this call is one of those; uses up one of the times."""
        if self.times == 0 or self.method not in {"*", method} or self.chat not in {None, chat}:
            return False
        if self.dice.random() >= self.chance:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults(State):
    """Each call on its way through what may go wrong with it."""

    @control
    def fault(
        self,
        kind: str,
        method: str = "*",
        *,
        chat: int | None = None,
        times: int | None = 1,
        chance: float = 1.0,
        seed: int = 0,
        retry_after: int = 1,
        seconds: float = 0.05,
        status: int = 502,
        text: str = "",
    ) -> None:
        """Lets the next calls of a method (`download` for files) go wrong; `times=None` is for ever."""
        assert kind in FAULTS, kind
        dice = random.Random(seed)
        self._faults.append(Fault(kind, method, chat, times, chance, dice, retry_after, seconds, status, text))

    @control
    def calm(self) -> None:
        """Ends all faults and pauses."""
        self._faults.clear()
        self._pace.pauses.clear()

    @control
    def limits(self, on: bool) -> None:
        """Turns Telegram's speed limits on.

        They are 30 a second, 1 a second a chat after a burst of 3, 20 a minute a group.
        """
        self._pace = Pace(on)

    # Within.

    @abstractmethod
    async def _done(self, method: str, ask: Ask, call: dict[str, Any]) -> Any:
        """Does what a method does."""

    async def _with_faults(
        self, request: web.Request, method: str, ask: Ask, call: dict[str, Any]
    ) -> web.StreamResponse:
        fault = next((each for each in self._faults if each.strikes(method, call["chat_id"])), None)
        call["fault"] = kind = fault.kind if fault else None
        if method in PACED and call["chat_id"] is not None:
            call["in_pause"] = self._pace.pause(call["chat_id"], self.now()) > 0
        if fault and kind not in {"cut after", "hang after", "slow"}:
            return await self._struck(request, fault, method, call)
        try:
            result = await self._done(method, ask, call)
        except Refusal as refusal:
            answer = refused(refusal)
        else:
            call["accepted"] = True
            answer = web.json_response({"ok": True, "result": result})
        if fault is None:
            return self._close(call, answer)
        if kind == "slow":
            await asyncio.sleep(fault.seconds)
            return self._close(call, answer)
        return await self._struck(request, fault, method, call)

    async def _struck(
        self, request: web.Request, fault: Fault, method: str, call: dict[str, Any]
    ) -> web.StreamResponse:
        if fault.kind == "throttle":
            chat = call["chat_id"]
            scope = chat if fault.chat is not None else "all"
            self._pace.pauses[scope] = max(self._pace.pauses.get(scope, 0.0), self.now() + fault.retry_after)
            return self._close(call, refused(too_many(fault.retry_after)))
        if fault.kind == "refuse":
            return self._close(call, reply(fault.status, fault.text))
        if fault.kind == "html":
            page = web.Response(status=fault.status, text=fault.text or BAD_GATEWAY, content_type="text/html")
            return self._close(call, page)
        self._close(call, None)
        if fault.kind.startswith("hang"):
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _close(self, call: dict[str, Any], answer: web.Response | None) -> web.StreamResponse:
        if answer is not None:
            answer.headers["Date"] = formatdate(self.now(), usegmt=True)  # by its own clock, as Telegram's
            call["code"] = answer.status
            if answer.status != 200 and answer.content_type == "application/json":
                call["said"] = json.loads(answer.text or "{}")["description"]
        self._calls.append(call)
        self._write("call", call)
        self._counted[call["method"]] += 1
        self._wake("method", call["method"])
        return answer or web.Response()

    def _fail(self, wrong: str, call: dict[str, Any]) -> None:
        error = {"wrong": wrong, "method": call["method"], "params": call["params"]}
        self._errors.append(error)
        self._write("error", error)
