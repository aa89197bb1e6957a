"""The results of a hearing: counted from the proposal log, composed as one digest, published to every subscriber."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.budget.hearing import HearingKind, HearingState, NotPossibleNow
from bot.budget.permissions import Act
from bot.budget.proposal import Decision, Side
from bot.budget.workdays import find_day
from bot.chat.texts import LANGUAGES, Words
from bot.office import years
from bot.office.broadcasts import announced, broadcasts
from bot.office.hearings.hearings import authorised
from bot.office.staff import record
from bot.office.wording import hearing_results
from bot.office.wording.hearing_results import Results, SideCount
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store

COMMONEST = 3  # reasons in the results


async def count_results(store: Store, *, aimak_id: int, year: int) -> Results:
    """Counts what became of the proposals of a year, by side, and why; withdrawn and excluded ones are left out."""
    counts: dict[Side, Counter[str]] = {side: Counter() for side in Side}
    reasons: Counter[str] = Counter()
    went_in: list[tuple[Side, str | None]] = []
    for one in await store.summary.outcomes(aimak_id=aimak_id, year=year):
        counts[one.side][hearing_results.name_count(one.decision)] += one.count
        if one.decision in {Decision.INCLUDED, Decision.PARTLY}:
            went_in += [(one.side, one.budget_line)] * one.count
        if one.reason is not None and one.decision is not Decision.INCLUDED:
            reasons[one.reason] += one.count
    sides = {side: SideCount(received=counter.total(), **counter) for side, counter in counts.items()}
    ranked = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))[:COMMONEST]
    lines, unlined = hearing_results.count_corrections(went_in)
    return Results(
        revenue=sides[Side.REVENUE],
        spending=sides[Side.SPENDING],
        reasons=tuple(ranked),  # type: ignore[arg-type]
        lines=lines,
        unlined=unlined,
        unsure=sides[Side.UNSURE],
    )


async def compose_digest(store: Store, hearing: Hearing) -> Callable[[Words], str]:
    """The results of a hearing as residents read them: what became of the proposals, or how the budget was heard."""
    aimak, came = await store.aimaks.get(hearing.aimak_id), await store.hearings.find_attendance(hearing.id)
    people = came.people if came else None
    if hearing.kind is HearingKind.EXECUTION:
        return lambda words: hearing_results.compose_execution_results(words, hearing, aimak, people)
    found = await count_results(store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
    facts = await store.years.get(hearing.aimak_id, hearing.budget_year)
    table = facts.table_place if hearing.kind is HearingKind.DRAFT else None
    return lambda words: hearing_results.compose_results(words, hearing, aimak, found, people=people, table=table)


async def find_same_results(store: Store, hearing: Hearing, *, at: int) -> Hearing | None:
    """Another hearing on the same year whose results, with the same figures, went to the subscribers a short while ago."""
    if hearing.kind is HearingKind.EXECUTION:
        return None
    for other in await store.hearings.list_of_aimak(hearing.aimak_id, states=[HearingState.PUBLISHED]):
        if other.budget_year != hearing.budget_year or other.kind is HearingKind.EXECUTION or other.id == hearing.id:
            continue
        say = await compose_digest(store, replace(hearing, kind=other.kind))
        texts = {words.language: say(words) for words in map(Words, LANGUAGES)}
        if await announced.was_said_lately(store, hearing=other, texts=texts, at=at, kinds={BroadcastKind.RESULTS}):
            return other
    return None


async def publish_results(
    store: Store,
    *,
    id: int,
    table_place: str | None,
    by: Person | None,
    at: int,
    on: date | None = None,
    sure: bool = False,
) -> Hearing:
    """Publishes the results of a hearing that was held: every subscriber gets one digest.

    For a hearing on the draft the day counts as the results day of its budget year. Raises NotAllowed, NotPossibleNow,
    DayOutOfOrder, TextTooLong. Unless sure it raises Unanswered, or SentLately where the same figures went out lately.
    """
    hearing = await authorised(store, id=id, by=by, act=Act.PUBLISH_RESULTS)
    if hearing.state is not HearingState.HELD:
        raise NotPossibleNow
    if not sure and hearing.kind is not HearingKind.EXECUTION:
        labels = await years.list_unanswered(store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
        if labels and hearing.kind is HearingKind.OTHER:  # of the draft its year says so
            raise years.Unanswered(labels)
        if not labels and await find_same_results(store, hearing, at=at) is not None:
            raise broadcasts.SentLately
    if hearing.kind is HearingKind.DRAFT:
        await years.publish_results(
            store,
            aimak_id=hearing.aimak_id,
            year=hearing.budget_year,
            on=on or find_day(at),
            table_place=table_place,
            by=by,
            at=at,
            sure=sure,
        )
    await store.hearings.end(id, HearingState.PUBLISHED, at=at)
    await record(store, Act.PUBLISH_RESULTS, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id)
    published = replace(hearing, state=HearingState.PUBLISHED, published_at=at)
    await broadcasts.make(
        store,
        hearing=published,
        kind=BroadcastKind.RESULTS,
        say=await compose_digest(store, published),
        starts_at=None,
        expires_at=at + broadcasts.KEPT_NEWS,
        by=by,
        at=at,
    )
    return published
