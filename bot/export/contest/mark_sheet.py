"""The spreadsheet a juror fills with marks: a row a code, drop-downs, figures on a second sheet."""

import io
from typing import Any

from bot.budget.contest.rules import Rules
from bot.chat.texts import Words
from bot.office.contest.figures import say_figures
from bot.office.contest.judging import OwnSheet
from bot.office.contest.mark_file import CODE, HEADINGS, KEY, name_column, write_key
from bot.office.wording.notices import N_

_INSTRUCTIONS = (
    N_("Choose a mark in each coloured cell. What is left empty stays as it was."),
    N_("Only you see your marks until all jurors have given theirs."),
    N_("Save the file as .xlsx and send it back. All of it is taken, or nothing and each fault is named."),
)
_LONGEST_LIST = 255  # characters that Excel takes of a drop-down's own list


def write_mark_sheet(own: OwnSheet, *, language: str) -> bytes:
    """Returns the spreadsheet of a juror with the marks they gave so far. No name stands in it, and none of ours."""
    import xlsxwriter

    words, rules = Words(language), own.rules
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    fill = book.add_format({"bg_color": "#FFF2CC", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet, about = book.add_worksheet(words.say("Marks")), book.add_worksheet(words.say("Figures"))
    last = len(rules.criteria) + 1
    sheet.write_string(0, 0, words.say(HEADINGS[CODE]), bold)
    sheet.write_string(0, last, words.say(HEADINGS[KEY]), bold)
    for column, one in enumerate(rules.criteria, 1):
        sheet.write_string(0, column, name_column(one, language), bold)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, last - 1, 15)
    sheet.set_column(last, last, 10, None, {"hidden": True})
    sheet.freeze_panes(1, 1)
    for at, code in enumerate(own.entries, 1):
        sheet.write_number(at, 0, code, bold)
        sheet.write_string(at, last, write_key(own.contest.id, code, own.juror.number))
        for column, one in enumerate(rules.criteria, 1):
            mark = own.marks.get((code, one.number))
            if mark is None:
                sheet.write_blank(at, column, None, fill)
            else:
                sheet.write_number(at, column, mark, fill)
    _offer(sheet, rules, words, rows=len(own.entries), columns=len(rules.criteria))
    _write_figures(about, own, words, bold, text)
    book.close()
    return made.getvalue()


def _offer(sheet: Any, rules: Rules, words: Words, *, rows: int, columns: int) -> None:
    scale = [str(mark) for mark in range(rules.low, rules.high + 1)]
    offered: dict[str, Any] = {"validate": "list", "source": scale}
    if len(",".join(scale)) > _LONGEST_LIST:
        offered = {"validate": "integer", "criteria": "between", "minimum": rules.low, "maximum": rules.high}
    offered["error_message"] = words.say("Please choose from the list.")
    sheet.data_validation(1, 1, rows, columns, offered)


def _write_figures(about: Any, own: OwnSheet, words: Words, bold: Any, text: Any) -> None:
    about.set_column(0, 0, 8)
    about.set_column(1, len(own.rules.criteria), 28)
    for at, sentence in enumerate(_INSTRUCTIONS):
        about.write_string(at, 1, words.say(sentence), bold)
    first = len(_INSTRUCTIONS) + 1
    about.write_string(first, 0, words.say(HEADINGS[CODE]), bold)
    for column, one in enumerate(own.rules.criteria, 1):
        weight = words.say("weight {n}", n=one.weight)
        about.write_string(first, column, f"{name_column(one, words.language)} ({weight})", bold)
    for at, (code, figures) in enumerate(own.entries.items(), first + 1):
        about.write_number(at, 0, code, bold)
        for column, one in enumerate(own.rules.criteria, 1):
            about.write_string(at, column, say_figures(words, dict(figures.get(str(one.number), {}))), text)
