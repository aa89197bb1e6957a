"""What people and the bot say to each other, with no messenger in it: Incoming, Reply and their parts."""

import json
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.chat.json_text import to_json
from bot.language.intents import Intent


class Kind(StrEnum):
    """What arrived: the neutral vocabulary of every channel."""

    TEXT = "text"
    CHOICE = "choice"
    MEDIA = "media"
    LOCATION = "location"
    EDITED = "edited"
    DELETED = "deleted"  # a message that its author has taken back; own_id says which
    START = "start"
    STOP = "stop"
    GROUP = "group"
    GROUP_JOINED = "group_joined"
    GROUP_LEFT = "group_left"
    GROUP_MOVED = "group_moved"
    MOVED = "moved"  # their own address is another from now on
    OPENED = "opened"  # the button of a template: they want to read what waits for them
    FLOOD = "flood"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"
    REACTION = "reaction"  # a sign put on a message; it is kept, and answered by nothing
    TOO_MANY = "too_many"  # a file beyond what a person may send on a day
    NO_ROOM = "no_room"  # a file while the disk is nearly full


@dataclass(frozen=True, slots=True)
class Peer:
    """Where somebody writes from."""

    channel: str  # the messenger
    account: str  # our side: which of our bots or numbers
    address: str  # their side; opaque, since some messengers have no telephone numbers


@dataclass(frozen=True, slots=True)
class Media:
    """An attachment that still lies with the channel: a voice, a photo or a document."""

    kind: str  # voice, photo or document
    reference: str  # what the channel fetches it by
    spreadsheet: bool = False  # it is named as one is; only its bytes say what it is
    size: int = field(default=0, compare=False)  # bytes as the channel says, 0 where it does not


def is_table(name: object) -> bool:
    """Whether the name of a file ends as that of a spreadsheet does. Kinds that are not read count."""
    return isinstance(name, str) and name.casefold().endswith(
        (".xlsx", ".csv", ".xlsm", ".xlsb", ".xltx", ".xls", ".ods")
    )


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of one peer, with no messenger in it."""

    id: str  # of the event; the same one is taken in once (idempotent)
    peer: Peer  # who; of a group that let us in or put us out, the person who did
    kind: Kind  # what arrived
    text: str = ""  # what was typed, a caption, the payload of a start, or a group's address and title
    choice: str = ""  # the id of the button that was pressed
    media: tuple[Media, ...] = ()
    language: str = ""  # chosen outside the conversation: by a link, or on the command line
    message_id: str = ""  # the message of ours that a pressed button stands on
    stays: bool = False  # that message must remain as it is
    question: str | None = None  # the mark of the question the button stood under; None where nobody knows it
    own_id: str = ""  # the messenger's id of what was written; of an edit or a deletion, that of what it changes
    album: str = ""  # the same for several messages that were sent as one
    named: str = ""  # of a place on the map, what it is called
    reply_to: str = ""  # the messenger's id of the message this one answers (a swipe); empty where it answers none
    answers_own: bool = False  # that message is their own
    forwarded: bool = False  # its sender forwarded it; several forwarded in one go are one act
    written_at: int = 0  # when what was forwarded was first written, ms UTC; 0 where nobody says
    opens_window: bool = False  # from now on its messenger takes free text to them for some hours
    alias: str | None = None  # another address of the same person; empty where none is told now, None where none exists

    def raw(self) -> str:
        """The event as JSON, for channels that have no wire form of their own."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: pressed, typed as its whole title or a synonym, or typed as its number."""

    id: str  # routes: «name» or «name:value»
    title: str  # only words
    titles: tuple[str, ...] = ()  # the title in every language; each can be typed
    synonyms: tuple[str, ...] = ()  # other words that can be typed
    means: tuple[Intent, ...] = ()  # what may be meant by it, in whatever words
    line: str = ""  # what stands beside its number in the text, where that is more than a title has room for


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to somebody."""

    text: str  # what is said, above the choices
    choices: tuple[Choice, ...] = ()  # numbered in the text
    ways: tuple[Choice, ...] = ()  # stand beside them without a number: back, later, more
    free_text: bool = False  # whatever is typed is taken as it is, but for commands, `0` and whole labels on the screen
    takes: str = ""  # of a notice: the choice that what is typed next belongs to
    about: str = ""  # the choice that words belong to which are written as a reply to this very message
    document: dict[str, Any] | None = None  # which file goes along; it is made when the message is sent
    report: dict[str, Any] | None = None  # which report stands above the text; it is read when the message is sent
    pin: tuple[float, float] | None = None  # latitude and longitude; the text names the place, and there are no choices
    stays: bool = False  # no screen to be rewritten in place, such as a receipt
    links: tuple[tuple[str, str], ...] = ()  # pairs of an address that a button opens, and the button's title
    rest: str = ""  # the choice that further messages of the same album belong to
    note: str = ""  # what stays above the screens that answer those
    gathers: bool = False  # one answer to all that is forwarded in one go: it waits a moment, and is written over


@dataclass(frozen=True, slots=True)
class Hints:
    """What a message asks of a messenger that can do more than show it. A channel may ignore every one of them."""

    edits: str = ""  # the messenger's id of an earlier message of ours, the screen that this one is written over
    clears: str = ""  # the messenger's id of an earlier message of ours whose buttons are over
    follows: str = (
        ""  # the event whose reply is written over, where that has not left yet; the courier makes edits of it
    )
    menu: str = ""  # the language in which the chat's menu of commands is shown from now on
    letter: int = 0  # the row in the outbox, by which a long text sent in parts goes on after a pause
    made: int = 0  # when that row was made (ms UTC): an id may be given again, never both together


HINTS = frozenset(Hints.__slots__)


@dataclass(frozen=True, slots=True)
class Message:
    """A reply as it leaves by the outbox. Its words are fixed, and every channel can show it as it is."""

    text: str  # whole and in one language; a channel may cut it into parts
    choices: list[list[str]] = field(default_factory=list)  # pairs of id and title, numbered below the text
    ways: list[list[str]] = field(default_factory=list)  # pairs of id and title beside the choices: back, later, more
    asks: dict[str, Any] = field(default_factory=dict)  # of a notice: what is needed to understand a typed answer to it
    document: dict[str, Any] | None = None  # which attachment goes along; it is made when the message is sent
    file: str = ""  # the path of that attachment, filled in by the courier
    about: str = ""  # the choice that a reply to this very message belongs to
    report: dict[str, Any] | None = (
        None  # which report the courier puts above the text; it is read when the message is sent
    )
    pin: list[float] | None = None  # a place on the map: latitude and longitude in degrees
    stays: bool = False  # whether this is no screen, such as a receipt: it is never rewritten
    links: list[list[str]] = field(default_factory=list)  # pairs of an address to open and the title of its button
    lines: list[str] = field(default_factory=list)  # what stands beside the numbers where that is more than the titles
    question: str = ""  # the mark of what is asked, by which a button knows whether it is still asked
    hints: Hints = Hints()  # what a channel may ignore
    template: dict[str, Any] | None = (
        None  # the approved template it leaves as (name and values); only to whoever's window is shut
    )
    right: dict[str, Any] | None = None  # what its reader must still be allowed when it leaves; see budget/permissions
    asker: dict[str, Any] | None = (
        None  # who of which office hears of it where it reaches nobody; see office/wording/unreached
    )

    @classmethod
    def of(cls, reply: Reply, *, question: str = "", right: dict[str, Any] | None = None) -> "Message":
        """Fixes the words of a reply."""
        return cls(
            reply.text,
            [[choice.id, choice.title] for choice in reply.choices],
            [[way.id, way.title] for way in reply.ways],
            document=reply.document,
            about=reply.about or reply.takes,
            report=reply.report,
            pin=list(reply.pin) if reply.pin else None,
            stays=reply.stays,
            links=[list(link) for link in reply.links],
            lines=[choice.line for choice in reply.choices] if any(choice.line for choice in reply.choices) else [],
            question=question,
            right=right,
        )

    @classmethod
    def notice(cls, reply: Reply) -> "Message":
        """Fixes the words of something said unasked."""
        asks = read_asked(reply) if reply.choices or reply.ways or reply.takes else {}
        return replace(cls.of(reply), asks=asks, stays=True)

    def editing(self, message_id: str) -> "Message":
        """The same, written over a message of ours."""
        return self.hinted(edits=message_id)

    def hinted(self, **hints: Any) -> "Message":
        """The same with some hints set."""
        return replace(self, hints=replace(self.hints, **hints))

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show; if not, a channel that ignores hints has nothing to send."""
        return bool(self.text or self.document or self.pin)

    def wordless(self) -> "Message":
        """The same without its words and files: what a button pressed later, or a number typed, is understood by."""
        stays = self.stays or bool(self.document or self.pin)
        return replace(self, text="", lines=[], links=[], document=None, report=None, pin=None, stays=stays)

    def to_json(self) -> str:
        """The form kept in the outbox: the text, and of the rest what says something."""
        body = {name: said for name in self.__slots__ if (said := getattr(self, name)) or name == "text"}
        body["hints"] = {name: hint for name in Hints.__slots__ if (hint := getattr(self.hints, name))}
        return to_json(body)

    @classmethod
    def from_json(cls, body: str) -> "Message":
        """Reads what to_json wrote, also in the form before hints had a field of their own."""
        kept = json.loads(body)
        beside = {name: kept.pop(name) for name in HINTS & kept.keys()}
        return cls(**{**kept, "hints": Hints(**{**beside, **kept.get("hints", {})})})

    def numbered(self) -> str:
        """The text with its choices numbered below it, one a line."""
        said = self.lines or [""] * len(self.choices)
        pairs = zip(said, self.choices, strict=True)
        lines = [f"{number} — {line or title}" for number, (line, (_, title)) in enumerate(pairs, 1)]
        return "\n".join([self.text, *lines])


BACK = "back"
LATER = "later"
MORE = "more"


def read_asked(reply: Reply) -> dict[str, Any]:
    """What must be remembered of a question to understand a typed answer to it (JSON)."""
    choices, ways = _may_go_back(
        [_list_titles(one) for one in reply.choices], [_list_titles(one) for one in reply.ways]
    )
    question = {"choices": choices, "ways": ways, "free": reply.free_text}
    return {**question, "takes": reply.takes} if reply.takes else question


def _may_go_back(*shown: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], ...]:
    # Without a button «back» that wish means to skip a question that need not be answered.
    skipping = [one for part in shown for one in part if Intent.SKIP in one["means"]]
    if not any(Intent.BACK in one["means"] for part in shown for one in part):
        for one in skipping:
            one["means"].append(str(Intent.BACK))
    return shown


def _list_titles(choice: Choice) -> dict[str, Any]:
    titles, means = [choice.title, *choice.titles], [str(intent) for intent in choice.means]
    return {"id": choice.id, "titles": titles, "synonyms": list(choice.synonyms), "means": means}


def read_row_id(chosen: str) -> int:
    """The id of a row out of a button's id; 0, which is nobody's, where a button was forged."""
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
