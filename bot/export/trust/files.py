"""The result of a trust survey as a spreadsheet and as a picture."""

import asyncio
import io
from collections.abc import Sequence
from typing import Any

from bot.budget.trust.answers import Group, Question, find_share
from bot.chat.texts import LANGUAGES, Words
from bot.export.charts.bars import Bar, draw_bars
from bot.export.charts.chart import draw_png
from bot.office.criteria.sizes import say_survey
from bot.office.practice_words import list_marks
from bot.office.trust.surveys import TrustResult, read_result
from bot.office.trust.words import ANSWERS, GROUPS, OWN, QUESTIONS, list_shares, say_title, say_too_few
from storage.database.engine import Database
from storage.store import Store


async def make_sheet(store: Store, *, id: int) -> bytes:
    """The result as XLSX, a sheet a language. Raises SurveyOpen, NoSurvey."""
    result = await read_result(store, id=id)
    marks = list_marks(await store.aimaks.get(result.survey.aimak_id))
    return await asyncio.to_thread(write_sheet, result, marks)


async def make_chart(store: Store, *, id: int, language: str) -> bytes:
    """The result as a PNG. Raises SurveyOpen, NoSurvey."""
    result = await read_result(store, id=id)
    marks = list_marks(await store.aimaks.get(result.survey.aimak_id))
    return await asyncio.to_thread(draw, result, Words(language), marks)


def write_sheet(result: TrustResult, above: Sequence[str]) -> bytes:
    """Writes each question with its steps: how many of all, per cent, and of each group that may be shown."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for language in LANGUAGES:
        _write(book.add_worksheet(language), result, Words(language), above, bold)
    book.close()
    return made.getvalue()


def _write(sheet: Any, result: TrustResult, words: Words, above: Sequence[str], bold: Any) -> None:
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 8, 14)
    lines = [
        *above,
        say_title(words, result),
        words.say("Answered — {n}", n=words.number(result.people)),
        words.say(OWN),
    ]
    lines.append(words.say("Groups of fewer than {n} people are not shown.", n=result.smallest))
    lines.append(say_survey(words, result.smallest))
    if result.all is None:
        lines.append(say_too_few(words, result.smallest))
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)
    columns = [(words.say("All"), result.all)] if result.all else []
    columns += [(words.say(GROUPS[group]), result.groups[group]) for group in Group if group in result.groups]
    at = len(lines) + 1
    for question in Question if columns else ():
        sheet.write_string(at, 0, words.say(QUESTIONS[question]), bold)
        for place, (name, _) in enumerate(columns):
            sheet.write_string(at, 1 + 2 * place, name, bold)
            sheet.write_string(at, 2 + 2 * place, "%", bold)
        for step, said in enumerate(ANSWERS[question]):
            sheet.write_string(at + 1 + step, 0, words.say(said))
            for place, (_, shares) in enumerate(columns):
                n = shares.counts[question][step]
                sheet.write_number(at + 1 + step, 1 + 2 * place, n)
                sheet.write_number(at + 1 + step, 2 + 2 * place, find_share(n, shares.people))
        at += len(ANSWERS[question]) + 2


def draw(result: TrustResult, words: Words, above: Sequence[str]) -> bytes:
    """Draws the shares of all as lying bars, a question below the other."""
    bars: list[Bar] = []
    notes = [*above, words.say("Answered — {n}", n=words.number(result.people)), words.say(OWN)]
    notes.append(say_survey(words, result.smallest))
    if result.all is None:
        notes.insert(0, say_too_few(words, result.smallest))
    else:
        for question in Question:
            bars.append(Bar(words.say(QUESTIONS[question]), heading=True))
            bars += [Bar(name, share, f"{share} %") for name, share in list_shares(words, question, result.all)]
    return draw_png(draw_bars(bars, title=say_title(words, result), notes=notes))


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the file that a reply names; returns its name and its content. Raises FileNotFoundError."""
    id = int(document["survey"])
    if document["what"] == "sheet":
        return f"sunush-trust-{id}.xlsx", await database.read(lambda store: make_sheet(store, id=id))
    language = str(document["language"])
    return f"sunush-trust-{id}.png", await database.read(lambda store: make_chart(store, id=id, language=language))
