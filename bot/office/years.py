"""The budget year of an aimak: the day of its hearing, its results, the totals of the draft."""

from datetime import date

from bot.budget.permissions import Act, Role
from bot.budget.proposal import MOST_SOM, AmountOutOfRange, TextTooLong, find_default_budget_year
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.language.letters import in_words
from bot.language.refusal import Refusal
from bot.office.staff import permit, record
from bot.office.wording.notices import make_button, tell_office
from storage.aimaks import Aimak
from storage.people import Mailbox, Person
from storage.store import Store
from storage.years import BudgetYear

LONGEST_PLACE = 200
YEARS = range(2000, 2101)
NAMED = 10  # numbers in a warning


class DayOutOfRange(Refusal):
    """The day lies outside the years 2000 to 2100."""


class DayOutOfOrder(Refusal):
    """The results cannot be published before the hearing, nor on a day to come."""


class Unanswered(Refusal):
    """Proposals of the year have no answer yet; labels are their numbers, the soonest due first."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(join_numbers(labels))
        self.labels = labels


def join_numbers(labels: list[str]) -> str:
    """The numbers of proposals in a line, the first ones of many."""
    return ", ".join([f"№ {label}" for label in labels[:NAMED]] + ["…"] * (len(labels) > NAMED))


def find_current_year(aimak: Aimak, *, at: int) -> int:
    """The budget year proposals are made for now."""
    return aimak.budget_year or find_default_budget_year(find_day(at))


async def show(store: Store, *, aimak_id: int, year: int, by: Person | None) -> BudgetYear:
    """Returns what is known of a budget year. Raises NotAllowed."""
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=aimak_id)
    return await store.years.get(aimak_id, year)


async def set_year(
    store: Store,
    *,
    aimak_id: int,
    year: int,
    by: Person | None,
    at: int,
    hearing_on: date | None = None,
    attendance: int | None = None,
    draft_revenue: int | None = None,
    draft_spending: int | None = None,
) -> BudgetYear:
    """Enters facts of a budget year; None leaves a fact as it is. Totals in som.

    Raises NotAllowed, AmountOutOfRange, DayOutOfRange, DayOutOfOrder.
    """
    await permit(store, by=by, act=Act.SET_YEAR, aimak_id=aimak_id)
    given = {
        "hearing_on": hearing_on,
        "attendance": attendance,
        "draft_revenue": draft_revenue,
        "draft_spending": draft_spending,
    }
    if any(total is not None and not 0 <= total <= MOST_SOM for total in (draft_revenue, draft_spending)):
        raise AmountOutOfRange
    if hearing_on is not None and hearing_on.year not in YEARS:
        raise DayOutOfRange
    facts = await store.years.get(aimak_id, year)
    if hearing_on is not None and facts.results_on is not None and facts.results_on < hearing_on:
        raise DayOutOfOrder
    changes = {name: value for name, value in given.items() if value is not None}
    if changes:
        entered = await store.years.put(aimak_id, year, at=at, **changes)
        await record(
            store, Act.SET_YEAR, by=by, aimak_id=aimak_id, at=at, object="budget_year", object_id=entered, year=year,
            changes=changes,
        )  # fmt: skip
    return await store.years.get(aimak_id, year)


async def list_unanswered(store: Store, *, aimak_id: int, year: int) -> list[str]:
    """Lists the numbers of a year's proposals that await an answer, the soonest due first."""
    return await store.lists.list_unanswered(aimak_id, year)


async def warn(store: Store, *, aimak_id: int, year: int, by: Person, at: int) -> list[str]:
    """Lists the proposals that a year is about to be closed without answering. The heads are told of it, once a day.

    Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.SET_YEAR, aimak_id=aimak_id)
    labels = await list_unanswered(store, aimak_id=aimak_id, year=year)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say_n(
            "Results for {year} are about to be published. {n} proposal is not answered yet: {numbers}.",
            "Results for {year} are about to be published. {n} proposals are not answered yet: {numbers}.",
            len(labels),
            year=year,
            numbers=join_numbers(labels),
        )
        return Reply(text, (make_button(words, "desk_list:waiting", "Awaiting an answer"),))

    if labels:
        await tell_office(
            store, aimak_id=aimak_id, kind="year_closing", object_id=aimak_id * 10_000 + year,
            revision=find_day(at).toordinal(), at=at, say=say, roles={Role.HEAD}, but=by.id,
        )  # fmt: skip
    return labels


async def publish_results(
    store: Store,
    *,
    aimak_id: int,
    year: int,
    on: date,
    table_place: str | None,
    by: Person | None,
    at: int,
    sure: bool = False,
) -> BudgetYear:
    """Notes the day the hearing's results were published, and where the table of decisions hangs from that day.

    Decisions count for criterion 6 from that day on. What has no answer then is told to the heads. Raises NotAllowed,
    DayOutOfRange, DayOutOfOrder, TextTooLong, WordsMissing, and Unanswered unless sure.
    """
    await permit(store, by=by, act=Act.SET_YEAR, aimak_id=aimak_id)
    posted = check_place(table_place)
    if on.year not in YEARS:
        raise DayOutOfRange
    facts = await store.years.get(aimak_id, year)
    if on > find_day(at) or (facts.hearing_on is not None and on < facts.hearing_on):
        raise DayOutOfOrder
    labels = await list_unanswered(store, aimak_id=aimak_id, year=year)
    if labels and not sure:
        raise Unanswered(labels)
    place = {"table_place": posted, "table_on": on} if posted else {}
    entered = await store.years.put(aimak_id, year, at=at, results_on=on, **place)
    # Where the table hangs is somebody's own words: they stand in the row that is named here.
    await record(
        store, Act.SET_YEAR, by=by, aimak_id=aimak_id, at=at, object="budget_year", object_id=entered, year=year,
        results_on=on, before=facts.results_on, table=bool(posted),
    )  # fmt: skip
    if labels:
        await _tell_closed(store, labels, aimak_id=aimak_id, year=year, by=by, at=at)
    return await store.years.get(aimak_id, year)


def check_place(place: str | None) -> str:
    """Returns where a table hangs, empty where nowhere. Raises WordsMissing, TextTooLong."""
    posted = " ".join(clean(place or "").split())
    if posted:
        in_words(posted)
    if len(posted) > LONGEST_PLACE:
        raise TextTooLong(LONGEST_PLACE)
    return posted


async def _tell_closed(
    store: Store, labels: list[str], *, aimak_id: int, year: int, by: Person | None, at: int
) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say_n(
            "Results for {year} are published. {n} proposal is not answered: {numbers}.",
            "Results for {year} are published. {n} proposals are not answered: {numbers}.",
            len(labels),
            year=year,
            numbers=join_numbers(labels),
        )
        return Reply(text, (make_button(words, "desk_list:waiting", "Awaiting an answer"),))

    await tell_office(
        store, aimak_id=aimak_id, kind="year_closed", object_id=aimak_id * 10_000 + year, revision=at // 60_000, at=at,
        say=say, roles={Role.HEAD}, but=by.id if by else 0,
    )  # fmt: skip
