"""What becomes of a proposal in the budget: approved, under way, done or not. Residents say what they see of it."""

from collections.abc import Iterable
from enum import StrEnum


class Stage(StrEnum):
    """How far the work is, as the office says it."""

    ADOPTED = "adopted"  # by the kenesh, with the budget
    BEGUN = "begun"
    DONE = "done"
    UNDONE = "undone"  # it was not done in the year


CONTESTED = "contest"  # what a resident says of work that is said to be done: it is not finished
_NEXT: dict[Stage | None, tuple[Stage, ...]] = {
    None: (Stage.ADOPTED, Stage.BEGUN, Stage.DONE, Stage.UNDONE),
    Stage.ADOPTED: (Stage.BEGUN, Stage.DONE, Stage.UNDONE),
    Stage.BEGUN: (Stage.DONE, Stage.UNDONE),
    Stage.DONE: (Stage.BEGUN, Stage.DONE, Stage.UNDONE),  # a resident may be right that it is not finished
    Stage.UNDONE: (Stage.BEGUN, Stage.DONE),
}


def list_next(stage: Stage | None) -> tuple[Stage, ...]:
    """Lists what an office may say next; from done it may go back, or be shown anew."""
    return _NEXT[stage]


def count_corrections(said: Iterable[str]) -> int:
    """Counts how often an office said anew how the work stands after residents had said that it is not finished.

    said are stages and CONTESTED of one proposal, the earliest first.
    """
    corrections, is_contested = 0, False
    for one in said:
        if one == CONTESTED:
            is_contested = True
        else:
            corrections += is_contested
            is_contested = False
    return corrections
