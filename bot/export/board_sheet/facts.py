"""What the sheet for the board is made of: a year's decided proposals, as everybody may read them.

A text stands there where its author lets everybody read it. Swearing, and what leads to a person, is covered by stars.
"""

from dataclasses import dataclass

from bot.budget.proposal import Decision, Reason, Side
from bot.budget.public.masked import mask
from bot.language.by_language import Texts
from bot.office.categories import find_category
from bot.office.criteria.proposal_log import LogRow, read_pages
from bot.office.practice_words import list_marks
from bot.office.property import listing
from bot.office.property.words import name_item
from bot.office.trust.surveys import TrustResult, find_result
from storage.store import Store

MOST = 300  # proposals of a sheet: the latest decided; how many more there are is said


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A decided proposal: amount in som; text and sentence are None where not everybody may read them."""

    label: str
    side: Side
    category: Texts | None
    decision: Decision
    reason: Reason | None
    amount: int | None
    line: str | None
    item: str | None  # of the property list
    text: str | None
    sentence: str | None
    other: str | None  # the same in another language, other_in
    other_in: str
    decided_at: int  # milliseconds UTC


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A year of an aimak. rows: the latest decided first; counts: of each side made, decided, gone in."""

    aimaks: Texts
    year: int
    phone: str | None
    rows: tuple[BoardRow, ...]
    counts: tuple[tuple[Side, int, int, int], ...]
    marks: tuple[str, ...] = ()
    trust: TrustResult | None = None

    @property
    def left_out(self) -> int:
        """How many decided proposals found no room."""
        return sum(decided for _, _, decided, _ in self.counts) - len(self.rows)


async def collect_board(store: Store, *, aimak_id: int, year: int) -> BoardFacts:
    """Reads a year of an aimak, page by page. Withdrawn and excluded proposals are left out."""
    aimak = await store.aimaks.get(aimak_id)
    counts = {side: [0, 0, 0] for side in Side}
    rows: list[BoardRow] = []
    async for page in read_pages(store, aimak_id=aimak_id, year=year):
        items = await listing.read_of(store, proposals=[one.filed.id for one in page])
        for one in page:
            if one.excluded is not None:
                continue
            item = items.get(one.filed.id)
            made = _make_row(one, name_item(item) if item else None)
            tally = counts[one.filed.side]
            tally[0] += 1
            if made is not None:
                tally[1] += 1
                tally[2] += made.decision in {Decision.INCLUDED, Decision.PARTLY}
                rows.append(made)
        rows = _keep_latest(rows)
    return BoardFacts(
        aimaks=aimak.names,
        year=year,
        phone=aimak.phone,
        rows=tuple(rows),
        counts=tuple(
            (side, found[0], found[1], found[2])
            for side, found in counts.items()
            if found[0] or side is not Side.UNSURE
        ),
        marks=list_marks(aimak),
        trust=await find_result(store, aimak_id=aimak_id, year=year),
    )


def _keep_latest(rows: list[BoardRow]) -> list[BoardRow]:
    return sorted(rows, key=lambda one: (-one.decided_at, one.label))[:MOST]


def _make_row(one: LogRow, item: str | None) -> BoardRow | None:
    filed, latest = one.filed, one.latest
    if latest is None:
        return None
    answer, is_public = latest.answer, filed.public_text is True
    return BoardRow(
        label=filed.label,
        side=filed.side,
        category=find_category(filed.category).titles if filed.category else None,
        decision=answer.decision,
        reason=answer.reason_code,
        amount=answer.amount,
        line=answer.budget_line,
        item=item,
        text=mask(filed.text).text if is_public and filed.text else None,
        sentence=mask(answer.sentence).text if is_public and answer.sentence else None,
        other=mask(answer.other).text if is_public and answer.other else None,
        other_in=answer.other_in,
        decided_at=latest.sent_at,
    )
