"""The queue: what awaits an answer."""

from starlette.requests import Request
from starlette.responses import Response

from bot.office.desk import sign_in
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.guard import Seen


async def on_queue(desk: Desk, seen: Seen, request: Request) -> Response:
    """The queue."""
    return await desk.show(seen, request, "queue.html", title=seen.words.say("Awaiting an answer"))


ENTRIES: tuple[DeskPage | DeskAct, ...] = (DeskPage(sign_in.PATH, None, on_queue),)
