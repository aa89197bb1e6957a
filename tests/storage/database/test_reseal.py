"""Old sealed values are opened, and sealed anew in parts that may be broken off."""

import base64

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from storage.database.reseal import list_sealed_columns, reseal
from storage.database.schema import people
from storage.database.seal import FERNET, KeyUnusable, Seal, _derive

OLD_SECRET = b"k" * 32


def as_before(text: str) -> str:
    """What an older Sunush wrote."""
    token = Fernet(base64.urlsafe_b64encode(_derive(OLD_SECRET, "seal")))
    return token.encrypt(text.encode("utf-8", "surrogatepass")).decode("ascii")


@pytest.fixture
def ours() -> Seal:
    return Seal(OLD_SECRET)


@pytest.mark.parametrize("text", ["", "Айгүл Токтогулова", "a lone \ud800", "x" * 5000])
def test_what_was_sealed_before_is_opened(ours, text):
    assert ours.open(as_before(text)) == text
    assert as_before(text).startswith(FERNET)
    assert not any(ours.seal(text).startswith(FERNET) for _ in range(200))


def test_what_was_sealed_before_with_another_key_is_not_opened():
    with pytest.raises(KeyUnusable):
        Seal(b"o" * 32).open(as_before("Айгүл"))


def test_the_columns_that_are_sealed_are_known():
    assert {f"{table.name}.{column.name}" for table, column in list_sealed_columns()} == {
        *("people.name", "people.phone", "peers.address", "events.raw", "events.conversation"),
        *("proposals.author_name", "media.reference", "outbox.body"),
        *("dialogue.text", "hearing_questions.text", "proposals.place", "answer_drafts.sentence", "erasures.left"),
        *("answer_drafts.remark", "answer_drafts.other"),
        *("answer_templates.name", "answer_templates.sentence", "answer_templates.other", "joins.carried"),
        *("contest_entries.about", "initiatives.answers", "initiative_steps.text"),
        *("watch_reports.text", "watch_reports.answer", "watch_ratings.word"),
        *("information_requests.text", "information_requests.answer", "desk_pages.page"),
        "office_notes.text",
    }


async def fill(database, ours, *, old: int, new: int) -> None:
    async def work(store):
        for n in range(old + new):
            name = as_before(f"Айгүл {n}") if n < old else ours.seal(f"Айгүл {n}")
            await store.connection.execute(people.insert().values(created_at=n, name=name))
        await store.connection.execute(people.insert().values(created_at=0))

    await database.write(work)


async def names(database) -> list[str]:
    found = await database.read(
        lambda store: store.connection.scalars(select(people.c.name).where(people.c.name.is_not(None)))
    )
    return list(found)


async def test_old_values_are_sealed_anew_in_parts_and_new_ones_stay(database, ours):
    await fill(database, ours, old=5, new=2)
    before = await names(database)
    assert [part async for part in reseal(database, ours, batch=2)] == [2, 2, 1]
    after = await names(database)
    assert sorted(map(ours.open, after)) == sorted(map(ours.open, before)) == [f"Айгүл {n}" for n in range(7)]
    assert not [name for name in after if name.startswith(FERNET)]
    assert len(set(before) & set(after)) == 2
    assert [part async for part in reseal(database, ours, batch=2)] == []


async def test_broken_off_it_goes_on_where_it_was(database, ours):
    await fill(database, ours, old=5, new=0)
    async for _ in reseal(database, ours, batch=2):
        break
    assert len([name for name in await names(database) if name.startswith(FERNET)]) == 3
    assert sum([part async for part in reseal(database, ours, batch=2)]) == 3


async def test_a_value_of_another_key_stops_it_and_its_part_stays_as_it_was(database, ours):
    await fill(database, ours, old=3, new=0)
    before = await names(database)
    with pytest.raises(KeyUnusable):
        _ = [part async for part in reseal(database, Seal(b"o" * 32))]
    assert await names(database) == before
