"""Every state a conversation can stand in."""

from bot.fsm import State, StatesGroup


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
    side = State()
    text = State()
    check = State()
    join = State()
    erase = State()
    change = State()
    category = State()
    amount = State()
    amount_sure = State()
    village = State()
    place = State()
    photo = State()
    name = State()


class Mine(StatesGroup):
    """A person's own proposals."""

    list = State()
    one = State()
    correct = State()
    withdraw = State()


class Notices(StatesGroup):
    """Whether to tell of budget hearings."""

    ask = State()


class Settings(StatesGroup):
    """What a person can set."""

    open = State()


class Privacy(StatesGroup):
    """What is kept of a person, and taking consent back."""

    open = State()
