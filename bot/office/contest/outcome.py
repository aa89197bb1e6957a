"""What comes of a contest: the order under codes, its closing, whose codes they were, the protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.budget.contest.marks import list_far_apart
from bot.budget.contest.ranking import Ranked, rank
from bot.budget.permissions import Act
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest.contests import AlreadyDone, find_contest, hold_contest
from bot.office.contest.judging import count_missing
from storage.contest.contests import Contest, Entry
from storage.contest.marks import Juror, Mark
from storage.people import Person
from storage.store import Store


class MarksMissing(Refusal):
    """Marks are missing, or jurors; closing with gaps has to be said."""

    def __init__(self, missing: Mapping[int, int], seated: int, wanted: int) -> None:
        super().__init__("marks are missing")
        self.missing, self.seated, self.wanted = missing, seated, wanted


class NotClosed(Refusal):
    """The contest is not closed yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A contest as it stands: the order by code, the marks, who has still to mark. names are there once it is unblinded."""

    contest: Contest
    ranked: tuple[Ranked, ...]
    codes: Mapping[int, int]  # of each entry (id)
    names: Mapping[int, Mapping[str, Any]]  # of each entry (id)
    jurors: tuple[Juror, ...]
    marks: Mapping[tuple[int, int, int], Mark]
    missing: Mapping[int, int]
    far_apart: tuple[tuple[int, int], ...]

    @property
    def is_whole(self) -> bool:
        """Whether every juror that the rules want has marked everything."""
        return len(self.jurors) >= self.contest.rules.jurors and not any(self.missing.values())


async def read_outcome(store: Store, *, id: int | None = None, by: Person | None) -> Outcome:
    """Ranks the entries by the marks there are. Raises NotAllowed, NoContest."""
    await staff.permit(store, by=by, act=Act.RUN_CONTEST, aimak_id=None)
    contest = await find_contest(store, id)
    entries = await store.contests.list_entries(contest.id)
    marks = await store.contest_marks.read(contest.id)
    jurors = await store.contest_marks.list_jurors(contest.id)
    given = {key: mark.mark for key, mark in marks.items()}
    first = {key: mark.first for key, mark in marks.items()}
    return Outcome(
        contest,
        tuple(rank([entry.id for entry in entries], given, contest.rules)) if contest.coded_at is not None else (),
        {entry.id: entry.code or 0 for entry in entries},
        _list_names(entries) if contest.unblinded_at is not None else {},
        tuple(jurors),
        marks,
        count_missing(jurors, entries, marks, contest.rules),
        tuple(list_far_apart(first, contest.rules)),
    )


def _list_names(entries: list[Entry]) -> dict[int, Mapping[str, Any]]:
    return {entry.id: entry.about for entry in entries}


async def close(store: Store, *, id: int | None = None, with_gaps: bool, by: Person | None, at: int) -> Outcome:
    """Closes a contest: no mark changes any more. Raises NotAllowed, NoContest, AlreadyDone, MarksMissing."""
    found = await _hold(store, id, by)
    contest = found.contest
    if contest.closed_at is not None:
        raise AlreadyDone
    if contest.coded_at is None or not found.marks or (not found.is_whole and not with_gaps):
        raise MarksMissing(found.missing, len(found.jurors), contest.rules.jurors)
    await store.contests.set_moment(contest.id, "closed_at", at)
    gaps = sum(found.missing.values())
    await _record(store, contest.id, "close", by=by, at=at, jurors=len(found.jurors), gaps=gaps)
    return await read_outcome(store, id=contest.id, by=by)


async def unblind(store: Store, *, id: int | None = None, by: Person | None, at: int) -> Outcome:
    """Says whose the codes were, once and for all, and writes it into the audit. Raises NotAllowed, NoContest, NotClosed."""
    found = await _hold(store, id, by)
    contest = found.contest
    if contest.closed_at is None:
        raise NotClosed
    if await store.contests.set_moment(contest.id, "unblinded_at", at):
        await _record(store, contest.id, "unblind", by=by, at=at, entries=len(found.codes))
    return await read_outcome(store, id=contest.id, by=by)


async def _hold(store: Store, id: int | None, by: Person | None) -> Outcome:
    await staff.permit(store, by=by, act=Act.RUN_CONTEST, aimak_id=None)
    return await read_outcome(store, id=(await hold_contest(store, id)).id, by=by)


async def _record(store: Store, id: int, what: str, *, by: Person | None, at: int, **details: object) -> None:
    await staff.record(
        store, Act.RUN_CONTEST, by=by, aimak_id=None, at=at, object="contest", object_id=id, what=what, **details
    )
