"""Has a file looked at in a process of its own, which has little memory and time and may die of it."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import structlog

import storage
from storage.attachments.look import Seen, without_a_look
from storage.attachments.refused import FileRefused

log = structlog.get_logger(__name__)

PATIENCE = 60.0  # seconds; on a busy machine the processor's own limit comes much later
_LOOK = "storage.attachments.look"
_ROOT = Path(storage.__file__).resolve().parents[1]
# One thread and one heap: each more takes addresses, of which there are few. Nothing of our own surroundings goes along.
_SURROUNDINGS = {"VIPS_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}


async def look(came: Path, clean: Path) -> Seen:
    """Says what a file is, and writes the clean copy of a picture. Raises FileRefused.

    Where that process dies or takes too long, first bytes decide on a picture or a recording. A document is refused.
    """
    said = await _say(came, clean)
    if said is None:
        return await asyncio.to_thread(without_a_look, came)
    if "refused" in said:
        raise FileRefused(said["refused"])
    return Seen(**said)


async def _say(came: Path, clean: Path) -> dict[str, Any] | None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _LOOK, str(Path.cwd() / came), str(Path.cwd() / clean)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env=_SURROUNDINGS | {"PATH": os.defpath},
    )
    try:
        async with asyncio.timeout(PATIENCE):
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
