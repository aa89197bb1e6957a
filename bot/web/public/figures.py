"""The figures of the public page: the gauge of criterion 6, and charts (inline SVG) with their figures as tables."""

from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.budget.public.masked import mask
from bot.budget.tally import PARTS
from bot.budget.works.stages import Stage
from bot.chat.texts import Words, find_words
from bot.language.kyrgyz import clean
from bot.office.criteria.criterion_6 import Behind
from bot.office.criteria.score_sheet import Sheet
from bot.office.needs.words import say_needs
from bot.office.reads.page import figures, opened
from bot.office.reads.page.opened import OpenedPage
from bot.office.trust.words import say_result
from bot.office.wording.criterion_6 import list_part_names
from bot.office.works.work_words import STAGES
from bot.web.public.asked import Asked
from bot.web.public.proposals import list_years
from bot.web.public.rows import name_category, show_counts
from bot.web.public.serving import Serving, Values
from bot.web.public.year_charts import show_charts
from storage.store import Store

LIFE = 60_000  # milliseconds for which figures are kept: to count a year takes longer than to read a list
SIZE = 200  # numbers of a page of those behind a part


class FigurePages:
    """Serves `/<aimak>/figures`, and the proposals behind each part of criterion 6 below it."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [Route("/{aimak}/figures", self.on_figures), Route("/{aimak}/figures/{part}", self.on_part)]

    async def on_figures(self, request: Request) -> Response:
        """All figures of a year."""

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values:
            year = page.choose_year(asked.year)
            if (aimak_id := await opened.find_part(store, page=page, code=code)) != page.aimak.id:
                behind = await figures.read_behind(store, page=page, year=year, aimak_id=aimak_id)
                return _show_closed(asked, behind, year)
            found = await figures.read_figures(store, page=page, year=year)
            return _show_figures(page, asked, found, year)

        asked, code = Asked.of(request), _read_code(request)
        return await self._serving.answer_part(
            request, asked, "figures", "public/figures.html", read, also=code, life=LIFE
        )

    async def on_part(self, request: Request) -> Response:
        """The numbers of the proposals behind a part of criterion 6."""
        part = request.path_params["part"]

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values | None:
            if part not in PARTS:
                return None
            year = page.choose_year(asked.year)
            aimak_id = await opened.find_part(store, page=page, code=code)
            found = await figures.read_behind(store, page=page, year=year, aimak_id=aimak_id)
            return _show_part(asked, found, year, part)

        asked, code = Asked.of(request), _read_code(request)
        return await self._serving.answer_part(
            request, asked, "figures", "public/part.html", read, also=(part if part in PARTS else "", code), life=LIFE
        )


def _read_code(request: Request) -> str:
    return request.query_params.get("part", "")[: opened.LONGEST]


def _show_criterion(words: Words, asked: Asked, behind: Behind, year: int) -> Values:
    sheet = behind.sheet
    score = sheet.tally.score
    return {
        "score": float(score) if score is not None else None,
        "scored": words.say(
            "{score} of 100, {points} of 15 points.",
            score=_write(score),
            points=_write(sheet.tally.points15),
        )
        if score is not None
        else words.say("The score is counted once the results of the hearing are published."),
        "counts": words.say(
            "Proposals: {n}, answered: {answered}, decided: {decided}, excluded: {excluded}.",
            n=words.number(sheet.tally.N),
            answered=words.number(sheet.tally.answered),
            decided=words.number(sheet.tally.decided),
            excluded=words.number(sheet.tally.excluded),
        ),
        "parts_of": _list_parts(words, asked, behind, year),
        "said": _say_around(words, sheet),
    }


def _show_closed(asked: Asked, behind: Behind, year: int) -> Values:
    # Of an aimak that became part of this one: its log is closed, and counts for itself.
    words, aimak = find_words(asked.language), behind.sheet.aimak
    return {
        "title": words.say("Figures of {year}", year=year),
        "path": "figures",
        "kept": {"part": aimak.code},
        "years": [],
        "closed": [],
        "is_closed": words.say(
            "{aimak} has become part of this aimak. Its log is closed, and criterion 6 counts it apart.",
            aimak=clean(aimak.name(words.language)),
        ),
        "back": (asked.link("figures", year=year), words.say("Back to the figures")),
        **_show_criterion(words, asked, behind, year),
    }


def _show_figures(page: OpenedPage, asked: Asked, found: figures.Figures, year: int) -> Values:
    words = find_words(asked.language)
    return {
        "title": words.say("Figures of {year}", year=year),
        "years": list_years(page, asked, year, "figures"),
        "is_closed": "",
        "closed": [
            (asked.link("figures", year=year, part=one.sheet.aimak.code), clean(one.sheet.aimak.name(words.language)))
            for one in found.closed
        ],
        "closed_logs": words.say("These became part of the aimak. Criterion 6 counts their logs apart:"),
        **_show_criterion(words, asked, found.behind, year),
        "response": _show_response(words, found.response),
        "categories": _list_bars(
            [(name_category(words, code), made, f"{words.number(made)} / {words.number(went_in)}")
             for code, made, went_in in found.categories]
        ),
        "months": [
            {
                "name": words.month(one.first),
                "received": words.number(one.received),
                "answered": words.number(one.answered),
            }
            for one in found.months
        ],
        "columns": _draw_columns(found.months),
        "works": _list_works(words, found),
        "sides": [show_counts(words, asked, one, year=year) for one in found.sides],
        "corrected": _say_corrected(words, found),
        "heard": _list_heard(words, found, year),
        "charts": show_charts(words, found.drawn),
    }  # fmt: skip


def _show_part(asked: Asked, found: Behind, year: int, part: str) -> Values:
    words, numbers, code = find_words(asked.language), found.numbers[part], found.sheet.aimak.code
    of = {"part": code} if code != asked.aimak else {}
    last = max(0, (len(numbers) - 1) // SIZE)
    at = min(asked.page - 1, last)
    return {
        "title": f"{part} — {list_part_names(words)[part]}",
        "path": f"figures/{part}",
        "kept": of,
        "back": asked.link("figures", year=year, **of),
        "rows": [(f"{number:04}", asked.link(year, number, **of)) for number in numbers[at * SIZE : (at + 1) * SIZE]],
        "found": words.say_n("{n} proposal", "{n} proposals", len(numbers)),
        "newer": asked.link("figures", part, year=year, page=at, **of) if at else "",
        "older": asked.link("figures", part, year=year, page=at + 2, **of) if at < last else "",
        "at": words.say("Page {number} of {all}", number=at + 1, all=last + 1),
        "said": {"back": words.say("Back to the figures"), "none": words.say("No proposal stands behind it.")},
    }


def _list_parts(words: Words, asked: Asked, behind: Behind, year: int) -> list[Values]:
    components, weights = behind.sheet.tally.components or {}, behind.sheet.settings.weights
    of = {"part": behind.sheet.aimak.code} if behind.sheet.aimak.code != asked.aimak else {}
    return [
        {
            "part": part,
            "name": name,
            "share": float(components[part]) if part in components else 0.0,
            "value": f"{_write(components[part] * 100)} %" if part in components else "—",
            "weight": f"{float(getattr(weights, part)) * 100:g} %",
            "rows": words.number(len(behind.numbers[part])),
            "href": asked.link("figures", part, year=year, **of),
        }
        for part, name in list_part_names(words).items()
    ]


def _show_response(words: Words, found: figures.ResponseTime) -> Values:
    few, some = figures.EARLY
    names = (f"0–{few}", f"{few + 1}–{some}", f"{some + 1}–{found.deadline}", f"> {found.deadline}")
    rows = [(name, n, words.number(n)) for name, n in zip(names, found.bands, strict=True)]
    rows.append((words.say("not answered yet"), found.waiting, words.number(found.waiting)))
    return {
        "rows": _list_bars(rows),
        "median": words.say(
            "Half of the first answers came within so many working days: {days}.",
            days=f"{found.median:g}".replace(".", ","),
        )
        if found.median is not None
        else words.say("Nothing is answered yet."),
    }


def _list_heard(words: Words, found: figures.Figures, year: int) -> list[list[str]]:
    # What staff wrote down of a meeting may name somebody, which is covered by stars.
    said = [say_needs(words, year, found.met, cover=lambda text: mask(text).text)] if found.met else []
    said += [say_result(words, found.trust)] if found.trust is not None else []
    return [text.split("\n") for text in said]


def _list_works(words: Words, found: figures.Figures) -> list[Values]:
    counted = [(_capitalise(words.say(STAGES[stage])), found.works.stages.get(stage, 0)) for stage in Stage]
    counted.append((words.say("Nothing said of the work yet"), found.works.unsaid))
    return _list_bars([(name, n, words.number(n)) for name, n in counted])


def _say_corrected(words: Words, found: figures.Figures) -> list[str]:
    said = [
        words.say_n(
            "{n} line of the draft budget was corrected because of residents.",
            "{n} lines of the draft budget were corrected because of residents.",
            found.lines,
        )
    ]
    if found.unlined:
        said.append(
            words.say_n(
                "{n} more proposal went in without a line being named.",
                "{n} more proposals went in without a line being named.",
                found.unlined,
            )
        )
    if found.works.corrections:
        corrections = words.number(found.works.corrections)
        said.append(words.say("Corrected after residents had spoken up of the work: {times}.", times=corrections))
    return said


def _list_bars(rows: list[tuple[str, int, str]]) -> list[Values]:
    most = max((n for _, n, _ in rows), default=0) or 1
    return [{"name": name, "share": n / most, "figure": figure} for name, n, figure in rows]


def _draw_columns(months: tuple[figures.Month, ...]) -> list[dict[str, Any]]:
    most = max((max(one.received, one.answered) for one in months), default=0) or 1
    return [
        {"at": 10 + 40 * place, "received": 100 * one.received / most, "answered": 100 * one.answered / most}
        for place, one in enumerate(months)
    ]


def _say_around(words: Words, sheet: Sheet) -> dict[str, str]:
    return {
        "criterion": words.say("Criterion 6: how good the feedback is"),
        "proposed_score": words.say(
            "This is a proposed score, counted from the log. The commission has the last word."
        ),
        "part": words.say("Part"),
        "value": words.say("Value"),
        "weight": words.say("Weight"),
        "behind": words.say("Proposals behind it"),
        "response": words.say("How long people wait for the first answer"),
        "days": words.say("Working days"),
        "n": words.say("The proposals"),
        "categories": words.say("What is proposed most"),
        "category": words.say("Category"),
        "made_went_in": words.say("Proposed / went in"),
        "months": words.say("By month"),
        "month": words.say("Month"),
        "received": words.say("Came in"),
        "answered": words.say("First answered"),
        "works": words.say("From approved to done"),
        "stage": words.say("How the work stands"),
        "corrections": words.say("Corrections made because of residents"),
        "side": words.say("Side"),
        "went_in": words.say("In the draft, wholly or partly"),
        "sum": words.say("Sum"),
        "share": words.say("Share of the draft"),
        "years": words.say("Budget years"),
        "published": words.say("Results published: {day}.", day=f"{sheet.results_on:%d.%m.%Y}")
        if sheet.results_on
        else "",
    }


def _write(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _capitalise(said: str) -> str:
    return said[:1].upper() + said[1:]
