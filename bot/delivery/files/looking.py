"""Has a file looked at in a process of its own. That has little memory and time and may die of it."""

import asyncio
from pathlib import Path

from bot.delivery.files.own_process import PATIENCE, say
from storage.attachments.look import Seen, without_a_look
from storage.attachments.refused import FileRefused

_LOOK = "storage.attachments.look"


async def look(came: Path, clean: Path, *, patience: float | None = PATIENCE) -> Seen:
    """Says what a file is, and writes the clean copy of a picture. Raises FileRefused.

    Where that process dies or takes too long, first bytes decide on a picture or a recording. A document is refused.
    patience: seconds by this computer's clock; None: however long.
    """
    said = await say(_LOOK, came, clean, patience=patience)
    if said is None:
        return await asyncio.to_thread(without_a_look, came)
    if "refused" in said:
        raise FileRefused(said["refused"])
    return Seen(**said)
