"""Landmarks: words that say where something is, not what is wanted: «мектептин жанында», «у больницы»."""

from collections.abc import Sequence

from bot.language.meanings.late_pattern import compile_late

_PLAIN = str.maketrans("өүң", "оун")
# Kyrgyz says it after the landmark.
_SAID_AFTER = """
    жанына жанында жанындагы жанынан алдына алдында алдындагы артына артында артындагы тушуна тушунда
    тушундагы мандайына мандайында мандайындагы маңдайында маңдайындагы каршысында каршысындагы бетинде бетиндеги
    четинде четиндеги айланасында айланасындагы боюнда боюндагы тарапта тараптагы жакта жактагы жактан чейин чейинки
    баруучу барчу барган бараткан караган өтүүчү өткөн өтчү
"""
_AFTER = frozenset(f"{_SAID_AFTER} {_SAID_AFTER.translate(_PLAIN)}".split())
_ROADS = compile_late("(?:жолу|коч[оё]с[уү]|көчөс|к[өо]п[үу]р[өо]с|тротуары|асфальты)")
_WHOSE = compile_late("[дтн][ыиуү]н$")
# Russian says it before: these always, the others only before a place.
_BEFORE = frozenset(
    [
        "возле",
        "около",
        "напротив",
        "мимо",
        "перед",
        "вдоль",
        "недалеко",
        "позади",
        "рядом",
        "до",
        "от",
        "вазле",
        "вазли",
        "возли",
        "окола",
        "окало",
        "напротиф",
        "напратив",
        "мима",
        "рядам",
        "нидалеко",
    ]
)  # by ear; fmt: skip
_BEFORE_A_PLACE = frozenset(["у", "за", "к", "ко", "через", "из", "со", "с"])
_BETWEEN = frozenset({"с", "со", "от"})  # «рядом с», «недалеко от»
_NAMES_OF_PLACES = """
    школ больниц поликлиник амбулатор магазин клуб мечет базар рынк фап сад садик детск контор мост реки речк рек трасс
    кладбищ парк почт аптек стадион остановк заправк ворот перекрестк въезд канал озер памятник столов кафе здани
    администрац сельсовет дом гараж арык ферм площад бан баней библиотек забор сквер гор лес конечн поворот завод
"""
_PLACES = tuple(_NAMES_OF_PLACES.split())
_OF_QUALITY = ("ой", "ей", "его", "ого", "ому", "ему", "ым", "им", "ых", "их", "ыми", "ими")
_LONGEST_QUALITY = 2  # words such as «нашей старой» between the preposition and the place


def find_landmarks(words: Sequence[str]) -> frozenset[int]:
    """Returns the places of the words that name a landmark, counted from 0; words as wordforms.Word has them."""
    found = {at - 1 for at, word in enumerate(words) if at and word in _AFTER}
    # «Мектептин жолуна шагыл»: whose road it is says where.
    found |= {at - 1 for at, word in enumerate(words) if at and _ROADS.match(word) and _WHOSE.search(words[at - 1])}
    for at, word in enumerate(words):
        if word in _BEFORE:
            found.update(_named_after(words, at, sure=True))
        elif word in _BEFORE_A_PLACE:
            found.update(_named_after(words, at, sure=False))
    return frozenset(found)


def _named_after(words: Sequence[str], at: int, *, sure: bool) -> range:
    """The words after a preposition that belong to the landmark; none where it is no place after all."""
    start = at + 1
    if start < len(words) and words[start] in _BETWEEN:
        start += 1
    end = start
    while end < len(words) and end - start < _LONGEST_QUALITY and _is_quality(words, end):
        end += 1
    if end >= len(words):
        return range(start, start)
    if sure or words[end].startswith(_PLACES):
        return range(start, end + 1)
    return range(start, start)


def _is_quality(words: Sequence[str], at: int) -> bool:
    return len(words[at]) > 4 and words[at].endswith(_OF_QUALITY) and at + 1 < len(words)
