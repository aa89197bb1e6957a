"""Proposals: one row and one number for each key, numbers without gaps or doubles, texts in revisions."""

import asyncio
from dataclasses import asdict
from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.budget.proposal import Side, Source
from storage.aimaks import NewAimak
from storage.database.schema import counters
from storage.proposals import Proposal
from storage.store import Store
from tests.storage.rows import BOT, JANY_ARYK, NOW, enter, meet, new_proposal, propose, rows_of


@pytest.fixture
async def aigul(database):
    return await meet(database, "996555111111")


@pytest.fixture
async def aimak_id(database):
    return await enter(database)


async def get(database, proposal_id: int) -> Proposal | None:
    return await database.read(lambda store: store.proposals.get(proposal_id))


async def test_a_proposal_comes_back_as_it_was_submitted(database, aigul, aimak_id):
    village = (await database.read(lambda store: store.aimaks.list_villages(aimak_id)))[0]
    new = new_proposal(
        aigul,
        aimak_id,
        side=Side.REVENUE,
        category="roads",
        amount=1_900_000,
        village_id=village.id,
        place="мектептин жаны",
        author_name="Айгүл Токтогулова",
        source=Source.WHATSAPP,
        due_on=date(2026, 12, 10),
    )
    added = await database.write(lambda store: store.proposals.add(new, text="Жол оңдоо", fold="жол ондоо"))

    assert {name: value for name, value in asdict(added).items() if name in asdict(new)} == asdict(new)
    assert (added.number, added.label, added.revision, added.text) == (1, "0001", 1, "Жол оңдоо")
    assert (added.voices, added.photos, added.withdrawn_at) == (0, 0, None)
    assert await get(database, added.id) == added
    assert await database.read(lambda store: store.proposals.find_by_key("key")) == added
    assert await database.read(lambda store: store.proposals.list_of_author(aigul.id)) == [added]


async def test_what_does_not_exist_is_not_found(database, aigul):
    assert await get(database, 999) is None
    assert await database.read(lambda store: store.proposals.find_by_key("key")) is None
    assert await database.read(lambda store: store.proposals.list_of_author(aigul.id)) == []


async def test_numbers_begin_at_one_in_each_aimak_and_year(database, aigul, aimak_id):
    other = NewAimak(**{**asdict(JANY_ARYK), "code": "other", "villages": ()})
    other_id = await enter(database, other)
    places = [(aimak_id, 2027), (aimak_id, 2027), (other_id, 2027), (aimak_id, 2028), (aimak_id, 2027)]
    added = [await propose(database, aigul, where, key=f"key {n}", year=year) for n, (where, year) in enumerate(places)]
    assert [proposal.number for proposal in added] == [1, 2, 1, 1, 3]


async def test_a_number_whose_unit_was_undone_is_given_to_the_next(database, aigul, aimak_id):
    await propose(database, aigul, aimak_id, key="first")

    async def fails(store: Store) -> None:
        added = await store.proposals.add(new_proposal(aigul, aimak_id, key="undone"), text="x", fold="x")
        assert added.number == 2
        raise LookupError("the power went")

    with pytest.raises(LookupError):
        await database.write(fails)
    assert (await propose(database, aigul, aimak_id, key="second")).number == 2


async def test_fifty_units_at_once_get_fifty_numbers_in_a_row(database, aigul, aimak_id):
    async def submit(n: int) -> int:
        async def work(store: Store) -> int:
            added = await store.proposals.add(new_proposal(aigul, aimak_id, key=f"key {n}"), text="x", fold="x")
            if n % 5 == 4:
                raise LookupError("every fifth one fails")
            return added.number

        return await database.write(work)

    results = await asyncio.gather(*(submit(n) for n in range(50)), return_exceptions=True)

    assert sorted(result for result in results if isinstance(result, int)) == list(range(1, 41))
    assert sum(isinstance(result, LookupError) for result in results) == 10


async def test_ten_presses_of_the_same_button_at_once_make_one_proposal(database, aigul, aimak_id):
    async def submit(store: Store) -> tuple[int, bool]:
        sent = await store.proposals.find_by_key("key")
        if sent is not None:
            return sent.id, False
        added = await store.proposals.add(new_proposal(aigul, aimak_id), text="x", fold="x")
        return added.id, True

    results = await asyncio.gather(*(database.write(submit) for _ in range(10)))

    assert len({proposal_id for proposal_id, _ in results}) == 1
    assert [fresh for _, fresh in results].count(True) == 1
    assert [row["last"] for row in await rows_of(database, "counters")] == [1]


async def test_a_key_is_there_once(database, aigul, aimak_id):
    await propose(database, aigul, aimak_id)
    with pytest.raises(IntegrityError):
        await propose(database, aigul, aimak_id)
    assert len(await rows_of(database, "proposals")) == 1


async def test_the_label_grows_past_9999(database, aigul, aimak_id):
    await database.write(
        lambda store: store.connection.execute(insert(counters).values(aimak_id=aimak_id, budget_year=2027, last=9_998))
    )
    labels = [(await propose(database, aigul, aimak_id, key=f"key {n}")).label for n in range(3)]
    assert labels == ["9999", "10000", "10001"]


async def test_a_correction_is_a_revision_beside_the_earlier_ones(database, aigul, aimak_id):
    proposal = await propose(database, aigul, aimak_id, words="Көпүрө керек")

    async def rewrite(revision: int, words: str) -> bool:
        return await database.write(
            lambda store: store.proposals.rewrite(
                proposal.id, revision=revision, text=words, fold=words.casefold(), at=NOW + revision
            )
        )

    assert await rewrite(2, "Көпүрө абдан керек")
    assert not await rewrite(2, "ошол эле убакта башкача")
    latest = await get(database, proposal.id)
    assert (latest.revision, latest.text) == (2, "Көпүрө абдан керек")
    assert [row["text"] for row in await rows_of(database, "proposal_texts")] == ["Көпүрө керек", "Көпүрө абдан керек"]
    assert len(await database.read(lambda store: store.proposals.list_of_author(aigul.id))) == 1


async def test_of_two_corrections_at_once_one_is_written(database, aigul, aimak_id):
    proposal = await propose(database, aigul, aimak_id)
    written = await asyncio.gather(
        *(
            database.write(
                lambda store, n=n: store.proposals.rewrite(proposal.id, revision=2, text=f"{n}", fold="", at=NOW)
            )
            for n in range(6)
        )
    )
    assert sorted(written) == [False] * 5 + [True]


async def test_a_proposal_is_withdrawn_once(database, aigul, aimak_id):
    proposal = await propose(database, aigul, aimak_id)

    async def withdraw(at: int) -> bool:
        return await database.write(lambda store: store.proposals.withdraw(proposal.id, at=at))

    assert await asyncio.gather(withdraw(NOW + 1), withdraw(NOW + 1)) in ([True, False], [False, True])
    assert not await withdraw(NOW + 2)
    assert (await get(database, proposal.id)).withdrawn_at == NOW + 1


async def test_a_name_under_a_proposal_can_be_taken_away(database, aigul, aimak_id):
    proposal = await propose(database, aigul, aimak_id, author_name="Айгүл")
    assert (await get(database, proposal.id)).author_name == "Айгүл"
    await database.write(lambda store: store.proposals.hide_name(proposal.id))
    assert (await get(database, proposal.id)).author_name is None


async def test_ones_own_proposals_come_the_newest_first_and_nobody_elses(database, aigul, aimak_id):
    bakyt = await meet(database, "996555222222")
    await propose(database, bakyt, aimak_id, key="bakyt")
    for n, at in enumerate((NOW, NOW + 2, NOW + 1, NOW + 2)):
        await propose(database, aigul, aimak_id, key=f"key {n}", received_at=at)
    own = await database.read(lambda store: store.proposals.list_of_author(aigul.id))
    assert [proposal.key for proposal in own] == ["key 3", "key 1", "key 2", "key 0"]


async def test_voices_and_photos_are_counted(database, aigul, aimak_id):
    proposal = await propose(database, aigul, aimak_id)

    async def attach(store: Store) -> None:
        for n, kind in enumerate(("voice", "photo", "photo")):
            await store.media.want(proposal.id, *BOT, kind=kind, reference=f"{n}", at=NOW)

    await database.write(attach)
    counted = await get(database, proposal.id)
    assert (counted.voices, counted.photos) == (1, 2)


async def test_the_whole_of_unicode_comes_back(database, aigul, aimak_id):
    words = "өүң ӨҮҢ «Жол» — 👩🏽‍🌾 \u202e ﷽ 𝕊"
    proposal = await propose(database, aigul, aimak_id, words=words, place=words, author_name=words)
    back = await get(database, proposal.id)
    assert back.text == back.place == back.author_name == words
