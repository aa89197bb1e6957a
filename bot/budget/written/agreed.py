"""What says by itself that it is a proposal: «Сунуш: …», «хочу предложить …», and a yes with more behind it."""

import re

from bot.budget.proposal import LEAST_LETTERS
from bot.language.kyrgyz import canon
from bot.language.letters import has_letters

_READ_AT_MOST = 200  # characters: what a text calls itself stands at its beginning
_FIRST = (
    "биринчи|экинчи|үчүнчү|учунчу|төртүнчү|тортунчу|дагы бир|жаңы|жаны|башка|ещ[её] одно|перво[ей]|второ[ей]|трет[ьи]е|"
    "четв[её]ртое|новое|друго[ей]"
)
# «Экинчи сунушум: …», «Предложение второе: …», «Моё предложение такое: …».
_NAMED = re.compile(
    rf"\s*(?:(?:менин|бул|м[оа]е|моё|наше|мен|а|и|жана|ещ[её])\s+)*(?P<before>{_FIRST})?\s*(?:менин\s+)?"
    rf"(?:сунуш(?:ум|убуз|умуз)?|пр[ие]дл[оа]жени[ея])(?:\s+(?P<behind>{_FIRST}|такое|мындай|номер|№?\s*\d))?"
    r"\s*[:.—–-]+\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_PROPOSING = re.compile(
    r"\s*(?:(?:я|мы|мен|биз|ещ[её]|дагы)\s+)*(?:(?:хочу|хотим|хотел\w?\s+бы|хотелось\s+бы|можно)\s+пр[ие]дл[оа]жить|"
    r"пр[ие]дл[оа]гаю|пр[ие]дл[оа]гаем|сунуштайм|сунуштайбыз|сунуш\s+кылам|сунуш\s+кылабыз)\b\W*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAST_WORDS = 2  # behind «хочу предложить»
_YES = r"ооба|ова|оваа|ооа|ага|угу|албетте|макул|туура|да|конечно|верно|правильно"
# A bare «да» before words may belong to them, «да когда же»; with a comma or «и ещё» it is a yes.
_YES_FIRST = re.compile(
    rf"\s*(?:{_YES})(?:[\s,]+(?:{_YES}|сунуш|это предложение|бул сунуш))*"
    r"(?:\s*[,.!;:–—-]\s*|\s+(?=дагы\b|жана\b|и\s+ещ[её]\b|ещ[её]\b|а\s+ещ[её]\b))(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def calls_itself_one(text: str) -> bool:
    """Whether a text says first that it is a proposal and then says what: «Сунуш: көпүрө керек»."""
    return bool(_find_content(text))


def calls_itself_another(text: str) -> bool:
    """Whether it says that it is one more than before: «Экинчи сунушум: …», «Предложение второе: …»."""
    named = _NAMED.fullmatch(canon(text[:_READ_AT_MOST]))
    behind = (named["behind"] or "") if named else ""
    is_another = named is not None and bool(
        named["before"] or behind[:1] not in {"", "т", "м", "н"} or behind == "третье"
    )
    return is_another and bool(_find_content(text))


def cut_after_a_yes(text: str) -> str:
    """Returns what stands behind a yes that a text begins with, in the author's spelling; empty where it says no more."""
    found = _YES_FIRST.match(text[:_READ_AT_MOST])
    return text[found.start("rest") :].strip() if found else ""


def _find_content(text: str) -> str:
    read = canon(text[:_READ_AT_MOST])
    if (named := _NAMED.fullmatch(read)) is not None:
        return named["rest"] if has_letters(named["rest"], LEAST_LETTERS) else ""
    proposing = _PROPOSING.fullmatch(read)
    is_enough = proposing is not None and len(proposing["rest"].split()) >= _LEAST_WORDS
    return (
        proposing["rest"]
        if proposing is not None and is_enough and has_letters(proposing["rest"], LEAST_LETTERS)
        else ""
    )
