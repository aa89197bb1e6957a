"""The lists of an office and of a resident, a page at a time; each is asked of both databases."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision
from storage.database.schema import outbox
from storage.log.office_lists import Narrow, OfficeList
from storage.log.proposal_lists import BEGINNING
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.storage.rows import NOW, enter, meet, propose, queue

ANSWER = Answer(Decision.INCLUDED, sentence="", amount=5_000)


@pytest.fixture
async def place(database):
    """An office, its clerk, and a resident with six proposals."""
    aimak_id, clerk, aigul = await enter(database), await meet(database, "Бакыт"), await meet(database, "Айгүл")
    made = [await propose(database, aigul, aimak_id, key=f"key {n}", words=f"Көпүрө {n} керек") for n in range(6)]
    return database, aimak_id, clerk, aigul, made


async def _list_labels(database, which, aimak_id, **given) -> list[str]:
    found = await database.read(lambda store: store.lists.list_of_office(which, aimak_id, **given))
    return [one.label for one in found]


async def _answer(store: Store, proposal, clerk, *, revision=1):
    return await store.answers.add(
        proposal.id, revision=revision, answer=ANSWER, by=clerk.id, approved_by=None, at=NOW, role=Role.STAFF
    )


async def test_a_list_comes_in_pages_that_exist(place):
    database, aimak_id, *_ = place
    waiting = OfficeList.WAITING
    first = await database.read(lambda store: store.lists.list_of_office(waiting, aimak_id, page=0, size=4))
    last = await database.read(lambda store: store.lists.list_of_office(waiting, aimak_id, page=9, size=4))
    assert ([one.label for one in first], first.number, first.total, first.more) == (
        ["0001", "0002", "0003", "0004"], 0, 6, True,
    )  # fmt: skip
    assert ([one.label for one in last], last.number, last.total, last.more) == (["0005", "0006"], 1, 6, False)
    nothing = await database.read(lambda store: store.lists.list_of_office(waiting, aimak_id + 1, page=3))
    assert (nothing.rows, nothing.number, nothing.total, nothing.more) == ((), 0, 0, False)


async def test_a_list_longer_than_is_counted_comes_in_pages_to_its_end(place, monkeypatch):
    database, aimak_id, clerk, *_ = place
    monkeypatch.setattr("storage.log.proposal_lists.MOST_COUNTED", 3)

    async def read(page):
        found = await database.read(
            lambda store: store.lists.list_of_office(OfficeList.WAITING, aimak_id, page=page, size=2)
        )
        return [one.label for one in found], found.number, found.total, found.more

    assert await read(0) == (["0001", "0002"], 0, 4, True)
    assert await read(2) == (["0005", "0006"], 2, 4, False)
    assert await read(9) == (["0005", "0006"], 2, 4, False)

    async def count(store, most):
        today = Narrow(today=date(2026, 11, 24), person_id=clerk.id)
        return (
            (await store.lists.count(aimak_id, narrow=today, most=most)).waiting,
            (await store.lists.count(aimak_id, also=[aimak_id + 1], narrow=today, most=most)).waiting,
            await store.lists.count_overdue(aimak_id, today=date(2030, 1, 1), most=most),
            await store.lists.count_for_head(aimak_id, most=most),
        )

    assert await database.read(lambda store: count(store, 3)) == (4, 4, (4, 4), 0)
    assert await database.read(lambda store: count(store, None)) == (6, 6, (6, 6), 0)


async def test_each_proposal_stands_in_the_list_it_belongs_to(place):
    database, aimak_id, clerk, aigul, made = place

    async def work(store: Store) -> None:
        await _answer(store, made[0], clerk)
        await store.exclusions.exclude(made[1].id, reason="spam", by=clerk.id, at=NOW)
        await store.proposals.withdraw(made[2].id, at=NOW)
        await store.answer_drafts.save_answer_draft(made[3].id, answer=ANSWER, by=clerk.id, at=NOW, for_approval=True)
        await store.exclusions.exclude(made[4].id, reason="spam", by=clerk.id, at=NOW)
        await store.exclusions.lift_exclusion(made[4].id, at=NOW)

    await database.write(work)
    whose = Narrow(today=date(2026, 11, 24), person_id=clerk.id)
    lists = {which: await _list_labels(database, which, aimak_id, narrow=whose) for which in OfficeList}
    assert lists == {
        OfficeList.WAITING: ["0004", "0005", "0006"],
        OfficeList.SOON: [],
        OfficeList.OVERDUE: [],
        OfficeList.MINE: [],
        OfficeList.DRAFTED: ["0004"],
        OfficeList.FOR_HEAD: ["0004"],
        OfficeList.QUESTIONED: [],
        OfficeList.UNDELIVERED: ["0001"],
        OfficeList.TO_TELL: [],
        OfficeList.ANSWERED: ["0001"],
        OfficeList.FOUND: [],
    }
    assert await database.read(lambda store: store.lists.list_unanswered(aimak_id, 2027)) == ["0004", "0005", "0006"]
    own = await database.read(lambda store: store.lists.list_of_author(aigul.id))
    assert [one.label for one in own] == ["0006", "0005", "0004", "0003", "0002", "0001"]
    assert [one.decision for one in own if one.decision] == [Decision.INCLUDED]
    assert [one.draft for one in own if one.draft is not None] == [True]
    assert [one.label for one in own if one.withdrawn_at] == ["0003"]
    assert await database.read(lambda store: store.lists.count_aimaks_of_author(aigul.id)) == 1


@pytest.mark.parametrize(
    "states",
    [(State.SENT,), (State.FAILED,), (State.WAITING,), (State.SENT, State.UNCERTAIN), (State.FAILED, State.SENT)],
)
async def test_an_answer_is_undelivered_where_its_authors_message_was_lost(place, states):
    database, aimak_id, clerk, aigul, made = place

    async def work(store: Store) -> None:
        sent = await _answer(store, made[0], clerk)
        for person, state in zip((aigul, clerk), states, strict=False):
            row = await queue(store, person, sent.id, Lane.ANSWER, kind="answer")
            await store.connection.execute(update(outbox).where(outbox.c.id == row).values(state=int(state)))

    await database.write(work)
    lost = states[0] in {State.FAILED, State.UNCERTAIN}  # the second went to somebody else than the author
    assert await _list_labels(database, OfficeList.UNDELIVERED, aimak_id) == (["0001"] if lost else [])


async def test_only_the_latest_answer_counts_and_not_what_was_told_in_person(place):
    database, aimak_id, clerk, aigul, made = place

    async def work(store: Store) -> None:
        await _answer(store, made[0], clerk)
        corrected = await _answer(store, made[0], clerk, revision=2)
        row = await queue(store, aigul, corrected.id, Lane.ANSWER, kind="answer")
        await store.connection.execute(update(outbox).where(outbox.c.id == row).values(state=int(State.SENT)))
        told = await _answer(store, made[1], clerk)
        await store.answers.tell(told.id, by=clerk.id, at=NOW)

    await database.write(work)
    assert await _list_labels(database, OfficeList.UNDELIVERED, aimak_id) == []
    assert await _list_labels(database, OfficeList.ANSWERED, aimak_id) == ["0002", "0001"]


async def test_of_a_text_only_its_beginning_is_read(place):
    database, aimak_id, _, aigul, _ = place
    await propose(database, aigul, aimak_id, key="long", words="ө" * 5_000)
    page = await database.read(lambda store: store.lists.list_of_author(aigul.id, size=1))
    assert page.rows[0].beginning == "ө" * BEGINNING


async def test_a_clerk_sends_their_own_kept_answers_and_the_head_all(place):
    database, aimak_id, clerk, aigul, made = place

    async def work(store: Store) -> None:
        await store.answer_drafts.save_answer_draft(made[0].id, answer=ANSWER, by=clerk.id, at=NOW, for_approval=False)
        await store.answer_drafts.save_answer_draft(made[1].id, answer=ANSWER, by=clerk.id, at=NOW, for_approval=True)
        await store.answer_drafts.save_answer_draft(made[2].id, answer=ANSWER, by=aigul.id, at=NOW, for_approval=False)

    await database.write(work)

    async def labels(**given) -> list[str]:
        return [
            kept.label for kept in await database.read(lambda store: store.answer_drafts.list_drafts(aimak_id, **given))
        ]

    assert await labels() == ["0001", "0002", "0003"]
    assert await labels(own_of=clerk.id) == ["0001"]
    assert await labels(year=2026) == []
