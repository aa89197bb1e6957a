"""Focus groups and meetings with the problems they named. A removed one stays, and its problems with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from bot.budget.needs.meetings import Category, Facts, Kind, Meeting
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import needs_meetings, needs_problems


@dataclass(frozen=True, slots=True)
class KeptMeeting:
    """A meeting as it is kept. Moments are ms UTC."""

    id: int
    aimak_id: int
    year: int
    meeting: Meeting
    entered_at: int
    removed_at: int | None


_T = needs_meetings.c
_COLUMNS = (
    _T.id, _T.aimak_id, _T.year, _T.kind, _T.village_id, _T.category, _T.held_on, _T.place, _T.people, _T.women,
    _T.entered_at, _T.removed_at,
)  # fmt: skip


class NeedsMeetings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_standing(self, aimak_ids: Collection[int], year: int) -> list[KeptMeeting]:
        """Lists the meetings of a budget year that stand, the earliest entered first."""
        rows = await self._connection.execute(
            select(*_COLUMNS)
            .where(_T.aimak_id.in_(sorted(aimak_ids)), _T.year == year, _T.removed_at.is_(None))
            .order_by(_T.id)
        )
        return await self._make([tuple(row) for row in rows])

    async def find(self, id: int) -> KeptMeeting | None:
        """Finds a meeting, removed or not."""
        row = (await self._connection.execute(select(*_COLUMNS).where(_T.id == id))).first()
        return None if row is None else (await self._make([tuple(row)]))[0]

    async def find_by_key(self, aimak_id: int, year: int, key: str) -> KeptMeeting | None:
        """Finds the meeting that a key names, removed or not."""
        found = select(*_COLUMNS).where(_T.aimak_id == aimak_id, _T.year == year, _T.key == key)
        row = (await self._connection.execute(found)).first()
        return None if row is None else (await self._make([tuple(row)]))[0]

    async def add(self, aimak_id: int, year: int, meeting: Meeting, *, by: int | None, at: int) -> int:
        """Adds a meeting with its problems; returns its id."""
        made: int | None = await self._connection.scalar(
            insert(self._connection, needs_meetings)
            .values(aimak_id=aimak_id, year=year, **_write(meeting), entered_by=by, entered_at=at)
            .returning(_T.id)
        )
        assert made is not None
        await self._put_problems(made, meeting.problems)
        return made

    async def change(self, id: int, meeting: Meeting, *, by: int | None, at: int) -> None:
        """Writes a meeting anew; one that was removed stands again."""
        values = {**_write(meeting), "entered_by": by, "entered_at": at, "removed_at": None}
        await self._connection.execute(update(needs_meetings).where(_T.id == id).values(**values))
        await self._connection.execute(delete(needs_problems).where(needs_problems.c.meeting_id == id))
        await self._put_problems(id, meeting.problems)

    async def remove(self, id: int, *, at: int) -> None:
        """Removes a meeting from what is shown and added up."""
        await self._connection.execute(
            update(needs_meetings).where(_T.id == id, _T.removed_at.is_(None)).values(removed_at=at)
        )

    async def _put_problems(self, id: int, problems: Sequence[str]) -> None:
        rows = [{"meeting_id": id, "rank": rank, "text": text} for rank, text in enumerate(problems, 1)]
        if rows:
            await self._connection.execute(insert(self._connection, needs_problems), rows)

    async def _make(self, rows: Sequence[tuple[object, ...]]) -> list[KeptMeeting]:
        ids = [row[0] for row in rows]
        columns = needs_problems.c
        named = await self._connection.execute(
            select(columns.meeting_id, columns.text)
            .where(columns.meeting_id.in_(ids))
            .order_by(columns.meeting_id, columns.rank)
        )
        problems: dict[object, list[str]] = {}
        for id, text in named:
            problems.setdefault(id, []).append(text)
        return [_make_one(row, tuple(problems.get(row[0], ()))) for row in rows]


def _write(meeting: Meeting) -> dict[str, object]:
    facts = meeting.facts
    return {
        "key": meeting.key, "kind": meeting.kind.value, "village_id": meeting.village_id,
        "category": meeting.category.value if meeting.category else None, "held_on": facts.held_on,
        "place": facts.place, "people": facts.people, "women": facts.women,
    }  # fmt: skip


def _make_one(row: Sequence[object], problems: tuple[str, ...]) -> KeptMeeting:
    id, aimak_id, year, kind, village_id, category, held_on, place, people, women, entered_at, removed_at = row
    meeting = Meeting(
        Kind(kind), Facts(held_on, place, people, women), problems, village_id,  # type: ignore[arg-type]
        Category(str(category)) if category else None,
    )  # fmt: skip
    return KeptMeeting(id, aimak_id, year, meeting, entered_at, removed_at)  # type: ignore[arg-type]
