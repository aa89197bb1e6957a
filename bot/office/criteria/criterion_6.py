"""Criterion 6 of an aimak's year, counted by the database: what is alike is one entry of the pure rule, with its number."""

from dataclasses import replace
from fractions import Fraction

from bot.budget.proposal import BY_HAND
from bot.budget.reasoning import LEAST_DECISIONS, MOST_ALIKE
from bot.budget.tally import Entry, tally
from bot.budget.workdays import find_day
from bot.office.criteria.proposal_log import WITHDRAWN, Sheet, limit_facts, make_settings
from storage.log.shapes import Shape
from storage.store import Store
from storage.years import BudgetYear

_EXCLUDED = (None, "excluded", WITHDRAWN)  # by Shape.excluded


async def count(store: Store, *, aimak_id: int, year: int, as_of: int | None = None) -> Sheet:
    """Makes the sheet that tally_of makes of every row, but for the numbers of the proposals behind each part.

    What came at as_of (milliseconds UTC) or later is not known.
    """
    facts = limit_facts(await store.years.get(aimak_id, year, as_of=as_of), as_of)
    shapes = await _list_shapes(store, facts, as_of)
    in_time = [one for one in shapes if facts.results_on is None or one.received <= facts.results_on]
    entries = [_make_entry(one, facts) for one in in_time]
    settings = await make_settings(store, facts=facts, entries=entries, as_of=as_of)
    result = tally(
        entries,
        hearing_at=facts.hearing_on,
        results_at=facts.results_on,
        settings=settings,
        times=[one.count for one in in_time],
    )
    counted = set(result.rows["C"])
    return Sheet(
        aimak=await store.aimaks.get(aimak_id),
        year=year,
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
        as_of=None if as_of is None else find_day(as_of - 1),
    )


async def count_decisions(
    store: Store, *, aimak_id: int, year: int, sentences: list[str]
) -> tuple[int, dict[str, int]]:
    """Counts the decisions of a year, and how many of them stand on each of some sentences (their marks)."""
    facts = limit_facts(await store.years.get(aimak_id, year), None)
    shapes = await _counted(store, facts, None, sentences)
    return _count_decisions(shapes, facts), {one: _count_decisions(shapes, facts, one) for one in sentences}


async def _list_shapes(store: Store, facts: BudgetYear, as_of: int | None) -> list[Shape]:
    """Counts what is alike; a sentence under too many decisions is no reason, so those are counted apart."""
    shapes = await _counted(store, facts, as_of, [])
    of = _count_decisions(shapes, facts)
    if of < LEAST_DECISIONS:
        return shapes
    common = await store.shapes.common_sentences(
        aimak_id=facts.aimak_id, year=facts.year, least=int(of * MOST_ALIKE), as_of=as_of
    )
    if not common:
        return shapes
    shapes = await _counted(store, facts, as_of, common)
    shared = {sentence for sentence in common if Fraction(_count_decisions(shapes, facts, sentence), of) > MOST_ALIKE}
    return [replace(one, reasoned=one.reasoned and one.own_words not in shared) for one in shapes]


async def _counted(store: Store, facts: BudgetYear, as_of: int | None, sentences: list[str]) -> list[Shape]:
    return await store.shapes.count(
        aimak_id=facts.aimak_id,
        year=facts.year,
        results_on=facts.results_on,
        by_hand=sorted(BY_HAND),
        as_of=as_of,
        sentences=sentences,
    )


def _count_decisions(shapes: list[Shape], facts: BudgetYear, sentence: str | None = None) -> int:
    return sum(
        one.count
        for one in shapes
        if not one.excluded
        and not one.by_office
        and one.decision is not None
        and (facts.results_on is None or one.received <= facts.results_on)
        and sentence in {None, one.own_words}
    )


def _make_entry(shape: Shape, facts: BudgetYear) -> Entry:
    return Entry(
        received=shape.received,
        first_reply=shape.first_reply,
        decision=shape.decision,
        decided=shape.decided,
        reasoned=shape.reasoned,
        delivered=shape.delivered,
        reaction=shape.reaction,
        published=shape.decision is not None and facts.results_on is not None and bool(facts.table_place),
        excluded=_EXCLUDED[shape.excluded],
        excluded_by_author=shape.excluded == 2,
        by_office=shape.by_office,
    )
