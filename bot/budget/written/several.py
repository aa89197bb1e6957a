"""Whether one message holds several proposals: numbered, counted, each on a line of its own, or joined by «ещё»."""

import re

from bot.budget.proposal import LEAST_LETTERS, MOST_CHARACTERS
from bot.budget.written.chained import MatterOf, split_chained
from bot.budget.written.cut_texts import ends_open
from bot.language.letters import has_letters
from bot.language.matter.keywords import KeywordIndex
from bot.language.wordforms import Keyword, list_words

MOST_PARTS = 10
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?:№\s*)?(\d{1,2})\s*[.)\-–—:](?=\s*[^\W\d_])")
_DASHED = re.compile(r"^[ \t]*[-–—•*▪●][ \t]*(?=\S)", re.MULTILINE)
_COUNTED = (
    re.compile(
        r"\b(?:биринчиден|бириншиден|биринчиси|birinchiden|во[- ]первых|вопервых|первое\s*[:—–-])", re.IGNORECASE
    ),
    re.compile(r"\b(?:экинчиден|экинчиси|ekinchiden|во[- ]вторых|вовторых|второе\s*[:—–-])", re.IGNORECASE),
    re.compile(
        r"\b(?:[үу]ч[үу]нч[үу]д[өо]н|[үу]ч[үу]нч[үу]с[үу]|uchunchudon|в[- ]третьих|втретьих|третье\s*[:—–-])",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:т[өо]рт[үу]нч[үу]д[өо]н|в[- ]четв[её]ртых)", re.IGNORECASE),
    re.compile(r"\b(?:бешинчиден|в[- ]пятых)", re.IGNORECASE),
)
# What somebody wishes who writes each wish on a line of its own.
_KYRGYZ_WISHES = """
    керек болсо бериңиз бериңиздер бергиле берсе койсо койсоңуз койгула койсок оңдо- сал- кур- орнот- тазала- жаса-
    алмаштыр- көбөйт- ач- кош- сатып жок
"""
_RUSSIAN_WISHES = """
    нужен нужна нужно нужны надо почин- постро- сдела- установ- поставь- отремонтир- купи- откро- провес- провед- убра-
    убери- очист- нет
"""
_WISH = KeywordIndex(
    (
        *map(Keyword.of, _KYRGYZ_WISHES.split()),
        *(Keyword.of(word, russian=True) for word in _RUSSIAN_WISHES.split()),
    )
)
_LONGEST_LEAD = 100  # characters
_EDGES = " \t\n.,;:—–-"


def split_proposals(text: str, *, in_one_message: bool = True, matter_of: MatterOf | None = None) -> list[str]:
    """Returns the proposals that a text holds, in order, at most ten. A text longer than a proposal stays one.

    Of several messages, which their author wanted together, a line is only a line: numbers alone part them.
    What is joined by «ещё» is parted where matter_of, the category of a text, tells its stretches apart.
    What stands before the first and ends with a colon belongs to each of them: «Айылга керек: 1. … 2. …».
    """
    whole = text.strip()
    if not whole or len(whole) > MOST_CHARACTERS:
        return [whole] if whole else []
    for starts in (_find_numbers(whole), _find_counted(whole), _find_dashes(whole)):
        parts = _cut(whole, starts)
        if 2 <= len(parts) <= MOST_PARTS and all(has_letters(part, LEAST_LETTERS) for part in parts):
            return parts
    lines = [line.strip() for line in whole.splitlines() if line.strip()]
    if in_one_message and _are_wishes(lines):
        return lines
    parts = split_chained(whole, matter_of) if matter_of and in_one_message else [whole]
    return parts if all(has_letters(part, LEAST_LETTERS) for part in parts) else [whole]


def _find_numbers(text: str) -> list[tuple[int, int]]:
    # 1, 2, 3 … in order; a number that is out of order belongs to the words.
    starts, due = [], 1
    for match in _NUMBERED.finditer(text):
        if int(match[1]) == due:
            starts.append((match.start(), match.end()))
            due += 1
    return starts


def _find_counted(text: str) -> list[tuple[int, int]]:
    starts, at = [], 0
    for word in _COUNTED:
        match = word.search(text, at)
        if match is None:
            break
        starts.append((match.start(), match.end()))
        at = match.end()
    return starts


def _find_dashes(text: str) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in _DASHED.finditer(text)]


def _cut(text: str, starts: list[tuple[int, int]]) -> list[str]:
    if len(starts) < 2:
        return []
    before = text[: starts[0][0]].strip(_EDGES)
    is_said_of_each = text[: starts[0][0]].rstrip().endswith(":") and len(before) <= _LONGEST_LEAD
    lead = f"{before}: " if before and is_said_of_each else ""
    ends = [*(begin for begin, _ in starts[1:]), len(text)]
    parts = [text[begin:end].strip(_EDGES) for (_, begin), end in zip(starts, ends, strict=True)]
    if before and not lead:
        parts[0] = f"{before}\n{parts[0]}"
    return [f"{lead}{part}" for part in parts if part]


def _are_wishes(lines: list[str]) -> bool:
    if not 2 <= len(lines) <= MOST_PARTS or any(len(line) > 300 or ends_open(line) for line in lines):
        return False
    spoken = (list_words(line) for line in lines)
    return all(len(words) > 1 and _WISH.find(words) for words in spoken)
