"""Rules that law may change: the values in force on a day. The environment gives the first of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.budget.hearing import NOTICE_DAYS
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import find_day, move_to_bishkek
from storage.store import Store

ANSWER_DAYS = 14  # working days; law № 67 of 04.05.2007 on appeals
QUOTAS = ("drafts", "proposals_a_day", "files_a_day", "megabytes_a_day")
TAKE_BACK = 60  # seconds
NUMBERS = (*QUOTAS, "take_back")
SETTINGS = (
    "answer_days", "extra_days_off", "extra_working_days", "notice_days", "quiet_hours", "prices", "complaint_phones",
    *NUMBERS,
)  # fmt: skip
BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds on one day.

    Working days to answer in. Days off and working days beyond the known calendar. How many days before a hearing its
    announcement should be out. The hours in which nothing unasked is sent. How many unsent proposals of one person are
    kept. How many proposals, files and megabytes (2^20 bytes) of files are taken of one person a day. How many seconds
    an answer that was sent can be taken back before it leaves; 0: it leaves at once.
    """

    answer_days: int = ANSWER_DAYS
    extra_days_off: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()
    notice_days: int = NOTICE_DAYS
    quiet: QuietHours = QuietHours()
    drafts: int = 3
    proposals_a_day: int = 10
    files_a_day: int = 30
    megabytes_a_day: int = 100
    take_back: int = TAKE_BACK
    prices: str = ""  # what WhatsApp charges, as the setting has it
    complaint_phones: str = ""  # where a complaint is reported, as the setting has it

    def list_complaint_phones(self) -> dict[str, str]:
        """Telephones by the door of a complaint: prosecutor, ombudsman, anticorruption, kenesh."""
        pairs = (one.strip().partition("=") for one in self.complaint_phones.split(";") if one.strip())
        return {door.strip(): phone.strip() for door, _, phone in pairs}


async def read_rules(store: Store, day: date) -> Rules:
    """Reads the rules in force on a Bishkek day."""
    return make_rules(await store.meta.read_settings_on(day))


def make_rules(values: Mapping[str, str]) -> Rules:
    """Makes the rules of settings by their names. Raises ValueError or TypeError for a value that no setting can have."""
    return Rules(
        answer_days=int(values.get("answer_days", ANSWER_DAYS)),
        extra_days_off=_days(values.get("extra_days_off", "[]")),
        extra_working_days=_days(values.get("extra_working_days", "[]")),
        notice_days=int(values.get("notice_days", NOTICE_DAYS)),
        quiet=QuietHours(*json.loads(values["quiet_hours"])) if "quiet_hours" in values else QuietHours(),
        prices=values.get("prices", ""),
        complaint_phones=values.get("complaint_phones", ""),
        **{name: int(values[name]) for name in NUMBERS if name in values},
    )


async def adopt(
    store: Store,
    *,
    answer_days: int | None,
    extra_days_off: frozenset[date] | None,
    extra_working_days: frozenset[date] | None,
    notice_days: int | None,
    quiet_hours: tuple[int, int] | None,
    numbers: Mapping[str, int | None],
    prices: str | None = None,
    complaint_phones: str | None = None,
    today: date,
) -> None:
    """Puts what the environment says in force: from the beginning on a new install, from today where it differs."""
    given = {
        "answer_days": None if answer_days is None else str(answer_days),
        "extra_days_off": None if extra_days_off is None else _json(extra_days_off),
        "extra_working_days": None if extra_working_days is None else _json(extra_working_days),
        "notice_days": None if notice_days is None else str(notice_days),
        "quiet_hours": None if quiet_hours is None else json.dumps(quiet_hours),
        "prices": prices,
        "complaint_phones": complaint_phones,
        **{name: None if numbers[name] is None else str(numbers[name]) for name in NUMBERS},
    }
    kept = await store.meta.read_settings_on(today)
    for name, value in given.items():
        if value is not None and kept.get(name) != value:
            await store.meta.set(name, value, valid_from=today if name in kept else BEGINNING)


async def find_end_of_night(store: Store, *, at: int) -> int | None:
    """Returns the hour at which the quiet hours end, where at (ms UTC) is within them; else None."""
    quiet = (await read_rules(store, find_day(at))).quiet
    return move_to_bishkek(quiet.after(at)).hour if quiet.covers(at) else None


def _days(value: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in json.loads(value))


def _json(days: frozenset[date]) -> str:
    return json.dumps(sorted(day.isoformat() for day in days))
