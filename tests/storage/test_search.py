"""What an office finds by words is kept with the text and gone with it.

What its office has to do is counted. Both databases are tried.
"""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import func, select

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision
from bot.budget.tally import Reaction
from bot.language.matter.stems import list_searched
from storage.database.schema import proposal_stems
from storage.log import search
from storage.log.dialogue_kinds import ASKED, EXPLAINED, OBJECTED, QUESTION, REPLIED
from storage.log.office_lists import By, Counts, Narrow, OfficeList
from storage.store import Store
from tests.storage.rows import JANY_ARYK, NOW, enter, meet, propose

ANSWER = Answer(Decision.INCLUDED, sentence="", amount=5_000)
TODAY = date(2026, 11, 18)


@pytest.fixture
async def place(database):
    aimak_id, clerk, aigul = await enter(database), await meet(database, "Бакыт"), await meet(database, "Айгүл")
    return database, aimak_id, clerk, aigul


async def found(database, aimak_id: int, words: str) -> list[str]:
    narrow = Narrow(words=tuple(map(tuple, list_searched(words))))
    page = await database.read(lambda store: store.lists.list_of_office(OfficeList.FOUND, aimak_id, narrow=narrow))
    return [one.label for one in page]


async def kept(database) -> int:
    counted = select(func.count()).select_from(proposal_stems)
    return await database.read(lambda store: store.connection.scalar(counted))


async def test_a_proposal_is_found_by_its_words_in_any_spelling_and_by_its_village(place):
    database, aimak_id, _, aigul = place
    villages = await database.read(lambda store: store.aimaks.list_villages(aimak_id))
    await propose(database, aigul, aimak_id, key="1", words="Мектептин жанына жарык керек", village_id=villages[1].id)
    await propose(database, aigul, aimak_id, key="2", words="Көпүрөнү оңдогула", village_id=villages[0].id)
    await propose(database, aigul, aimak_id, key="3", words="Освещение у школы")
    for words, labels in {
        "мектеп": ["0001"], "mektepke jaryk": ["0001"], "копуро": ["0002"], "школа": ["0003"], "Кызартта": ["0001"],
        "мектеп көпүрө": [], "керек": ["0001"], "... !": [],
    }.items():  # fmt: skip
        assert await found(database, aimak_id, words) == labels, words
    assert await found(database, aimak_id + 1, "мектеп") == []

    renamed = replace(
        JANY_ARYK, villages=tuple({**names, "ru": f"Переименованное {n}"} for n, names in enumerate(JANY_ARYK.villages))
    )
    await database.write(lambda store: store.aimaks.put(renamed))
    assert await found(database, aimak_id, "переименованное") == ["0002", "0001"]


async def test_what_is_searched_goes_with_the_text(place):
    database, aimak_id, clerk, aigul = place
    bakyt = await meet(database, "Болот")
    one = await propose(database, aigul, aimak_id, key="1", words="Мектепке жарык")
    await database.write(lambda store: store.proposals.rewrite(one.id, revision=2, text="Жолду оңдоо", fold="", at=NOW))
    assert (await found(database, aimak_id, "жарык"), await found(database, aimak_id, "жол")) == ([], ["0001"])
    await database.write(lambda store: store.proposals.withdraw(one.id, at=NOW))
    assert await kept(database) == 0
    two = await propose(database, bakyt, aimak_id, key="2", words="Клубга чатыр")

    async def answered(store: Store) -> None:
        await store.answers.add(
            two.id, revision=1, answer=ANSWER, by=clerk.id, approved_by=None, at=NOW, role=Role.STAFF
        )

    await database.write(answered)
    assert await found(database, aimak_id, "клуб") == ["0002"]
    await database.write(lambda store: store.erasures.erase(bakyt.id, keeps_public=False, at=NOW))
    assert await kept(database) == 0


async def test_another_aimak_finds_what_became_its_own(place):
    database, aimak_id, _, aigul = place
    into = await enter(database, JANY_ARYK.__class__(**{**_of(JANY_ARYK), "code": "other"}))
    await propose(database, aigul, aimak_id, words="Мектепке жарык")
    await database.write(lambda store: store.merging.merge(aimak_id, into, on=TODAY, at=NOW))
    assert await found(database, into, "жарык") == ["0001"]
    assert await found(database, aimak_id, "жарык") == []


def _of(aimak) -> dict:
    return {name: getattr(aimak, name) for name in aimak.__slots__}


async def test_an_office_counts_what_it_has_to_do_and_goes_from_one_to_the_next(place):
    database, aimak_id, clerk, aigul = place
    made = [
        await propose(
            database, aigul, aimak_id, key=f"{n}", words=f"Көпүрө {n}", due_on=TODAY + timedelta(days),
            category="rev_land_tax" if n % 2 else None,
        )
        for n, days in enumerate((-2, 0, 3, 4, 9, 9))
    ]  # fmt: skip

    async def work(store: Store) -> None:
        await store.proposals.take(made[3].id, by=clerk.id, at=NOW)
        await store.answer_drafts.save_answer_draft(made[4].id, answer=ANSWER, by=clerk.id, at=NOW, for_approval=False)
        await store.answers.add(
            made[5].id, revision=1, answer=ANSWER, by=clerk.id, approved_by=None, at=NOW, role=Role.STAFF
        )
        await store.dialogue.say(made[5].id, kind=QUESTION, by=aigul.id, text="Качан?", at=NOW)
        await store.dialogue.say(made[5].id, kind="add:street", by=aigul.id, text="Манас", at=NOW)

    await database.write(work)
    whose = Narrow(today=TODAY, person_id=clerk.id)

    async def counted(narrow: Narrow = whose) -> Counts:
        return await database.read(lambda store: store.lists.count(aimak_id, narrow=narrow))

    assert await counted() == Counts(waiting=5, soon=2, overdue=1, mine=1, drafted=1, questioned=1)
    assert (await counted(Narrow(today=TODAY, person_id=clerk.id, category=""))).waiting == 3
    assert await database.read(lambda store: store.lists.count_overdue(aimak_id, today=TODAY)) == (5, 1)
    by = await database.read(
        lambda store: store.lists.count_by(By.CATEGORY, OfficeList.WAITING, aimak_id, narrow=whose)
    )
    assert sorted(by, key=str) == [("rev_land_tax", 2), (None, 3)]

    async def next_of(which: OfficeList, after: int, **narrow) -> str | None:
        narrowed = Narrow(today=TODAY, person_id=clerk.id, **narrow)
        id = await database.read(
            lambda store: store.lists.find_next(which, aimak_id, after=made[after].id, narrow=narrowed)
        )
        return next((one.label for one in made if one.id == id), None)

    assert await next_of(OfficeList.WAITING, 0) == "0002"
    assert await next_of(OfficeList.WAITING, 4) == "0001"  # behind the last comes the first
    assert await next_of(OfficeList.WAITING, 0, category="") == "0003"
    assert await next_of(OfficeList.MINE, 3) is None
    assert await next_of(OfficeList.FOUND, 2, words=(("копур",),)) == "0002"
    (sent,) = await database.read(lambda store: store.answers.list_sent(made[5].id))
    for n, (kind, questioned) in enumerate(
        (
            (EXPLAINED, 0), (OBJECTED, 1), (ASKED, 1), (REPLIED, 1), ("add:street", 1), (EXPLAINED, 0),
            (Reaction.DISAGREE, 1), (ASKED, 1), (Reaction.CLEAR, 0), (Reaction.DISAGREE, 1), (EXPLAINED, 0), (REPLIED, 0),
        )
    ):  # fmt: skip
        if isinstance(kind, Reaction):
            await database.write(
                lambda store, k=kind, n=n: store.dialogue.react(sent.id, by=aigul.id, reaction=k, at=NOW + n)
            )
        else:
            await database.write(
                lambda store, k=kind, n=n: store.dialogue.say(made[5].id, kind=k, by=aigul.id, text="…", at=NOW + n)
            )
        assert (await counted()).questioned == questioned, (n, kind)
        before = await counted()
        await database.run_sync(import_module("storage.migrations.versions.0018_desk").fill)
        assert await counted() == before, "the step of the schema says the same"
    await database.write(lambda store: store.answer_drafts.drop_draft(made[4].id))
    assert (await counted()).drafted == 0


async def test_proposals_older_than_the_search_are_found_once_the_install_was_opened(place, monkeypatch):
    database, aimak_id, _, aigul = place
    texts = ("Мектепке жарык", "Клубга чатыр", "Жолду оңдоо")
    made = [await propose(database, aigul, aimak_id, key=str(n), words=words) for n, words in enumerate(texts, 1)]
    await database.write(lambda store: store.proposals.withdraw(made[1].id, at=NOW))
    before = await kept(database)

    async def as_it_was_before_the_search(store: Store) -> None:
        await store.connection.execute(proposal_stems.delete())

    await database.write(as_it_was_before_the_search)
    await database.run_sync(import_module("storage.migrations.versions.0018_desk").fill)
    assert await found(database, aimak_id, "жарык") == []
    monkeypatch.setattr(search, "AT_ONCE", 2)
    units = 1
    while await database.write(lambda store: search.index_older(store.connection)):
        units += 1
    assert units == 3, "some in each transaction, then none is left"
    assert [await found(database, aimak_id, words) for words in ("жарык", "клуб", "жол")] == [["0001"], [], ["0003"]]
    assert await kept(database) == before
    assert await database.read(lambda store: store.meta.get(search.FROM)) is None
