"""How a watch is named: by its line, or by what all may read today of its proposal."""

from sqlalchemy import ColumnElement, Label, select

from bot.budget.public.masked import mask
from bot.language.kyrgyz import quote
from storage.database.schema import proposal_texts, proposals, watches
from storage.public.looks import may_show_text

QUOTED = 80  # characters of a proposal in the name of its work


def select_work(proposal_id: ColumnElement[int | None]) -> tuple[Label[str | None], Label[str | None]]:
    """A proposal's label and its text, where a clerk and its author let all read that, as two columns."""
    label = select(proposals.c.label).where(proposals.c.id == proposal_id).correlate(watches)
    text = (
        select(proposal_texts.c.text)
        .join(proposals, proposals.c.id == proposal_texts.c.proposal_id)
        .where(proposals.c.id == proposal_id, may_show_text())
        .correlate(watches)
    )
    return label.scalar_subquery().label("work_label"), text.scalar_subquery().label("work_text")


WORK = select_work(watches.c.proposal_id)  # for a statement over watches


def name_watched(line: str, label: str | None, text: str | None) -> str:
    """Names a watch by its row. Of a proposal nothing is kept here, so that nothing outlives its author's yes."""
    if label is None:
        return line
    return f"№ {label}: {quote(mask(text).text, QUOTED)}" if text else f"№ {label}"
