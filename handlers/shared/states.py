"""The states that any conversation may lead to; those of one flow alone stand beside it, in its own room."""

from typing import Any

from bot.chat.fsm import State, StatesGroup

_WORK: set[str] = set()


class AtWork(StatesGroup):
    """The steps in which somebody works for the office: what is typed is no proposal of their own."""

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        _WORK.add(cls.__name__)


def find_group(state: str | None) -> str:
    """The group of a state by its name: «Propose» of «Propose:side», empty where the conversation stands nowhere."""
    return (state or "").partition(":")[0]


def is_at_work(state: str | None) -> bool:
    """Whether somebody works for the office in a state."""
    return find_group(state) in _WORK


class Start(StatesGroup):
    """Coming in: the language, then the aimak."""

    language = State()
    oblast = State()
    rayon = State()
    aimak = State()
    found = State()


class Menu(StatesGroup):
    """Between things; held: something was written that may be a proposal."""

    open = State()
    held = State()


class Propose(StatesGroup):
    """A proposal: side, text, check; the others are reached from the check screen."""

    resume = State()
    unsent = State()
    discard = State()
    side = State()
    text = State()
    split = State()
    check = State()
    join = State()
    erase = State()
    similar = State()
    change = State()
    category = State()
    amount = State()
    amount_sure = State()
    village = State()
    place = State()
    photo = State()
    name = State()
