"""Voices and photos: wanted until they are kept or lost, asked for in turn and not before their time."""

import pytest

from storage.store import Store
from tests.storage.rows import BOT, NOW, enter, meet, propose, rows_of


@pytest.fixture
async def proposal(database):
    return await propose(database, await meet(database, "996555111111"), await enter(database))


async def want(database, proposal, *references: str, kind: str = "photo", at: int = NOW) -> None:
    async def work(store: Store) -> None:
        for reference in references:
            await store.media.want(proposal.id, *BOT, kind=kind, reference=reference, at=at)

    await database.write(work)


async def wanted(database, *, now: int = NOW, channel: str = BOT[0], account: str = BOT[1], limit: int = 8):
    return await database.read(lambda store: store.media.list_wanted(channel, account, now=now, limit=limit))


async def test_a_file_is_wanted_until_it_is_kept(database, proposal):
    await want(database, proposal, "AgACAgIAAx", kind="voice")

    (file,) = await wanted(database)
    assert (file.kind, file.reference, file.attempts) == ("voice", "AgACAgIAAx", 0)
    await database.write(
        lambda store: store.media.keep(file.id, kind="voice", digest="d" * 64, size=42, form="voice", ending=".ogg")
    )

    assert await wanted(database) == []
    (row,) = await rows_of(database, "media")
    assert (row["state"], row["hash"], row["size"], row["proposal_id"]) == ("kept", "d" * 64, 42, proposal.id)
    assert "AgACAgIAAx" not in row["reference"]


async def test_a_file_put_off_is_asked_for_again_at_its_hour_and_counts_the_tries(database, proposal):
    await want(database, proposal, "a")
    for attempt in (1, 2):
        (file,) = await wanted(database, now=NOW + 10_000)
        await database.write(lambda store, f=file: store.media.put_off(f.id, not_before=NOW + 5000))
        assert await wanted(database, now=NOW + 4999) == []
        assert [file.attempts for file in await wanted(database, now=NOW + 5000)] == [attempt]


async def test_a_lost_file_is_not_asked_for_again(database, proposal):
    await want(database, proposal, "a")
    (file,) = await wanted(database)
    await database.write(lambda store: store.media.lose(file.id, why="gone"))
    assert await wanted(database, now=NOW * 2) == []
    assert (await rows_of(database, "media"))[0]["state"] == "lost"


async def test_files_are_asked_for_in_the_order_they_came_a_few_at_a_time(database, proposal):
    await want(database, proposal, "late", at=NOW + 5)
    await want(database, proposal, *(f"{n}" for n in range(9)))
    assert [file.reference for file in await wanted(database, now=NOW + 5, limit=4)] == ["0", "1", "2", "3"]
    assert len(await wanted(database)) == 8
    assert "late" in [file.reference for file in await wanted(database, now=NOW + 5, limit=20)]


async def test_files_are_asked_for_by_the_account_they_lie_with(database, proposal):
    await want(database, proposal, "a")
    assert await wanted(database, account="other_bot") == []
    assert await wanted(database, channel="whatsapp") == []


async def test_one_who_sends_many_keeps_nobody_waiting(database, proposal):
    await want(database, proposal, *(f"{n}" for n in range(20)))
    for number in (7, 8):
        await database.write(
            lambda store, number=number: store.media.note_arrived(
                number, *BOT, kind="voice", reference=f"of {number}", at=NOW + number
            )
        )
    found = [file.reference for file in await wanted(database, now=NOW + 10)]
    assert found[:4] == ["0", "of 7", "of 8", "1"]


async def test_a_file_that_came_before_its_proposal_was_sent_is_its_file_then(database, proposal):
    await database.write(lambda store: store.media.note_arrived(7, *BOT, kind="photo", reference="a", at=NOW))
    await database.write(lambda store: store.media.note_arrived(7, *BOT, kind="photo", reference="a", at=NOW))
    await want(database, proposal, "a", "b")
    rows = await rows_of(database, "media")
    assert [(row["proposal_id"], row["peer_id"]) for row in rows] == [(proposal.id, None)] * 2


async def test_a_file_that_was_read_and_put_away_is_fetched_once_more_where_it_comes_again(database, proposal):
    nurlan = await meet(database, "Нурлан")
    given = {"kind": "document", "reference": "table", "at": NOW}

    async def comes(store: Store) -> None:
        await store.media.note_arrived(nurlan.peer_id, *BOT, **given)

    await database.write(comes)
    (table,) = await database.read(lambda store: store.media.list_wanted(*BOT, now=NOW))
    await database.write(
        lambda store: store.media.keep(
            table.id, kind="document", digest="d" * 64, size=9, form="document", ending=".xlsx"
        )
    )
    await database.write(lambda store: store.media.put_away(table.id))
    assert await database.read(lambda store: store.media.list_unused(["d" * 64])) == ["d" * 64]
    assert await database.read(lambda store: store.media.list_wanted(*BOT, now=NOW)) == []
    await database.write(comes)  # as a document of a proposal, say
    await database.write(lambda store: store.media.want(proposal.id, *BOT, **given))
    (again,) = await database.read(lambda store: store.media.list_wanted(*BOT, now=NOW))
    assert (again.id, again.reference) == (table.id, "table")


async def test_what_was_lost_before_it_was_sent_is_known_by_its_reference(database):
    await database.write(lambda store: store.media.note_arrived(7, *BOT, kind="photo", reference="a", at=NOW))
    (file,) = await wanted(database)
    lost = await database.write(lambda store: store.media.lose(file.id, why="active"))
    assert (lost.peer_id, lost.proposal_id, lost.why) == (7, None, "active")
    assert await database.read(lambda store: store.media.list_lost(*BOT, ["a", "b"])) == {"a"}
    assert await database.read(lambda store: store.media.list_lost(*BOT, [])) == set()
