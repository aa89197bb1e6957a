"""The bot as its users run it: `python -m bot run` as a process, which is stopped, killed, started anew."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.app import open_install
from bot.settings import Settings
from tests.databases import install
from tests.patience import Patience
from tests.support.leaks import LEAKS
from tests.telegram.fake.process import Telegram
from tests.telegram.fake.state import TOKEN

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0  # seconds in which it does nothing
LONGEST = 300.0  # seconds, whatever it does
LOOK = 0.02  # seconds


class BotProcess:
    """One install in a folder; all its processes write into one file of errors."""

    def __init__(
        self, folder: Path, url: str, *, token: str = TOKEN, errors: str = "stderr.txt", **surroundings: str
    ) -> None:
        self.folder = folder
        self.database = folder / "data" / "sunush.db"
        self.starts = 0
        self._errors = folder / errors
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
        self.surroundings = ours | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "SUNUSH_DATA_DIR": str(folder / "data"),
            "SUNUSH_KEY_FILE": str(folder / "sunush.key"),
            "SUNUSH_TELEGRAM_TOKEN": token,
            "SUNUSH_TELEGRAM_API_URL": url,
            "SUNUSH_LOG_LEVEL": "DEBUG",
            "SUNUSH_QUIET_HOURS": "0-0",
            **surroundings,
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def command(self) -> tuple[str, ...]:
        """What `sunush` is here."""
        return sys.executable, "-m", "bot"

    async def prepare(self) -> None:
        """Makes the install and enters the sample aimaks."""
        settings = Settings(
            data_dir=self.folder / "data",
            database_url=f"sqlite:///{self.database}",
            key_file=self.folder / "sunush.key",
        )
        install(self.database, settings.key_file, samples=True)
        async with open_install(settings):
            pass

    async def start(self, *arguments: str, inherited: Sequence[int] = ()) -> None:
        """Starts the process: `run`, or what else is asked. inherited: the files (descriptors) of ours that it gets."""
        self.starts += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._errors.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                *self.command,
                *(arguments or ("run",)),
                cwd=self.folder,
                env=self.surroundings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                pass_fds=inherited,
            )

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await self.ends()

    async def stop_and_time(self) -> tuple[int, float]:
        """SIGTERM; returns the exit code and the seconds until its end, without those in which it waited for a processor."""
        assert self._process is not None
        patience, ended = self.patience(), asyncio.create_task(self._process.wait())
        self._process.send_signal(signal.SIGTERM)
        seconds = 0.0
        while not ended.done():
            seconds = patience.own()
            assert not patience.is_over(), f"it does not end: {self.said[-500:]}"
            await asyncio.wait([ended], timeout=LOOK)
        return await ended, seconds

    async def ends(self) -> int:
        """Waits for its end, as long as it works, and returns the exit code."""
        assert self._process is not None
        patience, ended = self.patience(), asyncio.create_task(self._process.wait())
        while not ended.done():
            assert not patience.is_over(), f"it does not end: {self.said[-500:]}"
            await asyncio.wait([ended], timeout=LOOK)
        return await ended

    async def comes_to(self, happened: Callable[[], bool]) -> None:
        """Waits for something it is to bring about, as long as it works."""
        patience = self.patience()
        while not happened():
            assert self.is_alive, f"the process ended by itself: {self.said[-500:]}"
            assert not patience.is_over(), f"it does not come to it: {self.said[-500:]}"
            await asyncio.sleep(LOOK)

    async def polls(self, telegram: Telegram) -> None:
        """Waits until it waits for updates."""
        polling = asyncio.create_task(telegram.polled(LONGEST))
        try:
            await self.comes_to(polling.done)
            await polling
        finally:
            polling.cancel()

    def patience(self) -> Patience:
        """The patience of somebody who waits for it from now on."""
        assert self._process is not None
        return Patience(self._process.pid, idle=PATIENCE, longest=LONGEST)

    @property
    def said(self) -> str:
        """All that its processes have written."""
        return self._errors.read_text("utf-8") if self._errors.exists() else ""

    @property
    def said_bytes(self) -> int:
        """How much its processes have written."""
        return self._errors.stat().st_size if self._errors.exists() else 0

    def said_since(self, place: int) -> str:
        """What its processes have written behind so many bytes."""
        if not self._errors.exists():
            return ""
        with self._errors.open("rb") as written:
            written.seek(place)
            return written.read().decode("utf-8", "replace")

    def has_kept_silent(self) -> None:
        """Fails if any of its processes has written a token, a telephone or a text, at its loudest."""
        assert not (found := LEAKS.findall(self.said)), found[:3]
