"""A long conversation is written whole once and then by its changes; whatever it goes through, it is read as it stands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.budget.proposal import MOST_CHARACTERS
from bot.chat.message import Incoming, Kind
from storage.conversations.changes import apply, compare, join
from storage.conversations.conversation import LONG, Conversation, since
from storage.database.schema import events, peers

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.floats(allow_nan=False, width=16) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
data = st.dictionaries(st.sampled_from("abcd"), plain, max_size=4)


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@given(data, data, data)
def test_changes_lead_from_one_state_to_the_next_also_joined_and_through_json(first, second, third):
    one, two = (json.loads(json.dumps(compare(*pair))) for pair in ((first, second), (second, third)))
    before = json.dumps(first)
    assert same(apply(one, first), second)
    assert same(apply(join(one, two), first), third)
    assert json.dumps(first) == before
    assert compare(second, second) == {}


DRAFT = {"draft": {"text": "көпүрө " * LONG, "side": "spending"}, "asked": {"free": True}}


def test_a_long_draft_is_not_written_again_where_something_else_changed():
    whole = Conversation(0, "Propose:text", DRAFT).follow(Conversation()).at(7)
    later = Conversation(0, "Menu:open", {**DRAFT, "asked": {"free": False}}).follow(whole).at(9)
    assert (since(whole.row), since(later.row)) == (0, 7)
    assert len(later.row) < 100
    assert later.replaces(whole) == set()
    latest = Conversation(0, "Menu:open", {"draft": DRAFT["draft"]}).follow(later).at(11)
    assert latest.replaces(later) == {9}
    assert Conversation.of(11, latest.row, whole.row) == latest
    another = Conversation(0, "Menu:open", {"draft": {"text": "жарык " * LONG}}).follow(latest).at(13)
    assert since(another.row) == 0
    assert another.replaces(latest) == {7, 11}


def test_a_short_one_is_written_whole():
    first = Conversation(0, None, {"a": 1}).at(3)
    second = Conversation(0, None, {"a": 2}).follow(first).at(4)
    assert second.row == second.text
    assert second.replaces(first) == {3}


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
    assert max(map(len, await kept(village))) == pytest.approx(longest, rel=0.05)


async def test_housekeeping_leaves_the_row_on_which_the_latest_rests(village, writer):
    await writer.says("/privacy")
    whole = max(await kept(village), key=len)
    await village.database.write(lambda store: store.events.clear_outlived(village.clock() + 1))
    assert whole in await kept(village)
