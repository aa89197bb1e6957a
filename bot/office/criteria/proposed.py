"""The figure that the log proposes for each criterion, with its parts and rows. The commission has the last word."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.budget.criteria.figures import (
    MARKED_BY_PEOPLE,
    CriteriaRules,
    Part,
    find_figure,
    find_mean,
    find_percent,
    make_part,
)
from bot.budget.hearing import HearingKind, HearingState, Paper
from bot.budget.permissions import Act
from bot.budget.proposal import Side
from bot.budget.tally import PARTS
from bot.budget.workdays import find_day
from bot.office.criteria import criterion_6
from bot.office.criteria.asked import Asked, Found, Languages, Messengers, PartOfScore, Row
from bot.office.criteria.criteria_1_2 import Campaign, count_campaign
from bot.office.criteria.criteria_rules import read_criteria_rules
from bot.office.criteria.of_the_draft import count_5, count_8, count_9
from bot.office.staff import permit
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the log says of a criterion. figure is none where there is nothing to count, or a person marks.

    columns are sentences of the catalogue; cells are numbers, days, codes and plain texts.
    """

    criterion: int
    aimak: Aimak
    year: int
    figure: Decimal | None
    rules: CriteriaRules
    parts: tuple[Part, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def scale(self) -> int:
        """The largest figure there is."""
        return self.rules.scale


async def propose(
    store: Store, *, criterion: int, aimak_id: int, year: int, by: Person | None, at: int, as_of: int | None = None
) -> Proposed:
    """Counts a criterion (1 to 9) of an aimak's budget year by the settings of a moment (ms UTC).

    as_of limits what criteria 5, 6, 8 and 9 know. Of hearings all is read. Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.TALLY, aimak_id=aimak_id)
    rules = await read_criteria_rules(store, find_day(at))
    asked = Asked(store, await store.aimaks.get(aimak_id), year, at, as_of, rules)
    parts, columns, rows = await _COUNTED[criterion](asked)
    figure = None if criterion in MARKED_BY_PEOPLE else find_figure(parts, scale=rules.scale)
    return Proposed(criterion, asked.aimak, year, figure, rules, tuple(parts), columns, tuple(rows))


async def propose_all(store: Store, *, aimak_id: int, year: int, by: Person | None, at: int) -> list[Proposed]:
    """Counts all nine. Raises NotAllowed."""
    return [await propose(store, criterion=n, aimak_id=aimak_id, year=year, by=by, at=at) for n in sorted(_COUNTED)]


async def _list_campaigns(asked: Asked) -> list[Campaign]:
    # Hearings of the draft; where none was, whatever was heard.
    states = (HearingState.SCHEDULED, HearingState.HELD, HearingState.PUBLISHED)
    listed = await asked.store.hearings.list_of_aimak(asked.aimak.id, states=states)
    of_year = [one for one in listed if one.budget_year == asked.year]
    wanted = [one for one in of_year if one.kind is HearingKind.DRAFT] or of_year
    ordered = sorted(wanted, key=lambda one: (one.terms.starts_at, one.id))
    return [await count_campaign(asked.store, one) for one in ordered]


async def _count_1(asked: Asked) -> Found:
    columns = (
        N_("Hearing on"), N_("Days ahead"), N_("Reached"), N_("Not reached"), N_("Messengers"), N_("Languages"),
        N_("Groups"), N_("Papers"),
    )  # fmt: skip
    found, rules = await _list_campaigns(asked), asked.rules
    within = [asked.aimak.id, *await asked.store.aimaks.list_within(asked.aimak.id)]
    boards = len(await asked.store.boards.list_named(within))
    rows: list[Row] = []
    for one in found:
        reach = one.announcement.reach if one.announcement else ()
        got, lost = sum(each.reached for each in reach), sum(each.not_reached + each.waiting for each in reach)
        rows.append(
            (
                find_day(one.hearing.terms.starts_at), one.days_ahead, got, lost, Messengers(tuple(one.channels)),
                Languages(tuple(one.languages)), len(one.groups), len(one.papers),
            )
        )  # fmt: skip
    if not found:
        return (), columns, ()
    reached = sum(int(row[2] or 0) for row in rows if isinstance(row[2], int))
    told = reached + sum(row[3] for row in rows if isinstance(row[3], int))
    parts = (
        make_part(
            N_("days between the notice and the hearing"),
            find_mean(one.days_ahead or 0 for one in found),
            rules.notice_days,
        ),
        make_part(N_("per cent of those to be told who were reached"), find_percent(reached, told), 100),
        make_part(N_("messengers"), len({name for one in found for name in one.channels}), rules.channels),
        make_part(N_("languages"), len({name for one in found for name in one.languages}), rules.languages),
        make_part(N_("boards and groups"), boards + len({name for one in found for name in one.groups}), rules.boards),
    )
    return parts, columns, rows


async def _count_2(asked: Asked) -> Found:
    columns = (N_("Hearing on"), N_("Came"), N_("Women"), N_("Men"), N_("Women, %"))
    counted = [(one, one.attendance) for one in await _list_campaigns(asked) if one.attendance is not None]
    rows: list[Row] = [
        (
            find_day(one.hearing.terms.starts_at),
            came.people,
            came.women,
            came.men,
            Decimal(str(round(came.percent_women, 1))),
        )
        for one, came in counted
    ]
    if not counted:
        return (), columns, ()
    people, women = sum(came.people for _, came in counted), sum(came.women for _, came in counted)
    parts = (
        make_part(N_("people at a hearing"), people / len(counted), asked.rules.people),
        make_part(N_("per cent of women"), find_percent(women, people), asked.rules.women_percent),
    )
    return parts, columns, rows


async def _list_papers(asked: Asked, kinds: Sequence[Paper]) -> Found:
    kept = await asked.store.papers.list_latest(asked.aimak.id, budget_year=asked.year)
    return (), (N_("Paper"), N_("Put up on")), [(one.kind, find_day(one.added_at)) for one in kept if one.kind in kinds]


async def _show_3(asked: Asked) -> Found:
    return await _list_papers(asked, (Paper.CITIZENS_BUDGET, Paper.BRIEF))


async def _show_4(asked: Asked) -> Found:
    return await _list_papers(asked, (Paper.PRESENTATION,))


async def _show_7(asked: Asked) -> Found:
    facts = await asked.store.years.get(asked.aimak.id, asked.year, as_of=asked.as_of)
    return (
        (),
        (N_("Side"), N_("Draft, som")),
        [(Side.REVENUE, facts.draft_revenue), (Side.SPENDING, facts.draft_spending)],
    )


async def _count_6(asked: Asked) -> Found:
    columns = (N_("Part"), N_("Value, %"), N_("Weight, %"))
    sheet = await criterion_6.count(asked.store, aimak_id=asked.aimak.id, year=asked.year, as_of=asked.as_of)
    found = sheet.tally
    if found.score is None or found.components is None:
        return (), columns, ()
    rows: list[Row] = [
        (
            PartOfScore(part),
            _round(100 * Decimal(found.components[part])),
            _round(100 * Decimal(str(getattr(sheet.settings.weights, part)))),
        )
        for part in PARTS
    ]
    return (make_part(N_("criterion 6, of 100"), found.score, 100),), columns, rows


def _round(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"))


_COUNTED: dict[int, Callable[[Asked], Awaitable[Found]]] = {
    1: _count_1, 2: _count_2, 3: _show_3, 4: _show_4, 5: count_5, 6: _count_6, 7: _show_7, 8: count_8, 9: count_9,
}  # fmt: skip
