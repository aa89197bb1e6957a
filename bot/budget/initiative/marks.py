"""The five criteria of an initiative, their weights and scale: dated settings, since no source gives them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.language.refusal import Refusal

LEAST_REASON = 10  # characters of why a mark was given
LARGEST_SCALE = 100
SETTING = "initiative_marks"  # the dated setting: {"scale": 10, "weights": {"importance": 20, …}}


class Criterion(StrEnum):
    """What an initiative is marked by, as a real aimak has it."""

    IMPORTANCE = "importance"  # for the community
    TAKING_PART = "part"  # people's own part in the work
    LASTING = "lasting"  # sustainability
    COSTS = "costs"  # justified and allowed
    CONTRIBUTION = "own"  # own contribution and money attracted


class MarkOutside(Refusal):
    """A mark is below 0 or above the scale."""

    def __init__(self, scale: int) -> None:
        super().__init__(f"0 to {scale}")
        self.scale = scale


class ReasonTooShort(Refusal):
    """A mark needs a reason in words."""


class MarkRulesWrong(Refusal):
    """The scale or the weights cannot be used. Weights are whole numbers of 0 or more that make 100."""


@dataclass(frozen=True, slots=True)
class MarkRules:
    """The scale, from 0 up to it, and the weight of each criterion; together they weigh 100."""

    scale: int = 10
    weights: Mapping[Criterion, int] = field(default_factory=lambda: dict.fromkeys(Criterion, 20))

    def to_json(self) -> str:
        """The form that the setting and a call keep."""
        return json.dumps({"scale": self.scale, "weights": {str(one): self.weights[one] for one in Criterion}})

    @classmethod
    def from_json(cls, kept: str) -> "MarkRules":
        """Reads what to_json wrote."""
        found = json.loads(kept)
        return cls(int(found["scale"]), {one: int(found["weights"][one.value]) for one in Criterion})


def check_rules(rules: MarkRules) -> None:
    """Raises MarkRulesWrong for a scale or weights that cannot be used."""
    weights = [rules.weights.get(one, -1) for one in Criterion]
    if not 1 <= rules.scale <= LARGEST_SCALE or min(weights) < 0 or sum(weights) != 100:
        raise MarkRulesWrong


def check_mark(mark: int, reason: str, rules: MarkRules) -> None:
    """Raises MarkOutside, ReasonTooShort."""
    if not 0 <= mark <= rules.scale:
        raise MarkOutside(rules.scale)
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonTooShort


def count_points(marks: Mapping[Criterion, int], rules: MarkRules) -> Decimal | None:
    """Counts the points of 100, half up to one place; None while a criterion that weighs has no mark."""
    if any(one not in marks for one in Criterion if rules.weights[one]):
        return None
    points = sum(Decimal(rules.weights[one]) * marks.get(one, 0) / rules.scale for one in Criterion)
    return Decimal(points).quantize(Decimal("0.1"), ROUND_HALF_UP)
