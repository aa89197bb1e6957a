"""The page of the web chat, of one aimak or of none."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.app import Office
from bot.budget.proposal import make_storable
from bot.chat.texts import LANGUAGES, Words, find_words
from bot.office.messenger_accounts import links
from bot.office.reads import public
from bot.web.pages.render import Pages
from bot.web.pages.trouble import Trouble
from storage.aimaks import Aimak
from storage.database.failures import CANNOT_WRITE
from storage.store import Store

_BOARD = re.compile(r"[A-Za-z0-9-]{1,32}")


class ChatPage:
    """Serves `/chat` and `/chat/<aimak>`; `?board=` names the board that a poster hung on."""

    def __init__(self, office: Office, pages: Pages, trouble: Trouble) -> None:
        self._office, self._pages, self._trouble = office, pages, trouble
        found = urlsplit(office.settings.web.url)
        self._site = f"{found.scheme}://{found.netloc}" if found.netloc else ""

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [Route("/chat", self.on_page), Route("/chat/{aimak}", self.on_page)]

    async def on_page(self, request: Request) -> Response:
        """The page; where there is no such aimak, 404 and the way to those there are."""
        code = request.path_params.get("aimak", "")
        try:
            aimak = await self._find(code)
        except CANNOT_WRITE:
            return self._trouble.say_later(request)
        if aimak is not None:
            self._trouble.whom.note(aimak.code, aimak.phone)
        language = choose_spoken(request)
        if code and aimak is None:
            said = {one: find_words(one).say("This link names an aimak we do not know.") for one in LANGUAGES}
            begin = {one: find_words(one).say("Make a proposal") for one in LANGUAGES}
            return self._pages.render(
                request, "missing.html", status=HTTPStatus.NOT_FOUND, language=language, said=said, begin=begin
            )
        board = request.query_params.get("board", "")
        start = "" if aimak is None else f"a_{aimak.code}" + (f"_{board}" if _BOARD.fullmatch(board) else "")
        title = find_words(language).say("Proposals to the local budget") if aimak is None else aimak.name(language)
        words = {one: say_words(find_words(one)) for one in LANGUAGES}
        try:
            elsewhere = await self._office.database.read(lambda store: list_elsewhere(store, aimak))
        except CANNOT_WRITE:
            elsewhere = []  # they are offered the next time
        return self._pages.render(
            request,
            "chat.html",
            embeds=True,
            language=language,
            title=title,
            start=start,
            site=self._site,
            words=words,
            elsewhere=[one for one in elsewhere if one in words[language]],
        )

    async def _find(self, code: str) -> Aimak | None:
        if not code or len(code) > 16 or make_storable(code) != code:
            return None
        return await self._office.database.read(lambda store: public.find_aimak_by_code(store, code=code.casefold()))


async def list_elsewhere(store: Store, aimak: Aimak | None) -> list[str]:
    """The channels in which somebody can go on: those that lead to an aimak, or all of the install."""
    if aimak is None:
        return sorted(await links.list_channels(store))
    return [door.channel for door in await links.list_doors(store, "", aimak_id=aimak.id)]


def choose_spoken(request: Request) -> str:
    """The language that a page opens in: asked for by `?lang=`, or the first of ours that the browser names."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    named = [
        one.partition(";")[0].strip().casefold()[:2] for one in request.headers.get("accept-language", "").split(",")
    ]
    return next((one for one in named if one in LANGUAGES), LANGUAGES[0])


def say_words(words: Words) -> dict[str, Any]:
    """What the page itself says around the conversation."""
    return {
        "own": words.say("Your message"),
        "ours": words.say("Message to you"),
        "chat": words.say("Conversation"),
        "choose": words.say("Choose the language."),
        "noscript": words.say("This chat needs JavaScript: turn it on in the settings of the browser."),
        "write": words.say("Write here"),
        "send": words.say("Send the message"),
        "attach": words.say("File or photo"),
        "record": words.say("Record a voice"),
        "stop": words.say("Stop and send"),
        "photo": words.say("Photo"),
        "voice": words.say("Voice"),
        "document": words.say("File"),
        "open": words.say("Open the file"),
        "save": words.say("Save the file"),
        "map": words.say("On the map"),
        "offline": words.say("There is no connection; what you wrote is kept and is sent as soon as there is one."),
        "slow": words.say("That is too fast; what you wrote is sent in a moment."),
        "large": words.say("This file is too large: 20 MB at most."),
        "refused": words.say("This was not taken. Write it once more, please."),
        "again": words.say("That did not work now. Try it again in a moment."),
        "pull": words.say("Answers come to this page. A closed browser is told nothing, so look in again."),
        "forgets": words.say(
            "The browser keeps nothing here. Once closed, this chat opens by its link alone: «{button}».",
            button=words.say("Keep this chat"),
        ),
        "keep": words.say("Keep this chat"),
        "keptabout": words.say(
            "This link opens the chat on another telephone or after the browser was cleared. Give it to nobody: whoever "
            "opens it can write as you."
        ),
        "telegram": words.say("Connect Telegram"),
        "whatsapp": words.say("Connect WhatsApp"),
        "elsewhere": words.say("Then the answer reaches you there, also when this page is closed."),
        "link": words.say("Link to this chat"),
        "code": words.say("The same link as a code to scan"),
        "copy": words.say("Copy the link"),
        "close": words.say("Close"),
        "nomicrophone": words.say("The browser does not let us record. Allow the microphone, or attach a file."),
    }
