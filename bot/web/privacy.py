"""The page on privacy that messengers ask for: what the bot says in the chat, without a script."""

from collections.abc import Callable, Coroutine
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.app import Office
from bot.chat.texts import LANGUAGES, find_words
from bot.office.personal.privacy import list_privacy
from bot.office.reads import public
from bot.web.pages.trouble import Trouble
from storage.database.failures import CANNOT_READ

PATH = "/privacy"


class PrivacyPage:
    """Serves `/privacy` in both languages, each a link away. Templates are read once somebody asks for it."""

    def __init__(self, office: Office, trouble: Trouble) -> None:
        self._office, self._trouble = office, trouble

    def list_routes(self, *, with_static: bool) -> list[BaseRoute]:
        """What is served; with_static: also the style of the page, where no other page is served."""
        routes: list[BaseRoute] = [Route(PATH, self.on_page)]
        return [*routes, Route("/static/{name}", _on_static)] if with_static else routes

    async def on_page(self, request: Request) -> Response:
        """The page, in the language that is asked for first and the other below it."""
        from bot.web.chat.page import choose_spoken
        from bot.web.pages.render import Pages

        try:
            aimak = await self._office.database.read(public.find_only_aimak)
        except CANNOT_READ:
            return self._trouble.say_later(request)
        first = choose_spoken(request)
        spoken = sorted(LANGUAGES, key=lambda one: one != first)
        said = {one: list_privacy(find_words(one), aimak) for one in spoken}
        for one in spoken:
            said[one].append(find_words(one).say("What begins with / is written to the bot, in the chat."))
        title = {one: find_words(one).say("Personal data") for one in spoken}
        return Pages().render(request, "privacy.html", language=first, title=title, said=said)


async def _on_static(request: Request) -> Response:
    from bot.web.pages.render import on_static

    serve: Callable[[Request], Coroutine[Any, Any, Response]] = on_static
    return await serve(request)
