"""Finds the handler for what a person said where the conversation stands; rooms check a permission before each.

One file past 300 lines: how what was typed is understood stands beside the rooms that register what hears it.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any, TypeVar

from bot.budget.referral.doors import Door, find_door
from bot.chat.at_step import SURE, Here, goes_on, is_doubted, read_at_step
from bot.chat.fsm import State
from bot.chat.message import Choice, Incoming, Kind, Reply
from bot.chat.screens import BENEATH, Answered
from bot.chat.talk import Guard, NoHandler, Refused, Replies, Screen
from bot.chat.texts import is_label, say_in_every_language
from bot.chat.typed import is_titled, understand
from bot.language.common_speech.reading import say_commonly
from bot.language.gist.at_step import find_meant_at
from bot.language.gist.nearest import OPENS_A_DOOR, find_nearest_door, find_nearest_meanings, is_far_nearer
from bot.language.gist.parts import find_meant_by_parts
from bot.language.gist.reading import denies, find_gist, find_near_gist, is_spoken_of
from bot.language.intents import LONGEST, NO_FIRST, Intent, find_meanings, find_meanings_of_a_name
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.refusal import Refusal
from bot.language.wishes.plainly import say_plainly

R = TypeVar("R")
# A name behind it means that very command too: whoever writes to us alone means us, whichever bot it names.
_COMMAND = re.compile(r"/(?P<name>[A-Za-z][A-Za-z0-9_]{0,31})(?:@\w{1,64})?(?P<rest> .*)?", re.DOTALL)

_ALWAYS = frozenset({Intent.MENU})  # heard wherever text is awaited: it is nobody's answer
_OF_A_HEARING = {Intent.COME, Intent.DECLINE}  # said in reply to a message, they are about what that is about

# What only shows something, or asks before it does anything: it opens at once.
SHOWS = frozenset({
    Intent.CALL, Intent.STATUS, Intent.HEARINGS, Intent.WHO, Intent.HELP, Intent.UNCLEAR, Intent.PROPOSE, Intent.THANKS,
    Intent.GREETING, Intent.FAREWELL, Intent.FORGET, Intent.WITHDRAW, Intent.ERASE, Intent.BUDGET, Intent.MENU, Intent.QUEUE,
    Intent.CHANGE, Intent.KYRGYZ, Intent.RUSSIAN, Intent.LANGUAGE, Intent.MYDATA, Intent.SEEN, Intent.STEPS, Intent.WAIT,
    Intent.NAMELESS,
})  # fmt: skip

# A side is shown again on the check screen, where a tap changes it.
_SIDES = frozenset({Intent.REVENUE, Intent.SPENDING, Intent.UNSURE})
_OF_AN_ANSWER = frozenset({Intent.DISAGREE, Intent.CLEAR, Intent.WHY})
_COURTESIES = frozenset({Intent.THANKS, Intent.GREETING, Intent.FAREWELL})
_OF_THE_BOT = frozenset({Intent.SEEN, Intent.STEPS})
_ANSWERED_ON_ARRIVAL = frozenset(
    {Intent.CALL, Intent.WHO, Intent.UNCLEAR, Intent.HELP, Intent.SEEN, Intent.STEPS, *_COURTESIES}
)
_ANSWERED_AT_ONCE = _COURTESIES | {Intent.HALT}  # what is said back, or asked back
_OF_A_BUTTON = frozenset({Intent.SKIP, Intent.BACK, Intent.MORE})  # asked about only where a button says so
_WORDS_OF_A_BARE_NO = 2
_LEAST_OF_A_DOOR = 3  # words
_MOST_NEAR = 2  # meanings that a text resembles and is asked about by
# By how much they must lead where a text of one's own is awaited, and where a name is. No table knows names.
_LEADS_WORDS, _LEADS_A_NAME = 5.0, 14.0
_LEADS_ON_SCREEN = 12.0  # where the text names a matter, and the screen offers the meaning
_LEADS_UNREAD = 20.0  # where a word says nothing to the rules

Handler = Callable[[Any], Awaitable[Replies]]


@dataclass(frozen=True)
class Step:
    """Where words are typed, and what is asked there."""

    text: str
    asked: dict[str, Any]
    reads: Callable[[str, dict[str, Any]], str | None]  # the choice that a sentence of one's own names

    @property
    def is_free(self) -> bool:
        """Whether any words are awaited."""
        return bool(self.asked.get("free") or self.asked.get(BENEATH, {}).get("free"))

    @property
    def is_answered(self) -> bool:
        """Whether the words stand for a button of what is asked, or name it in a sentence."""
        return understand(self.text, self.asked) is not None or self.reads(self.text, self.asked) is not None


# None: these words are none of what it hears.
HeardFirst = Callable[[Any, Step], Awaitable[Replies | None]]


@dataclass(frozen=True)
class Found:
    """A handler and the value of the choice that led to it. notice says that a notice takes it as its answer.

    between are the choices that what was typed may stand for, the newer or the likelier first.
    """

    handler: Handler
    chosen: str = ""
    taken: bool = False
    between: tuple[Choice, ...] = ()


class Room:
    """Handlers and screens behind one permission check, and the words for what is refused there.

    guard is awaited before each of them; it raises a refusal, such as NotAllowed, for whoever may not come in. With once it
    is asked once a turn, since what it asks does not depend on where the conversation stands. A refusal that rises out
    of a handler or a screen becomes words here. What was written before it in the same turn stays written.
    """

    def __init__(self, router: "Router", guard: Guard | None = None, *, once: bool = False) -> None:
        self._router = router
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
            self._router.register(what, states, self._answering(handler))
            if opens:
                self._router.opens.add(choice)
            return handler

        return register

    def screen(self, state: State) -> Callable[[Screen], Screen]:
        """Registers the question of a state: what Talk.ask and Talk.again return."""

        def register(screen: Screen) -> Screen:
            self._router.screens[str(state.state)] = self._answering(screen)
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

    def _answering(self, handler: Callable[[Any], Awaitable[R]]) -> Callable[[Any], Awaitable[R | Reply]]:
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
        rooms = (self.refusals, self._router.refusals)
        return next((room[kind] for kind in refusal.__mro__ for room in rooms if kind in room), None)


class Router(Room):
    """Handlers by state and by what happened there. More exact ones win: this state before any, a choice before text.

    The router is the room of everybody; others are made of it for those who have a right.
    """

    def __init__(self) -> None:
        super().__init__(self)
        self._handlers: dict[tuple[str, str], Handler] = {}
        self.screens: dict[str, Screen] = {}
        self.opens: set[str] = set()  # choices that stay useful after they were pressed
        self.idle: set[str | None] = {None}  # states in which nothing is asked that a notice could come in between of
        self.yielding: set[str | None] = set()  # states that wait while a notice which takes any words is answered
        self.interrupted: set[str | None] = set()  # states in which words below such a notice are asked about first
        self.asking_freely: set[str | None] = (
            set()
        )  # states that take any words, but for those that answer another message
        self.listens: dict[
            str, frozenset[Intent]
        ] = {}  # of a state that awaits free text: the meanings heard all the same
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
        self._heard_first: list[HeardFirst] = []

        # Of a state and what it asks: under which name its messages were learned; empty where none were.
        self.names_step: Callable[[str | None, dict[str, Any]], str] = lambda _state, _asked: ""

        self.titles: dict[str, str] = {}  # what can be typed there also where it is not on the screen: title → id

    def room(self, guard: Guard | None = None, *, once: bool = False) -> Room:
        """Makes a room whose handlers and screens let in only whom the guard does not refuse."""
        return Room(self, guard, once=once)

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

    def hear_first(self, heard: HeardFirst) -> HeardFirst:
        """Registers words that mean the same at every step: they are heard before anything is kept or guessed."""
        self._heard_first.append(heard)
        return heard

    async def hear(self, talk: Any, asked: dict[str, Any]) -> Replies | None:
        """What is said to such words. None: there are none, a button is called so, or a message of ours is answered."""
        said: Incoming = talk.incoming
        if said.kind is not Kind.TEXT or said.reply_to or not said.text.strip() or is_titled(said.text, asked):
            return None
        step = Step(said.text, asked, self._read_choice)
        for heard in self._heard_first:
            replies = await self._answering(partial(_hear_at, heard, step))(talk)
            if replies is not None:
                return replies
        return None

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
            return self._find_chosen(state, rest)
        if not _is_of_which(incoming, asked):
            asked = asked[BENEATH]
        idle = state in self.idle and not asked.get("free")
        if incoming.kind is Kind.START:
            return Found(self._find_first(state, "command:start"), incoming.text)
        if incoming.kind is Kind.CHOICE:
            # A button of another question must not act on what the conversation is about now.
            is_asked = incoming.question is None or incoming.question == asked.get("mark", "")
            return self._find_chosen(state if is_asked else None, incoming.choice)
        if incoming.kind is Kind.TEXT:
            command = self._find_command(state, incoming.text, free=bool(asked.get("free")))
            if command is not None:
                return command
            if lasting and understand(incoming.text, {**_list_by_titles(asked), "free": True}) is None:
                return self._find_chosen(state, lasting)
        swiped = self._find_answered(state, incoming, asked, answered) if answered is not None else None
        if swiped is not None:
            return swiped
        # A swipe on the question that stands answers it, whatever notice came below.
        notice = None if _is_of_the_question(answered, asked) else notice
        takes_words = bool(notice and notice.get("takes"))
        yields = takes_words and (idle or state in self.yielding)
        if incoming.kind is Kind.TEXT:
            said = self._find_typed(state, incoming.text, asked, notice, idle=idle, yields=yields)
            plain = "" if said else say_plainly(incoming.text)
            is_heard = not asked.get("free") or bool(find_meanings(plain) & _OF_A_HEARING)
            if plain and plain != incoming.text and is_heard:  # «угуу качан деп сурап жатам»
                said = self._find_typed(state, plain, asked, notice, idle=idle, yields=yields)
            if said is not None:
                return said
        return self._find_unnamed(state, incoming, asked, notice, yields=yields)

    def _find_unnamed(
        self,
        state: str | None,
        incoming: Incoming,
        asked: dict[str, Any],
        notice: dict[str, Any] | None,
        *,
        yields: bool,
    ) -> Found:
        # What stands for nothing. It has a door, comes near to a meaning, answers a notice, or is a text of its own.
        takes_words = bool(notice and notice.get("takes"))
        if (door := self._find_door(state, incoming)) is not None:
            return door
        with_notice = _with_notice(asked, notice)
        if not takes_words and (read := self._find_read(state, incoming, asked, with_notice)) is not None:
            return read
        if notice and takes_words and _is_said(incoming) and not self._is_button_of_work(incoming, notice):
            if yields:
                return self.find_taking(state, notice["takes"])
            if state in self.interrupted:
                return Found(self._find_first(None, f"kind:{incoming.kind}"))
        if not takes_words and (near := self._find_resembling(state, incoming, with_notice)) is not None:
            return near
        return Found(self._find_first(state, f"kind:{incoming.kind}", "kind:*"))

    def _find_read(
        self, state: str | None, incoming: Incoming, asked: dict[str, Any], with_notice: dict[str, Any]
    ) -> Found | None:
        # What rules read in it. What no rule reads, or a rule that is doubted, is taken for what it means at the step.
        if self._is_unread(state, incoming, with_notice):
            at_step = self._find_at_step(state, incoming, with_notice)
            if at_step is not None:
                return at_step
        return self._find_gist(state, incoming, asked) or self._find_said_commonly(state, incoming, asked)

    def _find_resembling(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        found = (
            self._find_at_step(state, incoming, asked)
            or self._find_near_door(state, incoming, asked)
            or self._find_near(state, incoming, asked)
            or self._find_by_parts(state, incoming, asked)
        )
        common = _say_commonly(incoming) if found is None else None
        return found if common is None else self._find_near(state, common, asked)

    def _is_unread(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> bool:
        # No rule reads it, or what a rule reads is unlikely there.
        if incoming.kind is not Kind.TEXT or self.reads_itself(state, incoming.text):
            return False
        step, read = self.names_step(state, asked), find_gist(incoming.text)
        return bool(step) and (not read or is_doubted(step, incoming.text, read))

    def _find_at_step(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        # What others meant who typed something like it where the same was asked.
        if incoming.kind is not Kind.TEXT or self.reads_itself(state, incoming.text) or is_label(incoming.text):
            return None
        text, free = incoming.text, bool(asked.get("free"))
        if find_door(text) in _ANSWERED_BY.values():
            return None  # it is answered, and not asked about
        here = Here(
            by_meaning=lambda intent: _find_choice_meaning(asked, intent),
            by_id=lambda id: _find_choice_of(asked, id),
            can_do=lambda intent: self._find_meaning_at(state, intent, free=free) is not None,
            askable=self.askable,
            free=free,
            naming=state in self.naming,
            arriving=state in self.arriving,
        )
        step = self.names_step(state, asked)
        if not step or (free and find_meanings(text)):
            return None
        read = read_at_step(
            step,
            text,
            here,
            is_about=self.is_about(text),
            is_of_a_matter=self.names_a_matter(text),
            says_a_need=self.says_a_need(text),
        )
        if read is None:
            return None
        if read.own:
            return Found(self._find_first(state, f"kind:{incoming.kind}", "kind:*"))
        if read.choice:
            return self._find_chosen(state, read.choice)
        if read.meaning is not None and (handler := self._find_meaning_at(state, read.meaning, free=free)) is not None:
            return Found(handler)
        if read.asked:
            return Found(self._handlers["*", f"asked:{read.asked}"])
        if read.door is not None:
            handler = self._handlers.get((state or "", f"door:{read.door}")) or self._handlers.get(
                ("*", f"door:{read.door}")
            )
            return Found(handler) if handler is not None and not self.shuts(state, read.door) else None
        return Found(self._find_first(state, "near"), between=read.offered)

    def _find_said_commonly(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        # The same in common words, of what is typed in a dialect or parted by a dictation.
        common = _say_commonly(incoming)
        if common is None:
            return None
        if (door := self._find_door(state, common)) is not None:
            return door
        if self.reads_itself(state, common.text) or self.names_a_matter(incoming.text):
            return None
        free = bool(asked.get("free"))
        choice = understand(common.text, asked, naming=state in self.naming)
        if choice is not None:
            return self._find_chosen(state, choice)
        return self._find_named(state, common.text, free=free, takes=False) or self._find_gist(state, common, asked)

    def _is_button_of_work(self, incoming: Incoming, notice: dict[str, Any]) -> bool:
        # A clerk who types a label of another page wants that page: it explains nothing to an author.
        is_work = str(notice["takes"]).partition(":")[0] in self.takes_no_label
        return is_work and incoming.kind is Kind.TEXT and is_label(incoming.text)

    def _find_typed(
        self,
        state: str | None,
        text: str,
        asked: dict[str, Any],
        notice: dict[str, Any] | None,
        *,
        idle: bool,
        yields: bool,
    ) -> Found | None:
        # What a text stands for on the screen, on a notice below it, or by itself.
        free = bool(asked.get("free"))
        choice = self._find_in_notice(text, notice, idle=idle)
        if choice is None:
            choice = understand(text, _list_by_titles(asked) if yields else asked, naming=state in self.naming)
            newer = None if free or not notice else understand(text, notice)
            if newer is not None and newer != choice:
                if choice is None or _is_objected_to(text, notice, newer):
                    return self._find_chosen(state, newer)
                both = (_find_choice(notice or {}, newer), _find_choice(asked, choice))
                return Found(self._find_first(state, "between"), between=both)
        if choice is None and not free:
            choice = self._read_choice(text, asked)
        meant = _find_said(text, asked) if yields and idle else None
        if choice is not None and (meant is None or meant.id != choice):
            return self._find_chosen(state, choice)
        if meant is not None and notice:
            # «Нет» below a question of the office may answer the question above it.
            to_notice = Choice(f"said:{notice['takes']}", "")
            return Found(self._find_first(state, "between"), between=(to_notice, meant))
        return self._find_named(state, text, free=free, takes=yields)

    def _read_choice(self, text: str, asked: dict[str, Any]) -> str | None:
        ids = [str(one["id"]) for one in asked.get("choices", ())]
        for name in dict.fromkeys(id.partition(":")[0] for id in ids):
            said = self.reads_choice[name](text) if name in self.reads_choice else None
            if said is not None:
                return next((id for id in ids if id == said or id.startswith(f"{said}:")), None)
        return None

    def _find_answered(
        self, state: str | None, incoming: Incoming, asked: dict[str, Any], answered: Answered
    ) -> Found | None:
        # The message that is answered is meant. Where that has nothing to do with words, this is not the text that is
        # awaited.
        is_asked_now = _is_of_the_question(answered, asked)
        if incoming.kind not in {Kind.TEXT, Kind.MEDIA} or (is_asked_now and not answered.about):
            return None
        if is_asked_now and incoming.kind is Kind.TEXT and understand(incoming.text, asked) is not None:
            return None
        if answered.asks and incoming.kind is Kind.TEXT:
            chosen = understand(incoming.text, {**answered.asks, "free": bool(answered.asks.get("takes"))})
            if chosen is not None:
                return self._find_chosen(state, chosen)
        is_command = incoming.kind is Kind.TEXT and bool(find_meanings(incoming.text) & self.commands - _OF_A_HEARING)
        if answered.about and not is_command:
            to_office = not answered.about.startswith("answer_words:")  # a clerk may name a prosecutor
            is_first = find_door(incoming.text) in {Door.EMERGENCY, *([Door.COMPLAINT] if to_office else [])}
            if is_first and (door := self._find_door(state, incoming)) is not None:
                return door
            return self.find_taking(state, answered.about)
        if state in self.asking_freely and not is_command:
            return Found(self._find_first(None, f"kind:{incoming.kind}"))
        return None

    def find_taking(self, state: str | None, choice: str) -> Found:
        """The handler of a choice that takes what was typed as its answer."""
        found = self._find_chosen(state, choice)
        return Found(found.handler, found.chosen, taken=True)

    def _find_command(self, state: str | None, text: str, *, free: bool) -> Found | None:
        # «/1 этаж», «/Сунуш: …» are words. A lone word of Latin letters is a command mistyped, unless words are asked for.
        typed = _COMMAND.fullmatch(text)
        if typed is None:
            return None
        what, rest = f"command:{typed['name'].casefold()}", (typed["rest"] or "").strip()
        if any((place, what) in self._handlers for place in (state or "", "*")):
            return Found(self._find_first(state, what), rest)
        return Found(self._find_first(state, "command:unknown")) if not rest and not free else None

    def _find_named(self, state: str | None, text: str, *, free: bool, takes: bool) -> Found | None:
        # A title that is not on the screen, or a meaning: this state's before one heard anywhere.
        typed = {fold(text), fold(to_cyrillic(text))} if len(text) <= LONGEST else set()
        ids = (id for title, id in self.titles.items() if not typed.isdisjoint(map(fold, say_in_every_language(title))))
        if not free and (id := next(ids, None)) is not None:
            return self._find_chosen(state, id)
        read = find_meanings_of_a_name if state in self.naming else find_meanings
        meant = read(text) & self.commands if takes else read(text)
        anywhere = meant & self.listens.get(state or "", _ALWAYS) if free else meant
        likely = _by_nearness(text, meant)
        heard = [(state or "", one) for one in likely] + [
            ("*", one) for one in likely if one in anywhere and _is_meant_anywhere(text, one)
        ]
        found = (self._handlers.get((place, f"means:{intent}")) for place, intent in heard)
        handler = next(filter(None, found), None)
        return Found(handler) if handler is not None else None

    def _find_door(self, state: str | None, incoming: Incoming) -> Found | None:
        if incoming.kind not in {Kind.TEXT, Kind.MEDIA} or not incoming.text.strip():
            return None
        door = find_door(incoming.text)
        if door is None or self.shuts(state, door):
            return None
        handler = self._handlers.get((state or "", f"door:{door}")) or self._handlers.get(("*", f"door:{door}"))
        return Found(handler) if handler is not None else None

    def _find_gist(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        # What a text means whose words no table has together: what only shows something opens, the rest is asked about.
        # The label of a button is no such text, also where it stands on another page.
        if incoming.kind is not Kind.TEXT or self.reads_itself(state, incoming.text) or is_label(incoming.text):
            return None
        free, meant = bool(asked.get("free")), _by_likeness(incoming.text, find_gist(incoming.text))
        if not meant and not free:
            return self._find_agreed(state, incoming.text, asked)
        meant = self._by_step(_by_buttons(meant, asked), state, incoming.text, asked)
        if meant and is_far_nearer(incoming.text, meant[0]):
            near = self._find_near(state, incoming, asked)
            if near is not None:
                return near  # two readers do not agree: it is asked
        for intent in meant:
            choice, handler = _find_choice_meaning(asked, intent), self._find_meaning_at(state, intent, free=free)
            # Who reads it is asked of the bot, whatever is being written.
            opens = intent in _OF_THE_BOT or (
                not free and (intent in SHOWS or (choice is not None and intent in _SIDES))
            )
            if choice is not None and opens:
                return self._find_chosen(state, choice.id)
            if handler is not None and opens:
                return Found(handler)
            if choice or handler:
                offered = choice or Choice(f"meant:{intent}", "")
                near = self._find_at_step(state, incoming, asked)
                if near is not None and not near.between and intent in _COURTESIES:
                    return near  # both readers agree that it is one, or a text of one's own
                near = near if near is not None and near.between else self._find_near(state, incoming, asked)
                others = [one for one in (near.between if near is not None else ()) if one.id != offered.id]
                return Found(self._find_first(state, "near"), between=(offered, *others[: _MOST_NEAR - 1]))
        return None

    def _by_step(
        self, meant: tuple[Intent, ...], state: str | None, text: str, asked: dict[str, Any]
    ) -> tuple[Intent, ...]:
        # Of several meanings that rules read, first the one that the step surely means: «не спеши, потом».
        step = self.names_step(state, asked) if len(meant) > 1 else ""
        step = "" if Intent.PROPOSE in meant[:1] or not _OF_AN_ANSWER.isdisjoint(meant) else step
        sure = {code for code, share in find_meant_at(step, text)[:1] if share >= SURE} if step else set()
        return tuple(sorted(meant, key=lambda one: str(one) not in sure))

    def _find_agreed(self, state: str | None, text: str, asked: dict[str, Any]) -> Found | None:
        # A word is unknown, and both readers agree on the rest: «хочу внести предложение по селу». It is asked about.
        read, near = find_near_gist(text), find_nearest_meanings(text, above=_LEADS_UNREAD)
        if not read or read[:1] != near[:1] or _is_answered(text, read[0]) or self.says_a_need(text):
            return None
        choice = _find_choice_meaning(asked, read[0])
        if choice is None and read[0] in self.askable and self._find_meaning_at(state, read[0], free=False):
            choice = Choice(f"meant:{read[0]}", "")
        return Found(self._find_first(state, "near"), between=(choice,)) if choice is not None else None

    def _leave_out_beside_a_matter(
        self, near: list[Intent], text: str, asked: dict[str, Any], *, free: bool
    ) -> list[Intent]:
        # What the question itself offers is likelier than a matter that is named beside it; nothing else is.
        if near and self.speaks_of_a_matter(text):
            # Words on an answer that speak of something besides are held, and both are offered there.
            near = [one for one in near if one not in _OF_AN_ANSWER or _find_choice_meaning(asked, one) is not None]
        if not near or not self.names_a_matter(text):
            return near
        far = () if free or self.says_a_need(text) else find_nearest_meanings(text, above=_LEADS_ON_SCREEN)
        return [one for one in far if one is not Intent.PROPOSE and _find_choice_meaning(asked, one) is not None]

    def _find_near_on_arrival(self, state: str | None, text: str) -> Found | None:
        # Names and words that are kept come there. What is plainly asked of the bot is answered, and nothing is done.
        if self.names_a_matter(text):
            return None
        asked = [
            *find_nearest_meanings(text, above=_LEADS_UNREAD)[:1],
            *(find_meant_by_parts(text) if "!" in text or "?" in text or "," in text else ()),
        ]
        # «Assalomu alaykum! …» greets, and goes on: what goes on is kept.
        shut = _COURTESIES if goes_on(text) else frozenset[Intent]()
        intent = next((one for one in asked if one in _ANSWERED_ON_ARRIVAL - shut), None)
        handler = self._find_meaning_at(state, intent, free=False) if intent is not None else None
        return Found(handler) if handler is not None else None

    def _find_near_door(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        # What resembles a question to the office, a complaint or trade far more than anything else.
        if incoming.kind is not Kind.TEXT or asked.get("free") or self.reads_itself(state, incoming.text):
            return None
        if len(incoming.text.split()) < _LEAST_OF_A_DOOR:
            return None  # a name resembles anything
        near = find_nearest_door(incoming.text, above=OPENS_A_DOOR)
        if not near or self.shuts(state, Door(near)):
            return None
        handler = self._handlers.get((state or "", f"door:{near}")) or self._handlers.get(("*", f"door:{near}"))
        return Found(handler) if handler is not None else None

    def _find_by_parts(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        # «Я за рулём, некогда буквы тыкать! Соедините с человеком!»: one part is a wish, the others only lead up to it.
        if incoming.kind is not Kind.TEXT or state in self.arriving or state in self.naming:
            return None
        if self.reads_itself(state, incoming.text) or self.names_a_matter(incoming.text) or is_label(incoming.text):
            return None
        free, offered = bool(asked.get("free")), dict[str, Choice]()
        meant = self._leave_out_beside_a_matter(
            list(find_meant_by_parts(incoming.text)), incoming.text, asked, free=free
        )
        if free:
            near = find_nearest_meanings(incoming.text, above=_LEADS_WORDS)
            meant = [one for one in meant if one in near]
        for intent in meant:
            choice = _find_choice_meaning(asked, intent)
            if choice is None and intent is Intent.REFUSE:
                choice = _find_choice_meaning(asked, Intent.NO)
            if choice is None and intent in self.askable and intent not in _OF_A_BUTTON:
                handler = self._find_meaning_at(state, intent, free=free)
                choice = Choice(f"meant:{intent}", "") if handler is not None else None
            if choice is not None and len(offered) < _MOST_NEAR:
                offered.setdefault(choice.id, choice)
        return Found(self._find_first(state, "near"), between=tuple(offered.values())) if offered else None

    def _find_near(self, state: str | None, incoming: Incoming, asked: dict[str, Any]) -> Found | None:
        # What a text resembles, asked about. What is said back to a courtesy is said at once.
        if incoming.kind is not Kind.TEXT or self.reads_itself(state, incoming.text) or is_label(incoming.text):
            return None
        free, offered = bool(asked.get("free")), dict[str, Choice]()
        if state in self.arriving:
            return self._find_near_on_arrival(state, incoming.text)
        if free and find_meanings(incoming.text):
            return None  # a rule has read it
        reads_words = free or state in self.idle or (state or "", f"kind:{Kind.TEXT}") in self._handlers
        least = _LEADS_A_NAME if state in self.naming else _LEADS_WORDS if reads_words else 0.0
        read = find_meanings(incoming.text)  # what a rule has read is not guessed to be anything else
        near = _list_near(incoming.text, least, read)
        near = self._leave_out_beside_a_matter(near, incoming.text, asked, free=free) if reads_words else near
        if not near or (not free and _is_answered(incoming.text, near[0])):
            return None
        near = _rank(near, incoming.text, asked, free=free)
        for intent in near:
            if not is_spoken_of(incoming.text, intent):
                continue  # «все?» erases nothing, and who speaks of no coming is told of no hearing
            choice, handler = _find_choice_meaning(asked, intent), self._find_meaning_at(state, intent, free=free)
            if choice is None and intent in _OF_A_BUTTON:
                continue
            if choice is None and intent is Intent.REFUSE:
                choice = _find_choice_meaning(asked, Intent.NO)
            if handler is not None and intent in _ANSWERED_AT_ONCE and not free and not offered:
                return Found(handler)
            if choice is None and handler is not None and intent in self.askable:
                choice = Choice(f"meant:{intent}", "")
            if free and intent in _OF_AN_ANSWER and choice is None and handler is None:
                break  # it is about an answer, and a text of one's own is not asked about for less
            if choice is not None and len(offered) < _MOST_NEAR:
                offered.setdefault(choice.id, choice)
        return Found(self._find_first(state, "near"), between=tuple(offered.values())) if offered else None

    def _find_meaning_at(self, state: str | None, intent: Intent, *, free: bool) -> Handler | None:
        here = self._handlers.get((state or "", f"means:{intent}"))
        is_heard = not free or intent in self.listens.get(state or "", _ALWAYS)
        return here or (self._handlers.get(("*", f"means:{intent}")) if is_heard else None)

    def meaning(self, state: str | None, intent: Intent) -> Handler | None:
        """Returns the handler of a meaning in a state or anywhere; None where there is none."""
        return self._find_meaning_at(state, intent, free=False)

    def asks_which(self) -> Handler:
        """Returns the handler that asks which of several meanings is meant."""
        return self._find_first(None, "near")

    def plain_text(self, state: str | None) -> Handler:
        """Returns the handler of a text that stands for nothing: it is taken as what was written."""
        return self._find_first(state, f"kind:{Kind.TEXT}", "kind:*")

    @staticmethod
    def _find_in_notice(text: str, notice: dict[str, Any] | None, *, idle: bool) -> str | None:
        return understand(text, {**notice, "free": not idle}) if notice else None

    def _find_chosen(self, state: str | None, choice: str) -> Found:
        name, _, value = choice.partition(":")
        return Found(self._find_first(state, f"choice:{name}", "choice:stale"), value)

    def _find_first(self, state: str | None, *whats: str) -> Handler:
        for what in whats:
            for place in (state or "", "*"):
                handler = self._handlers.get((place, what))
                if handler is not None:
                    return handler
        raise NoHandler(f"nothing handles {whats[0]} in {state}")


async def _hear_at(heard: HeardFirst, step: Step, talk: Any) -> Replies | None:
    return await heard(talk, step)


def _say_commonly(incoming: Incoming) -> Incoming | None:
    common = say_commonly(incoming.text) if incoming.kind is Kind.TEXT else ""
    return replace(incoming, text=common) if common else None


def _with_notice(asked: dict[str, Any], notice: dict[str, Any] | None) -> dict[str, Any]:
    # What a newer notice offers may be meant as well: of one meaning its button is the likelier.
    newer = [one for one in (notice or {}).get("choices", ()) if one.get("means")]
    if not newer or asked.get("free"):
        return asked
    taken = {means for one in newer for means in one["means"]}
    older = [
        {**one, "means": [it for it in one.get("means", ()) if it not in taken]} for one in asked.get("choices", ())
    ]
    return {**asked, "choices": [*newer, *older]}


def _is_objected_to(text: str, notice: dict[str, Any] | None, choice: str) -> bool:
    # «Жок макул эмесмин» below an answer says more than the «no» of an earlier question.
    objects = Intent.DISAGREE in find_meanings(text)
    return objects and any(
        str(one["id"]) == choice and Intent.DISAGREE in one.get("means", ())
        for one in (notice or {}).get("choices", ())
    )


def _is_meant_anywhere(text: str, intent: Intent) -> bool:
    # «Кереги жок» is a wish for no name only where a name is asked for.
    return intent is not Intent.NAMELESS or is_spoken_of(text, intent)


def _by_nearness(text: str, meant: Collection[Intent]) -> list[Intent]:
    # Of several meanings that all words of a text belong to, first what it resembles most.
    if len(meant) < 2:
        return list(meant)
    near = find_nearest_meanings(text)
    objects = Intent.DISAGREE in meant  # who objects does not only say no
    return sorted(
        meant, key=lambda one: (objects and one is Intent.NO, near.index(one) if one in near else len(near), one)
    )


def _list_near(text: str, least: float, read: Collection[Intent]) -> list[Intent]:
    # One that leads far enough is asked about beside the next likeliest.
    is_near = bool(find_nearest_meanings(text, above=least))
    shut = _COURTESIES if goes_on(text) else frozenset[Intent]()
    return (
        [one for one in find_nearest_meanings(text) if (not read or one in read) and one not in shut] if is_near else []
    )


def _rank(near: list[Intent], text: str, asked: dict[str, Any], *, free: bool) -> list[Intent]:
    # What the question itself offers is likelier than what leads elsewhere; of «нет, забудьте» the no answers first.
    ranked = near if free else sorted(near, key=lambda one: _find_choice_meaning(asked, one) is None)
    if fold(text).split(" ")[0] in NO_FIRST and _find_choice_meaning(asked, Intent.NO) is not None:
        return [Intent.NO, *ranked]
    return ranked


_ANSWERED_BY = {Intent.STATUS: Door.STATUS, Intent.HEARINGS: Door.HEARING}


def _is_answered(text: str, intent: Intent) -> bool:
    # «Где мой ответ по мосту?» is answered, and not asked about.
    return _ANSWERED_BY.get(intent, "") == find_door(text)


def _by_likeness(text: str, meant: tuple[Intent, ...]) -> tuple[Intent, ...]:
    # What rules read, first what it resembles as well; a no counts as the rules read it.
    near = find_nearest_meanings(text)
    if len(meant) < 2 or denies(text) or meant[0] in _OF_THE_BOT:
        return meant
    return tuple(sorted(meant, key=lambda one: near.index(one) if one in near else len(near)))


def _by_buttons(meant: tuple[Intent, ...], asked: dict[str, Any]) -> tuple[Intent, ...]:
    # Of several meanings that rules read, the one that is a button of the question.
    if Intent.SEND in meant and Intent.LATER not in meant and _find_choice_meaning(asked, Intent.SEND) is not None:
        return (Intent.SEND,)  # «сунушту жөнөтөм» is no wish to begin another where one is to be sent
    if Intent.QUEUE in meant and _find_choice_meaning(asked, Intent.QUEUE) is not None:
        return (Intent.QUEUE,)  # «жооп берилбегендери» of an office are no proposals of its own
    if Intent.UNSURE in meant and _find_choice_meaning(asked, Intent.UNSURE) is not None:
        meant = tuple(sorted(meant, key=lambda one: one is Intent.UNCLEAR))  # «хз, не понимаю в этом»
    sides = tuple(one for one in meant if one in _SIDES and _find_choice_meaning(asked, one) is not None)
    # «Кирешеси бар сунуш» names the side of what is being proposed.
    return sides if sides and Intent.PROPOSE in meant else meant


_YES_OR_NO = frozenset({Intent.YES, Intent.NO})


def _find_said(text: str, asked: dict[str, Any]) -> Choice | None:
    # The yes or the no of a question that a text says by its meaning.
    said = understand(text, asked) if find_meanings(text) & _YES_OR_NO else None
    found = next((one for one in asked.get("choices", ()) if one["id"] == said), None)
    if found is None or _YES_OR_NO.isdisjoint(found.get("means", ())):
        return None
    return _find_choice(asked, str(said))


_YES_OR_NO = frozenset({Intent.YES, Intent.NO, Intent.CLEAR})


def _is_of_which(incoming: Incoming, asked: dict[str, Any]) -> bool:
    # «Which of these do you mean?» takes its labels and numbers, and a bare yes or no: all else answers the step beneath.
    beneath = asked.get(BENEATH)
    if not beneath:
        return True
    if incoming.kind is Kind.CHOICE:
        return incoming.question is None or incoming.question != beneath.get("mark", "")
    if incoming.kind is not Kind.TEXT:
        return False
    if understand(incoming.text, _list_by_titles(asked)) is not None:
        return True
    # «Отправляй давай» is for the step beneath with its button to send. It is no yes to what was guessed.
    meant = find_meanings(incoming.text) - _YES_OR_NO
    if any(
        _find_choice_meaning(beneath, one) is not None and _find_choice_meaning(asked, one) is None for one in meant
    ):
        return False
    return len(incoming.text.split()) <= _WORDS_OF_A_BARE_NO and understand(incoming.text, asked) is not None


def _is_of_the_question(answered: Answered | None, asked: dict[str, Any]) -> bool:
    return answered is not None and bool(answered.question) and answered.question == asked.get("mark")


def _find_choice_meaning(asked: dict[str, Any], intent: Intent) -> Choice | None:
    # The one button of the question that means it.
    listed = [*asked.get("choices", []), *asked.get("ways", [])]
    ids = [str(one["id"]) for one in listed if intent in one.get("means", ())]
    return _find_choice(asked, ids[0]) if len(ids) == 1 else None


def _list_by_titles(asked: dict[str, Any]) -> dict[str, Any]:
    # «Ооба» below the question of somebody else is a reply to them.
    return {**asked, "choices": [{**choice, "means": []} for choice in asked.get("choices", [])]}


def _find_choice_of(asked: dict[str, Any], id: str) -> Choice | None:
    listed = [str(one["id"]) for one in (*asked.get("choices", []), *asked.get("ways", []))]
    return _find_choice(asked, id) if id in listed else None


def _find_choice(question: dict[str, Any], id: str) -> Choice:
    kept = next(one for one in [*question.get("choices", []), *question.get("ways", [])] if one["id"] == id)
    title, *others = kept["titles"]
    return Choice(id, title, tuple(others), tuple(kept["synonyms"]), tuple(map(Intent, kept.get("means", ()))))


def _is_said(incoming: Incoming) -> bool:
    # A bare number is a choice or the number of a proposal, never somebody's words.
    return incoming.kind is Kind.MEDIA or (incoming.kind is Kind.TEXT and not fold(incoming.text).isdigit())
