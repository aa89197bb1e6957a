"""Serves what many read: rendered once for all who ask, kept for some seconds, sent packed."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.app import Office
from bot.chat.texts import find_words
from bot.office.reads.page import opened
from bot.office.reads.page.opened import OpenedPage
from bot.web.chat.inbound_limits import Callers, find_caller, say_too_fast
from bot.web.chat.page import choose_spoken
from bot.web.pages.kept import LIFE, Crowded, KeptPages
from bot.web.pages.packed import Packed, pack, send
from bot.web.pages.render import GUARDED, HTML, Pages
from bot.web.pages.trouble import Trouble
from bot.web.public.asked import Asked
from bot.web.public.said import say_frame, say_off
from storage.database.failures import CANNOT_READ
from storage.store import Store

NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_READ, Crowded)

Values = dict[str, Any]
Read = Callable[[Store, OpenedPage, Asked], Awaitable[Values | None]]
Make = Callable[[], Awaitable[Packed]]


class Serving:
    """What the parts of the public page share. base is the address of the web door, empty where it has none."""

    def __init__(
        self,
        office: Office,
        pages: Pages,
        *,
        clock: Callable[[], int],
        steady: Callable[[], int],
        trouble: Trouble,
        base: str = "",
        callers: Callers | None = None,
    ) -> None:
        self.office, self.clock, self.base = office, clock, base
        self._trouble = trouble
        self.kept = KeptPages(steady)
        self._pages, self._steady = pages, steady
        self._off: dict[str, Packed] = {}
        self.callers = callers or Callers()
        self._headers = {
            **GUARDED,
            **pages.make_policy(embeds=True),
            "cache-control": "no-cache",
            "vary": "accept-language",
        }

    async def answer(
        self, request: Request, key: Hashable, make: Make, *, life: int = LIFE, weight: float = 1
    ) -> Response:
        """Sends what is kept under a key, or makes it; weight is how much of a caller's share that takes."""
        packed = self.kept.find(key)
        is_ready = packed is not None or self.kept.is_making(key)
        refusal = self.refuse(request, 0 if is_ready else weight)
        if refusal is not None:
            return refusal
        if packed is None:
            try:
                packed = await self.kept.make(key, make, life=life)
            except NOT_NOW:
                return self.say_later(request)
            if packed.status == HTTPStatus.NOT_FOUND and not is_ready and weight > 1:
                self._give_back(request, weight - 1)
        return send(request, packed)

    def refuse(self, request: Request, weight: float) -> Response | None:
        """Refuses whoever asks too fast (429); weight is what a request costs that nothing is kept for."""
        caller, steady = self._find_caller(request), self._steady()
        if self.callers.take("read", caller, 1, steady=steady) and (
            not weight or self.callers.take("made", caller, weight, steady=steady)
        ):
            return None
        return say_too_fast(5, **GUARDED)

    def _find_caller(self, request: Request) -> str:
        return find_caller(request, behind_proxy=bool(self.base))

    def _give_back(self, request: Request, weight: float) -> None:
        # What is not there (404) costs no more than a page, also where a whole table was asked for.
        self.callers.give_back("made", self._find_caller(request), weight, steady=self._steady())

    def say_later(self, request: Request) -> Response:
        """Asks to come again."""
        return self._trouble.say_later(request, GUARDED)

    async def answer_part(
        self,
        request: Request,
        asked: Asked,
        part: str,
        template: str,
        read: Read,
        *,
        also: Hashable = None,
        life: int = LIFE,
    ) -> Response:
        """Sends a part of an aimak's page. also is what is asked for besides; where read finds nothing it is 404."""

        async def make() -> Packed:
            values = await self.read(asked, read, part=part)
            return await self.make_off(request) if values is None else await self.write(template, **values)

        return await self.answer(request, (template, asked, also), make, life=life)

    async def read(self, asked: Asked, read: Read, *, part: str) -> Values | None:
        """Reads what a part shows, with its frame around it. None: there is no such page, or it is off."""

        async def work(store: Store) -> Values | None:
            page = await opened.find_page(store, code=asked.aimak, at=self.clock())
            if page is None:
                return None
            self._trouble.whom.note(asked.aimak, page.aimak.phone)
            of_page = replace(asked, aimak=page.aimak.code)  # an aimak may have become part of this one
            values = await read(store, page, of_page)
            if values is None:
                return None
            words, kept = find_words(asked.language), values.pop("kept", {})
            title, path = values.pop("title", ""), values.pop("path", "")
            frame = say_frame(words, page, of_page, part=part, title=title, base=self.base, path=path, kept=kept)
            return frame | values

        return await self.office.database.read(work)

    async def write(
        self, template: str, /, *, media_type: str = HTML, status: int = HTTPStatus.OK, **values: Any
    ) -> Packed:
        """Renders and packs a page, on a thread of its own."""

        def work() -> Packed:
            return self.pack(self._pages.write(template, **values), media_type, status=status)

        return await asyncio.to_thread(work)

    def pack(self, body: bytes, media_type: str, *, status: int = HTTPStatus.OK, **headers: str) -> Packed:
        """Packs bytes with the headers that guard every page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return pack(body, media_type, {**self._headers, **named}, status=status)

    async def make_off(self, request: Request) -> Packed:
        """The page that says that there is none, with the ways to the chat and to all aimaks. It is made once."""
        language = choose_spoken(request)
        if language not in self._off:
            self._off[language] = await self.write(
                "public/off.html", status=HTTPStatus.NOT_FOUND, language=language, said=say_off()
            )
        return self._off[language]
