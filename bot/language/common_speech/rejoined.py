"""Words that a dictation parted, put together again: «сүйлө шөлү», «бо лот», «айтыл ган»."""

from functools import cache, lru_cache

from bot.language.gist.notions import SMALL
from bot.language.gist.words import says_anything
from bot.language.kyrgyz import fold
from bot.language.meanings.phrases import list_words

_LONGEST = 24  # letters of a word
_LONGEST_BEGINNING, _LONGEST_PIECE = 4, 6  # letters of what is no word by itself: «жө нөтөм», «сүйлө шөйүн»
_LEAST_PARTED = 2  # words of a text that are parted before any is put together: one may be a slip
# What a dictation leaves alone of a word: endings in all their vowels.
_ENDINGS = """
    сына сине суна сүнө сынан синен сында синде нынан ынча инче
    ган ген гон гөн кан кен кон көн нын нин нун нүн дын дун дүн тын тин тун түн ны ну нү ды ду дү ди ти ту тү
    га ге гө ка ке кө лар лер лор лөр дар дер дор дөр тар тер тор төр сын син сун сүн мын мин мун мүн чы чү ча че чө
    там тем том төм дам дем дом дөм кам кем гам гем гым гим гум гүм ңар ңер ңор ңөр дын сыз суз сүз бы би пы пи пу
    нда нде нбыз быз биз буз бүз дай дей дой дөй гыла гиле гула гүлө кыла киле кула күлө сиңер сыңар тыр тир тур түр рып рип
    ейин айын өйүн оюн шөлү шалы шели бөйм пөйм бейм байм пайм лот рейин райын йын йин м т п ш тай
"""
# Each is a word by itself, though it could be an ending as well.
_WORDS = """
    да де ал ат ар ай аш ач от он ок ой оң өз өт эт эл эң эр ич иш ит из ук уч ур үч үн үй бар бел бет бир буз бала бас
    кал кар кат кет кир кол көл көп көр күн күт кыз кыш мал мен муз сен сиз суу сат сал сай таң тоо таш тез төл сөз жаз жай
    жаш жер жол жүз беш эки кой кооз дагы гана же не ни на но по до за и а о у в к с я мы вы он ты то так там тут как кто что
    это нам вам нас ли бы элек эле алам лет год дом мой наш ваш его ее их для при без под над раз два три сто ещё уже
    деп деги дейм дөң ошо мына кана элде тийиш бери нары
"""

# Behind these no ending is parted: «мен» says more.
_SMALL_WORDS = frozenset(
    map(
        fold,
        [
            "мен",
            "сен",
            "ал",
            "биз",
            "сиз",
            "бул",
            "ошол",
            "ушул",
            "бир",
            "да",
            "эле",
            "эми",
            "азыр",
            "жана",
            "менен",
            "экен",
        ],
    )
)


def rejoin(words: list[str]) -> list[str]:
    """Returns folded words with the pieces of one put together; as they are where hardly any is parted."""
    found, many_joined = list[str](), 0
    for word in words:
        if found and len(found[-1]) + len(word) <= _LONGEST and _goes_on(found[-1], word):
            found[-1] += word
            many_joined += 1
        else:
            found.append(word)
    return found if many_joined >= _LEAST_PARTED else words


def _goes_on(before: str, piece: str) -> bool:
    if before.isascii() or piece.isascii():
        return False
    if piece in _endings():
        return before not in _SMALL_WORDS or says_anything(before + piece)
    return (_is_piece(before, _LONGEST_BEGINNING) or _is_piece(piece, _LONGEST_PIECE)) and says_anything(before + piece)


@lru_cache(maxsize=2_048)
def _is_piece(word: str, most: int) -> bool:
    return len(word) <= most and word.isalpha() and word not in _words() and not says_anything(word)


@cache
def _words() -> frozenset[str]:
    return frozenset({*map(fold, _WORDS.split()), *map(fold, SMALL.split()), *list_words()}) - _endings()


@cache
def _endings() -> frozenset[str]:
    return frozenset(map(fold, _ENDINGS.split())) - frozenset(map(fold, _WORDS.split()))
