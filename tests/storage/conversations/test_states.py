"""Conversation states are kept as aiogram's storages keep them, in one sealed file a person."""

import asyncio
import json
import os
from dataclasses import astuple
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.fsm import StorageKey
from storage.conversations.conversation import Conversation
from storage.conversations.states import FileStates
from storage.conversations.table_states import TableStates
from storage.database.seal import Seal
from tests.storage.conversations.conversations import AIGUL, OTHERS, SECRET, Propose, only_file, text
from tests.storage.rows import NOW


@pytest.fixture(params=["ours", "the table", pytest.param("aiogram's", marks=pytest.mark.slow)])
def either(request, states):
    """Our storages and aiogram's own: what is asked of `either` is proved to be the same of all."""
    if request.param == "ours":
        return states
    if request.param == "the table":
        return TableStates(request.getfixturevalue("sqlite_database"), lambda: NOW)
    from tests.storage.conversations import theirs

    return theirs.MemoryStorage()


# The contract


async def test_a_conversation_begins_with_nothing(either):
    assert await either.get_state(AIGUL) is None
    assert await either.get_data(AIGUL) == {}
    assert await either.get_value(AIGUL, "side") is None


async def test_a_state_is_kept_and_left(either):
    from tests.storage.conversations.theirs import Theirs

    await either.set_state(AIGUL, "Propose:side")
    assert await either.get_state(AIGUL) == "Propose:side"
    await either.set_state(key=AIGUL, state=Theirs.side)
    assert await either.get_state(key=AIGUL) == "Theirs:side"
    await either.set_state(AIGUL, None)
    assert await either.get_state(AIGUL) is None
    await either.set_state(AIGUL, "Propose:text")
    await either.set_state(AIGUL)
    assert await either.get_state(AIGUL) is None


async def test_a_state_without_a_name_is_no_state(either):
    from tests.storage.conversations import theirs

    await either.set_state(AIGUL, "Propose:side")
    await either.set_state(AIGUL, theirs.State())
    assert await either.get_state(AIGUL) is None


async def test_data_are_replaced_whole(either):
    await either.set_data(key=AIGUL, data={"side": "road", "photos": [1, None, {"a": "b"}]})
    assert await either.get_data(key=AIGUL) == {"side": "road", "photos": [1, None, {"a": "b"}]}
    await either.set_data(AIGUL, {"text": "Суу"})
    assert await either.get_data(AIGUL) == {"text": "Суу"}
    await either.set_data(AIGUL, {})
    assert await either.get_data(AIGUL) == {}


async def test_update_adds_overwrites_and_returns_all(either):
    assert await either.update_data(key=AIGUL, data={"side": "road"}) == {"side": "road"}
    assert await either.update_data(AIGUL, {"text": "Суу"}) == {"side": "road", "text": "Суу"}
    assert await either.update_data(AIGUL, {"side": "water"}) == {"side": "water", "text": "Суу"}
    assert await either.update_data(AIGUL, {}) == {"side": "water", "text": "Суу"}
    assert await either.get_data(AIGUL) == {"side": "water", "text": "Суу"}


async def test_update_takes_any_mapping(either):
    assert await either.update_data(AIGUL, MappingProxyType({"side": "road"})) == {"side": "road"}
    assert await either.get_data(AIGUL) == {"side": "road"}


async def test_one_value_or_its_default(either):
    await either.set_data(AIGUL, {"side": "road", "sum": None})
    assert await either.get_value(storage_key=AIGUL, dict_key="side") == "road"
    assert await either.get_value(storage_key=AIGUL, dict_key="text", default="none yet") == "none yet"
    assert await either.get_value(AIGUL, "text", "none yet") == "none yet"
    assert await either.get_value(AIGUL, "text") is None
    assert await either.get_value(AIGUL, "sum", 5) is None


async def test_state_and_data_do_not_disturb_each_other(either):
    await either.set_state(AIGUL, "Propose:side")
    await either.set_data(AIGUL, {"side": "road"})
    await either.set_state(AIGUL, "Propose:text")
    assert await either.get_data(AIGUL) == {"side": "road"}
    await either.update_data(AIGUL, {"text": "Суу"})
    assert await either.get_state(AIGUL) == "Propose:text"
    await either.set_state(AIGUL, None)
    assert await either.get_data(AIGUL) == {"side": "road", "text": "Суу"}
    await either.set_data(AIGUL, {})
    assert await either.get_state(AIGUL) is None


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
async def test_every_field_of_the_key_makes_another_conversation(either, other):
    await either.set_state(AIGUL, "Propose:side")
    await either.set_data(AIGUL, {"side": "road"})
    assert await either.get_state(other) is None
    assert await either.get_data(other) == {}
    await either.set_state(other, "Propose:text")
    await either.update_data(other, {"side": "water"})
    assert await either.get_state(AIGUL) == "Propose:side"
    assert await either.get_data(AIGUL) == {"side": "road"}


async def test_what_is_returned_is_a_copy(either):
    given = {"side": "road"}
    await either.set_data(AIGUL, given)
    given["side"] = "given, then changed"
    (await either.get_data(AIGUL))["side"] = "got, then changed"
    (await either.update_data(AIGUL, {}))["side"] = "returned, then changed"
    assert await either.get_data(AIGUL) == {"side": "road"}


async def test_aiograms_context_works_over_either(either):
    from tests.storage.conversations import theirs

    context = theirs.FSMContext(either, theirs.StorageKey(bot_id=42, chat_id=1, user_id=2))
    neighbour = theirs.FSMContext(either, theirs.StorageKey(bot_id=42, chat_id=1, user_id=3))
    await neighbour.update_data(side="water")
    await context.set_state(theirs.Theirs.side)
    assert await context.get_state() == "Theirs:side"
    await context.set_data({"side": "road"})
    assert await context.update_data({"text": "Суу"}, sum=5, text="overruled") == {
        "side": "road",
        "text": "Суу",
        "sum": 5,
    }
    assert await context.get_value("sum") == 5
    assert await context.get_value("photo") is None
    assert await context.get_value("photo", "none") == "none"
    await context.clear()
    assert (await context.get_state(), await context.get_data()) == (None, {})
    assert await neighbour.get_data() == {"side": "water"}


# What is ours beyond the contract


async def test_no_nested_value_is_a_way_in(states):
    await states.set_data(AIGUL, {"photos": ["a"]})
    (await states.get_data(AIGUL))["photos"].append("b")
    (await states.get_value(AIGUL, "photos")).append("c")
    (await states.update_data(AIGUL, {}))["photos"].append("d")
    assert await states.get_data(AIGUL) == {"photos": ["a"]}


async def test_set_data_takes_any_mapping_and_nothing_else(states, folder):
    await states.set_data(AIGUL, MappingProxyType({"side": "road"}))
    assert await states.get_data(AIGUL) == {"side": "road"}
    for wrong in ([("side", "water")], None, "side"):
        with pytest.raises(TypeError):
            await states.set_data(AIGUL, wrong)
    assert await states.get_data(AIGUL) == {"side": "road"}


async def test_our_states_and_aiograms_are_both_taken(states):
    from tests.storage.conversations.theirs import Theirs

    await states.set_state(AIGUL, Propose.text)
    assert await states.get_state(AIGUL) == "Propose:text"
    await states.set_state(AIGUL, Theirs.side)
    assert await states.get_state(AIGUL) == "Theirs:side"


async def test_a_conversation_is_written_read_and_erased(states, folder):
    assert await states.read(AIGUL) == Conversation() == Conversation(0, None, {})
    conversation = Conversation(7, "Propose:text", {"side": "road"})
    await states.write(AIGUL, conversation)
    assert await states.read(AIGUL) == conversation
    assert await FileStates(folder, Seal(SECRET)).read(AIGUL) == conversation
    await states.erase(AIGUL)
    assert await states.read(AIGUL) == Conversation()
    assert not [path for path in folder.rglob("*") if path.is_file()]
    await states.erase(AIGUL)


async def test_aiograms_setters_keep_the_version(states):
    await states.write(AIGUL, Conversation(7, "Propose:side", {"side": "road"}))
    await states.set_state(AIGUL, Propose.text)
    await states.set_data(AIGUL, {"side": "water"})
    await states.update_data(AIGUL, {"text": "Суу"})
    assert await states.read(AIGUL) == Conversation(7, "Propose:text", {"side": "water", "text": "Суу"})


@pytest.mark.parametrize(
    "bad", [object(), {1, 2}, b"bytes", datetime.now(UTC), 10**5000], ids=lambda bad: type(bad).__name__
)
async def test_what_json_cannot_keep_is_refused_before_anything_is_written(states, folder, bad):
    for refused in (
        states.set_data(AIGUL, {"bad": bad}),
        states.update_data(AIGUL, {"bad": bad}),
        states.write(AIGUL, Conversation(9, None, {"bad": [bad]})),
    ):
        with pytest.raises(TypeError):
            await refused
    assert not folder.exists()


async def test_what_never_ends_is_refused_too(states, folder):
    endless = {}
    endless["again"] = endless
    deep = []
    for _ in range(100_000):
        deep = [deep]
    for data in (endless, {"deep": deep}):
        with pytest.raises(TypeError):
            await states.set_data(AIGUL, data)
    assert not folder.exists()


async def test_a_name_that_is_text_is_the_same_as_its_number_but_none_is_no_text(states):
    await states.set_state(StorageKey("42", "996555123456", "996700654321"), "Propose:side")
    assert await states.get_state(AIGUL) == "Propose:side"
    assert await states.get_state(StorageKey(42, 996555123456, 996700654321, business_connection_id="None")) is None


async def test_an_address_cannot_be_written_so_as_to_meet_another(states):
    await states.set_state(StorageKey(1, "a\x1fb", "c"), "Propose:side")
    for other in (StorageKey(1, "a", "b\x1fc"), StorageKey(1, 'a"\x1f"b', "c"), StorageKey(1, "a", "b")):
        assert await states.get_state(other) is None


async def test_a_call_that_writes_writes_once(states, monkeypatch):
    replaced = []
    real = os.replace

    def recording(source, target):
        replaced.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", recording)
    for writing in (
        states.write(AIGUL, Conversation(1)),
        states.set_state(AIGUL, Propose.side),
        states.set_data(AIGUL, {"side": "road"}),
        states.update_data(AIGUL, {"text": "Суу", "sum": 5}),
    ):
        replaced.clear()
        await writing
        assert len(replaced) == 1


async def test_a_failed_write_leaves_the_old_file_and_no_temporary_one(states, folder, monkeypatch):
    await states.write(AIGUL, Conversation(1, "Propose:side", {}))

    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full_disk)
        with pytest.raises(OSError, match="No space"):
            await states.write(AIGUL, Conversation(2))
    assert only_file(folder).suffix == ".json"
    assert await states.read(AIGUL) == Conversation(1, "Propose:side", {})


async def test_who_knows_the_version_is_spared_the_file_and_never_given_another(states, folder):
    other = FileStates(folder, Seal(SECRET))
    await states.write(AIGUL, Conversation(3, "Propose:side", {"places": [1, 2]}))
    only_file(folder).write_bytes(b"torn")
    known = await states.read(AIGUL, version=3)
    assert known == Conversation(3, "Propose:side", {"places": [1, 2]})
    known.data["places"].append(3)
    assert await states.read(AIGUL, version=3) == Conversation(3, "Propose:side", {"places": [1, 2]})
    await other.write(AIGUL, Conversation(4, "Propose:text", {}))
    assert await states.read(AIGUL, version=4) == await states.read(AIGUL) == Conversation(4, "Propose:text", {})
    await states.erase(AIGUL)
    assert await states.read(AIGUL, version=3) == await states.read(AIGUL, version=0) == Conversation()


async def test_a_sweep_by_another_process_costs_one_more_try_and_no_conversation(states, folder, monkeypatch):
    await states.write(AIGUL, Conversation(1))
    real, swept = os.replace, []

    def swept_first(source, target):
        if not swept:
            swept.append(asyncio.run(FileStates(folder, Seal(SECRET)).sweep()))
        real(source, target)

    monkeypatch.setattr(os, "replace", swept_first)
    await states.write(AIGUL, Conversation(2, "Propose:side", {}))
    assert swept == [1]
    assert await states.read(AIGUL) == Conversation(2, "Propose:side", {})


async def test_the_sweep_removes_our_temporary_files_and_no_others(states, folder):
    await states.close()
    await states.write(AIGUL, Conversation(1))
    kept = only_file(folder)
    stale = kept.with_name(f"{kept.stem}.0123abcd.tmp")
    foreign = kept.with_name("notes.tmp")
    directory = kept.with_name(f"{kept.stem}.ffffffff.tmp")
    stale.write_bytes(b"{")
    foreign.write_bytes(b"mine")
    directory.mkdir()
    assert await states.read(AIGUL) == Conversation(1)
    assert await states.sweep() == 1
    assert set(kept.parent.iterdir()) == {kept, foreign, directory}
    stale.write_bytes(b"{")
    await states.close()
    assert not stale.exists()
    assert await states.read(AIGUL) == Conversation(1)


# What a file gives away


async def test_neither_address_nor_draft_is_seen_from_outside(states, folder):
    key = StorageKey(4211223344, "+996555777888", "wa-user-0099", 5566778899, "connection-31337", "scenery")
    data = {"draft_text": "Мектепке көпүрө салыңыздар", "phone": "+996555777888", "sum_named": 31337000}
    await states.write(key, Conversation(1, "Propose:text", data))
    path = only_file(folder)
    assert str(path.relative_to(folder)) == f"{path.stem[:2]}/{path.stem}.json"
    assert len(path.stem) == 64
    seen = str(path.relative_to(folder)) + path.read_text("utf-8")
    escaped = json.dumps(data)[1:-1]
    for secret in (*map(str, astuple(key)), *map(str, data.values()), *data, "көпүрө", "996555777888", escaped[10:40]):
        assert secret not in seen
    kept = json.loads(path.read_text("utf-8"))
    assert (kept["version"], kept["state"]) == (1, "Propose:text")
    assert path.parent.stat().st_mode & 0o777 == 0o700


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    version=st.integers(0, 2**63),
    state=st.none() | st.text(st.characters(codec="utf-8")),
    data=st.dictionaries(text, anything, max_size=5),
)
async def test_whatever_json_can_say_comes_back_as_it_was(states, version, state, data):
    conversation = Conversation(version, state, data)
    await states.write(AIGUL, conversation)
    read = await states.read(AIGUL)
    assert read == conversation
    assert repr(read) == repr(conversation)
