"""How many women and men came to a hearing, and the share of women among them."""

import math
from dataclasses import dataclass

WOMEN_PERCENT = 30  # of those who came, at least; criterion 2 of the contest


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many came."""

    women: int
    men: int

    @property
    def people(self) -> int:
        """Everybody."""
        return self.women + self.men

    @property
    def percent_women(self) -> float:
        """The share of women in per cent, 0 where nobody came; below the goal it never rounds up to it."""
        share = 100 * self.women / self.people if self.people else 0.0
        return math.floor(share * 10) / 10 if share < WOMEN_PERCENT else share


def count_women_needed(attendance: Attendance) -> int:
    """How many more women would make their share 30 %, if nobody else came."""
    lacking = WOMEN_PERCENT * attendance.people - 100 * attendance.women
    return max(0, -(-lacking // (100 - WOMEN_PERCENT)))
