"""A village to talk in: the real receive, router, outbox and courier over a file database. Only the messenger is a double."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from bot.budget.permissions import Role
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import start_of
from bot.channels.contract import Blocked, Capabilities, Gone
from bot.chat.message import Incoming, Kind, Media, Message, Peer
from bot.delivery.courier import Courier
from bot.delivery.feeder import Broadcasting
from bot.delivery.incoming.receive import Receive
from bot.delivery.let_go import Leaving
from bot.export.reports import Reports
from bot.office import staff
from bot.office.rules import BEGINNING
from handlers import router
from storage.conversations.states import FileStates
from storage.database.engine import Database, make_database_url
from storage.database.seal import Seal
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store
from tests.databases import migrated_file

MONDAY = start_of(date(2026, 11, 23)) + 10 * 3_600_000


@dataclass
class Clock:
    """A clock moved by hand."""

    now: int = MONDAY

    def __call__(self) -> int:
        return self.now

    def later(self, *, days: float = 0, minutes: float = 0) -> None:
        """Moves on."""
        self.now += int((days * 24 * 60 + minutes) * 60_000)


class Chats:
    """Records what each address was sent."""

    name = "telegram"
    account = "bot"
    pace = None
    capabilities = Capabilities(True, True, None, None, None, None, None)

    def __init__(self) -> None:
        self.sent: list[tuple[str, Message, str]] = []
        self.blocked: set[str] = set()

    async def send(self, address: str, message: Message, *, language: str) -> str:
        if address in self.blocked:
            raise Blocked
        if message.hints.menu:
            return ""
        self.sent.append((address, message, language))
        return message.hints.edits or str(len(self.sent))

    async def fetch(self, reference: str) -> bytes:
        raise Gone(reference)


@dataclass
class Resident:
    """Somebody with a telephone."""

    village: "Village"
    name: str
    heard: list[Message] = field(default_factory=list)
    wrote: list[str] = field(default_factory=list)
    seen: int = 0

    @property
    def peer(self) -> Peer:
        return Peer("telegram", "bot", self.name)

    async def says(self, text: str) -> str:
        """Writes, and returns all that comes back."""
        return await self._hears(self._new(Kind.TEXT, text))

    async def swipes(self, said: str, text: str) -> str:
        """Answers the newest message of ours that has these words, by a swipe."""
        sent = list(enumerate(self.village.chats.sent, 1))
        ids = [one.hints.edits or str(at) for at, (to, one, _) in sent if to == self.name and said in one.text]
        assert ids, f"nothing says «{said}»"
        return await self._hears(replace(self._new(Kind.TEXT, text), reply_to=ids[-1]))

    async def swipes_with(self, said: str, kind: str, caption: str = "") -> str:
        """Answers the newest message of ours that has these words with a file."""
        sent = list(enumerate(self.village.chats.sent, 1))
        ids = [one.hints.edits or str(at) for at, (to, one, _) in sent if to == self.name and said in one.text]
        new = replace(self._new(Kind.MEDIA, caption), media=(Media(kind, "file"),), reply_to=ids[-1])
        return await self._hears(new)

    async def swipes_own(self, nth: int, text: str) -> str:
        """Answers a message of their own by a swipe: the nth they wrote. Below 0 it is counted from the end."""
        message = self.wrote[nth]
        return await self._hears(replace(self._new(Kind.TEXT, text), reply_to=message, answers_own=True))

    async def edits(self, message: str, text: str) -> str:
        """Changes a message of their own, given by its id in wrote."""
        return await self._hears(replace(self._new(Kind.EDITED, text), own_id=message))

    async def deletes(self, message: str) -> str:
        """Takes back a message of their own, given by its id in wrote."""
        return await self._hears(replace(self._new(Kind.DELETED, ""), own_id=message))

    async def taps(self, choice: str) -> str:
        """Presses a button by its id."""
        return await self._hears(Incoming(uuid.uuid4().hex, self.peer, Kind.CHOICE, choice=choice))

    async def presses(self, title: str) -> str:
        """Presses the button with this title on the last screen."""
        screen = self.heard[-1]
        found = [id for id, shown in [*screen.choices, *screen.ways] if shown == title]
        assert len(found) == 1, f"«{title}» is not on the screen: {screen}"
        return await self.taps(found[0])

    async def sends(self, kind: str, reference: str = "file", caption: str = "") -> str:
        """Sends a voice or a photo."""
        return await self._hears(replace(self._new(Kind.MEDIA, caption), media=(Media(kind, reference),)))

    async def sends_album(self, *captions: str, kind: str = "photo", at_once: bool = True) -> list[Message]:
        """Sends an album, a caption for each part.

        All parts are there before the first answer leaves, or each comes after it.
        """
        album, before = uuid.uuid4().hex, len(self.heard)
        for at, caption in enumerate(captions):
            part = replace(self._new(Kind.MEDIA, caption), media=(Media(kind, f"file {at}"),), album=album)
            await self.village.receive(part)
            if not at_once:
                await self.reads()
        await self.reads()
        return self.heard[before:]

    async def shows_place(self, latitude: float, longitude: float) -> str:
        """Sends a place on the map."""
        return await self._hears(
            Incoming(uuid.uuid4().hex, self.peer, Kind.LOCATION, f"{latitude:.5f}, {longitude:.5f}")
        )

    async def starts(self, payload: str = "") -> str:
        """Comes by a link."""
        return await self._hears(Incoming(uuid.uuid4().hex, self.peer, Kind.START, payload))

    async def follows_script(self, *lines: str) -> str:
        """Writes one line after the other and returns what came back to the last."""
        answer = ""
        for line in lines:
            answer = await self.says(line)
        return answer

    def _new(self, kind: Kind, text: str) -> Incoming:
        message = uuid.uuid4().hex
        if kind not in {Kind.EDITED, Kind.DELETED}:
            self.wrote.append(message)
        return Incoming(message, self.peer, kind, text, own_id=message)

    async def _hears(self, incoming: Incoming) -> str:
        self._shown()
        await self.village.receive(incoming)
        await self.village.courier.carry()
        return self._shown()

    async def reads(self) -> str:
        """Reads what has come unasked since the last time."""
        await self.village.courier.carry()
        return self._shown()

    def _shown(self) -> str:
        sent = self.village.chats.sent
        new = [message for address, message, _ in sent[self.seen :] if address == self.name]
        self.seen = len(sent)
        self.heard += new
        return "\n\n".join(
            "\n".join([message.numbered(), " ".join(f"[{title}]" for _, title in message.ways)]).rstrip()
            for message in new
        )

    async def person(self) -> Person:
        """Their row."""
        peer = self.peer
        found = await self.village.database.read(
            lambda store: store.people.find(peer.channel, peer.account, peer.address)
        )
        assert found is not None
        return found

    async def proposals(self) -> list[Proposal]:
        """Their proposals, the newest first."""
        person = await self.person()
        return await self.village.database.read(lambda store: store.proposals.list_of_author(person.id))


@dataclass
class Village:
    """The parts, put together as the application does."""

    database: Database
    states: FileStates
    receive: Receive
    courier: Courier
    chats: Chats
    clock: Clock
    broadcasting: Broadcasting
    leaving: Leaving

    async def passes(self, seconds: int) -> None:
        """Lets time pass, and everything leave that was to leave meanwhile."""
        self.clock.later(minutes=seconds / 60)
        while await self.leaving.step():
            pass
        await self.courier.carry()

    async def tells(self) -> None:
        """Moves every broadcast on until nothing is left to queue, and carries what is queued."""
        while await self.broadcasting.step():
            await self.courier.carry()
        await self.courier.carry()

    def resident(self, name: str) -> Resident:
        """Somebody new."""
        return Resident(self, name)

    async def in_menu(self, name: str, *, language: str = "ky", aimak: str = "kokjar") -> Resident:
        """Somebody who has chosen a language and come by the link of an aimak."""
        resident = self.resident(name)
        await resident.starts(f"a_{aimak}")
        await resident.taps(f"language:{language}")
        return resident

    async def at_check(self, name: str, text: str, *, language: str = "ky", side: str = "spending") -> Resident:
        """Somebody who has agreed and whose proposal waits for «Жөнөтүү»."""
        resident = await self.in_menu(name, language=language)
        await resident.taps("propose")
        await resident.taps(f"side:{side}")
        await resident.says(text)
        await resident.taps("consent:yes")
        return resident

    async def worker(
        self, name: str, *, role: Role = Role.STAFF, aimak: str = "kokjar", language: str = "ky"
    ) -> Resident:
        """Somebody who has joined an aimak's office by an invite and stands at its menu."""

        async def invited(store: Store) -> str:
            found = await store.aimaks.find_by_code(aimak)
            assert found is not None
            aimak_id = found.id if role is not Role.ADMIN else None
            return (await staff.invite(store, role=role, aimak_id=aimak_id, by=None, at=self.clock())).payload

        payload = await self.database.write(invited)
        worker = await self.in_menu(name, language=language, aimak=aimak)
        await worker.starts(payload)
        if role in {Role.STAFF, Role.HEAD}:
            await worker.says(f"{name}, айыл өкмөтүнүн адиси")
        return worker

    async def with_proposal(self, name: str, text: str, *, language: str = "ky") -> Resident:
        """Somebody who has sent one proposal and answered about notices."""
        resident = await self.at_check(name, text, language=language)
        await resident.presses("Жөнөтүү" if language == "ky" else "Отправить")
        await resident.taps("notices:no")
        return resident


@asynccontextmanager
async def open_village(folder: Path) -> AsyncIterator[Village]:
    """A village in a folder of its own."""
    seal, clock, chats = Seal(b"k" * 32), Clock(), Chats()
    database = Database(make_database_url(f"sqlite:///{migrated_file(folder / 'village.db', samples=True)}"), seal)
    states = FileStates(folder / "states", seal)
    courier = Courier(database=database, channels=[chats], now=clock, reports=Reports(database))
    broadcasting = Broadcasting(database=database, now=clock, quiet=QuietHours(), wake=courier.wake)
    receive = Receive(database=database, states=states, router=router, now=clock, wake=courier.wake)
    leaving = Leaving(database=database, now=clock, wake=courier.wake)
    # An answer leaves at once here: what can be taken back has tests of its own.
    await database.write(lambda store: store.meta.set("take_back", "0", valid_from=BEGINNING))
    yield Village(database, states, receive, courier, chats, clock, broadcasting, leaving)
    await database.close()


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with open_village(tmp_path) as opened:
        yield opened
