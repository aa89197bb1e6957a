"""Asks a process of its own what it sees in a file. That has little memory and time, and may die of it."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import structlog

import storage

log = structlog.get_logger(__name__)

ROOT = Path(storage.__file__).resolve().parents[1]
# One thread and one heap: each more takes addresses, of which there are few. Nothing of our own surroundings goes along.
SURROUNDINGS = {"VIPS_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}


async def say(module: str, *given: Path | str, patience: float) -> dict[str, Any] | None:
    """Returns the JSON a module prints of what it is given; None where it died, or took longer than patience (seconds)."""
    arguments = [str(Path.cwd() / one) if isinstance(one, Path) else one for one in given]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        env=SURROUNDINGS | {"PATH": os.defpath},
    )
    try:
        async with asyncio.timeout(patience):
            out, _ = await process.communicate()
    except TimeoutError:
        log.warning("looking at a file took too long")
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        return dict(json.loads(out))
    except ValueError:
        log.warning("looking at a file ended badly", status=process.returncode)
        return None
