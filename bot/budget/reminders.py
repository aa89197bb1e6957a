"""When what is said unasked is due: reminders of a hearing, and the day of an office at nine."""

from dataclasses import dataclass
from datetime import date

from bot.budget.hearing import DAY, HOUR
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import Calendar, find_day, make_moment


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: how long before the hearing, when it is said, and until when that still makes sense."""

    lead: str
    at: int
    until: int


LEADS = {"7d": 7 * DAY, "1d": DAY, "2h": 2 * HOUR}
DOOR = "2h"  # the reminder for those who said they come
MORNING = 9  # the hour of the Bishkek day at which an office hears its day
REMINDED = 2  # working days before the due date on which whoever took a proposal is reminded
_SOON = 12 * HOUR  # an announcement this fresh needs no reminder


def list_reminders(starts_at: int, *, now: int, quiet: QuietHours) -> list[Reminder]:
    """The reminders of a hearing that are still ahead; none in quiet hours, none soon after the announcement itself."""
    moments = [(lead, quiet.after(starts_at - before)) for lead, before in LEADS.items()]
    ends = [min(moment, starts_at) for _, moment in moments[1:]] + [starts_at]
    return [
        Reminder(lead, moment, until)
        for (lead, moment), until in zip(moments, ends, strict=True)
        if moment < until and moment > now + (0 if lead == DOOR else _SOON)
    ]


def find_morning(at: int, *, quiet: QuietHours, working: Calendar) -> int | None:
    """Returns when the day of an office is said on the day of at, never in quiet hours. None where it is not said now.

    Both are in milliseconds UTC.
    """
    day = find_day(at)
    begins = quiet.after(make_moment(day, MORNING, 0))
    if not working.is_working(day) or at < begins or quiet.covers(at):
        return None
    return begins


def remind_until(day: date, working: Calendar) -> date:
    """Returns the last due date (Bishkek) of which whoever took a proposal is reminded on a day."""
    return working.add(day, REMINDED)
