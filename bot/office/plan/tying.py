"""What a proposal or a line of the draft can be tied to, the likeliest first. A line is tied as one."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed
from bot.budget.plan.items import Plan, Source
from bot.budget.plan.likeliest import order_likeliest
from bot.budget.proposal import Side
from bot.language.kyrgyz import fold
from bot.language.latin import search_keys
from bot.office.plan import ties
from bot.office.staff import permit
from storage.people import Person
from storage.plan.ties import Target
from storage.plan.went_in import WentIn
from storage.proposals import Proposal
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Named:
    """What something can be tied to: a plan item with its number there, or a priority."""

    target: Target
    kind: Plan | Source
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What is tied, and what else it can be tied to. line is empty for a proposal alone, labels are all that it concerns."""

    proposal: Proposal
    line: str
    labels: tuple[str, ...]
    tied: tuple[Named, ...]
    others: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the draft that proposals went into. id is one of them, tied says whether all have a plan item."""

    id: int
    name: str
    side: Side
    proposals: tuple[WentIn, ...]
    tied: bool


async def list_lines(store: Store, *, aimak_id: int, year: int, by: Person | None) -> list[Line]:
    """Lists the lines of an aimak's year, those without a plan item first. Raises NotAllowed."""
    await permit(store, by=by, act=Act.PLAN, aimak_id=aimak_id)
    lines = _group(await store.went_into.list_of_year(aimak_id, year))
    of_plan = {one.proposal_id for one in await store.ties.list_of_year(aimak_id, year) if one.target.item is not None}
    found = [
        Line(some[0].id, some[0].budget_line or "", side, some, all(one.id in of_plan for one in some))
        for (side, _), some in lines.items()
    ]
    return sorted(found, key=lambda line: line.tied)


async def list_offered(store: Store, *, proposal_id: int, is_line: bool, words: str, by: Person | None) -> Offered:
    """Lists what is tied, then what it can be tied to; words are looked for instead of its own. Raises NotAllowed."""
    items, named = await ties.list_targets(store, proposal_id=proposal_id, by=by)
    every = [Named(Target(item=one.id), one.plan, one.code, one.text) for one in items]
    every += [Named(Target(priority=one.id), one.source, "", one.text) for one in named]
    proposal = await _get(store, proposal_id)
    line = await _find_line(store, proposal) if is_line else ()
    concerned = [one.id for one in line] or [proposal_id]
    standing = await store.ties.list_of(concerned)
    whole = {one.target for one in standing}
    for id in concerned:
        whole &= {one.target for one in standing if one.proposal_id == id}
    name = (line[0].budget_line or "") if line else ""
    rest = [one for one in every if one.target not in whole]
    asked = search_keys(words or f"{name} {proposal.text}")
    order = order_likeliest(asked, [search_keys(f"{one.code} {one.text}") for one in rest])
    return Offered(
        proposal, name, tuple(one.label for one in line) or (proposal.label,),
        tuple(one for one in every if one.target in whole), tuple(rest[at] for at in order),
    )  # fmt: skip


async def turn(store: Store, *, proposal_id: int, is_line: bool, target: Target, by: Person | None, at: int) -> bool:
    """Ties a proposal, or all of its line; where that stands already, takes it back. True: it is tied now.

    Raises NotAllowed.
    """
    offered = await list_offered(store, proposal_id=proposal_id, is_line=is_line, words="", by=by)
    line = await _find_line(store, offered.proposal) if is_line else ()
    stands = target in {one.target for one in offered.tied}
    for id in [one.id for one in line] or [proposal_id]:
        await (ties.untie if stands else ties.tie)(store, proposal_id=id, target=target, by=by, at=at)
    return not stands


async def _get(store: Store, id: int) -> Proposal:
    found = await store.proposals.get(id)
    if found is None:
        raise NotAllowed(Act.PLAN)
    return found


async def _find_line(store: Store, proposal: Proposal) -> tuple[WentIn, ...]:
    # Nothing where it stands in the draft no more: then it is tied alone.
    lines = _group(await store.went_into.list_of_year(proposal.aimak_id, proposal.budget_year))
    return next((some for some in lines.values() if proposal.id in {one.id for one in some}), ())


def _group(went_in: Iterable[WentIn]) -> dict[tuple[Side, str], tuple[WentIn, ...]]:
    # A line is the same one however its letters are written, as criterion 9 counts it.
    found: dict[tuple[Side, str], tuple[WentIn, ...]] = {}
    for one in went_in:
        if key := fold(one.budget_line or ""):
            found[one.side, key] = (*found.get((one.side, key), ()), one)
    return found
