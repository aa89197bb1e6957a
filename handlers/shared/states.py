"""Every state a conversation can stand in."""

from bot.chat.fsm import State, StatesGroup


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


class Privacy(StatesGroup):
    """What is kept of a person, and taking consent back."""

    open = State()


class Heard(StatesGroup):
    """What the author says to an answer or to a question of the office."""

    question = State()
    reply = State()


class Desk(StatesGroup):
    """The desk of somebody who works in an office: lists, and one proposal."""

    list = State()
    one = State()
    ask = State()
    explain = State()
    exclude = State()
    title = State()
    kept = State()
    campaign = State()


class Answering(StatesGroup):
    """An answer, step by step."""

    decision = State()
    reason = State()
    amount = State()
    line = State()
    sentence = State()
    preview = State()


class Year(StatesGroup):
    """The budget year of an aimak."""

    open = State()
    hearing = State()
    attendance = State()
    results = State()
    unanswered = State()
    table = State()
    revenue = State()
    spending = State()


class Announce(StatesGroup):
    """A hearing before it is announced, step by step."""

    resume = State()
    kind = State()
    day = State()
    time = State()
    place = State()
    pin = State()
    agenda = State()
    papers = State()
    paper = State()
    check = State()
    change = State()
    text = State()
    when = State()
    late = State()
    night = State()
    again = State()


class HearingDesk(StatesGroup):
    """A hearing at the desk: the list, one of them, and what is done to it."""

    list = State()
    one = State()
    move = State()
    move_day = State()
    move_time = State()
    move_place = State()
    move_check = State()
    move_text = State()
    cancel = State()
    held = State()
    count = State()
    papers = State()
    paper = State()
    results = State()
    table = State()
    again = State()
    broadcasts = State()
    broadcast = State()
    stop = State()
    lost = State()


class Spoken(StatesGroup):
    """A proposal that was spoken at a hearing, as the office takes it down."""

    text = State()
    side = State()
    name = State()
    check = State()


class Team(StatesGroup):
    """Who works in the office, and how it works."""

    open = State()
    one = State()
    invite = State()
