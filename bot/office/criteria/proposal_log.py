"""The log of an aimak as rows: what became of each proposal. The export and criterion 6 of a year read it.

One file past 300 lines: the row that is exported and the row that is weighed must not drift apart.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.budget.proposal import BY_HAND
from bot.budget.public.table import is_named
from bot.budget.reasoning import find_copied, is_reasoned
from bot.budget.tally import Entry, Reaction, Settings, Tally, find_target, tally
from bot.budget.workdays import find_day, start_of
from bot.office.due_date import make_calendar
from bot.office.public.switch import is_page_on
from bot.office.rules import read_rules
from storage.aimaks import Aimak
from storage.answering.dialogue import Tap
from storage.answering.same_words import mark_of_words
from storage.answers import SentAnswer
from storage.log.facts import NO_ADDRESS
from storage.log.proposal_log import BEFORE_ALL, Asking, Carried, Confirmation, Excluded, Filed
from storage.queue.arrival import has_reached
from storage.queue.outbox import State
from storage.store import Store
from storage.years import BudgetYear

PAGE = 100  # rows: a text may have 100 000 characters
_PAGE_WITHOUT_TEXTS = 500

WITHDRAWN = "withdrawn"

_UNREACHED = (State.SENT, State.READY, State.LEASED, State.WAITING, State.UNCERTAIN, State.FAILED, State.SKIPPED)
_WAITING = frozenset({State.READY, State.LEASED, State.WAITING})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogRow:
    """One proposal with all that was said and done about it; times in milliseconds UTC, the earliest first."""

    filed: Filed
    answers: tuple[SentAnswer, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    askings: tuple[Asking, ...] = ()
    taps: tuple[Tap, ...] = ()
    exclusion: Excluded | None = None
    told_at: int | None = None
    carried: tuple[Carried, ...] = ()

    @property
    def latest(self) -> SentAnswer | None:
        """The answer in force."""
        return self.answers[-1] if self.answers else None

    @property
    def answered_by(self) -> str:
        """Who answered, as the author was told: the post the clerk had given, else their role."""
        return (self.latest.who or self.latest.role.value) if self.latest else ""

    @property
    def excluded(self) -> str | None:
        """Why the row does not count, None where it does."""
        if self.filed.withdrawn_at is not None:
            return WITHDRAWN
        return self.exclusion.reason if self.exclusion else None

    @property
    def status(self) -> str:
        """Where the proposal stands: withdrawn, excluded, answered, asked, taken or waiting."""
        if self.excluded is not None:
            return WITHDRAWN if self.excluded == WITHDRAWN else "excluded"
        if self.answers:
            return "answered"
        if self.askings and self.askings[-1].asked:
            return "asked"
        return "taken" if self.filed.taken_at is not None else "waiting"

    @property
    def first_reply_at(self) -> int | None:
        """When a person first answered: with a decision, or with a clarifying question that reached its author."""
        asked = [asking.at for asking in self.askings if asking.asked]
        return min(asked + [answer.sent_at for answer in self.answers], default=None)

    @property
    def delivery(self) -> str:
        """How the answer in force reached its author: delivered, sent, told, waiting, uncertain, failed, skipped, or
        no_address.
        """
        if self.latest is None:
            return ""
        arrived = {one.state for one in self._arrived}
        if arrived:
            return "delivered" if State.DELIVERED in arrived else "sent"
        if self.told_at is not None:
            return "told"
        left = {one.state for one in self.carried}
        if not left:  # of whoever wrote on paper, or was forgotten, there is no chat that it could go to
            return NO_ADDRESS
        state = next((state for state in _UNREACHED if state in left), State.WAITING)
        return "waiting" if state in _WAITING else state.name.lower()

    @property
    def delivered_at(self) -> int | None:
        """When the answer in force reached its author, None where nobody can say that it did."""
        moments = [one.arrived_at for one in self._arrived] + [self.told_at]
        return min((moment for moment in moments if moment is not None), default=None)

    @property
    def is_delivered(self) -> bool:
        """Criterion 6, part C. The messenger took it, or reported it where it reports delivery; or it was told in person."""
        messages = ((one.state, one.arrived_at is not None) for one in self.carried)
        return has_reached(messages, told=self.told_at is not None) is True

    @property
    def _arrived(self) -> list[Carried]:
        return [one for one in self.carried if one.arrived_at is not None]

    @property
    def reaction(self) -> Reaction | None:
        """What the author tapped last under any revision."""
        return self.taps[-1].reaction if self.taps else None

    def decided_at(self, results_on: date | None) -> int | None:
        """When the decision first counts: sent or confirmed on or after the day of the results, else sent last."""
        if self.latest is None:
            return None
        made = [answer.sent_at for answer in self.answers] + [one.at for one in self.confirmations]
        return min((at for at in made if _counts(at, results_on)), default=self.latest.sent_at)

    def entry(self, facts: BudgetYear, *, public: bool) -> Entry:
        """Returns the row as criterion 6 weighs it; whether its reason stands in other answers too is not known here.

        public says whether the decisions of the year can be read by all.
        """
        latest = self.latest
        decided_at = self.decided_at(facts.results_on)
        first_reply_at = self.first_reply_at
        excluded = self.excluded
        agreed = self.exclusion is not None and self.exclusion.author_agreed is True
        return Entry(
            received=find_day(self.filed.received_at),
            first_reply=None if first_reply_at is None else find_day(first_reply_at),
            decision=latest.answer.decision if latest else None,
            decided=None if decided_at is None else find_day(decided_at),
            reasoned=latest is not None and _is_reasoned(latest),
            delivered=self.is_delivered,
            reaction=self._find_reaction_that_counts(facts.results_on),
            published=latest is not None and public,
            excluded=excluded,
            excluded_by_author=excluded == WITHDRAWN or agreed,
            by_office=self.filed.by_office,
        )

    def _find_reaction_that_counts(self, results_on: date | None) -> Reaction | None:
        counted = {answer.id for answer in self.answers if _counts(answer.sent_at, results_on)}
        counted |= {one.answer_id for one in self.confirmations if _counts(one.at, results_on)}
        return next((tap.reaction for tap in reversed(self.taps) if tap.answer_id in counted), None)


def _is_reasoned(sent: SentAnswer) -> bool:
    # As it was weighed when it was sent: where the author was forgotten, the sentence is gone.
    return is_reasoned(sent.answer) if sent.reasoned is None else sent.reasoned


def _find_words(sent: SentAnswer | None) -> str:
    # What two decisions share if one sentence reasons both; a mark, since the sentence may be gone.
    if sent is None:
        return ""
    return mark_of_words(sent.answer) if sent.own_words is None else sent.own_words


def _counts(at: int, results_on: date | None) -> bool:
    return results_on is not None and at >= start_of(results_on)


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
            filed, words = row.filed, _find_words(row.latest)
            by_staff, was_told = filed.source in BY_HAND, row.delivery == "told"
            linked_to = filed.linked_to if then is None else then.get(filed.id)
            weighed.append(Weighed(entry, filed.label, words, linked_to, by_staff, was_told))
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


async def read_pages(
    store: Store, *, aimak_id: int | None, year: int | None, as_of: int | None = None, texts: bool = True
) -> AsyncIterator[list[LogRow]]:
    """Yields the log in pages by aimak, year and number; without texts these are empty and the pages larger."""
    after = BEFORE_ALL
    size = PAGE if texts else _PAGE_WITHOUT_TEXTS
    while page := await store.proposal_log.read_page(
        after, size=size, aimak_id=aimak_id, year=year, as_of=as_of, texts=texts
    ):
        yield await _list_rows(store, page, as_of)
        after = page[-1].place


async def _list_rows(store: Store, page: list[Filed], as_of: int | None) -> list[LogRow]:
    log = store.proposal_log
    ids = [filed.id for filed in page]
    answers = await log.list_answers(ids, as_of=as_of)
    latest = {answer.proposal_id: answer for answer in answers}
    proposal_of = {answer.id: answer.proposal_id for answer in answers}
    in_force = [answer.id for answer in latest.values()]
    authors = {filed.author_id for filed in page if filed.id in latest}
    confirmations = await log.list_confirmations(list(proposal_of), as_of=as_of)
    askings = await log.list_askings(ids, as_of=as_of)
    taps = await log.list_taps(list(proposal_of), as_of=as_of)
    excluded = {one.proposal_id: one for one in await log.list_exclusions(ids, as_of=as_of)}
    told = await log.list_told(in_force, as_of=as_of)
    carried = await log.list_carried(in_force, author_ids=authors, as_of=as_of)

    answers_of = _group_by_row((answer.proposal_id, answer) for answer in answers)
    confirmations_of = _group_by_row((proposal_of[one.answer_id], one) for one in confirmations)
    askings_of = _group_by_row((asking.proposal_id, asking) for asking in askings)
    taps_of = _group_by_row((proposal_of[tap.answer_id], tap) for tap in taps)
    carried_of = _group_by_row((proposal_of[one.answer_id], one) for one in carried)

    def row(filed: Filed) -> LogRow:
        answer = latest.get(filed.id)
        return LogRow(
            filed=filed,
            answers=answers_of[filed.id],
            confirmations=confirmations_of[filed.id],
            askings=askings_of[filed.id],
            taps=taps_of[filed.id],
            exclusion=excluded.get(filed.id),
            told_at=told.get(answer.id) if answer else None,
            carried=carried_of[filed.id],
        )

    return [row(filed) for filed in page]


def _group_by_row(pairs: Iterable[tuple[int, T]]) -> Mapping[int, tuple[T, ...]]:
    groups: defaultdict[int, tuple[T, ...]] = defaultdict(tuple)
    for key, one in pairs:
        groups[key] += (one,)
    return groups
