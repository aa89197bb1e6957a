"""What one flow keeps of a conversation between two messages: a frozen dataclass over a few keys of its data."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, Literal, Self, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Unsaid(Enum):
    """The type of UNSAID: not asked yet, where None already says that somebody left it out."""

    UNSAID = "unsaid"


UNSAID: Final = Unsaid.UNSAID


class Misfit(ValueError):
    """What is kept is of another type than the field that reads it."""


class Memory:
    """What a flow remembers: subclass it as a frozen dataclass whose fields all have a default.

    A field is kept under its own name; with `class Draft(Memory, under="draft")` all fields stand in one value under that
    name. What a later or an earlier version wrote is read as well: unknown fields are ignored, a missing field and one of
    a wrong type fall back to the default. To change it, read it anew, dataclasses.replace its fields, and keep it.
    """

    _under: ClassVar[str] = ""

    def __init_subclass__(cls, *, under: str = "") -> None:
        super().__init_subclass__()
        cls._under = under or cls._under

    @classmethod
    def of(cls, talk: Any) -> Self:
        """Returns what is kept, or the defaults where nothing is; never raises."""
        kept = talk.state.kept
        return read(cls, kept.get(cls._under) if cls._under else kept)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept: every field has its default."""
        return self == type(self)()

    async def keep(self, talk: Any) -> None:
        """Writes what differs from what is kept."""
        if self._under:
            if self != self.of(talk):
                await talk.state.update_data({self._under: plain(self) or None})
            return
        before = self.of(talk)
        changes = {
            field.name: plain(getattr(self, field.name))
            for field in fields(self)  # type: ignore[arg-type]  # every subclass is a dataclass
            if getattr(self, field.name) != getattr(before, field.name)
        }
        if changes:
            await talk.state.update_data(changes)

    @classmethod
    async def forget(cls, talk: Any) -> None:
        """Puts every field back to its default."""
        await cls().keep(talk)


def read(kind: type[T], kept: object) -> T:
    """Reads a dataclass out of plain data; what is unknown, missing or of a wrong type leaves the default.

    Raises Misfit where a field without a default cannot be read.
    """
    values = {}
    if isinstance(kept, Mapping):
        for name, hint in _hints(kind):  # type: ignore[arg-type]  # a type is hashable
            if name in kept:
                try:
                    values[name] = _fitted(hint, kept[name])
                except Misfit:
                    continue
    try:
        return kind(**values)
    except TypeError:
        raise Misfit from None


def plain(value: Any) -> Any:
    """Returns a value as JSON has it; of a dataclass only the fields that differ from their defaults."""
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case list() | tuple():
            return [plain(one) for one in value]
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
    if is_dataclass(value):
        kept = {field.name: getattr(value, field.name) for field in fields(value)}
        return {field.name: plain(kept[field.name]) for field in fields(value) if kept[field.name] != _default(field)}
    return value


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _fitted(hint: Any, value: Any) -> Any:
    """The value as its type wants it. Raises Misfit."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _fitted_to_one(inner, value)
    if origin is Literal and value in inner:
        return value
    if origin is tuple and isinstance(value, list):
        if inner[-1] is Ellipsis:
            return tuple(_fitted(inner[0], one) for one in value)
        if len(inner) == len(value):
            return tuple(map(_fitted, inner, value))
    elif origin is dict and isinstance(value, Mapping):
        return {_fitted(inner[0], key): _fitted(inner[1], one) for key, one in value.items()}
    elif hint is NoneType and value is None:
        return None
    elif isinstance(hint, type) and is_dataclass(hint) and isinstance(value, Mapping):
        return read(hint, value)
    elif hint is float and type(value) is int:
        return float(value)
    elif isinstance(hint, type) and issubclass(hint, Enum | date | time) and isinstance(value, str):
        return _parsed(hint, value)
    elif type(value) is hint:  # not isinstance: True is no number
        return value
    raise Misfit


def _fitted_to_one(hints: tuple[Any, ...], value: Any) -> Any:
    for hint in hints:
        try:
            return _fitted(hint, value)
        except Misfit:
            continue
    raise Misfit


def _parsed(kind: type[Enum] | type[date] | type[time], value: str) -> Enum | date | time:
    try:
        return kind(value) if issubclass(kind, Enum) else kind.fromisoformat(value)
    except ValueError:
        raise Misfit from None
