"""The hearings of a public page, with papers and results, and the papers of the budget."""

from dataclasses import dataclass

from bot.budget.hearing import HearingState
from bot.budget.share_of_women import Attendance
from bot.office.reads import public
from bot.office.reads.page.opened import OpenedPage
from storage.budget_papers import KeptPaper
from storage.hearings import Hearing
from storage.store import Store

SIZE = 10  # past hearings of a page
_OVER = {HearingState.HELD, HearingState.PUBLISHED}


@dataclass(frozen=True, slots=True)
class ShownHearing:
    """A hearing as anybody may see it. Its results are as they were sent out, empty where none were."""

    hearing: Hearing
    came: Attendance | None
    papers: tuple[KeptPaper, ...]
    results: str


@dataclass(frozen=True, slots=True)
class ShownHearings:
    """Hearings to come, a page (number from 0) of past ones, and papers of the latest year with any."""

    to_come: tuple[Hearing, ...]
    past: tuple[Hearing, ...]
    number: int
    last: int
    papers_year: int | None
    papers: tuple[KeptPaper, ...]


async def list_all(store: Store, *, page: OpenedPage) -> list[Hearing]:
    """Lists every hearing of a page, the latest first."""
    found = [one for id in page.ids for one in await store.hearings.list_of_aimak(id)]
    return sorted(found, key=lambda one: (-one.terms.starts_at, one.id))


async def list_hearings(store: Store, *, page: OpenedPage, number: int, at: int) -> ShownHearings:
    """Lists the hearings of a page: the soonest to come first, of past ones the latest."""
    every = await list_all(store, page=page)
    to_come = [one for one in every if one.is_open and one.terms.starts_at > at]
    past = [one for one in every if one not in to_come]
    last = max(0, (len(past) - 1) // SIZE)
    number = min(max(number, 0), last)
    paper_years = await public.list_paper_years(store, aimak_id=page.aimak.id)
    year = next(iter(paper_years), None)
    papers = await public.list_papers_of_year(store, aimak_id=page.aimak.id, year=year) if year is not None else []
    return ShownHearings(
        to_come=tuple(reversed(to_come)),
        past=tuple(past[number * SIZE : (number + 1) * SIZE]),
        number=number,
        last=last,
        papers_year=year,
        papers=tuple(papers),
    )


async def find_hearing(store: Store, *, page: OpenedPage, id: int, language: str) -> ShownHearing | None:
    """Returns a hearing of a page. None: there is none, or it is another aimak's."""
    found = await store.hearings.get(id)
    if found is None or found.aimak_id not in page.ids:
        return None
    published = found.state is HearingState.PUBLISHED
    return ShownHearing(
        hearing=found,
        came=await store.hearings.find_attendance(id) if found.state in _OVER else None,
        papers=tuple(await public.list_papers_of_hearing(store, hearing=found)),
        results=await public.read_results(store, hearing_id=id, language=language) if published else "",
    )


async def find_paper(store: Store, *, page: OpenedPage, id: int) -> KeptPaper | None:
    """Returns a paper of a page that is the newest of its kind. None: it is another aimak's, or a newer one is there."""
    found = await store.papers.get(id)
    if found is None or found.aimak_id not in page.ids:
        return None
    if found.in_library:
        return found if found.removed_at is None else None
    of_year = await store.papers.list_latest(found.aimak_id, budget_year=found.budget_year)
    of_hearing = (
        await store.papers.list_latest(found.aimak_id, hearing_id=found.hearing_id)
        if found.hearing_id is not None
        else []
    )
    return found if id in {one.id for one in (*of_year, *of_hearing)} else None
