"""The columns of the spreadsheet of answers, their names in each language, and the key that each row carries."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from bot.chat.texts import say_in_every_language
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.office.wording.notices import N_


class Column(StrEnum):
    """A column, by the name it has in the code."""

    NUMBER = "number"
    DUE = "due"
    SIDE = "side"
    CATEGORY = "category"
    VILLAGE = "village"
    TEXT = "text"
    READS = "reads"
    DECISION = "decision"
    REASON = "reason"
    IN_KYRGYZ = "ky"
    IN_RUSSIAN = "ru"
    AMOUNT = "amount"
    LINE = "line"
    SAME = "same"
    KEY = "key"


HEADINGS = {
    Column.NUMBER: N_("Number"),
    Column.DUE: N_("Answer due"),
    Column.SIDE: N_("Side"),
    Column.CATEGORY: N_("Category"),
    Column.VILLAGE: N_("Village"),
    Column.TEXT: N_("Text"),
    Column.READS: N_("The author reads"),
    Column.DECISION: N_("Decision"),
    Column.REASON: N_("Reason"),
    Column.IN_KYRGYZ: N_("Sentence in Kyrgyz"),
    Column.IN_RUSSIAN: N_("Sentence in Russian"),
    Column.AMOUNT: N_("Sum, som"),
    Column.LINE: N_("Budget line"),
    Column.SAME: N_("Same as №"),
    Column.KEY: N_("Row key"),
}
FILLED = (
    Column.DECISION, Column.REASON, Column.IN_KYRGYZ, Column.IN_RUSSIAN, Column.AMOUNT, Column.LINE, Column.SAME
)  # fmt: skip
READ = (Column.NUMBER, *FILLED, Column.KEY)  # what an answer is made of; the others only help whoever fills it
MOST_ROWS = 2000  # proposals in one spreadsheet, the soonest due first
LONGEST_SENTENCE = 1500  # characters
LONGEST_LINE = 200

_KEY = compile_late(r"([1-9][0-9]{0,17})-([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,18})-([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class RowKey:
    """Which proposal a row is about, and how it stood when the file was made."""

    proposal_id: int
    read: int  # the revision of the author's text
    sent: int  # the revision of the answer in force; 0: none
    draft: int  # when the answer draft that was there was saved, ms UTC; 0: none

    def __str__(self) -> str:
        """The key as it stands in its cell, with a checksum behind it."""
        named = f"{self.proposal_id}-{self.read}-{self.sent}-{self.draft}"
        return f"{named}-{_count_checksum(named)}"


def read_key(text: str) -> RowKey | None:
    """Reads a key; None where it is none, or was changed."""
    found = _KEY.fullmatch(text.strip())
    if found is None or _count_checksum(text.strip().rpartition("-")[0]) != found[5]:
        return None
    return RowKey(*(int(part) for part in found.groups()[:4]))


def _count_checksum(named: str) -> str:
    # It finds mistakes. Whoever forges one gains nothing: each act checks the permission anew.
    return hashlib.sha256(f"sheet {named}".encode()).hexdigest()[:8]


def read_headings() -> dict[str, str]:
    """Every heading that a file may have above a column that is read.

    Each is folded, of any language, with the column's name.
    """
    return {fold(title): column.value for column in READ for title in say_in_every_language(HEADINGS[column])}
