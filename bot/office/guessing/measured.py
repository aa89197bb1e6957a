"""How well the guess does on labelled texts: side right, category right first, and among the first three."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.budget.proposal import SIDES, Side
from bot.office.categories import list_categories
from bot.office.guessing.guess import weigh

_KIND = "proposal"  # of a row; replies and other kinds in the same file have no category to guess
_SPELLINGS = {
    ("ky", "cyrl"): "Kyrgyz",
    ("ky", "cyrl_no_special"): "Kyrgyz without ө ү ң",
    ("ky", "latn"): "Kyrgyz in Latin letters",
    ("ru", "cyrl"): "Russian",
    ("ru", "mistakes"): "Russian with mistakes",
}
_MIXED = "mixed"


class BadLine(ValueError):
    """A line is no labelled text: its number, and what is wrong with it."""


@dataclass(frozen=True)
class Labelled:
    """A proposal's text, its side and category, and how it is spelt."""

    text: str
    side: Side
    category: str
    spelling: str


@dataclass(frozen=True)
class Shares:
    """The shares (of 1) of n texts: side right, category right first, category right among the first three."""

    n: int
    side: float
    top1: float
    top3: float


def read_labelled(content: bytes) -> list[Labelled]:
    """Reads rows of JSON, one a line; those that are no proposals are left out. Raises BadLine."""
    read = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise BadLine(f"line {number} is no JSON in UTF-8") from error
        try:
            labelled = _read_row(row)
        except ValueError as error:
            raise BadLine(f"line {number}: {error}") from error
        if labelled is not None:
            read.append(labelled)
    if not read:
        raise BadLine("line 1: there is no labelled proposal in the file")
    return read


def measure(rows: Sequence[Labelled]) -> Shares:
    """Guesses side and category of each text as of an author who chose no side, and counts what was right."""
    side = top1 = top3 = 0
    for row in rows:
        guessed = weigh(row.text)
        category = guessed.category()
        side += guessed.side is row.side
        top1 += category is not None and category.code == row.category
        top3 += row.category in [likely.code for likely in guessed.likeliest()[:3]]
    n = len(rows)
    return Shares(n, side / n, top1 / n, top3 / n)


def measure_each(rows: Sequence[Labelled]) -> list[tuple[str, str, Shares]]:
    """Returns the shares of each spelling, of each side of it, and of all; «all» stands for both."""
    spellings = [*dict.fromkeys(row.spelling for row in rows)]
    measured = []
    for spelling in [*spellings, *(["all"] if len(spellings) > 1 else [])]:
        for side in ("revenue", "spending", "all"):
            chosen = [row for row in rows if spelling in (row.spelling, "all") and side in (row.side.value, "all")]
            if chosen:
                measured.append((spelling, side, measure(chosen)))
    return measured


def write_lines(measured: Iterable[tuple[str, str, Shares]]) -> list[str]:
    """Returns the table as lines of text, the shares in percent."""
    head = f"{'spelling':<26}{'side':<10}{'n':>6}{'side right':>12}{'first':>8}{'three':>8}"
    return [
        head,
        *(
            f"{spelling:<26}{side:<10}{one.n:>6}{one.side:>12.1%}{one.top1:>8.1%}{one.top3:>8.1%}"
            for spelling, side, one in measured
        ),
    ]


def _read_row(row: Any) -> Labelled | None:
    if not isinstance(row, dict):
        raise ValueError("it is no object with text, side and category")
    if row.get("kind", _KIND) != _KIND:
        return None
    text, side, code = row.get("text"), row.get("side"), row.get("category")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("text is missing")
    if side not in [one.value for one in SIDES]:
        raise ValueError("side is neither revenue nor spending")
    if code not in [one.code for one in list_categories() if one.side.value == side]:
        raise ValueError(f"category is none of the side {side}")
    return Labelled(text, Side(side), code, _spelling(row.get("lang"), row.get("script")))


def _spelling(language: Any, script: Any) -> str:
    return _SPELLINGS.get((str(language), str(script)), _MIXED) if language and script else "not named"
