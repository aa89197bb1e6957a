"""Talk: all that a handler sees of one turn, who said what, where the conversation stands, and how to answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.chat.fsm import FSMContext, State
from bot.chat.memory import Memory
from bot.chat.message import BACK, LATER, MORE, Choice, Incoming, Reply
from bot.chat.texts import Words, say_in_every_language
from bot.language.intents import Intent

S = TypeVar("S")
P = TypeVar("P")

Replies = Reply | tuple[Reply, ...]
Screen = Callable[[Any], Awaitable[Reply]]
Guard = Callable[[Any], Awaitable[None]]
Refused = Callable[[Any, Any], Awaitable[Reply]]


@dataclass(frozen=True)
class Unclear(Memory):
    """How many replies to the present question were not understood; Talk.ask counts from 0 anew."""

    unclear: int = 0


@dataclass(frozen=True)
class Over(Memory):
    """What is asked over a step, «name:value», and over which (state): it is asked again until it is answered."""

    over: str = ""
    over_at: str | None = None


class NoHandler(LookupError):
    """Nothing is said where nothing is registered: a router without its last resort."""


@dataclass
class Talk(Generic[S, P]):
    """One turn of a conversation: who said what, where the conversation stands, and how to answer."""

    incoming: Incoming
    store: S
    person: P
    state: FSMContext
    words: Words  # of the person's language
    now: int  # ms UTC
    chosen: str = ""  # the value of the choice, what stands behind its colon; the payload of a start
    taken: bool = False  # what was typed answers a notice
    between: tuple[Choice, ...] = ()  # the two choices that what was typed may stand for, the newer first
    continues: bool = False  # what was said is a further part of the album that was answered last
    erased: bool = False  # a handler's wish: the event as it came is not kept
    screens: dict[str, Screen] = field(default_factory=dict)  # the question of each state
    let_in: set[Guard] = field(default_factory=set)  # guards that let this person in this turn
    remarks: list[str] = field(default_factory=list)  # what is said above whatever a handler answers
    refusing: set[Refused] = field(default_factory=set)  # words for refusals that are just being said

    @property
    def text(self) -> str:
        """What was typed, or the caption of a file."""
        return self.incoming.text

    def add_remark(self, said: str) -> None:
        """Says something above whatever is answered; it stays there while the rest of an album comes."""
        if said and said not in self.remarks:
            self.remarks.append(said)

    def say(self, message: str, **values: object) -> str:
        """A sentence in the person's language."""
        return self.words.say(message, **values)

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """A sentence in the form that goes with a number."""
        return self.words.say_n(one, many, n, **values)

    def make_choice(
        self, id: str, title: str, *, synonyms: tuple[str, ...] = (), means: tuple[Intent, ...] = ()
    ) -> Choice:
        """A button whose title is one of the bot's own sentences; it can be typed in either language, or meant.

        Of «Spending: money out» what stands before the colon names the choice as well.
        """
        titles = say_in_every_language(title)
        names = [head for head, colon, _ in (one.partition(":") for one in titles) if colon]
        return Choice(id, self.words.title(title), titles, (*synonyms, *names), means)

    def offer_yes_or_no(self, id: str) -> tuple[Choice, Choice]:
        """Yes and no to one question: `id:yes` and `id:no`."""
        yes = self.make_choice(f"{id}:yes", "Yes", means=(Intent.YES,))
        return yes, self.make_choice(f"{id}:no", "No", means=(Intent.NO,))

    def back(self) -> Choice:
        """The way one step back, also `0`."""
        return self.make_choice(BACK, "Back", means=(Intent.BACK,))

    def offer_later(self) -> Choice:
        """The way out that keeps the draft."""
        return self.make_choice(LATER, "I will go on later", means=(Intent.LATER,))

    def offer_more(self) -> Choice:
        """The way to the next page of a list."""
        return self.make_choice(MORE, "More", means=(Intent.MORE,))

    async def ask(self, state: State) -> Reply:
        """Moves the conversation to a state and returns its question; unclear replies are counted from here anew."""
        await self.state.set_state(state)
        await Unclear().keep(self)
        return await self.ask_again()

    async def ask_again(self) -> Reply:
        """Returns the question of the present state once more, in the present language."""
        screen = self.screens.get(self.state.state or "")
        if screen is None:
            raise NoHandler(f"no screen for {self.state.state}")
        return await screen(self)


def list_ways(talk: Talk[Any, Any], *, back: bool = True, later: bool = False) -> tuple[Choice, ...]:
    """The ways beside the choices, always in this order; a list in pages has them of its page."""
    chosen = ((back, talk.back), (later, talk.offer_later))
    return tuple(way() for wanted, way in chosen if wanted)


def skip(talk: Talk[Any, Any]) -> Choice:
    """The way past a question that may stay unanswered, also by «жок»: nothing is said there."""
    return talk.make_choice("skip", "Skip", means=(Intent.SKIP, Intent.NO))


def list_files(talk: Talk[Any, Any]) -> tuple[tuple[str, str], ...]:
    """What came along, as pairs of kind and the channel's reference."""
    return tuple((media.kind, media.reference) for media in talk.incoming.media)
