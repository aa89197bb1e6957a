"""The proposals of the public page: the start, an overview, a list with its search, one by itself."""

import re
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.budget.proposal import Side
from bot.chat.texts import LANGUAGES, find_words
from bot.export.bilingual import say_side_count
from bot.office.reads.page import opened, proposals, search
from bot.office.reads.page.opened import OpenedPage
from bot.web.chat.page import choose_spoken
from bot.web.pages.packed import Packed, send
from bot.web.public.asked import OPEN, Asked, make_link, read_number
from bot.web.public.rows import show_counts, show_row, show_stage
from bot.web.public.said import LANGUAGE_NAMES, SIDES, name_decisions
from bot.web.public.serving import Serving, Values
from storage.page.shown import ShownPage
from storage.store import Store

_CODE = re.compile(r"[a-z0-9]{2,16}")
LISTED_LIFE = 60_000  # milliseconds for which the list of all aimaks is kept


class ProposalPages:
    """Serves `/`, `/<aimak>`, `/<aimak>/proposals` and each proposal at `/<aimak>/<year>/<number>`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [
            Route("/", self.on_start),
            Route("/{aimak}", self.on_overview),
            Route("/{aimak}/", self.on_slash),
            Route("/{aimak}/proposals", self.on_list),
            Route("/{aimak}/{year}/{number}", self.on_proposal),
        ]

    async def on_start(self, request: Request) -> Response:
        """The aimaks that have a page, and the way to the chat."""
        language = choose_spoken(request)
        words = find_words(language)

        async def make() -> Packed:
            found = await self._serving.office.database.read(opened.list_pages)
            rayons: dict[str, list[tuple[str, str]]] = {}
            for one in found:
                place = f"{one.oblast(language)}, {one.rayon(language)}"
                rayons.setdefault(place, []).append((make_link(f"/{one.code}", lang=language), one.name(language)))
            said = {
                "title": words.say("Proposals to the local budget"),
                "about": words.say("What was proposed, what was decided and why: choose an ayil aimak."),
                "nobody": words.say("No ayil aimak has a public page yet."),
                "propose": words.say("Make a proposal"),
                "language": words.say("Language"),
                "skip": words.say("To the content"),
            }
            languages = [(one, make_link("/", lang=one), LANGUAGE_NAMES[one], one == language) for one in LANGUAGES]
            return await self._serving.write(
                "public/start.html", language=language, say=said, rayons=rayons, languages=languages,
                chat=make_link("/chat", lang=language), base=self._serving.base,
            )  # fmt: skip

        return await self._serving.answer(request, ("start", language), make, life=LISTED_LIFE)

    async def on_slash(self, request: Request) -> Response:
        """Leads to the page whoever typed a stroke behind the name of an aimak."""
        asked = Asked.of(request)
        if not _CODE.fullmatch(asked.aimak):  # no aimak has such a code
            return send(request, await self._serving.make_off(request))
        return RedirectResponse(asked.link(), HTTPStatus.PERMANENT_REDIRECT)

    async def on_overview(self, request: Request) -> Response:
        """The first page of an aimak."""
        asked = Asked.of(request)

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values:
            found = await proposals.read_overview(store, page=page, year=page.choose_year(asked.year))
            return _show_overview(page, asked, found)

        return await self._serving.answer_part(request, asked, "", "public/overview.html", read)

    async def on_list(self, request: Request) -> Response:
        """A list of proposals, narrowed and searched."""
        asked = Asked.of(request)

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values:
            year = page.choose_year(asked.year)
            found = await search.search(store, page=page, year=year, words=asked.words) if asked.words else None
            listed = await proposals.list_proposals(
                store, page=page, year=year, side=asked.side, decision=asked.decision, is_open=asked.is_open,
                found=found, number=asked.page - 1,
            )  # fmt: skip
            return _show_list(page, asked, listed, year=year, is_near=found is not None and found.is_near)

        return await self._serving.answer_part(request, asked, "proposals", "public/list.html", read)

    async def on_proposal(self, request: Request) -> Response:
        """One proposal with what became of it."""
        asked, number = Asked.of(request), read_number(request.path_params["number"])
        part = request.query_params.get("part", "")[: opened.LONGEST]

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values | None:
            if number is None or asked.year is None:
                return None
            aimak_id = await opened.find_part(store, page=page, code=part)
            found = await proposals.find_proposal(store, page=page, aimak_id=aimak_id, year=asked.year, number=number)
            if found is None:
                return None
            words, (shown, said) = find_words(asked.language), found
            return {
                "title": f"№ {shown.label}",
                "path": f"{shown.year}/{shown.number}",
                "kept": {"part": shown.code} if shown.code != asked.aimak else {},
                "one": show_row(words, asked, shown, whole=True),
                "stages": [show_stage(words, asked, shown, one) for one in said],
                "cols": _name_columns(asked),
                "year": words.say("Budget year {year}", year=shown.year),
            }

        return await self._serving.answer_part(
            request, asked, "proposals", "public/proposal.html", read, also=(number, part)
        )


def _show_overview(page: OpenedPage, asked: Asked, found: proposals.Overview) -> Values:
    words = find_words(asked.language)
    return {
        "title": words.say("Budget year {year}", year=found.year),
        "years": list_years(page, asked, found.year),
        "cols": _name_columns(asked),
        "counts": [show_counts(words, asked, one, year=found.year) for one in found.counts],
        "sides": [
            {
                "title": say_side_count(words.say_n, side, listed.total),
                "rows": [show_row(words, asked, one) for one in listed.rows],
                "more": asked.link("proposals", year=found.year, side=side.value)
                if listed.total > len(listed.rows)
                else "",
                "none": words.say("There are no proposals on this side yet."),
            }
            for side, listed in found.newest.items()
        ],
    }


def _show_list(page: OpenedPage, asked: Asked, listed: ShownPage, *, year: int, is_near: bool) -> Values:
    words = find_words(asked.language)
    kept: dict[str, object] = {
        "year": year,
        "side": asked.side.value if asked.side else None,
        "decision": OPEN if asked.is_open else asked.decision.value if asked.decision else None,
        "q": asked.words,
    }
    number = listed.number + 1
    return {
        "title": words.say("The proposals"),
        "years": list_years(page, asked, year),
        "cols": _name_columns(asked),
        "year": year,
        "action": f"/{page.aimak.code}/proposals",
        "rows": [show_row(words, asked, one) for one in listed.rows],
        "found": words.say_n("{n} proposal", "{n} proposals", listed.total),
        "newer": asked.link("proposals", **kept, page=number - 1) if listed.number else "",
        "older": asked.link("proposals", **kept, page=number + 1) if listed.number < listed.last else "",
        "near": words.say("These words are in no proposal. Here are the likest ones:") if is_near else "",
        "at": words.say("Page {number} of {all}", number=number, all=listed.last + 1),
        "asked": kept,
        "form": {
            "q": words.say("Search: words, a number or a budget line"),
            "side": words.say("Side"),
            "decision": words.say("Decision"),
            "any": words.say("All"),
            "go": words.say("Show"),
            "none": words.say("Nothing was found."),
        },
        "side_choices": [(one.value, words.say(SIDES[one])) for one in Side],
        "decision_choices": name_decisions(words),
    }


def list_years(page: OpenedPage, asked: Asked, year: int, part: str = "") -> list[tuple[str, str, bool]]:
    """The ways to the other budget years; none where there is one year alone."""
    if len(page.years) < 2:
        return []
    words = find_words(asked.language)
    return [
        (asked.link(*filter(None, [part]), year=one), words.say("Budget year {year}", year=one), one == year)
        for one in page.years
    ]


def _name_columns(asked: Asked) -> dict[str, str]:
    words = find_words(asked.language)
    return {
        "side": words.say("Side"),
        "made": words.say("Proposed"),
        "decided": words.say("With a decision"),
        "went_in": words.say("In the draft, wholly or partly"),
        "sum": words.say("Sum"),
        "share": words.say("Share of the draft"),
        "counted": words.say("What was proposed and what was decided"),
        "category": words.say("Category"),
        "decision": words.say("Decision"),
        "reason": words.say("Reason"),
        "line": words.say("Budget line"),
        "day": words.say("Decided on"),
        "stage": words.say("How the work stands"),
        "hidden": words.say("The text is not shown here."),
        "text": words.say("Text"),
        "answer": words.say("Answer of the ayil okmotu"),
        "corrected": words.say("The answer was corrected."),
        "photo": words.say("Photo of the work"),
        "years": words.say("Budget years"),
    }
