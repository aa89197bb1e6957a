"""What a group has said so far of its initiative, and where a resident can stand with it."""

from dataclasses import dataclass, field

from bot.budget.initiative.application import STEPS, Application
from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory


class Apply(StatesGroup):
    """An application, step by step."""

    resume = State()
    call = State()
    step = State()
    check = State()
    change = State()


class OwnInitiatives(StatesGroup):
    """Somebody's own initiatives, and what they say of the work."""

    list = State()
    one = State()
    words = State()
    sum = State()
    withdraw = State()


class AllInitiatives(StatesGroup):
    """The public list."""

    list = State()


@dataclass(frozen=True)
class InitiativeDraft(Memory, under="initiative"):
    """An application that is not sent yet. key is drawn when it is begun, so that it is sent once."""

    key: str = ""
    call: int = 0
    step: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()  # of each its kind and the channel's reference
    proposal: int | None = None  # which it is made of
    shown: bool = False
    changing: bool = False
    offered: bool = False

    @property
    def name(self) -> str:
        """The step that is asked."""
        return STEPS[min(max(self.step, 0), len(STEPS) - 1)]

    @property
    def application(self) -> Application:
        """The answers given so far."""
        return Application(**{step: said for step, said in self.answers.items() if step in STEPS and step != "photos"})


@dataclass(frozen=True)
class OwnInitiative(Memory):
    """Which of their own initiatives somebody reads, and what they are about to say of its work."""

    initiative: int = 0
    initiative_says: str = ""
    initiative_words: str = ""
    initiative_files: tuple[tuple[str, str], ...] = ()
