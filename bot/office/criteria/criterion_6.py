"""Criterion 6 of an aimak's year, counted by the database.

What is alike is one entry of the pure rule, with its number.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.budget.proposal import BY_HAND
from bot.budget.reasoning import LEAST_DECISIONS, MOST_ALIKE, count_unlinked, is_copied
from bot.budget.tally import Entry, tally
from bot.budget.workdays import find_day
from bot.office.criteria.proposal_log import WITHDRAWN
from bot.office.criteria.score_sheet import Sheet, are_public, limit_facts, make_settings
from bot.office.public.switch import is_page_on
from storage.log.shapes import Shape
from storage.store import Store
from storage.years import BudgetYear

_AT_ONCE = 500  # proposals that one statement names
_Decided = tuple[int | None, str | None]  # what a decision is linked with, and the mark of its sentence
_EXCLUDED = (None, "excluded", WITHDRAWN)  # by Shape.excluded


async def count(store: Store, *, aimak_id: int, year: int, as_of: int | None = None) -> Sheet:
    """Makes the sheet that tally_of makes of every row, but for the numbers of the proposals behind each part.

    What came at as_of (milliseconds UTC) or later is not known.
    """
    facts = limit_facts(await store.years.get(aimak_id, year, as_of=as_of), as_of)
    sheet, _ = await _make_sheet(store, facts, await _list_shapes(store, facts, as_of), as_of)
    return sheet


@dataclass(frozen=True, slots=True)
class Behind:
    """A year's sheet, the numbers of the proposals behind each part, and the proposals that were weighed.

    The shapes are those in time that were not left out.
    """

    sheet: Sheet
    numbers: Mapping[str, tuple[int, ...]]
    shapes: tuple[Shape, ...]


async def count_with_numbers(store: Store, *, aimak_id: int, year: int) -> Behind:
    """Makes the sheet that count makes, and names the proposals behind each part by their numbers."""
    facts = limit_facts(await store.years.get(aimak_id, year), None)
    named = partial(
        store.shapes.list_numbered, aimak_id=aimak_id, year=year, results_on=facts.results_on, by_hand=sorted(BY_HAND)
    )
    alike = await named()
    _, copied = await _find_copied(store, facts, None, [one for one, _ in alike])
    if copied:
        alike = [
            (replace(one, reasoned=one.reasoned and one.own_words not in copied), numbers)
            for one, numbers in await named(sentences=sorted(copied))
        ]
    sheet, rows = await _make_sheet(store, facts, [one for one, _ in alike], None)
    in_time = [(one, numbers) for one, numbers in alike if _is_in_time(one, facts)]
    behind = {part: tuple(sorted(n for at in places for n in in_time[at][1])) for part, places in rows.items()}
    return Behind(sheet, behind, tuple(one for one, _ in in_time if not one.excluded and not one.by_office))


async def _make_sheet(
    store: Store, facts: BudgetYear, shapes: list[Shape], as_of: int | None
) -> tuple[Sheet, Mapping[str, tuple[int, ...]]]:
    # The sheet, and behind each part the places of those that are in time.
    in_time = [one for one in shapes if _is_in_time(one, facts)]
    page = await is_page_on(store, aimak_id=facts.aimak_id, as_of=as_of)
    public = are_public(facts, page=page)
    entries = [_make_entry(one, public=public) for one in in_time]
    settings = await make_settings(store, facts=facts, entries=entries, as_of=as_of)
    result = tally(
        entries,
        hearing_at=facts.hearing_on,
        results_at=facts.results_on,
        settings=settings,
        times=[one.count for one in in_time],
    )
    counted = set(result.rows["C"])
    sheet = Sheet(
        aimak=await store.aimaks.get(facts.aimak_id),
        year=facts.year,
        tally=replace(result, rows={}),
        settings=settings,
        rows={},
        after_cutoff=sum(one.count for one in shapes) - sum(one.count for one in in_time),
        by_staff=sum(one.count for one in in_time if one.by_staff and not one.excluded),
        told=sum(one.count for place, one in enumerate(in_time) if place in counted and one.told),
        hearing_on=facts.hearing_on,
        attendance=facts.attendance,
        results_on=facts.results_on,
        table_place=facts.table_place,
        table_on=facts.table_on,
        page=page,
        as_of=None if as_of is None else find_day(as_of - 1),
    )
    return sheet, result.rows


def _is_in_time(shape: Shape, facts: BudgetYear) -> bool:
    return facts.results_on is None or shape.received <= facts.results_on


async def count_decisions(
    store: Store, *, aimak_id: int, year: int, marks: Mapping[int, str]
) -> tuple[int, dict[str, int]]:
    """Counts the decisions of a year once some proposals (ids) stand on sentences (marks), and how many stand on each.

    As in the tally, linked proposals that stand on one sentence are one decision.
    """
    facts = limit_facts(await store.years.get(aimak_id, year), None)
    sentences = sorted(set(filter(None, marks.values())))
    shapes = await _counted(store, facts, None, sentences)
    decisions = _gather(shapes, await _linked(store, facts, None), facts)
    wanted = list(marks)
    for first in range(0, len(wanted), _AT_ONCE):  # they are counted as they will be, not as they are
        for (linked_to, words), n in _gather_linked(
            await _linked(store, facts, None, wanted[first : first + _AT_ONCE]), facts
        ).items():
            decisions[linked_to, words if linked_to is not None or words in sentences else None] -= n
    firsts = await store.links.list_firsts(marks)
    decisions.update((firsts.get(id), mark or None) for id, mark in marks.items())
    counts = count_unlinked(decisions)
    return counts.total(), {one: counts[one] for one in sentences}


async def _list_shapes(store: Store, facts: BudgetYear, as_of: int | None) -> list[Shape]:
    """Counts what is alike; a sentence under too many decisions is no reason, so those are counted apart."""
    shapes, copied = await _find_copied(store, facts, as_of)
    return [replace(one, reasoned=one.reasoned and one.own_words not in copied) for one in shapes]


async def _find_copied(
    store: Store, facts: BudgetYear, as_of: int | None, counted: list[Shape] | None = None
) -> tuple[list[Shape], set[str]]:
    # What is alike, and the marks of sentences that stand under too many decisions to be a reason.
    # counted is what is alike, where that is known already.
    shapes = await _counted(store, facts, as_of, []) if counted is None else counted
    linked = await _linked(store, facts, as_of)
    of = count_unlinked(_gather(shapes, linked, facts)).total()
    if of < LEAST_DECISIONS:
        return shapes, set()
    common = await store.shapes.list_common_sentences(
        aimak_id=facts.aimak_id, year=facts.year, least=int(of * MOST_ALIKE), as_of=as_of
    )
    if not common:
        return shapes, set()
    shapes = await _counted(store, facts, as_of, common)
    counts = count_unlinked(_gather(shapes, linked, facts))
    return shapes, {sentence for sentence in common if is_copied(counts[sentence], of=of)}


async def _counted(store: Store, facts: BudgetYear, as_of: int | None, sentences: list[str]) -> list[Shape]:
    return await store.shapes.count(
        aimak_id=facts.aimak_id,
        year=facts.year,
        results_on=facts.results_on,
        by_hand=sorted(BY_HAND),
        as_of=as_of,
        sentences=sentences,
    )


async def _linked(
    store: Store, facts: BudgetYear, as_of: int | None, ids: Collection[int] | None = None
) -> list[Shape]:
    results_on, by_hand = facts.results_on, sorted(BY_HAND)
    if as_of is None:
        return await store.shapes.count_linked(
            aimak_id=facts.aimak_id, year=facts.year, results_on=results_on, by_hand=by_hand, ids=ids
        )
    firsts = await store.links.list_firsts_before(aimak_id=facts.aimak_id, year=facts.year, before=as_of)
    each = await store.shapes.count_each(ids=firsts, results_on=results_on, by_hand=by_hand, as_of=as_of)
    return [replace(one, linked_to=firsts[one.linked_to or 0]) for one in each]


def _gather(shapes: list[Shape], linked: list[Shape], facts: BudgetYear) -> Counter[_Decided]:
    """Of all that was counted, what is linked is counted by its links; a sentence not asked for is None."""
    asked = {one.own_words for one in shapes}
    found = _gather_linked(shapes, facts)
    for (linked_to, words), n in _gather_linked(linked, facts).items():
        found[None, words if words in asked else None] -= n
        found[linked_to, words] += n
    return found


def _gather_linked(shapes: list[Shape], facts: BudgetYear) -> Counter[_Decided]:
    found: Counter[_Decided] = Counter()
    for one in shapes:
        is_late = facts.results_on is not None and one.received > facts.results_on
        if not one.excluded and not one.by_office and one.decision is not None and not is_late:
            found[one.linked_to, one.own_words or None] += one.count
    return found


def _make_entry(shape: Shape, *, public: bool) -> Entry:
    return Entry(
        received=shape.received,
        first_reply=shape.first_reply,
        decision=shape.decision,
        decided=shape.decided,
        reasoned=shape.reasoned,
        delivered=shape.delivered,
        reaction=shape.reaction,
        published=shape.decision is not None and public,
        excluded=_EXCLUDED[shape.excluded],
        excluded_by_author=shape.excluded == 2,
        by_office=shape.by_office,
    )
