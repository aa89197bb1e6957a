"""What a flow keeps of a conversation is typed. What another version or a torn hand wrote is read all the same."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.fsm import FSMContext
from bot.chat.memory import UNSAID, Memory, Unsaid


class Side(StrEnum):
    REVENUE = "revenue"
    SPENDING = "spending"


@dataclass(frozen=True)
class Piece:
    id: str
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Draft(Memory, under="draft"):
    key: str = ""
    side: Side | None = None
    amount: int | None | Unsaid = UNSAID
    pieces: tuple[Piece, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class Listed(Memory):
    page: int = 0
    which: str = "waiting"
    sure: bool = False


def talk_of(**data: Any) -> Any:
    return SimpleNamespace(state=FSMContext("Desk:list", data))


async def test_what_is_kept_is_read_again_as_it_was():
    talk = talk_of(other=1)
    draft = Draft("k", Side.SPENDING, None, (Piece("5", (("photo", "ref"),)),), {"ky": "Угуу"}, (42.5, 74.0))
    await draft.keep(talk)
    assert Draft.of(talk) == draft
    assert talk.state.data["draft"] == {
        "key": "k", "side": "spending", "amount": None, "pieces": [{"id": "5", "files": [["photo", "ref"]]}],
        "texts": {"ky": "Угуу"}, "point": [42.5, 74.0],
    }  # fmt: skip
    assert talk.state.data["other"] == 1


async def test_a_field_with_its_default_takes_no_room_in_a_draft():
    talk = talk_of()
    await Draft(key="k").keep(talk)
    assert talk.state.data == {"draft": {"key": "k"}}
    assert Draft.of(talk).amount is UNSAID


async def test_nothing_is_written_where_nothing_changed():
    talk = talk_of()
    await Listed.of(talk).keep(talk)
    await Draft.of(talk).keep(talk)
    assert not talk.state.changed


async def test_only_what_changed_is_written_beside_what_others_keep():
    talk = talk_of(which="drafted", unclear=2)
    await replace(Listed.of(talk), page=3).keep(talk)
    assert talk.state.data == {"which": "drafted", "unclear": 2, "page": 3}


async def test_what_is_forgotten_has_its_defaults():
    talk = talk_of(page=3, draft={"key": "k"})
    await Listed.forget(talk)
    await Draft.forget(talk)
    assert Listed.of(talk) == Listed()
    assert Draft.of(talk).is_empty
    assert talk.state.data == {"page": 0, "draft": None}


def test_unknown_fields_are_ignored_and_missing_ones_have_their_defaults():
    assert Draft.of(talk_of(draft={"key": "k", "colour": "blue"})) == Draft(key="k")


def test_a_field_of_a_wrong_type_has_its_default_and_leaves_the_others():
    torn = {"key": 5, "side": "upwards", "amount": True, "texts": {"ky": 1}, "point": [1.5], "pieces": [{"id": "1"}]}
    assert Draft.of(talk_of(draft=torn)) == Draft(pieces=(Piece("1"),))
    assert Draft.of(talk_of(draft={"pieces": [{"files": []}]})) == Draft()
    assert Listed.of(talk_of(page="2", which=None, sure=1)) == Listed()


def test_a_whole_number_is_a_number_with_a_point():
    assert Draft.of(talk_of(draft={"point": [42, 74.5]})).point == (42.0, 74.5)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "ky", "files"]), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = ["key", "side", "amount", "pieces", "texts", "point"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON) | JSON)
def test_nothing_that_is_kept_can_make_reading_fail(kept):
    draft = Draft.of(talk_of(draft=kept))
    assert Draft.of(talk_of(draft={"key": draft.key})).key == draft.key


async def test_what_is_kept_is_read_once_as_long_as_it_stays_the_same():
    state = FSMContext("Flow:step", {"one": {"text": "жол"}, "other": 1})
    read: list[object] = []

    def reading(kind: type[list[object]], kept: object) -> list[object]:
        read.append(kept)
        return [kept]

    first = state.recall(list, "one", reading)
    state.put({"other": 2})
    assert state.recall(list, "one", reading) is first
    state.put({"one": {"text": "суу"}})
    assert state.recall(list, "one", reading) == [{"text": "суу"}]
    assert read == [{"text": "жол"}, {"text": "суу"}]
