"""A clerk looks at a text before it stands on the public page. What was said stays, and is kept on the proposal's row."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update

from bot.budget.proposal import Side
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import exclusions, proposal_texts, proposals, text_looks


@dataclass(frozen=True, slots=True)
class ToLook:
    """A text that a clerk looks at: its proposal, its revision, and what was said of it (None: nothing yet)."""

    id: int
    aimak_id: int
    label: str
    budget_year: int
    side: Side
    category: str | None
    revision: int
    text: str
    shown: bool | None


_later = proposal_texts.alias("later_text")
_is_newest = (
    ~select(_later.c.id)
    .where(_later.c.proposal_id == proposal_texts.c.proposal_id, _later.c.revision > proposal_texts.c.revision)
    .exists()
)
_is_excluded = (
    select(exclusions.c.id).where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None)).exists()
)
# A clerk's line of a voice is its author's where they agreed, or had read it as they said yes.
_is_of_its_author = or_(
    proposal_texts.c.summary_by.is_(None),
    proposal_texts.c.agreed.is_(True),
    and_(proposal_texts.c.agreed.is_(None), proposal_texts.c.written_at <= proposals.c.public_asked_at),
)


def match_wanted() -> tuple[ColumnElement[bool], ...]:
    """That an author lets a text be shown on the page. It is the newest, and the proposal stands and counts.

    For a statement over proposals joined with proposal_texts.
    """
    return (
        proposals.c.public_text == true(),
        proposals.c.on_page == true(),
        proposals.c.withdrawn_at.is_(None),
        ~_is_excluded,
        _is_newest,
        proposal_texts.c.text != "",
        _is_of_its_author,
    )


def may_show_text() -> ColumnElement[bool]:
    """That a text may stand on the public page: its author and a clerk have said yes to this revision.

    For a statement over proposals joined with proposal_texts on the proposal; other revisions are never shown.
    """
    return and_(proposals.c.text_look == true(), *match_wanted())


_ROW = select(
    proposals.c.id, proposals.c.aimak_id, proposals.c.label, proposals.c.budget_year, proposals.c.side,
    proposals.c.category, proposal_texts.c.revision, proposal_texts.c.text, proposals.c.text_look,
).join(proposal_texts, proposal_texts.c.proposal_id == proposals.c.id)  # fmt: skip
_WAITING = (*match_wanted(), proposals.c.text_look.is_(None))


class Looks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_to_look(self, aimak_ids: Collection[int], *, after: int = 0, limit: int) -> list[ToLook]:
        """Lists the texts of some aimaks that nobody has looked at, behind a proposal (id), the earliest first."""
        rows = await self._connection.execute(
            _ROW.where(proposals.c.aimak_id.in_(list(aimak_ids)), proposals.c.id > after, *_WAITING)
            .order_by(proposals.c.id)
            .limit(limit)
        )
        return [_make(row) for row in rows]

    async def count_to_look(self, aimak_ids: Collection[int]) -> int:
        """Counts the texts of some aimaks that nobody has looked at."""
        counted = (
            select(func.count())
            .select_from(proposals.join(proposal_texts, proposal_texts.c.proposal_id == proposals.c.id))
            .where(proposals.c.aimak_id.in_(list(aimak_ids)), *_WAITING)
        )
        return await self._connection.scalar(counted) or 0

    async def find(self, proposal_id: int) -> ToLook | None:
        """Finds the newest text of a proposal whose author lets it be shown, looked at or not."""
        row = (await self._connection.execute(_ROW.where(proposals.c.id == proposal_id, *match_wanted()))).first()
        return None if row is None else _make(row)

    async def may_show(self, proposal_id: int) -> bool:
        """Whether the newest text of a proposal may stand on the public page."""
        found = await self.find(proposal_id)
        return found is not None and found.shown is True

    async def put(self, proposal_id: int, *, revision: int, shown: bool | None, by: int, at: int) -> None:
        """Writes what a clerk says of the newest text; None takes back what was said."""
        values = {"proposal_id": proposal_id, "revision": revision, "shown": shown, "looked_by": by, "looked_at": at}
        await self._connection.execute(insert(self._connection, text_looks).values(values))
        await self._connection.execute(update(proposals).where(proposals.c.id == proposal_id).values(text_look=shown))


def _make(row: tuple[object, ...]) -> ToLook:
    id, aimak_id, label, year, side, category, revision, text, shown = row
    return ToLook(id, aimak_id, label, year, Side(side), category, revision, text, shown)  # type: ignore[arg-type]
