"""When an office hears its day: at nine in Bishkek on a working day, never in quiet hours."""

from datetime import date

from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import Calendar, at_the_hour, day_of

HOUR = 9  # of the Bishkek day
REMINDED = 2  # working days before the due date on which whoever took a proposal is reminded


def find_morning(at: int, *, quiet: QuietHours, working: Calendar) -> int | None:
    """Returns when the day of at began to be said; None where it is not said now. Both are in milliseconds UTC."""
    day = day_of(at)
    begins = quiet.after(at_the_hour(day, HOUR, 0))
    if not working.is_working(day) or at < begins or quiet.covers(at):
        return None
    return begins


def remind_until(day: date, working: Calendar) -> date:
    """Returns the last due date (Bishkek) of which whoever took a proposal is reminded on a day."""
    return working.add(day, REMINDED)
