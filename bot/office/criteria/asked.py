"""What a criterion is asked about, and what its evidence is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.budget.criteria.figures import CriteriaRules, Part
from storage.aimaks import Aimak
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Messengers:
    """A cell: messengers by their channels' names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Languages:
    """A cell: languages by their codes."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartOfScore:
    """A cell: a part of criterion 6 by its letter."""

    letter: str


Cell = str | int | date | Decimal | StrEnum | Messengers | Languages | PartOfScore | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An aimak's budget year, and by which settings it is counted."""

    store: Store
    aimak: Aimak
    year: int
    at: int
    as_of: int | None
    rules: CriteriaRules


Found = tuple[Sequence[Part], tuple[str, ...], Sequence[Row]]
