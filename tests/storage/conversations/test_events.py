"""What arrived: taken once, however often and at once it is delivered, and emptied when its time is over."""

import asyncio

import pytest

from storage.conversations.events import DEAD, DONE
from storage.store import Store
from tests.storage.rows import BOT, NOW, meet, rows_of


async def take(database, external_id: str = "17", *, channel: str = BOT[0], account: str = BOT[1], at: int = NOW):
    return await database.write(
        lambda store: store.events.take(channel, account, external_id, raw=f"raw {external_id}", at=at)
    )


async def test_an_event_taken_twice_is_taken_once(database):
    assert await take(database) is not None
    assert await take(database) is None
    assert len(await rows_of(database, "events")) == 1


async def test_an_event_delivered_twenty_times_at_once_is_taken_once(database):
    taken = await asyncio.gather(*(take(database) for _ in range(20)))
    assert len([event_id for event_id in taken if event_id is not None]) == 1


async def test_the_same_number_from_elsewhere_is_another_event(database):
    taken = [
        await take(database),
        await take(database, account="other_bot"),
        await take(database, channel="whatsapp"),
        await take(database, "18"),
    ]
    assert None not in taken
    assert len(set(taken)) == 4


async def test_an_event_whose_unit_failed_is_taken_when_it_comes_again(database):
    async def fails(store: Store) -> None:
        assert await store.events.take(*BOT, "17", raw="raw", at=NOW) is not None
        raise LookupError("the handler failed")

    with pytest.raises(LookupError):
        await database.write(fails)
    assert await take(database) is not None


async def test_an_event_remembers_how_it_ended(database):
    await take(database)
    await database.write(
        lambda store: store.events.take(*BOT, "18", raw="raw", at=NOW, state=DEAD, error="LookupError")
    )
    assert [(row["state"], row["error"]) for row in await rows_of(database, "events")] == [
        (DONE, None),
        (DEAD, "LookupError"),
    ]


async def test_the_conversation_an_event_led_to_is_found_by_its_id(database):
    aigul = await meet(database, "996555111111")
    event_id = await take(database)

    async def conversation(wanted: int) -> str | None:
        return await database.read(lambda store: store.events.read_conversation(wanted))

    assert await conversation(event_id) is None
    await database.write(
        lambda store: store.events.belongs_to(event_id, aigul.peer_id, conversation='{"state": "Propose:text"}')
    )
    assert await conversation(event_id) == '{"state": "Propose:text"}'
    assert await conversation(event_id + 1) is None
    (row,) = await rows_of(database, "events")
    assert row["peer_id"] == aigul.peer_id
    assert "Propose" not in row["conversation"]


async def test_old_events_are_emptied_but_for_the_conversation_that_still_goes_on(database):
    aigul = await meet(database, "996555111111")

    async def turn(external_id: str, at: int) -> int:
        async def work(store: Store) -> int:
            event_id = await store.events.take(*BOT, external_id, raw="raw", at=at)
            await store.events.belongs_to(event_id, aigul.peer_id, conversation=f'"{external_id}"')
            await store.people.note_heard(aigul.peer_id, at=at, state_version=event_id)
            return event_id

        return await database.write(work)

    outlived, living = await turn("1", NOW), await turn("2", NOW)
    assert await database.write(lambda store: store.events.clear_before(NOW)) == 0
    assert await database.write(lambda store: store.events.clear_before(NOW + 1)) == 2
    assert await database.write(lambda store: store.events.clear_outlived(NOW + 1)) == (NOW, living)
    assert await database.write(lambda store: store.events.clear_before(NOW + 1)) == 0

    assert [row["raw"] for row in await rows_of(database, "events")] == [None, None]
    assert await database.read(lambda store: store.events.read_conversation(outlived)) is None
    assert await database.read(lambda store: store.events.read_conversation(living)) == '"2"'

    young = await turn("3", NOW + 10)
    assert await database.write(lambda store: store.events.clear_before(NOW + 1)) == 0
    assert await database.write(lambda store: store.events.clear_outlived(NOW + 1)) == (NOW, living)
    assert await database.read(lambda store: store.events.read_conversation(living)) is None
    assert await database.read(lambda store: store.events.read_conversation(young)) == '"3"'
