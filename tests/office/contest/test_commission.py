"""The commission of a contest from its beginning to its end: who marks, who sees what, what comes of it."""

import io
import json
import re
import zipfile
from collections import Counter

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from bot.budget.contest.marks import MarkOutside
from bot.budget.contest.ranking import rank
from bot.budget.contest.rules import FIRST, Kind
from bot.budget.permissions import NotAllowed, Role
from bot.budget.workdays import find_day
from bot.export.contest.mark_sheet import write_mark_sheet
from bot.export.contest.protocol import write_pdf, write_xlsx
from bot.office import staff
from bot.office.contest import contests, judging, outcome
from storage.database.schema import audit, outbox
from tests.office.contest.commission import JURORS, Commission, make_other
from tests.office.offices import YEAR
from tests.seeds import dice
from tests.storage.rows import rows_of

NAMES = re.compile(r"Кожаяр|Сырт|entry\d|Ноокат|Чүй|Чуйск", re.IGNORECASE)


@pytest.fixture
async def commission(sqlite_database):
    return await seated(sqlite_database)


async def seated(database):
    made = await Commission(database).begins()
    for name in JURORS:
        await made.meets(name)
    return made


def draw_sheets(codes, rules=FIRST[Kind.BUDGET]):
    """What each juror gives: marks by code and criterion, near one another but for some."""
    numbers = dice("commission")
    base = {(code, n): numbers.randint(2, 8) for code in codes for n in rules.numbers}
    return [{where: mark + numbers.randint(-2, 2) for where, mark in base.items()} for _ in JURORS]


async def all_marked(commission):
    codes = await commission.draws()
    sheets = draw_sheets(codes)
    for name, sheet in zip(JURORS, sheets, strict=True):
        await commission.marks(name, sheet)
    return codes, sheets


async def test_the_contest_of_2018_is_judged_anew_under_codes(database, tell):
    commission = await seated(database)
    codes, sheets = await all_marked(commission)
    assert len(codes) == 24
    found = await commission.does(outcome.close, with_gaps=False, by=None)
    by_code = {found.codes[one.entry]: one for one in found.ranked}
    flat = {(j, code, n): mark for j, sheet in enumerate(sheets) for (code, n), mark in sheet.items()}
    model = rank(codes, flat, FIRST[Kind.BUDGET])
    assert {one.entry: (one.place, one.total, one.prize) for one in model} == {
        code: (one.place, one.total, one.prize) for code, one in by_code.items()
    }
    assert found.names == {}
    named = await commission.does(outcome.unblind, by=None)
    assert len(named.names) == 24
    again = await commission.does(outcome.unblind, by=None)
    assert again.contest.unblinded_at == named.contest.unblinded_at
    rows = [json.loads(row["details"])["what"] for row in await rows_of(commission.database, "audit") if row["details"]]
    assert Counter(rows)["unblind"] == 1
    tell("a contest judged under codes", entries=24, jurors=4, marks=len(flat), prizes=sum(o.prize > 0 for o in model))


async def test_nothing_a_juror_or_the_office_reads_names_an_entry_before_it_is_said(commission, tell):
    codes, _ = await all_marked(commission)
    read = Counter()

    def look(content, kind):
        read[kind] += 1
        assert not NAMES.search(content), (kind, NAMES.search(content))

    for name in JURORS:
        own = await commission.sees(name)
        look(repr((own.entries, own.marks, own.again, own.spread)), "sheets")
        for language in ("ky", "ru"):
            for part in unzip(write_mark_sheet(own, language=language)):
                look(part, "parts of workbooks")
    found = await commission.does(outcome.read_outcome, by=None)
    look(repr(found.ranked), "orders")
    for part in unzip(write_xlsx(found)):
        look(part, "parts of workbooks")
    pdf = write_pdf(found, at=commission.now)
    look(read_pdf_text(pdf), "papers")
    look(pdf.decode("latin-1"), "papers")
    letters = await commission.database.read(
        lambda store: store.connection.execute(select(outbox.c.body, outbox.c.kind))
    )
    for body, _ in letters:
        look(str(body), "messages")
    told = await commission.database.read(lambda store: store.connection.execute(select(audit.c.details)))
    for (details,) in told:
        look(str(details), "audit rows")
    named = await commission.does(outcome.close, with_gaps=False, by=None)
    assert not named.names
    after = await commission.does(outcome.unblind, by=None)
    assert NAMES.search(read_pdf_text(write_pdf(after, at=commission.now)))
    assert any(NAMES.search(part) for part in unzip(write_xlsx(after)))
    assert len(codes) == 24
    tell("what was read for a name before a contest was unblinded", names=0, **read)


def read_pdf_text(content):
    reader = PdfReader(io.BytesIO(content))
    return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])


def unzip(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [archive.read(part).decode("utf-8", "replace") + part for part in archive.namelist()]


async def test_the_order_of_codes_says_nothing_of_the_order_of_entering(commission):
    await commission.draws()
    entries = await commission.database.read(lambda store: store.contests.list_entries(commission.id))
    assert [entry.code for entry in entries] == sorted(entry.code for entry in entries)
    assert [entry.id for entry in entries] != sorted(entry.id for entry in entries)


async def test_ones_own_marks_alone_are_seen_until_all_are_in(commission):
    codes = await commission.draws()
    sheets = draw_sheets(codes)
    for name, sheet in zip(JURORS[:3], sheets, strict=False):
        await commission.marks(name, sheet)
    last = dict(list(sheets[3].items())[:-1])
    await commission.marks("Дамира", last)
    for name, sheet in zip(JURORS, [*sheets[:3], last], strict=True):
        own = await commission.sees(name)
        assert (dict(own.marks), dict(own.spread), own.again) == (sheet, {}, ())
    await commission.marks("Дамира", sheets[3])
    own = await commission.sees("Асан")
    assert len(own.spread) == 24 * 9
    assert set(own.again) == {
        where for where in sheets[0] if max(s[where] for s in sheets) - min(s[where] for s in sheets) > 3
    }
    kinds = Counter(row["kind"] for row in await rows_of(commission.database, "outbox"))
    assert (kinds["contest_begun"], kinds["contest_in"]) == (4, 4)


async def test_in_the_second_look_only_what_is_far_apart_changes_and_the_first_mark_stays(commission):
    codes = await commission.draws()
    whole = {(code, n): 5 for code in codes for n in range(1, 10)}
    for name in JURORS:
        await commission.marks(name, whole | ({(codes[0], 6): 9} if name == "Асан" else {}))
    assert (await commission.sees("Асан")).again == ((codes[0], 6),)
    assert await commission.marks("Асан", {(codes[0], 6): 6}) == 1
    with pytest.raises(judging.MarksAreIn):
        await commission.marks("Асан", {(codes[0], 6): 7, (codes[0], 7): 7})
    assert (await commission.sees("Асан")).marks[codes[0], 6] == 6
    await commission.does(judging.look_again, by=commission.people["Бермет"])
    found = await commission.does(outcome.read_outcome, by=None)
    changed = [mark for mark in found.marks.values() if mark.mark != mark.first]
    assert [(mark.mark, mark.first) for mark in changed] == [(6, 9)]
    assert len(found.far_apart) == 1
    await commission.does(outcome.close, with_gaps=False, by=None)
    with pytest.raises(judging.Closed):
        await commission.marks("Асан", {(codes[0], 6): 7})
    with pytest.raises(judging.Closed):
        await commission.does(judging.look_again, by=commission.people["Асан"])


async def test_marks_are_taken_all_or_none_and_twice_does_nothing_twice(commission):
    codes = await commission.draws()
    for wrong, refusal in (({(codes[0], 2): 11}, MarkOutside), ({(codes[0], 10): 1}, judging.UnknownCode)):
        with pytest.raises(refusal):
            await commission.marks("Асан", {(codes[0], 1): 3} | wrong)
    with pytest.raises(judging.UnknownCode):
        await commission.marks("Асан", {(5, 1): 3})
    assert (await commission.sees("Асан")).marks == {}
    assert await commission.marks("Асан", {(codes[0], 1): 3}) == 1
    before = len(await rows_of(commission.database, "audit"))
    assert await commission.marks("Асан", {(codes[0], 1): 3}) == 0
    assert len(await rows_of(commission.database, "audit")) == before


async def test_whoever_has_to_do_with_an_entry_marks_nothing(commission):
    await commission.draws()
    lives = await commission.meets("Жийде", aimak="entry01")
    both = await commission.meets("Эркин")
    await commission.meets("Эркин", Role.OBSERVER)
    resident = await commission.meets("Фарида", None)
    for person, refusal in (
        (lives, judging.ConflictOfInterest), (both, judging.ConflictOfInterest), (resident, NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            await commission.does(judging.read_own, by=person)
        with pytest.raises(refusal):
            await commission.does(judging.put_marks, given={}, by=person)
    assert await rows_of(commission.database, "contest_jurors") == []


async def test_a_commission_has_as_many_seats_as_its_rules_want(commission):
    await commission.draws()
    for name in JURORS:
        await commission.sees(name)
    fifth = await commission.meets("Гүлзат")
    with pytest.raises(judging.NoSeat):
        await commission.does(judging.read_own, by=fifth)


async def test_the_seat_of_whoever_left_before_marking_is_another_jurors(commission):
    codes = await commission.draws()
    for name in JURORS:
        await commission.sees(name)
    await commission.marks("Асан", {(codes[0], 1): 3})
    fifth = await commission.meets("Гүлзат")
    members = await commission.database.read(lambda store: store.roles.list_members(None))
    for name in ("Асан", "Бермет"):
        member = next(one for one in members if one.person_id == commission.people[name].id)
        await commission.does(staff.remove, member_id=member.id, by=None)
    assert (await commission.does(judging.read_own, by=fifth)).juror.number == 2
    sixth = await commission.meets("Элмира")
    with pytest.raises(judging.NoSeat):
        await commission.does(judging.read_own, by=sixth)


async def test_only_whoever_runs_the_install_runs_a_contest(commission):
    juror, admin = commission.people["Асан"], await commission.meets("Админ", Role.ADMIN)
    given = {"kind": Kind.CSO, "year": YEAR, "today": find_day(commission.now)}
    for act, more in (
        (contests.begin, given), (contests.enter, {"id": commission.id, "codes": (), "new": ()}),
        (contests.draw_codes, {"id": commission.id}), (outcome.read_outcome, {}), (outcome.unblind, {}),
        (outcome.close, {"with_gaps": True}),
        (contests.set_rules, {"kind": Kind.CSO, "rules": FIRST[Kind.CSO], "valid_from": find_day(commission.now)}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await commission.does(act, by=juror, **more)
    assert (await commission.does(outcome.read_outcome, by=admin)).contest.id == commission.id


async def test_a_contest_goes_one_way_only(commission):
    with pytest.raises(judging.NotYet):
        await commission.sees("Асан")
    with pytest.raises(outcome.MarksMissing):
        await commission.does(outcome.close, with_gaps=True, by=None)
    codes = await commission.draws()
    with pytest.raises(contests.AlreadyDone):
        await commission.draws()
    with pytest.raises(contests.AlreadyDone):
        await commission.does(contests.enter, id=commission.id, codes=(), new=[make_other(99)], by=None)
    await commission.marks("Асан", {(codes[0], 6): 10})
    with pytest.raises(outcome.NotClosed):
        await commission.does(outcome.unblind, by=None)
    with pytest.raises(outcome.MarksMissing):
        await commission.does(outcome.close, with_gaps=False, by=None)
    found = await commission.does(outcome.close, with_gaps=True, by=None)
    assert (found.ranked[0].total, found.ranked[0].prize, found.ranked[1].prize) == (15, 100_000, 0)
    with pytest.raises(contests.AlreadyDone):
        await commission.does(outcome.close, with_gaps=True, by=None)


async def test_an_entry_enters_once(commission):
    for given in ({"codes": ["entry01"], "new": ()}, {"codes": (), "new": [make_other(3)]}):
        with pytest.raises(contests.EnteredAlready):
            await commission.does(contests.enter, id=commission.id, by=None, **given)
    with pytest.raises(contests.NotForContest):
        await commission.does(contests.enter, id=commission.id, codes=["nowhere"], new=(), by=None)
    assert len(await rows_of(commission.database, "contest_entries")) == 24


async def test_organisations_are_judged_by_criteria_of_their_own(sqlite_database):
    commission = await Commission(sqlite_database).begins(aimaks=0, others=10, kind=Kind.CSO)
    for name in JURORS:
        await commission.meets(name)
    codes = await commission.draws()
    for name in JURORS:
        await commission.marks(name, {(code, n): 10 - at for at, code in enumerate(codes) for n in range(1, 5)})
    found = await commission.does(outcome.close, with_gaps=False, by=None)
    assert [one.prize for one in found.ranked] == [80_000, 50_000, 30_000, *[15_000] * 4, 0, 0, 0]
    named = await commission.does(outcome.unblind, by=None)
    assert "Сыртуюм" in read_pdf_text(write_pdf(named, at=commission.now))


async def test_rules_hold_from_their_day_and_a_contest_keeps_those_it_began_with(commission):
    today = find_day(commission.now)
    changed = FIRST[Kind.BUDGET].write().replace('"high": 10', '"high": 5')
    rules = contests.read_rules(changed)
    await commission.does(contests.set_rules, kind=Kind.BUDGET, rules=rules, valid_from=today, by=None)
    second = await commission.does(contests.begin, kind=Kind.BUDGET, year=YEAR, today=today, by=None)
    assert second.rules.high == 5
    assert (await commission.database.read(lambda store: contests.find_contest(store, commission.id))).rules.high == 10
