"""A village's month played through the real bot in a scratch folder (`sunush demo`): people type and tap, nothing else."""

import asyncio
import base64
import io
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from bot.app import CannotStart, Office, Service, open_install, start_service
from bot.budget.permissions import Role
from bot.budget.workdays import BISHKEK, find_day
from bot.channels.contract import Blocked
from bot.channels.terminal import Terminal, parse
from bot.chat.message import Incoming, Kind, Message, Peer
from bot.chat.texts import Words
from bot.config import Settings
from bot.export.proposals import write_export
from bot.language.in_words.counted import write_counted
from bot.office import staff, years
from bot.office.aimaks import add_samples
from bot.office.criteria.proposal_log import count_tally
from bot.office.wording import criterion_6
from storage.aimaks import Aimak
from storage.store import Store

AIMAK = "kokjar"
MONTH, AFTER = "demo_month.txt", "demo_after.txt"
BETWEEN = 20_000  # milliseconds from one act to the next
BOT = "Бот"
SPOKEN = "(үн билдирүү)"
BLOCKS, RETURNS = "(ботту бөгөттөп койду)", "(ботту кайра ачты)"

_TAP = re.compile(r"\[(?P<title>[^\]]+)\](?: № (?P<number>\d+))?(?: × (?P<times>\d+))?")
_INVITE = re.compile(r"(?P<link>i_[\w-]{22}) \S+ \D*(?P<code>\d{10})")
_SECRET = re.compile(r"(?<=i_)[\w-]{22}|\b\d{10}\b")
# A fiftieth of a second of silence, Opus in Ogg.
_VOICE = (
    "T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAAUhFngEWT3B1c1RhZ3MGAAAA"
    "c3VudXNoAAAAAE9nZ1MABPgEAAAAAAAAAQAAAAIAAABx20A8AQP4//4="
)


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


def list_cues(named: str = MONTH) -> list[Cue]:
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


@dataclass
class Village:
    """The people of the play before the running bot."""

    service: Service
    clock: Clock
    transcript: Transcript
    people: dict[str, Person]
    account: str
    folder: Path
    invite: dict[str, str]

    async def act(self, cue: Cue) -> None:
        """Lets somebody do one thing, and everything that follows from it arrive."""
        self.clock.move_to(cue.at or self.clock.at + BETWEEN)
        person = self.people[cue.who]
        if cue.what.startswith("("):
            person.blocks = {BLOCKS: True, RETURNS: False}.get(cue.what, person.blocks)
            self.transcript.did(cue.who, cue.whom, cue.what)
            return
        done = cue.what.format(**self.invite)
        arriving = list(self._events(person, done))
        self.transcript.did(cue.who, cue.whom, SPOKEN if arriving[0].media else done)
        person.acted_at = len(person.seen)
        await asyncio.gather(*map(self.service.receive, arriving))
        await self.service.broadcasting.step()
        await self.service.courier.carry()
        await self.service.fetcher.fetch()
        self.transcript.over(cue.who)
        if invite := _INVITE.search(person.seen[-1].text):
            self.invite = invite.groupdict()

    def _events(self, person: Person, what: str) -> Iterator[Incoming]:
        peer = Peer(Screens.name, self.account, person.name)
        tap = _TAP.fullmatch(what)
        if tap is None:
            yield parse(what, peer, folder=self.folder)
            return
        id = person.tapped(tap["title"], tap["number"])
        for _ in range(int(tap["times"] or 1)):
            yield Incoming(uuid.uuid4().hex, peer, Kind.CHOICE, choice=id)


async def play(folder: Path, *, announce: Callable[[str], None], goes_on: bool = False) -> int:
    """Plays the month in a new or empty folder. Prints it line by line, then the tally and the files.

    goes_on plays also what comes after the month, for those who look at it in a browser. Returns the last moment (ms UTC).

    Raises CannotStart where the folder is no folder, or is not empty.
    """
    _make_ready(folder)
    data = folder / "data"
    script = [*list_cues(), *(list_cues(AFTER) if goes_on else ())]
    clock = Clock(int(script[0].at or 0) - 1)
    transcript = Transcript(announce, clock)
    people = {cue.who: Person(cue.who) for cue in script}
    screens = Screens(people, transcript)
    # Nobody in the play takes an answer back, so each leaves at once.
    settings = Settings(data, f"sqlite:///{data / 'sunush.db'}", folder / "sunush.key", take_back=0)
    async with open_install(settings) as office:
        invite = await office.database.write(partial(_first_invite, clock()))
        async with start_service(office, [screens], clock=clock) as service:
            village = Village(service, clock, transcript, people, screens.account, folder, {"link": invite})
            for cue in script:
                await village.act(cue)
        await _report(office, folder, at=clock(), announce=announce)
    return clock()


def _make_ready(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotStart(f"{folder} is not an empty folder: name a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voice.ogg").write_bytes(base64.b64decode(_VOICE))


async def _first_invite(at: int, store: Store) -> str:
    """Enters the aimaks and invites the head, as `sunush invite` does."""
    await add_samples(store)
    aimak = await _aimak(store)
    return (await staff.invite(store, role=Role.HEAD, aimak_id=aimak.id, by=None, at=at)).payload


async def _aimak(store: Store) -> Aimak:
    aimak = await store.aimaks.find_by_code(AIMAK)
    assert aimak is not None
    return aimak


async def _report(office: Office, folder: Path, *, at: int, announce: Callable[[str], None]) -> None:
    aimak = await office.database.read(_aimak)
    year = years.find_current_year(aimak, at=at)
    found = await office.database.read(lambda store: count_tally(store, aimak_id=aimak.id, year=year))
    announce(f"\n=== sunush tally --aimak {AIMAK} --rows ===")
    announce(criterion_6.say_lines(Words("ky"), found, rows=True))
    announce("\n=== sunush export proposals ===")
    for name, pseudonymous in (
        ("proposals.xlsx", False), ("proposals.csv", False), ("proposals.jsonl", False), ("pseudonymous.csv", True),
    ):  # fmt: skip
        path = folder / name
        written = await write_export(
            office.database, office.seal,
            path=path, form=path.suffix[1:], aimak_id=aimak.id, year=year, pseudonymous=pseudonymous,
            language=None if path.suffix == ".jsonl" else "ky", codes=False,
        )  # fmt: skip
        announce(f"{path}: {write_counted(written, 'row')}")
    broken, acts = await office.database.read(_audit)
    announce(
        f"Audit: {acts} acts, the chain is whole." if broken is None else f"Audit: the chain breaks at act {broken}."
    )


async def _audit(store: Store) -> tuple[int | None, int]:
    return await store.audit.find_break(), len(await store.audit.list_entries())
