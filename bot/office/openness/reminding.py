"""What of the openness checklist is said in the morning: rows that come due, and rows that are late."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.budget.openness.due import find_due
from bot.budget.openness.rows import Row
from bot.office.openness.checklist import find_hearing_day, read_checklist
from bot.office.openness.entering import read_due_rules
from storage.aimaks import Aimak
from storage.store import Store

AHEAD = timedelta(7)  # how long before its day a row is named
BEHIND = timedelta(30)  # how long after it
NAMED_ON = (timedelta(7), timedelta(1), timedelta(-1))  # days on which it is said for itself alone


@dataclass(frozen=True, slots=True)
class ToPublish:
    """How many rows come due within AHEAD or are late. is_new: one of them is to be said today."""

    rows: int = 0
    is_new: bool = False


async def count_to_publish(store: Store, aimak: Aimak, *, today: date, at: int) -> ToPublish:
    """Counts the rows of the years around today. The log is read only where a day is near."""
    rules, rows, is_new = await read_due_rules(store, at=at), 0, False
    for year in (today.year - 1, today.year, today.year + 1):
        hearing = await find_hearing_day(store, aimak_id=aimak.id, year=year)
        near = {
            row: due
            for row in Row
            if row is not Row.INFORMATION  # the day of each request is said by itself
            if (due := find_due(rules, row, year=year, hearing=hearing)) is not None
            and today - BEHIND <= due <= today + AHEAD
        }
        if not near:
            continue
        found = await read_checklist(store, aimak_id=aimak.id, year=year, by=None)
        left = [due for row, due in near.items() if row not in found]
        rows += len(left)
        is_new = is_new or any(due - today in NAMED_ON for due in left)
    return ToPublish(rows, is_new)
