"""The one way into the desk: turns a request into the person and the aimak, or says why not.

Nothing is read or done at the desk but behind this. A form must come from a page of ours, in this very session.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.budget.permissions import Act, Standing, may
from bot.chat.texts import Words, find_words
from bot.install.office import Office
from bot.office.desk import sign_in
from bot.web.chat.gate import TooLong, read_body
from bot.web.chat.inbound_limits import Callers, find_caller
from bot.web.desk.forms import LARGEST, Form, FormUnreadable, read_form
from bot.web.desk.refused import Refused
from storage.database.failures import CANNOT_READ
from storage.desk.sessions import DeskSession
from storage.people import Person

COOKIE = "desk"
UPLOADING = 120.0  # seconds in which a form with a file must have come over a weak line
_LONGEST_COOKIE = 64
_DIGITS = 12  # of a length


@dataclass(frozen=True, slots=True)
class Seen:
    """Who asks: the person in the session's aimak, their roles there, the session, its token for forms."""

    person: Person
    standings: tuple[Standing, ...]
    session: DeskSession
    csrf: str

    @property
    def aimak_id(self) -> int:
        """The aimak they are at; 0, which none has, where they are at none."""
        return self.person.aimak_id or 0

    @property
    def words(self) -> Words:
        """The sentences in the language they chose."""
        return find_words(self.language)

    @property
    def language(self) -> str:
        """Which that is."""
        return self.session.language

    def may(self, act: Act) -> bool:
        """Whether one of their roles allows an act here."""
        return may(self.standings, act, self.person.aimak_id)


class Guard:
    """Lets in, or says why not."""

    def __init__(
        self,
        office: Office,
        refused: Refused,
        *,
        clock: Callable[[], int],
        steady: Callable[[], int],
        callers: Callers | None = None,
    ) -> None:
        self._office, self._refused, self._clock, self._steady = office, refused, clock, steady
        self._behind_proxy = bool(office.settings.web.url)
        self._callers = callers or Callers()
        self.secure = office.settings.web.url.startswith("https:")

    def is_too_fast(self, request: Request) -> bool:
        """Whether the computer that asks has asked too often."""
        caller = find_caller(request, behind_proxy=self._behind_proxy)
        return not self._callers.take("desk", caller, 1, steady=self._steady())

    async def admit(self, request: Request, right: Act | None) -> Seen | Response:
        """Who asks, if they may; else the page that says why not."""
        if self.is_too_fast(request):
            return self._refused.show(request, HTTPStatus.TOO_MANY_REQUESTS)
        cookie = request.cookies.get(COOKIE, "")[:_LONGEST_COOKIE]
        try:
            found = await self._office.database.read(
                lambda store: sign_in.find_signed_in(store, cookie=cookie, at=self._clock())
            )
        except CANNOT_READ:
            return self._refused.show(request, HTTPStatus.SERVICE_UNAVAILABLE)
        if not found:
            return self._refused.show(request, HTTPStatus.UNAUTHORIZED)
        seen = Seen(found.person, found.standings, found.session, self._sign(cookie))
        if right is not None and not seen.may(right):
            return self._refused.show(request, HTTPStatus.FORBIDDEN, language=seen.language)
        return seen

    async def admit_form(self, request: Request, right: Act | None, *, largest: int) -> tuple[Seen, Form] | Response:
        """Who posts, and what, if they may; else the page that says why not, with what was typed in it."""
        if largest > LARGEST and _is_long(request):
            early = await self.admit(request, right)  # nobody else makes us read so much
            if isinstance(early, Response):
                return early
        try:
            seconds = UPLOADING if largest > LARGEST else None
            body = await read_body(request, largest, seconds=seconds)
            form = read_form(body, request.headers.get("content-type", ""))
        except TooLong:
            return self._refused.show(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (FormUnreadable, ClientDisconnect, TimeoutError):
            return self._refused.show(request, HTTPStatus.BAD_REQUEST)
        if not self.is_own_page(request):
            return self._refused.show(request, HTTPStatus.FORBIDDEN, why="origin", form=form)
        seen = await self.admit(request, None)
        if isinstance(seen, Response):
            return self._refused.show(request, HTTPStatus(seen.status_code), form=form)
        if not hmac.compare_digest(form["csrf"].encode(), seen.csrf.encode()):
            return self._refused.show(request, HTTPStatus.FORBIDDEN, why="stale", language=seen.language, form=form)
        if right is not None and not seen.may(right):
            return self._refused.show(request, HTTPStatus.FORBIDDEN, language=seen.language, form=form)
        return seen, form

    def is_own_page(self, request: Request) -> bool:
        """Whether a page of this very site sent a form: its origin is ours, or the browser says so."""
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site") == "same-origin"
        ours = {request.headers.get("host", ""), urlsplit(self._office.settings.web.url).netloc} - {""}
        try:
            return urlsplit(origin).netloc in ours
        except ValueError:  # half an IPv6 address, which no browser sends
            return False

    def _sign(self, cookie: str) -> str:
        return self._office.seal.mark("desk form", cookie)[:32]


def _is_long(request: Request) -> bool:
    # What does not say its length may be of any.
    said = request.headers.get("content-length", "")
    return not (said.isascii() and said.isdecimal()) or len(said) > _DIGITS or int(said) > LARGEST
