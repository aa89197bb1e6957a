"""What tests of a hearing's card share: an announced hearing, the clerk's choices, what is held."""

import uuid
from datetime import date

from sqlalchemy import func, select

from bot.budget.hearing import HOUR, HearingKind, Terms
from bot.budget.workdays import start_of
from bot.office.hearings import hearings
from bot.office.hearings.hearings import Announcement

DECEMBER = start_of(date(2026, 12, 16)) + 10 * HOUR
PLACE = "Көк-Жар айылы, маданият үйү"
LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def announced(village, *, aimak="kokjar", starts_at=DECEMBER, by=None, **parts):
    """A hearing as the office announces it."""
    terms = Terms(starts_at, PLACE, "Жолдор", 40.26611, 72.61832)
    announcement = Announcement(uuid.uuid4().hex, parts.pop("kind", HearingKind.DRAFT), terms, 2027, **parts)

    async def act(store):
        found = await store.aimaks.find_by_code(aimak)
        return await hearings.announce(
            store, announcement=announcement, by=by, aimak_id=found.id, at=village.clock(), sure=True
        )

    hearing, _ = await village.database.write(act)
    return hearing


async def now_of(village, hearing):
    return await village.database.read(lambda store: store.hearings.get(hearing.id))


async def count(village, table, *where):
    statement = select(func.count()).select_from(table).where(*where)
    return await village.database.read(lambda store: store.connection.scalar(statement))


def offered(worker):
    return {title for _, title in worker.heard[-1].choices}


async def all_offered(worker):
    """Every act on the card of a hearing, whatever page it stands on."""
    found = offered(worker)
    while "more" in {id for id, _ in worker.heard[-1].ways}:
        await worker.taps("more")
        found |= offered(worker)
    return found


async def does(worker, hearing, choice):
    """Opens a hearing and presses one of its acts."""
    await worker.taps(f"hearing_desk:{hearing.id}")
    return await worker.taps(choice)


async def held(worker, hearing):
    """Notes that a hearing was held."""
    await does(worker, hearing, "hearing_held")
    return await worker.taps("held_sure:yes")


def on_the_day(village):
    village.clock.now = DECEMBER + HOUR


async def later(village, worker, **parts):
    """A hearing whose notice is to leave in two days."""
    return await announced(village, by=await worker.person(), send_at=village.clock() + 48 * HOUR, **parts)
