"""Which texts ask for the like: rapidfuzz over the stems of their telling words. A person decides, this only chooses."""

from collections.abc import Iterable

from bot.budget.proposal_text.likeness import READ_AT_MOST, begin_alike, list_stems, may_share
from bot.language.latin import search_keys

ALIKE = 70  # of 100, by token_set_ratio
_SHARED = 2  # stems that two texts have in common at least, unless one of them has fewer
_SHORT = 100  # characters; a longer text that cannot share so many stems is passed over before its stems are listed


def has_stems(text: str) -> bool:
    """Whether a text has telling words by which something may be like it."""
    return bool(list_stems(search_keys(text[:READ_AT_MOST])))


def list_likest(text: str, folds: Iterable[tuple[int, str]], *, least: int = ALIKE) -> list[int]:
    """Lists those of some proposals (id, folded text) that ask for the like of a text, the likest first.

    Of each text the first 400 characters are compared; least is how like they are at the least, of 100.
    """
    wanted = list_stems(search_keys(text[:READ_AT_MOST]))
    if not wanted:
        return []
    scored = [(_likeness(wanted, fold), id) for id, fold in folds]
    likest = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))
    return [id for _, id in likest]


def _likeness(wanted: frozenset[str], fold: str) -> float:
    if len(fold) > _SHORT and not may_share(wanted, fold, least=min(_SHARED, len(wanted))):
        return 0
    found = list_stems(fold)
    if len(wanted & found) < min(_SHARED, len(wanted), len(found)) or not found:
        return 0
    from rapidfuzz import fuzz

    # «Пустует» and «пустой», «сдать» and «сдавать» are shared as well.
    alike = {next((one for one in sorted(wanted) if begin_alike(one, stem)), stem) for stem in found - wanted}
    return fuzz.token_set_ratio(" ".join(sorted(wanted)), " ".join(sorted((found & wanted) | alike)))
