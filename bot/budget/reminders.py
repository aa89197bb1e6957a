"""Reminders of a hearing: when each is due, until when it may leave, and why it is sent no more."""

from dataclasses import dataclass

from bot.budget.hearing import DAY, HOUR, HearingState
from bot.budget.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: how long before the hearing, when it is said, and until when that still makes sense."""

    lead: str
    at: int
    until: int


LEADS = {"7d": 7 * DAY, "1d": DAY, "2h": 2 * HOUR}
DOOR = "2h"  # the reminder for those who said they come
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


def why_over(*, cancelled: bool, moved: bool, state: HearingState | None, is_results: bool) -> str:
    """Why what remains of a broadcast is sent no more: «expired», «moved», «held» or «cancelled».

    cancelled: it was ended before its time. moved: the hearing has newer terms. state is that of its hearing now.
    """
    if not cancelled:
        return "expired"
    if moved:
        return "moved"
    was_held = state in {HearingState.HELD, HearingState.PUBLISHED}
    return "held" if was_held and not is_results else "cancelled"
