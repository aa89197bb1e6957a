"""Criteria 5, 8 and 9 from the log: what went into the draft, which priorities and plan items it answers."""

from collections.abc import Sequence

from bot.budget.criteria.figures import find_percent, make_part
from bot.budget.plan.items import Plan
from bot.budget.proposal import Side
from bot.office.criteria.asked import Asked, Found, Row
from bot.office.wording.hearing_results import count_corrections
from bot.office.wording.notices import N_
from storage.plan.ties import Tie
from storage.plan.went_in import WentIn


async def count_5(asked: Asked) -> Found:
    """What went in beside the draft's totals, and the lines corrected because of residents."""
    columns = (N_("Number"), N_("Side"), N_("Decision"), N_("Sum, som"), N_("Budget line"))
    store, place, rules = asked.store, (asked.aimak.id, asked.year), asked.rules
    found = await store.went_into.list_of_year(*place, as_of=asked.as_of)
    every = await store.went_into.count_all(*place, as_of=asked.as_of)
    if not every:
        return (), columns, ()
    facts = await store.years.get(*place, as_of=asked.as_of)
    lines, _ = count_corrections((one.side, one.budget_line) for one in found)
    parts = [
        make_part(N_("per cent of proposals that went in"), find_percent(len(found), every), rules.share_included),
        make_part(N_("lines of the draft corrected because of residents"), lines, rules.lines),
    ]
    names = (
        (Side.REVENUE, facts.draft_revenue, N_("per cent of the draft's revenue")),
        (Side.SPENDING, facts.draft_spending, N_("per cent of the draft's spending")),
    )
    for side, total, name in names:
        percent = None if total is None else find_percent(add_up(found, side), total)
        parts.append(make_part(name, percent, rules.share_of_draft))
    return parts, columns, [(one.label, one.side, one.decision, one.amount, one.budget_line) for one in found]


def add_up(found: Sequence[WentIn], side: Side) -> int:
    """Adds up the sums of a side; proposals that get one answer together have one sum."""
    sums = {one.group: one.amount or 0 for one in found if one.side is side}
    return sum(sums.values())


async def count_8(asked: Asked) -> Found:
    """The priorities that people named, and which of them have a proposal in the draft."""
    columns = (N_("Priority"), N_("Source"), N_("Tied proposals"), N_("Of them in the draft"))
    store, place = asked.store, (asked.aimak.id, asked.year)
    named = await store.priorities.list_standing(*place)
    if asked.as_of is not None:
        named = [one for one in named if one.created_at < asked.as_of]
    went_in = {one.id: one.label for one in await store.went_into.list_of_year(*place, as_of=asked.as_of)}
    tied = await store.ties.list_of_year(*place, as_of=asked.as_of)
    rows: list[Row] = []
    for one in named:
        ids = [tie.proposal_id for tie in tied if tie.target.priority == one.id]
        rows.append((one.text, one.source, len(ids), ", ".join(went_in[id] for id in ids if id in went_in)))
    if not named:
        return (), columns, ()
    parts = (
        make_part(
            N_("per cent of priorities with a proposal in the draft"),
            find_percent(sum(bool(row[3]) for row in rows), len(rows)),
            100,
        ),
        make_part(
            N_("kinds of gatherings, studies and polls"), len({one.source for one in named}), asked.rules.sources
        ),
    )
    return parts, columns, rows


async def count_9(asked: Asked) -> Found:
    """The proposals in the draft, and the plan items that they are tied to."""
    columns = (N_("Number"), N_("Decision"), N_("Budget line"), N_("Plan"), N_("Item"))
    store, place = asked.store, (asked.aimak.id, asked.year)
    found = await store.went_into.list_of_year(*place, as_of=asked.as_of)
    tied: dict[int, Tie] = {}
    for tie in await store.ties.list_of_year(*place, as_of=asked.as_of):
        if tie.target.item is not None:
            tied.setdefault(tie.proposal_id, tie)
    if not found:
        return (), columns, ()
    rows: list[Row] = []
    for one in found:
        to = tied.get(one.id)
        rows.append(
            (
                one.label,
                one.decision,
                one.budget_line,
                Plan(to.kind) if to else None,
                f"{to.code} {to.text}" if to else None,
            )
        )
    lines, _ = count_corrections((one.side, one.budget_line) for one in found)
    of_plan, _ = count_corrections((one.side, one.budget_line) for one in found if one.id in tied)
    parts = [
        make_part(
            N_("per cent of proposals in the draft that a plan has"),
            find_percent(sum(one.id in tied for one in found), len(found)),
            100,
        )
    ]
    if lines:
        parts.append(make_part(N_("per cent of their budget lines that a plan has"), find_percent(of_plan, lines), 100))
    return parts, columns, rows
