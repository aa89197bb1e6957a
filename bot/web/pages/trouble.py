"""What is said where a page cannot be served: in both languages, with whom to call. It asks the database nothing."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.chat.texts import LANGUAGES, Words, find_words

AGAIN = 5  # seconds after which somebody may ask once more
KNOWN = 2_000  # aimaks whose telephone is remembered
_LONGEST = 60  # characters of whom to call


class WhomToCall:
    """Telephones by the code of an aimak, remembered as pages are served: for when nothing can be read."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()

    def note(self, code: str, telephone: str | None) -> None:
        """Remembers whom an aimak names."""
        self._known[code] = (telephone or "")[:_LONGEST]
        self._known.move_to_end(code)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)

    def say(self, words: Words, path: str) -> str:
        """A sentence with the telephone of the aimak that an address names."""
        named = path.casefold().strip("/").split("/")
        codes = named[1:2] if named[0] == "chat" else named[:1]
        telephone = next(filter(None, map(self._known.get, codes)), "")
        if telephone:
            return words.say("A person answers by telephone: {phone}.", phone=telephone)
        return words.say("A person answers at the ayil okmotu itself.")


class Trouble:
    """Makes what is shown instead of a page: a page to a browser, two lines to whatever else asks."""

    def __init__(self) -> None:
        self.whom = WhomToCall()

    def say_later(self, request: Request, headers: Mapping[str, str] | None = None) -> Response:
        """Asks to come again in a moment (503)."""
        return self._say(request, HTTPStatus.SERVICE_UNAVAILABLE, _say_later, headers or {})

    def say_failed(self, request: Request) -> Response:
        """Something is wrong on our side (500)."""
        return self._say(request, HTTPStatus.INTERNAL_SERVER_ERROR, _say_later, {})

    def say_missing(self, request: Request) -> Response:
        """There is nothing at that address (404)."""
        return self._say(request, HTTPStatus.NOT_FOUND, _say_missing, {})

    def _say(
        self, request: Request, status: HTTPStatus, say: Callable[[Words], str], headers: Mapping[str, str]
    ) -> Response:
        named = {"cache-control": "no-store", **headers}
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            named["retry-after"] = str(AGAIN)
        path = request.url.path
        said = {one: (say(words := find_words(one)), self.whom.say(words, path)) for one in LANGUAGES}
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse("\n".join(" ".join(one) for one in said.values()), status, named)
        from bot.web.pages.render import GUARDED, HTML, Pages  # templates are read where a page is wanted

        pages = Pages()
        ways = {
            one: (find_words(one).say("Make a proposal"), find_words(one).say("All ayil aimaks")) for one in LANGUAGES
        }
        body = pages.write("trouble.html", said=said, ways=ways)
        return Response(body, status, GUARDED | pages.make_policy(embeds=False) | named, HTML)


def _say_later(words: Words) -> str:
    return words.say("That did not work now. Try it again in a moment.")


def _say_missing(words: Words) -> str:
    return words.say("There is no page at this address.")
