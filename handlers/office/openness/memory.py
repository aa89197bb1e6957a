"""Where somebody of an office can stand with the openness checklist, and what they are about to enter."""

from dataclasses import dataclass
from datetime import date

from bot.chat.fsm import State
from bot.chat.memory import Memory
from handlers.office.staff_only import works_here
from handlers.shared.router import router
from handlers.shared.states import AtWork


class OpennessDesk(AtWork):
    """The list, one row, and an entry step by step."""

    list = State()
    row = State()
    channel = State()
    language = State()
    day = State()
    place = State()
    sheet = State()


@dataclass(frozen=True)
class OpennessRead(Memory, under="openness"):
    """Which row is read, and what is entered of it so far."""

    row: str = ""
    channel: str = ""
    language: str = ""
    day: date | None = None


openness_desk = router.room(works_here, once=True)
