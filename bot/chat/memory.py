"""What one flow keeps of a conversation between two messages: a frozen dataclass over a few keys of its data."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, ClassVar, Final, Literal, Self, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.chat.fsm import FSMContext

T = TypeVar("T")
Fit = Callable[[Any], Any]  # a value as its type wants it, or Misfit
_SIMPLE = frozenset({str, int, float, bool})  # as JSON has them already


class Unsaid(Enum):
    """The type of UNSAID: not asked yet, where None already says that somebody left it out."""

    UNSAID = "unsaid"


UNSAID: Final = Unsaid.UNSAID


class Misfit(ValueError):
    """What is kept is of another type than the field that reads it."""


class Memory:
    """What a flow remembers: subclass it as a frozen dataclass whose fields all have a default.

    A field is kept under its own name. With `class Draft(Memory, under="draft")` all fields stand in one value under
    that name. What a later or an earlier version wrote is read as well. Unknown fields are ignored. A missing field and
    one of a wrong type fall back to the default. To change it, read it anew, dataclasses.replace its fields, and keep
    it.
    """

    _under: ClassVar[str] = ""

    def __init_subclass__(cls, *, under: str = "") -> None:
        super().__init_subclass__()
        cls._under = under or cls._under

    @classmethod
    def of(cls, talk: Any) -> Self:
        """Returns what is kept, or the defaults where nothing is; never raises."""
        state: FSMContext = talk.state
        return state.recall(cls, cls._under, read)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept: every field has its default."""
        return self == type(self)()

    async def keep(self, talk: Any) -> None:
        """Writes what differs from what is kept."""
        if self._under:
            if self != self.of(talk):
                talk.state.put({self._under: plain(self) or None})
            return
        before = self.of(talk)
        changes = {}
        for name in _fields(type(self)):  # type: ignore[arg-type]  # a type is hashable
            value, kept = getattr(self, name), getattr(before, name)
            if value is not kept and value != kept:
                changes[name] = plain(value)
        if changes:
            talk.state.put(changes)

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
        for name, fit in _fits(kind):  # type: ignore[arg-type]  # a type is hashable
            if name in kept:
                try:
                    values[name] = fit(kept[name])
                except Misfit:
                    continue
    try:
        return kind(**values)
    except TypeError:
        raise Misfit from None


def plain(value: Any) -> Any:
    """Returns a value as JSON has it; of a dataclass only the fields that differ from their defaults."""
    if value is None or type(value) in _SIMPLE:
        return value
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
        said = ((name, getattr(value, name), field) for name, field in _fields(type(value)).items())  # type: ignore[arg-type]
        return {name: plain(kept) for name, kept, field in said if kept != _default(field)}
    return value


@cache
def _fields(kind: type) -> dict[str, "Field[Any]"]:
    return {field.name: field for field in fields(kind)}


@cache
def _fits(kind: type) -> tuple[tuple[str, Fit], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, _fit(hints[field.name])) for field in fields(kind))


def _default(field: "Field[Any]") -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _fit(hint: Any) -> Fit:
    """Returns what gives a value as its type wants it or raises Misfit.

    A type is looked at once, not with each value.
    """
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _fit_one_of(inner)
    if origin is Literal:
        return partial(_one_of, inner)
    if origin is tuple and inner[-1] is Ellipsis:
        return partial(_each, _fit(inner[0]))
    if origin is tuple:
        return partial(_one_by_one, tuple(map(_fit, inner)))
    if origin is dict:
        return partial(_mapping, _fit(inner[0]), _fit(inner[1]))
    if isinstance(hint, type) and is_dataclass(hint):
        return partial(_dataclass, hint)
    if hint is float:
        return _float
    if isinstance(hint, type) and issubclass(hint, Enum | date | time):
        return partial(_parse_value, hint)
    return partial(_plain, hint)


def _fit_one_of(hints: tuple[Any, ...]) -> Fit:
    fits = [_fit(hint) for hint in hints if hint is not NoneType]
    takes_none = NoneType in hints

    def fit(value: Any) -> Any:
        if value is None and takes_none:
            return None
        for one in fits:
            try:
                return one(value)
            except Misfit:
                continue
        raise Misfit

    return fit


def _one_of(values: tuple[Any, ...], value: Any) -> Any:
    if value in values:
        return value
    raise Misfit


def _each(fit: Fit, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(fit, value))
    raise Misfit


def _one_by_one(fits: tuple[Fit, ...], value: Any) -> Any:
    if isinstance(value, list) and len(value) == len(fits):
        return tuple(fit(one) for fit, one in zip(fits, value, strict=True))
    raise Misfit


def _mapping(fit_key: Fit, fit_value: Fit, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {fit_key(key): fit_value(one) for key, one in value.items()}
    raise Misfit


def _dataclass(kind: type[T], value: Any) -> T:
    if isinstance(value, Mapping):
        return read(kind, value)
    raise Misfit


def _float(value: Any) -> float:
    if type(value) in {int, float}:
        return float(value)
    raise Misfit


def _plain(kind: type, value: Any) -> Any:
    if type(value) is kind:  # not isinstance: True is no number
        return value
    raise Misfit


def _parse_value(kind: type[Enum] | type[date] | type[time], value: Any) -> Enum | date | time:
    try:
        if isinstance(value, str):
            return kind(value) if issubclass(kind, Enum) else kind.fromisoformat(value)
    except ValueError:
        raise Misfit from None
    raise Misfit
