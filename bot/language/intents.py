"""What a short message means, such as yes, send or later: every one of its words belongs to that meaning."""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import cache, lru_cache

from bot.language.common_speech.uzbek import say_in_kyrgyz
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.phrases import BESIDE, LONGEST, MOST_WORDS, find_phrases, is_number, list_phrases, read_words
from bot.language.spellings import list_keys_of_words

NO_FIRST = frozenset({"жок", "нет", "неа", "jok", "net"})
_NOT_ERASED = compile_late(
    r"\bн(?:е|и)\s+(?:(?:надо|нужно|стоит|хочу|хотел\w*|буду|смей\w*|вздумай\w*)\s+)?(?:удал|стир|сотр|убир|очищ|забыв|снос|отзыв)\w*|"
    r"\b(?:удал|стир|убир|очищ|забыв|отзыв)\w*(?:ть|вать)\s+(?:не|ненадо|ненужно|нельзя)\b|"
    r"\b[өо]ч[үу]р[үу][үу]\w*\s+(?:керек\s+эмес|кереги\s+жок|кажети\s+жок|зарыл\s+эмес|болбойт)",
    re.IGNORECASE,
)
_ONLY_ASKS = compile_late(r"[?？؟!\s]*[?？؟][?？؟!\s]*")


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
_ASKS = compile_late(r"[?？؟][\s!?？؟)]*$")
_PARTS = compile_late(r"[,.;!?\n]+")


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
    found = _find_meant(text, slips) or _find_meant_by_parts(text, slips) or _find_behind_a_no(text, slips)
    return found or _find_side_agreed(text, slips)


_SURELY = compile_late(
    r"(?:^| )(?:конечно|канешно|конешно|естественно|разумеется|точно|однозначно|албетте|созсуз|анык|да|ооба)(?= |$)"
)


def _find_side_agreed(text: str, slips: bool) -> frozenset[Intent]:
    # «Расход, конечно»: whoever is sure of a side names it.
    read = fold(to_cyrillic(text))
    rest = _SURELY.sub(" ", read).strip()
    if not rest or rest == read:
        return frozenset()
    return _find_meant(rest, slips) & {Intent.REVENUE, Intent.SPENDING}


def find_meanings_of_a_name(text: str) -> frozenset[Intent]:
    """The same where a name or a place is awaited: what begins with a capital letter has no slip."""
    return find_meanings(text, slips=not text.strip()[:1].isupper() or text.isupper())


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
    said = [word for word in words if not is_number(word)]
    found, among = find_phrases(said), Intent if len(said) == len(words) else _OF_A_NUMBER
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
    found, left_over = find_phrases(words), max(1, int(len(words) * missing))
    likely = [intent for intent in _list_hearts(found) if _covers(intent, found, len(words), missing=left_over)]
    return sorted(likely, key=lambda intent: (-_count_heart_words(intent, found), intent))


def speaks_of(text: str, intents: Collection[Intent]) -> bool:
    """Whether a short text says one of these meanings anywhere, beside whatever else it says."""
    found = find_phrases(read_words(say_in_kyrgyz(text) or text)) if len(text) <= LONGEST else {}
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
                    elif intent in of or BESIDE in of:
                        reached.add((at + length, is_said, left_out))
    return any((end, True, left_out) in reached for left_out in range(missing + 1))


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
