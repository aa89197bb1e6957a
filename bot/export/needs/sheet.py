"""The spreadsheet of focus groups and meetings: filled rows, rows that wait, and what came out."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from bot.budget.needs.meetings import Category, Kind, Meeting, add_up
from bot.chat.texts import Words
from bot.export.formula_guard import guard_for_excel, is_formula
from bot.office.needs.needs_file import COLUMNS, PROBLEMS, name_column
from bot.office.needs.words import CATEGORIES, KINDS, RULE
from bot.office.wording.notices import N_
from storage.aimaks import Village
from storage.needs.meetings import KeptMeeting

STUDY = tuple(Category)[:7]  # the groups of the study as it was run in 2018: a row of each waits in every village
_MORE = 60  # rows below with drop-downs
_INSTRUCTIONS = (
    N_(
        "One row is one focus group or meeting. Problem 1 has the first rank. Rows without a day and problems are left out."
    ),
    N_("Save the file as .xlsx and send it back. All of it is taken, or nothing and each fault is named."),
)


def write_needs_sheet(
    meetings: Sequence[KeptMeeting], villages: Sequence[Village], *, language: str, above: Sequence[str] = ()
) -> bytes:
    """Returns the spreadsheet as XLSX: to read, to fill and to send back."""
    import xlsxwriter

    words, made = Words(language), io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    forms = {
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        "quoted": book.add_format({"quote_prefix": True}),
    }
    sheet, needs = book.add_worksheet(words.say("Meetings")), book.add_worksheet(words.say("Result"))
    lists = book.add_worksheet(words.say("Lists"))
    named = {one.id: one.name(language) for one in villages}
    sheet.set_column(0, 6, 16)
    sheet.set_column(7, len(COLUMNS) - 1, 30)
    sheet.freeze_panes(1, 3)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name_column(words, name), forms["bold"])
    at = 0
    for kept in meetings:
        at += 1
        _write_meeting(sheet, at, kept.meeting, words, named=named, forms=forms)
    there = {(one.meeting.village_id, one.meeting.category) for one in meetings}
    for village in villages:
        for category in STUDY:
            if (village.id, category) not in there:
                at += 1
                waiting = [words.say(KINDS[Kind.FOCUS]), named[village.id], words.say(CATEGORIES[category])]
                _write_texts(sheet, at, waiting, forms)
    _offer(sheet, lists, at + _MORE, words, list(named.values()))
    _write_needs(needs, [one.meeting for one in meetings], words, [*above], forms)
    book.close()
    return made.getvalue()


def _write_meeting(
    sheet: Any, at: int, meeting: Meeting, words: Words, *, named: Mapping[int, str], forms: Mapping[str, Any]
) -> None:
    facts = meeting.facts
    category = words.say(CATEGORIES[meeting.category]) if meeting.category else ""
    _write_texts(sheet, at, [words.say(KINDS[meeting.kind]), named.get(meeting.village_id or 0, ""), category], forms)
    sheet.write_datetime(at, 3, datetime.combine(facts.held_on, time()), forms["day"])
    _write_texts(sheet, at, [facts.place], forms, first=4)
    for column, n in ((5, facts.people), (6, facts.women)):
        if n is not None:
            sheet.write_number(at, column, n)
    _write_texts(sheet, at, meeting.problems, forms, first=len(COLUMNS) - len(PROBLEMS))


def _write_texts(sheet: Any, at: int, texts: Sequence[str], forms: Mapping[str, Any], *, first: int = 0) -> None:
    for column, text in enumerate(texts, first):
        if text:
            guarded = guard_for_excel(text)
            sheet.write_string(at, column, guarded, forms["quoted"] if is_formula(guarded) else None)


def _offer(sheet: Any, lists: Any, last: int, words: Words, villages: Sequence[str]) -> None:
    # A drop-down's own list holds 255 characters: the words stand on a sheet of their own.
    offered = [[words.say(one) for one in KINDS.values()], villages, [words.say(one) for one in CATEGORIES.values()]]
    for column, some in enumerate(offered):
        for at, text in enumerate(some):
            lists.write_string(at, column, guard_for_excel(text))
        if some:
            letter = "ABC"[column]
            source = f"='{lists.get_name()}'!${letter}$1:${letter}${len(some)}"
            sheet.data_validation(1, column, last, column, {"validate": "list", "source": source})
    lists.set_column(0, 2, 30)


def _write_needs(
    sheet: Any, meetings: Sequence[Meeting], words: Words, above: list[str], forms: Mapping[str, Any]
) -> None:
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 3, 14)
    lines = [*above, words.say(RULE), *map(words.say, _INSTRUCTIONS)]
    for at, line in enumerate(lines):
        sheet.write_string(at, 1, line)
    first = len(lines) + 1
    titles = ("№", words.say("Problem"), words.say("Named"), words.say("Mean rank"))
    for column, title in enumerate(titles):
        sheet.write_string(first, column, title, forms["bold"])
    for place, need in enumerate(add_up(meetings), 1):
        sheet.write_number(first + place, 0, place)
        _write_texts(sheet, first + place, [need.text], forms, first=1)
        sheet.write_number(first + place, 2, need.named)
        sheet.write_number(first + place, 3, round(need.ranks / need.named, 1))
