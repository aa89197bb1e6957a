"""What the tests of hearings share: an announced hearing, subscribers, notices that are carried."""

import uuid
from datetime import date

from bot.budget.hearing import HOUR, HearingKind, Terms
from bot.budget.quiet_hours import QuietHours
from bot.budget.workdays import start_of
from bot.chat.message import Incoming, Kind
from bot.delivery.feeder import Broadcasting
from bot.office.hearings import changes, hearings
from bot.office.hearings.hearings import Announcement

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
DECEMBER = start_of(date(2026, 12, 16)) + 10 * HOUR
PLACE = "Көк-Жар айылы, маданият үйү"
POINT = (40.26611, 72.61832)


async def announced(
    village, *, aimak="kokjar", starts_at=DECEMBER, agenda="Жолдор жана мектептер", point=None, **parts
):
    """A hearing as the office announces it."""
    latitude, longitude = point or (None, None)
    terms = Terms(starts_at, PLACE, agenda, latitude, longitude)
    announcement = Announcement(uuid.uuid4().hex, parts.pop("kind", HearingKind.DRAFT), terms, 2027, **parts)

    async def act(store):
        found = await store.aimaks.find_by_code(aimak)
        return await hearings.announce(store, announcement=announcement, by=None, aimak_id=found.id, at=village.clock())

    hearing, _ = await village.database.write(act)
    return hearing


async def office(village, act, **said):
    """One act of the office on a hearing."""
    return await village.database.write(lambda store: act(store, by=None, at=village.clock(), **said))


async def carried(village):
    """Every open broadcast moves on until nothing is left to queue, and what is queued leaves."""
    broadcasting = Broadcasting(
        database=village.database, now=village.clock, quiet=QuietHours(), wake=village.courier.wake
    )
    while await broadcasting.step():
        await village.courier.carry()
    await village.courier.carry()


async def asked(village, what):
    """What the store says."""
    return await village.database.read(what)


async def subscriber(village, name, *, language="ky", aimak="kokjar"):
    """Somebody who has agreed and wants notices, and stands in the menu."""
    resident = await village.in_menu(name, language=language, aimak=aimak)
    await resident.taps("notices:yes")
    await resident.taps("consent:yes")
    return resident


async def presses_notice(resident, choice):
    """Presses a button on a notice, which stays as it is."""
    incoming = Incoming(uuid.uuid4().hex, resident.peer, Kind.CHOICE, choice=choice, message_id="77", stays=True)
    return await resident._hears(incoming)


async def said_of(village, resident, hearing):
    """What somebody said about coming."""
    person = await resident.person()
    return await asked(village, lambda store: store.hearings.find_rsvp(hearing.id, person.id))


async def wants(village, resident):
    """Whether somebody wants notices of their aimak."""
    person = await resident.person()
    return await asked(village, lambda store: store.subscriptions.find_subscription(person.id, person.aimak_id))


async def rows(store, table):
    """Counts the rows of a table."""
    from sqlalchemy import func, select

    return await store.connection.scalar(select(func.count()).select_from(table))


async def coming(village, name, hearing, *, language="ky"):
    """Somebody who gets notices and has said that they come."""
    resident = await subscriber(village, name, language=language)
    await resident.taps(f"come:{hearing.id}")
    await resident.says("0")
    return resident


async def moved(village, hearing, hours=48):
    """The office moves a hearing, and whoever can be told is told."""
    await office(village, changes.move, id=hearing.id, terms=Terms(DECEMBER + hours * HOUR, PLACE))
    await carried(village)


# The papers of the budget


async def paper(village, kind, *, year=2027, aimak="kokjar", hearing=None, **parts):
    """A paper as the office keeps it."""

    async def add(store):
        found = await store.aimaks.find_by_code(aimak)
        return await store.papers.add(
            aimak_id=found.id, budget_year=year, hearing_id=hearing, kind=kind, by=None, at=village.clock(), **parts
        )

    return await village.database.write(add)
