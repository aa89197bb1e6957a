"""The gist of a short message: what the notions of its words mean together."""

from functools import lru_cache

from bot.language.gist import endings
from bot.language.gist.promised import promises_later
from bot.language.gist.rules import RULES
from bot.language.gist.words import ASKED, DENIED, read_all, read_word
from bot.language.intents import Intent
from bot.language.kyrgyz import fold
from bot.language.meanings.phrases import LONGEST, MOST_WORDS

_NO_TO_ELSE = frozenset(["нет", "неа", "без", "жок"])  # each denies what stands beside it, or what was said before
_OF_OTHERS = frozenset(["один", "одна", "одни", "придет", "придут", "сможет", "смогут", "будет", "будут", "только"])
_MOST_UNREAD = 1  # words of a text that are no notion
_MARKS = ("?", "？", "؟", "?!")
_ASKING = frozenset({"ask_who", "ask_how", "ask_when", "ask_where", "ask_why", "ask_what"})


@lru_cache(maxsize=4)
def find_gist(text: str) -> tuple[Intent, ...]:
    """Returns what a text means whose every word is a notion or a small word, the likeliest first; else nothing."""
    words = fold(text).split() if len(text) <= LONGEST else []
    if not 0 < len(words) <= MOST_WORDS:
        return ()
    read = read_all(words)
    found = () if frozenset() in read else _find_meant(read, text, words)
    return tuple(dict.fromkeys((Intent.LATER, *found))) if promises_later(text) else found


def find_near_gist(text: str) -> tuple[Intent, ...]:
    """The same of a text in which a word or a few are none, for a question back.

    It is nothing where most words are unknown.
    """
    words = fold(text).split() if len(text) <= LONGEST else []
    if not 0 < len(words) <= MOST_WORDS:
        return ()
    read = read_all(words, slips=False)
    unread = read.count(frozenset())
    return () if unread > _MOST_UNREAD or 3 * unread > len(words) else _find_meant(read, text, words)


def asks(text: str) -> bool:
    """Whether a short text is a question, by its sign or by its words: «акча барбы», «когда начало»."""
    words = fold(text).split() if len(text) <= LONGEST else []
    if not words:
        return False
    read = frozenset[str]().union(*read_all(words[:MOST_WORDS]))
    return "?" in text or ASKED in read or not read.isdisjoint(_ASKING)


def denies(text: str) -> bool:
    """Whether a short text says a no anywhere: «не хочу», «жазбайм», «керек эмес»."""
    words = fold(text).split() if len(text) <= LONGEST else []
    return any(DENIED in read_word(word) for word in words[:MOST_WORDS])


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
    said = frozenset[str]().union(*read_all(words[:MOST_WORDS]))
    if meant is Intent.NAMELESS and said.isdisjoint({DENIED, "hide", "refuse"}):
        return False  # «атым Нурдин» says a name
    return not needed.isdisjoint(said)


_OF_A_LOSS = frozenset({"erase", "take_back", "out", "refuse", "stop", "begin"})


def names_a_loss(text: str) -> bool:
    """Whether a short text has a word of erasing, taking back or leaving: nobody else is offered to lose anything."""
    words = fold(text).split() if len(text) <= LONGEST else []
    return not _OF_A_LOSS.isdisjoint(frozenset[str]().union(*read_all(words[:MOST_WORDS])))


def asks_something(text: str) -> bool:
    """Whether a short text is a question by a word of asking and its mark: «кайсы жерди жазам?», «а где писать?»."""
    words = fold(text).split() if len(text) <= LONGEST and text.rstrip().endswith(_MARKS) else []
    return len(words) <= MOST_WORDS and any(not read_word(word).isdisjoint(_ASKING) for word in words)


def _find_meant(read: list[frozenset[str]], text: str, words: list[str]) -> tuple[Intent, ...]:
    said = frozenset[str]().union(*read) | ({ASKED} if "?" in text else set())
    if "comes" in said and not _denies_coming(words):
        said -= {DENIED}
    if "send" in said and _is_no_before(words, read, text):
        said -= {DENIED}
    # «Уулум» as somebody is addressed is nobody that is spoken of.
    is_of_others = any("company" in one and "small" not in one for one in read)
    if is_of_others and said.isdisjoint({"attend", "access"}):
        return ()  # neighbours and children are spoken of in proposals
    return tuple(dict.fromkeys(intent for intent, rule in RULES if rule.fits(said)))


def _is_no_before(words: list[str], read: list[frozenset[str]], text: str) -> bool:
    # «Жок, отправляй уже»: a no with a comma behind it is to what was said before. Nothing else is denied.
    is_first = endings.write_in_cyrillic(words[0]) in _NO_TO_ELSE and not any(DENIED in one for one in read[1:])
    return is_first and text.strip()[len(words[0]) :].lstrip().startswith((",", ".", "!", ";"))


def _denies_coming(words: list[str]) -> bool:
    # «Нет, приду, но без друзей» does not deny that somebody comes; «не приду», «келбейм» and «бара албайм» do.
    letters = [*map(endings.write_in_cyrillic, words)]
    return any(DENIED in read_word(word) and not _is_no_to_else(letters, at) for at, word in enumerate(words))


def _is_no_to_else(letters: list[str], at: int) -> bool:
    # «Приду, но не один», «я приду, друзья не придут».
    if letters[at] == "не" and letters[at + 1 : at + 2] and letters[at + 1] in _OF_OTHERS:
        return True
    return letters[at] in _NO_TO_ELSE and (letters[at] != "жок" or at == 0)
