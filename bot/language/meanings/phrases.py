"""The phrases of the tables, and the words of a message, as keys by which they are looked up.

A word of no table may be one of them misspelled, or a slip of the finger away.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from bot.language import intent_words
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.slips import find_a_slip_away, part_in_two
from bot.language.spellings import list_keys, list_keys_of_words, spell_by_ear

LONGEST = 120  # characters; what is longer says more than an intent
MOST_WORDS = 10
_LONGEST_PHRASE = 5  # words
_REMEMBERED = 1_024  # words that people typed
_SIGNS = {"👍": "ооба", "👌": "ооба", "✅": "ооба", "➕": "ооба", "👎": "жок", "❌": "жок", "🙏": "рахмат", "❤": "рахмат",
          "👋": "салам", "🤝": "макул", "❓": "түшүнбөдүм"}  # fmt: skip
_FULL_I = compile_late("(?<=[аеоыиуй]м)[ыиу]н$|(?<=[aeoiuyj]m)[yiu]n$")  # of a Kyrgyz verb: «I» said in full
_APOSTROPHES = compile_late(r"(?<=\w)['`´‘’ʼʻ](?=\w|\b|\s|$)")
_COURTEOUS = ("thanks", "greeting", "farewell")  # what is beside any intent
BESIDE = "beside"  # words that may stand beside those of any intent and mean nothing alone


@lru_cache(maxsize=4)
def read_words(text: str, *, slips: bool = True) -> list[frozenset[str]]:
    """Reads the words of a text as keys to look them up by. With slips those a letter away count, too."""
    # A sign beside words says nothing of its own: «жок 👍» is a no.
    folded = fold(_APOSTROPHES.sub("", text)) or " ".join(fold(word) for sign, word in _SIGNS.items() if sign in text)
    words = folded.split()
    if not slips or len(words) > MOST_WORDS:
        return [_known(list_keys(word)) for word in words]
    return [keys for word in words for keys in _read_word(word)]


def _known(keys: frozenset[str]) -> frozenset[str]:
    # A word of no table may be one of them misspelled: «кагда», «жөнөтүнүз».
    vocabulary = _build_vocabulary()
    if not keys.isdisjoint(vocabulary.words):
        return keys
    return keys.union(*(vocabulary.by_ear.get(spell_by_ear(key), ()) for key in keys))


@lru_cache(maxsize=_REMEMBERED)
def _read_word(word: str) -> tuple[frozenset[str], ...]:
    # The same, with a slip of the finger: «рамхат», «спасибобольшое».
    keys, words = _known(list_keys(word)), _build_vocabulary().words
    keys |= {"не"} if word == "ни" else set()  # by ear: «ни надо»
    keys |= list_keys(_FULL_I.sub("", word)) & words if _FULL_I.search(word) else set()  # «барамын» is «барам»
    if not keys.isdisjoint(words) or _IS_WISHED.search(word):
        return (keys,)
    if slips := frozenset[str]().union(*(_find_a_slip_away(key) for key in keys)):
        return (keys | slips,)
    parts = part_in_two(word, lambda part: not list_keys(part).isdisjoint(words))
    return tuple(map(list_keys, parts)) if parts else (keys,)


_IS_WISHED = compile_late("(?:л|н)с[ыиу]н$")  # «оңдолсун», «курулсун»: said of a thing, and never to the bot


def _find_a_slip_away(key: str) -> frozenset[str]:
    words = _build_vocabulary().words
    if not key.startswith("~"):
        return find_a_slip_away(key, words)
    return frozenset(f"~{one}" for one in find_a_slip_away(key[1:], _Sounded(words)))


@dataclass(frozen=True, slots=True)
class _Sounded:
    """The words of the tables as they sound in Latin letters."""

    words: frozenset[str]

    def __contains__(self, sounds: object) -> bool:
        return f"~{sounds}" in self.words


def is_number(word: frozenset[str]) -> bool:
    """Whether a word (its keys) is written in digits."""
    return all(key.isdigit() for key in word)


def find_phrases(words: list[frozenset[str]]) -> dict[int, list[tuple[int, dict[str, bool]]]]:
    """Finds the phrases at each place: how many words each has, its intents (true: it says one by itself)."""
    known = list_phrases()
    found: dict[int, list[tuple[int, dict[str, bool]]]] = {}
    for at in range(len(words)):
        found[at] = []
        for length in range(1, min(_LONGEST_PHRASE, len(words) - at) + 1):
            for phrase in product(*words[at : at + length]):
                if phrase in known:
                    found[at].append((length, known[phrase]))
    return found


def list_words() -> frozenset[str]:
    """Returns every word of the tables, as a key: folded, or «~» and what it sounds like in Latin letters."""
    return _build_vocabulary().words


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    words: frozenset[str]  # every word of the tables, as a key
    by_ear: dict[str, frozenset[str]]  # the same by what they sound like


@cache
def _build_vocabulary() -> _Vocabulary:
    words = frozenset(key for phrase in list_phrases() for key in phrase)
    heard: dict[str, set[str]] = {}
    for key in words:
        if sound := spell_by_ear(key):
            heard.setdefault(sound, set()).add(key)
    return _Vocabulary(words, {sound: frozenset(keys) for sound, keys in heard.items()})


@cache
def list_phrases() -> dict[tuple[str, ...], dict[str, bool]]:
    """Returns every phrase of the tables as keys, with the intents it belongs to. True: it says that intent by itself."""
    known: dict[tuple[str, ...], dict[str, bool]] = {}
    # 41 000 phrases have 400 different sets of intents: those that are alike share one.
    nothing: dict[str, bool] = {}
    shared: dict[frozenset[tuple[str, bool]], dict[str, bool]] = {}
    joined: dict[tuple[int, str, bool], dict[str, bool]] = {}

    def join(of: dict[str, bool], intent: str, *, is_heart: bool) -> dict[str, bool]:
        key = (id(of), intent, is_heart)  # each of them is kept in shared, so that no other takes its id
        if key not in joined:
            after = {**of, intent: of.get(intent, False) or is_heart}
            joined[key] = shared.setdefault(frozenset(after.items()), after)
        return joined[key]

    def enter(text: str, intent: str, *, is_heart: bool) -> None:
        for phrase in filter(None, (one.split() for one in text.replace("\n", " ").split(","))):
            for keys in product(*map(list_keys_of_words, phrase)):
                known[keys] = join(known.get(keys, nothing), intent, is_heart=is_heart)

    for intent, (heart, beside) in intent_words.WORDS.items():
        enter(heart, intent, is_heart=True)
        enter(beside, intent, is_heart=False)
    for courteous in (intent_words.BESIDE, *(intent_words.WORDS[one][0] for one in _COURTEOUS)):
        enter(courteous, BESIDE, is_heart=False)
    for intent in intent_words.WORDS.keys() - {"no"}:
        enter(intent_words.AGREED, intent, is_heart=False)
    list_keys_of_words.cache_clear()  # words of the tables are asked for no more
    return known
