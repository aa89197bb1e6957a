"""The proposals of a public page: counted by side, listed page by page, one with what became of it."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.budget.proposal import Decision, Side
from bot.budget.public.masked import mask
from bot.budget.works.stages import Stage
from bot.office.reads.page.opened import OpenedPage
from bot.office.works.work_words import read_stage
from storage.answering.dialogue import Said
from storage.attachments.media import KeptFile
from storage.log.dialogue_kinds import CONTEST
from storage.page.shown import SIZE, Counted, Found, ShownPage, ShownProposal
from storage.store import Store

WENT_IN = frozenset({Decision.INCLUDED, Decision.PARTLY})
FIRST = 5  # proposals of each side on the first page


@dataclass(frozen=True, slots=True)
class SideCounts:
    """One side of a year: proposals, how many are decided, how many went in, and the sum (som) of these."""

    side: Side
    made: int
    decided: int
    went_in: int
    amount: int
    draft: int | None  # the total of the draft budget on this side, in som


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: each side counted, and its newest proposals."""

    year: int
    counts: tuple[SideCounts, ...]
    newest: dict[Side, ShownPage]


@dataclass(frozen=True, slots=True)
class StageSaid:
    """How far the work was at a moment (ms UTC), with the photos that the office put to it."""

    stage: Stage
    at: int
    text: str | None  # the office's own words, where the text of the proposal stands on the page
    said_id: int
    photos: int


async def count_sides(
    store: Store, *, page: OpenedPage, year: int, counted: Collection[Counted]
) -> tuple[SideCounts, ...]:
    """Sums up what was proposed and decided on each side of a year; unsure only where there is anything."""
    facts = await store.years.get(page.aimak.id, year)
    drafts = {Side.REVENUE: facts.draft_revenue, Side.SPENDING: facts.draft_spending, Side.UNSURE: None}
    sides = [_count_side(counted, side, drafts[side]) for side in Side]
    return tuple(one for one in sides if one.made or one.side is not Side.UNSURE)


async def read_overview(store: Store, *, page: OpenedPage, year: int) -> Overview:
    """Returns what the first page of an aimak shows."""
    counts = await count_sides(store, page=page, year=year, counted=await store.shown.count(page.ids, year))
    newest = {one.side: await store.shown.list_page(page.ids, year, side=one.side, size=FIRST) for one in counts}
    return Overview(year, counts, newest)


async def list_proposals(
    store: Store,
    *,
    page: OpenedPage,
    year: int,
    side: Side | None,
    decision: Decision | None,
    is_open: bool,
    found: Found | None,
    number: int,
) -> ShownPage:
    """Returns a page (number from 0) of a year's proposals; found is what a search leaves."""
    return await store.shown.list_page(
        page.ids, year, side=side, decision=decision, is_open=is_open, found=found, page=number, size=SIZE
    )


async def list_decided(store: Store, *, page: OpenedPage, limit: int) -> list[ShownProposal]:
    """Lists what was decided last in the current year, the newest first."""
    return await store.shown.list_decided(page.ids, page.year, limit=limit)


async def find_proposal(
    store: Store, *, page: OpenedPage, aimak_id: int, year: int, number: int
) -> tuple[ShownProposal, list[StageSaid]] | None:
    """Returns a proposal of the page with the stages of its work. None: there is none, or it is not shown."""
    found = await store.shown.find(aimak_id, year, number) if aimak_id in page.ids else None
    if found is None:
        return None
    said = [one for one in await store.works.list_said(found.id) if one.kind != CONTEST]
    return found, [await _make_stage(store, found, one) for one in said]


async def find_photo(
    store: Store, *, page: OpenedPage, aimak_id: int, year: int, number: int, said_id: int, place: int
) -> KeptFile | None:
    """Returns a photo (place from 0) that the office put to a stage of a proposal that the page shows."""
    found = await find_proposal(store, page=page, aimak_id=aimak_id, year=year, number=number)
    if found is None or said_id not in {one.said_id for one in found[1]}:
        return None
    photos = await _list_photos(store, found[0].id, said_id)
    return photos[place] if 0 <= place < len(photos) else None


def _count_side(counted: Collection[Counted], side: Side, draft: int | None) -> SideCounts:
    theirs = [one for one in counted if one.side is side]
    went_in = [one for one in theirs if one.decision in WENT_IN]
    return SideCounts(
        side=side,
        made=sum(one.count for one in theirs),
        decided=sum(one.count for one in theirs if one.decision is not None),
        went_in=sum(one.count for one in went_in),
        amount=sum(one.amount for one in went_in),
        draft=draft,
    )


async def _make_stage(store: Store, shown: ShownProposal, said: Said) -> StageSaid:
    photos = await _list_photos(store, shown.id, said.id)
    return StageSaid(read_stage(said), said.said_at, mask(said.text).text if shown.text else None, said.id, len(photos))


async def _list_photos(store: Store, proposal_id: int, said_id: int) -> list[KeptFile]:
    return [one for one in await store.works.list_photos(proposal_id, said_id) if one.form == "photo"]
