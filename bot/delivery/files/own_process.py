"""Asks a process of its own what it sees in a file. That has little memory and time, and may die of it."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import structlog

import storage

log = structlog.get_logger(__name__)

PATIENCE = 60.0  # seconds; on a busy machine the processor's own limit comes much later
ROOT = Path(storage.__file__).resolve().parents[1]
# One thread and one heap: each more takes addresses, of which there are few. Nothing of our own surroundings goes along.
SURROUNDINGS = {"VIPS_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}


async def say(module: str, *given: Path | str, patience: float | None) -> dict[str, Any] | None:
    """Returns the JSON that a module prints about what it is given.

    None: it died, or took longer than `patience` (seconds by this computer's clock). Without one it is waited for however
    long: what the processor may do for it ends it as well.
    """
    arguments = [str(Path.cwd() / one) if isinstance(one, Path) else one for one in given]
    asking = _Asking([sys.executable, "-m", module, *arguments], patience)
    try:
        out = await asyncio.to_thread(asking.run)
    except asyncio.CancelledError:
        asking.give_up()
        raise
    except subprocess.TimeoutExpired:
        log.warning("looking at a file took too long")
        return None
    try:
        return dict(json.loads(out))
    except ValueError:
        log.warning("looking at a file ended badly", status=asking.status)
        return None


class _Asking:
    """One process, begun and awaited in a thread: the event loop's own way (uvloop) stands still until it has begun.

    There it is a fork, which copies the tables of all our memory. Here it is a vfork, of a fifth of a millisecond.
    """

    def __init__(self, command: list[str], patience: float | None) -> None:
        self.status: int | None = None
        self._command, self._patience = command, patience
        self._process: subprocess.Popen[bytes] | None = None
        self._given_up = False

    def run(self) -> bytes:
        """Returns what it prints. Raises TimeoutExpired."""
        with subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=SURROUNDINGS | {"PATH": os.defpath},
        ) as process:
            self._process = process
            try:
                if self._given_up:
                    return b""
                out, _ = process.communicate(timeout=self._patience)
            finally:
                process.kill()  # which does nothing where it has ended
            self.status = process.returncode
        return out

    def give_up(self) -> None:
        """Ends it, also where it begins in this moment."""
        self._given_up = True
        if self._process is not None:
            self._process.kill()
