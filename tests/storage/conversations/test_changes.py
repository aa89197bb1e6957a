"""A long conversation is written whole once and then by its changes. Whatever it goes through, it is read as it stands."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.conversations.changes import apply, compare, join
from storage.conversations.conversation import LONG, Conversation, since

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.floats(allow_nan=False, width=16) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
data = st.dictionaries(st.sampled_from("abcd"), plain, max_size=4)


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    assert since(json.dumps(json.loads(later.row))) == 7  # as rows of earlier versions have it, with spaces
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
