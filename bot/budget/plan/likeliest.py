"""Which items of a plan a proposal is likeliest about: those that share most of its telling words."""

from collections.abc import Sequence

from bot.budget.proposal_text.likeness import list_stems


def order_likeliest(folded: str, items: Sequence[str]) -> list[int]:
    """Returns the places of some folded items, those that share most words with a folded text first.

    Of two that share as many the shorter comes first. Those that share none stay as they stood.
    """
    wanted = list_stems(folded)

    def weigh(at: int) -> tuple[int, int, int]:
        found = list_stems(items[at])
        shared = len(wanted & found)
        return (-shared, len(found) if shared else 0, at)

    return sorted(range(len(items)), key=weigh)
