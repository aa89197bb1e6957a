"""What a short message means, such as yes, send or later: every one of its words belongs to that meaning.

Past 300 lines, since the list of meanings stands beside the rule that finds them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product

from bot.language import intent_words
from bot.language.common_speech.uzbek import say_in_kyrgyz
from bot.language.kyrgyz import fold
from bot.language.slips import find_a_slip_away, part_in_two
from bot.language.spellings import list_keys, list_keys_of_words, spell_by_ear
from bot.language.wishes.questions import asks

LONGEST = 120  # characters; what is longer says more than an intent
MOST_WORDS = 10
_LONGEST_PHRASE = 5  # words
_REMEMBERED = 1_024  # words that people typed
_SIGNS = {"👍": "ооба", "👌": "ооба", "✅": "ооба", "➕": "ооба", "👎": "жок", "❌": "жок", "🙏": "рахмат", "❤": "рахмат",
          "👋": "салам", "🤝": "макул", "❓": "түшүнбөдүм"}  # fmt: skip
# A thumb of any skin, a tick or a plus that stands by itself; «+996 …» is a telephone.
_YES_SIGNS = re.compile(
    "(?:[\U0001f44d\U0001f44c\u2705\u2714\u2611][\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]*)+|(?<!\\S)\\++(?!\\S)"
)
_WORDS_BESIDE = 3  # that may stand round a sign; who writes more says something of their own
_NOT = {"жок", "эмес", "нет", "не", "jok", "emes", "net"}
NO_FIRST = frozenset({"жок", "нет", "неа", "jok", "net"})
_NOT_ERASED = re.compile(
    r"\bн(?:е|и)\s+(?:(?:надо|нужно|стоит|хочу|хотел\w*|буду|смей\w*|вздумай\w*)\s+)?(?:удал|стир|сотр|убир|очищ|забыв|снос|отзыв)\w*|"
    r"\b(?:удал|стир|убир|очищ|забыв|отзыв)\w*(?:ть|вать)\s+(?:не|ненадо|ненужно|нельзя)\b|"
    r"\b[өо]ч[үу]р[үу][үу]\w*\s+(?:керек\s+эмес|кереги\s+жок|кажети\s+жок|зарыл\s+эмес|болбойт)",
    re.IGNORECASE,
)
_FULL_I = re.compile("(?<=[аеоыиуй]м)[ыиу]н$|(?<=[aeoiuyj]m)[yiu]n$")  # of a Kyrgyz verb: «I» said in full
_ONLY_ASKS = re.compile(r"[?？؟!\s]*[?？؟][?？؟!\s]*")
_APOSTROPHES = re.compile(r"(?<=\w)['`´‘’ʼʻ](?=\w|\b|\s|$)")


class Intent(StrEnum):
    """What somebody may mean; what it does is decided by the step at which it is said."""

    YES = "yes"
    NO = "no"
    REFUSE = "refuse"  # of the whole thing: «I do not need it», «I have changed my mind»
    SEND = "send"
    ADD = "add"  # to what is there already
    CHANGE = "change"
    LATER = "later"
    WAIT = "wait"  # a moment: nothing is left, and nothing answered
    BACK = "back"
    SKIP = "skip"
    MORE = "more"
    GO_ON = "go_on"  # with what was begun
    ERASE = "erase"
    ANEW = "anew"
    KYRGYZ = "kyrgyz"
    RUSSIAN = "russian"
    LANGUAGE = "language"
    MENU = "menu"
    HELP = "help"
    THANKS = "thanks"
    GREETING = "greeting"
    FAREWELL = "farewell"
    UNCLEAR = "unclear"  # «I do not understand», «how?»
    HALT = "halt"  # «stop», and nothing said of what
    STOP = "stop"  # no more notices
    NOTICES = "notices"  # notices are wanted
    TOPICS = "topics"  # notices of a village or a theme, wanted or not any more
    STATUS = "status"
    CALL = "call"
    WHO = "who"
    SEEN = "seen"  # a question: who reads it, is one's name seen
    STEPS = "steps"  # a question: how much is still to be done
    PROPOSE = "propose"
    HEARINGS = "hearings"
    BUDGET = "budget"
    SETTINGS = "settings"
    AIMAK = "aimak"
    ABSENT = "absent"  # of a list: «ours is not among them»
    NAMELESS = "nameless"
    UNSURE = "unsure"
    REVENUE = "revenue"
    SPENDING = "spending"
    FORGET = "forget"
    WITHDRAW = "withdraw"  # a proposal that was sent
    MYDATA = "mydata"
    MESSENGERS = "messengers"  # to go on in another messenger as well
    COME = "come"
    DECLINE = "decline"
    CLEAR = "clear"  # of an answer: it is understood
    WHY = "why"  # of an answer: a question about it
    DISAGREE = "disagree"  # of an answer
    QUEUE = "queue"  # of an office: what waits for its answer


_BESIDE = "beside"  # words that may stand beside those of any intent and mean nothing alone
# «What came of № 12», «withdraw № 12», «I cannot on the 12th». Of a text with a number in it nothing else is meant.
_OF_A_NUMBER = (Intent.STATUS, Intent.WITHDRAW, Intent.DECLINE)
_ERASING = frozenset({Intent.ERASE, Intent.FORGET, Intent.WITHDRAW})
# What is done with no question asked back.
_DONE_AT_ONCE = frozenset({
    Intent.YES, Intent.SEND, Intent.ADD, Intent.ERASE, Intent.FORGET, Intent.WITHDRAW, Intent.STOP, Intent.COME, Intent.DECLINE,
})  # fmt: skip
_COURTESIES = (Intent.THANKS, Intent.GREETING, Intent.FAREWELL)
_LEADING_UP = frozenset({Intent.UNSURE, Intent.UNCLEAR, Intent.WAIT, Intent.WHY, *_COURTESIES})
_OF_COMING = frozenset({Intent.COME, Intent.DECLINE})
_SAID_ONLY = frozenset({Intent.YES, Intent.SEND, Intent.ADD, Intent.ERASE})  # what nobody means by asking
_ASKS = re.compile(r"[?？؟][\s!?？؟)]*$")
_PARTS = re.compile(r"[,.;!?\n]+")


@lru_cache(maxsize=4)  # one message is asked several times what it means
def find_meanings(text: str, *, slips: bool = True) -> frozenset[Intent]:
    """Returns every intent that all words of a text belong to; none for what says more, or is too long.

    Without slips no word is taken for another that is a letter away: so where names are awaited, «Токтогул».
    """
    if len(text) > LONGEST:
        return frozenset()
    if _ONLY_ASKS.fullmatch(text):
        return frozenset({Intent.UNCLEAR})
    uzbek = say_in_kyrgyz(text) if slips else ""  # «Яна» is a name where one is awaited
    meant = _find_meant_in(uzbek, False) if uzbek else frozenset[Intent]()
    meant = meant or _find_meant_in(text, slips)
    if not meant and _NOT_ERASED.search(text) and _is_beside_a_no(_NOT_ERASED.sub(" ", text)):
        return frozenset({Intent.NO})  # «стой, не удаляй!»
    if _ASKS.search(text):
        meant -= _SAID_ONLY  # «а вы точно бот?» agrees to nothing
    if not meant.isdisjoint(_OF_COMING):
        meant -= {Intent.HEARINGS}  # «угууга барам» says more than that hearings are meant
    # «Не надо удалять» wants nothing erased; «не надо, удалите» does.
    return frozenset({Intent.NO}) if meant & _ERASING and _NOT_ERASED.search(text) else meant


def _find_meant_in(text: str, slips: bool) -> frozenset[Intent]:
    return _find_meant(text, slips) or _find_meant_by_parts(text, slips) or _find_behind_a_no(text, slips)


def find_meanings_of_a_name(text: str) -> frozenset[Intent]:
    """The same where a name or a place is awaited: what begins with a capital letter has no slip."""
    return find_meanings(text, slips=not text.strip()[:1].isupper() or text.isupper())


def loses_nothing(text: str) -> bool:
    """Whether a yes is none to losing something: it sends, gives leave or asks: «разрешаю, отправь», «өчүрсө эмне болот»."""
    return asks(text) or speaks_of(text, {Intent.SEND}) or is_said_among(text, f"{_CONSENT}, {_LEAVE_IT}")


_LEAVE_IT = """отставить, отбой, отмена, отмени, отмените, отменить, стоп, стой, стойте, постой, погоди, погодите, подожди,
    тормози, хватит, токто, токтой тур, токтоңуз, токтогула, калсын, калтыр, калтырыңыз, оставь, оставьте, оставить"""
_RESIGNED = "болуптур, мейли, түшүнүктүү, түшүндүм, ясно, понятно, понял, поняла, ладно, жарайт, окей"


def is_resigned(text: str) -> bool:
    """Whether a yes only gives in, «болуптур анда, түшүнүктүү»: of several words none is a plain yes."""
    return len(text.split()) > 1 and is_said_among(text, _RESIGNED) and not is_said_among(text, _PLAIN_YES)


def _is_beside_a_no(rest: str) -> bool:
    return not fold(rest) or not _find_meant(rest, True).isdisjoint({Intent.WAIT, Intent.NO, Intent.HALT, Intent.LATER})


def _find_meant_by_parts(text: str, slips: bool) -> frozenset[Intent]:
    # «Азыр билбейм, кийин жазам»: each part means something, and those that only lead up to another give way to it.
    parts = [_find_meant(part, slips) for part in _PARTS.split(text) if part.strip()]
    if len(parts) < 2 or not all(parts):
        return frozenset()
    said = [part for part in parts if part.isdisjoint(_LEADING_UP)]
    if not said:
        return frozenset()
    # «Андай эмес, мен каршымын»: a no and an objection are an objection.
    objects = any(Intent.DISAGREE in part for part in said) and all(
        part & {Intent.NO, Intent.DISAGREE} for part in said
    )
    return frozenset({Intent.DISAGREE, Intent.NO}) if objects else frozenset.intersection(*said)


def _find_behind_a_no(text: str, slips: bool) -> frozenset[Intent]:
    # «Нет, я приду один» is no refusal: the no is to what was thought before.
    first, _, rest = text.strip().partition(" ")
    if fold(first) not in NO_FIRST or not rest:
        return frozenset()
    return (_find_meant(rest, slips) or _find_meant_by_parts(rest, slips)) & {Intent.COME, Intent.DECLINE}


def _find_meant(text: str, slips: bool) -> frozenset[Intent]:
    words = read_words(text, slips=slips)
    if not words or len(words) > MOST_WORDS:
        return frozenset()
    said = [word for word in words if not _is_number(word)]
    found, among = _find_phrases(said), Intent if len(said) == len(words) else _OF_A_NUMBER
    meant = frozenset(intent for intent in _list_hearts(found).intersection(among) if _covers(intent, found, len(said)))
    if slips and meant & _DONE_AT_ONCE:
        meant -= _find_slipped_beside(text, words, meant)
    if len(said) > 1 and (whole := _list_hearts({0: [one for one in found[0] if one[0] == len(said)]})):
        meant &= whole  # «не против» is said whole, whatever «не» and «против» mean one by one
    if Intent.WHO in meant:
        meant -= {Intent.UNCLEAR}  # «бул эмне деген бот»
    if Intent.SEEN in meant:
        meant = frozenset({Intent.SEEN})  # a question answers nothing
    # What names no village or theme is about notices as a whole.
    return meant - {Intent.TOPICS} if meant & {Intent.NOTICES, Intent.STOP} else meant


def _find_slipped_beside(text: str, words: list[frozenset[str]], meant: frozenset[Intent]) -> frozenset[Intent]:
    # «Кечээк жөнөтөм»: an unknown word beside the wish is no slip of «кечээ», since it may put the wish off.
    strict = read_words(text, slips=False)
    if len(strict) != len(words):
        return frozenset()
    slipped = [read - typed for read, typed in zip(words, strict, strict=True) if read - typed]
    return frozenset(
        one for one in meant & _DONE_AT_ONCE if any(found.isdisjoint(_list_heart_words(one)) for found in slipped)
    )


@cache
def _list_heart_words(intent: Intent) -> frozenset[str]:
    return frozenset(key for phrase, of in list_phrases().items() if of.get(intent) for key in phrase)


def find_likely_meanings(text: str, *, missing: float = 0.5) -> list[Intent]:
    """Returns what a short text may mean of which some words belong to nothing, the likeliest first.

    It is asked by them, and never acted upon. missing is which share of the words may be left over.
    """
    words = read_words(text) if len(text) <= LONGEST else []
    if not 1 < len(words) <= MOST_WORDS:
        return []
    found, left_over = _find_phrases(words), max(1, int(len(words) * missing))
    likely = [intent for intent in _list_hearts(found) if _covers(intent, found, len(words), missing=left_over)]
    return sorted(likely, key=lambda intent: (-_count_heart_words(intent, found), intent))


def speaks_of(text: str, intents: Collection[Intent]) -> bool:
    """Whether a short text says one of these meanings anywhere, beside whatever else it says."""
    found = _find_phrases(read_words(say_in_kyrgyz(text) or text)) if len(text) <= LONGEST else {}
    return any(_count_heart_words(intent, found) for intent in intents)


def is_said_among(text: str, vocabulary: str) -> bool:
    """Whether a short text has any of some words, which stand as those of the tables do: with commas between."""
    known = _list_words(vocabulary)
    words = read_words(say_in_kyrgyz(text) or text) if len(text) <= LONGEST else []
    return any(not keys.isdisjoint(known) for keys in words)


@cache
def _list_words(words: str) -> frozenset[str]:
    return frozenset(key for one in words.replace("\n", " ").split(",") for key in list_keys_of_words(one.strip()))


def _list_hearts(found: dict[int, list[tuple[int, dict[str, bool]]]]) -> set[Intent]:
    # Only what is said somewhere can be meant.
    said = (of for phrases in found.values() for _, of in phrases)
    return {Intent(intent) for of in said for intent, is_heart in of.items() if is_heart}


def _count_heart_words(intent: Intent, found: dict[int, list[tuple[int, dict[str, bool]]]]) -> int:
    return max((length for phrases in found.values() for length, of in phrases if of.get(intent)), default=0)


_NAMES_NOTHING = frozenset({
    Intent.YES, Intent.NO, Intent.SEND, Intent.GO_ON, Intent.SKIP, Intent.LATER, Intent.CHANGE, Intent.UNCLEAR, Intent.UNSURE,
    *_COURTESIES,
})  # fmt: skip


def names_nothing(text: str) -> bool:
    """Whether a text is only a yes, a thanks or the like: no place, post or agenda is called so."""
    return not find_meanings(text).isdisjoint(_NAMES_NOTHING)


def is_courtesy(text: str) -> bool:
    """Whether a text is only a greeting, thanks or a farewell."""
    return not find_meanings(text).isdisjoint(_COURTESIES)


# Each gives leave; beside a plain yes they answer whatever is asked.
_CONSENT = """разрешаю, разрешаем, разрешено, согласен, согласна, согласны, сагласен, сагласна, сагласин, соглашаюсь, согласие,
    макулмун, макулбуз, макулдашам, макулдашабыз, уруксат, ыраазымын, разымын"""
_PLAIN_YES = """да, ага, угу, аха, ооба, ова, оваа, обба, конечно, албетте, сунуш, предложение, отправь, отправьте, жөнөт,
    жөнөтүңүз"""


_SAID_YES = "да, ага, угу, аха, ооба, ова, оваа, обба, конечно, албетте, кошулсун, добавь, добавьте, кош, кошуңуз"


def sends_without_a_yes(text: str) -> bool:
    """Whether a text says to send, and no plain yes beside it: «ок, отправь» says nothing of what is asked."""
    return speaks_of(text, {Intent.SEND}) and not is_said_among(text, _SAID_YES)


def is_bare_consent(text: str) -> bool:
    """Whether a yes only gives leave, «разрешаю», «макулмун»: it answers where consent is asked, and nothing else."""
    is_yes = not find_meanings(text).isdisjoint({Intent.YES, Intent.SEND})
    return is_yes and is_said_among(text, _CONSENT) and not is_said_among(text, _PLAIN_YES)


def is_signed_yes(text: str) -> bool:
    """Whether a text says yes by a sign, «+» or 👍. A few words may stand round it, none of them a no."""
    if len(text) > LONGEST or not _YES_SIGNS.search(text):
        return False
    beside = fold(_YES_SIGNS.sub(" ", text)).split()
    return len(beside) <= _WORDS_BESIDE and _NOT.isdisjoint(beside) and not any(map(str.isdigit, "".join(beside)))


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


_IS_WISHED = re.compile("(?:л|н)с[ыиу]н$")  # «оңдолсун», «курулсун»: said of a thing, and never to the bot


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


def _is_number(word: frozenset[str]) -> bool:
    return all(key.isdigit() for key in word)


def _find_phrases(words: list[frozenset[str]]) -> dict[int, list[tuple[int, dict[str, bool]]]]:
    # The phrases that begin at each place: how many words each has, its intents (true: it says one by itself).
    known = list_phrases()
    found: dict[int, list[tuple[int, dict[str, bool]]]] = {}
    for at in range(len(words)):
        found[at] = []
        for length in range(1, min(_LONGEST_PHRASE, len(words) - at) + 1):
            for phrase in product(*words[at : at + length]):
                if phrase in known:
                    found[at].append((length, known[phrase]))
    return found


def _covers(intent: Intent, found: dict[int, list[tuple[int, dict[str, bool]]]], end: int, *, missing: int = 0) -> bool:
    # Whether the phrases of the intent and the words beside them fill the text, but for so many. One must be its heart.
    reached = {(0, False, 0)}
    for at in range(end):
        for left_out in range(missing + 1):
            for is_said in (True, False):
                if (at, is_said, left_out) not in reached:
                    continue
                reached |= {(at + 1, is_said, left_out + 1)} if left_out < missing else set()
                for length, of in found[at]:
                    if of.get(intent):
                        reached.add((at + length, True, left_out))
                    elif intent in of or _BESIDE in of:
                        reached.add((at + length, is_said, left_out))
    return any((end, True, left_out) in reached for left_out in range(missing + 1))


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

    for intent in Intent:
        heart, beside = intent_words.WORDS[intent]
        enter(heart, intent, is_heart=True)
        enter(beside, intent, is_heart=False)
    for courteous in (intent_words.BESIDE, *(intent_words.WORDS[one][0] for one in _COURTESIES)):
        enter(courteous, _BESIDE, is_heart=False)
    for intent in set(Intent) - {Intent.NO}:
        enter(intent_words.AGREED, intent, is_heart=False)
    list_keys_of_words.cache_clear()  # words of the tables are asked for no more
    return known
