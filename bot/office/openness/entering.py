"""An office enters what it has published elsewhere: where, in which language, on which day, a link or a photo."""

from datetime import date

from bot.budget.openness.due import SETTING, DueRules, find_row, name_row
from bot.budget.openness.rows import Row
from bot.budget.permissions import Act, NotAllowed
from bot.budget.workdays import find_day
from bot.language.kyrgyz import clean
from bot.language.refusal import Refusal
from bot.office.openness.words import CHANNELS, LANGUAGES
from bot.office.staff import permit, record
from storage.attachments.media import KeptFile
from storage.openness.entries import OpennessEntry
from storage.people import Person
from storage.store import Store

ACT = "openness_days"  # the audit's name of a change of the due days
LONGEST_PLACE = 300  # characters of a place or a link
EARLIEST = date(2010, 1, 1)
File = tuple[str, str]  # a file's kind, and the channel's reference


class DayNotPast(Refusal):
    """Something was published today or earlier, since EARLIEST."""


class PlaceMissing(Refusal):
    """Where it was published is not said: a place, a link or a photo, of at most LONGEST_PLACE characters."""


async def read_due_rules(store: Store, *, at: int) -> DueRules:
    """Reads the due days in force at a moment (ms UTC)."""
    kept = (await store.meta.read_settings_on(find_day(at))).get(SETTING)
    return DueRules.from_json(kept) if kept else DueRules()


async def set_due(store: Store, *, name: str, rule: str, by: Person | None, at: int) -> DueRules:
    """Puts another due day of a row in force from today. Raises NotAllowed, DueWrong."""
    await permit(store, by=by, act=Act.OPENNESS, aimak_id=None)
    rules = (await read_due_rules(store, at=at)).change(name, rule)
    await store.meta.set(SETTING, rules.to_json(), valid_from=find_day(at))
    await record(store, ACT, by=by, aimak_id=None, at=at, row=name, rule=rule)
    return rules


async def enter(
    store: Store, *, aimak_id: int, year: int, row: Row, channel: str, language: str, day: date, place: str,
    by: Person | None, at: int, photo: File | None = None,
) -> int:  # fmt: skip
    """Enters that a row was published; returns the entry's id. Raises NotAllowed, DayNotPast, PlaceMissing."""
    await permit(store, by=by, act=Act.OPENNESS, aimak_id=aimak_id)
    if not EARLIEST <= day <= find_day(at):
        raise DayNotPast
    place = " ".join(clean(place).split())
    if (not place and photo is None) or len(place) > LONGEST_PLACE:
        raise PlaceMissing
    if channel not in CHANNELS or language not in LANGUAGES:
        raise PlaceMissing
    media_id = None
    if photo is not None and by is not None:
        media_id = await store.media.want_paper(by.channel, by.account, kind=photo[0], reference=photo[1], at=at)
    id = await store.openness.add(
        aimak_id=aimak_id, year=year, row=name_row(row), channel=channel, language=language, day=day, place=place,
        media_id=media_id, by=by.id if by else None, at=at,
    )  # fmt: skip
    await record(
        store, Act.OPENNESS, by=by, aimak_id=aimak_id, at=at, object="openness", object_id=id, what="enter",
        row=name_row(row), year=year,
    )  # fmt: skip
    return id


async def remove(store: Store, *, id: int, by: Person | None, at: int) -> OpennessEntry:
    """Takes an entry off the list. Raises NotAllowed."""
    entry = await _find(store, id=id, act=Act.OPENNESS, by=by)
    await store.openness.remove(id, by=by.id if by else None, at=at)
    await record(
        store, Act.OPENNESS, by=by, aimak_id=entry.aimak_id, at=at, object="openness", object_id=id, what="remove",
        row=entry.row, year=entry.year,
    )  # fmt: skip
    return entry


async def find_photo(store: Store, *, id: int, by: Person | None) -> KeptFile | None:
    """Finds the photo of an entry. Raises NotAllowed."""
    await _find(store, id=id, act=Act.READ_QUEUE, by=by)
    return await store.openness.find_photo(id)


async def list_entries(store: Store, *, aimak_id: int, year: int, row: Row, by: Person | None) -> list[OpennessEntry]:
    """Lists what was entered of a row, also in aimaks that became part of this one. Raises NotAllowed."""
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    ids = [aimak_id, *await store.aimaks.list_within(aimak_id)]
    return [one for one in await store.openness.list_of(ids, year) if find_row(one.row) is row]


async def _find(store: Store, *, id: int, act: Act, by: Person | None) -> OpennessEntry:
    entry = await store.openness.get(id)
    aimak_id = entry.aimak_id if entry else -1
    if entry is not None:
        aimak_id = (await store.aimaks.settle(entry.aimak_id)).id  # of an aimak that became part of another
    await permit(store, by=by, act=act, aimak_id=aimak_id)
    if entry is None:
        raise NotAllowed(act)
    return entry
