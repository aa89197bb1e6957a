"""Rooms: handlers and screens behind one permission check, with the words for what is refused there."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from bot.budget.referral.doors import Door
from bot.chat.fsm import State
from bot.chat.message import Kind, Reply
from bot.chat.routing.found import Handler
from bot.chat.routing.registry import Registry
from bot.chat.talk import Guard, Refused, Screen
from bot.language.intents import Intent
from bot.language.refusal import Refusal

R = TypeVar("R")


class Room:
    """Handlers and screens behind one permission check, and the words for what is refused there.

    guard is awaited before each of them; it raises a refusal, such as NotAllowed, for whoever may not come in. With once it
    is asked once a turn, since what it asks does not depend on where the conversation stands. A refusal that rises out
    of a handler or a screen becomes words here. What was written before it in the same turn stays written.
    """

    def __init__(self, registry: Registry, guard: Guard | None = None, *, once: bool = False) -> None:
        self._registry = registry
        self._guard = guard
        self._once = once
        self.refusals: dict[type[Refusal], Refused] = {}

    def on(
        self,
        *states: State,
        choice: str = "",
        command: str = "",
        means: Intent | None = None,
        door: Door | None = None,
        kind: Kind | None = None,
        opens: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Registers a handler for a choice, command, meaning, door or kind of message, in the states named or in any.

        A door takes what is written, or stands below a file, before it is kept as what was asked for.

        opens marks a choice whose button only opens something, so that it stays useful where a notice bears it.
        """
        named = {"choice": choice, "command": command, "means": means, "door": door}
        what = next((f"{name}:{value}" for name, value in named.items() if value), f"kind:{kind or '*'}")

        def register(handler: Handler) -> Handler:
            self._registry.register(what, states, self.answering(handler))
            if opens:
                self._registry.opens.add(choice)
            return handler

        return register

    def screen(self, state: State) -> Callable[[Screen], Screen]:
        """Registers the question of a state: what Talk.ask and Talk.again return."""

        def register(screen: Screen) -> Screen:
            self._registry.screens[str(state.state)] = self.answering(screen)
            return screen

        return register

    def refuses(self, *refusals: type[Refusal]) -> Callable[[Refused], Refused]:
        """Registers the words for refusals that a handler or a screen raises: a function of talk and the refusal.

        The most exact class counts, and of two words for it those of the room. A handler catches a refusal itself
        only where its words differ from everybody else's.
        """

        def register(words: Refused) -> Refused:
            for refusal in refusals:
                if refusal in self.refusals:
                    raise ValueError(f"two words for {refusal.__name__}")
                self.refusals[refusal] = words
            return words

        return register

    def answering(self, handler: Callable[[Any], Awaitable[R]]) -> Callable[[Any], Awaitable[R | Reply]]:
        """Puts a handler or a screen behind the guard of this room, with its words for what is refused."""

        @wraps(handler)
        async def answer(talk: Any) -> R | Reply:
            try:
                if self._guard is not None and not (self._once and self._guard in talk.let_in):
                    await self._guard(talk)
                    talk.let_in.add(self._guard)
                return await handler(talk)
            except Refusal as refused:
                words = self._find_words(type(refused))
                # Words that ask a question which refuses once more would never end.
                if words is None or words in talk.refusing:
                    raise
                talk.refusing.add(words)
                try:
                    return await words(talk, refused)
                finally:
                    talk.refusing.discard(words)

        return answer

    def _find_words(self, refusal: type[Refusal]) -> Refused | None:
        rooms = (self.refusals, self._registry.refusals)
        return next((room[kind] for kind in refusal.__mro__ for room in rooms if kind in room), None)
