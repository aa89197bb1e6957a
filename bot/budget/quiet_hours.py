"""Quiet hours: the hours of the Bishkek night in which nobody is woken by an announcement."""

from dataclasses import dataclass
from datetime import timedelta

from bot.budget.workdays import move_to_bishkek, ms


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of the Bishkek night in which nobody is woken: from `start` until `end`, past midnight as well."""

    start: int = 22
    end: int = 8

    def covers(self, moment: int) -> bool:
        hour = move_to_bishkek(moment).hour
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def after(self, moment: int) -> int:
        """The moment itself, or the end of the quiet hours it lies in."""
        if not self.covers(moment):
            return moment
        then = move_to_bishkek(moment)
        morning = then.replace(hour=self.end, minute=0, second=0, microsecond=0)
        return ms(morning if morning > then else morning + timedelta(1))
