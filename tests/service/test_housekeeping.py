"""What is not to be kept is forgotten in small units, between which others write."""

import asyncio
from functools import partial
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from bot.delivery.files.media import Fetcher
from bot.office import residents
from bot.service.retention import MARKS_KEPT, forget_strangers, retain
from bot.settings import Settings
from storage.conversations.states import FileStates
from storage.database.schema import events, outbox, people
from storage.media.folder import MediaFolder
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.storage.rows import BOT, NOW, enter, meet, queue, rows_of

HOUR = 3_600_000
LATER = NOW + 30 * 24 * HOUR + HOUR
BACKLOG = 60


@pytest.fixture
def service(database, tmp_path, seal):
    """What housekeeping needs of a service, a month and an hour later."""
    office = SimpleNamespace(database=database, settings=Settings(tmp_path, "", tmp_path / "key"))
    fetcher = Fetcher(database=database, channels=[], now=lambda: LATER, media=MediaFolder(tmp_path / "media"))
    states = FileStates(tmp_path / "states", seal)
    return SimpleNamespace(office=office, states=states, fetcher=fetcher, clock=lambda: LATER)


async def housekeep(service) -> None:
    await forget_strangers(service)
    await retain(service.office, service.states, now=LATER)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(residents, "AT_ONCE", 7)
    monkeypatch.setattr(residents, "STRANGERS_AT_ONCE", 2)


async def _agreed(database, name: str):
    person = await meet(database, name, at=LATER)
    await database.write(lambda store: store.people.set_consent(person.id, version=1, at=NOW))
    return person


async def _backlog(database, person) -> int:
    """Old events of one person, each with a conversation and a reply, and one answer. Returns the last event's id."""

    async def work(store: Store) -> int:
        last = 0
        for n in range(BACKLOG):
            last = await store.events.take(*BOT, f"old {n}", raw="raw", at=NOW + n // 3)
            await store.events.belongs_to(last, person.peer_id, conversation=f'"{n}"')
            await queue(store, person, n + 1)
        await store.people.note_heard(person.peer_id, at=LATER, state_version=last)
        young = await store.events.take(*BOT, "young", raw="raw", at=LATER)
        await store.events.belongs_to(young, None, conversation='"young"')
        await queue(store, person, BACKLOG + 1, lane=Lane.ANSWER)
        await store.connection.execute(outbox.update().values(state=int(State.SENT), finished_at=NOW))
        return last

    return await database.write(work)


async def _left(store: Store) -> int:
    raw = select(func.count()).where(events.c.raw.is_not(None), events.c.external_id != "young")
    return await store.connection.scalar(raw) or 0


async def _seen_meanwhile(database, work, look=_left) -> list[int]:
    """Writes one unit after another until the work is over; returns what each of them saw."""
    seen = []
    over = asyncio.create_task(work)
    while not over.done():

        async def note(store: Store) -> int:
            await store.meta.put("unit", str(len(seen)))
            return await look(store)

        seen.append(await database.write(note))
    await over
    return seen


async def test_others_write_between_the_pieces_of_a_backlog(database, service):
    living = await _backlog(database, await _agreed(database, "Айгүл"))
    seen = await _seen_meanwhile(database, housekeep(service))
    between = {count for count in seen if 0 < count < BACKLOG}
    assert len(between) >= 3, seen
    assert await database.read(lambda store: store.meta.get("unit")) == str(len(seen) - 1)

    kept = {row["id"]: row for row in await rows_of(database, "events")}
    assert len(kept) == BACKLOG + 1, "the rows stay, so that redelivery is noticed"
    (young,) = (id for id, row in kept.items() if row["external_id"] == "young")
    assert [id for id, row in kept.items() if row["raw"]] == [young]
    assert sorted(id for id, row in kept.items() if row["conversation"]) == sorted([living, young])
    assert [row["kind"] for row in await rows_of(database, "outbox")] == ["answer"]


async def test_no_unit_empties_more_rows_than_is_allowed(database, service):
    await _backlog(database, await _agreed(database, "Айгүл"))
    after, units, left = (0, 0), 0, [BACKLOG]
    while after is not None:
        after = await database.write(partial(residents.clear_old_events, before=LATER - 30 * 24 * HOUR, after=after))
        left.append(await database.read(_left))
        units += 1
    assert units == BACKLOG // 7 + 2
    assert max(before - now for before, now in zip(left, left[1:], strict=False)) == 7
    assert left[-1] == 0


async def test_conversations_that_go_on_are_looked_at_once_however_many_they_are(database, service):
    async def spoke(store: Store, person, n: int) -> None:
        event = await store.events.take(*BOT, f"{n}", raw="raw", at=NOW)
        await store.events.belongs_to(event, person.peer_id, conversation=f'"{n}"')
        await store.people.note_heard(person.peer_id, at=LATER, state_version=event)

    for n in range(20):
        person = await _agreed(database, f"Тургун {n}")
        await database.write(lambda store, person=person, n=n: spoke(store, person, n))
    aigul = await _agreed(database, "Айгүл")
    for n in (100, 101):
        await database.write(lambda store, n=n: spoke(store, aigul, n))

    await housekeep(service)
    going_on = [row["external_id"] for row in await rows_of(database, "events") if row["conversation"]]
    assert sorted(going_on, key=int) == [*map(str, range(20)), "101"]


async def test_others_write_between_the_strangers_that_are_forgotten(database, service):
    async def strangers(store: Store) -> int:
        return await store.connection.scalar(select(func.count()).select_from(people)) or 0

    for n in range(15):
        await meet(database, f"Жолоочу {n}")
    aigul = await _agreed(database, "Айгүл")
    seen = await _seen_meanwhile(database, housekeep(service), look=strangers)
    assert len({count for count in seen if 1 < count < 16}) >= 3, seen
    assert [row["id"] for row in await rows_of(database, "people")] == [aigul.id]


async def test_who_answered_a_survey_that_nobody_closes_is_forgotten(service, database):
    end, aimak_id = LATER - MARKS_KEPT - HOUR, await enter(database)

    async def ask(store):
        for closes_at in (end, LATER - HOUR):
            of = {"aimak_id": aimak_id, "year": 2027, "by": None, "at": end - HOUR, "closes_at": closes_at}
            await store.trust_surveys.put_marks(await store.trust_surveys.add(**of), {f"mark {closes_at}"})

    await database.write(ask)
    await housekeep(service)
    assert [row["mark"] for row in await rows_of(database, "trust_marks")] == [f"mark {LATER - HOUR}"]
