"""Which notions a word is: as the table has it, by stem and ending, by ear, or a slip away."""

from collections.abc import Iterator
from functools import cache, lru_cache

from bot.language import intent_words
from bot.language.gist import endings, notions
from bot.language.kyrgyz import fold
from bot.language.meanings.phrases import list_words
from bot.language.slips import find_a_slip_away, part_in_two

DENIED, ASKED = "denied", "asked"
_NO = frozenset(
    ["не", "ни", "нет", "без", "жок", "эмес", "эмеспиз", "эмесмин", "никак", "нету", "ненадо", "ненужно", "нельзя"]
)
_LEAST_ASKED = 4  # letters
_LEAST_HEARD = 4  # letters of a word that is read by ear: «хачу», «kaida»
_I_WILL_NOT = (
    "байм",
    "бейм",
    "бойм",
    "пайм",
    "пейм",
    "пойм",
    "байбыз",
    "бейбиз",
    "бойбуз",
    "пайбыз",
    "пейбиз",
    "пойбуз",
)
_QUESTION = ("би", "бы", "бу", "пи", "пы", "пу")


def says_anything(word: str) -> bool:
    """Whether a folded word is a notion or a small word, misspelt in nothing but what sounds alike."""
    letters = endings.write_in_cyrillic(word)
    return letters in _known() or any(_find_by_stems(letters))


def says_nothing_of_its_own(word: str) -> bool:
    """Whether a folded word is a small one, or only helps another to be said: «муну», «керек», «хочу»."""
    return not read_word(word).isdisjoint({"small", "aux", "want", "write", "give", "change", "could"})


def read_all(words: list[str], *, slips: bool = True) -> list[frozenset[str]]:
    """Reads the notions of each of some folded words. Two that mean something together are read as one, «туура эмес»."""
    letters, read = [*map(endings.write_in_cyrillic, words)], []
    at = 0
    while at < len(words):
        named = _find_phrases_at(letters, at)
        read += [named] if named else _read_typed(words[at]) if slips else [read_word(words[at])]
        at += 2 if named else 1
    return read


@lru_cache(maxsize=1_024)
def _read_typed(word: str) -> list[frozenset[str]]:
    # A word, or what a slip of the finger made of it: «кайтапып», «незнаюкак».
    if named := read_word(word):
        return [named]
    letters = endings.write_in_cyrillic(word)
    near = find_a_slip_away(letters, _known())
    if named := frozenset[str]().union(*map(read_word, near)):
        return [named]
    parts = part_in_two(letters, lambda part: part in _known() and bool(read_word(part)))
    return [*map(read_word, parts)] if parts else [named]


def _find_phrases_at(letters: list[str], at: int) -> frozenset[str]:
    if at + 1 == len(letters):
        return frozenset()
    found = (named for first, second, named in _phrases().get(letters[at], ()) if _stands(letters[at + 1], second))
    return frozenset[str]().union(*found)


def _stands(word: str, written: str) -> bool:
    return word.startswith(written[:-1]) if written.endswith("-") else word == written


@lru_cache(maxsize=4_096)
def read_word(word: str) -> frozenset[str]:
    """The notions of one folded word, «denied» and «asked» among them; «small» where it says nothing of its own."""
    letters = endings.write_in_cyrillic(word)
    asks = len(letters) > _LEAST_ASKED and letters.endswith(_QUESTION)
    found = set(_words().get(letters, ())) or set(_words().get(letters[:-2], ()) if asks else ())
    found |= {"small"} if word in _small() or letters in _small() else set()
    found |= (
        _heard().get(endings.spell_by_vowels(letters), frozenset())
        if not found and len(letters) >= _LEAST_HEARD
        else set()
    )
    found |= {DENIED} if letters in _NO else set()
    found |= {ASKED} if letters == "ли" else set()
    found |= set(_find_by_stems(letters)) or set(_find_misspelt(letters) if not found else ())
    if found and asks:
        found.add(ASKED)
    if DENIED in found and letters.endswith(_I_WILL_NOT):
        found.add("i_will_not")  # «жооп бербейм» is no «жооп бербейт»
    return frozenset(found)


def _find_by_stems(letters: str) -> Iterator[str]:
    heard, stems = endings.spell_by_ear(letters), _stems()
    for cut in range(2, len(letters) + 1):
        for stem, notion, is_russian in stems.get(heard[:cut], ()):
            if endings.is_near(stem, letters[:cut]):
                yield from _ended(letters, cut, notion, is_russian=is_russian)


def _ended(letters: str, cut: int, notion: str, *, is_russian: bool) -> Iterator[str]:
    if is_russian:
        if endings.spell_by_ear(letters[cut:]) in endings.list_russian_endings():
            yield notion
        return
    is_chain, is_denied = endings.read_chain(letters[cut:])
    if is_chain:
        yield notion
        yield from (DENIED,) if is_denied else ()


def _find_misspelt(letters: str) -> Iterator[str]:
    # A letter too many, too few, or another: of long stems only.
    heard, stems = endings.spell_by_ear(letters), _near_stems()
    for cut in range(5, len(letters) + 1):
        for near in {heard[:cut], *endings.shorten(heard[:cut])}:
            for notion, is_russian in stems.get(near, ()):
                yield from _ended(letters, cut, notion, is_russian=is_russian)


@cache
def _stems() -> dict[str, tuple[tuple[str, str, bool], ...]]:
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for stem, notion, is_russian in _list_stems():
        found.setdefault(endings.spell_by_ear(stem), []).append((stem, notion, is_russian))
    return {heard: tuple(stems) for heard, stems in found.items()}


@cache
def _near_stems() -> dict[str, tuple[tuple[str, bool], ...]]:
    found: dict[str, set[tuple[str, bool]]] = {}
    for stem, notion, is_russian in _list_stems():
        if len(stem) >= endings.LEAST_MISSPELT:
            heard = endings.spell_by_ear(stem)
            for near in {heard, *endings.shorten(heard)}:
                found.setdefault(near, set()).add((notion, is_russian))
    return {near: tuple(sorted(stems)) for near, stems in found.items()}


def _list_stems() -> Iterator[tuple[str, str, bool]]:
    for notion, listed in _table().items():
        for stem in listed["ky"]:
            yield fold(stem), notion, False
        for stem in listed["ru"]:
            bare = fold(stem.removeprefix("+"))
            yield bare, notion, True
            if stem.startswith("+"):
                yield from ((f"{prefix}{bare}", notion, True) for prefix in notions.PREFIXES.split())


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    # Of each notion its stems, «ky» and «ru», and its words, «as» they stand.
    found: dict[str, dict[str, list[str]]] = {}
    notion, words = "", list[str]()
    for part in notions.NOTIONS.split():
        if part in {"ky:", "ru:", "as:"}:
            words = found[notion][part[:-1]]
        elif part.endswith(":"):
            notion = part[:-1]
            found[notion] = {"ky": [], "ru": [], "as": []}
        else:
            words.append(part)
    return found


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for notion, listed in _table().items():
        for word in listed["as"]:
            if "_" not in word:
                found.setdefault(fold(word), set()).add(notion)
    return {word: frozenset(named) for word, named in found.items()}


@cache
def _known() -> frozenset[str]:
    # Words in Cyrillic letters: those of the notions and those of the tables of intents. Many of the latter are forms.
    return frozenset({*_words(), *_small(), *(word for word in list_words() if not word.startswith("~"))})


@cache
def _heard() -> dict[str, frozenset[str]]:
    # Words and small words by what their vowels sound like.
    found: dict[str, set[str]] = {}
    for word, named in [*_words().items(), *((word, frozenset({"small"})) for word in _small())]:
        found.setdefault(endings.spell_by_vowels(word), set()).update(named)
    return {heard: frozenset(named) for heard, named in found.items()}


@cache
def _phrases() -> dict[str, tuple[tuple[str, str, frozenset[str]], ...]]:
    # By the first word; of «жок_кыл-» the second may go on.
    found: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for notion, listed in _table().items():
        for first, second in (word.split("_", 1) for word in listed["as"] if "_" in word):
            then = fold(second.replace("_", "")) + ("-" if second.endswith("-") else "")
            found.setdefault(fold(first), []).append((fold(first), then, frozenset({notion})))
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def _small() -> frozenset[str]:
    words = f"{notions.SMALL}, {intent_words.BESIDE}".replace("\n", " ").replace(",", " ").split()
    return frozenset(map(fold, words))
