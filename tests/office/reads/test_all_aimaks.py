"""All aimaks in one table: what is counted, for whom, in what order."""

from datetime import date

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.office.answers import exclusions
from bot.office.criteria.criterion_6 import count
from bot.office.public.switch import set_page
from bot.office.reads.all_aimaks import KEPT, Scores, Sort, read_aimak, read_aimaks
from storage.queue.outbox import State
from storage.store import Store
from tests.office.criteria.log import HEARING, RESULTS, YEAR, Log, at

NOW = at(date(2026, 11, 30))


@pytest.fixture
async def logs(database, seal):
    """Two aimaks with proposals in many states, and one that nobody is in; all of it is undone."""
    async with database._engine.connect() as connection:
        store = Store(connection, seal)
        kokjar = await Log(store).begin()
        await kokjar.year(hearing_on=HEARING, results_on=RESULTS, table_place="такта")
        for state in (State.SENT, State.FAILED, State.DELIVERED):
            await kokjar.answer(await kokjar.propose(), state=state)
        corrected = await kokjar.propose()
        await kokjar.answer(corrected, on=HEARING, state=State.SENT)
        await kokjar.answer(corrected, on=RESULTS, state=State.FAILED)
        await kokjar.ask(await kokjar.propose())
        clerk = await kokjar._clerk()
        spam = await kokjar.propose()
        await exclusions.exclude(store, id=spam.id, reason="spam", by=clerk, at=at(HEARING))
        await kokjar.propose(on=date(2026, 11, 25), due_on=date(2026, 12, 15))
        shark = await Log(store).begin("shark")
        await shark.propose()
        yield kokjar, shark


async def somebody(store, name, *standings):
    person = await store.people.meet("terminal", "bot", name, at=NOW)
    for role, aimak_id in standings:
        await store.roles.grant(person.id, role=role, aimak_id=aimak_id, by=None, at=NOW)
    return person


async def read(logs, by=None, **given):
    store = logs[0].store
    by = by or await somebody(store, "Гүлбара", (Role.ADMIN, None))
    return await read_aimaks(store, by=by, at=given.pop("at", NOW), scores=given.pop("scores", Scores()), **given)


async def test_a_row_says_what_criterion_6_counts(logs):
    kokjar, shark = logs
    table = await read(logs)
    assert [row.aimak.id for row in table.rows] == sorted({kokjar.aimak_id, shark.aimak_id}, key=lambda id: id)
    row, other = sorted(table.rows, key=lambda one: one.aimak.id != kokjar.aimak_id)
    sheet = await count(kokjar.store, aimak_id=kokjar.aimak_id, year=YEAR)
    figures = row.figures
    # What came after the results is not weighed, and is there nonetheless.
    assert figures.received == sheet.tally.N + sheet.after_cutoff == 6
    assert (figures.replied, figures.decided) == (sheet.tally.answered, 4)
    assert (figures.waiting, figures.overdue, figures.results_on) == (2, 1, RESULTS)
    assert (row.delivered, row.score) == (0.5, sheet.tally.score)
    # Three were decided fourteen days after they came, one had its first answer three days after, as had a question.
    assert row.reply_days == (3 * 14 + 3 + 3) / 5
    assert (other.figures.received, other.reply_days, other.delivered, other.score) == (1, None, None, None)
    assert (table.known, table.waiting, table.overdue) == (2, 3, 2)


async def test_an_office_is_silent_since_somebody_of_it_did_something(logs):
    kokjar, shark = logs
    clerk = await kokjar._clerk()
    await kokjar.store.audit.add("answer", person_id=clerk.id, aimak_id=kokjar.aimak_id, at=at(date(2026, 11, 25)))
    await kokjar.store.roles.revoke((await kokjar.store.roles.list_members(shark.aimak_id))[0].id, by=None, at=NOW)
    rows = {row.aimak.id: row for row in (await read(logs)).rows}
    assert (rows[kokjar.aimak_id].silent_days, rows[kokjar.aimak_id].figures.staff) == (5, 2)
    assert (rows[shark.aimak_id].silent_days, rows[shark.aimak_id].figures.staff) == (None, 0)
    assert (await read(logs)).without_staff == 1


async def test_the_head_of_one_aimak_reads_its_row_alone_and_a_clerk_reads_none(logs):
    kokjar, shark = logs
    head = await somebody(kokjar.store, "Токтогул", (Role.HEAD, shark.aimak_id))
    commission = await somebody(kokjar.store, "Нурлан", (Role.OBSERVER, None))
    assert [row.aimak.id for row in (await read(logs, by=head)).rows] == [shark.aimak_id]
    assert len((await read(logs, by=commission)).rows) == 2
    for clerk in (await somebody(kokjar.store, "Бакыт", (Role.STAFF, shark.aimak_id)), await kokjar.author()):
        with pytest.raises(NotAllowed):
            await read(logs, by=clerk)
    with pytest.raises(NotAllowed):
        await read_aimak(kokjar.store, by=head, at=NOW, code="kokjar", scores=Scores())
    with pytest.raises(NotAllowed):
        await read_aimak(kokjar.store, by=commission, at=NOW, code="жок", scores=Scores())


async def test_it_is_sorted_either_way_and_what_is_not_known_stands_last(logs):
    kokjar, shark = logs
    for sort in set(Sort) - {Sort.NAME}:
        for falling in (False, True):
            rows = (await read(logs, sort=sort, falling=falling)).rows
            assert len(rows) == 2
            if sort in {Sort.REPLY, Sort.DELIVERED, Sort.SCORE}:
                assert rows[-1].aimak.id == shark.aimak_id
    by_waiting = [row.figures.waiting for row in (await read(logs, sort=Sort.WAITING, falling=True)).rows]
    assert by_waiting == [2, 1]


async def test_it_is_searched_in_any_spelling_and_shown_in_pages(logs):
    assert [row.aimak.code for row in (await read(logs, words="SHARK")).rows] == ["shark"]
    assert (await read(logs, words="эч кайда жок")).rows == ()
    first, second = [await read(logs, page=n, size=1) for n in (0, 7)]
    assert (first.number, second.number, first.pages, first.found) == (0, 1, 2, 2)
    assert {*(row.aimak.id for row in first.rows), *(row.aimak.id for row in second.rows)} == {
        log.aimak_id for log in logs
    }


async def test_a_merged_aimaks_waiting_proposals_are_of_the_one_it_became_part_of(logs):
    kokjar, shark = logs
    await kokjar.store.merging.merge(shark.aimak_id, kokjar.aimak_id, on=date(2026, 11, 30), at=NOW)
    (row,) = (await read(logs)).rows
    assert (row.aimak.id, row.figures.waiting) == (kokjar.aimak_id, 3)


async def test_a_score_is_kept_for_ten_minutes(logs):
    kokjar, _ = logs
    scores = Scores()

    async def score(now):
        (row,) = (await read(logs, at=now, scores=scores, words="kokjar")).rows
        return row.score

    before = await score(NOW)
    await kokjar.answer(await kokjar.propose(), state=State.SENT)
    assert await score(NOW + KEPT - 1) == before
    assert await score(NOW + KEPT) != before


async def test_it_says_whose_public_page_is_on(logs):
    kokjar, shark = logs
    await set_page(kokjar.store, aimak_id=kokjar.aimak_id, is_on=False, by=None, at=NOW)
    for is_on in (True, False, True):
        await set_page(kokjar.store, aimak_id=shark.aimak_id, is_on=is_on, by=None, at=NOW)
    assert {row.aimak.id: row.page_on for row in (await read(logs)).rows} == {
        kokjar.aimak_id: False,
        shark.aimak_id: True,
    }
