"""The desk: its register of pages and acts, and the frame that each page stands in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.budget.permissions import Act, NotAllowed
from bot.chat.texts import LANGUAGES, Words
from bot.install.office import Office
from bot.language.refusal import Refusal
from bot.office.desk import sign_in
from bot.office.reads import public
from bot.web.chat.inbound_limits import Callers
from bot.web.desk.forms import LARGEST, Form, FormUnreadable, make_key
from bot.web.desk.guard import Guard, Seen
from bot.web.desk.refused import Refused
from bot.web.pages.render import Pages
from storage.database.failures import CANNOT_WRITE
from storage.store import Store


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A page that is read: its path, who may (None: whoever is signed in), and what makes it."""

    path: str
    right: Act | None
    on_read: Callable[["Desk", Seen, Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class DeskAct:
    """A form that is posted: its path, who may, what it does, its greatest length (bytes)."""

    path: str
    right: Act | None
    on_posted: Callable[["Desk", Seen, Request, Form], Awaitable[Response]]
    largest: int = LARGEST


@dataclass(frozen=True, slots=True)
class Tab:
    """An entry of the desk's menu, for whoever may; title is one of the bot's sentences."""

    path: str
    title: str
    right: Act
    also: tuple[Act, ...] = ()  # any of these lets in as well
    everywhere: bool = False  # only for whoever has a role on the whole install

    def is_for(self, seen: Seen) -> bool:
        """Whether it stands in the menu of somebody."""
        if self.everywhere and all(one.aimak_id is not None for one in seen.standings):
            return False
        return any(map(seen.may, (self.right, *self.also)))


class Desk:
    """All that the pages of the desk are made with."""

    def __init__(
        self,
        office: Office,
        pages: Pages,
        entries: Sequence[DeskPage | DeskAct],
        tabs: Sequence[Tab],
        *,
        clock: Callable[[], int],
        steady: Callable[[], int],
        wake: Callable[[], object] = lambda: None,
        callers: Callers | None = None,
    ) -> None:
        self.office, self.clock, self.wake = office, clock, wake
        self._pages, self._entries, self._tabs = pages, entries, tabs
        self.refused = Refused(pages)
        self.guard = Guard(office, self.refused, clock=clock, steady=steady, callers=callers)

    def list_routes(self) -> list[BaseRoute]:
        """What is served; anything else below the desk is a page that is not there."""
        found: list[BaseRoute] = []
        for one in self._entries:
            if isinstance(one, DeskPage):
                found.append(Route(one.path, self._make_page(one), methods=["GET"]))
            else:
                found.append(Route(one.path, self._make_act(one), methods=["POST"]))
        return [*found, Route(f"{sign_in.PATH}/{{rest:path}}", self._on_missing, methods=["GET", "POST"])]

    def _make_page(self, page: DeskPage) -> Callable[[Request], Awaitable[Response]]:
        async def on_read(request: Request) -> Response:
            seen = await self.guard.admit(request, page.right)
            if isinstance(seen, Response):
                return seen
            return await self._answer(request, seen, None, page.on_read(self, seen, request))

        return on_read

    def _make_act(self, act: DeskAct) -> Callable[[Request], Awaitable[Response]]:
        async def on_posted(request: Request) -> Response:
            admitted = await self.guard.admit_form(request, act.right, largest=act.largest)
            if isinstance(admitted, Response):
                return admitted
            seen, form = admitted
            return await self._answer(request, seen, form, act.on_posted(self, seen, request, form))

        return on_posted

    async def _answer(self, request: Request, seen: Seen, form: Form | None, answer: Awaitable[Response]) -> Response:
        try:
            return await answer
        except FormUnreadable:
            return self.refused.show(request, HTTPStatus.BAD_REQUEST, language=seen.language, form=form)
        except NotAllowed:
            return self.refused.show(request, HTTPStatus.FORBIDDEN, language=seen.language, form=form)
        except Refusal:  # which the page has no words of its own for
            return self.refused.show(request, HTTPStatus.CONFLICT, language=seen.language, form=form)
        except CANNOT_WRITE:
            return self.refused.show(request, HTTPStatus.SERVICE_UNAVAILABLE, language=seen.language, form=form)

    async def _on_missing(self, request: Request) -> Response:
        seen = await self.guard.admit(request, None)
        if isinstance(seen, Response):
            return seen
        return self.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)

    async def show(
        self, seen: Seen, request: Request, name: str, *, title: str, status: int = HTTPStatus.OK, **values: Any
    ) -> Response:
        """A page in the frame: the menu of whoever reads it, their language, the token of its forms."""
        words = seen.words
        aimak = await self.office.database.read(lambda store: _find_name(store, seen, words.language))
        tabs = [
            (one.path, words.say(one.title), request.url.path == one.path) for one in self._tabs if one.is_for(seen)
        ]
        return self._pages.render(
            request, f"desk/{name}", private=True, status=status, language=words.language, title=title, csrf=seen.csrf,
            key=make_key(), make_key=make_key, tabs=tabs, aimak=aimak, here=request.url.path, frame=_say_frame(words),
            other=next(one for one in LANGUAGES if one != words.language), **values,
        )  # fmt: skip

    async def do_once(self, seen: Seen, form: Form, act: Callable[[Store], Awaitable[str]]) -> Response:
        """Does an act in one transaction, once for each id of a page, and leads to where it says."""
        key, at = form.key, self.clock()

        async def work(store: Store) -> str:
            await store.lock_peer("desk", str(seen.person.id))
            return await sign_in.do_once(store, by=seen.person, key=key, at=at, act=lambda: act(store))

        led_to = await self.office.database.write(work)
        self.wake()
        return lead(led_to)


def lead(path: str) -> Response:
    """Leads to a page by a request of its own, so that a reload posts nothing twice."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})


async def _find_name(store: Store, seen: Seen, language: str) -> str:
    if seen.person.aimak_id is None:
        return ""
    return (await public.read_aimak(store, id=seen.person.aimak_id)).name(language)


def _say_frame(words: Words) -> dict[str, Any]:
    return {
        "desk": words.say("Desk"),
        "skip": words.say("To the content"),
        "rooms": words.say("Sections"),
        "pick": words.say("Choose a file"),
        "unpicked": words.say("no file is chosen"),
        "day_hint": words.say("Day.month.year, for example: {day}.", day="25.12.2026"),
        "time_hint": words.say("Hours and minutes, for example: {time}.", time="10:30"),
        "calendar": words.say("Open the calendar"),
        "me": words.say("Sign-ins"),
        "out": words.say("Sign out"),
        "offline": words.say("There is no connection. What you wrote is kept in this browser; try again in a moment."),
        "keys": words.say("Keys"),
        "close": words.say("Close"),
        "key_list": [
            words.say("j, k: down and up in the list"),
            words.say("Enter: open"),
            words.say("x: mark, a: all of them"),
            words.say("e: answer"),
            words.say("s: send the first answer at hand"),
            words.say("n: the next three, each with its answer at hand"),
            words.say("/: search"),
            words.say("Ctrl+Enter: on with what was written"),
            words.say("Esc: out of a field"),
        ],
        "other": "Русский" if words.language == "ky" else "Кыргызча",
    }
