"""What must be there before `run` begins: files it may open, and the database.

It waits for the database, as after a power cut.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.app import CannotStart
from bot.install.gone import find_database_path
from bot.settings import Settings
from storage.database.engine import make_database_url
from storage.database.reach import NotReached, reach

log = structlog.get_logger(__name__)

BACK_OFF = (1, 2, 4, 8, 15)  # seconds between two tries; the last one is repeated
SAID_EACH = 60  # seconds
LEAST = 64  # the database, its readers, the lines to Telegram, a file under way; 29 with 20 people writing at once
WANTED = 4096


async def wait_for_database(settings: Settings, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Returns once the database answers; what will not pass, such as a wrong password, is raised at once."""
    if find_database_path(settings) is not None:
        return
    url = make_database_url(settings.database_url)
    waited = said = tries = 0
    while True:
        try:
            await reach(url)
        except NotReached as error:
            if tries == 0 or waited - said >= SAID_EACH:
                log.warning("PostgreSQL does not answer: waiting for it", why=str(error), waited=waited)
                said = waited
            pause = BACK_OFF[min(tries, len(BACK_OFF) - 1)]
            await sleep(pause)
            waited, tries = waited + pause, tries + 1
        else:
            if waited:
                log.warning("PostgreSQL answers: going on", waited=waited)
            return


def allow_files() -> None:
    """Raises the limit of open files as far as it may be. Raises CannotStart where fewer than LEAST are allowed."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = WANTED if most == resource.RLIM_INFINITY else min(WANTED, most)
    if now != resource.RLIM_INFINITY and now < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
        now = allowed
    if now != resource.RLIM_INFINITY and now < LEAST:
        raise CannotStart(
            f"Only {now} files may be open at once, and {LEAST} are needed: «ulimit -n {WANTED}» allows more, "
            f"in a service LimitNOFILE={WANTED}."
        )
