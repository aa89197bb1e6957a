"""The chat in a frame of an aimak's own site: a listed site may show it, no other one may."""

import asyncio
import socket
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.install.office import Office as Install
from bot.web.chat.page import ChatPage
from bot.web.pages.render import Pages, list_static
from bot.web.pages.trouble import Trouble
from bot.web.server import Listening
from tests.web.browser import needs_browser, open_browser
from tests.web.desk.desks import open_desk

# Some browsers keep nothing for a frame of another site.
_KEEPS_NOTHING = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied') } })"
pytestmark = [pytest.mark.slow, needs_browser]


async def test_a_listed_site_shows_the_chat_in_a_frame_and_another_one_does_not(tmp_path: Path):
    desk = await open_desk(tmp_path)
    opened = socket.create_server(("127.0.0.1", 0))
    port = opened.getsockname()[1]
    listed, strange = f"localhost:{port}", f"other.localhost:{port}"
    pages = Pages(embedding=(f"http://{listed}",))

    async def on_site(_: Request) -> HTMLResponse:
        return HTMLResponse(
            f'<iframe src="http://127.0.0.1:{port}/chat/{desk.office.code}" width=360 height=600></iframe>'
        )

    install = Install(desk.settings, desk.office.database, desk.office.database.seal)
    page = ChatPage(install, pages, Trouble())
    listening = Listening(Starlette(routes=[Route("/site", on_site), *page.list_routes(), *list_static()]), opened)
    running = asyncio.create_task(listening.run())
    meant = ("frame-ancestors", "Refused to frame", "net::ERR_BLOCKED_BY_RESPONSE")
    async with open_browser("http:/", refused=(404,), said=meant) as opens:
        site = await opens(f"/{listed}/site")
        await site.frame_locator("iframe").get_by_role("button", name="Кыргызча").wait_for()
        await site.add_init_script(_KEEPS_NOTHING)
        await site.reload()
        await site.frame_locator("iframe").locator("#pull", has_text="шилтемеси менен гана ачылат").wait_for()
        blocked = await opens(f"/{strange}/site")
        assert await blocked.frame_locator("iframe").get_by_role("button", name="Кыргызча").count() == 0
        assert "chrome-error" in blocked.frames[1].url
    listening.stop()
    await running
    await desk.office.database.close()
