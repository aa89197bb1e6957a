"""What a resident's conversation keeps of watching: the link they came by, the report that is not sent, the rating."""

from dataclasses import dataclass

from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory


class Watching(StatesGroup):
    """A group is joined; what is watched; a report step by step."""

    invited = State()
    list = State()
    one = State()
    seen = State()
    words = State()
    check = State()


class RatingWork(StatesGroup):
    """A finished work is rated: which, the stars, a word."""

    list = State()
    stars = State()
    word = State()


@dataclass(frozen=True)
class WatchLinked(Memory):
    """The token of the link somebody came by, until they have joined."""

    watch_link: str = ""


@dataclass(frozen=True)
class ReportDraft(Memory, under="watch_report"):
    """Which watch is read, and the report on it that is not sent. key is drawn when it is begun."""

    watch: int = 0
    key: str = ""
    seen: str = ""
    text: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RatingDraft(Memory, under="rating"):
    """Which work is rated, and its stars."""

    watch: int = 0
    stars: int = 0
