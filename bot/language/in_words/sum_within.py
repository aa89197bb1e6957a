"""The one sum that a sentence names: «бир жүз элүү миң сом чыгат дешти усталар», «полмиллиона! Для вас это копейки!»."""

import re

from bot.language.common_speech.dialects import find_common_word
from bot.language.in_words.sums import read_spoken_sum
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 160, 20  # characters and words
_WORD = compile_late(r"\w+")
# As it is said in the street: «тридцатка тыщ», «пол ляма», «сорок косарей».
_STREET = (
    (compile_late(r"\bпол[- ]?(?:лям|лимон)(?:а|ов)?\b", re.IGNORECASE), "полмиллиона"),
    (compile_late(r"\bлям(?:а|ов|чик\w*)?\b|\bлимон(?:а|ов)?\b", re.IGNORECASE), "миллион"),
    (compile_late(r"\b(?:косар[ьяей]+|косых|штук[аи]?|тонн[аы]?|кесо|рубл[ея]й?)\b(?=\W*$|\s+(?:сом|где|при|на))",
                  re.IGNORECASE), "тысяч"),
    (compile_late(r"\bдесятк[аиуо]\w*", re.IGNORECASE), "10"), (compile_late(r"\bдвадцатк[аиу]\b", re.IGNORECASE), "20"),
    (compile_late(r"\bтридцатк[аиу]\b", re.IGNORECASE), "30"), (compile_late(r"\b(?:полтинник|полтос|пятидесятк[аиу])\b",
    re.IGNORECASE), "50"),
    (compile_late(r"\b(?:сотк[аиу]|сотн[яиюь]|стольник)\b", re.IGNORECASE), "100"),
    (compile_late(r"\b(?:пятихатк[аиу]|пятисотк[аиу])\b", re.IGNORECASE), "500"),
)  # fmt: skip
_SCALE = (
    r"(?:миллиард|миллион|млрд|млн|тысяч|тысеч|тыщ|тыс|мин(?!ут)|tysyach|milliard|million|mlrd|mln|ming?(?!ut))"
    r"[а-яa-z]{0,4}"
)
_SCALED = compile_late(
    rf"(?<![\w.,])(\d[\d.,]*(?: \d{{3}})* ?{_SCALE}(?: \d[\d.,]* ?{_SCALE})?(?: \d{{1,3}}(?= сом))?)(?!\w)"
)
_IN_SOM = compile_late(r"(?<![\w.,])(\d{1,3}(?:[ .]\d{3})+|\d{5,12}|\d{3,4}(?= ?(?:сом|som)))(?![\w.,]*\d)")
_EITHER = compile_late(r"\d ?(?:мин|тыс\w*|млн|миллион\w*)? ?(?:же|или|либо|до|[-–—]) ?\d")  # two sums


def find_sum_within(text: str) -> str:
    """Returns the one sum that a sentence names, in figures and its scale; empty where it names none, or several."""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return ""
    street = text
    for said, written in _STREET:
        street = said.sub(written, street)
    for typed in dict.fromkeys((_WORD.sub(_say_commonly, street), street)):
        read = _read_every_part(typed)
        for kind in (_SCALED, _IN_SOM) if not _EITHER.search(read) else ():
            found = kind.findall(read)
            if len(found) == 1:
                return str(found[0])
            if found:
                return ""
    return ""


def _say_commonly(word: re.Match[str]) -> str:
    return find_common_word(word[0].casefold()) or word[0]


def _read_every_part(text: str) -> str:
    # Each part by itself: «полмиллиона! Для вас это копейки».
    return " ; ".join(read_spoken_sum(part) for part in re.split(r"[!?;:\n]+|[.,](?!\d)", text) if part.strip())
