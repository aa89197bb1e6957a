"""What the desk remembers of calls and initiatives, and where somebody of an office can stand with them."""

from dataclasses import dataclass
from datetime import date

from bot.budget.initiative.call import Regime
from bot.budget.initiative.course import Decision
from bot.budget.initiative.marks import Criterion
from bot.chat.fsm import State
from bot.chat.memory import Memory
from handlers.office.staff_only import works_here
from handlers.shared.router import router
from handlers.shared.states import AtWork


class Announcing(AtWork):
    """A call before it is announced."""

    regime = State()
    largest = State()
    last_day = State()
    done_by = State()
    check = State()


class CallDesk(AtWork):
    """Calls of an aimak, one of them, one initiative, and what is done to it."""

    calls = State()
    call = State()
    one = State()
    papers = State()
    marks = State()
    mark = State()
    why = State()
    decide = State()
    granted = State()
    reason = State()
    sure = State()
    money = State()
    words = State()
    sum = State()


@dataclass(frozen=True)
class CallDraft(Memory, under="initiative_call"):
    """A call that is being announced; key is drawn when it is begun, so that it is announced once."""

    key: str = ""
    regime: Regime | None = None
    largest: int = 0
    last_day: date | None = None
    done_by: date | None = None


@dataclass(frozen=True)
class Judging(Memory, under="judging"):
    """Which call and initiative is read, and what is about to be said of it."""

    call: int = 0
    initiative: int = 0
    criterion: Criterion | None = None
    mark: int = 0
    decision: Decision | None = None
    amount: int = 0
    why: str = ""
    step: str = ""
    words: str = ""
    files: tuple[tuple[str, str], ...] = ()


initiative_desk = router.room(works_here, once=True)
