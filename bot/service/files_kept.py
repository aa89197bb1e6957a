"""Whether files can be kept, before `run` begins: those in S3-compatible storage."""

import asyncio

import structlog

from bot.app import CannotStart
from bot.channels.contract import Finding
from bot.settings import Settings
from storage.media.media import FilesAway, FilesRefused

log = structlog.get_logger(__name__)

REFUSED = "The storage of files (SUNUSH_MEDIA_URL) refuses what is put there: look at its name, the key and its rights."


async def refuse_where_refused(settings: Settings) -> None:
    """Raises CannotStart where the storage refuses us. One that is away is no reason not to begin: files wait."""
    bucket = settings.uploads_bucket
    if bucket is None:
        return
    try:
        await asyncio.to_thread(bucket.check)
    except FilesRefused as error:
        raise CannotStart(REFUSED) from error
    except FilesAway:
        log.warning("the storage of files does not answer: they wait")


async def look_at_bucket(settings: Settings) -> list[Finding]:
    """What the doctor finds; nothing is put."""
    bucket = settings.uploads_bucket
    if bucket is None:
        return []
    try:
        await asyncio.to_thread(bucket.look)
    except FilesRefused:
        return [Finding(False, REFUSED)]
    except FilesAway:
        return [Finding(False, f"Files are kept in {settings.bucket.url}, which does not answer now: they wait.")]
    return [Finding(True, f"Files are kept in {settings.bucket.url}.")]
