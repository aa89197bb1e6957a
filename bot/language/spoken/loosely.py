"""What a text comes near to: the words of a meaning in any order, a letter wrong or two words written as one.

Only what leads somewhere is read so, and nothing that is kept, sent or erased: whoever was misread goes back.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from bot.language import intent_words
from bot.language.intents import LONGEST, MOST_WORDS, Intent, all_phrases, read_words, words_by_ear
from bot.language.spellings import by_ear, listed_keys

# Where several are meant alike, the first of them counts.
LEADING = (
    Intent.CALL, Intent.STATUS, Intent.HEARINGS, Intent.WHO, Intent.HELP, Intent.PROPOSE, Intent.THANKS, Intent.GREETING,
    Intent.UNCLEAR,
)  # fmt: skip
_LEAST_WRITTEN = 6  # letters of a word that may be misspelt
_LONGEST_WRITTEN = 24
_LEAST_HALF = 3  # letters of each of two words that are written as one
# Small words of every sentence; none of them denies.
_SMALL = """
    мен, мени, менин, мага, менде, менден, сен, сени, сенин, сага, сиз, сизди, сиздин, сизге, сизден, биз, бизди, биздин, бизге,
    силер, силердин, силерге, сиздер, сиздердин, сиздерге, ал, аны, анын, ага, алар, бул, муну, мунун, буга, ушул, ушуну, ушу,
    ошол, ошону, мына, мындай, ушундай, өзүм, өзүмдүн, деген, деп, эмне, эмнени, эмнеге, кантип, качан, кайда, кайдан, ким,
    кимге, кимден, канча, кандай, кайсы, кайсыл, болот, болду, болуп, болобу, болсо, болсом, болмок, жатат, жатабы, жатасыз,
    жатам, турат, турам, элек, элекпи, экен, экенин, эле, элем, го, ээ, да, дагы, үчүн, менен, боюнча, тууралуу,
    жөнүндө, керек, бар,
    барбы, келет, келди, берет, берем, алам, алып, алыш, алсам, бир, азыр, эми, анан, абдан, аябай, чоң, көп, баары, баарын,
    баарыңарга, тез, мүмкүн, мүмкүнбү, айтчы, айтыңызчы, айтып, бериңиз, берчи, бергилечи, берсеңиз, коюңуз, койчу,
    кийин, чейин,
    айланайын, айланайындар, байке, эже, туугандар, урматтуу, ошого, ошондо, кылып, кылам, кылса, кылсам, бүгүн,
    я, меня, мне, мной, мы, нас, нам, ты, тебя, тебе, вы, вас, вам, вами, он, она, они, его, её, ее, их, это, этот,
    эта, эти, этого,
    тот, та, те, мой, моя, моё, мое, мои, моего, моей, мою, наш, наша, наше, наши, ваш, ваша, ваше, ваши, свой, своё,
    свое, свою,
    и, а, но, или, что, чтобы, как, когда, где, куда, кто, кого, кому, какой, какая, какое, какие, сколько, почему, зачем,
    в, во, на, по, о, об, про, к, с, со, у, от, из, за, для, до, при, же, бы, ли, то, вот, ну, уже, ещё, еще, там, тут, здесь,
    есть, быть, будет, будете, буду, был, была, было, были, можно, нужно, надо, хочу, хочется, хотел, хотела, можете,
    могу, дайте,
    дай, скажите, подскажите, объясните, объясни, покажите, пожалуйста, очень, большое, всем, всё, все, опять, снова, правильно
"""


def leads_to(text: str, *, as_written: bool = False) -> Intent | None:
    """Returns where a short text leads that no meaning fits exactly; None where a word belongs to nothing, or it is too long.

    All its words belong to one meaning or are small ones. All words of a phrase that says it are there. as_written takes
    no word for a misspelt one: so a text is read whose words are known to be others, «жайлоо керек».
    """
    words = read_words(text) if len(text) <= LONGEST else []
    if not 0 < len(words) <= MOST_WORDS:
        return None
    read = words if as_written else _read_all(words)
    said, best = frozenset[str]().union(*read), (0, 0)
    for at, intent in enumerate(LEADING):
        known, hearts_of = _words_of(intent), _hearts_of(intent)
        if any(word.isdisjoint(known) and word.isdisjoint(_small()) for word in read):
            continue
        hearts = [len(heart) for key in said for heart in hearts_of.get(key, ()) if said.issuperset(heart)]
        best = max(best, (max(hearts), len(LEADING) - at)) if hearts else best
    return LEADING[len(LEADING) - best[1]] if best[0] else None


def _read_all(words: list[frozenset[str]]) -> list[frozenset[str]]:
    # None where a word belongs to nothing: the others need not be read then.
    read: list[frozenset[str]] = []
    for word in words:
        meant = _read(word)
        if not meant:
            return []
        read.extend(meant)
    return read


def _read(word: frozenset[str]) -> tuple[frozenset[str], ...]:
    # A word as it is; one that stands nowhere as the words a letter away, or as two that are written together.
    if not word.isdisjoint(_every_word()):
        return (word,)
    # By ear «ш» is two letters: a word is long enough as it is written.
    sounds = {by_ear(key) for key in word if len(key.removeprefix("~")) >= _LEAST_WRITTEN}
    near = frozenset[str]().union(*map(_a_letter_away, sounds))
    return (near,) if near else next((found for key in sorted(word) if (found := _halves(key))), ())


def _halves(key: str) -> tuple[frozenset[str], ...]:
    if key.startswith("~") or len(key) > _LONGEST_WRITTEN:
        return ()
    for at in range(_LEAST_HALF, len(key) - _LEAST_HALF + 1):
        if key[:at] in _every_word() and key[at:] in _every_word():
            return frozenset({key[:at]}), frozenset({key[at:]})
    return ()


@lru_cache(maxsize=4_096)  # people write the same words
def _a_letter_away(sound: str) -> frozenset[str]:
    # Of words that begin alike: one letter too many, too few, other, or two that changed places.
    if not _LEAST_WRITTEN <= len(sound) <= _LONGEST_WRITTEN:
        return frozenset()
    known, tried = words_by_ear(), {sound}
    # There are some fifteen letters by ear: to try each takes less than to look through the words that begin alike.
    for at in range(1, len(sound) + 1):
        end = sound[at:]
        begun = [sound[:at] + letter for letter in _letters()]
        tried.update([one + end for one in begun], [one + end[1:] for one in begun])
        tried |= {sound[:at] + end[1:], sound[:at] + end[1:2] + end[:1] + end[2:]}
    return frozenset[str]().union(*(known[one] for one in tried & known.keys()))


@cache
def _letters() -> tuple[str, ...]:
    return tuple({letter for sound in words_by_ear() if sound.isascii() and sound.isalpha() for letter in sound})


@cache
def _small() -> frozenset[str]:
    words = f"{_SMALL}, {intent_words.BESIDE}".replace("\n", " ").split(",")
    return frozenset(key for phrase in words for word in phrase.split() for key in listed_keys(word))


@cache
def _every_word() -> frozenset[str]:
    return frozenset(key for phrase in all_phrases() for key in phrase) | _small()


@cache
def _words_of(intent: Intent) -> frozenset[str]:
    return frozenset(key for phrase, of in all_phrases().items() if intent in of for key in phrase)


@cache
def _hearts_of(intent: Intent) -> Mapping[str, tuple[frozenset[str], ...]]:
    # By the longest word of each.
    found: dict[str, list[frozenset[str]]] = {}
    for phrase, of in all_phrases().items():
        if of.get(intent):
            found.setdefault(max(phrase, key=len), []).append(frozenset(phrase))
    return {key: tuple(hearts) for key, hearts in found.items()}
