"""Which of the numbered choices a short message names: «2», «№2», «экинчи», «второе», «эки»."""

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

_IN_WORDS = (
    "бир биринчи биринчиси биринчисин один одно одна первый первое первая первую первого odin bir birinchi pervyi pervyy",
    "эки экинчи экинчиси экинчисин два две второй второе вторая вторую второго dva eki ekinchi vtoroi vtoroy",
    "үч үчүнчү үчүнчүсү үчүнчүсүн три третий третье третья третью tri uch uchunchu tretii tretiy",
    "төрт төртүнчү төртүнчүсү төртүнчүсүн четыре четвертый четвертое четвертая четвертую tort tortunchu",
    "беш бешинчи бешинчиси бешинчисин пять пятый пятое пятая пятую besh beshinchi",
    "алты алтынчы алтынчысы алтынчысын шесть шестой шестое шестая шестую alty altynchy",
    "жети жетинчи жетинчиси жетинчисин семь седьмой седьмое седьмая седьмую jeti jetinchi",
    "сегиз сегизинчи сегизинчиси сегизинчисин восемь восьмой восьмое восьмая восьмую segiz segizinchi",
)
_NUMBERS = {fold(word): number for number, words in enumerate(_IN_WORDS, 1) for word in words.split()}
_BESIDE_WORDS = """
    номер номери номерин номур пункт вариант вариантын баскыч баскычын чи чы чу чү си сы су сү син сын ый ое й я е ю го
    тандайм тандадым болсун пожалуйста выбираю мне эле nomer punkt variant
"""
_BESIDE = {fold(word) for word in _BESIDE_WORDS.split()}
_DIGIT_THEN_LETTERS = compile_late(r"(?<=\d)(?=[^\W\d])")


def read_ordinal(text: str) -> int | None:
    """Returns the number of the choice that a text names and nothing else, from 1; None for any other text."""
    if len(text) > 40:
        return None
    words = [word for word in _DIGIT_THEN_LETTERS.sub(" ", fold(text)).split() if word not in _BESIDE]
    if len(words) != 1:
        return None
    word = words[0]
    if word.isascii() and word.isdigit() and len(word) < 3:
        return int(word)
    return _NUMBERS.get(word)
