"""A juror marks: takes a seat, marks under codes, sees the spread in the end, looks a second time."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.budget.contest.marks import are_all_in, check_mark, gather, list_far_apart, list_missing
from bot.budget.contest.rules import Rules
from bot.budget.permissions import Act, Role, Standing
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest.contests import find_contest, hold_contest, tell_jurors
from bot.office.wording import notices
from storage.contest.contests import Contest, Entry
from storage.contest.marks import SEAT, Juror, Mark
from storage.people import Mailbox, Person
from storage.store import Store

Given = Mapping[tuple[int, int], int]  # a mark by code and criterion


class NotYet(Refusal):
    """The codes of the contest are not drawn yet."""


class Closed(Refusal):
    """The contest is closed: no mark changes any more."""


class MarksAreIn(Refusal):
    """All marks are in: only where jurors are far apart may one's own still change."""


class ConflictOfInterest(Refusal):
    """Whoever has to do with the aimak of an entry, or reads names elsewhere in the install, marks nothing."""


class NoSeat(Refusal):
    """As many jurors as the rules want sit in the commission."""


class UnknownCode(Refusal):
    """No entry has that code, or the rules have no such criterion."""


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """What a juror sees: the entries by code, their own marks, and where they are asked to look again.

    spread is the least and the largest mark by code and criterion, once all marks are in.
    """

    contest: Contest
    juror: Juror
    entries: Mapping[int, Mapping[str, Mapping[str, float]]]  # figures by criterion, of each code
    marks: Given
    again: tuple[tuple[int, int], ...]
    spread: Mapping[tuple[int, int], tuple[int, int]]

    @property
    def rules(self) -> Rules:
        """What the contest is judged by."""
        return self.contest.rules

    @property
    def missing(self) -> list[tuple[int, int]]:
        """What is not marked yet: code and criterion."""
        return [(code, one) for code in self.entries for one in self.rules.numbers if (code, one) not in self.marks]


async def read_own(store: Store, *, by: Person, at: int, id: int | None = None) -> OwnSheet:
    """Reads a juror's own sheet, and gives them a seat at first. Raises NotAllowed, NoContest, NotYet, NoSeat,
    ConflictOfInterest."""
    contest, entries, juror = await _sit(store, by, at, id)
    marks = await store.contest_marks.read(contest.id)
    codes = {entry.id: entry.code or 0 for entry in entries}
    own = {(codes[entry], n): mark.mark for (who, entry, n), mark in marks.items() if who == juror.id}
    is_in = contest.looked_at is not None
    given = gather({key: mark.mark for key, mark in marks.items()})
    return OwnSheet(
        contest, juror, {entry.code or 0: entry.figures for entry in entries}, own,
        tuple((codes[entry], n) for entry, n in _list_again(marks, contest)) if is_in else (),
        {(codes[entry], n): (min(all), max(all)) for (entry, n), all in given.items()} if is_in else {},
    )  # fmt: skip


async def put_marks(store: Store, *, given: Given, by: Person, at: int, id: int | None = None) -> int:
    """Keeps marks, all or none; returns how many are new or changed. Once the last is in, everybody hears of it.

    Raises as read_own does, and MarkOutside, UnknownCode, Closed, MarksAreIn.
    """
    contest, entries, juror = await _sit(store, by, at, id, acts=True)
    if contest.closed_at is not None:
        raise Closed
    ids = {entry.code: entry.id for entry in entries}
    marks = await store.contest_marks.read(contest.id)
    wanted = {}
    for (code, criterion), mark in given.items():
        if code not in ids or criterion not in contest.rules.numbers:
            raise UnknownCode
        wanted[ids[code], criterion] = check_mark(mark, contest.rules)
    kept = {(entry, n): mark.mark for (who, entry, n), mark in marks.items() if who == juror.id}
    changed = {where: mark for where, mark in wanted.items() if kept.get(where) != mark}
    is_second = contest.looked_at is not None
    if is_second and not changed.keys() <= set(_list_again(marks, contest)):
        raise MarksAreIn
    await store.contest_marks.put(juror.id, changed, is_second=is_second, at=at)
    if changed:
        await _record(store, contest.id, "marks", by=by, at=at, juror=juror.number, marks=len(changed))
    if not is_second:
        await _note_all_in(store, contest, entries, at)
    return len(changed)


async def look_again(store: Store, *, by: Person, at: int, id: int | None = None) -> None:
    """Keeps that a juror has looked a second time and stays with their marks. Raises as read_own does, NotYet, Closed."""
    contest, _, juror = await _sit(store, by, at, id, acts=True)
    if contest.looked_at is None:
        raise NotYet
    if contest.closed_at is not None:
        raise Closed
    if juror.looked_at is None:
        await store.contest_marks.note_looked(juror.id, at)
        await _record(store, contest.id, "looked", by=by, at=at, juror=juror.number)


async def _sit(
    store: Store, by: Person, at: int, id: int | None, *, acts: bool = False
) -> tuple[Contest, list[Entry], Juror]:
    await staff.permit(store, by=by, act=Act.MARK, aimak_id=None)
    contest = await (hold_contest if acts else find_contest)(store, id)
    if contest.coded_at is None:
        raise NotYet
    entries = await store.contests.list_entries(contest.id)
    await _refuse_conflict(store, contest, entries, by)
    jurors = await store.contest_marks.list_jurors(contest.id)
    own = next((one for one in jurors if one.person_id == by.id), None)
    if own is not None:
        return contest, entries, own
    if not acts:  # who only reads locks nothing, until a seat is to be taken
        return await _sit(store, by, at, contest.id, acts=True)
    number = await _take_seat(store, contest, jurors, by, at)
    who = await store.contest_marks.mark_person(contest.id, by.id)
    await _record(store, contest.id, SEAT, by=by, at=at, juror=number, who=who)
    seated = await store.contest_marks.list_jurors(contest.id)
    return contest, entries, next(one for one in seated if one.person_id == by.id)


async def _take_seat(store: Store, contest: Contest, jurors: list[Juror], by: Person, at: int) -> int:
    if contest.closed_at is not None:
        raise NoSeat
    marked = {juror for juror, _, _ in await store.contest_marks.read(contest.id)}
    await _refuse_second_seat(store, contest, {one.number for one in jurors if one.id in marked}, by)
    if len(jurors) < contest.rules.jurors:
        await store.contest_marks.add_juror(contest.id, by.id, len(jurors) + 1, at=at)
        return len(jurors) + 1
    still = {one.person_id for one in await store.roles.list_members(None) if one.role is Role.JUROR}
    left = next((one for one in jurors if one.person_id not in still and one.id not in marked), None)
    if left is None:
        raise NoSeat
    await store.contest_marks.give_seat(left.id, by.id, at=at)
    return left.number


async def _refuse_second_seat(store: Store, contest: Contest, marked: set[int], by: Person) -> None:
    """Whoever marked, was erased and comes anew has had a seat: their marks stay. So has whoever was one person with them."""
    jurors = await store.contest_marks.list_jurors(contest.id)
    parted = await store.joins.list_parted(by.id)
    for one in jurors:
        sits = one.number in marked or Standing(Role.JUROR, None) in await store.roles.list_standings(one.person_id)
        if one.person_id in parted and sits:
            raise NoSeat
    own = set(await store.contest_marks.mark_person(contest.id, by.id))
    seated = await store.contest_marks.list_seated(contest.id)
    if any(own & who for number, who in seated.items() if number in marked):
        raise NoSeat


async def note_joined(store: Store, *, by: Person, at: int) -> None:
    """Keeps of a juror's seats that another chat is theirs as well, so that neither takes a second seat later."""
    for contest_id, number in (await store.contest_marks.list_own_seats(by.id)).items():
        who = await store.contest_marks.mark_person(contest_id, by.id)
        await _record(store, contest_id, SEAT, by=by, at=at, juror=number, who=who)


async def _refuse_conflict(store: Store, contest: Contest, entries: list[Entry], by: Person) -> None:
    entered = {entry.aimak_id for entry in entries if entry.aimak_id is not None}
    if await store.contest_ties.has_read_all(by.id, since=contest.begun_at):
        raise ConflictOfInterest
    if entered & await store.contest_ties.list_aimaks(by.id):
        raise ConflictOfInterest


async def _note_all_in(store: Store, contest: Contest, entries: list[Entry], at: int) -> None:
    marks = {key: mark.mark for key, mark in (await store.contest_marks.read(contest.id)).items()}
    jurors = [one.id for one in await store.contest_marks.list_jurors(contest.id)]
    if not are_all_in(jurors, [entry.id for entry in entries], marks, contest.rules):
        return
    if not await store.contests.set_moment(contest.id, "looked_at", at):
        return
    n = len(list_far_apart(marks, contest.rules))

    def say(words: Words, _box: Mailbox) -> Reply:
        head = words.say("All marks of the contest are in: now you see how far they are apart.")
        more = words.say_n("Please look again at {n} mark.", "Please look again at {n} marks.", n) if n else ""
        return Reply(f"{head} {more}".strip(), (notices.make_button(words, "contest", "Contest"),))

    await tell_jurors(store, contest_id=contest.id, kind="contest_in", at=at, say=say)
    await notices.tell_admins(
        store, kind="contest_full", object_id=contest.id, revision=1, at=at,
        say=lambda words, _box: Reply(words.say("All marks of the contest are in.")),
    )  # fmt: skip


def _list_again(marks: Mapping[tuple[int, int, int], Mark], contest: Contest) -> list[tuple[int, int]]:
    return list_far_apart({key: mark.first for key, mark in marks.items()}, contest.rules)


def count_missing(
    jurors: list[Juror], entries: list[Entry], marks: Mapping[tuple[int, int, int], Mark], rules: Rules
) -> dict[int, int]:
    """How many marks each juror (number) has still to give."""
    given = {key: mark.mark for key, mark in marks.items()}
    ids = [entry.id for entry in entries]
    return {one.number: len(list_missing(one.id, ids, given, rules)) for one in jurors}


async def _record(store: Store, id: int, what: str, *, by: Person, at: int, **details: object) -> None:
    await staff.record(
        store, Act.MARK, by=by, aimak_id=None, at=at, object="contest", object_id=id, what=what, **details
    )
