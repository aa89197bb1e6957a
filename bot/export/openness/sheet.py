"""The openness checklist of a budget year as a PDF in both languages, and as a table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.budget.openness.due import name_row
from bot.budget.openness.rows import PARTS as PART_OF
from bot.budget.workdays import BISHKEK, find_day
from bot.chat.texts import LANGUAGES, Words
from bot.export.legend.legend import Legend
from bot.export.legend.openness_words import CHECKLIST
from bot.export.pdf.sheets import SMALL, Column, Sheets
from bot.export.spreadsheet import Values, open_sheet
from bot.language.kyrgyz import clean
from bot.office.openness.checklist import Checklist, Line, read_lines
from bot.office.openness.words import CHANNELS, PARTS, ROWS, say_rule
from bot.office.practice_words import list_marks
from storage.aimaks import Aimak
from storage.database.engine import Database
from storage.store import Store

_WIDTHS = (52.0, 26.0, 32.0, 70.0)  # millimetres of the columns


async def read_sheet(
    database: Database, *, aimak_id: int, year: int, at: int, cover: Callable[[str], str] = str
) -> tuple[Aimak, Checklist]:
    """Reads what the sheet shows, each place as covered."""

    async def read(store: Store) -> tuple[Aimak, Checklist]:
        found = await read_lines(store, aimak_id=aimak_id, year=year, by=None, at=at)
        lines = tuple(_cover(line, cover) for line in found.lines)
        return await store.aimaks.get(aimak_id), replace(found, lines=lines)

    return await database.read(read)


def _cover(line: Line, cover: Callable[[str], str]) -> Line:
    known = line.published
    return line if known is None else replace(line, published=replace(known, place=cover(known.place)))


def write_openness_pdf(aimak: Aimak, found: Checklist, *, at: int) -> bytes:
    """Returns the sheet as a PDF; at is when it is made (ms UTC)."""
    made, today = datetime.fromtimestamp(at / 1000, BISHKEK), find_day(at)
    footer = (f"{clean(aimak.name(LANGUAGES[0]))} · {found.year} · {made:%d.%m.%Y %H:%M}",)
    sheets = Sheets(footer, title=f"{aimak.code} {found.year}", made=made)
    for language in LANGUAGES:
        words = Words(language)
        sheets.add_page()
        sheets.heading((words.say("Checklist of documents"), f"{clean(aimak.name(language))}, {found.year}"))
        for mark in list_marks(aimak):
            sheets.put(mark, bold=True)
        sheets.put(
            words.say("Published: {n} / {all}", n=words.number(found.done), all=words.number(len(found.lines))),
            size=14, bold=True,
        )  # fmt: skip
        sheets.ln(2)
        titles = (words.say("Document"), words.say("Due"), words.say("Published"), words.say("Where"))
        columns = [Column((title,), width) for title, width in zip(titles, _WIDTHS, strict=True)]
        sheets.grid(columns, [_make_cells(words, line, late=line.is_late(today)) for line in found.lines])
        sheets.ln(2)
        sheets.put(words.say("No source gives these due days, so they are settings."), size=SMALL)
        sheets.put(words.say("This list is the office's own, and no official index."), size=SMALL)
    return bytes(sheets.output())


def _make_cells(words: Words, line: Line, *, late: bool) -> list[list[tuple[str, bool]]]:
    known = line.published
    due = f"{line.due:%d.%m.%Y}" if line.due else "—"
    day = "—" if known is None else f"{known.day:%d.%m.%Y}" if known.day else "✓"
    where = words.say("late") if late else "—"
    if known is not None:
        where = ": ".join(filter(None, (say_channel(words, known.where), clean(known.place))))
    where = " · ".join(filter(None, (line.counted, where.strip("—")))) or "—"
    name = f"{words.say(PARTS[PART_OF[line.row]])}: {words.say(ROWS[line.row])}"
    return [[(name, known is not None)], [(due, False)], [(day, False)], [(where, late)]]


def say_channel(words: Words, channel: str) -> str:
    """Where something was published, in words."""
    return words.say(CHANNELS[channel]) if channel in CHANNELS else channel


async def write_openness_table(
    database: Database, *, path: Path, form: str, aimak_id: int, year: int, language: str | None, codes: bool, at: int,
    cover: Callable[[str], str] = str,
) -> int:  # fmt: skip
    """Writes the checklist to path, a row each, and returns how many rows are published. Raises ExportRefused."""
    aimak, found = await read_sheet(database, aimak_id=aimak_id, year=year, at=at, cover=cover)
    words = Words(language or LANGUAGES[0])
    notes = (
        words.say("Published: {n} / {all}", n=words.number(found.done), all=words.number(len(found.lines))),
        words.say("No source gives these due days, so they are settings."),
    )
    legend = (
        Legend(
            language, CHECKLIST, table="Checklist of documents", codes=codes, above=list_marks(aimak), notes=notes,
            names={"rule": {rule: say_rule(words, rule) for rule in found.rules.days.values()}},
        )
        if language
        else None
    )  # fmt: skip
    with open_sheet(path, form, name="openness", columns=list(CHECKLIST), legend=legend) as sheet:
        sheet.write([_make_row(found, line, at=at) for line in found.lines])
        sheet.close()
    return found.done


def _make_row(found: Checklist, line: Line, *, at: int) -> Values:
    known = line.published
    return {
        "part": PART_OF[line.row].value,
        "row": name_row(line.row),
        "rule": found.rules.days[line.row],
        "due": line.due.isoformat() if line.due else None,
        "standing": "published" if known else "late" if line.is_late(find_day(at)) else "open",
        "published": known.day.isoformat() if known and known.day else None,
        "channel": known.where if known else None,
        "language": known.language or None if known else None,
        "place": line.counted or (known.place if known else None),
    }
