"""The public page put together: all its parts, and what tells machines that read the web where they may go."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.app import Office
from bot.web.chat.inbound_limits import Callers
from bot.web.pages.render import Pages
from bot.web.pages.trouble import Trouble
from bot.web.public.downloads import Downloads
from bot.web.public.feed import Feed
from bot.web.public.figures import FigurePages
from bot.web.public.files import PublicFiles
from bot.web.public.hearings import HearingPages
from bot.web.public.property import PropertyPages
from bot.web.public.proposals import ProposalPages
from bot.web.public.serving import Serving
from bot.web.public.together import TogetherPages

_ROBOTS = "User-agent: *\nDisallow: /chat\nDisallow: /desk\nDisallow: /admin\nDisallow: /*?*q=\n"


class PublicPage:
    """Everything that anybody may read, without a token."""

    def __init__(
        self,
        office: Office,
        pages: Pages,
        *,
        clock: Callable[[], int],
        steady: Callable[[], int],
        trouble: Trouble,
        callers: Callers | None = None,
    ) -> None:
        base = office.settings.web.url.rstrip("/")
        self.serving = Serving(office, pages, clock=clock, steady=steady, base=base, trouble=trouble, callers=callers)
        parts = (HearingPages, PropertyPages, FigurePages, TogetherPages, PublicFiles, Downloads, Feed, ProposalPages)
        self._parts = [part(self.serving) for part in parts]

    def list_routes(self) -> list[BaseRoute]:
        """What is served. It comes behind every other route."""
        return [Route("/robots.txt", on_robots), *(route for part in self._parts for route in part.list_routes())]


async def on_robots(_: Request) -> Response:
    """What machines that read the web may ask for."""
    return PlainTextResponse(_ROBOTS)
