"""Wishes that one part of a message says, where the other parts only lead up to it. They are asked about."""

from functools import lru_cache

from bot.language.common_speech.uzbek import say_in_kyrgyz
from bot.language.gist.reading import find_gist
from bot.language.intents import Intent, find_meanings
from bot.language.meanings.late_pattern import compile_late

LONGEST = 200  # characters
_MOST_PARTS = 6
_PARTS = compile_late(r"[,;:.!?…()\n]+\s*|\s+[-–—]\s+")
_LEADS_UP = frozenset({Intent.GREETING, Intent.THANKS, Intent.FAREWELL, Intent.WAIT})  # beside a wish


@lru_cache(maxsize=4)
def find_meant_by_parts(text: str) -> tuple[Intent, ...]:
    """Returns what the parts of a short message mean, in their order. Nothing for one of one part."""
    parts = [part for part in _PARTS.split(text) if part and part.strip()] if len(text) <= LONGEST else []
    if not 1 < len(parts) <= _MOST_PARTS:
        return ()
    found = list[Intent]()
    for part in parts:
        # Uzbek words are understood where they are the whole message, and guessed in no longer one.
        meant = frozenset[Intent]() if say_in_kyrgyz(part) else find_meanings(part)
        found += sorted(meant) if meant else find_gist(part)
    wishes = [one for one in found if one not in _LEADS_UP]
    return tuple(dict.fromkeys(wishes or found))
