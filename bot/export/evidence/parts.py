"""The parts of the evidence folder, each a small function; a new one is one line of PARTS."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.budget.hearing import HearingState, Paper
from bot.budget.plan.items import Plan, Source
from bot.chat.texts import LANGUAGES, Words
from bot.export import hearing_files
from bot.export.bilingual import Both, join_inline
from bot.export.board_sheet.drawing import BOTH, make_board
from bot.export.board_sheet.facts import collect_board
from bot.export.criteria.file import make_file
from bot.export.evidence.instruments import make_charts, make_needs, make_trust
from bot.export.evidence.packing import Packing, Part
from bot.export.evidence.taking import open_kept, take_papers, write_table, write_text
from bot.export.hearings import write_hearings
from bot.export.initiatives.table import write_initiatives
from bot.export.office.frozen import write_paper
from bot.export.openness.sheet import read_sheet, write_openness_pdf, write_openness_table
from bot.export.proposals import write_export
from bot.export.watch.table import write_watches
from bot.language.by_language import FIRST
from bot.office.criteria import criteria_1_2, frozen, frozen_file
from bot.office.plan.names import PLANS, SOURCES
from bot.office.reads.page import opened
from bot.office.reads.page.proposals import find_photo, find_proposal
from bot.office.wording.notices import N_
from storage.hearings import Hearing
from storage.store import Store

_MOST_PHOTOS = 100
_MOST_SHOWN = 500  # proposals whose photos are looked for


async def _make_table(packing: Packing) -> list[Path]:
    path = packing.scratch / "proposals.xlsx"
    rows = await write_export(
        packing.database, packing.seal, path=path, form="xlsx", aimak_id=packing.aimak.id, year=packing.year,
        pseudonymous=not packing.named, named=packing.named, language=FIRST, codes=False,
        drawn=f"evidence {packing.aimak.id} {packing.year} {packing.at}",
    )  # fmt: skip
    return [path] if rows else []


async def _make_campaign(packing: Packing) -> list[Path]:
    path = packing.scratch / "hearings.xlsx"
    rows = await write_hearings(
        packing.database, path=path, form="xlsx", aimak_id=packing.aimak.id, year=packing.year, language=FIRST,
        codes=False,
    )  # fmt: skip
    return [path] if rows else []


async def _make_criteria_1_2(packing: Packing) -> list[Path]:
    async def read(store: Store) -> list[str]:
        found = [await criteria_1_2.count_campaign(store, one) for one in await _list_hearings(store, packing)]
        return [
            line
            for language in LANGUAGES
            for one in found
            for line in (*criteria_1_2.list_lines(Words(language), one), "")
        ]

    return await write_text(packing, "criteria-1-2.txt", await packing.database.read(read))


async def _make_criteria(packing: Packing) -> list[Path]:
    place = {"aimak_id": packing.aimak.id, "year": packing.year, "at": packing.at, "language": FIRST}
    return [
        await make_file(packing.database, {**place, "form": form}, folder=packing.scratch, cover=packing.cover)
        for form in ("pdf", "xlsx")
    ]


async def _make_initiatives(packing: Packing) -> list[Path]:
    path = packing.scratch / "initiatives.xlsx"
    rows = await write_initiatives(
        packing.database,
        path=path,
        form="xlsx",
        aimak_id=packing.aimak.id,
        language=FIRST,
        codes=False,
        named=packing.named, words=packing.named,
    )  # fmt: skip
    return [path] if rows else []


async def _make_criterion_6(packing: Packing) -> list[Path]:
    id, at = packing.aimak.id, packing.at
    purpose = " / ".join(Words(one).say("Evidence folder") for one in LANGUAGES)  # printed on the sheet

    async def freeze(store: Store) -> frozen_file.Json:
        await store.proposal_log.hold_still()
        return await frozen.freeze(store, aimak_id=id, year=packing.year, purpose=purpose, by=None, at=at)

    made = await packing.database.read(freeze)
    if not made["rows"]:
        return []
    await packing.database.write(lambda store: frozen.record_frozen(store, made, aimak_id=id, by=packing.by, at=at))
    stem = packing.scratch / f"criterion-6_{made['sha256'][:8]}"
    paper = await asyncio.to_thread(write_paper, made, name=packing.aimak.name)
    await asyncio.to_thread(stem.with_suffix(".json").write_bytes, frozen_file.write_file(made))
    await asyncio.to_thread(stem.with_suffix(".pdf").write_bytes, paper)
    return [stem.with_suffix(".json"), stem.with_suffix(".pdf")]


async def _make_kits(packing: Packing) -> list[Path]:
    async def read(store: Store) -> list[tuple[int, bytes]]:
        held = await _list_hearings(store, packing)
        # Nobody agreed that a question of theirs leaves the office, and it may name them.
        return [(one.id, await hearing_files.make_kit(store, one, asked=packing.named)) for one in held]

    made = [(packing.scratch / f"hearing-{id}-kit.pdf", kit) for id, kit in await packing.database.read(read)]
    for path, kit in made:
        await asyncio.to_thread(path.write_bytes, kit)
    return [path for path, _ in made]


async def _make_board_sheet(packing: Packing) -> list[Path]:
    facts = await packing.database.read(
        lambda store: collect_board(store, aimak_id=packing.aimak.id, year=packing.year)
    )
    path = packing.scratch / "board-a3.pdf"
    moment = datetime.fromtimestamp(packing.at / 1000, UTC)
    made = await asyncio.to_thread(make_board, facts, paper="a3", language=BOTH, made=moment)
    await asyncio.to_thread(path.write_bytes, made)
    return [path] if facts.rows else []


async def _make_draft_totals(packing: Packing) -> list[Path]:
    year = await packing.database.read(lambda store: store.years.get(packing.aimak.id, packing.year))
    sums = {_in_both(N_("Revenue")): year.draft_revenue, _in_both(N_("Spending")): year.draft_spending}
    rows = [[side, str(total)] for side, total in sums.items() if total is not None]
    return await write_table(packing, "draft-totals.csv", [_in_both(N_("Side")), _in_both(N_("Sum, som"))], rows)


def _in_both(sentence: str) -> str:
    return join_inline(Both(LANGUAGES).say(sentence))


def _name_kind(kind: str) -> str:
    return _in_both(PLANS[Plan(kind)] if kind in set(Plan) else SOURCES[Source(kind)])


async def _make_plan_ties(packing: Packing) -> list[Path]:
    async def read(store: Store) -> list[list[str]]:
        ties = await store.ties.list_of_year(packing.aimak.id, packing.year, as_of=packing.at)
        rows = []
        for one in ties:
            proposal = await store.proposals.get(one.proposal_id)
            rows += (
                [[f"№ {proposal.label}", _name_kind(one.kind), one.code, packing.cover(one.text)]]
                if proposal is not None
                else []
            )
        return rows

    columns = (N_("Proposal"), N_("Plan or gathering"), N_("Number in the plan"), N_("Text"))
    header = [_in_both(one) for one in columns]
    return await write_table(packing, "plan-ties.csv", header, await packing.database.read(read))


async def _make_watches(packing: Packing) -> list[Path]:
    path = packing.scratch / "monitoring.xlsx"
    rows = await write_watches(
        packing.database, path=path, form="xlsx", aimak_id=packing.aimak.id, language=FIRST, codes=False,
        words=packing.named, at=packing.at,
    )  # fmt: skip
    return [path] if rows else []


async def _make_openness(packing: Packing) -> list[Path]:
    of = {"aimak_id": packing.aimak.id, "year": packing.year, "at": packing.at}
    aimak, found = await read_sheet(packing.database, **of, cover=packing.cover)
    if not found.done:
        return []
    paper = packing.scratch / "openness.pdf"
    await asyncio.to_thread(paper.write_bytes, write_openness_pdf(aimak, found, at=packing.at))
    path = packing.scratch / "openness.xlsx"
    await write_openness_table(
        packing.database, path=path, form="xlsx", language=FIRST, codes=False, **of, cover=packing.cover
    )  # fmt: skip
    return [paper, path]


async def _make_chart(packing: Packing) -> list[Path]:
    made = await packing.database.read(lambda store: hearing_files.make_chart(store, FIRST, aimak_id=packing.aimak.id))
    path = packing.scratch / "hearings-by-year.png"
    await asyncio.to_thread(path.write_bytes, made)
    return [path]


async def _make_citizens_budget(packing: Packing) -> list[Path]:
    return await take_papers(packing, Paper.CITIZENS_BUDGET, Paper.BRIEF)


async def _make_presentation(packing: Packing) -> list[Path]:
    return await take_papers(packing, Paper.PRESENTATION)


async def _make_minutes(packing: Packing) -> list[Path]:
    return await take_papers(packing, Paper.MINUTES)


async def _make_photos(packing: Packing) -> list[Path]:
    async def read(store: Store) -> list[tuple[str, str]]:
        # What the public page shows, and nothing while it is off.
        page = await opened.find_page(store, code=packing.aimak.code, at=packing.at)
        if page is None:
            return []
        found: list[tuple[str, str]] = []
        for one in (await store.shown.list_page(page.ids, packing.year, size=_MOST_SHOWN)).rows:
            if one.stage is None:
                continue
            known = await find_proposal(store, page=page, aimak_id=one.aimak_id, year=one.year, number=one.number)
            for stage in known[1] if known is not None else ():
                for place in range(stage.photos):
                    photo = await find_photo(
                        store, page=page, aimak_id=one.aimak_id, year=one.year, number=one.number,
                        said_id=stage.said_id, place=place,
                    )  # fmt: skip
                    if photo is not None:
                        name = f"photo-{one.code}-{one.label}-{stage.said_id}-{place + 1}{photo.ending or '.jpg'}"
                        found.append((name, photo.digest))
        return found[:_MOST_PHOTOS]

    made: list[Path] = []
    for name, digest in await packing.database.read(read):
        made += await open_kept(packing, digest, name)
    return made


async def _list_hearings(store: Store, packing: Packing) -> list[Hearing]:
    found = await store.hearings.list_of_aimak(packing.aimak.id, limit=1_000)
    of_year = [one for one in found if one.budget_year == packing.year]
    return sorted((one for one in of_year if one.state is not HearingState.CANCELLED), key=lambda one: one.id)


PARTS = (
    Part("proposals", N_("Table of proposals and decisions"), N_("Nobody has proposed anything yet."), _make_table),
    Part("campaign", N_("Log of the campaign, and who came"), N_("Announce a hearing."), _make_campaign),
    Part("criteria_1_2", N_("Criteria 1 and 2"), N_("Announce a hearing."), _make_criteria_1_2),
    Part("criteria", N_("All criteria, with what each is counted from"), N_("Nothing is counted yet."), _make_criteria),
    Part("kit", N_("Papers of the hearing"), N_("Announce a hearing."), _make_kits),
    Part("citizens", N_("Citizens' budget"), N_("Add it to a hearing: «Papers»."), _make_citizens_budget),
    Part("presentation", N_("Presentation"), N_("Add it to a hearing: «Papers»."), _make_presentation),
    Part("minutes", N_("Minutes"), N_("Add them to a hearing: «Papers»."), _make_minutes, only_named=True),
    Part("draft", N_("Totals of the draft budget"), N_("Enter them: «Budget year»."), _make_draft_totals),
    Part("plan", N_("Ties to plans and priorities"), N_("Tie proposals on their cards."), _make_plan_ties),
    Part(
        "initiatives",
        N_("Local initiatives"),
        N_("Announce a call: «Initiatives»."),
        _make_initiatives,
    ),
    Part("needs", N_("Needs study and meetings"), N_("Enter them: «Needs, meetings»."), make_needs),
    Part("trust", N_("Trust survey"), N_("Open one, and close it: «Trust survey»."), make_trust),
    Part("criterion_6", N_("Criterion 6"), N_("Nobody has proposed anything yet."), _make_criterion_6),
    Part("board", N_("Sheet for the board"), N_("Nothing is decided yet."), _make_board_sheet),
    Part("chart", N_("Hearings by year"), N_("Announce a hearing."), _make_chart),
    Part("charts", N_("Charts of the year"), N_("Nobody has proposed anything yet."), make_charts),
    Part("openness", N_("Checklist of documents"), N_("Enter what is published: «Openness list»."), _make_openness),
    Part("watch", N_("Monitoring by residents"), N_("Let residents watch a work: «Monitoring»."), _make_watches),
    Part("photos", N_("Photos of works"), N_("Turn the public page on, and send photos of works."), _make_photos),
)
