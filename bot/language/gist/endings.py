"""Whether a word is a stem with endings, however it is spelled. Kyrgyz endings come in a chain, Russian ones from lists."""

from functools import cache, lru_cache
from itertools import product

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.spellings import write_in_letters

LONGEST = 24  # letters of a word that is read
_LEAST_BY_EAR = 4  # letters of a stem that may be misspelt in what sounds alike
LEAST_MISSPELT = 7  # of one with a letter too many, too few, or another
_LATIN = (
    ("shch", "щ"), ("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ya", "я"), ("yu", "ю"),
    ("yo", "е"), ("ye", "е"), ("ia", "я"), ("iu", "ю"), ("ng", "н"), ("x", "х"), ("ş", "ш"), ("ç", "ч"), ("ğ", "г"),
)  # fmt: skip
_J_AT_AN_END = compile_late(r"(?<=[aeiouyöüı])j(?![aeiouyöüı])")  # «kajtaryp» as «кайтарып», but «ajal» as «ажал»
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwyzöüıñ", "абкдефгхижклмнопкрстуввызоуын")
# Vowels that are written for one another, and consonants that sound alike at an end of a syllable.
_ALIKE = {"оя": "а", "эеыий": "и", "ю": "у", "б": "п", "в": "ф", "г": "к", "д": "т", "жщ": "ш", "зц": "с", "х": "к"}
_EAR = str.maketrans({letter: sound for letters, sound in _ALIKE.items() for letter in letters})
_VOWELS = str.maketrans("ояэеыйю", "ааииииу")
_CLASSES = str.maketrans("аеоэяыиуюйбпдтгк", "AAAAAIIIIIBBDDGG")
# Endings of Kyrgyz. A stands for а е о ө э я; I for ы и у ү ю й. B stands for б п, D for д т, G for г к.
_KYRGYZ = """
    лAр DAр Iм м Iн н I сI BIз IBIз нIз IнIз нAр IнAр DIн нIн GA нA A нI DI DA нDA DAн нAн нDAн DAGI нDAGI лII
    DII лI сIз лIG DIG лAG чI чA мA IB B GAн GA Aр Iр р Aс с AD D ID сA сIн GIлA лA лI AлI IлI IIн AIн AII GIм
    GIDAI GIч мAG мAGчI мAI II AA Iш ш DIр D Iл л мIн сIз BI G IG Aн мIн AлBA AлAI бер BIDIр IAD AI IчI ңчI
    Aчу зAн GAнDA ADI AD AGAн
"""
_DENIES = ("BA", "BAI", "BAс", "BAD", "AлBA", "AлBAI")
_FLEXES = """
    а я о е и ы у ю й ой ей ий ый ая яя ое ее ие ые ую юю ого его ому ему ым им ом ем ам ям ами ями ах ях их ых ов ев ью
    ть ти л ла ло ли ю у ешь ишь ет ит ем им ете ите ют ут ят ат йте ите ь ьте н на но ны нный нная нное нные т та то ты
    вший вшая ющий щий щая щие тый
"""
_THEMES = "л ля лю ле а я и е ну ова ыва ива ва ен ани ени а+и уй ов нь уе ае иче ик ск нн к ок ч"


@lru_cache(maxsize=2_048)
def write_in_cyrillic(word: str) -> str:
    """Returns a folded word in Cyrillic letters: «zhooptu» as «жоопту»; at most 24 letters are read."""
    read = word[:LONGEST]
    if not any("a" <= letter <= "z" or "\u00e0" <= letter <= "\u024f" for letter in read):
        return read
    read = _J_AT_AN_END.sub("й", write_in_letters(read))
    for letters, one in _LATIN:
        read = read.replace(letters, one)
    return fold(read.translate(_LETTERS))


def spell_by_ear(letters: str) -> str:
    """Returns what letters sound like, one for one: «хочу» and «хачу», «предложение» and «придложение»."""
    return letters.translate(_EAR)


def spell_by_vowels(letters: str) -> str:
    """Returns letters with those vowels made one that are written for one another: «надо» and «нада»."""
    return letters.translate(_VOWELS)


@lru_cache(maxsize=4_096)
def read_chain(rest: str) -> tuple[bool, bool]:
    """Whether letters are a chain of Kyrgyz endings, and whether one of them denies: «ба» of «жазбагыла»."""
    letters, known = rest.translate(_CLASSES), _kyrgyz()
    reached: dict[int, set[bool]] = {0: {False}}
    for at in range(len(letters)):
        for ending in known.get(letters[at], ()) if at in reached else ():
            if letters.startswith(ending, at):
                denied = {ending in _DENIES} if ending in _DENIES else reached[at]
                reached.setdefault(at + len(ending), set()).update(denied)
    ended = reached.get(len(letters), set())
    return bool(ended), True in ended


@cache
def _kyrgyz() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for ending in {*(one.translate(_CLASSES) for one in _KYRGYZ.split()), *_DENIES}:
        found.setdefault(ending[0], []).append(ending)
    return {first: tuple(endings) for first, endings in found.items()}


@cache
def list_russian_endings() -> frozenset[str]:
    """Returns the endings of Russian nouns, adjectives and verbs as they sound, with «-ся» and without."""
    themes = ["", *_THEMES.replace("+", "").split()]
    flexes = ["", *_FLEXES.split()]
    return frozenset(
        spell_by_ear(f"{theme}{flex}{own}".replace("ь", "").replace("ё", "е"))
        for theme, flex, own in product(themes, flexes, ("", "ся", "сь"))
    )


def is_near(stem: str, letters: str) -> bool:
    """Whether letters that sound like a stem are spelled nearly as it is.

    A short one is exactly so, a long one in all but two.
    """
    most = 0 if len(stem) < _LEAST_BY_EAR else 1 if len(stem) < LEAST_MISSPELT else 2
    return len(stem) == len(letters) and sum(map(str.__ne__, stem, letters)) <= most


def shorten(letters: str) -> set[str]:
    """Returns letters with each one left out, none of what is short. By these a word and a stem a letter apart meet."""
    if not LEAST_MISSPELT - 1 <= len(letters) <= LONGEST:
        return set()
    return {letters[:at] + letters[at + 1 :] for at in range(1, len(letters))}
