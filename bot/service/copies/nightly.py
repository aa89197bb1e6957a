"""Makes a copy each night where a folder is named for it. It is made later where the computer was off."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.app import Office
from bot.budget.workdays import BISHKEK
from bot.install import put_back
from bot.service.alarm import Alarm
from bot.service.copies.backup import LABEL, NAME, BackupRefused, back_up

log = structlog.get_logger(__name__)

HOUR = 2  # of the night, in Bishkek
LOOK = 60.0  # seconds
AGAIN = 60  # looks until a copy that failed is tried again


async def copy_nightly(office: Office, alarm: Alarm, clock: Callable[[], int]) -> None:
    """Makes a copy whenever one is due, until cancelled. What hinders it is logged, and told to the admin."""
    settings = office.settings
    if settings.copies is None:
        return
    while True:
        looks = 1
        if await asyncio.to_thread(is_due, settings.copies, clock()):
            looks = 1 if await _copy(office, alarm, clock()) else AGAIN
        await asyncio.sleep(LOOK * looks)


async def _copy(office: Office, alarm: Alarm, at: int) -> bool:
    try:
        folder, label = await asyncio.to_thread(back_up, office.settings, None, at)
    except BackupRefused as error:
        log.error(f"The nightly copy was not made. {error}")
        await alarm.tell("copy")
        return False
    log.info("a copy was made", folder=str(folder), rows=sum(label.rows.values()), files=len(label.media))
    await put_back.mark_copied(office)
    return True


def is_due(folder: Path, at: int) -> bool:
    """Whether no copy in a folder was made since the last hour of copies (UTC ms)."""
    here = datetime.fromtimestamp(at / 1000, BISHKEK)
    since = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if since > here:
        since -= timedelta(days=1)
    made = [path.name for path in folder.glob("*") if NAME.fullmatch(path.name) and (path / LABEL).exists()]
    return not made or datetime.strptime(max(made), "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC) < since
