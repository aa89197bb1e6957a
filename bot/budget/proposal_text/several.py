"""Whether one message holds several proposals: numbered, counted, each on a line of its own, or joined by «ещё»."""

import re

from bot.budget.proposal import LEAST_LETTERS, MOST_CHARACTERS
from bot.budget.proposal_text.chained import MatterOf, split_chained, split_sentences
from bot.budget.proposal_text.cut_texts import ends_open
from bot.budget.proposal_text.in_sentence.announced import read_announcement, without_announcement
from bot.language.letters import has_letters
from bot.language.matter.keywords import KeywordIndex
from bot.language.meanings.late_pattern import compile_late
from bot.language.wordforms import Keyword, list_words

MOST_PARTS = 10
_NUMBERED = compile_late(r"(?:(?<=\s)|^)(?:№\s*)?(\d{1,2})\s*[.)\-–—:](?=\s*[^\W\d_])")
_DASHED = compile_late(r"^[ \t]*[-–—•*▪●][ \t]*(?=\S)", re.MULTILINE)
_COUNTED = (
    compile_late(
        r"\b(?:биринчиден|бириншиден|биринчиси|birinchid[ea]n|birinchisi|биринчидан|во[- ]первых|вопервых|vo[- ]?perv[yi][hx]|"
        r"первое\s*[:—–,.-]|биринчи\s+сунуш\w*|первое\s+предложение)",
        re.IGNORECASE,
    ),
    compile_late(
        r"\b(?:экинчиден|экинчиси|i?[ek]+inchid[ea]n|ekinchisi|иккинчи(?:дан|си)|ikkinchi(?:dan|si)|во[- ]вторых|вовторых|"
        r"vo[- ]?vtor[yi][hx]|второе\s*[:—–,.-]|экинчи\s+сунуш\w*|второе\s+предложение)",
        re.IGNORECASE,
    ),
    compile_late(
        r"\b(?:[үу]ч[үу]нч[үу]д[өо]н|[үу]ч[үу]нч[үу]с[үу]|uchunchud[oae]n|uchunchusu|учинчи(?:дан|си)|uchinchi(?:dan|si)|"
        r"в[- ]?третьих|v[- ]?tret[yi]*[hx]|третье\s*[:—–,.-]|[үу]ч[үу]нч[үу]\s+сунуш\w*|третье\s+предложение)",
        re.IGNORECASE,
    ),
    compile_late(r"\b(?:т[өо]рт[үу]нч[үу]д[өо]н|в[- ]четв[её]ртых)", re.IGNORECASE),
    compile_late(r"\b(?:бешинчиден|в[- ]пятых)", re.IGNORECASE),
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
# «Дагы бир сунушум: …», «ещё одно предложение: …»: another is announced in so many words.
_ANOTHER = compile_late(
    r"(?<=[.!?;,\n])\s*(?:(?:и|а|жана|jana)\s+)?(?:"
    r"дагы\s+(?:бир\s+)?сунуш\w*|dagy\s+(?:bir\s+)?sunush\w*|"
    r"(?:экинчи|[үу]ч[үу]нч[үу]|т[өо]рт[үу]нч[үу]|кийинки|башка)\s+сунуш\w*|"
    r"(?:ekinchi|uchunchu|bashka)\s+sunush\w*|ещ[её]\s+(?:(?:одн[оау]|есть|такое)\s+)*(?:предложени[ея]|идея)|"
    r"(?:второе|третье|четв[её]ртое|другое|следующее)\s+предложение|"
    r"yana\s+(?:bir\s+)?taklif\w*|яна\s+(?:бир\s+)?таклиф\w*|"
    r"(?:ikkinchi|uchinchi)\s+taklif\w*)"
    r"(?:\s+(?:бар|bar|bor|бор|есть|эле|бул|это))*(?!\w)\s*[:—–,.-]?",
    re.IGNORECASE,
)
_BETWEEN_ITEMS = (
    compile_late(r"[;.\n]+"),
    compile_late(r"[,;.\n]+"),
    compile_late(r"[,;.\n]+|\s(?:жана|jana|и|hamda|va)\s"),
)
_LONGEST_LEAD = 100  # characters
_EDGES = " \t\n.,;:—–-"


def split_proposals(text: str, *, in_one_message: bool = True, matter_of: MatterOf | None = None) -> list[str]:
    """Returns the proposals that a text holds, in order, at most ten. A text longer than a proposal stays one.

    Of several messages, which their author wanted together, a line is only a line: numbers alone part them.
    What is joined by «ещё» is parted where matter_of, the category of a text, tells its stretches apart.
    What stands before the first and ends with a colon belongs to each of them: «Айылга керек: 1. … 2. …». What only
    greets or announces belongs to none.
    """
    whole = text.strip()
    if not whole or len(whole) > MOST_CHARACTERS:
        return [whole] if whole else []
    for starts in (_find_numbers(whole), _find_counted(whole), _find_dashes(whole), _find_others(whole)):
        parts = _cut(whole, starts)
        if 2 <= len(parts) <= MOST_PARTS and all(has_letters(part, LEAST_LETTERS) for part in parts):
            return parts
    if in_one_message and (items := _list_announced(whole)):
        return items
    lines = [line.strip() for line in without_announcement(whole).splitlines() if line.strip()]
    if in_one_message and _are_wishes(lines):
        return lines
    parts = split_chained(whole, matter_of) if matter_of and in_one_message else [whole]
    if len(parts) < 2 and matter_of and in_one_message:
        parts = split_sentences(whole, matter_of)
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


def _find_others(text: str) -> list[tuple[int, int]]:
    # The first begins the text, each other behind the words that announce it.
    others = [(match.start(), match.end()) for match in _ANOTHER.finditer(text)]
    return [(0, read_announcement(text).end), *others] if others else []


def _list_announced(text: str) -> list[str]:
    # «Үч сунушум бар: …, …, …»: as many stretches as were announced, or wishes alone where only «several» is said.
    said = read_announcement(text)
    if not said.many:
        return []
    body = text[said.end :].strip(_EDGES)
    for between in _BETWEEN_ITEMS:
        items = [item.strip(_EDGES) for item in between.split(body) if item.strip(_EDGES)]
        fits = len(items) == said.n if said.n else 2 <= len(items) <= MOST_PARTS and all(map(_is_wish, items))
        if fits and all(has_letters(item, LEAST_LETTERS) for item in items):
            return items
    return []


def _is_wish(item: str) -> bool:
    words = list_words(item)
    return len(words) > 1 and bool(_WISH.find(words))


def _cut(text: str, starts: list[tuple[int, int]]) -> list[str]:
    if len(starts) < 2:
        return []
    before = without_announcement(text[: starts[0][0]]).strip(_EDGES)
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
