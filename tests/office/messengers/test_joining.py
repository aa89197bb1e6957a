"""Joining messengers by acts, on both engines: at once, by others, counted for criterion 6, in the log of acts."""

import asyncio

import pytest

from bot.budget.permissions import Role
from bot.office import staff
from bot.office.messengers import codes, own_messengers
from bot.office.messengers.codes import CodeUnknown, TooManyMessengers
from bot.office.messengers.own_messengers import NotJoined
from storage.database.schema import outbox
from storage.people import Person
from storage.store import Store
from tests.office.offices import MINUTE, Office
from tests.storage.rows import rows_of


@pytest.fixture
async def office(database) -> Office:
    return await Office(database).opens()


async def agreed(office: Office, first: Person, second: Person) -> None:
    """The second chat is the first one's person from now on."""
    code = await office.does(codes.make_code, by=first)
    offer = await office.does(codes.open_code, key=code.payload, by=second)
    await office.does(codes.agree, made_at=offer.made_at, owner_id=offer.owner.id, by=second)


async def again(office: Office, person: Person) -> Person:
    """Who writes from a chat now."""
    found = await office.database.read(lambda store: store.people.find_by_peer(person.peer_id))
    assert found is not None
    return found


async def test_two_who_agree_at_once_to_one_code_are_not_both_joined(office, tell):
    aigul = await office.meets("Айгүл")
    others = [await office.meets(name, channel="whatsapp") for name in ("бир", "эки", "үч")]
    code = await office.does(codes.make_code, by=aigul)
    for one in others:
        await office.does(codes.open_code, key=code.payload, by=one)
    tried = [office.does(codes.agree, made_at=office.now, owner_id=aigul.id, by=one) for one in others]
    came = await asyncio.gather(*tried, return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in came) == 1
    assert all(isinstance(one, (codes.Offer, CodeUnknown, codes.SameMessenger)) for one in came)
    assert len(await rows_of(office.database, "joins")) == 1


async def test_nobody_parts_or_moves_the_chats_of_another(office):
    aigul, there = await office.meets("Айгүл"), await office.meets("Айгүл", channel="whatsapp")
    await agreed(office, aigul, there)
    for stranger in (await office.meets("Нурлан"), await office.meets("Токтогул", Role.HEAD)):
        for act in (own_messengers.part, own_messengers.choose_notices):
            for peer_id in (there.peer_id, aigul.peer_id):
                with pytest.raises(NotJoined):
                    await office.does(act, peer_id=peer_id, by=stranger)
        with pytest.raises(CodeUnknown):
            await office.does(codes.agree_too, by=stranger)
    with pytest.raises(NotJoined):
        await office.does(own_messengers.part, peer_id=aigul.peer_id, by=await again(office, there))
    assert (await again(office, there)).id == aigul.id


async def test_a_persons_own_quota_and_count_are_one(office):
    aigul, there = await office.meets("Айгүл"), await office.meets("Айгүл", channel="whatsapp")
    await office.filed(aigul)
    await office.filed(there)
    await agreed(office, aigul, there)
    count = await office.database.read(lambda store: store.usage.count_proposals(aigul.id, since=0))
    assert count == 2


async def test_a_clerks_other_messenger_makes_its_proposals_the_offices_own(office):
    clerk, there = await office.meets("Бакыт", Role.STAFF), await office.meets("Бакыт", channel="whatsapp")
    filed = await office.filed(there)
    weighed = {row["id"]: row["weighed"] for row in await rows_of(office.database, "proposals")}
    assert weighed[filed.id].endswith(";")
    await agreed(office, clerk, there)
    assert (await again(office, there)).id == there.id
    await office.does(codes.agree_too, by=clerk)
    assert (await again(office, there)).id == clerk.id
    weighed = {row["id"]: row["weighed"] for row in await rows_of(office.database, "proposals")}
    assert weighed[filed.id].endswith(";1")
    await office.does(own_messengers.part, peer_id=there.peer_id, by=clerk)
    weighed = {row["id"]: row["weighed"] for row in await rows_of(office.database, "proposals")}
    assert weighed[filed.id].endswith(";")
    acts = [row["act"] for row in await rows_of(office.database, "audit")]
    assert [act for act in acts if act.endswith("_chat")] == ["join_chat", "part_chat"]


async def test_a_clerks_yes_counts_within_its_minutes_only(office):
    clerk, there = await office.meets("Бакыт", Role.STAFF), await office.meets("Бакыт", channel="whatsapp")
    await agreed(office, clerk, there)
    office.now += 16 * MINUTE
    with pytest.raises(CodeUnknown):
        await office.does(codes.agree_too, by=clerk)
    assert await office.database.read(lambda store: store.roles.list_standings(there.id)) == []


async def test_a_role_given_meanwhile_is_not_joined(office):
    clerk, there = await office.meets("Бакыт", Role.STAFF), await office.meets("Азамат", channel="whatsapp")
    await agreed(office, clerk, there)

    async def grant(store: Store) -> None:
        await staff.grant(store, role=Role.HEAD, aimak_id=office.aimak_id, to=there, by_id=None, at=office.now)

    await office.database.write(grant)
    with pytest.raises(codes.BothWork):
        await office.does(codes.agree_too, by=clerk)
    assert (await again(office, there)).id == there.id


async def test_as_many_messengers_as_fit_and_no_more(office):
    aigul = await office.meets("Айгүл")
    for channel in ("one", "two", "three", "four"):
        await agreed(office, aigul, await office.meets("Айгүл", channel=channel))
    with pytest.raises(TooManyMessengers):
        await agreed(office, aigul, await office.meets("Айгүл", channel="five"))


async def test_what_is_said_of_joining_names_nobody_and_no_proposal(office):
    aigul, there = await office.meets("Айгүл"), await office.meets("Айгүл", channel="whatsapp")
    await office.filed(aigul, "Купуя сунуш: көпүрө керек")
    await agreed(office, aigul, there)
    rows = [row for row in await rows_of(office.database, outbox.name) if row["kind"] in {"joined", "join_asked"}]
    said = [office.database.seal.open(row["body"]) for row in rows]
    assert len(said) == 1
    assert not any("Купуя" in one or "Айгүл" in one for one in said)
