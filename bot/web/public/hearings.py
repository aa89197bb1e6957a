"""The hearings of the public page: a list, each with its papers and results, and a calendar to subscribe to."""

import asyncio
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.budget.hearing import HearingState
from bot.chat.texts import Words, find_words
from bot.export import hearing_files
from bot.export.calendar_file import write_calendar
from bot.export.facts import HearingFacts
from bot.language.kyrgyz import clean
from bot.office.library import library
from bot.office.reads.page import hearings, opened
from bot.office.reads.page.opened import OpenedPage
from bot.office.wording import hearing_words
from bot.office.wording.as_written import show_as_written
from bot.web.pages.packed import Packed
from bot.web.public.asked import Asked, read_number
from bot.web.public.property import list_beside
from bot.web.public.serving import Serving, Values
from storage.budget_papers import KeptPaper
from storage.hearings import Hearing
from storage.store import Store

CALENDAR = "text/calendar; charset=utf-8"


class HearingPages:
    """Serves `/<aimak>/hearings`, each hearing below it, and `/<aimak>/hearings.ics`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [
            Route("/{aimak}/hearings", self.on_list),
            Route("/{aimak}/hearings.ics", self.on_calendar),
            Route("/{aimak}/hearings/{id}.ics", self.on_file),
            Route("/{aimak}/hearings/{id}", self.on_hearing),
        ]

    async def on_list(self, request: Request) -> Response:
        """Hearings to come and past, and the papers of the budget."""

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values:
            at = self._serving.clock()
            found = await hearings.list_hearings(store, page=page, number=asked.page - 1, at=at)
            words, number = find_words(asked.language), found.number + 1
            return {
                "title": words.say("Budget hearings"),
                "to_come": [_show(words, asked, one, at=at) for one in found.to_come],
                "past": [_show(words, asked, one, at=at) for one in found.past],
                "papers": [_show_paper(words, asked, one) for one in found.papers],
                "of_budget": words.say("Papers of the budget of {year}", year=found.papers_year or ""),
                "newer": asked.link("hearings", page=number - 1) if found.number else "",
                "older": asked.link("hearings", page=number + 1) if found.number < found.last else "",
                "at": words.say("Page {number} of {all}", number=number, all=found.last + 1),
                "calendar": self._find_calendar(asked),
                "documents": await _list_documents(store, words, asked, page),
                "of_library": words.say("Charter and plans"),
                "beside": await list_beside(store, words, asked, page),
                "said": _say_around(words),
            }

        return await self._serving.answer_part(request, Asked.of(request), "hearings", "public/hearings.html", read)

    async def on_hearing(self, request: Request) -> Response:
        """One hearing: when and where, what is read there, who came, what was decided."""
        id = read_number(request.path_params["id"])

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values | None:
            found = (
                await hearings.find_hearing(store, page=page, id=id, language=asked.language)
                if id is not None
                else None
            )
            if found is None:
                return None
            words = find_words(asked.language)
            return {
                "title": hearing_words.say_title(words, found.hearing).rstrip("."),
                "path": f"hearings/{found.hearing.id}",
                "one": _show(words, asked, found.hearing, at=self._serving.clock()),
                "came": words.say(
                    "People: {people}, of them women: {women} ({share} %)",
                    people=words.number(found.came.people),
                    women=words.number(found.came.women),
                    share=words.percent(found.came.percent_women),
                )
                if found.came
                else "",
                "papers": [_show_paper(words, asked, one) for one in found.papers],
                "results": clean(found.results),
                "file": asked.link("hearings", f"{found.hearing.id}.ics"),
                "said": _say_around(words),
            }

        return await self._serving.answer_part(
            request, Asked.of(request), "hearings", "public/hearing.html", read, also=id
        )

    async def on_calendar(self, request: Request) -> Response:
        """All hearings as a calendar that a telephone asks for again by itself."""
        return await self._answer_calendar(request, None)

    async def on_file(self, request: Request) -> Response:
        """One hearing as a calendar file."""
        return await self._answer_calendar(request, read_number(request.path_params["id"]) or 0)

    async def _answer_calendar(self, request: Request, id: int | None) -> Response:
        asked = Asked.of(request)

        async def make() -> Packed:
            found = await self._serving.office.database.read(lambda store: self._collect(store, asked, id))
            if found is None:
                return await self._serving.make_off(request)
            page, facts = found
            words = find_words(asked.language)
            name = words.say("Budget hearings: {aimak}", aimak=clean(page.aimak.name(asked.language)))
            body = await asyncio.to_thread(write_calendar, facts, words, name=name, code=page.aimak.code)
            return self._serving.pack(body, CALENDAR)

        return await self._serving.answer(request, ("calendar", asked.aimak, asked.language, id), make)

    async def _collect(
        self, store: Store, asked: Asked, id: int | None
    ) -> tuple[OpenedPage, list[HearingFacts]] | None:
        page = await opened.find_page(store, code=asked.aimak, at=self._serving.clock())
        if page is None:
            return None
        every = [one for one in await hearings.list_all(store, page=page) if id in {None, one.id}]
        if id is not None and not every:
            return None
        return page, [await hearing_files.collect_facts(store, one) for one in every]

    def _find_calendar(self, asked: Asked) -> str:
        # Without a public address nothing can be subscribed to: the file is all there is.
        address = asked.link("hearings.ics")
        base = self._serving.base
        return f"webcal://{urlsplit(base).netloc}{address}" if base else address


def _show(words: Words, asked: Asked, one: Hearing, *, at: int) -> Values:
    agenda = one.terms.agenda
    return {
        "title": hearing_words.say_title(words, one).rstrip("."),
        "href": asked.link("hearings", one.id),
        "when": hearing_words.say_when(words, one.terms),
        "place": show_as_written(words, one.terms.place),
        "agenda": clean(agenda).strip() if agenda else "",
        "state": words.say(hearing_words.say_state(one, at=at)),
        "cancelled": one.state is HearingState.CANCELLED,
    }


def _show_paper(words: Words, asked: Asked, one: KeptPaper) -> Values:
    return {
        "title": words.say(hearing_words.PAPERS[one.kind]),
        "text": clean(one.text or "").strip(),
        "href": asked.link("papers", one.id) if one.digest is not None else "",
    }


async def _list_documents(store: Store, words: Words, asked: Asked, page: OpenedPage) -> list[Values]:
    # The library: files alone.
    found = await library.list_documents(store, aimak_id=page.aimak.id)
    return [
        {"title": library.say_document(words, one), "text": "", "href": asked.link("papers", one.id)}
        for one in found
        if one.digest is not None
    ]


def _say_around(words: Words) -> dict[str, str]:
    return {
        "to_come": words.say("To come"),
        "past": words.say("Past hearings"),
        "none": words.say("No hearing is announced now."),
        "no_past": words.say("There has been no hearing yet."),
        "when": words.say("When"),
        "where": words.say("Where"),
        "agenda": words.say("Agenda"),
        "state": words.say("How it stands"),
        "came": words.say("Who came"),
        "papers": words.say("Papers"),
        "results": words.say("Results"),
        "save": words.say("Save the file"),
        "calendar": words.say("Subscribe to the calendar of hearings"),
        "to_calendar": words.say("Put into the calendar"),
    }
