"""Screens: what somebody saw last and what it asks.

They tell which earlier message a reply rewrites or takes buttons from.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.fsm import FSMContext
from bot.chat.json_text import to_sorted_json
from bot.chat.message import Incoming, Kind, Message, Reply, read_asked
from bot.chat.talk import Talk

# Kinds of messages that come to stand below the last screen, so that it loses its buttons.
WRITTEN = {Kind.TEXT, Kind.MEDIA, Kind.LOCATION, Kind.START, Kind.TOO_LARGE, Kind.UNSUPPORTED}
WRITTEN |= {Kind.TOO_MANY, Kind.NO_ROOM}
SAID = 20  # messages of a person whose edits are compared with what they said
BESIDE = {"unclear", "said", "sent_last"}  # keys of a conversation that change nothing of the question


@dataclass(frozen=True, slots=True)
class LastShown:
    """What somebody saw last: what a notice asked, or the screen (id) that loses its buttons once they answer."""

    asks: dict[str, object] | None
    is_notice: bool
    screen: str

    @classmethod
    def of(cls, message: Message, *, external_id: str, is_notice: bool) -> "LastShown":
        """Reads it from the message that left last; external_id is the messenger's id of it."""
        has_buttons = bool(message.choices or message.ways) and not message.stays
        return cls(message.asks or None, is_notice, external_id if has_buttons and not is_notice else "")


BENEATH = "beneath"  # the question of the step below «which of these do you mean?»


@dataclass(frozen=True)
class Answered:
    """A message of ours that somebody answers by a swipe; one that is too old says nothing of itself."""

    asks: dict[str, Any] | None = None  # what it asked, where it was a notice
    about: str = ""  # the choice that words in reply to it belong to
    question: str = ""  # the mark of its question

    @classmethod
    def of(cls, message: Message) -> "Answered":
        """Reads it from the message."""
        return cls(message.asks or None, message.about or str(message.asks.get("takes", "")), message.question)


@dataclass(frozen=True, slots=True)
class Album:
    """The album that came last: the event whose reply may be rewritten (0 for none), Reply's words about the rest."""

    id: str = ""
    event: int = 0
    rest: str = ""
    note: str = ""

    def noted(self, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """What answers a further part, below the note."""
        if not replies or not self.note or self.note in replies[0].text:
            return replies
        return replace(replies[0], text=f"{self.note}\n\n{replies[0].text}"), *replies[1:]

    def after(self, said: Incoming, replies: tuple[Reply, ...], event: int) -> "Album":
        """What is remembered of it after a turn."""
        if not said.album:
            return replace(self, event=0)  # something else was said meanwhile, below its screen
        known = self if said.album == self.id else Album(said.album)
        if not replies:
            return known
        first = replies[0]
        alone = len(replies) == 1 and not stays(first)
        note = known.note if first.note in known.note else f"{known.note}\n{first.note}".strip()
        return replace(known, event=event if alone else 0, rest=first.rest or known.rest, note=note)


GATHERED = 10_000  # milliseconds after which what is forwarded belongs to what was forwarded before no more


@dataclass(frozen=True, slots=True)
class Burst:
    """What is forwarded in one go: the event whose reply may be rewritten (0 for none), its time (ms UTC)."""

    event: int = 0
    at: int = 0

    def goes_on(self, said: Incoming, replies: tuple[Reply, ...], now: int) -> bool:
        """Whether these replies are written over the one before."""
        return bool(self.event) and now - self.at <= GATHERED and gathers(said, replies)


def gathers(said: Incoming, replies: tuple[Reply, ...]) -> bool:
    """Whether a reply answers all that is forwarded in one go."""
    return said.forwarded and len(replies) == 1 and replies[0].gathers and not stays(replies[0])


def is_unchanged(said: Incoming, kept: dict[str, Any]) -> bool:
    """Whether an edit leaves a message as it was last. A link preview or a reaction does."""
    return said.kind is Kind.EDITED and _mark_said(said) in kept.get("said", [])


def remember_said(talk: Talk[Any, Any], kept: dict[str, Any]) -> dict[str, list[str]]:
    """The marks of what somebody wrote last, to be kept with their conversation; none of whoever was erased just now.

    An edit of what is not kept leaves its mark all the same. So it is answered once, and a link preview on it is not.
    """
    said, known = talk.incoming, kept.get("said", [])
    if (talk.erased and said.kind is not Kind.EDITED) or not (said.own_id or known):
        return {}
    if not said.own_id or _mark_said(said) in known:
        return {"said": known}
    others = [
        mark for mark in known if not mark.startswith(f"{said.own_id}:")
    ]  # the mark of its words before the edit goes
    return {"said": [*others, _mark_said(said)][-SAID:]}


def _mark_said(said: Incoming) -> str:
    content = json.dumps([said.text, [[one.kind, one.reference] for one in said.media]], ensure_ascii=False)
    return f"{said.own_id}:{_digest(content)}"


def put_remarks(replies: tuple[Reply, ...], remarks: list[str]) -> tuple[Reply, ...]:
    """The replies with the remarks of a turn above the first; they stay while the rest of an album comes."""
    if not remarks or not replies:
        return replies
    said = "\n".join(remarks)
    first, *others = replies
    return replace(first, text=f"{said}\n\n{first.text}", note=f"{said}\n{first.note}".strip()), *others


def stays(shown: Reply | Message) -> bool:
    """Whether what is shown is no screen: it is never rewritten in place."""
    return shown.stays or bool(shown.document or shown.pin)


def place(
    messages: list[Message], said: Incoming, shown: LastShown | None, *, is_old: bool, opens: bool
) -> list[Message]:
    """Returns the messages with the first one placed: over the pressed screen, or below the last one.

    A screen whose button was pressed is rewritten in place. It only loses its buttons if it must stay, or stands far
    above the current question (is_old). A button that only opens something (opens) keeps them all.
    """
    if not messages:
        return messages
    first, *others = messages
    if said.kind is Kind.CHOICE and said.message_id:
        if is_old or said.stays or stays(first):
            first = first if opens else first.hinted(clears=said.message_id)
        else:
            first = first.editing(said.message_id)
    elif shown is not None and shown.screen:
        first = first.hinted(clears=shown.screen)
    return [first, *others]


def place_over(messages: list[Message], event: int, unsent: Message | None) -> list[Message]:
    """Returns the messages with the first one written over the reply to an earlier event.

    unsent is that reply if it has not left: then the first message takes its place.
    """
    first, *others = messages
    if unsent is None:
        return [first.hinted(follows=str(event)), *others]
    return [replace(first, hints=unsent.hints), *others]


def replaces(newer: Message, older: Message) -> bool:
    """Whether a screen says all that an older unsent one says. The older one need not leave then.

    It asks the same in the same place and has the same words, at most with others above them.
    """
    if stays(newer) or stays(older) or older.asks or older.report or older.hints.menu:
        return False
    asks_the_same = (older.choices, older.ways, older.lines, older.question) == (
        newer.choices,
        newer.ways,
        newer.lines,
        newer.question,
    )
    same_place = (older.hints.edits, older.hints.follows) == (newer.hints.edits, newer.hints.follows)
    same_words = newer.text == older.text or newer.text.endswith(f"\n\n{older.text}")
    return asks_the_same and same_place and same_words and older.hints.clears in {"", newer.hints.clears}


def make_question(
    state: FSMContext, replies: tuple[Reply, ...], beneath: dict[str, Any] | None = None
) -> dict[str, object]:
    """Returns what is asked by replies and must be remembered to understand a typed answer; empty if nothing is.

    beneath is the question of the step, where these only ask which of two was meant: it goes on standing.
    """
    asking = [reply for reply in replies if _asks(reply)]
    question = {**read_asked(asking[-1]), "mark": _mark(state, asking[-1])} if asking else {}
    return {**question, BENEATH: beneath.get(BENEATH, beneath)} if question and beneath else question


def number_once(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Returns the replies of one turn with numbers only on the one that is asked.

    So one number never stands for two things.
    """
    last = max((place for place, reply in enumerate(replies) if _asks(reply)), default=0)
    return tuple(
        replace(reply, choices=(), ways=(*reply.choices, *reply.ways)) if place < last and reply.choices else reply
        for place, reply in enumerate(replies)
    )


def put_together(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The replies of one turn in fewer messages: what only says something stands above what follows it."""
    together: list[Reply] = []
    for reply in replies:
        above = together[-1] if together else None
        if above is not None and _only_says(above) and not (reply.document or reply.report or reply.pin):
            together[-1] = replace(put_above(above.text, reply), about=reply.about or above.about)
        else:
            together.append(reply)
    return tuple(together)


def _only_says(reply: Reply) -> bool:
    more = (reply.choices, reply.ways, reply.links, reply.document, reply.report, reply.pin, reply.takes)
    return not any(more) and not reply.free_text


def _asks(reply: Reply) -> bool:
    return bool(reply.choices or reply.ways or reply.free_text)


def _mark(state: FSMContext, reply: Reply) -> str:
    # Asked in the same place about the same things it is the same question. Its count and the words above do not matter.
    about = {name: value for name, value in state.kept.items() if name not in BESIDE}
    choices = [(choice.id, choice.title) for choice in (*reply.choices, *reply.ways)]
    return _digest(to_sorted_json([state.state, about, choices]))[:4]


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())[:8].decode()


def put_above(text: str, reply: Reply) -> Reply:
    """Puts a paragraph above a question."""
    return replace(reply, text=f"{text}\n\n{reply.text}")


def note_above(why: str, reply: Reply) -> Reply:
    """Puts a paragraph above a question that stays there while the rest of an album comes."""
    return replace(put_above(why, reply), note=why)
