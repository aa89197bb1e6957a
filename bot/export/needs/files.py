"""The files of a needs study as a reply names them: the spreadsheet, the picture."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.budget.needs.meetings import Meeting, add_up
from bot.chat.texts import Words
from bot.export.charts.bars import Bar, draw_bars
from bot.export.charts.chart import draw_png
from bot.export.needs.sheet import write_needs_sheet
from bot.office.criteria.sizes import read_sizes, say_problems
from bot.office.needs.meetings import list_meetings
from bot.office.needs.words import RULE
from bot.office.practice_words import list_marks
from storage.aimaks import Aimak
from storage.database.engine import Database
from storage.needs.meetings import KeptMeeting
from storage.store import Store

MOST_BARS = 10


async def make_sheet(
    store: Store, *, aimak_id: int, year: int, language: str, at: int, cover: Callable[[str], str] = str
) -> bytes:
    """The spreadsheet of a budget year as XLSX, its words as covered; with nothing entered it is a template.

    Rights are checked before.
    """
    meetings = await _list_covered(store, cover, aimak_id=aimak_id, year=year)
    villages, aimak = await store.aimaks.list_villages(aimak_id), await store.aimaks.get(aimak_id)
    above = await _list_above(store, aimak, language, at=at)
    return await asyncio.to_thread(write_needs_sheet, meetings, villages, language=language, above=above)


async def _list_above(store: Store, aimak: Aimak, language: str, *, at: int) -> tuple[str, ...]:
    return *list_marks(aimak), say_problems(Words(language), await read_sizes(store, at=at))


async def _list_covered(
    store: Store, cover: Callable[[str], str], *, aimak_id: int, year: int
) -> list[KeptMeeting]:  # fmt: skip
    found = await list_meetings(store, aimak_id=aimak_id, year=year, by=None)
    return [replace(one, meeting=_cover(one.meeting, cover)) for one in found]


def _cover(meeting: Meeting, cover: Callable[[str], str]) -> Meeting:
    facts = replace(meeting.facts, place=cover(meeting.facts.place))
    return replace(meeting, facts=facts, problems=tuple(map(cover, meeting.problems)))


async def make_chart(
    store: Store, *, aimak_id: int, year: int, language: str, at: int, cover: Callable[[str], str] = str
) -> bytes | None:
    """The problems named most often as a PNG, each as covered; None where nothing is entered."""
    meetings = await _list_covered(store, cover, aimak_id=aimak_id, year=year)
    aimak = await store.aimaks.get(aimak_id)
    above = await _list_above(store, aimak, language, at=at)
    return await asyncio.to_thread(_draw, meetings, Words(language), year, above) if meetings else None


def _draw(meetings: list[KeptMeeting], words: Words, year: int, above: tuple[str, ...]) -> bytes:
    bars = [Bar(one.text, one.named, str(one.named)) for one in add_up([one.meeting for one in meetings])[:MOST_BARS]]
    title = words.say("Needs of residents, budget year {year}", year=year)
    return draw_png(draw_bars(bars, title=title, notes=[words.say(RULE), *above]))


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the file that a reply names; returns its name and its content. Raises FileNotFoundError."""
    asked: dict[str, Any] = {
        "aimak_id": int(document["aimak_id"]),
        "year": int(document["year"]),
        "language": str(document["language"]),
        "at": int(document.get("at", 0)),  # one that was queued before there were settings has the first
    }
    if document["what"] == "sheet":
        return f"sunush-needs-{asked['year']}.xlsx", await database.read(lambda store: make_sheet(store, **asked))
    made = await database.read(lambda store: make_chart(store, **asked))
    if made is None:
        raise FileNotFoundError
    return f"sunush-needs-{asked['year']}.png", made
