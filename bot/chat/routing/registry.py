"""What is registered: handlers by state and by what happened, screens, and what each state awaits."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.budget.referral.doors import Door
from bot.chat.fsm import State
from bot.chat.routing.found import Found, Handler
from bot.chat.routing.meanings import ALWAYS
from bot.chat.talk import NoHandler, Refused, Screen
from bot.language.intents import Intent
from bot.language.refusal import Refusal


class Registry:
    """Handlers by state and by what happened there, «choice:…», «means:…», «kind:…»; «*» is any state."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str], Handler] = {}
        self.refusals: dict[type[Refusal], Refused] = {}  # the words of everybody for what is refused
        self.screens: dict[str, Screen] = {}
        self.opens: set[str] = set()  # choices that stay useful after they were pressed
        self.idle: set[str | None] = {None}  # states in which nothing is asked that a notice could come in between of
        self.yielding: set[str | None] = set()  # states that wait while a notice which takes any words is answered
        self.interrupted: set[str | None] = set()  # states in which words below such a notice are asked about first
        # States that take any words, but for those that answer another message.
        self.asking_freely: set[str | None] = set()
        # Of a state that awaits free text: the meanings heard all the same.
        self.listens: dict[str, frozenset[Intent]] = {}
        # Whether a state reads a text itself, such as a day, a number of people or a no.
        self.reads_itself: Callable[[str | None, str], bool] = lambda _state, _text: False
        self.names_a_matter: Callable[[str], bool] = lambda _text: False  # of the budget, or wishes for something
        self.commands: frozenset[Intent] = frozenset()  # meanings that never answer a notice which takes any words
        self.is_about: Callable[[str], bool] = lambda _text: False  # it names something of the budget
        # The same, however much it resembles a wish to the bot; and whether it says that something is needed.
        self.speaks_of_a_matter: Callable[[str], bool] = lambda _text: False
        self.says_a_need: Callable[[str], bool] = lambda _text: False
        self.shuts: Callable[[str | None, Door], bool] = lambda _state, _door: False  # where a door is not opened
        # Takes what is kept, the state and the id of a person's own message. Returns the choice for words in reply to
        # it.
        self.own_message: Callable[[Mapping[str, Any], str | None, str], str | None] = lambda _data, _state, _id: None
        # It takes what is kept, a text and the time (ms UTC). It gives the choice of a button that stays above the
        # screen, named by its words.
        self.lasting: Callable[[Mapping[str, Any], str, int], str | None] = lambda _data, _text, _now: None
        self.arriving: set[str | None] = {None}  # states of somebody who only comes in
        self.naming: set[str | None] = set()  # states in which the name of a person or a place is awaited
        # Of a choice by its name: which one on the screen a sentence of one's own names.
        self.reads_choice: dict[str, Callable[[str], str | None]] = {}
        self.takes_no_label: set[str] = set()  # choices that a notice takes words for, but no label of a button
        self.askable: frozenset[Intent] = frozenset()  # meanings that have words to be asked about by
        # Of a state and what it asks: under which name its messages were learned; empty where none were.
        self.names_step: Callable[[str | None, dict[str, Any]], str] = lambda _state, _asked: ""

        self.titles: dict[str, str] = {}  # what can be typed there also where it is not on the screen: title → id

    @property
    def choices(self) -> set[str]:
        """The ids of choices that have a handler somewhere."""
        return {what.removeprefix("choice:") for _, what in self._handlers if what.startswith("choice:")}

    def register(self, what: str, states: tuple[State, ...], handler: Handler) -> None:
        """Enters a handler in the states named, or in any; ValueError where there is one already."""
        for state in [str(state.state) for state in states] or ["*"]:
            if (state, what) in self._handlers:
                raise ValueError(f"two handlers for {what} in {state}")
            self._handlers[state, what] = handler

    def look_up(self, place: str, what: str) -> Handler | None:
        """Returns the handler of that very place, a state or «*»."""
        return self._handlers.get((place, what))

    def find_first(self, state: str | None, *whats: str) -> Handler:
        """Returns the first handler there is: the state before any, one name after the other; else NoHandler."""
        for what in whats:
            for place in (state or "", "*"):
                handler = self._handlers.get((place, what))
                if handler is not None:
                    return handler
        raise NoHandler(f"nothing handles {whats[0]} in {state}")

    def find_meaning_at(self, state: str | None, intent: Intent, *, free: bool) -> Handler | None:
        """Returns the handler of a meaning in a state or anywhere. With free only what is heard beside a text counts."""
        here = self._handlers.get((state or "", f"means:{intent}"))
        is_heard = not free or intent in self.listens.get(state or "", ALWAYS)
        return here or (self._handlers.get(("*", f"means:{intent}")) if is_heard else None)

    def find_door_at(self, state: str | None, door: str) -> Handler | None:
        """Returns the handler of a door in a state or anywhere."""
        return self.look_up(state or "", f"door:{door}") or self.look_up("*", f"door:{door}")

    def find_chosen(self, state: str | None, choice: str) -> Found:
        """Returns the handler of a choice, «name:value»; of one that nobody handles there, what says so."""
        name, _, value = choice.partition(":")
        return Found(self.find_first(state, f"choice:{name}", "choice:stale"), value)

    def find_taking(self, state: str | None, choice: str) -> Found:
        """The handler of a choice that takes what was typed as its answer."""
        found = self.find_chosen(state, choice)
        return Found(found.handler, found.chosen, taken=True)
