"""The gist of a short message: which notions its words are, and what those mean together.

Past 300 lines, since how a word is read stands beside what is read of it.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from bot.language import intent_words
from bot.language.gist import endings, notions
from bot.language.gist.promised import promises_later
from bot.language.gist.rules import RULES
from bot.language.intents import LONGEST, MOST_WORDS, Intent, list_words
from bot.language.kyrgyz import fold
from bot.language.slips import find_a_slip_away, part_in_two

_DENIED, _ASKED = "denied", "asked"
_NO = frozenset(
    ["не", "ни", "нет", "без", "жок", "эмес", "эмеспиз", "эмесмин", "никак", "нету", "ненадо", "ненужно", "нельзя"]
)
_NO_TO_ELSE = frozenset(["нет", "неа", "без", "жок"])  # each denies what stands beside it, or what was said before
_OF_OTHERS = frozenset(["один", "одна", "одни", "придет", "придут", "сможет", "смогут", "будет", "будут", "только"])
_MARKS = ("?", "？", "؟", "?!")
_ASKING = frozenset({"ask_who", "ask_how", "ask_when", "ask_where", "ask_why", "ask_what"})
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


@lru_cache(maxsize=4)
def find_gist(text: str) -> tuple[Intent, ...]:
    """Returns what a text means whose every word is a notion or a small word, the likeliest first; else nothing."""
    words = fold(text).split() if len(text) <= LONGEST else []
    if not 0 < len(words) <= MOST_WORDS:
        return ()
    read = _read_all(words)
    found = () if frozenset() in read else _find_meant(read, text, words)
    return tuple(dict.fromkeys((Intent.LATER, *found))) if promises_later(text) else found


def find_near_gist(text: str, *, most: int = 1) -> tuple[Intent, ...]:
    """The same of a text in which a word or a few are none, for a question back.

    It is nothing where most words are unknown.
    """
    words = fold(text).split() if len(text) <= LONGEST else []
    if not 0 < len(words) <= MOST_WORDS:
        return ()
    read = _read_all(words, slips=False)
    unread = read.count(frozenset())
    return () if unread > most or 3 * unread > len(words) else _find_meant(read, text, words)


def asks(text: str) -> bool:
    """Whether a short text is a question, by its sign or by its words: «акча барбы», «когда начало»."""
    words = fold(text).split() if len(text) <= LONGEST else []
    if not words:
        return False
    read = frozenset[str]().union(*_read_all(words[:MOST_WORDS]))
    return "?" in text or _ASKED in read or not read.isdisjoint(_ASKING)


def denies(text: str) -> bool:
    """Whether a short text says a no anywhere: «не хочу», «жазбайм», «керек эмес»."""
    words = fold(text).split() if len(text) <= LONGEST else []
    return any(_DENIED in _read(word) for word in words[:MOST_WORDS])


def says_anything(word: str) -> bool:
    """Whether a folded word is a notion or a small word, misspelt in nothing but what sounds alike."""
    letters = endings.write_in_cyrillic(word)
    return letters in _known() or any(_find_by_stems(letters))


def says_nothing_of_its_own(word: str) -> bool:
    """Whether a folded word is a small one, or only helps another to be said: «муну», «керек», «хочу»."""
    return not _read(word).isdisjoint({"small", "aux", "want", "write", "give", "change", "could"})


_AWAY = frozenset({"erase", "take_back", "refuse", "out", "keep", "stop", "all", "personal"})
_COMES = frozenset({"attend", "comes", "walk", "hearing", "able", "be_there", "at_work", "leave", "busy", "company"})
_OF_NAMES = frozenset({"name", "hide", "personal", "show", "phone"})
# What must be spoken of before such a wish is asked about: no other words come near enough to it.
_SPOKEN_OF: dict[Intent, frozenset[str]] = {
    **dict.fromkeys((Intent.ERASE, Intent.FORGET, Intent.WITHDRAW), _AWAY),
    **dict.fromkeys((Intent.COME, Intent.DECLINE), _COMES),
    Intent.NAMELESS: _OF_NAMES,
    Intent.MYDATA: _OF_NAMES | {"keep", "know", "about_me"},
    Intent.SEEN: _OF_NAMES | {"see", "nobody", "ask_who", "keep", "know"},
    **dict.fromkeys((Intent.KYRGYZ, Intent.RUSSIAN, Intent.LANGUAGE), frozenset({"kyrgyz", "russian", "language"})),
    **dict.fromkeys(
        (Intent.STOP, Intent.NOTICES), frozenset({"notify", "stop", "out", "refuse", "send", "agree", "want"})
    ),
    Intent.HEARINGS: frozenset({"hearing", "money"}),
    Intent.SKIP: frozenset(
        {"skip", "refuse", "know", "answer", "all_same", "later", "i_will_not", "denied", "teach", "write"}
    ),
}


def is_spoken_of(text: str, meant: Intent) -> bool:
    """Whether a short text has a word of what a wish is about. Some wishes are not guessed without one."""
    needed = _SPOKEN_OF.get(meant)
    words = fold(text).split() if len(text) <= LONGEST else []
    if needed is None:
        return True
    said = frozenset[str]().union(*_read_all(words[:MOST_WORDS]))
    if meant is Intent.NAMELESS and said.isdisjoint({_DENIED, "hide", "refuse"}):
        return False  # «атым Нурдин» says a name
    return not needed.isdisjoint(said)


_OF_A_LOSS = frozenset({"erase", "take_back", "out", "refuse", "stop", "begin"})


def names_a_loss(text: str) -> bool:
    """Whether a short text has a word of erasing, taking back or leaving: nobody else is offered to lose anything."""
    words = fold(text).split() if len(text) <= LONGEST else []
    return not _OF_A_LOSS.isdisjoint(frozenset[str]().union(*_read_all(words[:MOST_WORDS])))


def asks_something(text: str) -> bool:
    """Whether a short text is a question by a word of asking and its mark: «кайсы жерди жазам?», «а где писать?»."""
    words = fold(text).split() if len(text) <= LONGEST and text.rstrip().endswith(_MARKS) else []
    return len(words) <= MOST_WORDS and any(not _read(word).isdisjoint(_ASKING) for word in words)


def _find_meant(read: list[frozenset[str]], text: str, words: list[str]) -> tuple[Intent, ...]:
    said = frozenset[str]().union(*read) | ({_ASKED} if "?" in text else set())
    if "comes" in said and not _denies_coming(words):
        said -= {_DENIED}
    if "send" in said and _is_no_before(words, read, text):
        said -= {_DENIED}
    # «Уулум» as somebody is addressed is nobody that is spoken of.
    is_of_others = any("company" in one and "small" not in one for one in read)
    if is_of_others and said.isdisjoint({"attend", "access"}):
        return ()  # neighbours and children are spoken of in proposals
    return tuple(dict.fromkeys(intent for intent, rule in RULES if rule.fits(said)))


def _is_no_before(words: list[str], read: list[frozenset[str]], text: str) -> bool:
    # «Жок, отправляй уже»: a no with a comma behind it is to what was said before. Nothing else is denied.
    is_first = endings.write_in_cyrillic(words[0]) in _NO_TO_ELSE and not any(_DENIED in one for one in read[1:])
    return is_first and text.strip()[len(words[0]) :].lstrip().startswith((",", ".", "!", ";"))


def _denies_coming(words: list[str]) -> bool:
    # «Нет, приду, но без друзей» does not deny that somebody comes; «не приду», «келбейм» and «бара албайм» do.
    letters = [*map(endings.write_in_cyrillic, words)]
    return any(_DENIED in _read(word) and not _is_no_to_else(letters, at) for at, word in enumerate(words))


def _is_no_to_else(letters: list[str], at: int) -> bool:
    # «Приду, но не один», «я приду, друзья не придут».
    if letters[at] == "не" and letters[at + 1 : at + 2] and letters[at + 1] in _OF_OTHERS:
        return True
    return letters[at] in _NO_TO_ELSE and (letters[at] != "жок" or at == 0)


def _read_all(words: list[str], *, slips: bool = True) -> list[frozenset[str]]:
    # Two words that mean something together are read as one, «туура эмес».
    letters, read = [*map(endings.write_in_cyrillic, words)], []
    at = 0
    while at < len(words):
        named = _find_phrases_at(letters, at)
        read += [named] if named else _read_typed(words[at]) if slips else [_read(words[at])]
        at += 2 if named else 1
    return read


@lru_cache(maxsize=1_024)
def _read_typed(word: str) -> list[frozenset[str]]:
    # A word, or what a slip of the finger made of it: «кайтапып», «незнаюкак».
    if named := _read(word):
        return [named]
    letters = endings.write_in_cyrillic(word)
    near = find_a_slip_away(letters, _known())
    if named := frozenset[str]().union(*map(_read, near)):
        return [named]
    parts = part_in_two(letters, lambda part: part in _known() and bool(_read(part)))
    return [*map(_read, parts)] if parts else [named]


def _find_phrases_at(letters: list[str], at: int) -> frozenset[str]:
    if at + 1 == len(letters):
        return frozenset()
    found = (named for first, second, named in _phrases().get(letters[at], ()) if _stands(letters[at + 1], second))
    return frozenset[str]().union(*found)


def _stands(word: str, written: str) -> bool:
    return word.startswith(written[:-1]) if written.endswith("-") else word == written


@lru_cache(maxsize=4_096)
def _read(word: str) -> frozenset[str]:
    # The notions of one folded word, «denied» and «asked» among them; «small» where it says nothing of its own.
    letters = endings.write_in_cyrillic(word)
    asks = len(letters) > _LEAST_ASKED and letters.endswith(_QUESTION)
    found = set(_words().get(letters, ())) or set(_words().get(letters[:-2], ()) if asks else ())
    found |= {"small"} if word in _small() or letters in _small() else set()
    found |= (
        _heard().get(endings.spell_by_vowels(letters), frozenset())
        if not found and len(letters) >= _LEAST_HEARD
        else set()
    )
    found |= {_DENIED} if letters in _NO else set()
    found |= {_ASKED} if letters == "ли" else set()
    found |= set(_find_by_stems(letters)) or set(_find_misspelt(letters) if not found else ())
    if found and asks:
        found.add(_ASKED)
    if _DENIED in found and letters.endswith(_I_WILL_NOT):
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
        yield from (_DENIED,) if is_denied else ()


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
