"""What of two texts is compared to see whether they ask for the same: the beginnings of their telling words."""

from collections.abc import Sequence
from functools import partial
from os.path import commonprefix

STEM = 5  # letters
READ_AT_MOST = 400  # characters of a folded text
_LEAST = 3  # letters of a word that says something
# Words that stand in nearly every proposal, folded.
_WORDS = """
    керек зарыл болсо болот экен бизге биздин бизде сураныч сунуш сунуштайм кылып кылса кылсак берип берсе бериниз
    бергиле жасап жасаса салып салынса койсо айыл айылга айылда айылдын айылы айылына аймак жана менен учун бул ошол
    абдан анткени себеби эмес жокко болуп турат откон жылы быйыл
    нужно надо необходимо прошу просим предлагаю предложение сделать чтобы очень есть было нашем нашей наше нашего
    село селе села это для или что как так уже еще пожалуйста хотим хотелось можно сделайте построить
    здравствуйте здраствуйте салам саламатсызбы урматтуу ушул ушундай дагы бар
    нас вас наш его ему она они такое такая такой тоже под при год года году лет два две три шло шли идет
"""
_COMMON = frozenset(word[:STEM] for word in _WORDS.split())


def list_stems(folded: str) -> frozenset[str]:
    """Returns the first five letters of each telling word at the beginning of a folded text (bot/language/kyrgyz.fold).

    At most 400 characters are read. Names of one village, words such as «керек» and numbers tell two proposals apart too
    little. So common words and single digits are left out.
    """
    words = folded[:READ_AT_MOST].split()
    return frozenset({word[:STEM] for word in words if len(word) >= _LEAST} - _COMMON)


def may_share(wanted: frozenset[str], folded: str, *, least: int) -> bool:
    """Whether a folded text may have at least so many of some stems. It is quicker than listing stems, and misses none."""
    beginning = folded[:READ_AT_MOST]
    return sum(stem in beginning for stem in wanted) >= least


# Words of the question itself: «где мой ответ по мосту» is about a bridge.
_ASKING_WORDS = """
    где когда мой моя мое мои моего моему моим ответ ответа ответят ответили решили стало есть насчет предложение
    предложения предложению предложением обращение заявка номер там жооп жообу жообум качан кайда кана менин сунушум
    сунушумду сунушума сунушумдун болду болот келди келет келдиби барбы боюнча жонундо тууралуу деген кандай
"""
_ASKING = frozenset(word[:STEM] for word in _ASKING_WORDS.split())


def find_most_alike(asked: str, texts: Sequence[str]) -> int | None:
    """Returns the place of the folded text that shares most telling words with a folded question.

    It is None where no text shares any, or two share as many.
    """
    wanted = list_stems(asked) - _ASKING
    if not wanted:
        return None
    shared = [sum(any(map(partial(begin_alike, one), list_stems(text))) for one in wanted) for text in texts]
    most = max(shared, default=0)
    return shared.index(most) if most and shared.count(most) == 1 else None


def shares_a_word(text: str, other: str) -> bool:
    """Whether two folded texts have a telling word in common, whatever its ending."""
    return find_most_alike(text, [other]) is not None


def begin_alike(text: str, other: str) -> bool:
    """Whether two stems may be of one word: «мост» and «мосту», «вода» and «воду», but not «жарык» and «жаран»."""
    same = len(commonprefix((text, other)))
    return same >= max(_LEAST, min(len(text), len(other)) - 1)
