"""An office that announces hearings, its subscribers, a messenger that writes everything down, and a clock moved by hand."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, union_all

from bot.budget.hearing import HearingKind, Terms
from bot.budget.permissions import Role
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import BISHKEK, ms
from bot.chat.message import Message
from bot.chat.texts import Words
from bot.delivery.courier import Courier
from bot.delivery.feeder import Broadcasting
from bot.office.hearings import attendance, changes, hearings
from bot.office.wording import reminder_words
from storage.database.engine import Database
from storage.database.schema import broadcasts, outbox
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind, Progress
from storage.queue.letters import State
from storage.store import Store
from tests.channels.doubles import Clock, RecordingChannel
from tests.office.offices import Office
from tests.storage.queue.crowds import Subscriber, crowd

BOT = ("telegram", "bot")
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
STILL = 5  # steps without a message after which it is the line that is waited for
CLUB = "Көк-Жар клубу"
HEADINGS = {
    BroadcastKind.NOTICE: "BUDGET HEARING",
    BroadcastKind.MOVED: "THE BUDGET HEARING IS MOVED",
    BroadcastKind.CANCELLED: "THE BUDGET HEARING IS CANCELLED",
    BroadcastKind.RESULTS: "RESULTS OF THE BUDGET HEARING",
    **{BroadcastKind(lead): words for lead, words in reminder_words.REMINDERS.items()},
}
# What begins later than it was to says how near the hearing is by then.
LATE = {(reminder_words.TODAY, BroadcastKind.IN_1_DAY), (reminder_words.NEAR, BroadcastKind.IN_7_DAYS)}
KINDS = {
    Words(language).say(words): kind
    for language in ("ky", "ru")
    for words, kind in {words: kind for kind, words in HEADINGS.items()}.items() | LATE
}


def moment(text: str) -> int:
    """A moment as the clock in Bishkek shows it: «2026-12-16 10:00»."""
    return ms(datetime.fromisoformat(text).replace(tzinfo=BISHKEK))


def shown(at: int) -> str:
    """The clock in Bishkek at a moment."""
    return f"{datetime.fromtimestamp(at / 1000, BISHKEK):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Told:
    """One message that arrived; kind is what it says of a hearing, None for anything else."""

    at: int
    address: str
    message: Message

    @property
    def kind(self) -> BroadcastKind | None:
        return KINDS.get(self.message.text.partition("\n")[0])


class Messenger(RecordingChannel):
    """A messenger that also keeps when each message arrived, and whole."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(*BOT)
        self.clock = clock
        self.told: list[Told] = []
        self.deleted: set[str] = set()  # messages that are not there any more to be rewritten

    async def send(self, address: str, message: Message, *, language: str) -> str:
        sent = await super().send(address, message, language=language)
        self.told.append(Told(self.clock(), address, message))
        return sent if message.hints.edits in self.deleted else message.hints.edits or sent


@dataclass
class Hall:
    """One aimak whose office announces hearings."""

    database: Database
    clock: Clock
    office: Office = field(init=False)
    channel: Messenger = field(init=False)
    clerk: Person = field(init=False)
    villagers: list[Subscriber] = field(default_factory=list)
    quiet: QuietHours = QuietHours()
    _keys: int = 0

    async def opens(self, code: str = "kokjar", subscribers: int = 0) -> "Hall":
        """Enters the aimak with its clerk and subscribers, and starts what sends."""
        self.office = Office(self.database, code, now=self.clock())
        await self.office.opens()
        self.clerk = await self.office.meets("Гүлнара", Role.STAFF)
        self.channel = Messenger(self.clock)
        first = 996_555_000_001 if code == "kokjar" else 996_777_000_001
        self.villagers = await crowd(
            self.database, self.office.aimak_id, subscribers, where=BOT, first=first, at=self.clock() - HOUR
        )
        await self.starts()
        return self

    async def starts(self) -> None:
        """A new process, which knows only what the database says."""
        self.courier = Courier(database=self.database, channels=[self.channel], now=self.clock, quiet=self.quiet)
        self.broadcasting = Broadcasting(
            database=self.database, now=self.clock, quiet=self.quiet, wake=self.courier.wake
        )
        await self.courier.start()

    # What the office does

    async def announces(self, when: str, *, key: str = "", send_at: str | None = None, **given: Any) -> Hearing:
        """Announces a hearing by the hand of the clerk."""
        self._keys += 1
        announcement = hearings.Announcement(
            key=key or f"{self.office.code} {self._keys}", kind=HearingKind.DRAFT, terms=Terms(moment(when), CLUB),
            budget_year=2027, send_at=moment(send_at) if send_at else None,
        )  # fmt: skip
        hearing, _ = await self.does(
            hearings.announce, announcement=announcement, aimak_id=self.office.aimak_id, **given
        )
        return hearing

    async def moves(self, hearing: Hearing, when: str, place: str = CLUB) -> Hearing:
        """Moves a hearing."""
        return await self.does(changes.move, id=hearing.id, terms=Terms(moment(when), place))

    async def cancels(self, hearing: Hearing) -> Hearing:
        """Cancels a hearing."""
        return await self.does(changes.cancel, id=hearing.id)

    async def does(self, act: Any, **given: Any) -> Any:
        """One act of the clerk, now."""
        return await self.office.does(act, by=self.clerk, at=self.clock(), **given)

    async def says(self, hearing: Hearing, one: Subscriber, *, coming: bool) -> None:
        """A resident says whether they come."""
        person = await self.database.read(lambda store: store.people.find(*BOT, one.address))
        assert person is not None
        await self.office.does(attendance.say_coming, by=person, at=self.clock(), id=hearing.id, coming=coming)

    # Time

    async def works(self) -> None:
        """Lets everything happen that can happen at this moment; what waits for the line stays."""
        still = 0
        while still < STILL:
            busy = await self.broadcasting.step()
            carried = await self.courier.carry()
            if not busy and not carried:
                return
            still = 0 if carried else still + 1

    async def until(self, when: str | int, step: int = HOUR) -> None:
        """Lets the time pass, in steps that end on whole hours if they are long. Everything happens in them that can.

        SQLite goes through every hour; on PostgreSQL, far slower, the hours in which nothing is due pass at once.
        """
        end = moment(when) if isinstance(when, str) else when
        await self.works()
        while self.clock.now < end:
            later = self.clock.now + step
            if step == HOUR and not self.database.sqlite:
                due = await self._due()
                later = max(later, end if due is None else due)
            self.clock.now = min(end, later - later % min(step, HOUR))
            await self.works()

    async def _due(self) -> int | None:
        """When something is to happen next, as the database has it; 0 where something is under way."""

        async def ask(store: Store) -> int | None:
            waits = select(outbox.c.not_before).where(outbox.c.state < State.SENT)
            begins = case((broadcasts.c.began_at.is_(None), broadcasts.c.starts_at), else_=0)
            both = union_all(waits, select(begins).where(broadcasts.c.finished_at.is_(None))).subquery()
            return await store.connection.scalar(select(func.min(both.c[0])))

        return await self.database.read(ask)

    # What became of it

    async def broadcast(self, hearing: Hearing, kind: BroadcastKind) -> Broadcast:
        """The latest broadcast of a kind."""
        found = await self.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
        return [one for one in found if one.kind is kind][-1]

    async def progress(self, broadcast: Broadcast) -> Progress:
        """How far it has come."""
        return await self.database.read(lambda store: store.broadcasts.count_progress(broadcast.id))

    async def count_headless(self) -> int:
        """How many chats have lost their next message; must be 0."""
        return await self.database.write(lambda store: store.outbox.sweep(*BOT))

    def told(self, kind: BroadcastKind) -> list[Told]:
        """The messages of a kind that arrived, in order."""
        return [one for one in self.channel.told if one.kind is kind]

    def times_told(self, kind: BroadcastKind) -> Counter[str]:
        """How often each villager was told something."""
        return Counter(one.address for one in self.told(kind))

    @property
    def progress_messages(self) -> list[Message]:
        """What the clerk saw of how far it had come."""
        address = f"{self.office.code} Гүлнара"
        return [one.message for one in self.channel.told if one.address == address and one.kind is None]
