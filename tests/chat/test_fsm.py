"""The words of a conversation's state: names of states, keys, and the context that only collects."""

from dataclasses import FrozenInstanceError

import pytest

from bot.chat.fsm import FSMContext, State, StatesGroup, StorageKey, name_of


class Propose(StatesGroup):
    side = State()
    text = State()
    named = State("otherwise")

    class Photo(StatesGroup):
        waiting = State()


class Answer(StatesGroup):
    side = State()


def test_a_state_is_named_after_its_group():
    assert Propose.side.state == str(Propose.side) == "Propose:side"
    assert Propose.named.state == "Propose:otherwise"
    assert Propose.Photo.waiting.state == "Propose.Photo:waiting"
    assert repr(Propose.side) == "<State 'Propose:side'>"


def test_a_state_outside_any_group():
    assert State().state is None
    assert str(State()) == ""
    assert State("alone").state == "@:alone"
    assert State("side", group_name="Propose") == Propose.side


def test_a_state_serves_wherever_its_name_does():
    routes = {Propose.side: "side_chosen", "Propose:text": "text_given"}
    assert routes["Propose:side"] == "side_chosen"
    assert routes[Propose.text] == "text_given"
    assert Propose.side == "Propose:side"
    assert Propose.side not in ("Answer:side", Answer.side, None, 5)


def test_a_group_is_its_states_in_the_order_written():
    assert Propose.all_states == (Propose.side, Propose.text, Propose.named, Propose.Photo.waiting)
    assert list(Propose.Photo) == [Propose.Photo.waiting]
    assert Propose.text in Propose
    assert "Propose.Photo:waiting" in Propose
    assert Answer.side not in Propose


def test_the_name_of_a_state_a_string_and_nothing():
    assert [name_of(each) for each in (Propose.side, "Propose:side", State(), None)] == ["Propose:side"] * 2 + [
        None
    ] * 2


def test_a_key_is_a_value():
    key = StorageKey(42, "opaque", "opaque")
    assert key == StorageKey(42, "opaque", "opaque")
    assert len({key, StorageKey(42, "opaque", "opaque"), StorageKey(42, "opaque", "other")}) == 2
    with pytest.raises(FrozenInstanceError):
        key.bot_id = 43


async def test_the_context_collects_a_state():
    context = FSMContext(None, {})
    await context.set_state(Propose.side)
    assert await context.get_state() == context.state == "Propose:side"
    await context.set_state("Propose:text")
    assert context.state == "Propose:text"
    await context.set_state()
    assert context.state is None


async def test_the_context_collects_data():
    context = FSMContext(None, {"side": "road"})
    assert await context.update_data(text="Көпүрө") == {"side": "road", "text": "Көпүрө"}
    assert await context.update_data({"text": "Суу", "photos": []}, text="overruled") == {
        "side": "road",
        "text": "Суу",
        "photos": [],
    }
    assert await context.get_value("text") == "Суу"
    assert await context.get_value("sum") is None
    assert await context.get_value("sum", 0) == 0
    await context.set_data({"only": 1})
    assert await context.get_data() == context.data == {"only": 1}


async def test_nothing_given_or_got_is_a_way_in():
    given = {"photos": ["a"]}
    context = FSMContext(None, given)
    given["photos"].append("b")
    (await context.get_data())["photos"].append("c")
    (await context.get_value("photos")).append("d")
    (await context.update_data())["photos"].append("e")
    context.data["photos"].append("f")
    assert context.data == {"photos": ["a"]}

    more = ["a"]
    await context.set_data({"photos": more})
    more.append("b")
    assert context.data == {"photos": ["a"]}
    await context.update_data(photos=more)
    more.append("c")
    assert context.data == {"photos": ["a", "b"]}


async def test_clear_leaves_neither_state_nor_data():
    context = FSMContext("Propose:text", {"side": "road"})
    await context.clear()
    assert (context.state, context.data, context.changed) == (None, {}, True)


async def test_looking_changes_nothing():
    context = FSMContext("Propose:text", {"side": "road"})
    await context.get_state()
    (await context.get_data())["side"] = "water"
    await context.get_value("side")
    await context.update_data()
    assert not context.changed


async def test_only_a_difference_is_a_change():
    context = FSMContext("Propose:text", {"side": "road"})
    await context.set_state(Propose.text)
    await context.update_data(side="road")
    assert not context.changed
    await context.set_state(Propose.side)
    assert context.changed
    await context.set_state(Propose.text)
    assert not context.changed
    await context.update_data(side="water")
    assert context.changed


@pytest.mark.parametrize(("before", "after"), [(1, True), (0, False), (1, 1.0), ([1], [True])])
async def test_what_python_calls_equal_is_still_a_change(before, after):
    context = FSMContext(None, {"sum": before})
    await context.update_data(sum=after)
    assert context.changed
