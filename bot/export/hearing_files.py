"""Makes the files of a hearing out of rows: the kit for the hall, the calendar file, the chart."""

import asyncio
from collections.abc import Mapping

from bot.budget.hearing import HearingKind, HearingState, Paper
from bot.chat.texts import Words
from bot.export.facts import HearingFacts, KitBudget, KitProposal, YearOfHearings
from bot.office.categories import find_category
from bot.office.criteria.criteria_1_2 import count_own_years
from bot.office.criteria.proposal_log import LogRow, read_pages
from bot.office.messenger_accounts.links import link
from bot.office.practice_words import list_marks
from storage.hearings import Hearing
from storage.store import Store

LINK = "h_"


async def find_link(store: Store, hearing_id: int) -> str | None:
    """The link that opens a hearing in its aimak's bot; None while the bot's name is not known."""
    hearing = await store.hearings.get(hearing_id)
    return await link(store, f"{LINK}{hearing_id}", aimak_id=None if hearing is None else hearing.aimak_id)


async def collect_facts(store: Store, hearing: Hearing) -> HearingFacts:
    """A hearing as the papers take it."""
    aimak, terms = await store.aimaks.get(hearing.aimak_id), hearing.terms
    known = terms.latitude is not None and terms.longitude is not None
    cancelled = hearing.state is HearingState.CANCELLED
    return HearingFacts(
        id=hearing.id,
        revision=hearing.revision,
        kind=hearing.kind.value,
        budget_year=hearing.budget_year,
        starts_at=terms.starts_at,
        place=terms.place,
        agenda=terms.agenda,
        point=(terms.latitude or 0.0, terms.longitude or 0.0) if known else None,
        code=aimak.code,
        aimaks=aimak.names,
        phone=aimak.phone,
        link=await find_link(store, hearing.id),
        said_at=hearing.ended_at if cancelled and hearing.ended_at else hearing.terms_at,
        cancelled=cancelled,
        marks=list_marks(aimak),
    )


async def collect_kit_facts(
    store: Store, hearing: Hearing
) -> tuple[HearingFacts, list[KitProposal], KitBudget, list[str]]:
    """What the kit is made of: the hearing, the year's proposals, the budget in brief, what residents asked."""
    listed: list[KitProposal] = []
    async for page in read_pages(store, aimak_id=hearing.aimak_id, year=hearing.budget_year):
        files = await store.media_counts.count_kinds([row.filed.id for row in page])
        listed += [_collect_proposal(row, files.get(row.filed.id, {})) for row in page if row.excluded is None]
    asked = await store.hearings.list_questions(hearing.id)
    return await collect_facts(store, hearing), listed, await _read_budget(store, hearing), asked


async def _read_budget(store: Store, hearing: Hearing) -> KitBudget:
    year = await store.years.get(hearing.aimak_id, hearing.budget_year)
    if hearing.kind is HearingKind.EXECUTION:
        # What was handed out with the draft of that year does not say how it was carried out.
        papers = await store.papers.list_latest(hearing.aimak_id, hearing_id=hearing.id)
    else:
        papers = await store.papers.list_latest(hearing.aimak_id, budget_year=hearing.budget_year)
    return KitBudget(
        year.draft_revenue,
        year.draft_spending,
        brief=next((paper.text or "" for paper in papers if paper.kind is Paper.BRIEF), ""),
        papers=tuple(paper.kind.value for paper in papers if paper.kind is not Paper.MINUTES),
    )


def _collect_proposal(row: LogRow, files: Mapping[str, int]) -> KitProposal:
    # What the office writes may quote the author: it hangs on the wall with the text, or not at all.
    filed, public = row.filed, row.filed.public_text is True
    answer = row.latest.answer if row.latest else None
    named = find_category(filed.category) if filed.category else None
    return KitProposal(
        label=filed.label,
        side=filed.side.value,
        text=filed.text if public or not filed.text else None,
        decision=answer.decision.value if answer else None,
        sentence=answer.sentence if answer and public else None,
        amount=answer.amount if answer else None,
        category=(named.titles["ky"], named.titles["ru"]) if named else None,
        line=answer.budget_line if answer else None,
        asked=filed.amount if public else None,
        files=files,
        answer_files=row.latest.files if row.latest else 0,
    )


async def make_kit(store: Store, hearing: Hearing, *, asked: bool = True) -> bytes:
    """The kit as a PDF, both languages on every form; asked: with what residents asked beforehand."""
    from bot.export.pdf.kit import draw_kit

    facts, proposals, budget, questions = await collect_kit_facts(store, hearing)
    return await asyncio.to_thread(draw_kit, facts, proposals, budget, questions=questions if asked else ())


async def make_calendar_file(store: Store, hearing: Hearing, language: str) -> bytes:
    from bot.export.calendar_file import write_calendar_file

    facts = await collect_facts(store, hearing)
    return await asyncio.to_thread(write_calendar_file, facts, Words(language))


async def list_years(store: Store, aimak_id: int | None) -> list[YearOfHearings]:
    """The install's own hearings by year, as the chart takes them."""
    own = await count_own_years(store, aimak_id=aimak_id)
    return [YearOfHearings(one.year, one.hearings, one.people, one.women) for one in own]


async def make_chart(store: Store, language: str, *, aimak_id: int | None = None) -> bytes:
    """The chart of people at hearings by year, the republic's beside the install's own, as a PNG."""
    from bot.export.charts.chart import draw_people, draw_png
    from bot.export.charts.republic import read_republic

    own = await list_years(store, aimak_id)
    return await asyncio.to_thread(lambda: draw_png(draw_people(read_republic(), words=Words(language), own=own)))


async def write_stats(store: Store, language: str, *, aimak_id: int | None = None) -> str:
    """The same figures as lines of text."""
    from bot.export.charts.chart import write_table
    from bot.export.charts.republic import read_contests, read_republic
    from bot.office.contest.wording import list_entered

    words = Words(language)
    table = write_table(read_republic(), words, own=await list_years(store, aimak_id))
    return "\n".join([table, *list_entered(words, read_contests())])
