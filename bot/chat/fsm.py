"""The words of a conversation's state as aiogram has them: states, groups, keys, and the context of a handler."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


class State:
    """One step of a conversation: equal to, hashed as and printed as its name, `"Propose:side"`."""

    def __init__(self, state: str | None = None, group_name: str | None = None) -> None:
        self._state = state
        self._group_name = group_name
        self._group: StatesGroupMeta | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._state = self._state or name
        if isinstance(owner, StatesGroupMeta):
            self._group = owner

    @property
    def state(self) -> str | None:
        """The full name, or None for a state that was given none; `"@"` stands for the group where there is none."""
        if self._state is None:
            return None
        return f"{self._group_name or (self._group.full_name if self._group else '@')}:{self._state}"

    def __str__(self) -> str:
        return self.state or ""

    def __repr__(self) -> str:
        return f"<State '{self}'>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, State):
            return self.state == other.state
        if isinstance(other, str):
            return self.state == other
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.state)


class StatesGroupMeta(type):
    """Makes a group of states iterable and lets it know its name; a group inside a group is named `"Outer.Inner"`."""

    _parent: "StatesGroupMeta | None" = None

    def __set_name__(cls, owner: type, name: str) -> None:
        if isinstance(owner, StatesGroupMeta):
            cls._parent = owner

    @property
    def full_name(cls) -> str:
        """The group's name as it stands before the colon of its states."""
        return f"{cls._parent.full_name}.{cls.__name__}" if cls._parent else cls.__name__

    @property
    def all_states(cls) -> tuple[State, ...]:
        """The group's states in the order written, then those of the groups inside it."""
        own = [each for each in vars(cls).values() if isinstance(each, State)]
        inner = [each for each in vars(cls).values() if isinstance(each, StatesGroupMeta) and each._parent is cls]
        return (*own, *(state for group in inner for state in group.all_states))

    def __iter__(cls) -> Iterator[State]:
        return iter(cls.all_states)


class StatesGroup(metaclass=StatesGroupMeta):
    """The steps of one conversation: subclass it and write `side = State()`."""


StateType = State | str | None


def name_of(state: StateType) -> str | None:
    """Returns the name under which a state is kept; aiogram's own State is taken too."""
    return state if state is None or isinstance(state, str) else state.state


@dataclass(frozen=True)
class StorageKey:
    """Whose conversation it is: aiogram's fields, but an address may be opaque text."""

    bot_id: int | str
    chat_id: int | str
    user_id: int | str
    thread_id: int | None = None
    business_connection_id: str | None = None
    destiny: str = "default"


class FSMContext:
    """A conversation's state inside a handler: it collects in memory, and who made it writes what was collected."""

    def __init__(self, state: str | None, data: Mapping[str, Any]) -> None:
        self._state = state
        self._data = _copy(dict(data))
        self._before = state, self._data  # never changed in place, so this is what it was
        self._recalled: dict[type, tuple[object, Any]] = {}

    @property
    def state(self) -> str | None:
        """The name of the state as it stands now."""
        return self._state

    @property
    def data(self) -> dict[str, Any]:
        """A copy of the data as it stands now."""
        copied: dict[str, Any] = _copy(self._data)
        return copied

    @property
    def kept(self) -> Mapping[str, Any]:
        """The data itself, only to be read: a Memory makes values of its own from it."""
        return MappingProxyType(self._data)

    @property
    def changed(self) -> bool:
        """Whether state or data differ from what the context began with."""
        # By repr and not by ==, for which 1, 1.0 and True are the same.
        return repr((self._state, self._data)) != repr(self._before)

    async def set_state(self, state: StateType = None) -> None:
        """Moves the conversation to a state, or out of all states."""
        self._state = name_of(state)

    async def get_state(self) -> str | None:
        """Returns the name of the state."""
        return self._state

    async def set_data(self, data: Mapping[str, Any]) -> None:
        """Replaces the data."""
        self._data = _copy(dict(data))

    async def get_data(self) -> dict[str, Any]:
        """Returns a copy of the data."""
        return self.data

    async def get_value(self, key: str, default: Any | None = None) -> Any | None:
        """Returns a copy of one value, or the default where there is none."""
        return _copy(self._data[key]) if key in self._data else default

    async def update_data(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
        """Adds to the data and returns a copy of all of it. Where a key is given both ways, `data` wins."""
        self._data = {**self._data, **_copy({**kwargs, **(data or {})})}
        return self.data

    def put(self, data: Mapping[str, Any]) -> None:
        """Adds plain values to the data that nobody else holds."""
        self._data = {**self._data, **data}

    def recall(self, kind: type[T], under: str, read: Callable[[type[T], object], T]) -> T:
        """Returns what `read` makes of the value under a name, or of all data. It is read anew only when that changes."""
        source = self._data.get(under) if under else self._data
        known = self._recalled.get(kind)
        if known is None or known[0] is not source:
            known = self._recalled[kind] = source, read(kind, source)
        value: T = known[1]
        return value

    async def clear(self) -> None:
        """Leaves all states and empties the data."""
        await self.set_state(None)
        await self.set_data({})


def _copy(value: Any) -> Any:
    # What a conversation keeps is plain, and is copied several times with every message: deepcopy takes five times as long.
    match value:
        case str() | int() | float() | None:
            return value
        case dict() if type(value) is dict:
            return {key: _copy(kept) for key, kept in value.items()}
        case list() if type(value) is list:
            return [_copy(kept) for kept in value]
    return deepcopy(value)
