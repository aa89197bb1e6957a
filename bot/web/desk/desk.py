"""The desk: its register of pages and acts, and the frame that each page stands in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, compile_path

from bot.budget.permissions import Act, NotAllowed
from bot.chat.texts import LANGUAGES, Words
from bot.install.office import Office
from bot.language.refusal import Refusal
from bot.office.desk import kept_pages, once, sign_in
from bot.office.reads import public
from bot.web.chat.inbound_limits import Callers
from bot.web.desk.forms import LARGEST, Form, FormUnreadable, make_key
from bot.web.desk.guard import Guard, Seen
from bot.web.desk.refused import Refused
from bot.web.pages.render import HTML, Pages
from storage.database.failures import CANNOT_READ, CANNOT_WRITE
from storage.desk.pages import KeptPage
from storage.store import Store

_NOT_KEPT = {HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE}  # nobody may look again, or nothing can be written
SHOWN = "shown"  # names, in an address, a page that a form led to


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
        read = {one.path for one in self._entries if isinstance(one, DeskPage)}
        for one in self._entries:
            if isinstance(one, DeskPage):
                found.append(Route(one.path, self._make_page(one), methods=["GET"]))
                continue
            found.append(Route(one.path, self._make_act(one), methods=["POST"]))
            if one.path not in read:
                found.append(Route(one.path, self._make_shown(one), methods=["GET"]))
        return [*found, Route(f"{sign_in.PATH}/{{rest:path}}", self._on_missing, methods=["GET", "POST"])]

    def _make_page(self, page: DeskPage) -> Callable[[Request], Awaitable[Response]]:
        async def on_read(request: Request) -> Response:
            seen = await self.guard.admit(request, None if SHOWN in request.query_params else page.right)
            if isinstance(seen, Response):
                return seen
            kept = await self._find_kept(seen, request)
            if kept is not None:
                return kept
            if page.right is not None and not seen.may(page.right):
                return self.refused.show(request, HTTPStatus.FORBIDDEN, language=seen.language)
            return await self._answer(request, seen, None, page.on_read(self, seen, request))

        return on_read

    def _make_shown(self, act: DeskAct) -> Callable[[Request], Awaitable[Response]]:
        # What a form led to; once that is not kept any more, the page that the form stands on.
        async def on_shown(request: Request) -> Response:
            seen = await self.guard.admit(request, act.right)
            if isinstance(seen, Response):
                return seen
            kept = await self._find_kept(seen, request)
            return kept if kept is not None else lead(self._find_page_above(request.url.path))

        return on_shown

    def _make_act(self, act: DeskAct) -> Callable[[Request], Awaitable[Response]]:
        async def on_posted(request: Request) -> Response:
            admitted = await self.guard.admit_form(request, act.right, largest=act.largest)
            if isinstance(admitted, Response):
                return admitted
            seen, form = admitted
            erased = await self._find_erased()
            answer = await self._answer(request, seen, form, act.on_posted(self, seen, request, form))
            return await self._keep(act, seen, request, answer, erased=erased)

        return on_posted

    async def _find_erased(self) -> int | None:
        try:
            return await self.office.database.read(kept_pages.find_erased)
        except CANNOT_READ:
            return None  # whatever the act leads to is kept nowhere

    async def _keep(
        self, act: DeskAct, seen: Seen, request: Request, answer: Response, *, erased: int | None
    ) -> Response:
        # A page gets an address of its own, and the browser asks for that. Back and reload post nothing again.
        path = request.url.path
        is_page = answer.media_type == HTML and answer.status_code not in _NOT_KEPT
        if erased is None or not is_page or len(path) > kept_pages.LONGEST_PATH or not path.isprintable():
            return answer
        right = act.right.value if act.right is not None else None
        page = KeptPage(right, seen.language, answer.status_code, bytes(answer.body))
        key, at = kept_pages.make_key(), self.clock()
        try:
            is_kept = await self.office.database.write(
                lambda store: kept_pages.keep(
                    store, page, session=seen.session, key=key, path=path, erased=erased, at=at
                )
            )
        except CANNOT_WRITE:
            return answer
        if not is_kept:
            return answer
        query = [one for one in request.url.query.split("&") if one and not one.startswith(f"{SHOWN}=")]
        return lead(f"{path}?{'&'.join([*query, f'{SHOWN}={key}'])}")

    async def _find_kept(self, seen: Seen, request: Request) -> Response | None:
        key = request.query_params.get(SHOWN, "")
        if not key:
            return None
        found = await self.office.database.read(
            lambda store: kept_pages.find(
                store, seen=sign_in.SignedIn(seen.session, seen.person, seen.standings), key=key, path=request.url.path
            )
        )
        return self._pages.send_private(found.body, status=found.status) if found is not None else None

    def _find_page_above(self, path: str) -> str:
        read = [compile_path(one.path)[0] for one in self._entries if isinstance(one, DeskPage)]
        while path.startswith(f"{sign_in.PATH}/"):
            path = path.rpartition("/")[0]
            if any(one.fullmatch(path) for one in read):
                return path
        return sign_in.PATH

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
            return await once.do_once(store, by=seen.person, key=key, at=at, act=lambda: act(store))

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
            words.say("m: the same answer for the marked"),
            words.say("e: answer"),
            words.say("s: send the first answer at hand"),
            words.say("n: the next three, each with its answer at hand"),
            words.say("/: search"),
            words.say("Ctrl+Enter: on with what was written"),
            words.say("Esc: out of a field"),
        ],
        "other": "Русский" if words.language == "ky" else "Кыргызча",
    }
