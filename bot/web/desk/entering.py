"""Signing in by the bot's link, and out; where somebody is signed in; the language of the desk."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.budget.permissions import Act
from bot.budget.workdays import find_day, move_to_bishkek
from bot.chat.texts import LANGUAGES, Words, find_words
from bot.office.desk import sign_in
from bot.web.chat.page import choose_spoken
from bot.web.desk.desk import Desk, DeskAct, DeskPage, lead
from bot.web.desk.forms import Form
from bot.web.desk.guard import COOKIE, Seen
from bot.web.pages.render import Pages
from storage.database.failures import CANNOT_WRITE

_LONGEST_TOKEN = 64
# Which of them a browser is, by what it says of itself; the first that fits.
_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "YaBrowser": "Yandex",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


class Entering:
    """The door of the desk: what is shown to whoever is not signed in."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        self._desk, self._pages = desk, pages

    def list_routes(self) -> list[BaseRoute]:
        """What is served; a link that is only looked at, as messengers do for a preview, is not used up."""
        path = f"{sign_in.PATH}/in/{{token}}"
        return [Route(path, self.on_link, methods=["GET"]), Route(path, self.on_sign_in, methods=["POST"])]

    async def on_link(self, request: Request) -> Response:
        """The page of a link, with the one button that signs in."""
        desk, token = self._desk, request.path_params["token"][:_LONGEST_TOKEN]
        if desk.guard.is_too_fast(request):
            return desk.refused.show(request, HTTPStatus.TOO_MANY_REQUESTS)
        try:
            good = await desk.office.database.read(lambda store: sign_in.is_good(store, token=token, at=desk.clock()))
        except CANNOT_WRITE:
            return desk.refused.show(request, HTTPStatus.SERVICE_UNAVAILABLE)
        if not good:
            return desk.refused.show(request, HTTPStatus.GONE)
        words = find_words(choose_spoken(request))
        return self._pages.render(
            request, "desk/enter.html", private=True, language=words.language, title=words.say("Desk"),
            about=words.say("The desk of the ayil okmotu opens in this browser for 8 hours."), go=words.say("Sign in"),
        )  # fmt: skip

    async def on_sign_in(self, request: Request) -> Response:
        """Uses the link, and gives the browser its cookie."""
        desk, token = self._desk, request.path_params["token"][:_LONGEST_TOKEN]
        if desk.guard.is_too_fast(request):
            return desk.refused.show(request, HTTPStatus.TOO_MANY_REQUESTS)
        if not desk.guard.is_own_page(request):
            return desk.refused.show(request, HTTPStatus.FORBIDDEN, why="origin")
        browser = name_browser(request.headers.get("user-agent", ""))
        try:
            cookie = await desk.office.database.write(
                lambda store: sign_in.sign_in(store, token=token, browser=browser, at=desk.clock())
            )
        except sign_in.LinkUnknown:
            return desk.refused.show(request, HTTPStatus.GONE)
        except CANNOT_WRITE:
            return desk.refused.show(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response = lead(sign_in.PATH)
        response.set_cookie(
            COOKIE, cookie, max_age=sign_in.SESSION_KEPT // 1000, path=sign_in.PATH, secure=desk.guard.secure,
            httponly=True, samesite="strict",
        )  # fmt: skip
        return response


def name_browser(said: str) -> str:
    """What a browser is called in the list of sign-ins; only names of our own, whatever it says."""
    names = (next((name for mark, name in table.items() if mark in said), "") for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, names))


def _say_moment(words: Words, at: int) -> str:
    there = move_to_bishkek(at)
    return words.moment(find_day(at), there.hour, there.minute)


async def on_me(desk: Desk, seen: Seen, request: Request) -> Response:
    """Where somebody is signed in, each of which can be ended."""
    words, at = seen.words, desk.clock()
    found = await desk.office.database.read(lambda store: sign_in.list_sessions(store, by=seen.person, at=at))
    rows = [
        {
            "id": one.id,
            "browser": one.browser or words.say("A browser"),
            "since": _say_moment(words, one.made_at),
            "here": one.id == seen.session.id,
        }
        for one in found
    ]
    return await desk.show(
        seen, request, "me.html", title=words.say("Where you are signed in"), rows=rows,
        own=seen.may(Act.ANSWER),
        said={
            "own": words.say("My post and name"),
            "here": words.say("this browser"),
            "end": words.say("Sign out"),
            "all": words.say("Sign out everywhere"),
            "about": words.say("Each sign-in ends by itself after 8 hours, and at once when a role is taken away."),
        },
    )  # fmt: skip


async def on_out(desk: Desk, seen: Seen, _: Request, form: Form) -> Response:
    """Ends this session, another one of the same person, or every one."""
    id = None if form["all"] else form.read_id("id") or seen.session.id
    await desk.office.database.write(lambda store: sign_in.sign_out(store, by=seen.person, at=desk.clock(), id=id))
    response = lead(f"{sign_in.PATH}/me")
    if id in {None, seen.session.id}:
        response.delete_cookie(COOKIE, path=sign_in.PATH)
    return response


async def on_language(desk: Desk, seen: Seen, _: Request, form: Form) -> Response:
    """Speaks the other language from now on."""
    language, back = form["language"], form["back"]
    if language in LANGUAGES:
        await desk.office.database.write(
            lambda store: sign_in.choose_language(store, session=seen.session, language=language)
        )
    return lead(back if back == sign_in.PATH or back.startswith(f"{sign_in.PATH}/") else sign_in.PATH)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(f"{sign_in.PATH}/me", None, on_me),
    DeskAct(f"{sign_in.PATH}/out", None, on_out),
    DeskAct(f"{sign_in.PATH}/language", None, on_language),
)
