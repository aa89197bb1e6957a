"""A terminal window: the real process over pipes, read by somebody who sees only what is printed.

And a room: the same application inside the test, its terminal writing to memory.
"""

import asyncio
import io
import os
import sys
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.app import Service, open_install, start_service
from bot.channels.terminal import Terminal
from bot.chat.message import Incoming, Kind, Media, Message, Peer
from bot.delivery.incoming.conversations import make_state_key
from bot.office.aimaks import add_aimak, import_aimaks, make_new_aimak, read_aimaks
from bot.settings import Settings
from storage.proposals import Proposal
from storage.store import Store
from tests.databases import install
from tests.patience import Patience

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds of a process that does nothing, after which somebody says that nothing comes
LONGEST = 600.0  # seconds, whatever it does


@dataclass
class Window:
    """One window of `python -m bot chat`. A block is what stands between empty lines."""

    folder: Path
    name: str
    aimak: str | None = None
    data_dir: Path | None = None
    blocks: list[str] = field(default_factory=list)
    _rest: str = ""
    _process: asyncio.subprocess.Process | None = None

    @property
    def complaints(self) -> str:
        """What came on the standard error of all its processes."""
        return self._errors.read_text("utf-8") if self._errors.exists() else ""

    async def open(self) -> None:
        """Starts the process with the same arguments each time, on an empty screen."""
        self.blocks, self._rest = [], ""
        arguments = ["chat", "--as", self.name, *(["--aimak", self.aimak] if self.aimak else [])]
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._errors.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *arguments,
                cwd=self.folder,
                env=self.surroundings(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
            )

    @property
    def is_open(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.returncode is None

    def surroundings(self) -> dict[str, str]:
        """The environment of its processes: nothing of ours, their own data."""
        data_dir = self.data_dir or self.folder / "data"
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
        return ours | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "SUNUSH_QUIET_HOURS": "0-0",  # its clock is the real one
            "SUNUSH_DATA_DIR": str(data_dir),
            "SUNUSH_KEY_FILE": str(data_dir.parent / "sunush.key"),
        }

    def write(self, line: str) -> None:
        """Types a line and presses Enter."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())

    async def look(self, seconds: float) -> bool:
        """Reads what is printed within some seconds; false once the process has ended."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            chunk = await asyncio.wait_for(self._process.stdout.read(65536), seconds)
        except TimeoutError:
            return True
        self._rest += chunk.decode()
        *whole, self._rest = self._rest.split("\n\n")
        self.blocks += [block.strip("\n") for block in whole if block.strip("\n")]
        return bool(chunk)

    async def words(self) -> None:
        """Reads until something is printed, as long as the process works for it."""
        patience, before = self.patience(), len(self.blocks)
        while len(self.blocks) == before:
            assert await self.look(0.2), f"the process ended by itself: {self.complaints}"
            assert not patience.is_over(), f"nothing comes after {self.blocks[-3:]}"

    def patience(self) -> Patience:
        """The patience of somebody who waits for this process from now on."""
        assert self._process is not None
        return Patience(self._process.pid, idle=PATIENCE, longest=LONGEST)

    async def kill(self) -> None:
        """kill -9, and reads what had been printed before it."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        while await self.look(PATIENCE):
            pass

    async def close(self) -> int:
        """Ends the input and returns the exit code."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        while await self.look(PATIENCE):
            pass
        return await self._process.wait()

    @property
    def _errors(self) -> Path:
        return self.folder / f"{self.name}.err"


@pytest.fixture
async def window(tmp_path: Path) -> AsyncIterator[Callable[..., Window]]:
    """Opens windows in folders of their own, or on one database; what a failing test leaves open is killed."""
    made: list[Window] = []

    def make(name: str, *, aimak: str | None = None, data_dir: Path | None = None) -> Window:
        made.append(Window(tmp_path / name, name, aimak, data_dir))
        return made[-1]

    yield make
    for each in made:
        if each.is_open:
            await each.kill()


@dataclass
class Visitor:
    """Somebody in the room; what the terminal prints after each event is theirs, since they speak in turn."""

    room: "Room"
    address: str

    @property
    def peer(self) -> Peer:
        """Where they write from."""
        return Peer("terminal", self.room.account, self.address)

    async def says(self, text: str) -> str:
        """Writes a text and returns what is printed."""
        return await self._does(Kind.TEXT, text=text)

    async def follows(self, *texts: str) -> str:
        """Writes one text after the other and returns what is printed after the last."""
        printed = ""
        for each in texts:
            printed = await self.says(each)
        return printed

    async def taps(self, choice: str) -> str:
        """Presses a button by its id."""
        return await self._does(Kind.CHOICE, choice=choice)

    async def shows(self, kind: str, path: str, caption: str = "") -> str:
        """Sends a voice or a photo."""
        return await self._does(Kind.MEDIA, text=caption, media=(Media(kind, path),))

    async def comes(self, payload: str = "", language: str = "") -> str:
        """Comes by a link."""
        return await self._does(Kind.START, text=payload, language=language)

    async def screen(self) -> Message:
        """The last message with its buttons' ids, as a messenger has it."""

        async def ask(store: Store) -> Message:
            person = await store.people.find(self.peer.channel, self.peer.account, self.peer.address)
            assert person is not None
            return Message.from_json(await store.outbox.find_last_sent(person.peer_id) or "")

        return await self.room.service.office.database.read(ask)

    async def proposals(self) -> list[Proposal]:
        """What they proposed, the newest first."""

        async def ask(store: Store) -> list[Proposal]:
            person = await store.people.find(self.peer.channel, self.peer.account, self.peer.address)
            return await store.proposals.list_of_author(person.id) if person else []

        return await self.room.service.office.database.read(ask)

    async def _does(self, kind: Kind, **said: Any) -> str:
        await self.room.service.receive(Incoming(uuid.uuid4().hex, self.peer, kind, **said))
        await self.room.service.courier.carry()
        return self.room.printed()


@dataclass
class Room:
    """The application as `sunush chat` makes it, for many who speak in turn."""

    service: Service
    account: str
    out: io.StringIO

    def visitor(self) -> Visitor:
        """Somebody who was never here before."""
        return Visitor(self, uuid.uuid4().hex)

    async def resident(self) -> Visitor:
        """Somebody who stands in the menu of an aimak with villages."""
        visitor = self.visitor()
        await visitor.comes("a_test", "ky")
        return visitor

    async def state_of(self, visitor: Visitor) -> str | None:
        """Where somebody's conversation stands."""
        peer = visitor.peer
        return await self.service.states.get_state(make_state_key(peer.channel, peer.account, peer.address))

    def printed(self) -> str:
        """What was printed since the last look."""
        text = self.out.getvalue()
        self.out.seek(0)
        self.out.truncate()
        return text

    async def scalar(self, sql: str) -> Any:
        """Reads one value from the database."""

        async def ask(store: Store) -> Any:
            return await store.connection.scalar(text(sql))

        return await self.service.office.database.read(ask)


def settings_in(folder: Path) -> Settings:
    """The settings of an install in a folder; no hour is quiet, whatever the real clock says."""
    return Settings(
        data_dir=folder / "data",
        database_url=f"sqlite:///{folder}/data/sunush.db",
        key_file=folder / "sunush.key",
        take_back=0,
        quiet_hours=(0, 0),
    )


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """The application over a file database with eleven aimaks and one that has villages."""
    out = io.StringIO()
    eleven, _ = read_aimaks((ROOT / "bot/office/sample_aimaks.csv").read_bytes())
    settings = settings_in(tmp_path)
    install(tmp_path / "data/sunush.db", settings.key_file)
    async with open_install(settings) as office:
        await office.database.write(lambda store: import_aimaks(store, new=eleven))
        names = {f"{part}_{language}": "Сыноо" for part in ("oblast", "rayon", "aimak") for language in ("ky", "ru")}
        villages = {f"villages_{language}": "|".join(f"Айыл {n}" for n in range(7)) for language in ("ky", "ru")}
        await office.database.write(
            lambda store: add_aimak(
                store, new=make_new_aimak({"code": "test", "phone": "0312 61 23 45", **names, **villages})
            )
        )
        async with start_service(office, [Terminal("Зал", out=out, echo=False)]) as service:
            yield Room(service, "Зал", out)
