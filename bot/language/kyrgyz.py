"""Kyrgyz as people type it: one spelling to store, one fold to search by, one safe form to show."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby, islice

from bot.language.letters import UNSEEN
from bot.language.meanings.late_pattern import compile_late

_TWINS = str.maketrans("ѳѲɵƟӧӦӊӉҥҤұҰӱӰ", "өӨөӨөӨңҢңҢүҮүҮ")
_LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTXYöÖëË", "асеорхуАВСЕНКМОРТХУөӨёЁ")
_CHANGED = compile_late("[" + "".join(map(chr, {**_TWINS, **_LOOKALIKES})) + "]")
_WORD = compile_late(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_CYRILLIC = compile_late("[\u0400-\u052f]")
_FOREIGN = compile_late("[^\u0300-\u036f\u0400-\u052faceopxyABCEHKMOPTXYöÖëË]")
_BETWEEN_WORDS = compile_late(r"[\W_]+")
_FOLDED = str.maketrans("өүңё", "оуне", "ъь")
_NOT_SHOWN = compile_late(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]",
)
_SHORT, _REMEMBERED = 200, 2_048  # characters of a text whose fold is remembered; how many of them
_OPENING_MARKS, _CLOSING_MARKS = "«„", "»“"  # at an even depth, at an odd one
_QUOTATION_MARKS = frozenset(_OPENING_MARKS + _CLOSING_MARKS)
_ZWJ = "\u200d"
_READ_FOR_A_QUOTE = 10  # characters that are read for each one shown: most of them may be gaps
MOST_MARKS = 30  # marks on one letter; source: Unicode Standard Annex 15, Stream-Safe Text Format


def canon(text: str) -> str:
    """Returns text in NFC with one code point for each Kyrgyz letter.

    Wrong code points for ө, ң, ү become the right ones. Latin look-alikes become Cyrillic inside a word that is otherwise
    Cyrillic; purely Latin words stay. It is idempotent: a second time changes nothing more.
    """
    text = _compose_letters(text)
    return _compose_letters(_WORD.sub(_write_canon, text)) if _CHANGED.search(text) else text


def _write_canon(match: re.Match[str]) -> str:
    word = match[0]
    letters = word.translate(_TWINS)
    if not _CYRILLIC.search(letters):
        return word
    if not _FOREIGN.search(letters):
        return letters.translate(_LOOKALIKES)
    return letters if _CYRILLIC.search(word) else word


def fold(text: str) -> str:
    """Returns the form that is searched and compared.

    That is canon, casefold, ө→о, ү→у, ң→н, ё→е, no ъ ь, single spaces.

    Whatever is neither letter nor digit parts words; stray combining marks and invisible format characters vanish.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    plain = canon(_strip_marks(text)).casefold()
    plain = _strip_marks(canon(_strip_marks(plain)).translate(_FOLDED))
    return _BETWEEN_WORDS.sub(" ", plain).strip()


# Titles of buttons, words of tables, and what was just typed are folded again and again.
_fold_short = lru_cache(maxsize=_REMEMBERED)(_fold)


def clean(text: str) -> str:
    """Returns text that cannot break a message: no NUL, lone surrogates, bidi or other controls; a tab becomes a space.

    Line feeds and everything else stay as the author typed them.
    """
    return _NOT_SHOWN.sub("", text.replace("\t", " "))


def quote(text: str, limit: int = 200) -> str:
    """Returns text on one line: its first `limit` characters and «…» if there were more, no letter or emoji halved."""
    beginning = text[: limit * _READ_FOR_A_QUOTE]
    line = " ".join(clean(beginning).split())
    if len(line) <= limit:
        return line if len(beginning) == len(text) else f"{line}…"
    end = limit
    while end > 0 and _joined(line[end - 1], line[end]):
        end -= 1
    return line[: end or limit] + "…"


def put_in_quotes(text: str) -> str:
    """A text in quotation marks. Those of its author are turned, so that ours alone begin and end it."""
    return f"«{turn_inner_marks(text)}»"


def turn_inner_marks(text: str) -> str:
    """A text as it stands between «»: its own marks are „“, and within those «». It is as long as before.

    Where it has English marks, those stay: there “ begins a quotation.
    """
    if text.isascii() or _QUOTATION_MARKS.isdisjoint(text):
        return text
    closing = "»" if "”" in text else _CLOSING_MARKS
    depth, turned = 0, list[str]()
    for sign in text:
        if sign in _OPENING_MARKS:
            depth += 1
            turned.append(_OPENING_MARKS[depth % 2])
        elif sign == "»" or (sign in closing and depth):
            turned.append(_CLOSING_MARKS[max(depth, 1) % 2])
            depth = max(depth - 1, 0)
        else:
            turned.append(sign)
    return "".join(turned)


def quote_lines(text: str) -> str:
    """Returns a text of several lines in quotation marks, each line marked. So none can pass for one of ours."""
    lines = put_in_quotes(clean(text).rstrip("\n")).splitlines()
    return lines[0] if len(lines) < 2 else "> " + "\n> ".join(lines)


def _joined(left: str, right: str) -> bool:
    """Tells whether two neighbouring characters are seen as one."""
    if _ZWJ in (left, right) or "\U0001f3fb" <= right <= "\U0001f3ff":
        return True
    return unicodedata.category(right) in ("Mn", "Me", "Mc") or _is_flag(left) and _is_flag(right)


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _compose_letters(text: str) -> str:
    """Composes a text; of more than 30 marks on one letter the rest is dropped, since sorting them is quadratic."""
    if unicodedata.is_normalized("NFC", text):
        return text
    runs = groupby(text, key=lambda character: unicodedata.combining(character) > 0)
    bounded = "".join("".join(islice(run, MOST_MARKS if marks else None)) for marks, run in runs)
    return unicodedata.normalize("NFC", bounded)


def _strip_marks(text: str) -> str:
    """Composes what can be composed and drops the marks, format characters and fillers that are left."""
    if text.isascii():
        return text
    composed = _compose_letters(text)
    dropped = [c for c in set(composed) if unicodedata.category(c) in ("Mn", "Me", "Mc", "Cf") or c in UNSEEN]
    return _compose_letters(composed.translate(dict.fromkeys(map(ord, dropped)))) if dropped else composed
