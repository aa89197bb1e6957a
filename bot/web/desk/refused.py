"""Refusals of the desk, each a page in words: why, what to do, and whatever was typed."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.chat.texts import Words, find_words
from bot.web.chat.page import choose_spoken
from bot.web.desk.forms import Form
from bot.web.pages.render import Pages

# Fields of forms that people write in.
TYPED = (
    "sentence", "other", "text", "remark", "summary", "reason", "line", "note", "problems", "contact", "place", "title",
    "table_place",
)  # fmt: skip


class Refused:
    """Makes the page of a refusal."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def show(
        self,
        request: Request,
        status: HTTPStatus,
        *,
        why: str = "",
        language: str = "",
        form: Form | None = None,
    ) -> Response:
        """The page that says why somebody is not let in, or why a thing was not done.

        language is that of whoever is signed in; empty where nobody is.
        """
        words = find_words(language or choose_spoken(request))
        said = say_why(words)[why or _BY_STATUS.get(status, "wrong")]
        typed = [one for name in TYPED for one in form.list(name) if one.strip()] if form is not None else []
        response = self._pages.render(
            request, "desk/refused.html", private=True, status=status, language=words.language, title=words.say("Desk"),
            said=said, typed=typed, kept=words.say("This is what you wrote. Copy it before you leave the page:"),
            on=words.say("To the desk") if language else "",
        )  # fmt: skip
        if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
            response.headers["retry-after"] = "10"
        return response


_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: "nobody",
    HTTPStatus.FORBIDDEN: "right",
    HTTPStatus.NOT_FOUND: "missing",
    HTTPStatus.GONE: "link",
    HTTPStatus.CONFLICT: "meanwhile",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "large",
    HTTPStatus.TOO_MANY_REQUESTS: "fast",
    HTTPStatus.SERVICE_UNAVAILABLE: "later",
}


def say_why(words: Words) -> Mapping[str, str]:
    """Each reason in words."""
    return {
        "nobody": words.say("You are not signed in. In the bot press «Open in a browser»: a new link comes to you."),
        "right": words.say("You have no right to do this here."),
        "missing": words.say("There is no such page at the desk."),
        "link": words.say(
            "This link is not valid: it was used, or is older than 10 minutes. Ask the bot for a new one."
        ),
        "meanwhile": words.say("As things stand now this cannot be done, so nothing was done. Open the page anew."),
        "large": words.say("This is too long to be sent at once."),
        "fast": words.say("That is too fast. Please wait a few seconds and try again."),
        "later": words.say("That did not work now. Try it again in a moment."),
        "origin": words.say("This did not come from a page of the desk, so nothing was done."),
        "stale": words.say("This page is of an earlier sign-in, so nothing was done. Open the page anew."),
        "wrong": words.say("This could not be read, so nothing was done."),
    }


def choose_status(alert: str, wrong: object = None) -> HTTPStatus:
    """The status of a page that is shown again: 409 beside an alert, 422 where fields are wrong, else 200."""
    return HTTPStatus.CONFLICT if alert else HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
