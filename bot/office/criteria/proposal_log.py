"""The log of an aimak as rows: what became of each proposal. The export and criterion 6 of a year read it."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.budget.reasoning import is_reasoned
from bot.budget.tally import Entry, Reaction
from bot.budget.workdays import find_day, start_of
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

    @property
    def own_words(self) -> str:
        """A mark of what two decisions share if one sentence reasons both; the sentence itself may be gone."""
        if self.latest is None:
            return ""
        return mark_of_words(self.latest.answer) if self.latest.own_words is None else self.latest.own_words

    def _find_reaction_that_counts(self, results_on: date | None) -> Reaction | None:
        counted = {answer.id for answer in self.answers if _counts(answer.sent_at, results_on)}
        counted |= {one.answer_id for one in self.confirmations if _counts(one.at, results_on)}
        return next((tap.reaction for tap in reversed(self.taps) if tap.answer_id in counted), None)


def _is_reasoned(sent: SentAnswer) -> bool:
    # As it was weighed when it was sent: where the author was forgotten, the sentence is gone.
    return is_reasoned(sent.answer) if sent.reasoned is None else sent.reasoned


def _counts(at: int, results_on: date | None) -> bool:
    return results_on is not None and at >= start_of(results_on)


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
