"""Whether a sentence of one's own begins with not agreeing, and with the answer to which proposal."""

from bot.language.common_speech.reading import say_commonly
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic

_READ = 200  # characters; whoever does not agree says so first
_MOST_BEFORE = 6  # words
_LONGEST = 4  # words of the disagreement itself
_DIGITS = 6  # of a number
_BEFORE = frozenset({
    "по", "на", "менен", "бул", "с", "мен", "биз", "я", "мы", "но", "а", "нет", "жок", "боюнча", "предложению", "предложение",
    "предложением", "сунуш", "сунушу", "сунушум", "сунушума", "сунуштун", "сунушка", "жооп", "жоопко", "жообу", "жообуна",
    "жообунузга", "номер", "номеру", "номером", "номери", "номердеги", "ответ", "ответу", "ответом", "решению", "решением",
    "чечим", "чечимге", "рахмат", "спасибо", "за", "бирок", "все", "равно", "эми", "так", "прочитал", "прочитала", "получил",
    "получила", "окудум", "кордум", "алдым", "ваш", "ваше", "вашим", "этим", "это", "понял", "поняла", "тушундум", "салам",
    "здравствуйте", "ушул", "ушу", "мындай", "мени", "меня", "м", "йок", "йук", "ишенбейм",
    "жообунарга", "жообунуз", "жавобингизга", "жавобга", "жоопто",
    "жообунузду", "жоопту", "однако", "увы", "кечиресиз", "извините",
})  # fmt: skip


def find_disagreement(text: str) -> int | None:
    """Returns the number a text begins to disagree about, 0 where it names none; None where it does not disagree.

    «Не согласен, дорога плохая» gives 0, «0002 боюнча макул эмесмин, …» gives 2.
    """
    found = _find_disagreement(text[:_READ])
    common = say_commonly(text[:_READ]) if found is None else ""
    return _find_disagreement(common) if common else found


def _find_disagreement(text: str) -> int | None:
    words = fold(to_cyrillic(text)).split()
    number = 0
    for at, word in enumerate(words[: _MOST_BEFORE + 1]):
        if word != "против" and _says_so(words[at : at + _LONGEST]):  # «против школы» says where
            return number
        digits = word[: len(word) - len(word.lstrip("0123456789"))]
        if digits and len(digits) <= _DIGITS:
            number = int(digits)
        elif word not in _BEFORE:
            return None
    return None


def _says_so(words: list[str]) -> bool:
    return any(Intent.DISAGREE in find_meanings(" ".join(words[:many])) for many in range(1, len(words) + 1))
