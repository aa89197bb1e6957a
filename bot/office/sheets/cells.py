"""The words for the cells of a file that are to be mended first. Nothing was taken."""

from collections.abc import Callable, Mapping, Sequence

from bot.budget.sheets.cells import CellFault
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.wording.notices import N_

MOST_NAMED = 30
_LONGEST_SAID = 40  # characters of a cell that are quoted
FAULTS = {
    "doubled": N_("{cell}: this column stands there twice."),
    "missing": N_("{cell}: the column «{what}» is missing in this row."),
    "merged": N_("{cell}: the cells {what} are merged. Please part them."),
    "twice": N_("{cell}: the same number stands in row {what} already."),
    "formula": N_("{cell}: a formula stands there. Please write the value itself."),
    "error": N_("{cell}: an error of the table stands there."),
    "date": N_("{cell}: a date stands there. Please format the cell as text."),
    "empty": N_("{cell}: nothing stands there."),
    "long": N_("{cell}: the text is longer than {what} characters."),
    "sum": N_("{cell}: «{what}» is no whole number of som."),
    "day": N_("{cell}: «{what}» is no day. Please write a year or a day, such as 31.12.2027."),
    "years": N_("{cell}: «{what}» is no year. Please write 2026 or 2026-2028."),
    "many": N_("{cell}: a list has at most {what} rows."),
    "none": N_("{cell}: the list has no row yet."),
}


def say_faults(words: Words, faults: Sequence[CellFault], columns: Mapping[str, Sequence[str]]) -> str:
    """What is to be mended, a line a cell. columns are the headings of each, our own first."""
    return say_lines(words, faults, lambda fault: _say_fault(words, fault, columns))


def _say_fault(words: Words, fault: CellFault, columns: Mapping[str, Sequence[str]]) -> str:
    what = columns[fault.said][0] if fault.why == "missing" else clean(fault.said)[:_LONGEST_SAID]
    return words.say(FAULTS[fault.why], cell=fault.cell, what=what)


def say_lines(words: Words, faults: Sequence[CellFault], say: Callable[[CellFault], str]) -> str:
    """The first of many faults, each as it is said, and how many more there are."""
    lines = [words.say("Nothing is changed. Please mend this in the table and send it again:")]
    lines += [say(fault) for fault in faults[:MOST_NAMED]]
    if len(faults) > MOST_NAMED:
        lines.append(words.say("And more places: {n}.", n=words.number(len(faults) - MOST_NAMED)))
    return "\n".join(lines)
