"""Whether a text ends in the middle. A messenger cut it, or it ends with a comma or a conjunction."""

from bot.language.kyrgyz import fold

_CUT = 4_000  # characters; a messenger cuts at 4 096, before a space
_OPEN_SIGNS = (",", ";", ":", "-", "–", "—", "(")
_CONJUNCTIONS = {
    fold(word)
    for word in (
        "жана", "менен", "бирок", "анан", "же", "себеби", "анткени", "ошондуктан", "ошондой", "тагыраак", "мисалы", "эгер",
        "и", "а", "но", "или", "что", "чтобы", "также", "потому", "поэтому", "для", "если", "например", "затем", "с", "на", "в",
    )
}  # fmt: skip


def ends_open(text: str) -> bool:
    """Whether something must follow a text: its last message was cut, or it ends with a comma or a conjunction."""
    last = text.rstrip().rpartition("\n")[2]
    if len(last) >= _CUT or last.endswith(_OPEN_SIGNS):
        return True
    return fold(last[-40:]).rpartition(" ")[2] in _CONJUNCTIONS
