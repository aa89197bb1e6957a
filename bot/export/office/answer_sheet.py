"""The spreadsheet that a clerk fills with answers: open proposals, drop-downs, a hidden key, instructions on a second sheet."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.budget.proposal import Decision
from bot.chat.texts import Words
from bot.export.formula_guard import guard_for_excel, is_formula
from bot.export.legend.legend import LONGEST_TAB
from bot.export.legend.log_words import SIDES
from bot.export.spreadsheet import Cell, check, finish_book
from bot.export.whole_file import QuietOnceBroken, open_whole_file
from bot.language.by_language import choose_language
from bot.language.in_words.which import guess_language
from bot.office.categories import find_category
from bot.office.practice_words import name_practice
from bot.office.sheets.columns import FILLED, HEADINGS, Column
from bot.office.sheets.sheets import OpenProposal
from bot.office.together.voices import is_missing
from bot.office.wording.answers.answer_words import DECISIONS, REASON_BUTTONS
from bot.office.wording.notices import N_

_WIDTHS = {Column.NUMBER: 8, Column.DUE: 12, Column.SIDE: 12, Column.VILLAGE: 16, Column.TEXT: 60, Column.READS: 12,
           Column.DECISION: 24, Column.REASON: 24, Column.IN_KYRGYZ: 50, Column.IN_RUSSIAN: 50, Column.AMOUNT: 14,
           Column.LINE: 24, Column.SAME: 12}  # fmt: skip
_READS = {"ky": N_("in Kyrgyz"), "ru": N_("in Russian")}
_INSTRUCTIONS = (
    N_("Fill in only the coloured columns. Rows may be sorted and filtered; what is left empty stays unanswered."),
    N_("Choose the decision and the reason from the list in the cell. The lists are below."),
    N_("Without «In the draft» a reason and a sentence of at least 20 characters are needed."),
    N_("Write the sentence in the language that the author reads, or in both: each author gets their own."),
    N_("A sum, in som, and a budget line go only with «In the draft» and «Partly in the draft»."),
    N_("«Same as №»: the number of a proposal whose answer this one gets too. Leave the row's other columns empty."),
    N_(
        "A voice, photos and PDFs do not go into the table: send them to the bot. Those kept with an answer there stay."
    ),
    N_("Do not copy rows from another file, and do not change the numbers."),
    N_("Save the file as .xlsx and send it to the bot. Nothing leaves before you have seen it there."),
)


async def write_sheet(rows: Sequence[OpenProposal], *, path: Path, language: str, above: Sequence[str] = ()) -> int:
    """Writes the spreadsheet in a language to path; returns how many proposals are in it. Raises ExportRefused.

    above says that the aimak is for practice: the sheet's name and its instructions say it too.
    """
    import asyncio

    return await asyncio.to_thread(_write, rows, path, Words(language), above)


def _write(rows: Sequence[OpenProposal], path: Path, words: Words, above: Sequence[str]) -> int:
    import xlsxwriter

    check(path, "xlsx")
    with tempfile.TemporaryDirectory(prefix="sunush-") as folder, open_whole_file(path) as file:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        book = xlsxwriter.Workbook(QuietOnceBroken(file), options)
        title = f"{words.say('Answers')} · {name_practice()}"[:LONGEST_TAB] if above else words.say("Answers")
        sheet, lists = book.add_worksheet(title), book.add_worksheet(words.say("How to fill it in"))
        formats = {
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "fill": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "sum": book.add_format({"valign": "top", "num_format": "#,##0"}),
            "as text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        }
        _write_headings(sheet, words, formats)
        for at, row in enumerate(rows, 1):
            values = _list_values(row, words)
            for column, name in enumerate(Column):
                _put(sheet, at, column, values.get(name), formats)
        _write_instructions(lists, words, formats)
        for at, line in enumerate(above):
            lists.write_string(at, 1, line, formats["bold"])
        if above:
            sheet.set_header(f"&L{' · '.join(above)}")
        _offer(sheet, lists.get_name(), words, last=max(len(rows), 1))
        finish_book(book)
    return len(rows)


def _list_values(row: OpenProposal, words: Words) -> Mapping[Column, Cell]:
    proposal, draft = row.proposal, row.draft
    side = words.say(SIDES[proposal.side])
    values: dict[Column, Cell] = {
        Column.NUMBER: proposal.label,
        Column.DUE: str(proposal.due_on),
        Column.SIDE: side,
        Column.CATEGORY: choose_language(find_category(proposal.category).shorts, words.language)
        if proposal.category
        else None,
        Column.VILLAGE: row.village.name(words.language) if row.village else None,
        Column.TEXT: words.say("(a voice: write in the chat first, in one line, what it says)")
        if is_missing(proposal)
        else proposal.text,
        Column.READS: words.say(_READS.get(row.language, _READS["ky"])),
        Column.KEY: str(row.key),
    }
    if draft is not None:
        answer = draft.answer
        read = {"ky": "ru", "ru": "ky"}
        written = read[answer.other_in] if answer.other else guess_language(answer.sentence) or row.language
        values |= {
            Column.DECISION: words.say(DECISIONS[answer.decision]),
            Column.REASON: words.say(REASON_BUTTONS[answer.reason_code]) if answer.reason_code else None,
            Column(written if written in _READS else "ky"): answer.sentence,
            **({Column(answer.other_in): answer.other} if answer.other else {}),
            Column.AMOUNT: answer.amount,
            Column.LINE: answer.budget_line,
        }
    return values


def _write_headings(sheet: Any, words: Words, formats: Mapping[str, Any]) -> None:
    for column, name in enumerate(Column):
        as_text = formats["as text"] if name in FILLED and name is not Column.AMOUNT else formats["text"]
        usual = formats["sum"] if name is Column.AMOUNT else as_text
        sheet.set_column(column, column, _WIDTHS.get(name, 16), usual, {"hidden": name is Column.KEY})
        sheet.write_string(0, column, words.say(HEADINGS[name]), formats["fill" if name in FILLED else "bold"])
    sheet.freeze_panes(1, 1)


def _put(sheet: Any, at: int, column: int, cell: Cell, formats: Mapping[str, Any]) -> None:
    if isinstance(cell, int):
        sheet.write_number(at, column, cell, formats["sum"])
    elif cell:
        text = guard_for_excel(cell)
        sheet.write_string(at, column, text, formats["quoted" if is_formula(text) else "text"])


def _write_instructions(lists: Any, words: Words, formats: Mapping[str, Any]) -> None:
    lists.set_column(0, 0, 90)
    for at, sentence in enumerate(_INSTRUCTIONS):
        lists.write_string(at, 0, words.say(sentence), formats["text"])
    for first, heading, titles in _lists():
        lists.write_string(first - 1, 0, words.say(heading), formats["bold"])
        for at, title in enumerate(titles, first):
            lists.write_string(at, 0, words.say(title), formats["text"])


def _lists() -> list[tuple[int, str, list[str]]]:
    # Where each list begins on the second sheet, counted from 0, below its heading.
    decisions = len(_INSTRUCTIONS) + 2
    reasons = decisions + len(Decision) + 2
    return [
        (decisions, HEADINGS[Column.DECISION], list(DECISIONS.values())),
        (reasons, HEADINGS[Column.REASON], list(REASON_BUTTONS.values())),
    ]


def _offer(sheet: Any, lists: str, words: Words, *, last: int) -> None:
    for column, (first, _, titles) in zip((Column.DECISION, Column.REASON), _lists(), strict=True):
        at = list(Column).index(column)
        offered = {
            "validate": "list",
            "source": f"='{lists}'!$A${first + 1}:$A${first + len(titles)}",
            "error_title": words.say(HEADINGS[column])[:32],
            "error_message": words.say("Please choose from the list."),
        }
        sheet.data_validation(1, at, last, at, offered)
    sheet.autofilter(0, 0, last, len(Column) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + len(Column) - 1)}{last + 1}"})
