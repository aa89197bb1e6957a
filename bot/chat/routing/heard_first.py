"""Words that mean the same at every step: they are heard before anything is kept or guessed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.chat.screens import BENEATH
from bot.chat.talk import Replies
from bot.chat.typed import understand


@dataclass(frozen=True)
class Step:
    """Where words are typed, and what is asked there."""

    text: str
    asked: dict[str, Any]
    reads: Callable[[str, dict[str, Any]], str | None]  # the choice that a sentence of one's own names
    notice: dict[str, Any] | None = None  # what a notice asked that came after the last question

    @property
    def is_free(self) -> bool:
        """Whether any words are awaited."""
        return bool(self.asked.get("free") or self.asked.get(BENEATH, {}).get("free"))

    @property
    def is_named(self) -> bool:
        """Whether the words are those of a button of what is asked."""
        return understand(self.text, self.asked) is not None

    @property
    def is_answered(self) -> bool:
        """Whether the words stand for a button of what is asked, or name it in a sentence."""
        return self.is_named or self.reads(self.text, self.asked) is not None


# None: these words are none of what it hears.
HeardFirst = Callable[[Any, Step], Awaitable[Replies | None]]


async def hear_at(heard: HeardFirst, step: Step, talk: Any) -> Replies | None:
    """Hears a text where it was typed; the talk comes last, as a handler's."""
    return await heard(talk, step)
