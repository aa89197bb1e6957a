"""A side of the budget typed before the text, as one message: «2) Нужен мост», «чыгаша көпүрө керек»."""

import re
from dataclasses import dataclass

from bot.budget.proposal import LEAST_LETTERS, Side
from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.proposal_text.several import split_proposals
from bot.language.kyrgyz import fold
from bot.language.letters import has_letters
from bot.language.meanings.late_pattern import compile_late
from bot.language.spellings import list_keys, list_keys_of_words

# «2) …», «2. …», «2 — …», «2 …»; never «2.5 км», «12 үй» or «2-мектеп».
_NUMBERED = compile_late(
    r"\s*(?:№\s*)?([1-9])(?P<mark>\s*[).:]+(?!\d)\s*|\s+[—–-]\s+|,\s+|\s+)(?=[^\W\d])(.+)", re.DOTALL
)
_NAMED = compile_late(
    r"\s*((?:по\s+|не\s+)?[^\W\d_]{1,20}(?:\s+боюнча)?)(?P<mark>\s*[:.,;—–\n]\s*|\s+-\s+|\s+)(?=\w)(.+)",
    re.DOTALL | re.IGNORECASE,
)
_SIDES: tuple[Side | None, ...] = (Side.REVENUE, Side.SPENDING, None)
_NAMES: dict[str, Side | None] = {
    **dict.fromkeys(("киреше", "киреше боюнча", "доход", "доходы", "по доходам"), Side.REVENUE),
    **dict.fromkeys(("чыгаша", "чыгаша боюнча", "расход", "расходы", "по расходам"), Side.SPENDING),
    **dict.fromkeys(("билбейм", "не знаю"), None),
}
# «Расходы на мост», «доходы нужно увеличить» are one thing.
_BELONGING = """
    на от из в во по за с со к для бюджета увеличить уменьшить сократить поднять повысить больше меньше
    көбөйтүү көбөйтүш азайтуу азайтыш кыскартуу көтөрүү көп аз
"""
_BELONGS = {fold(word) for word in _BELONGING.split()}


@dataclass(frozen=True, slots=True)
class SideFirst:
    """What stands first and the text behind it; number is 0 where the side was named. side None leaves it to the words.

    Where it is not sure, the number may also belong to the text: «2 көпүрө керек».
    """

    number: int
    side: Side | None
    text: str
    is_sure: bool


def read_side_first(text: str) -> SideFirst | None:
    """Reads the side and the text behind it. None: the text does not begin with a side, or says too little."""
    if numbered := _NUMBERED.fullmatch(text):
        number, rest = int(numbered[1]), numbered[3].strip()
        if number > len(_SIDES) or not has_letters(rest, LEAST_LETTERS) or len(split_proposals(text)) > 1:
            return None
        return SideFirst(number, _SIDES[number - 1], rest, bool(numbered["mark"].strip()) or rest[0].isupper())
    if not (named := _NAMED.fullmatch(text)):
        return None
    name, rest = " ".join(named[1].split()), named[3].strip()
    found = [listed for listed in _NAMES if _is_same(name, listed)]
    is_apart = bool(named["mark"].strip()) or "\n" in named["mark"]
    if not found or not has_letters(rest, LEAST_LETTERS):
        return None
    is_of_it = any(word in _BELONGS for word in fold(rest).split()[:2])
    if not is_apart and (is_of_it or not says_a_wish(rest)):
        return None
    return SideFirst(0, _NAMES[found[0]], rest, is_sure=True)


def without_mark(text: str) -> str:
    """Returns a text without a number that only marks it, «1) …». Where several are marked so, the text stays as it is."""
    numbered = _NUMBERED.fullmatch(text)
    is_marked = numbered is not None and numbered["mark"].strip()[:1] in {")", "."}
    return numbered[3] if numbered is not None and is_marked and len(split_proposals(text)) < 2 else text


def _is_same(typed: str, listed: str) -> bool:
    words, known = typed.split(), listed.split()
    return len(words) == len(known) and all(
        not list_keys(word).isdisjoint(list_keys_of_words(one)) for word, one in zip(words, known, strict=True)
    )
