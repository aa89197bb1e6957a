"""Criterion 6 frozen for a commission: a snapshot of the log that anybody may hold against today's.

It has the rows as they were weighed, the parts, weights and settings, and the head of the audit. SHA-256 over its
canonical JSON names it. A keyed mark says that this install made it, and the audit says when. No name, text or
telephone stands in it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from bot.budget import tally
from bot.budget.permissions import Act
from bot.language.refusal import Refusal
from bot.office.criteria.changed.differences import Difference, list_differences
from bot.office.criteria.frozen_file import FORM, SEALS, Json, find_sum
from bot.office.criteria.score_sheet import Sheet, Weighed, weigh_year
from bot.office.staff import permit, record
from storage.audit import Entry
from storage.people import Person
from storage.store import Store

DRAWN = 10  # rows that are drawn for a call-back
LONGEST_PURPOSE = 100  # characters
MOST_DIFFERENCES = 50
_OF = "aimak"  # the object of this act in the audit

_OF_THE_FILE = (*SEALS, "form", "for", "frozen_at", "audit", "drawn")  # the rest is what the log gives


class PurposeWrong(Refusal):
    """What it is frozen for is empty, or longer than LONGEST_PURPOSE characters."""


class LogSays(Enum):
    """Whether today's log still gives what was frozen, whatever became of the file."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"  # the file was changed, and nothing else tells what was frozen


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a frozen sheet. recorded_at (ms UTC) is when the audit says that it was frozen, None: it does not.

    is_whole: nothing of the file was changed. is_ours: this install made it. has_chain: the audit it ended with still stands.
    differences: what today's log gives otherwise than the file for the same moment, MOST_DIFFERENCES at the most.
    log_says: whether the log still gives what was frozen, so that a changed file is told from a changed log.
    """

    is_whole: bool
    is_ours: bool
    recorded_at: int | None
    has_chain: bool
    differences: tuple[Difference, ...]
    log_says: LogSays

    @property
    def is_changed(self) -> bool:
        """Whether the file is not the one that this install wrote."""
        return not (self.is_whole and self.is_ours)

    @property
    def holds(self) -> bool:
        """Whether it is what was frozen, and the log still gives it."""
        return (
            self.is_whole and self.is_ours and self.recorded_at is not None and self.has_chain and not self.differences
        )


async def freeze(store: Store, *, aimak_id: int, year: int, purpose: str, by: Person | None, at: int) -> Json:
    """Makes the snapshot of an aimak's year at a moment (ms UTC), for a purpose that is printed on it.

    To be kept by record_frozen. Raises NotAllowed, PurposeWrong.
    """
    await permit(store, by=by, act=Act.FREEZE, aimak_id=aimak_id)
    purpose = " ".join(purpose.split())
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        raise PurposeWrong
    return await _make(store, aimak_id=aimak_id, year=year, purpose=purpose, at=at)


async def _make(store: Store, *, aimak_id: int, year: int, purpose: str, at: int) -> Json:
    sheet, weighed = await weigh_year(store, aimak_id=aimak_id, year=year, as_of=at)
    head = await store.audit.find_head(before=at)  # so that who freezes the same moment anew gets the same
    made = {"form": FORM, "for": purpose, "frozen_at": at, **_write_sheet(sheet, weighed)}
    made["audit"] = {"id": head.id, "hash": head.hash} if head is not None else None
    made["drawn"] = draw(made)
    sha256 = find_sum(made)
    return made | {"sha256": sha256, "mark": store.audit.mark(FORM, sha256)}


async def record_frozen(store: Store, frozen: Json, *, aimak_id: int, by: Person | None, at: int) -> None:
    """Writes into the audit that a sheet was frozen. Raises NotAllowed."""
    await permit(store, by=by, act=Act.FREEZE, aimak_id=aimak_id)
    told = {"year": frozen["year"], "rows": len(frozen["rows"]), "sha256": frozen["sha256"], "log": _sum_log(frozen)}
    told["frozen_at"] = frozen["frozen_at"]
    await record(store, Act.FREEZE, by=by, aimak_id=aimak_id, at=at, object=_OF, object_id=aimak_id, **told)


def is_another_than_marked(store: Store, frozen: Json) -> bool:
    """Whether this install marked a sheet of the SHA-256 that a file claims, while the file says something else."""
    is_marked = store.audit.mark(FORM, frozen["sha256"]) == frozen["mark"]
    return is_marked and find_sum(frozen) != str(frozen["sha256"])


async def is_recorded(store: Store, *, sha256: str, aimak_id: int, by: Person | None) -> bool:
    """Whether the audit knows a sheet as frozen, by its SHA-256 (64 hex digits). Raises NotAllowed."""
    await permit(store, by=by, act=Act.FREEZE, aimak_id=aimak_id)
    kept = await _find_kept(store, sha256)
    return kept is not None and kept.aimak_id == aimak_id


async def verify(store: Store, frozen: Json, *, aimak_id: int, by: Person | None) -> Verdict:
    """Holds a frozen sheet against the same made anew, of the log as it stands today.

    For which aimak, year and moment it is made anew, the audit says where it knows the sheet. Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.FREEZE, aimak_id=aimak_id)
    claimed, sha256 = frozen["sha256"], find_sum(frozen)
    kept = await _find_kept(store, claimed) or await _find_kept(store, sha256)
    if kept is not None and kept.aimak_id != aimak_id:
        await permit(store, by=by, act=Act.FREEZE, aimak_id=kept.aimak_id)
    told: Json = {"year": frozen["year"], "frozen_at": frozen["frozen_at"]}
    told |= json.loads(kept.details) if kept is not None else {}
    now = await _make(
        store, aimak_id=kept.aimak_id or aimak_id if kept is not None else aimak_id,
        year=told["year"], purpose=frozen["for"], at=told["frozen_at"],
    )  # fmt: skip
    has_chain = await store.audit.find_break() is None
    differences = list_differences(frozen, now, drawn=draw(frozen))
    if (
        kept is not None
        and has_chain
        and _sum_log(now) == told.get("log")
        and claimed == told["sha256"] != now["sha256"]
    ):
        # All else is made anew as it was frozen. What it was frozen for is text that a person wrote: the audit keeps none.
        differences = [
            Difference("", "for", frozen["for"], None),
            *[one for one in differences if one.field not in SEALS],
        ]
    is_ours = store.audit.mark(FORM, claimed) == frozen["mark"]
    # What gives the same sum has the same audit at its end: then only the file is another.
    is_as_frozen = now["sha256"] == told.get("sha256")
    return Verdict(
        is_whole=sha256 == claimed,
        is_ours=is_ours,
        recorded_at=kept.at if kept is not None and sha256 == told["sha256"] and kept.aimak_id == aimak_id else None,
        has_chain=has_chain and (is_as_frozen or await _knows(store, frozen.get("audit"))),
        differences=tuple(differences[:MOST_DIFFERENCES]),
        log_says=LogSays.SAME
        if is_as_frozen or not differences
        else await _ask_log(store, frozen, now, told=told, is_changed=sha256 != claimed or not is_ours),
    )


async def _find_kept(store: Store, sha256: str) -> Entry | None:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        return None
    return await store.audit.find_last(Act.FREEZE, object=_OF, details=f'"sha256": "{sha256}"')


async def _ask_log(store: Store, frozen: Json, now: Json, *, told: Json, is_changed: bool) -> LogSays:
    # A file that was changed is no witness. The audit is: it keeps what the log gave, and for which moment.
    if "log" in told:
        return LogSays.SAME if _sum_log(now) == told["log"] else LogSays.OTHER
    if not is_changed:
        return LogSays.SAME if _sum_log(now) == _sum_log(frozen) else LogSays.OTHER
    # An older version froze it, or its SHA-256 was changed as well. What it gave may still be known.
    known = (f'"log": "{_sum_log(now)}"', f'"sha256": "{now["sha256"]}"')
    found = [await store.audit.find_last(Act.FREEZE, object=_OF, details=one) for one in known]
    return LogSays.SAME if any(found) else LogSays.UNKNOWN


def _sum_log(made: Json) -> str:
    return find_sum({name: one for name, one in made.items() if name not in _OF_THE_FILE})


async def has_changed(store: Store, *, aimak_id: int, year: int, since: int, at: int) -> bool:
    """Whether the log of an aimak's year says otherwise at a moment than at an earlier one (ms UTC)."""
    then, now = [_write_sheet(*await weigh_year(store, aimak_id=aimak_id, year=year, as_of=one)) for one in (since, at)]
    return then != now


async def _knows(store: Store, head: object) -> bool:
    if head is None:
        return True
    if not isinstance(head, dict) or type(head.get("id")) is not int or not 0 < head["id"] < 2**63:
        return False
    entry = await store.audit.find_by_id(head["id"])
    return entry is not None and entry.hash == head.get("hash")


def draw(made: Json) -> list[str]:
    """Draws the numbers of DRAWN decided rows by hash, so that nobody can choose which are called back."""
    seed = find_sum({name: made[name] for name in ("rows", "year", "aimak")})
    decided = [row["number"] for row in made["rows"] if row.get("counts") and row.get("decision")]
    return sorted(decided, key=lambda number: hashlib.sha256(f"{seed}{number}".encode()).digest())[:DRAWN]


def _write_sheet(sheet: Sheet, weighed: list[Weighed]) -> Json:
    settings, result = sheet.settings, sheet.tally
    days = settings.calendar
    return {
        "aimak": sheet.aimak.code,
        "year": sheet.year,
        "rule": {"criterion": 6, "version": tally.VERSION},
        "facts": _plain(
            {
                "hearing_on": sheet.hearing_on, "attendance": sheet.attendance, "results_on": sheet.results_on,
                "table_place": sheet.table_place, "table_on": sheet.table_on, "public_page": sheet.page,
            }
        ),
        "settings": _plain(
            {
                "weights": {part: getattr(settings.weights, part) for part in tally.PARTS},
                "deadline_working_days": settings.deadline_working_days, "target": settings.target,
                "prior": settings.prior, "days_off": sorted(days.days_off),
                "working_days": sorted(days.working_days),
            }
        ),
        "result": _plain(
            {
                "N": result.N, "answered": result.answered, "decided": result.decided, "parts": result.components,
                "score": result.score, "points15": result.points15, "tie_break": result.tie_break,
                "score_all": result.score_all, "excluded": result.excluded, "by_office": result.by_office,
                "by_staff": sheet.by_staff, "told_in_person": sheet.told, "after_cutoff": sheet.after_cutoff,
            }
        ),
        "rows": [_write_row(row) for row in weighed],
    }  # fmt: skip


def _write_row(row: Weighed) -> Json:
    entry = row.entry
    return {
        "number": row.label,
        "counts": entry.weighs,
        "by_staff": row.by_staff,
        "told_in_person": row.told,
        **_plain({name: getattr(entry, name) for name in entry.__dataclass_fields__}),
    }


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
    return value
