"""Understands a typed answer to the last question: a whole label, its number, or a meaning; never a guess."""

from collections.abc import Set
from os.path import commonprefix
from typing import Any

from bot.chat.message import BACK
from bot.chat.texts import fold_short
from bot.language.gist.reading import denies
from bot.language.in_words.ordinals import read_ordinal
from bot.language.intents import Intent, find_meanings, find_meanings_of_a_name
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.yes import is_signed_yes

_EVERYWHERE = frozenset(Intent)
_ANYWHERE = {Intent.COME, Intent.DECLINE}  # of a hearing: said in the middle of a proposal they are no text of it
_LATER = frozenset({Intent.LATER})
_LEAST_OF_A_FORM = 4  # letters that two forms of a word share
_MOST_OF_A_TITLE, _LEAST_OF_A_TITLE = 3, 5  # words that name a label in part; letters of the longest of them
_LEAST_OF_A_ROOT = 3  # letters: «кош»
_BEFORE_A_NUMBER = compile_late(r"([^:№\d]+):? № \d+")
_NUMBERED = compile_late(r"\s*(\d{1,2})\s*[—–.):-]\s*(\S.*)")


def understand(text: str, asked: dict[str, Any], *, naming: bool = False) -> str | None:
    """Returns the id of the choice a text stands for, given what chat.message.asked() kept of the question.

    Where free text is awaited the ways beside it are understood by their meaning. Choices are by whole labels only.
    naming tells that a name or a place is awaited.
    """
    meant = find_meanings_of_a_name(text) if naming else find_meanings(text)
    choices: list[dict[str, Any]] = asked.get("choices", [])
    ways: list[dict[str, Any]] = asked.get("ways", [])
    free = bool(asked.get("free"))
    if text.strip() == "0":
        return next((way["id"] for way in ways if way["id"] == BACK), None)
    for matching in (
        _find_titled(fold_short(text), [*choices, *ways], free=free),
        [] if free else _find_numbered(text, choices),
        [] if free else _find_before_a_number(fold_short(text), choices),
        _find_meant(meant, ways, _LATER),  # «пока не отправляйте» is rather «later» than «no»
        _find_meant(meant, choices, _ANYWHERE if free else _EVERYWHERE),
        []
        if free or not is_signed_yes(text)
        else [str(one["id"]) for one in choices if Intent.YES in one.get("means", ())],
        _find_meant(meant, ways, _EVERYWHERE),
        [] if free else _find_in_title(text, [*choices, *ways]),
        [] if free or meant else _find_said_otherwise(text, [*choices, *ways]),
    ):
        if matching:
            return matching[0] if len(set(matching)) == 1 else None
    return None


def is_titled(text: str, asked: dict[str, Any]) -> bool:
    """Whether a text is the whole label, or other whole words, of a button of a question."""
    shown = [*asked.get("choices", []), *asked.get("ways", [])]
    return bool(shown) and bool(_find_titled(fold_short(text), shown, free=bool(asked.get("free"))))


def _find_titled(typed: str, choices: list[dict[str, Any]], *, free: bool) -> list[str]:
    # «Jonotulo elek»: a label in Latin letters is that label.
    spelled = {typed, fold_short(to_cyrillic(typed))}
    return [
        str(choice["id"])
        for choice in choices
        if typed
        and (
            not spelled.isdisjoint(fold(title) for title in choice["titles"])
            or (not free and typed in {fold(word) for word in choice["synonyms"]})
        )
    ]


def _find_before_a_number(typed: str, choices: list[dict[str, Any]]) -> list[str]:
    # «Кошуу», «кош» of «Кошуу: № 0004»: the words of a label before its number, or the root of the only one.
    spelled = {typed, fold_short(to_cyrillic(typed))}
    return [
        str(one["id"])
        for one in choices
        if any(_begins_like(said, _read_before_a_number(title)) for title in one["titles"] for said in spelled)
    ]


def _read_before_a_number(title: str) -> str:
    found = _BEFORE_A_NUMBER.fullmatch(title)
    return fold(found[1]) if found is not None else ""


def _begins_like(said: str, head: str) -> bool:
    if not head or " " in said or " " in head:
        return bool(head) and said == head
    same = len(commonprefix([said, head]))
    return said == head or (same >= _LEAST_OF_A_ROOT and 2 * same >= max(len(said), len(head)))


def _find_in_title(text: str, choices: list[dict[str, Any]]) -> list[str]:
    # A part of a label that no other has: «ордуна» of «Ордуна коюлсун», «вместо» of «Вместо него».
    words = fold_short(text).split()
    if not 0 < len(words) <= _MOST_OF_A_TITLE or find_meanings(text):
        return []
    if len(words) == 1 and len(words[0]) < _LEAST_OF_A_TITLE:
        return []
    return [str(one["id"]) for one in choices if any(_is_part(words, fold(title).split()) for title in one["titles"])]


def _find_said_otherwise(text: str, choices: list[dict[str, Any]]) -> list[str]:
    # The words of a label in other forms: «түндө жөнөтүлсүн» of «Түндө жөнөтүү». What denies says another thing.
    words = fold_short(text).split()
    if not 1 < len(words) <= _MOST_OF_A_TITLE or denies(text):
        return []
    return [str(one["id"]) for one in choices if any(_are_forms(words, fold(title).split()) for title in one["titles"])]


def _are_forms(words: list[str], title: list[str]) -> bool:
    return len(words) == len(title) and all(map(_is_form, words, title))


def _is_form(word: str, of: str) -> bool:
    same = len(commonprefix([word, of]))
    return word == of or (same >= _LEAST_OF_A_FORM and 2 * same >= len(word))


def _is_part(words: list[str], title: list[str]) -> bool:
    return set(words) <= set(title) and 2 * len(words) >= len(title)


def _find_numbered(text: str, choices: list[dict[str, Any]]) -> list[str]:
    number, copied = read_ordinal(text), _NUMBERED.fullmatch(text)
    if number is None and copied:
        number = int(copied[1])
    if not number or number > len(choices):
        return []
    found = choices[number - 1]
    # A line copied from the screen, «1 — Сунуш берүү», stands for what it says, not for another choice so numbered.
    is_other = (
        copied and read_ordinal(text) is None and fold(copied[2]) not in {fold(title) for title in found["titles"]}
    )
    return [] if is_other else [str(found["id"])]


def _find_meant(meant: Set[Intent], choices: list[dict[str, Any]], among: Set[Intent]) -> list[str]:
    said = meant & among
    return [str(choice["id"]) for choice in choices if not said.isdisjoint(choice.get("means", ()))]
