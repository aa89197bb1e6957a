"""Has a file looked at in a process of its own. That has little memory and time and may die of it."""

import asyncio
from pathlib import Path

from bot.delivery.files.own_process import say
from storage.attachments.look import Seen, without_a_look
from storage.attachments.refused import FileRefused

PATIENCE = 60.0  # seconds; on a busy machine the processor's own limit comes much later
_LOOK = "storage.attachments.look"


async def look(came: Path, clean: Path) -> Seen:
    """Says what a file is, and writes the clean copy of a picture. Raises FileRefused.

    Where that process dies or takes too long, first bytes decide on a picture or a recording. A document is refused.
    """
    said = await say(_LOOK, came, clean, patience=PATIENCE)
    if said is None:
        return await asyncio.to_thread(without_a_look, came)
    if "refused" in said:
        raise FileRefused(said["refused"])
    return Seen(**said)
