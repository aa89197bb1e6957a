"""Where the conversation of a resident can stand, besides what every conversation shares."""

from bot.chat.fsm import State, StatesGroup


class Mine(StatesGroup):
    """A person's own proposals."""

    list = State()
    one = State()
    correct = State()
    add = State()
    resend = State()
    withdraw = State()
    supported = State()
    works = State()
    others = State()
    erase = State()


class Decidable(StatesGroup):
    """What an office would have to ask about a proposal that was just sent; which question words answer."""

    ask = State()
    which = State()


class Notices(StatesGroup):
    """Whether to tell of budget hearings."""

    ask = State()


class Consent(StatesGroup):
    """Whether what is about to be kept, and is no proposal, may be."""

    ask = State()


class Hearings(StatesGroup):
    """The hearings of an aimak, as a resident sees them."""

    list = State()
    one = State()
    companions = State()
    question = State()


class Papers(StatesGroup):
    """The papers of the budget: the list, and one that is read here."""

    list = State()
    one = State()


class Settings(StatesGroup):
    """What a person can set."""

    open = State()
    others = State()
    topics = State()


class Messengers(StatesGroup):
    """The messengers of one person: which there are, whether one parts, and what a code asks."""

    open = State()
    part = State()
    offer = State()


class Privacy(StatesGroup):
    """What is kept of a person, and taking consent back."""

    open = State()


class Forgetting(StatesGroup):
    """Whether everything that is kept of somebody is to go."""

    ask = State()


class Dialogue(StatesGroup):
    """What the author says to an answer or to a question of the office. Stored as «Heard», which older rows hold."""

    question = State(group_name="Heard")
    reply = State(group_name="Heard")
    why = State(group_name="Heard")
    understood = State(group_name="Heard")
    unfinished = State(group_name="Heard")
