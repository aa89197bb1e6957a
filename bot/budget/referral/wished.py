"""Whether a text wishes for something in the third person: «жол оңдолсун»."""

from bot.language.matter.keywords import Words
from bot.language.meanings.late_pattern import compile_late

# «Жол оңдолсун», «жыгылбаш үчүн»: a wish in the third person, and what something is for.
_WISHED_OF = compile_late("(?:л|т|нс?|р|п|ш|к|с)с[ыиуү]н(?:ч[ыиуү])?$")
_LEAST_WISHED = 6  # letters


def wishes_in_the_third_person(said: Words) -> bool:
    """Whether any of its words is a wish in the third person."""
    return any(len(word.letters) >= _LEAST_WISHED and _WISHED_OF.search(word.letters) for word in said.words)
