"""The data of the public page: what its columns mean, and a year as CSV and JSON lines."""

import asyncio
import shutil
import uuid

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.chat.texts import find_words
from bot.export.public_page.files import FORMS, make_legend, write_public
from bot.office.reads.page import opened
from bot.office.reads.page.opened import OpenedPage
from bot.web.pages.packed import Packed
from bot.web.public.asked import Asked, read_number
from bot.web.public.serving import Serving, Values
from storage.aimaks import Aimak
from storage.store import Store

LIFE = 600_000  # milliseconds for which a file is kept: its pseudonyms are drawn anew with each
WEIGHT = 10.0  # of a caller's share of pages that are made


class Downloads:
    """Serves `/<aimak>/data` and `/<aimak>/proposals-<year>.csv` or `.jsonl`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [Route("/{aimak}/data", self.on_data), Route("/{aimak}/proposals-{year}.{form}", self.on_file)]

    async def on_data(self, request: Request) -> Response:
        """The files there are, and what stands in them (data dictionary)."""

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values:
            words = find_words(asked.language)
            headings, *rows = make_legend(asked.language, [page.aimak]).explained()
            return {
                "title": words.say("Data to take along"),
                "files": [
                    (words.say("Budget year {year}", year=year), form.upper(), asked.link(f"proposals-{year}.{form}"))
                    for year in page.years
                    for form in FORMS
                ],
                "headings": headings,
                "rows": rows,
                "said": {
                    "how": words.say("Rows are mixed, and numbers are replaced, so that nobody finds their neighbour."),
                    "small": words.say("A village with fewer than five authors is not named."),
                    "codes": words.say("In CSV stand words, in JSONL codes: both are explained below."),
                    "explained": words.say("What the columns mean"),
                },
            }

        return await self._serving.answer_part(request, Asked.of(request), "data", "public/data.html", read)

    async def on_file(self, request: Request) -> Response:
        """A year as a file."""
        asked, form = Asked.of(request), request.path_params["form"]
        year = read_number(request.path_params["year"])

        async def make() -> Packed:
            found = await self._serving.office.database.read(lambda store: self._find(store, asked, year))
            if found is None or year is None or form not in FORMS:
                return await self._serving.make_off(request)
            body = await self._write(found, year, form, asked.language)
            name = f"sunush-{found[0].code}-{year}.{form}"
            return await asyncio.to_thread(
                self._serving.pack, body, FORMS[form], content_disposition=f'attachment; filename="{name}"'
            )

        key = ("file", asked.aimak, asked.language, year, form if form in FORMS else "")
        return await self._serving.answer(request, key, make, life=LIFE, weight=WEIGHT)

    async def _find(self, store: Store, asked: Asked, year: int | None) -> list[Aimak] | None:
        page = await opened.find_page(store, code=asked.aimak, at=self._serving.clock())
        if page is None or year not in page.years:
            return None
        return [page.aimak, *[await store.aimaks.get(id) for id in page.also]]

    async def _write(self, aimaks: list[Aimak], year: int, form: str, language: str) -> bytes:
        office = self._serving.office
        folder = office.settings.exports_dir / uuid.uuid4().hex[:12]
        folder.mkdir(parents=True, mode=0o700)
        path = folder / f"proposals.{form}"
        try:
            await write_public(
                office.database, office.seal, path=path, form=form, aimaks=aimaks, year=year, language=language
            )
            return await asyncio.to_thread(path.read_bytes)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
