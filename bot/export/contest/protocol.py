"""The protocol of a contest as PDF and XLSX, in both languages: order, points, marks, rules."""

import io
from datetime import datetime
from typing import Any

from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import LANGUAGES, Words
from bot.export.formula_guard import guard_for_excel
from bot.export.pdf.sheets import SMALL, WRITTEN, Column, Sheets, Text
from bot.office.contest.mark_file import name_column
from bot.office.contest.outcome import Outcome
from bot.office.contest.wording import KINDS, list_rules, name_entry, say_points

_WIDE = 180.0  # millimetres of a table


def write_pdf(outcome: Outcome, *, at: int) -> bytes:
    """Returns the protocol as a PDF: Kyrgyz first, then Russian."""
    made = move_to_bishkek(at)
    sheets = Sheets(_footer(outcome), title=f"{outcome.contest.kind.value} {outcome.contest.year}", made=made, digits=2)
    for language in LANGUAGES:
        _draw(sheets, Words(language), outcome, made)
    return bytes(sheets.output())


def _footer(outcome: Outcome) -> tuple[str, ...]:
    return tuple(
        f"{Words(language).say(KINDS[outcome.contest.kind])}, {outcome.contest.year}" for language in LANGUAGES
    )


def _draw(sheets: Sheets, words: Words, outcome: Outcome, made: datetime) -> None:
    sheets.add_page()
    sheets.heading((words.say("Protocol of the commission"), _title(words, outcome)))
    for line in _list_facts(words, outcome, made):
        sheets.put(line)
    sheets.ln(2)
    _draw_order(sheets, words, outcome)
    sheets.ln(3)
    _draw_points(sheets, words, outcome)
    sheets.ln(3)
    for one in outcome.contest.rules.criteria:
        sheets.put(f"{name_column(one, words.language)} — {one.weight}", size=SMALL)
    for line in list_rules(words, outcome.contest.rules):
        sheets.put(line, size=SMALL)
    sheets.ln(3)
    for juror in range(1, outcome.contest.rules.jurors + 1):
        if sheets.room < WRITTEN:
            sheets.add_page()
        sheets.field((words.say("Juror {n}", n=juror),), _WIDE)
        sheets.set_xy(sheets.l_margin, sheets.y + WRITTEN)


def _title(words: Words, outcome: Outcome) -> str:
    return f"{words.say(KINDS[outcome.contest.kind])}, {outcome.contest.year}"


def _list_facts(words: Words, outcome: Outcome, made: datetime) -> list[str]:
    contest = outcome.contest
    said = [words.say("Made on {day} at {time}.", day=words.long_day(made.date()), time=f"{made:%H:%M}")]
    said.append(
        words.say("Entries: {n}. Jurors who marked: {jurors}.", n=len(outcome.codes), jurors=len(outcome.jurors))
    )
    gaps = sum(outcome.missing.values())
    if gaps:
        said.append(words.say("Marks that are missing: {n}.", n=gaps))
    changed = sum(mark.mark != mark.first for mark in outcome.marks.values())
    far = len(outcome.far_apart)
    said.append(words.say("A second look was asked: {n}. Marks changed then: {changed}.", n=far, changed=changed))
    if contest.unblinded_at is None:
        said.append(words.say("The entries stand under their codes: it is not said yet whose they are."))
    return said


def _draw_order(sheets: Sheets, words: Words, outcome: Outcome) -> None:
    columns = (
        Column((words.say("Place"),), 18, "R"), Column((words.say("Code"),), 18),
        Column((words.say("Entry"),), 84), Column((words.say("Points"),), 25, "R"),
        Column((words.say("Prize"),), 35, "R"),
    )  # fmt: skip
    rows: list[list[list[Text]]] = []
    for one in outcome.ranked:
        place = f"{one.place}{'=' if one.shared else ''}"
        name = name_entry(words, outcome.names[one.entry]) if one.entry in outcome.names else "—"
        prize = words.som(one.prize) if one.prize else "—"
        rows.append(
            [[(place, True)], [(str(outcome.codes[one.entry]), False)], [(name, False)],
             [(say_points(one.total), True)], [(prize, False)]]
        )  # fmt: skip
    sheets.grid(columns, rows)


def _draw_points(sheets: Sheets, words: Words, outcome: Outcome) -> None:
    numbers = outcome.contest.rules.numbers
    sheets.put(words.say("Points by criterion"), bold=True)
    width = (_WIDE - 20) / (len(numbers) + 1)
    columns = (
        Column((words.say("Code"),), 20),
        *(Column((str(number),), width, "R") for number in numbers),
        Column((words.say("Total"),), width, "R"),
    )
    rows: list[list[list[Text]]] = [
        [
            [(str(outcome.codes[one.entry]), True)],
            *([("—" if number in one.gaps else say_points(one.points[number]), False)] for number in numbers),
            [(say_points(one.total), True)],
        ]
        for one in outcome.ranked
    ]
    sheets.grid(columns, rows)


def write_xlsx(outcome: Outcome) -> bytes:
    """Returns the protocol as a workbook: the order, the points, the marks and the rules in each language."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for language in LANGUAGES:
        words = Words(language)
        _write_order(book.add_worksheet(f"{language} 1"), words, outcome, bold)
        _write_marks(book.add_worksheet(f"{language} 2"), words, outcome, bold)
        rules = book.add_worksheet(f"{language} 3")
        rules.set_column(0, 0, 100)
        named = [f"{name_column(one, language)} — {one.weight}" for one in outcome.contest.rules.criteria]
        for at, line in enumerate([_title(words, outcome), *named, *list_rules(words, outcome.contest.rules)]):
            rules.write_string(at, 0, guard_for_excel(line))
    book.close()
    return made.getvalue()


def _write_order(sheet: Any, words: Words, outcome: Outcome, bold: Any) -> None:
    criteria = outcome.contest.rules.criteria
    headings = ["Place", "Code", "Entry", "Points", "Prize"]
    titles = [words.say(one) for one in headings] + [name_column(one, words.language) for one in criteria]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    sheet.set_column(2, 2, 50)
    sheet.set_column(3, len(titles) - 1, 14)
    sheet.freeze_panes(1, 3)
    for at, one in enumerate(outcome.ranked, 1):
        sheet.write_number(at, 0, one.place)
        sheet.write_number(at, 1, outcome.codes[one.entry])
        if one.entry in outcome.names:
            sheet.write_string(at, 2, guard_for_excel(name_entry(words, outcome.names[one.entry])))
        sheet.write_number(at, 3, float(one.total))
        sheet.write_number(at, 4, one.prize)
        for column, criterion in enumerate(criteria, 5):
            if criterion.number not in one.gaps:
                sheet.write_number(at, column, float(one.points[criterion.number]))


def _write_marks(sheet: Any, words: Words, outcome: Outcome, bold: Any) -> None:
    numbers = outcome.contest.rules.numbers
    titles = [words.say("Code"), words.say("Juror"), *map(str, numbers)]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    at = 0
    for entry, code in outcome.codes.items():
        for juror in outcome.jurors:
            at += 1
            sheet.write_number(at, 0, code)
            sheet.write_number(at, 1, juror.number)
            for column, number in enumerate(numbers, 2):
                mark = outcome.marks.get((juror.id, entry, number))
                if mark is not None:
                    sheet.write_number(at, column, mark.mark)
