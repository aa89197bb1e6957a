"""The people of a played village: what they type and tap, what their screens show, what is printed of it."""

import asyncio
import io
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from bot.app import Service
from bot.budget.workdays import BISHKEK, find_day
from bot.channels.contract import Blocked
from bot.channels.terminal import Terminal, parse
from bot.chat.message import Incoming, Kind, Message, Peer
from bot.chat.texts import Words
from bot.service.trying.command_line import SIGN, CommandLine

BETWEEN = 20_000  # milliseconds from one act to the next
BOT = "Бот"
SHELL = "команда сабы"
SPOKEN, SENT = "(үн билдирүү)", "(файл)"
BLOCKS, RETURNS = "(ботту бөгөттөп койду)", "(ботту кайра ачты)"

_TAP = re.compile(r"\[(?P<title>[^\]]+)\](?: № (?P<number>\d+))?(?: × (?P<times>\d+))?")
_INVITE = re.compile(r"(?P<link>i_[\w-]{22}) \S+ \D*(?P<code>\d{10})")
_WATCH = re.compile(r"/start (?P<watch>w_[0-9a-f]{16})")
_SECRET = re.compile(r"(?<=i_)[\w-]{22}|(?<=w_)[0-9a-f]{16}|\b\d{10}\b|(?<=_)[0-9a-f]{8}(?=\.)")


class NotOnScreen(Exception):
    """Somebody in the play taps what the bot did not show them: the play or the bot is wrong."""


class Clock:
    """A clock moved by hand: milliseconds UTC."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def move_to(self, at: int) -> None:
        """Goes on to a moment; never back."""
        if at <= self.at:
            raise ValueError("the play goes back in time")
        self.at = at


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the play: at a moment (or a while after the line before) somebody does something."""

    at: int | None
    who: str
    whom: str
    what: str


def list_cues(named: str) -> list[Cue]:
    """Reads a play: `== DAY TIME` (Bishkek), then `NAME: what is typed`, `NAME: [a button]` or `NAME: (something else)`."""
    found, at = [], None
    for line in files("bot.service.trying").joinpath(named).read_text("utf-8").splitlines():
        if line.startswith("== "):
            moment = datetime.strptime(line[3:], "%Y-%m-%d %H:%M").replace(tzinfo=BISHKEK)  # noqa: DTZ007
            at = int(moment.timestamp() * 1000)
        elif line and not line.startswith("#"):
            names, _, what = line.partition(": ")
            who, _, whom = names.partition(" → ")
            found.append(Cue(at, who, whom or BOT, what))
            at = None
    return found


class Transcript:
    """Prints who says what to whom and when, an act with all that follows from it at a time."""

    def __init__(self, announce: Callable[[str], None], clock: Clock) -> None:
        self._announce = announce
        self._clock = clock
        self._day: date | None = None
        self._heard: list[tuple[str, str]] = []

    def did(self, who: str, whom: str, what: str) -> None:
        """Prints what somebody does, with a heading where a new day has begun."""
        words, today = Words("ky"), find_day(self._clock())
        if today != self._day:
            weekday = words.day(today).rpartition(" ")[2]
            self._announce(f"\n=== {words.long_day(today)}, {weekday} ===")
            self._day = today
        self._announce("")
        self._line(who, whom, what)

    def heard(self, whom: str, text: str) -> None:
        """Keeps what the bot says to somebody until the act is over."""
        self._heard.append((whom, text))

    def printed(self, lines: Sequence[str]) -> None:
        """Prints what a command has printed, below it."""
        for line in lines:
            self._announce(f"       {_SECRET.sub('…', line)}")

    def over(self, who: str) -> None:
        """Prints what the bot said, first to who acted; the same said several times over stands there once, counted."""
        for (whom, text), same in groupby(sorted(self._heard, key=lambda said: (said[0] != who, said[0]))):
            times = len(list(same))
            self._line(BOT, whom, f"(× {times}) {text}" if times > 1 else text)
        self._heard = []

    def _line(self, who: str, whom: str, text: str) -> None:
        # An invite is for one person's eyes, and drawn anew in each play.
        moment = datetime.fromtimestamp(self._clock() / 1000, UTC).astimezone(BISHKEK)
        first, *rest = _SECRET.sub("…", text).split("\n")
        self._announce(
            "\n".join([f"{moment:%H:%M}  {who} → {whom}: {first}", *[f"       {line}".rstrip() for line in rest]])
        )


@dataclass
class Person:
    """Somebody at a screen: what it showed, and how many messages that were when they last did something."""

    name: str
    seen: list[Message] = field(default_factory=list)
    acted_at: int = 0
    blocks: bool = False

    def tapped(self, title: str, number: str | None) -> str:
        """Returns the id of a button shown since the last act, or above under the newest message with that number.

        Raises NotOnScreen.
        """
        shown = self.seen if number else self.seen[self.acted_at :]
        for message in reversed(shown):
            found = [id for id, words in [*message.choices, *message.ways] if words == title]
            if found and (number is None or f"№ {number}" in message.text):
                return found[0]
        raise NotOnScreen(
            f"{self.name} taps «{title}» № {number or '-'}, but sees: {[m.numbered() for m in shown[-3:]]}"
        )


class Screens(Terminal):
    """One terminal account for the whole village: each address has a screen of its own, shown in the transcript."""

    def __init__(self, people: dict[str, Person], transcript: Transcript) -> None:
        self._paper = io.StringIO()
        super().__init__("village", out=self._paper, echo=False)
        self._people = people
        self._transcript = transcript

    async def send(self, address: str, message: Message, *, language: str) -> str:
        """Shows somebody a message as the terminal prints it; raises Blocked while they want none."""
        person = self._people[address]
        if person.blocks:
            raise Blocked
        person.seen.append(message)
        self._paper.seek(0)
        self._paper.truncate()
        sent = await super().send(address, replace(message, file=Path(message.file).name), language=language)
        if message.is_shown:  # a menu that is set says nothing
            self._transcript.heard(address, self._paper.getvalue().rstrip("\n"))
        return sent


def _name_sent(arrived: Incoming) -> str:
    if not arrived.media:
        return ""
    return SPOKEN if arrived.media[0].kind == "voice" else SENT


@dataclass
class Village:
    """The people of the play before the running bot."""

    service: Service
    clock: Clock
    transcript: Transcript
    people: dict[str, Person]
    account: str
    folder: Path
    command_line: CommandLine
    invite: dict[str, str]

    async def act(self, cue: Cue) -> None:
        """Lets somebody do one thing, and everything that follows from it arrive."""
        self.clock.move_to(cue.at or self.clock.at + BETWEEN)
        person = self.people[cue.who]
        if cue.what.startswith("("):
            person.blocks = {BLOCKS: True, RETURNS: False}.get(cue.what, person.blocks)
            self.transcript.did(cue.who, cue.whom, cue.what)
            return
        if cue.what.startswith(SIGN):
            await self._command(cue)
            return
        done = cue.what.format(**self.invite)
        arriving = list(self._events(person, done))
        self.transcript.did(cue.who, cue.whom, _name_sent(arriving[0]) or done)
        person.acted_at = len(person.seen)
        await asyncio.gather(*map(self.service.receive, arriving))
        await self._carry(cue.who)
        if invite := _INVITE.search(person.seen[-1].text):
            self.invite |= invite.groupdict()
        for shown in person.seen[person.acted_at :]:
            if watch := _WATCH.search(shown.text):
                self.invite |= watch.groupdict()

    async def _command(self, cue: Cue) -> None:
        self.transcript.did(cue.who, SHELL, cue.what)
        self.transcript.printed(await self.command_line.do(cue.what.removeprefix(SIGN)))
        if self.command_line.link:
            self.invite |= {"link": self.command_line.link}
        await self._carry(cue.who)

    async def _carry(self, who: str) -> None:
        await self.service.broadcasting.step()
        await self.service.courier.carry()
        await self.service.fetcher.fetch()
        self.transcript.over(who)

    def _events(self, person: Person, what: str) -> Iterator[Incoming]:
        peer = Peer(Screens.name, self.account, person.name)
        tap = _TAP.fullmatch(what)
        if tap is None:
            yield parse(what, peer, folder=self.folder)
            return
        id = person.tapped(tap["title"], tap["number"])
        for _ in range(int(tap["times"] or 1)):
            yield Incoming(uuid.uuid4().hex, peer, Kind.CHOICE, choice=id)
