"""What the router finds: a handler, and what it is told beside the message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.chat.message import Choice
from bot.chat.talk import Replies

Handler = Callable[[Any], Awaitable[Replies]]


@dataclass(frozen=True)
class Found:
    """A handler and the value of the choice that led to it. notice says that a notice takes it as its answer.

    between are the choices that what was typed may stand for, the newer or the likelier first.
    """

    handler: Handler
    chosen: str = ""
    taken: bool = False
    between: tuple[Choice, ...] = ()
