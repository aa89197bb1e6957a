"""The result of a priorities poll as a table and as a picture, once it is told. Rights are checked before."""

import asyncio
import io
from typing import Any

from bot.chat.texts import Words
from bot.export.charts.bars import Bar, draw_bars
from bot.export.charts.chart import draw_png
from bot.export.formula_guard import guard_for_excel
from bot.language.kyrgyz import clean, quote
from bot.office.criteria.sizes import say_poll
from bot.office.polls.polls import PollOpen, Result, read_result
from bot.office.practice_words import read_marks
from storage.database.engine import Database
from storage.store import Store


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the file that a reply names; returns its name and its content. Raises FileNotFoundError."""
    words, id = Words(str(document["language"])), int(document["poll"])

    async def read(store: Store) -> tuple[Result, tuple[str, ...]]:
        result = await read_result(store, id=id, at=int(document["at"]))
        return result, tuple(await read_marks(store, result.poll.aimak_id))

    try:
        result, above = await database.read(read)
    except PollOpen:
        raise FileNotFoundError from None
    if document["form"] == "xlsx":
        return f"sunush-poll-{result.poll.year}.xlsx", await asyncio.to_thread(_write_table, words, result, above)
    if not result.shown:
        raise FileNotFoundError
    return f"sunush-poll-{result.poll.year}.png", await asyncio.to_thread(_draw, words, result, above)


def _say_ballots(words: Words, result: Result) -> str:
    if not result.shown:
        return words.say(
            "Fewer than {n} people voted in a messenger, or on paper. So that no choice can be guessed, no figures are shown.",
            n=result.sizes.poll_smallest,
        )
    return words.say_n("{n} ballot was given.", "{n} ballots were given.", result.ballots)


def _draw(words: Words, result: Result, above: tuple[str, ...]) -> bytes:
    bars = [Bar(clean(one.text), one.total, words.number(one.total)) for one in result.choices]
    notes = [*above, _say_ballots(words, result), say_poll(words, result.sizes)]
    return draw_png(draw_bars(bars, title=quote(result.poll.title, 80), notes=notes))


def _write_table(words: Words, result: Result, above: tuple[str, ...]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("poll")
        rows: list[list[str | int]] = [
            [line]
            for line in (*above, clean(result.poll.title), _say_ballots(words, result), say_poll(words, result.sizes))
        ]
        rows.append([words.say("Choice"), words.say("Ballots")])
        rows += [[clean(one.text), one.total] for one in result.choices]
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(at, column, guard_for_excel(cell))
                else:
                    sheet.write_number(at, column, cell)
        sheet.set_column(0, 0, 60)
    return file.getvalue()
