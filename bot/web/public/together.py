"""What residents and the office do together, on the public page: works watched, initiatives, polls, the openness list."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.budget.workdays import find_day
from bot.chat.texts import Words, find_words
from bot.language.kyrgyz import clean
from bot.office.initiatives import public as initiatives
from bot.office.initiatives.words import PHASES
from bot.office.openness.checklist import Line, read_lines
from bot.office.openness.words import CHANNELS, ROWS
from bot.office.polls import polls
from bot.office.reads.page.opened import OpenedPage
from bot.office.watch import public as watches
from bot.web.public.asked import Asked
from bot.web.public.serving import Serving, Values
from storage.store import Store

MOST_ROWS = 100  # of a section
MOST_POLLS = 5


class TogetherPages:
    """Serves `/<aimak>/together`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [Route("/{aimak}/together", self.on_together)]

    async def on_together(self, request: Request) -> Response:
        """All sections that have something to show."""

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values:
            words, at = find_words(asked.language), self._serving.clock()
            year = page.choose_year(asked.year)
            sections = [
                await _show_watches(store, words, page, at=at),
                await _show_initiatives(store, words, page),
                *await _show_polls(store, words, page, at=at),
                await _show_openness(store, words, page, year, at=at),
            ]
            return {
                "title": words.say("Together"),
                "sections": [one for one in sections if one["rows"]],
                "said": {"none": words.say("There is nothing here yet.")},
            }

        return await self._serving.answer_part(
            request, Asked.of(request), "together", "public/parts/together.html", read
        )


async def _show_watches(store: Store, words: Words, page: OpenedPage, *, at: int) -> Values:
    found = await watches.list_shown(store, aimak_id=page.aimak.id, at=at)
    headings = ("What is watched", "People in the group", "Reports", "Unanswered", "Mean rating")
    return {
        "title": words.say("Monitoring by residents"),
        "note": "",
        "headings": [words.say(one) for one in headings],
        "rows": [
            (
                f"М{one.watch.number}. {clean(one.watch.line)}",
                *map(words.number, (one.counted.members, one.counted.reports, one.counted.waiting)),
                one.mean or "—",
            )
            for one in found[:MOST_ROWS]
        ],
    }


async def _show_initiatives(store: Store, words: Words, page: OpenedPage) -> Values:
    found = await initiatives.list_shown(store, aimak_id=page.aimak.id)
    headings = ("Number", "Standing", "Asked of the budget", "Granted", "Work")
    return {
        "title": words.say("Local initiatives"),
        "note": "",
        "headings": [words.say(one) for one in headings],
        "rows": [
            (
                one.label, words.say(PHASES[one.course.phase]), words.som(one.asked),
                words.som(one.course.granted) if one.course.granted else "—", clean(one.text) or "—",
            )
            for one in found[:MOST_ROWS]
        ],
    }  # fmt: skip


async def _show_polls(store: Store, words: Words, page: OpenedPage, *, at: int) -> list[Values]:
    sections = []
    for result in await polls.list_results(store, aimak_ids=page.ids, limit=MOST_POLLS, at=at):
        few = words.say(
            "Fewer than {n} people voted in a messenger, or on paper. So that no choice can be guessed, no figures are shown.",
            n=result.sizes.poll_smallest,
        )
        voted = words.say_n("{n} ballot was given.", "{n} ballots were given.", result.ballots)
        sections.append(
            {
                "title": words.say("Priorities poll") + f": {clean(result.poll.title)}",
                "note": voted if result.shown else few,
                "headings": [words.say("Choice"), words.say("Ballots")],
                "rows": [(clean(one.text), words.number(one.total)) for one in result.choices] or [("—", "—")],
            }
        )
    return sections


async def _show_openness(store: Store, words: Words, page: OpenedPage, year: int, *, at: int) -> Values:
    found = await read_lines(store, aimak_id=page.aimak.id, year=year, by=None, at=at)
    note = words.say("Published: {n} / {all}", n=words.number(found.done), all=words.number(len(found.lines)))
    own = words.say("This list is the office's own, and no official index.")
    return {
        "title": f"{words.say('Checklist of documents')}, {year}",
        "note": f"{note}. {own}",
        "headings": [words.say(one) for one in ("Document", "Due", "Published", "Where")],
        "rows": [_make_row(words, one, late=one.is_late(find_day(at))) for one in found.lines],
    }


def _make_row(words: Words, line: Line, *, late: bool) -> tuple[str, ...]:
    known = line.published
    day = "—" if known is None else f"{known.day:%d.%m.%Y}" if known.day else "✓"
    where = words.say("late") if late else "—"
    if known is not None:
        channel = words.say(CHANNELS[known.where]) if known.where in CHANNELS else known.where
        where = ": ".join(filter(None, (channel, clean(known.place))))
    return words.say(ROWS[line.row]), f"{line.due:%d.%m.%Y}" if line.due else "—", day, where
