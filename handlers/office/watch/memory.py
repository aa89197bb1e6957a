"""What the desk remembers of watches, and where somebody of an office can stand with them."""

from dataclasses import dataclass

from bot.chat.fsm import State
from bot.chat.memory import Memory
from handlers.office.staff_only import works_here
from handlers.shared.router import router
from handlers.shared.states import AtWork


class WatchDesk(AtWork):
    """The watches of an aimak, one of them, one report."""

    list = State()
    line = State()
    check = State()
    one = State()
    sure = State()
    reports = State()
    report = State()
    answer = State()
    send = State()


@dataclass(frozen=True)
class WatchDraft(Memory, under="new_watch"):
    """A watch that is being made; key is drawn when it is begun, so that it is made once."""

    key: str = ""
    line: str = ""
    work: int | None = None  # the proposal (id) whose work it is


@dataclass(frozen=True)
class WatchRead(Memory, under="watch_desk"):
    """Which watch and report is read, what is about to be answered, and what is about to be ended."""

    watch: int = 0
    report: int = 0
    said: str = ""
    over: int | None = None  # when the answer was given that is on the screen (ms UTC)
    ends: str = ""


watch_desk = router.room(works_here, once=True)
