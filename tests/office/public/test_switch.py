"""The switch of the public page: who turns it, what stays of it, samples, mergers."""

from datetime import date

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import TextTooLong
from bot.budget.workdays import start_of
from bot.language.letters import WordsMissing
from bot.office.aimaks import add_aimak, add_samples
from bot.office.public import switch
from bot.office.together import merging
from tests.office.offices import MINUTE, Office
from tests.storage.rows import JANY_ARYK


@pytest.fixture
async def office(database):
    return await Office(database).opens()


def is_on(office: Office, **given):
    return office.database.read(lambda store: switch.is_page_on(store, aimak_id=office.aimak_id, **given))


async def test_the_page_is_off_until_its_head_turns_it_on_and_each_turn_stays_as_history(office):
    head, clerk = await office.meets("Токтогул", Role.HEAD), await office.meets("Бакыт", Role.STAFF)
    assert not await is_on(office)
    with pytest.raises(NotAllowed):
        await office.does(switch.set_page, aimak_id=office.aimak_id, is_on=True, by=clerk)
    for at, wanted in enumerate((True, False, True), 1):
        assert await office.does(
            switch.set_page, aimak_id=office.aimak_id, is_on=wanted, by=head, at=office.now + at * MINUTE
        )
        assert await is_on(office) is wanted
    assert not await office.does(switch.set_page, aimak_id=office.aimak_id, is_on=True, by=head), "it is on already"
    assert [await is_on(office, as_of=office.now + n * MINUTE) for n in range(1, 5)] == [False, True, False, True]
    page = await office.does(lambda store, *, by, at: switch.show_page(store, aimak_id=office.aimak_id, by=by), by=head)
    assert (page.changed_by.person_id, page.changed_at) == (head.id, office.now + 3 * MINUTE)
    assert await office.recorded("set_page", office.aimak_id) == 3


async def test_what_is_to_be_taken_down_is_asked_of_the_office_unless_somebody_else_is_named(office):
    head = await office.meets("Токтогул", Role.HEAD)

    def found():
        return office.database.read(lambda store: switch.find_contact(store, aimak_id=office.aimak_id))

    def names(contact):
        return office.does(switch.set_contact, aimak_id=office.aimak_id, contact=contact, by=head)

    assert await found() is None
    for contact in ("0312 61 23 45", "kokjar@mail.kg", "айыл өкмөтү, 3-бөлмө"):
        await names(f"  {contact} ")
        assert await found() == contact
    assert not await is_on(office), "a contact does not turn the page on"
    await office.does(switch.set_page, aimak_id=office.aimak_id, is_on=True, by=head)
    assert await found() == "айыл өкмөтү, 3-бөлмө"
    for contact, refused in (("12", switch.ContactUnreadable), ("—", WordsMissing), ("а" * 101, TextTooLong)):
        with pytest.raises(refused):
            await names(contact)
    await names(None)
    assert await found() is None
    assert await is_on(office)


async def test_samples_have_a_page_at_once_which_ends_when_a_real_aimak_is_entered(database):
    async def begins(store):
        await add_samples(store)
        await switch.begin_samples(store, at=1)
        return [one.id for one in await store.aimaks.list_all()], await switch.begin_samples(store, at=2)

    samples, again = await database.write(begins)
    assert len(samples) == 11
    assert again == 0

    async def pages(store):
        return [await switch.is_page_on(store, aimak_id=one) for one in samples]

    assert all(await database.read(pages))
    await database.write(lambda store: add_aimak(store, new=JANY_ARYK))
    assert not any(await database.read(pages))


async def test_a_sample_that_becomes_a_real_aimak_waits_for_its_head(database):
    async def begins(store):
        await store.aimaks.put(JANY_ARYK, sample=True)
        await switch.begin_samples(store, at=1)
        id = (await store.aimaks.find_by_code(JANY_ARYK.code)).id
        before = await switch.is_page_on(store, aimak_id=id)
        await add_aimak(store, new=JANY_ARYK)
        return before, await switch.is_page_on(store, aimak_id=id)

    assert await database.write(begins) == (True, False)


async def test_the_page_of_a_merged_aimak_is_that_of_the_one_it_has_become_part_of(office):
    other = await Office(office.database, "shark").opens()
    day = date(2026, 11, 20)
    at = start_of(day) + 60 * MINUTE

    async def merges(store):
        await switch.set_page(store, aimak_id=office.aimak_id, is_on=True, by=None, at=office.now)
        here, there = await store.aimaks.get(office.aimak_id), await store.aimaks.get(other.aimak_id)
        await merging.merge(store, aimak=here, into=there, on=day, at=at)

    await office.database.write(merges)
    assert not await is_on(office)
    assert await is_on(office, as_of=start_of(day)), "until then it had its own"
    await office.database.write(
        lambda store: switch.set_page(store, aimak_id=other.aimak_id, is_on=True, by=None, at=at)
    )
    assert await is_on(office)
