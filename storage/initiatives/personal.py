"""Local initiatives of one person: erased, moved with a joined messenger; emptied with a practice aimak."""

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, select, update

from bot.budget.initiative.course import Step
from storage.database.connection import AsyncConnection
from storage.database.rows import insert
from storage.database.schema import initiative_calls, initiative_files, initiative_steps, initiatives, media
from storage.database.seal import Seal

OFFICE_NEWS = "initiative_new"  # what the office is told of an application (object_id)
OFFICE_SAID = "initiative_said"  # what its group says of the work; object_id is the step's
_ENDED = (Step.DECIDED.value, Step.WITHDRAWN.value)


def select_own(person_id: int) -> Select[tuple[int]]:
    """The applications (ids) of a person."""
    return select(initiatives.c.id).where(initiatives.c.author_id == person_id)


def match_files_of(person_id: int) -> ColumnElement[bool]:
    """The files beside somebody's applications, and beside what was said of their work."""
    of = select(initiative_files.c.media_id).where(initiative_files.c.initiative_id.in_(select_own(person_id)))
    return media.c.id.in_(of)


def select_places(person_id: int) -> Select[Any]:
    """Where somebody has applied (aimak_id), and when (ms UTC)."""
    return (
        select(initiative_calls.c.aimak_id, initiatives.c.received_at)
        .join(initiatives, initiatives.c.call_id == initiative_calls.c.id)
        .where(initiatives.c.author_id == person_id)
    )


async def erase_of(connection: AsyncConnection, seal: Seal, person_id: int, *, at: int) -> None:
    """Empties the words of somebody's applications. Numbers, sums and decisions stay; what has no decision is withdrawn."""
    files = list(await connection.scalars(select(media.c.id).where(match_files_of(person_id))))
    await _empty(connection, seal, select_own(person_id), at=at)
    await connection.execute(delete(media).where(media.c.id.in_(files)))


async def empty_of_aimak(connection: AsyncConnection, seal: Seal, aimak_id: int, *, at: int) -> None:
    """Empties all applications of a practice aimak, and closes its calls."""
    calls = select(initiative_calls.c.id).where(initiative_calls.c.aimak_id == aimak_id)
    await _empty(connection, seal, select(initiatives.c.id).where(initiatives.c.call_id.in_(calls)), at=at)
    await connection.execute(
        update(initiative_calls)
        .where(initiative_calls.c.aimak_id == aimak_id, initiative_calls.c.closed_at.is_(None))
        .values(closed_at=at)
    )


async def _empty(connection: AsyncConnection, seal: Seal, which: Select[tuple[int]], *, at: int) -> None:
    ids = list(await connection.scalars(which))
    nothing = seal.seal("")
    ended = exists().where(initiative_steps.c.initiative_id == initiatives.c.id, initiative_steps.c.kind.in_(_ENDED))
    waiting = list(await connection.scalars(select(initiatives.c.id).where(initiatives.c.id.in_(ids), ~ended)))
    if waiting:
        row = {"kind": Step.WITHDRAWN.value, "what": "", "amount": 0, "text": nothing, "person_id": None, "at": at}
        await connection.execute(insert(connection, initiative_steps), [{"initiative_id": id, **row} for id in waiting])
    files = initiative_files.c.initiative_id.in_(ids)
    of = list(await connection.scalars(select(initiative_files.c.media_id).where(files)))
    await connection.execute(update(initiatives).where(initiatives.c.id.in_(ids)).values(answers=nothing, shown=False))
    await connection.execute(
        update(initiative_steps).where(initiative_steps.c.initiative_id.in_(ids)).values(text=nothing)
    )
    await connection.execute(delete(initiative_files).where(files))
    # Nobody's files go at the next clearing.
    await connection.execute(update(media).where(media.c.id.in_(of)).values(peer_id=0, created_at=0))
