"""Finds the handler for what a person said where the conversation stands."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.chat.message import Incoming, Kind
from bot.chat.routing.found import Found, Handler
from bot.chat.routing.heard_first import HeardFirst, Step, hear_at
from bot.chat.routing.meanings import OF_A_HEARING
from bot.chat.routing.question import find_beneath, is_of_the_question, is_of_which, list_by_titles
from bot.chat.routing.registry import Registry
from bot.chat.routing.replied_to import find_answered
from bot.chat.routing.rooms import Room
from bot.chat.routing.typed import find_command, find_typed, read_choice
from bot.chat.routing.unnamed import find_unnamed
from bot.chat.screens import Answered
from bot.chat.talk import Guard, Replies
from bot.chat.typed import is_titled, understand
from bot.language.intents import Intent, find_meanings
from bot.language.wishes.plainly import say_plainly


class Router(Registry, Room):
    """Handlers by state and by what happened there. More exact ones win: this state before any, a choice before text.

    The router is the room of everybody; others are made of it for those who have a right.
    """

    def __init__(self) -> None:
        Registry.__init__(self)
        Room.__init__(self, self)
        self._heard_first: list[HeardFirst] = []

    def room(self, guard: Guard | None = None, *, once: bool = False) -> Room:
        """Makes a room whose handlers and screens let in only whom the guard does not refuse."""
        return Room(self, guard, once=once)

    def hear_first(self, heard: HeardFirst) -> HeardFirst:
        """Registers words that mean the same at every step: they are heard before anything is kept or guessed."""
        self._heard_first.append(heard)
        return heard

    def between(self, handler: Handler) -> Handler:
        """Registers what is said where a typed answer fits the last question and a notice that came after it."""
        self._handlers["*", "between"] = handler
        return handler

    def asked(self, of: str) -> Callable[[Handler], Handler]:
        """Registers what answers a question to the bot that no meaning has: «free», «bring»."""

        def register(handler: Handler) -> Handler:
            self._handlers["*", f"asked:{of}"] = handler
            return handler

        return register

    def near(self, handler: Handler) -> Handler:
        """Registers what is asked where a typed text only resembles what others meant; nothing is done unasked."""
        self._handlers["*", "near"] = handler
        return handler

    async def hear(self, talk: Any, asked: dict[str, Any], notice: dict[str, Any] | None = None) -> Replies | None:
        """What is said to such words. None: there are none, a button is called so, or a message of ours is answered.

        notice is what a notice asked that came after the last question.
        """
        said: Incoming = talk.incoming
        if said.kind is not Kind.TEXT or said.reply_to or not said.text.strip() or is_titled(said.text, asked):
            return None
        step = Step(said.text, asked, partial(read_choice, self), notice)
        for heard in self._heard_first:
            replies = await self.answering(partial(hear_at, heard, step))(talk)
            if replies is not None:
                return replies
        return None

    def find(
        self,
        state: str | None,
        incoming: Incoming,
        asked: dict[str, Any],
        notice: dict[str, Any] | None = None,
        rest: str = "",
        *,
        answered: Answered | None = None,
        lasting: str | None = None,
    ) -> Found:
        """Returns the handler for what arrived; raises NoHandler only if nothing at all is registered for it.

        notice is what a notice asked that came after the last question. Where the conversation stands idle a typed
        answer is tried on it first. In the middle of something only its whole labels are. What fits both, such as a
        digit, is asked back. Whoever reads the newest message does not think of an older one. rest is the choice that
        further files of the same album belong to. answered is the message of ours that somebody answers by a swipe: it
        is meant, whatever came after it. lasting is the choice of a button above the screen that was named by its
        words. A button of the screen with these words comes first.
        """
        if rest and incoming.kind is Kind.MEDIA:
            return self.find_chosen(state, rest)
        if not is_of_which(incoming, asked):
            asked = find_beneath(incoming, asked)
        idle = state in self.idle and not asked.get("free")
        if incoming.kind is Kind.START:
            return Found(self.find_first(state, "command:start"), incoming.text)
        if incoming.kind is Kind.CHOICE:
            # A button of another question must not act on what the conversation is about now.
            is_asked = incoming.question is None or incoming.question == asked.get("mark", "")
            return self.find_chosen(state if is_asked else None, incoming.choice)
        if incoming.kind is Kind.TEXT:
            command = find_command(self, state, incoming.text, free=bool(asked.get("free")))
            if command is not None:
                return command
            if lasting and understand(incoming.text, {**list_by_titles(asked), "free": True}) is None:
                return self.find_chosen(state, lasting)
        swiped = find_answered(self, state, incoming, asked, answered) if answered is not None else None
        if swiped is not None:
            return swiped
        # A swipe on the question that stands answers it, whatever notice came below.
        notice = None if is_of_the_question(answered, asked) else notice
        takes_words = bool(notice and notice.get("takes"))
        yields = takes_words and (idle or state in self.yielding)
        if incoming.kind is Kind.TEXT:
            said = find_typed(self, state, incoming.text, asked, notice, idle=idle, yields=yields)
            plain = "" if said else say_plainly(incoming.text)
            is_heard = not asked.get("free") or bool(find_meanings(plain) & OF_A_HEARING)
            if plain and plain != incoming.text and is_heard:  # «угуу качан деп сурап жатам»
                said = find_typed(self, state, plain, asked, notice, idle=idle, yields=yields)
            if said is not None:
                return said
        return find_unnamed(self, state, incoming, asked, notice, yields=yields)

    def meaning(self, state: str | None, intent: Intent) -> Handler | None:
        """Returns the handler of a meaning in a state or anywhere; None where there is none."""
        return self.find_meaning_at(state, intent, free=False)

    def asks_which(self) -> Handler:
        """Returns the handler that asks which of several meanings is meant."""
        return self.find_first(None, "near")

    def plain_text(self, state: str | None) -> Handler:
        """Returns the handler of a text that stands for nothing: it is taken as what was written."""
        return self.find_first(state, f"kind:{Kind.TEXT}", "kind:*")
