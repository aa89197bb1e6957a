"""An office with its public page, and readers who ask for it without a browser; a clock moved by hand."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Side
from bot.install.office import Office as Install
from bot.office import proposals
from bot.office.answers import answers
from bot.office.public import looks
from bot.settings import Settings
from bot.web.pages.render import Pages, list_static
from bot.web.pages.trouble import Trouble
from bot.web.public.page import PublicPage
from bot.web.server import Listening
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.people import Person
from storage.proposals import Proposal
from tests.databases import KEY, migrated_file
from tests.office.offices import LIGHT, MINUTE, Office

SENTENCE = "Айылдын чырактары үчүн мамылар быйыл коюлат, акча бөлүндү."
INCLUDED = Answer(Decision.INCLUDED, None, SENTENCE, 90_000, "7.3 Жарык")


@dataclass
class Village:
    """An office whose page is on, its head and clerk, residents, and what asks for the page."""

    office: Office
    page: PublicPage
    line: httpx.AsyncClient
    settings: Settings
    app: Starlette
    steady: list[int] = field(default_factory=lambda: [0])  # ms

    async def reads(self, path: str, **headers: str) -> httpx.Response:
        """Asks for an address as a browser does."""
        return await self.line.get(path, headers=headers)

    async def text(self, path: str) -> str:
        """The text of a page that is there."""
        found = await self.reads(path)
        assert found.status_code == 200, (path, found.status_code)
        return found.text

    def passes(self, minutes: int = 1) -> None:
        """What is kept grows old."""
        self.steady[0] += minutes * MINUTE

    async def clerk(self) -> Person:
        return self.office.people.get("Нурлан") or await self.office.meets("Нурлан", Role.STAFF)

    async def proposed(
        self, name: str, text: str = LIGHT, *, side: Side = Side.SPENDING, category: str | None = "sp_lighting",
        public: bool | None = None, **more: Any,
    ) -> Proposal:  # fmt: skip
        """A proposal of somebody's, whose text may be shown if they say so."""
        author = self.office.people.get(name) or await self.office.meets(name)
        self.office._drawn += 1
        draft = proposals.ProposalToSend(
            key=f"{self.office.code} {self.office._drawn}", side=side, text=text, category=category, **more
        )
        made, _ = await self.office.does(
            proposals.submit, draft=draft, by=author, aimak_id=self.office.aimak_id, language="ky"
        )
        if public is not None:
            await self.office.database.write(
                lambda store: store.public_consents.set_public(made.id, public=public, page=public, at=self.office.now)
            )
        return made

    async def answered(self, made: Proposal, answer: Answer = INCLUDED, **more: Any) -> None:
        """The office's answer leaves."""
        await self.office.does(answers.send, by=await self.clerk(), id=made.id, answer=answer, **more)

    async def looked(self, made: Proposal, *, shown: bool = True) -> None:
        """A clerk looks at the text and lets it stand on the page, or not."""
        await self.office.does(looks.look, by=await self.clerk(), id=made.id, revision=1, shown=shown)

    async def switches(self, *, is_on: bool) -> None:
        """The page is turned on or off."""
        at = self.office.now
        await self.office.database.write(
            lambda store: store.pages.put(self.office.aimak_id, is_on=is_on, contact=None, by=None, at=at)
        )


@asynccontextmanager
async def open_village(folder: Path, *, url: str = "") -> AsyncIterator[Callable[..., Any]]:
    """Yields what enters an aimak by its code, its page on; all of them are served by one door."""
    path = migrated_file(folder / "public.db")
    database = Database(make_database_url(f"sqlite:///{path}"), Seal(KEY))
    settings = Settings(folder, f"sqlite:///{path}", folder / "key", web=_at(url))
    steady, clock = [0], [0]
    page = PublicPage(
        Install(settings, database, Seal(KEY)),
        Pages(),
        clock=lambda: clock[0],
        steady=lambda: steady[0],
        trouble=Trouble(),
    )
    app = Starlette(routes=[*list_static(), *page.list_routes()])
    app.router.redirect_slashes = False
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)

    async def enter(code: str = "kokjar") -> Village:
        office = await Office(database, code).opens()
        clock[0] = office.now
        village = Village(office, page, line, settings, app, steady)
        await village.switches(is_on=True)
        return village

    async with httpx.AsyncClient(transport=transport, base_url="http://page.test") as line:
        yield enter
    await database.close()


@asynccontextmanager
async def serve(app: Starlette) -> AsyncIterator[str]:
    """Opens a door on a free port, and yields its address."""
    opened = socket.create_server(("127.0.0.1", 0))
    listening = Listening(app, opened)
    running = asyncio.create_task(listening.run())
    try:
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        listening.stop()
        await running


def _at(url: str) -> Any:
    from bot.settings import WebSettings

    return WebSettings(url=url)
