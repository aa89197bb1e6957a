"""What Telegram will not do, in its own words and codes."""

from typing import Any

from aiohttp import web

LOST_QUERY = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
PHRASES = {400: "Bad Request", 403: "Forbidden", 429: "Too Many Requests", 500: "Internal Server Error"}
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
STATES = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "kicked": "bot was kicked from the {type} chat",
    "not started": "bot can't initiate conversation with a user",
}


class Refusal(Exception):
    """What Telegram would not do, in its words."""

    def __init__(self, code: int, said: str, **parameters: int) -> None:
        super().__init__(said)
        self.code = code
        self.said = f"{PHRASES[code]}: {said}" if code in PHRASES else said
        self.parameters = parameters


def bad(said: str, **parameters: int) -> Refusal:
    """A refusal of the usual kind."""
    return Refusal(400, said, **parameters)


def too_many(seconds: int) -> Refusal:
    """The rate limit: 429, with the seconds to wait."""
    return Refusal(429, f"retry after {seconds}", retry_after=seconds)


def reply(code: int, said: str, parameters: dict[str, int] | None = None) -> web.Response:
    """An answer with ok: false, a code and its words."""
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": said}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=code)


def refused(refusal: Refusal) -> web.Response:
    """The answer that says a refusal."""
    return reply(refusal.code, refusal.said, refusal.parameters)
