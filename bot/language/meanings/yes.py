"""What a yes is worth: it only gives leave, only gives in, is a sign, or sends without a yes."""

from bot.language.intents import Intent, find_meanings, is_said_among, speaks_of
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.phrases import LONGEST
from bot.language.wishes.questions import asks

# A thumb of any skin, a tick or a plus that stands by itself; «+996 …» is a telephone.
_YES_SIGNS = compile_late(
    "(?:[\U0001f44d\U0001f44c\u2705\u2714\u2611][\U0001f3fb-\U0001f3ff\ufe0e\ufe0f]*)+|(?<!\\S)\\++(?!\\S)"
)
_WORDS_BESIDE = 3  # that may stand round a sign; who writes more says something of their own
_NOT = {"жок", "эмес", "нет", "не", "jok", "emes", "net"}


def loses_nothing(text: str) -> bool:
    """Whether a yes is none to losing something: it sends, gives leave or asks: «разрешаю, отправь», «өчүрсө эмне болот»."""
    return asks(text) or speaks_of(text, {Intent.SEND}) or is_said_among(text, f"{_CONSENT}, {_LEAVE_IT}")


_LEAVE_IT = """отставить, отбой, отмена, отмени, отмените, отменить, стоп, стой, стойте, постой, погоди, погодите, подожди,
    тормози, хватит, токто, токтой тур, токтоңуз, токтогула, калсын, калтыр, калтырыңыз, оставь, оставьте, оставить"""
_RESIGNED = "болуптур, мейли, түшүнүктүү, түшүндүм, ясно, понятно, понял, поняла, ладно, жарайт, окей"


def is_resigned(text: str) -> bool:
    """Whether a yes only gives in, «болуптур анда, түшүнүктүү»: of several words none is a plain yes."""
    return len(text.split()) > 1 and is_said_among(text, _RESIGNED) and not is_said_among(text, _PLAIN_YES)


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
