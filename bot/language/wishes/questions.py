"""Whether a short text asks something, with a mark or by its words: «а кто будет смотреть», «кайда корсотулот»."""

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 140, 14
_ASKS = compile_late(
    r"(?:^| )(?:ким(?:ге|ди|дер|дин)?|эмне\w*|эмнеге|кайда\w*|каерде\w*|кайсы|качан|канча\w*|кандай\w*|кантип|неге|"
    r"кто|кого|кому|кем|чей|что|чего|чем|зачем|почему|где|куда|када|когда|как|какой|какая|какие|какое|сколко|надолго|"
    r"(?:\w+ )?ли|(?!чтобы|кабы|урматтуу)\w{3,}(?:бы|би|бу|пы|пи|пу|мы|ми))(?= |$)"
)
_ANSWERS_FIRST = frozenset(["жок", "йок", "нет", "неа", "не", "ооба", "ова", "да", "ага", "макул", "ок", "хорошо"])
_MARKS = ("?", "？", "؟")


def asks(text: str) -> bool:
    """Whether a short text is a question; one that begins with a yes or a no answers rather."""
    read = fold_within(text, _LONGEST)
    words = read.split()
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if text.rstrip().endswith(_MARKS):
        return True
    return words[0] not in _ANSWERS_FIRST and _ASKS.search(read) is not None
