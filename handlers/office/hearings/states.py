"""Where staff can stand who prepare a hearing, work on one, or write down what was said there."""

from bot.chat.fsm import State
from handlers.shared.states import AtWork


class Announce(AtWork):
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


class HearingDesk(AtWork):
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


class Spoken(AtWork):
    """A proposal that was spoken at a hearing, as the office takes it down."""

    text = State()
    side = State()
    name = State()
    check = State()
