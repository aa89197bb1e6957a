"""Criterion 6 of a year, made from its log: each row is weighed, then all are counted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.budget.proposal import BY_HAND
from bot.budget.public.table import is_named
from bot.budget.reasoning import find_copied
from bot.budget.tally import Entry, Settings, Tally, find_target, tally
from bot.budget.workdays import find_day, start_of
from bot.office.criteria.proposal_log import read_pages
from bot.office.days_off.working_days import make_calendar
from bot.office.public.switch import is_page_on
from bot.office.rules import read_rules
from storage.aimaks import Aimak
from storage.store import Store
from storage.years import BudgetYear


@dataclass(frozen=True, slots=True)
class Sheet:
    """Criterion 6 of one aimak and year: the tally, what it was made with, and the numbers behind each part.

    as_of is the last day the log was read to (None: all of it). by_staff are the counted rows that staff took down.
    told are the counted decisions that reached their author only in person.
    after_cutoff are the rows received after the results.
    """

    aimak: Aimak
    year: int
    tally: Tally
    settings: Settings
    rows: Mapping[str, tuple[str, ...]]
    after_cutoff: int
    by_staff: int
    told: int
    hearing_on: date | None
    attendance: int | None
    results_on: date | None
    table_place: str | None
    table_on: date | None  # from which day the table hangs there
    page: bool  # the aimak's public page is on
    as_of: date | None

    @property
    def table(self) -> bool:
        """Whether another public table is named, so that it can be looked up."""
        return is_named(self.table_place, self.table_on)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the tally keeps of a row, so that a year of them fits in little memory. told: it was told in person."""

    entry: Entry
    label: str
    own_words: str
    linked_to: int | None
    by_staff: bool
    told: bool


async def count_tally(store: Store, *, aimak_id: int, year: int, as_of: int | None = None) -> Sheet:
    """Makes criterion 6 of an aimak's year from its log. What came at as_of (milliseconds UTC) or later is not known."""
    sheet, _ = await weigh_year(store, aimak_id=aimak_id, year=year, as_of=as_of)
    return sheet


async def weigh_year(
    store: Store, *, aimak_id: int, year: int, as_of: int | None = None
) -> tuple[Sheet, list[Weighed]]:
    """Makes the same sheet, and gives each row as it was weighed, in the order of the numbers."""
    facts = limit_facts(await store.years.get(aimak_id, year, as_of=as_of), as_of)
    page = await is_page_on(store, aimak_id=aimak_id, as_of=as_of)
    public = are_public(facts, page=page)
    weighed, after_cutoff = await _weigh(store, facts=facts, public=public, as_of=as_of)
    shared = find_copied(
        (row.linked_to, row.own_words) for row in weighed if row.entry.weighs and row.entry.decision is not None
    )
    entries = [replace(row.entry, reasoned=row.entry.reasoned and row.own_words not in shared) for row in weighed]
    settings = await make_settings(store, facts=facts, entries=entries, as_of=as_of)
    result = tally(entries, hearing_at=facts.hearing_on, results_at=facts.results_on, settings=settings)
    sheet = Sheet(
        aimak=await store.aimaks.get(aimak_id),
        year=year,
        tally=result,
        settings=settings,
        rows={part: tuple(weighed[n].label for n in places) for part, places in result.rows.items()},
        after_cutoff=after_cutoff,
        by_staff=sum(row.by_staff and row.entry.excluded is None for row in weighed),
        told=sum(weighed[n].told for n in result.rows["C"]),
        hearing_on=facts.hearing_on,
        attendance=facts.attendance,
        results_on=facts.results_on,
        table_place=facts.table_place,
        table_on=facts.table_on,
        page=page,
        as_of=None if as_of is None else find_day(as_of - 1),
    )
    return sheet, [replace(row, entry=entry) for row, entry in zip(weighed, entries, strict=True)]


def limit_facts(facts: BudgetYear, as_of: int | None) -> BudgetYear:
    """Leaves out of a year's facts what had not happened by a moment."""
    if as_of is None:
        return facts
    if facts.hearing_on is not None and start_of(facts.hearing_on) >= as_of:
        facts = replace(facts, attendance=None)
    if facts.results_on is not None and start_of(facts.results_on) >= as_of:
        facts = replace(facts, results_on=None)
    if facts.table_on is not None and start_of(facts.table_on) >= as_of:
        facts = replace(facts, table_place=None, table_on=None)
    return facts


def are_public(facts: BudgetYear, *, page: bool) -> bool:
    """Criterion 6, part U: counted decisions are shown on the aimak's page, or on another table that was named."""
    return facts.results_on is not None and (page or is_named(facts.table_place, facts.table_on))


async def _weigh(store: Store, *, facts: BudgetYear, public: bool, as_of: int | None) -> tuple[list[Weighed], int]:
    """Weighs the rows received up to the day of the results, and counts the later ones."""
    weighed: list[Weighed] = []
    after_cutoff = 0
    then = (
        None
        if as_of is None
        else await store.links.list_firsts_before(aimak_id=facts.aimak_id, year=facts.year, before=as_of)
    )
    async for page in read_pages(store, aimak_id=facts.aimak_id, year=facts.year, as_of=as_of, texts=False):
        for row in page:
            entry = row.entry(facts, public=public)
            if facts.results_on is not None and entry.received > facts.results_on:
                after_cutoff += 1
                continue
            filed = row.filed
            by_staff, was_told = filed.source in BY_HAND, row.delivery == "told"
            linked_to = filed.linked_to if then is None else then.get(filed.id)
            weighed.append(Weighed(entry, filed.label, row.own_words, linked_to, by_staff, was_told))
    return weighed, after_cutoff


async def make_settings(store: Store, *, facts: BudgetYear, entries: list[Entry], as_of: int | None) -> Settings:
    """Takes the deadline in force on the day of the results. The days off are those known at the last act."""
    days = [day for day in (facts.hearing_on, facts.results_on) if day is not None]
    days += [day for entry in entries for day in (entry.received, entry.first_reply, entry.decided) if day is not None]
    last = max(days, default=date(facts.year, 1, 1) if as_of is None else find_day(as_of - 1))
    law = await read_rules(store, facts.results_on or last)
    known = await read_rules(store, last)
    years = range(min(days, default=last).year, last.year + 2)
    return Settings(
        deadline_working_days=law.answer_days,
        target=find_target(facts.attendance or 0),
        calendar=make_calendar(years, known.extra_days_off, known.extra_working_days),
    )
