"""A contest is begun, entered and coded: acts of whoever runs the install."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.budget.contest.rules import FIRST, Kind, Rules, read_rules
from bot.budget.permissions import Act, Role, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import fold
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest.figures import gather_figures
from bot.office.wording import notices
from storage.contest.contests import Contest, Entry
from storage.people import Mailbox, Person
from storage.store import Store

CODES = range(100, 1000)  # an entry's code says nothing of when it was entered
MOST_ENTRIES = 500

Draw = Callable[[range, int], list[int]]


class NoContest(Refusal):
    """There is no such contest."""


class AlreadyDone(Refusal):
    """The contest has come past that point."""


class NoEntries(Refusal):
    """A contest without entries gets no codes."""


class EnteredAlready(Refusal):
    """The entry is in the contest; its text is the name."""


class NotForContest(Refusal):
    """An aimak for practice, or one that is part of another, enters no contest; its text is the code."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that comes by a file: names and fields, and figures by criterion."""

    about: Mapping[str, Any]
    figures: Mapping[str, Mapping[str, float]]


async def read_rules_on(store: Store, kind: Kind, day: date) -> Rules:
    """Reads the rules of a kind of contest in force on a Bishkek day."""
    kept = (await store.meta.read_settings_on(day)).get(f"contest_{kind.value}")
    return FIRST[kind] if kept is None else read_rules(kept)


async def set_rules(store: Store, *, kind: Kind, rules: Rules, valid_from: date, by: Person | None, at: int) -> None:
    """Puts rules in force from a day on; contests that have begun keep theirs. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.RUN_CONTEST, aimak_id=None)
    await store.meta.set(f"contest_{kind.value}", rules.write(), valid_from=valid_from)
    await staff.record(
        store, Act.RUN_CONTEST, by=by, aimak_id=None, at=at, what="rules", kind=kind.value, since=valid_from.isoformat()
    )


async def begin(store: Store, *, kind: Kind, year: int, today: date, by: Person | None, at: int) -> Contest:
    """Begins a contest by the rules in force today. Raises NotAllowed."""
    await staff.permit(store, by=by, act=Act.RUN_CONTEST, aimak_id=None)
    rules = await read_rules_on(store, kind, today)
    id = await store.contests.add(kind=kind, year=year, rules=rules, at=at)
    await _record(store, id, "new", by=by, at=at, kind=kind.value, year=year)
    return await find_contest(store, id)


async def find_contest(store: Store, id: int | None = None) -> Contest:
    """Returns a contest, without an id the newest. Raises NoContest."""
    found = await store.contests.find(id)
    if found is None:
        raise NoContest
    return found


async def hold_contest(store: Store, id: int | None = None) -> Contest:
    """Returns a contest as find_contest does, and lets nobody else act on it until this unit is over."""
    found = await find_contest(store, id)
    await store.contests.lock(found.id)
    return await find_contest(store, found.id)


async def enter(
    store: Store, *, id: int, codes: Sequence[str], new: Sequence[NewEntry], by: Person | None, at: int
) -> int:
    """Enters aimaks of the install (by their codes) and those of a file; returns how many are in the contest.

    Raises NotAllowed, NoContest, AlreadyDone once codes are drawn, EnteredAlready, NotForContest.
    """
    contest = await _still_before(store, id, "coded_at", by)
    there = await store.contests.list_entries(id)
    names = {name_key(entry.about) for entry in there}
    aimaks = {entry.aimak_id for entry in there}
    made = [await _make_of_aimak(store, code) for code in codes] + [(None, one.about, one.figures) for one in new]
    for aimak_id, about, figures in made:
        key = name_key(about)
        if key in names or (aimak_id is not None and aimak_id in aimaks):
            raise EnteredAlready(str(about.get("ru") or about.get("applicant") or ""))
        names.add(key)
        aimaks.add(aimak_id)
        await store.contests.add_entry(contest.id, aimak_id=aimak_id, about=about, figures=figures)
    n = len(there) + len(made)
    if n > MOST_ENTRIES:
        raise AlreadyDone
    await _record(store, id, "entries", by=by, at=at, added=len(made))
    return n


def name_key(about: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells two entries apart: names alone repeat, so the rayon belongs to it."""
    return tuple(fold(str(about.get(name) or "")) for name in ("ru", "rayon_ru", "applicant", "theme"))


async def _make_of_aimak(store: Store, code: str) -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
    aimak = await store.aimaks.find_by_code(code) if code.isascii() else None
    if aimak is None or aimak.practice_of_id is not None or aimak.merged_into_id is not None:
        raise NotForContest(code)
    about = {
        "ky": aimak.name("ky"),
        "ru": aimak.name("ru"),
        "rayon_ky": aimak.rayon("ky"),
        "rayon_ru": aimak.rayon("ru"),
    }
    return aimak.id, about, {}


async def draw_codes(
    store: Store, *, id: int, by: Person | None, at: int, draw: Draw = secrets.SystemRandom().sample
) -> list[Entry]:
    """Draws a code for each entry, keeps what the log says of it now, and tells the jurors.

    draw takes as many as it is told of a range. Raises as enter does, NoEntries.
    """
    contest = await _still_before(store, id, "coded_at", by)
    entries = await store.contests.list_entries(id)
    if not entries:
        raise NoEntries
    codes = draw(CODES, len(entries))
    for entry, code in zip(entries, codes, strict=True):
        own: Mapping[str, Any] = {}
        if entry.aimak_id is not None:
            own = await gather_figures(store, aimak_id=entry.aimak_id, year=contest.year, at=at)
        await store.contests.set_code(entry.id, code, {**own, **entry.figures})
    await store.contests.set_moment(id, "coded_at", at)
    await _record(store, id, "code", by=by, at=at, entries=len(entries))

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say_n("{n} entry waits for your marks.", "{n} entries wait for your marks.", len(entries))
        return Reply(text, (notices.make_button(words, "contest", "Contest"),))

    await tell_jurors(store, contest_id=id, kind="contest_begun", at=at, say=say)
    return await store.contests.list_entries(id)


async def tell_jurors(store: Store, *, contest_id: int, kind: str, at: int, say: notices.Telling) -> None:
    """Queues a notice for everyone who is a juror; it leaves only to those who still are."""
    for member in await store.roles.list_members(None):
        if member.role is Role.JUROR:
            await notices.tell(
                store, to=member.person_id, kind=kind, object_id=contest_id, at=at, say=say,
                right=write_act_right(Act.MARK, None),
            )  # fmt: skip


async def _still_before(store: Store, id: int, moment: str, by: Person | None) -> Contest:
    await staff.permit(store, by=by, act=Act.RUN_CONTEST, aimak_id=None)
    contest = await hold_contest(store, id)
    if getattr(contest, moment) is not None:
        raise AlreadyDone
    return contest


async def _record(store: Store, id: int, what: str, *, by: Person | None, at: int, **details: object) -> None:
    await staff.record(
        store, Act.RUN_CONTEST, by=by, aimak_id=None, at=at, object="contest", object_id=id, what=what, **details
    )
