"""Beside long drafts a command writes a few kilobytes, nothing piles up, and after a restart all is read as it stood."""

import pytest
from sqlalchemy import select, update

from bot.budget.proposal import MOST_CHARACTERS
from bot.chat.message import Incoming, Kind
from storage.database.schema import events, peers


async def kept(village) -> list[str]:
    async def ask(store):
        rows = await store.connection.execute(select(events.c.conversation).where(events.c.conversation.is_not(None)))
        return [store._seal.open(row.conversation) for row in rows]

    return await village.database.read(ask)


@pytest.fixture
async def writer(village):
    """Somebody in the menu with all the drafts that are kept, each as long as it may be."""
    aigul = await village.in_menu("Айгүл")
    for n in range(6):
        await village.receive(
            aigul._new(Kind.TEXT, (f"{n}: көпүрө керек " * MOST_CHARACTERS)[: min(3900, MOST_CHARACTERS)])
        )
        await aigul.taps("held:yes")
    return aigul


async def test_commands_beside_long_drafts_cost_a_few_kilobytes_and_nothing_piles_up(village, writer, tell):
    written = []
    taking = village.receive._take

    async def noting(store, person, incoming: Incoming, raw, conversation=None):
        written.append(len(conversation or ""))
        return await taking(store, person, incoming, raw, conversation)

    village.receive._take = noting
    for _ in range(20):
        await writer.says("/privacy")
        await writer.says("/language")
    found = await kept(village)
    assert max(map(len, found)) > 8000
    assert max(written) < 2500
    assert len(found) == 2, "the whole, and what has changed since"
    tell("a long draft, 40 commands", written_at_most=max(written), conversations_kept=len(found))


async def test_after_a_restart_it_is_read_from_both_rows_and_from_its_file_where_one_is_gone(village, writer):
    before = await writer.says("/privacy")
    village.states._remembered.clear()
    assert await writer.says("/privacy") == before
    await village.states.flush()
    village.states._remembered.clear()
    longest = max(map(len, await kept(village)))

    async def lose_the_whole(store):
        await store.connection.execute(
            update(events)
            .where(events.c.conversation.is_not(None), ~events.c.id.in_(select(version)))
            .values(conversation=None)
        )

    version = peers.c.state_version
    await village.database.write(lose_the_whole)
    assert max(map(len, await kept(village))) < longest
    assert await writer.says("/privacy") == before
    await writer.says("/language")
    assert max(map(len, await kept(village))) == pytest.approx(longest, rel=0.05)


async def test_housekeeping_leaves_the_row_on_which_the_latest_rests(village, writer):
    await writer.says("/privacy")
    whole = max(await kept(village), key=len)
    await village.database.write(lambda store: store.events.clear_outlived(village.clock() + 1))
    assert whole in await kept(village)
