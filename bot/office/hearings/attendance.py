"""Who comes to a hearing and who came: what residents said beforehand (RSVP), and the count at the door."""

from bot.budget.attendance import MOST_PEOPLE, AttendanceUnreadable
from bot.budget.hearing import HearingKind, HearingState, NotPossibleNow
from bot.budget.permissions import Act
from bot.budget.share_of_women import Attendance
from bot.budget.workdays import find_day
from bot.office.hearings.hearings import authorised
from bot.office.staff import record
from storage.hearings import Expected, Hearing
from storage.people import Person
from storage.queue.broadcasts import REMINDERS
from storage.store import Store

MOST_COMPANIONS = 20


async def count_people(
    store: Store, *, id: int, women: int, men: int, whole: bool, by: Person | None, at: int
) -> Attendance:
    """Counts who came: the whole, or some more at the door (less, where one was counted by mistake).

    The budget year gets the sum of its hearings on the draft. Counting begins on the day of the hearing.
    Raises NotAllowed, NotPossibleNow, AttendanceUnreadable.
    """
    hearing = await authorised(store, id=id, by=by, act=Act.COUNT_PEOPLE)
    if hearing.state is HearingState.CANCELLED or find_day(hearing.terms.starts_at) > find_day(at):
        raise NotPossibleNow
    before = await store.hearings.find_attendance(id) or Attendance(0, 0)
    after = Attendance(women, men) if whole else Attendance(before.women + women, before.men + men)
    if min(after.women, after.men) < 0 or after.people > MOST_PEOPLE:
        raise AttendanceUnreadable
    await store.hearings.count(id, women=women, men=men, whole=whole, by=by.id if by else None, at=at)
    await record(
        store, Act.COUNT_PEOPLE, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id,
        women=after.women, men=after.men,
    )  # fmt: skip
    if hearing.kind is HearingKind.DRAFT:
        came = await store.hearings.count_people_of_year(hearing.aimak_id, hearing.budget_year)
        await store.years.put(hearing.aimak_id, hearing.budget_year, at=at, attendance=came)
    return after


async def say_coming(
    store: Store, *, id: int, coming: bool, by: Person, at: int, companions: int | None = None
) -> Hearing:
    """Notes whether somebody comes, and how many with them. Raises NotPossibleNow where it is over or does not exist."""
    hearing = await store.hearings.get(id)
    if hearing is None or not hearing.is_open or hearing.terms.starts_at <= at:
        raise NotPossibleNow
    said = await store.hearings.find_rsvp(id, by.id)
    along = companions if companions is not None else (said.companions if said and said.coming else 0)
    along = min(max(along, 0), MOST_COMPANIONS) if coming else 0
    await store.hearings.note_rsvp(id, by.id, coming=coming, companions=along, at=at)
    if not coming:
        await store.broadcasts.drop_person(
            by.id, aimak_id=hearing.aimak_id, code="not_coming", at=at, hearing_id=id, kinds=REMINDERS
        )
    return hearing


async def count_expected(store: Store, *, id: int, by: Person | None) -> Expected:
    """Counts who said that they come. Raises NotAllowed."""
    await authorised(store, id=id, by=by)
    return await store.hearings.count_expected(id)
