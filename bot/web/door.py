"""Opens the web door for the web chat, or where a messenger calls one of our accounts. Starlette is not read before."""

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.app import CannotStart, Office, steady
from bot.channels.contract import Channel
from bot.channels.intake import Intake
from bot.logs import say_where
from bot.settings import Settings
from bot.web.door_check import prove_install
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.web.chat.inbound_limits import Callers
    from bot.web.figures_of_workers import FiguresOfWorkers
    from bot.web.pages.trouble import Trouble
    from bot.web.server import Listening

log = structlog.get_logger(__name__)

PATIENCE = 5.0  # seconds in which the database must be written
BACKLOG = 128  # connections that wait to be taken
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, OSError)
WEB = "web"  # the channel that is served here, and that nobody polls
WRITTEN = "ready_at"  # the fact about the install that is written to see whether it can be


def open_door(settings: Settings, channels: Sequence[Channel], closing: AsyncExitStack) -> socket.socket | None:
    """Takes the port before anything is taken in; None where neither pages nor figures are served. Raises CannotStart."""
    is_wanted = any(channel.webhook or channel.name == WEB for channel in channels) or settings.web.metrics_token
    if not is_wanted:
        return None
    host, port = settings.web.address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = (error.strerror or type(error).__name__).partition(" (")[0].lower()
        raise CannotStart(f"SUNUSH_WEB_LISTEN: {settings.web.listen} cannot be listened on ({why}).") from None
    closing.callback(opened.close)
    return opened


def make_listening(
    opened: socket.socket,
    office: Office,
    channels: Sequence[Channel],
    intakes: Mapping[tuple[str, str], Intake],
    clock: Callable[[], int],
    *,
    wake: Callable[[], object] = lambda: None,
    counts: Callable[[], Mapping[str, int]] = dict,
    of_workers: "FiguresOfWorkers | None" = None,
    callers: "Callers | None" = None,
) -> "Listening":
    """Makes what serves the webhooks, the web chat and the desk, and says whether the process is well.

    wake says that something was queued. counts gives what this process has counted, by name, for `/metrics`.
    of_workers are the figures of others that serve beside, and callers the limits that are kept with them.
    """
    from bot.web.app import WebDoor
    from bot.web.figures import Figures
    from bot.web.health import Health
    from bot.web.pages.trouble import Trouble
    from bot.web.privacy import PrivacyPage
    from bot.web.server import Listening

    webhooks = [channel.webhook for channel in channels if channel.webhook is not None]
    polled = {one: intake for one, intake in intakes.items() if one[0] != WEB}
    own = {one: intake for one, intake in intakes.items() if one not in polled}
    health = Health(polled, webhooks, partial(_may_write, office.database, clock), clock, steady, own)
    figures = Figures(office.database, office.settings.data_dir, steady=steady, counts=counts)
    trouble = Trouble()
    routes = [
        route
        for channel in channels
        for route in _list_routes(channel, office, intakes, clock, wake=wake, trouble=trouble, callers=callers)
    ]
    door = WebDoor(
        webhooks, health, steady=steady, figures=figures, of_workers=of_workers,
        metrics_token=office.settings.web.metrics_token,
        routes=[*PrivacyPage(office, trouble).list_routes(with_static=not routes), *routes],
        prove=partial(prove_install, office.seal), trouble=trouble,
    )  # fmt: skip
    return Listening(door.app, opened)


def _list_routes(
    channel: Channel,
    office: Office,
    intakes: Mapping[tuple[str, str], Intake],
    clock: Callable[[], int],
    *,
    wake: Callable[[], object],
    trouble: "Trouble",
    callers: "Callers | None",
) -> "list[BaseRoute]":
    # Nothing of templates is read where no page is served.
    if channel.name != WEB:
        return []
    from bot.channels.web import Web
    from bot.web.chat.gate import Gate
    from bot.web.chat.page import ChatPage
    from bot.web.chat.posting import Posting
    from bot.web.chat.reading import Reading
    from bot.web.desk.pages import list_desk
    from bot.web.pages.render import Pages, list_static
    from bot.web.public.page import PublicPage

    assert isinstance(channel, Web)
    intake = intakes[channel.name, channel.account]
    gate = Gate(channel, behind_proxy=bool(office.settings.web.url), steady=steady, callers=callers)
    posting = Posting(channel, intake, office.database, gate)
    reading = Reading(channel, intake, office, gate, clock=clock)
    pages = Pages(embedding=office.settings.web.embed)
    page = ChatPage(office, pages, trouble)
    public = PublicPage(office, pages, clock=clock, steady=steady, trouble=trouble, callers=callers)
    desk = list_desk(office, clock=clock, steady=steady, wake=wake, callers=callers)
    ours = [*posting.list_routes(), *reading.list_routes(), *page.list_routes(), *desk, *list_static()]
    return [*ours, *public.list_routes()]  # an aimak may have any code, so its page comes last


async def _may_write(database: Database, clock: Callable[[], int]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await database.write(lambda store: store.meta.put(WRITTEN, str(clock())))
    except NOT_NOW as error:
        log.error("the database cannot be written now", error=say_where(error))
        return False
    return True
