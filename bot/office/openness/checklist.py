"""What of the openness checklist the log itself shows: papers, notices, results, the table, the public page."""

from bot.budget.hearing import HearingKind, HearingState, Paper
from bot.budget.openness.rows import Published, Row, keep_first
from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.office.criteria.criteria_1_2 import count_campaign
from bot.office.staff import permit
from storage.hearings import Hearing
from storage.people import Person
from storage.store import Store

_CHAT = "chat"
_OF_PAPER = {
    Paper.CITIZENS_BUDGET: Row.CITIZENS_BUDGET,
    Paper.BRIEF: Row.CITIZENS_BUDGET,
    Paper.MINUTES: Row.MINUTES,
}


async def read_checklist(store: Store, *, aimak_id: int, year: int, by: Person | None) -> dict[Row, Published]:
    """The rows of a budget year that were published through the bot, each with its first day. Raises NotAllowed.

    What is no row here may still be published elsewhere: the log does not know of it.
    """
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    found = await _list_papers(store, aimak_id, year)
    for hearing in await store.hearings.list_of_aimak(aimak_id):
        is_counted = hearing.kind is HearingKind.DRAFT and hearing.state is not HearingState.CANCELLED
        if hearing.budget_year == year and is_counted:
            found += await _list_of_hearing(store, hearing)
    entered = await store.years.get(aimak_id, year)
    if entered.table_place:
        found.append(Published(Row.BOARD, entered.table_on, entered.table_place))
    page = await store.pages.find(aimak_id)
    if page is not None and page.is_on:
        found.append(Published(Row.PAGE, None, "site"))  # its last change may be a contact: no day of its own
    return keep_first(found)


async def _list_papers(store: Store, aimak_id: int, year: int) -> list[Published]:
    return [
        Published(_OF_PAPER[paper.kind], find_day(paper.added_at), _CHAT)
        for paper in await store.papers.list_all(aimak_id, budget_year=year)
        if paper.kind in _OF_PAPER
    ]


async def _list_of_hearing(store: Store, hearing: Hearing) -> list[Published]:
    """What the log shows of one hearing. A notice counts from the day on which it reached somebody."""
    found = []
    noticed_at = (await count_campaign(store, hearing)).noticed_at
    if noticed_at is not None:
        found.append(Published(Row.NOTICE, find_day(noticed_at), _CHAT))
    if hearing.ended_at is not None and await store.hearings.find_attendance(hearing.id) is not None:
        found.append(Published(Row.ATTENDANCE, find_day(hearing.ended_at), _CHAT))
    if hearing.published_at is not None:
        found.append(Published(Row.RESULTS, find_day(hearing.published_at), _CHAT))
    return found
