"""The bot as its users run it: `python -m bot run` as a process of its own, to be stopped, killed and started anew."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from bot.app import open_install
from bot.config import Settings
from tests.databases import install
from tests.leaks import LEAKS
from tests.telegram.fake.state import TOKEN

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0  # seconds


class BotProcess:
    """One install in a folder; all its processes write into one `stderr.txt`."""

    def __init__(self, folder: Path, url: str, *, token: str = TOKEN, **surroundings: str) -> None:
        self.folder = folder
        self.database = folder / "data" / "sunush.db"
        self.starts = 0
        self._errors = folder / "stderr.txt"
        ours = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
        self.surroundings = ours | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "SUNUSH_DATA_DIR": str(folder / "data"),
            "SUNUSH_KEY_FILE": str(folder / "sunush.key"),
            "SUNUSH_TELEGRAM_TOKEN": token,
            "SUNUSH_TELEGRAM_API_URL": url,
            "SUNUSH_LOG_LEVEL": "DEBUG",
            **surroundings,
        }
        self._process: asyncio.subprocess.Process | None = None

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

    async def start(self, command: str = "run") -> None:
        """Starts the process."""
        self.starts += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._errors.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot", command),
                cwd=self.folder,
                env=self.surroundings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )

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

    async def ends(self) -> int:
        """Waits for its end and returns the exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), PATIENCE)

    @property
    def said(self) -> str:
        """All that its processes have written."""
        return self._errors.read_text("utf-8") if self._errors.exists() else ""

    def has_kept_silent(self) -> None:
        """Fails if any of its processes has written a token, a telephone or a text, at its loudest."""
        assert not (found := LEAKS.findall(self.said)), found[:3]
