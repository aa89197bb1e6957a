"""What is written by orjson is read as it was, and what orjson refuses is written all the same."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.json_text import to_json, to_sorted_json
from bot.chat.message import Hints

TEXT = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates as well
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
)


@given(VALUES)
def test_whatever_json_can_say_is_read_as_it_was(value):
    assert json.loads(to_json(value)) == value
    assert json.loads(to_sorted_json(value)) == value


@pytest.mark.parametrize(
    "value", [10**30, -(2**63) - 1, "\ud83d", {1: "one"}, ("a", 2)], ids=lambda value: type(value).__name__
)
def test_what_orjson_refuses_is_written_as_before(value):
    assert json.loads(to_json({"kept": value})) == json.loads(json.dumps({"kept": value}))


def test_keys_stand_in_order_however_they_were_given():
    assert to_sorted_json({"б": 1, "a": {"z": 1, "y": 2}}) == to_sorted_json({"a": {"y": 2, "z": 1}, "б": 1})


@pytest.mark.parametrize(
    "value", [{1, 2}, b"bytes", object(), date(2026, 11, 29), Hints()], ids=lambda value: type(value).__name__
)
def test_what_json_cannot_keep_is_refused(value):
    with pytest.raises(TypeError):
        to_json({"kept": value})
