"""An office whose desk is served, and people with browsers at it. HTTP is asked within the process, without a line."""

import asyncio
import html
import re
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.budget.permissions import Role
from bot.install.office import Office as Install
from bot.office.desk import sign_in
from bot.office.messenger_accounts import links, listed
from bot.office.messenger_accounts.listed import Served
from bot.settings import Settings, WebSettings
from bot.web.desk.pages import list_desk
from bot.web.pages.render import list_static
from bot.web.server import Listening
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.people import Person
from tests.databases import KEY, migrated_file
from tests.office.offices import Office

BASE = "http://desk.example"
_CSRF = re.compile(r'name="csrf" value="(\w+)"')


@dataclass
class Browser:
    """One browser of somebody: its cookies, and the page that is open."""

    line: httpx.AsyncClient
    page: str = ""
    status: int = 0
    at: str = ""
    headers: httpx.Headers = field(default_factory=httpx.Headers)

    async def opens(self, path: str) -> str:
        """Opens a page, and returns what stands on it."""
        return self._shows(await self.line.get(path, follow_redirects=True))

    async def posts(self, path: str, *, csrf: str | None = None, origin: str | None = BASE, **fields: Any) -> str:
        """Posts a form as the open page would, and follows where it leads."""
        found = _CSRF.search(self.page)
        token = csrf if csrf is not None else found[1] if found else ""
        headers = {"origin": origin} if origin is not None else {}
        sent = {"csrf": token, "key": uuid.uuid4().hex, **fields}
        return self._shows(await self.line.post(path, data=sent, headers=headers, follow_redirects=True))

    def _shows(self, answer: httpx.Response) -> str:
        self.page, self.status, self.at, self.headers = answer.text, answer.status_code, answer.url.path, answer.headers
        return self.text

    @property
    def csrf(self) -> str:
        """The token of the open page's forms."""
        found = _CSRF.search(self.page)
        return found[1] if found else ""

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.page)).replace("\xa0", " ").split())


@dataclass
class ServedDesk:
    """The served desk over an office, and all that has a browser there."""

    office: Office
    app: Starlette
    settings: Settings
    woken: list[bool] = field(default_factory=list)

    def browser(self) -> Browser:
        """A browser of somebody who is not signed in."""
        transport = httpx.ASGITransport(app=self.app)
        return Browser(httpx.AsyncClient(transport=transport, base_url=BASE, headers={"accept-language": "ky"}))

    async def link(self, person: Person) -> str:
        """The path of a fresh link of somebody."""
        link = await self.office.does(sign_in.make_link, by=person)
        assert link is not None
        return str(link).removeprefix(BASE)

    async def signs_in(self, person: Person) -> Browser:
        """Somebody's browser, signed in by a link of the bot."""
        browser = self.browser()
        await browser.opens(await self.link(person))
        await browser.posts(browser.at)
        assert (browser.status, browser.at) == (200, "/desk"), browser.text
        return browser

    async def clerk(self, name: str = "Бакыт", role: Role = Role.STAFF) -> tuple[Person, Browser]:
        """Somebody of the office, and their browser."""
        person = await self.office.meets(name, role)
        return person, await self.signs_in(person)


async def open_desk(folder: Path, steady: Callable[[], int] | None = None) -> ServedDesk:
    """Opens an office of its own, and serves its desk. With each request a second passes, unless steady says otherwise."""
    database = Database(make_database_url(f"sqlite:///{migrated_file(folder / 'desk.db')}"), Seal(KEY))
    return await serve_desk(await Office(database).opens(), folder, steady)


async def serve_desk(office: Office, folder: Path, steady: Callable[[], int] | None = None) -> ServedDesk:
    """Serves the desk of an office."""
    settings = Settings(folder / "data", "", folder / "key", web=WebSettings(chat="1"))
    install, woken = Install(settings, office.database, Seal(KEY)), list[bool]()
    app = Starlette(
        routes=[
            *list_desk(
                install, clock=lambda: office.now, steady=steady or count(0, 1000).__next__,
                wake=lambda: woken.append(True),
            ),
            *list_static(),
        ]
    )  # fmt: skip
    app.router.redirect_slashes = False

    async def serve(store: Any) -> None:
        await listed.keep(store, [Served("web", "web"), Served("telegram", "bot")])
        await links.keep(store, "web", "web", bare=f"{BASE}/chat", with_payload=f"{BASE}/chat#PAYLOAD")

    await office.database.write(serve)
    return ServedDesk(office, app, settings, woken)


@asynccontextmanager
async def on_a_port(served: ServedDesk) -> AsyncIterator[str]:
    """Serves it to real browsers, on a free port of this computer; yields the address."""
    opened = socket.create_server(("127.0.0.1", 0))
    listening = Listening(served.app, opened)
    running = asyncio.create_task(listening.run())
    try:
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        listening.stop()
        await running
