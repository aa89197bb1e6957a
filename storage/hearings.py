"""Hearings: their terms in revisions, who said they come, what they ask, and how many came.

One subject in one file past 300 lines: a hearing and the people it is about are read together.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select, update

from bot.budget.hearing import HearingKind, HearingState, Terms
from bot.budget.share_of_women import Attendance
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import attendances, hearing_questions, hearing_terms, hearings, rsvps
from storage.database.seal import Seal
from storage.joined.once import said_before_parting


@dataclass(frozen=True, slots=True)
class Hearing:
    """One hearing in its latest revision; times in milliseconds UTC, ended_at when it was held or cancelled."""

    id: int
    aimak_id: int
    budget_year: int
    kind: HearingKind
    state: HearingState
    announced_at: int
    ended_at: int | None
    published_at: int | None
    revision: int
    terms: Terms
    terms_at: int = 0  # when its terms were entered

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.state is HearingState.SCHEDULED


@dataclass(frozen=True, slots=True)
class Rsvp:
    """What somebody said about coming, and how many come along."""

    coming: bool
    companions: int


@dataclass(frozen=True, slots=True)
class Expected:
    """How many said that they come, how many come along with them, and how many said that they do not."""

    coming: int = 0
    companions: int = 0
    not_coming: int = 0


class Hearings:
    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    async def add(
        self, *, key: str, aimak_id: int, budget_year: int, kind: HearingKind, terms: Terms, by: int | None, at: int
    ) -> tuple[Hearing, bool]:
        """Writes a hearing; one announced under this key before is given back, and False."""
        hearing_id = await self._connection.scalar(
            insert(self._connection, hearings)
            .values(
                key=key,
                aimak_id=aimak_id,
                budget_year=budget_year,
                kind=kind.value,
                state=HearingState.SCHEDULED.value,
                announced_at=at,
                announced_by=by,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(hearings.c.id)
        )
        if hearing_id is None:
            earlier = await self._connection.scalar(select(hearings.c.id).where(hearings.c.key == key))
            assert earlier is not None
            return await self._read_one(earlier), False
        await self._write_terms(hearing_id, 1, terms, at)
        return await self._read_one(hearing_id), True

    async def revise(self, hearing: Hearing, terms: Terms, *, at: int) -> Hearing:
        """Writes other terms beside the earlier ones."""
        await self._write_terms(hearing.id, hearing.revision + 1, terms, at)
        return await self._read_one(hearing.id)

    async def _write_terms(self, hearing_id: int, revision: int, terms: Terms, at: int) -> None:
        await self._connection.execute(
            insert(self._connection, hearing_terms).values(
                hearing_id=hearing_id,
                revision=revision,
                starts_at=terms.starts_at,
                place=terms.place,
                agenda=terms.agenda,
                latitude=terms.latitude,
                longitude=terms.longitude,
                entered_at=at,
            )
        )

    async def end(self, hearing_id: int, state: HearingState, *, at: int) -> None:
        """Notes that a hearing was held, cancelled, or has its results published."""
        moment = {"published_at": at} if state is HearingState.PUBLISHED else {"ended_at": at}
        await self._connection.execute(
            update(hearings).where(hearings.c.id == hearing_id).values(state=state.value, **moment)
        )

    async def lock(self, hearing_id: int) -> Hearing | None:
        """Returns a hearing that nobody else changes until this transaction is over."""
        # Its key stays: whoever holds a broadcast refers to it when they write, and must not wait for it there.
        row = select(hearings.c.id).where(hearings.c.id == hearing_id)
        await self._connection.execute(row.with_for_update(key_share=True))
        return await self.get(hearing_id)

    async def get(self, hearing_id: int) -> Hearing | None:
        """Returns a hearing in its latest revision."""
        row = (await self._connection.execute(_LATEST.where(hearings.c.id == hearing_id))).mappings().first()
        return _make_hearing(dict(row)) if row else None

    async def find_by_key(self, key: str) -> Hearing | None:
        """Returns what was announced under a key."""
        found = await self._connection.scalar(select(hearings.c.id).where(hearings.c.key == key))
        return await self.get(found) if found is not None else None

    async def _read_one(self, hearing_id: int) -> Hearing:
        found = await self.get(hearing_id)
        assert found is not None
        return found

    async def find_terms(self, hearing_id: int, revision: int) -> Terms | None:
        row = (
            await self._connection.execute(
                select(*(hearing_terms.c[name] for name in Terms.__dataclass_fields__)).where(
                    hearing_terms.c.hearing_id == hearing_id, hearing_terms.c.revision == revision
                )
            )
        ).mappings()
        found = row.first()
        return Terms(**found) if found else None

    async def list_of_aimak(
        self, aimak_id: int | None, *, states: Collection[HearingState] = tuple(HearingState), limit: int = 200
    ) -> list[Hearing]:
        """Lists hearings of an aimak, or of every one: those to come, the latest past ones, the cancelled ones."""
        where: list[ColumnElement[bool]] = [hearings.c.state.in_([state.value for state in states])]
        if aimak_id is not None:
            where.append(hearings.c.aimak_id == aimak_id)
        rows = await self._connection.execute(
            _LATEST.where(*where)
            .order_by(
                case(
                    (hearings.c.state == HearingState.SCHEDULED.value, 0),
                    (hearings.c.state == HearingState.CANCELLED.value, 2),
                    else_=1,
                ),
                case((hearings.c.state == HearingState.SCHEDULED.value, hearing_terms.c.starts_at)),
                hearing_terms.c.starts_at.desc(),
                hearings.c.id,
            )
            .limit(limit)
        )
        return [_make_hearing(dict(row)) for row in rows.mappings()]

    async def note_rsvp(self, hearing_id: int, person_id: int, *, coming: bool, companions: int, at: int) -> None:
        """Writes whether somebody comes; what they said before is replaced."""
        values = {"coming": coming, "companions": companions, "said_at": at}
        statement = insert(self._connection, rsvps).values(hearing_id=hearing_id, person_id=person_id, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["hearing_id", "person_id"], set_=values)
        )

    async def find_rsvp(self, hearing_id: int, person_id: int) -> Rsvp | None:
        """What somebody said; None if nothing."""
        row = (
            await self._connection.execute(
                select(rsvps.c.coming, rsvps.c.companions).where(
                    rsvps.c.hearing_id == hearing_id, rsvps.c.person_id == person_id
                )
            )
        ).first()
        return Rsvp(row.coming, row.companions) if row else None

    async def say_again(self, person_id: int, aimak_id: int, *, at: int) -> None:
        """Notes that somebody comes still to the hearings of an aimak that are to be, whatever they said since."""
        to_be = select(hearings.c.id).where(
            hearings.c.aimak_id == aimak_id, hearings.c.state == HearingState.SCHEDULED.value
        )
        await self._connection.execute(
            update(rsvps)
            .where(rsvps.c.person_id == person_id, rsvps.c.coming, rsvps.c.hearing_id.in_(to_be))
            .values(said_at=at)
        )

    async def list_aimaks_of(self, person_id: int) -> list[int]:
        """Lists the aimaks with a hearing to be that somebody comes to."""
        rows = await self._connection.scalars(
            select(hearings.c.aimak_id)
            .join(rsvps, rsvps.c.hearing_id == hearings.c.id)
            .where(rsvps.c.person_id == person_id, rsvps.c.coming, hearings.c.state == HearingState.SCHEDULED.value)
            .distinct()
        )
        return list(rows)

    async def count_expected(self, hearing_id: int) -> Expected:
        """Counts what people said. Of two who were one person when one of them said it, the other is not counted too."""
        rows = await self._connection.execute(
            select(rsvps.c.coming, func.count(), func.coalesce(func.sum(rsvps.c.companions), 0))
            .where(rsvps.c.hearing_id == hearing_id, ~said_before_parting(rsvps))
            .group_by(rsvps.c.coming)
        )
        counted = {bool(coming): (people, int(companions)) for coming, people, companions in rows}
        coming, companions = counted.get(True, (0, 0))
        return Expected(coming, companions, counted.get(False, (0, 0))[0])

    async def ask(self, hearing_id: int, person_id: int, text: str, *, at: int) -> int:
        """Keeps a question for the hearing."""
        asked: int | None = await self._connection.scalar(
            insert(self._connection, hearing_questions)
            .values(hearing_id=hearing_id, person_id=person_id, text=self._seal.seal(text), asked_at=at)
            .returning(hearing_questions.c.id)
        )
        assert asked is not None
        return asked

    async def list_questions(self, hearing_id: int) -> list[str]:
        """Lists the questions, the first one first; those whose author was forgotten are no questions any more."""
        rows = await self._connection.scalars(
            select(hearing_questions.c.text)
            .where(hearing_questions.c.hearing_id == hearing_id)
            .order_by(hearing_questions.c.id)
        )
        return [asked for asked in map(self._seal.open, rows) if asked]

    async def count(
        self, hearing_id: int, *, women: int, men: int, whole: bool, by: int | None, at: int
    ) -> Attendance | None:
        """Writes how many came, as a whole or one more at the door; returns what it comes to."""
        await self._connection.execute(
            insert(self._connection, attendances).values(
                hearing_id=hearing_id, women=women, men=men, whole=whole, entered_at=at, entered_by=by
            )
        )
        return await self.find_attendance(hearing_id)

    async def find_attendance(self, hearing_id: int) -> Attendance | None:
        """How many came: the last whole count, and those counted at the door since; None where nobody counted."""
        last_whole = (
            select(func.coalesce(func.max(attendances.c.id), 0))
            .where(attendances.c.hearing_id == hearing_id, attendances.c.whole)
            .scalar_subquery()
        )
        row = (
            await self._connection.execute(
                select(func.sum(attendances.c.women), func.sum(attendances.c.men)).where(
                    attendances.c.hearing_id == hearing_id, attendances.c.id >= last_whole
                )
            )
        ).one()
        return Attendance(int(row[0]), int(row[1])) if row[0] is not None else None

    async def count_people_of_year(self, aimak_id: int, budget_year: int) -> int:
        """How many came to the hearings on the draft of a budget year, all of them together."""
        found = await self._connection.scalars(
            select(hearings.c.id).where(
                hearings.c.aimak_id == aimak_id,
                hearings.c.budget_year == budget_year,
                hearings.c.kind == HearingKind.DRAFT.value,
                hearings.c.state != HearingState.CANCELLED.value,
            )
        )
        counted = [await self.find_attendance(hearing_id) for hearing_id in list(found)]
        return sum(came.people for came in counted if came is not None)


_COLUMNS = (
    "id",
    "aimak_id",
    "budget_year",
    "kind",
    "state",
    "announced_at",
    "ended_at",
    "published_at",
)
_LATER = hearing_terms.alias("later")
_LATEST = (
    select(
        *(hearings.c[name] for name in _COLUMNS),
        hearing_terms.c.revision,
        hearing_terms.c.entered_at.label("terms_at"),
        *(hearing_terms.c[name] for name in Terms.__dataclass_fields__),
    )
    .join(hearing_terms, hearing_terms.c.hearing_id == hearings.c.id)
    .where(
        hearing_terms.c.revision
        == select(func.max(_LATER.c.revision)).where(_LATER.c.hearing_id == hearings.c.id).scalar_subquery()
    )
)


def _make_hearing(row: dict[str, object]) -> Hearing:
    terms = Terms(**{name: row.pop(name) for name in Terms.__dataclass_fields__})  # type: ignore[arg-type]
    kind, state = HearingKind(str(row.pop("kind"))), HearingState(str(row.pop("state")))
    return Hearing(terms=terms, kind=kind, state=state, **row)  # type: ignore[arg-type]
