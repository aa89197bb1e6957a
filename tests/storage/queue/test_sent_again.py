"""What reached nobody: found, told apart from what another person got, and put in line again with its newest words."""

import pytest

from storage.queue.outbox import Lane, State
from tests.storage.queue.claims import about, claim, finish
from tests.storage.rows import NOW, meet, queue


@pytest.fixture
async def aigul(database):
    return await meet(database, "996555111111")


@pytest.fixture
async def bakyt(database):
    return await meet(database, "996555222222")


async def again(database, person, *, unsure=False):
    return await database.write(
        lambda store: store.outbox.send_again(
            person.peer_id, "answer", 7, 0, body="body 70", at=NOW, expires_at=None, unsure=unsure
        )
    )


@pytest.mark.parametrize("ended", [State.FAILED, State.UNCERTAIN])
async def test_what_reached_nobody_is_sent_again_and_what_may_have_arrived_only_if_asked(database, aigul, ended):
    await database.write(lambda store: queue(store, aigul, 7, Lane.ANSWER, kind="answer"))
    (letter,) = await claim(database)
    assert not await again(database, aigul)  # it is being sent
    await finish(database, letter, ended)
    may_have = ended is State.UNCERTAIN
    assert await database.read(lambda store: store.outbox.has_left("answer", 7)) is may_have
    assert await again(database, aigul) is not may_have
    assert await again(database, aigul, unsure=True) is may_have
    (letter,) = await claim(database)
    assert about([letter]) == [70]


async def test_what_another_person_got_is_not_lost_to_an_office(database, aigul, bakyt):
    for person in (aigul, bakyt):
        await database.write(lambda store, person=person: queue(store, person, 7, Lane.ANSWER, kind="new_proposal"))
    first, second = await claim(database)
    await finish(database, first, State.FAILED)
    (lost,) = await database.read(lambda store: store.outbox.list_lost([first.id]))
    assert await database.read(lambda store: store.outbox.is_elsewhere(lost))
    await finish(database, second, State.FAILED)
    assert not await database.read(lambda store: store.outbox.is_elsewhere(lost))
