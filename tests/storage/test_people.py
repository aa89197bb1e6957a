"""People and their peers.

They are found again by a keyed hash, sealed on the disk, and gone without a trace when they must.
"""

import asyncio

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from storage.database.schema import audit, metadata, peers, roles, tries
from storage.database.seal import KeyUnusable, Seal
from storage.queue.outbox import Lane
from storage.store import Store
from tests.storage.rows import BOT, NOW, dump, enter, meet, propose, queue, rows_of

DAY = 24 * 60 * 60 * 1000
CANARY = "+996 555 тооканарейка"


async def find(database, address: str, channel: str = BOT[0], account: str = BOT[1]):
    return await database.read(lambda store: store.people.find(channel, account, address))


async def test_somebody_new_is_met_without_name_language_or_aimak(database):
    aigul = await meet(database, CANARY)
    assert (aigul.channel, aigul.account, aigul.address) == (*BOT, CANARY)
    assert (aigul.language, aigul.aimak_id, aigul.consent_version, aigul.name) == (None, None, None, None)
    assert (aigul.quotes, aigul.state_version) == (True, 0)


async def test_whoever_comes_back_is_the_same_person(database):
    assert await find(database, CANARY) is None
    aigul = await meet(database, CANARY)
    assert await meet(database, CANARY, at=NOW + DAY) == aigul == await find(database, CANARY)
    assert len(await rows_of(database, "people")) == 1


async def test_the_same_address_elsewhere_is_somebody_else(database):
    aigul = await meet(database, CANARY)
    others = [
        await database.write(lambda store, c=channel, a=account: store.people.meet(c, a, CANARY, at=NOW))
        for channel, account in (("telegram", "other_bot"), ("whatsapp", BOT[1]))
    ]
    assert len({aigul.id, *(other.id for other in others)}) == 3
    assert await find(database, CANARY, "web") is None


async def test_two_first_messages_at_once_make_one_person(database):
    async def greeted(store: Store) -> int:
        await store.lock_peer(*BOT, CANARY)
        return (await store.people.meet(*BOT, CANARY, at=NOW)).id

    assert len(set(await asyncio.gather(*(database.write(greeted) for _ in range(20))))) == 1


async def test_even_without_the_lock_two_first_messages_make_one_person(database):
    people = await asyncio.gather(*(meet(database, CANARY) for _ in range(8)))
    assert len({person.id for person in people}) == 1


async def test_the_lock_of_a_peer_keeps_the_second_unit_waiting_until_the_first_is_committed(postgresql_database):
    order = []

    async def unit(name: str, store: Store) -> None:
        await store.lock_peer(*BOT, CANARY)
        order.append(f"{name} begins")
        await store.meta.get("something")
        order.append(f"{name} ends")

    await asyncio.gather(*(postgresql_database.write(lambda store, n=n: unit(n, store)) for n in "abcdef"))

    assert [step.split()[1] for step in order] == ["begins", "ends"] * 6
    assert all(order[n].split()[0] == order[n + 1].split()[0] for n in range(0, 12, 2))


async def test_nothing_personal_stands_in_clear_on_the_disk(database):
    """Everything a person tells of themselves, searched for in every row of every table."""
    aigul = await meet(database, CANARY)
    aimak_id = await enter(database)

    async def everything(store: Store) -> None:
        event_id = await store.events.take(*BOT, "17", raw=f"raw {CANARY}", at=NOW)
        await store.events.belongs_to(event_id, aigul.peer_id, conversation=f'{{"draft": "{CANARY}"}}')
        await store.people.set_name(aigul.id, f"Айгүл {CANARY}")
        await store.people.set_language(aigul.peer_id, "ky")
        await queue(store, aigul, event_id, body=f"Салам, {CANARY}")

    await database.write(everything)
    proposal = await propose(database, aigul, aimak_id, author_name=f"Айгүл {CANARY}")
    await database.write(
        lambda store: store.media.want(proposal.id, *BOT, kind="voice", reference=f"file {CANARY}", at=NOW)
    )

    found = await dump(database)
    assert proposal.text in found, "the search would find what is not sealed"
    for secret in (CANARY, "канарейка", "996 555", "Айгүл"):
        assert secret not in found


async def test_what_was_sealed_is_read_with_its_own_key_only(database):
    aigul = await meet(database, CANARY)
    await database.write(lambda store: store.people.set_name(aigul.id, "Айгүл"))
    assert (await find(database, CANARY)).name == "Айгүл"

    async def with_another_key(store: Store) -> None:
        stranger = Store(store.connection, Seal(b"o" * 32))
        assert await stranger.people.find(*BOT, CANARY) is None
        await stranger.strangers.list_without_consent(silent_since=NOW + DAY)

    with pytest.raises(KeyUnusable):
        await database.read(with_another_key)


async def test_language_aimak_name_quotes_and_board_are_kept(database):
    aigul = await meet(database, CANARY)
    aimak_id = await enter(database)

    async def work(store: Store) -> None:
        await store.people.set_language(aigul.peer_id, "ru")
        await store.people.set_aimak(aigul.peer_id, aimak_id, "дүкөн")
        await store.people.set_name(aigul.id, "Айгүл")
        await store.people.set_quotes(aigul.id, False)

    await database.write(work)
    known = await find(database, CANARY)
    assert (known.language, known.aimak_id, known.name, known.quotes) == ("ru", aimak_id, "Айгүл", False)
    assert (await rows_of(database, "peers"))[0]["board"] == "дүкөн"

    await database.write(lambda store: store.people.set_name(aigul.id, None))
    await database.write(lambda store: store.people.set_aimak(aigul.peer_id, aimak_id))
    assert (await find(database, CANARY)).name is None
    assert (await rows_of(database, "peers"))[0]["board"] == "дүкөн", "the board is where they came from"


async def test_whoever_writes_again_is_not_blocked_any_more(database):
    aigul = await meet(database, CANARY)
    await database.write(lambda store: store.people.set_blocked(aigul.peer_id, at=NOW + 5))
    assert (await rows_of(database, "peers"))[0]["blocked_at"] == NOW + 5

    await database.write(lambda store: store.people.note_heard(aigul.peer_id, at=NOW + 9, state_version=None))
    row = (await rows_of(database, "peers"))[0]
    assert (row["blocked_at"], row["last_in_at"], row["state_version"]) == (None, NOW + 9, 0)

    await database.write(lambda store: store.people.note_heard(aigul.peer_id, at=NOW + 10, state_version=17))
    await database.write(lambda store: store.people.note_heard(aigul.peer_id, at=NOW + 11, state_version=None))
    assert (await find(database, CANARY)).state_version == 17


async def test_consent_is_kept_with_its_version_and_time(database):
    aigul = await meet(database, CANARY)

    async def consent(version: int, at: int) -> tuple:
        await database.write(lambda store: store.people.set_consent(aigul.id, version=version, at=at))
        row = (await rows_of(database, "people"))[0]
        return row["consent_version"], row["consent_at"], row["consent_withdrawn_at"]

    assert await consent(1, NOW) == (1, NOW, None)
    assert await consent(2, NOW + 2) == (2, NOW + 2, None)


async def test_notices_are_remembered_for_each_aimak(database):
    aigul = await meet(database, CANARY)
    aimak_id = await enter(database)

    async def wanted() -> bool | None:
        return await database.read(lambda store: store.subscriptions.find_subscription(aigul.id, aimak_id))

    assert await wanted() is None
    for answer in (True, False, True):
        await database.write(
            lambda store, a=answer: store.subscriptions.set_subscription(aigul.id, aimak_id, a, at=NOW)
        )
        assert await wanted() is answer
    assert len(await rows_of(database, "follows")) == 1


async def test_who_wants_notices_again_is_far_away_no_more(database):
    aigul = await meet(database, CANARY)
    aimak_id = await enter(database)
    await database.write(lambda store: store.subscriptions.set_far_away(aigul.id, aimak_id, True, at=NOW))  # noqa: FBT003
    for wanted, far_away in ((False, True), (True, False)):
        await database.write(
            lambda store, w=wanted: store.subscriptions.set_subscription(aigul.id, aimak_id, w, at=NOW)
        )
        assert await database.read(lambda store: store.subscriptions.is_far_away(aigul.id, aimak_id)) is far_away


async def test_somebody_is_written_to_where_they_wrote_last_or_where_they_asked(database):
    aigul = await meet(database, CANARY)

    async def second_peer(store: Store) -> int:
        row = {"person_id": aigul.id, "channel": "whatsapp", "account": "1", "address": "x", "address_hash": "y"}
        return await store.connection.scalar(
            insert(peers).values(**row, created_at=NOW, last_in_at=NOW + 1).returning(peers.c.id)
        )

    later = await database.write(second_peer)

    async def mailbox(peer_id: int | None) -> int:
        return (await database.read(lambda store: store.people.find_mailbox(aigul.id, peer_id=peer_id))).peer_id

    assert await mailbox(None) == later
    assert await mailbox(aigul.peer_id) == aigul.peer_id
    assert await mailbox(999_999) == later
    assert await database.read(lambda store: store.people.find_mailbox(999_999)) is None


async def test_forgetting_a_peer_empties_what_was_kept_before_consent(database):
    aigul = await meet(database, CANARY)
    aimak_id = await enter(database)

    async def work(store: Store) -> None:
        event_id = await store.events.take(*BOT, "17", raw=CANARY, at=NOW)
        await store.events.belongs_to(event_id, aigul.peer_id, conversation="{}")
        await store.people.set_language(aigul.peer_id, "ky")
        await store.people.set_aimak(aigul.peer_id, aimak_id, "дүкөн")
        await store.strangers.forget_peer(aigul.peer_id)

    await database.write(work)
    known = await find(database, CANARY)
    assert (known.language, known.aimak_id) == (None, None)
    (event,) = await rows_of(database, "events")
    assert (event["raw"], event["conversation"]) == (None, None)


async def strangers(database, silent_since: int = NOW + 1) -> list[str]:
    found = await database.read(lambda store: store.strangers.list_without_consent(silent_since=silent_since))
    return [address for *_, address in found]


async def erase(database, *, silent_since: int = NOW + 1) -> None:
    async def work(store: Store) -> None:
        for person_id, peer_id, *_ in await store.strangers.list_without_consent(silent_since=silent_since):
            await store.strangers.erase_stranger(person_id, peer_id)

    await database.write(work)


async def test_a_stranger_leaves_no_trace_but_an_emptied_event(database):
    """What is left only tells that this event was seen, so that it is not taken a second time."""
    aigul = await meet(database, CANARY)

    async def work(store: Store) -> None:
        event_id = await store.events.take(*BOT, "17", raw=CANARY, at=NOW)
        await store.events.belongs_to(event_id, aigul.peer_id, conversation="{}")
        for n, lane in enumerate(Lane):
            await queue(store, aigul, n, lane)
        await store.connection.execute(insert(tries).values(peer_id=aigul.peer_id, since=NOW, count=3))

    await database.write(work)
    await erase(database)

    left = {table: rows for table in metadata.tables if (rows := await rows_of(database, table))}
    assert set(left) == {"events"}
    (event,) = left["events"]
    assert (event["peer_id"], event["raw"], event["conversation"], event["error"]) == (None, None, None, None)
    assert await database.write(lambda store: store.events.take(*BOT, "17", raw="again", at=NOW)) is None


async def test_strangers_are_those_who_were_silent_and_did_nothing(database):
    aimak_id = await enter(database)
    talking = await meet(database, "still talking")
    await database.write(lambda store: store.people.note_heard(talking.peer_id, at=NOW + DAY, state_version=None))
    agreed = await meet(database, "agreed")
    await database.write(lambda store: store.people.set_consent(agreed.id, version=1, at=NOW))
    withdrew = await meet(database, "agreed and withdrew")
    await database.write(lambda store: store.people.set_consent(withdrew.id, version=1, at=NOW))
    await propose(database, await meet(database, "proposed"), aimak_id)
    follows = await meet(database, "follows")
    await database.write(lambda store: store.subscriptions.set_subscription(follows.id, aimak_id, True, at=NOW))
    clerk = await meet(database, "clerk")
    was_clerk = await meet(database, "was a clerk")
    head = await meet(database, "stands in the audit")

    async def office(store: Store) -> None:
        row = {"aimak_id": aimak_id, "role": "clerk", "granted_at": NOW}
        await store.connection.execute(insert(roles).values(person_id=clerk.id, **row))
        await store.connection.execute(insert(roles).values(person_id=was_clerk.id, **row, revoked_at=NOW))
        await store.connection.execute(
            insert(audit).values(person_id=head.id, at=NOW, act="invited", details="{}", hash="0")
        )

    await database.write(office)
    for name in ("silent", "silent too"):
        await meet(database, name)

    assert await strangers(database, silent_since=NOW) == []
    assert sorted(await strangers(database)) == ["silent", "silent too"]
    await erase(database)
    assert await strangers(database) == []
    assert len(await rows_of(database, "people")) == 8


async def test_a_person_who_still_writes_from_elsewhere_stays_when_a_silent_peer_goes(database):
    aigul = await meet(database, CANARY)
    elsewhere = {"channel": "web", "account": "1", "address": "x", "address_hash": "y"}

    async def also_from_elsewhere(store: Store) -> None:
        await store.connection.execute(
            insert(peers).values(**elsewhere, person_id=aigul.id, created_at=NOW, last_in_at=NOW + DAY)
        )

    await database.write(also_from_elsewhere)
    await erase(database)
    assert [row["channel"] for row in await rows_of(database, "peers")] == ["web"]
    assert [row["id"] for row in await rows_of(database, "people")] == [aigul.id]


async def test_the_audit_can_be_neither_changed_nor_emptied(database):
    async def add(store: Store) -> None:
        await store.audit.add("invited", person_id=None, aimak_id=None, at=NOW, role="clerk")

    await database.write(add)
    await database.write(add)
    for statement in ("UPDATE audit SET act = 'other'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="the audit only grows"):
            await database.write(lambda store, s=statement: store.connection.exec_driver_sql(s))
    assert len(await rows_of(database, "audit")) == 2
    assert await database.read(lambda store: store.audit.find_break()) is None
