"""Finds what stands wrong: accounts that are not polled, replies and offices that are late, a certificate, old copies."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.budget.workdays import find_day
from bot.channels.intake import Intake
from bot.office.messengers.names import name_messenger
from bot.service.copies.backup import LABEL, NAME
from bot.service.standing.certificate import find_last_moment
from bot.service.standing.fault import Fault
from storage.database.engine import Database
from storage.queue.outbox import Lane
from storage.store import Store

SILENCE = 120_000  # milliseconds without a poll that went well
LATE = 30_000  # milliseconds for which a reply could have left
DAY = 24 * 3600 * 1000  # milliseconds
ENDING = 14 * DAY  # before the last moment of a certificate
OLD = 2 * DAY  # of the newest copy

Account = tuple[str, str]
Asks = Callable[[str], Awaitable[int | None]]


async def find_silent(
    polled: Mapping[Account, Intake | None], names: Mapping[Account, str], database: Database, *, since: int, now: int
) -> set[Fault]:
    """The accounts that were not polled well for SILENCE, by whichever process; since is when this one began.

    One that has never been polled and complains of nothing is nobody's. What this process does not poll has no intake.
    """

    async def read(store: Store) -> dict[Account, int | None]:
        return {one: await store.accounts.find_heard(*one) for one in polled}

    written, found = await database.read(read), set()
    for one, intake in polled.items():
        good_at, complaint = (intake.good_at, intake.complaint) if intake is not None else (0, "")
        heard = max(good_at, written[one] or 0)
        if (heard or complaint) and now - max(heard, since) > SILENCE:
            found.add(Fault("silent", f"{name_messenger(one[0])} {names.get(one, '') or one[1]}"))
    return found


async def find_late(database: Database, *, now: int) -> set[Fault]:
    """Whether the oldest reply could have left LATE ago."""
    ready = await database.read(lambda store: store.depths.list_ready())
    return {Fault("late") for depth in ready if depth.lane is Lane.REPLY and now - depth.since > LATE}


async def find_overdue(database: Database, *, now: int) -> set[Fault]:
    """The offices in which a proposal waits past the last day of its answer, by their codes."""
    codes = await database.read(lambda store: store.overview.list_overdue(today=find_day(now)))
    return {Fault("overdue", code) for code in codes}


async def find_ending(url: str, *, now: int, ask: Asks = find_last_moment) -> set[Fault] | None:
    """Whether the certificate of our address ends within ENDING; None where that cannot be known."""
    last = await ask(url)
    return None if last is None else {Fault("certificate")} if last - now < ENDING else set()


def find_old_copy(folder: Path, *, now: int) -> set[Fault]:
    """Whether the newest copy in a folder is older than OLD, or there is none."""
    made = [path.name for path in folder.glob("*") if NAME.fullmatch(path.name) and (path / LABEL).exists()]
    newest = max((datetime.strptime(name, "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC) for name in made), default=None)
    is_old = newest is None or now - newest.timestamp() * 1000 > OLD
    return {Fault("old_copy")} if is_old else set()
