"""The guard against formulas: no cell of a table is one, whatever people wrote, in CSV and in XLSX."""

import re
import unicodedata

_XLSX_CHARACTERS = 32_767  # Excel's in one cell, counted as UTF-16
_CUT = "… (whole text: CSV or JSONL)"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML cannot hold them
_FORMULA = frozenset("=+-@")
# A table may be read by other separators than its own. Then a cell begins after each of these, also inside quotes.
_SIGNS = "[=+\\-@＝＋－＠﹢﹣﹦﹫]"
_FORMULA_INSIDE = re.compile(rf"""([,;\t\r\n"]\s*)(?={_SIGNS})""")
# What begins with a letter or digit and holds nothing of that is written as it is: nearly every cell. One match tells,
# since a million rows have thirty million cells.
_USUAL = '[^\x00-\x1f,;"\ud800-\udfff\ufffe\uffff]*'
PLAIN = re.compile(rf"""[^\W_]{_USUAL}(?:[,;\t\r\n"](?!\s*{_SIGNS}){_USUAL})*""")


def guard_csv_cell(cell: str | int | None) -> str | int | None:
    """A cell as CSV can hold it: an apostrophe stands before whatever a spreadsheet might reckon with."""
    if not isinstance(cell, str):
        return cell
    cell = _FORMULA_INSIDE.sub(r"\1'", _UNFIT.sub("", cell))
    return f"'{cell}" if cell[:1] in {"\t", "\r"} or is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might reckon with a text; full-width and small forms of the signs are read as the signs."""
    first = text.lstrip()[:1]
    return not first.isalnum() and unicodedata.normalize("NFKC", first) in _FORMULA


def guard_for_excel(text: str) -> str:
    """A text as a cell of XLSX can hold it: only signs that XML has, no more than Excel takes."""
    text = _UNFIT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > _XLSX_CHARACTERS // 2:
        units = text.encode("utf-16-le")
        if len(units) > 2 * _XLSX_CHARACTERS:
            text = units[: 2 * (_XLSX_CHARACTERS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
    # XlsxWriter takes what stands between these for its own markup and would write it unescaped.
    return text + " " if text.startswith("<r>") and text.endswith("</r>") else text
