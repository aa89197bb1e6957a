"""What a short message in a dialect, in Uzbek, or parted by a dictation says in common words."""

from functools import lru_cache

from bot.language.common_speech.dialects import find_common_word
from bot.language.common_speech.rejoined import rejoin
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

LONGEST = 200  # characters
_PUNCTUATED = compile_late(r"[,;:.!?…](?=\s)")
_ASKS = ("?", "？", "؟")


@lru_cache(maxsize=4)  # one message is asked several times
def say_commonly(text: str) -> str:
    """Returns a short text in common words, folded. Empty where that is what was typed."""
    typed = fold(text).split() if len(text) <= LONGEST else []
    if not typed:
        return ""
    common = [fold(one) for word in typed for one in (find_common_word(word) or word).split()]
    # A dictation has no commas: who sets them does not part words.
    said = " ".join(common if _PUNCTUATED.search(text.strip()) else rejoin(common))
    if said == " ".join(typed):
        return ""
    return f"{said}?" if text.rstrip().endswith(_ASKS) else said
