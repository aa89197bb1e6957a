"""What one person has to do with watches: erased; emptied with a practice aimak. Numbers stay without words."""

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, select, update

from storage.database.connection import AsyncConnection
from storage.database.schema import media, proposals, watch_files, watch_members, watch_ratings, watch_reports, watches
from storage.database.seal import Seal

OFFICE_NEWS = "watch_new"  # what the office is told of a report (object_id)


def select_own(person_id: int) -> Select[tuple[int]]:
    """The reports (ids) of a person."""
    return select(watch_reports.c.id).where(watch_reports.c.author_id == person_id)


def match_files_of(person_id: int) -> ColumnElement[bool]:
    """The files beside somebody's reports."""
    return media.c.id.in_(select(watch_files.c.media_id).where(watch_files.c.report_id.in_(select_own(person_id))))


def select_places(person_id: int) -> Select[Any]:
    """Where somebody has reported (aimak_id), and when (ms UTC)."""
    return (
        select(watches.c.aimak_id, watch_reports.c.received_at)
        .join(watch_reports, watch_reports.c.watch_id == watches.c.id)
        .where(watch_reports.c.author_id == person_id)
    )


async def erase_of(connection: AsyncConnection, seal: Seal, person_id: int, *, at: int) -> None:
    """Empties somebody's reports; they watch nothing any more.

    Their ratings go: whoever comes back is another person, and would count twice.
    """
    files = list(await connection.scalars(select(media.c.id).where(match_files_of(person_id))))
    await _empty(connection, seal, watch_reports.c.author_id == person_id, at=at)
    await connection.execute(delete(media).where(media.c.id.in_(files)))
    await connection.execute(delete(watch_members).where(watch_members.c.person_id == person_id))
    await connection.execute(delete(watch_ratings).where(watch_ratings.c.person_id == person_id))
    own = select(proposals.c.id).where(proposals.c.author_id == person_id)
    await connection.execute(update(watches).where(watches.c.proposal_id.in_(own)).values(line=""))


async def empty_of_aimak(connection: AsyncConnection, seal: Seal, aimak_id: int, *, at: int) -> None:
    """Empties all reports and words of a practice aimak, and closes its watches."""
    of = select(watches.c.id).where(watches.c.aimak_id == aimak_id)
    await _empty(connection, seal, watch_reports.c.watch_id.in_(of), at=at)
    await connection.execute(delete(watch_members).where(watch_members.c.watch_id.in_(of)))
    await connection.execute(update(watch_ratings).where(watch_ratings.c.watch_id.in_(of)).values(word=seal.seal("")))
    await connection.execute(
        update(watches).where(watches.c.aimak_id == aimak_id, watches.c.closed_at.is_(None)).values(closed_at=at)
    )


async def _empty(connection: AsyncConnection, seal: Seal, which: ColumnElement[bool], *, at: int) -> None:
    nothing = seal.seal("")
    files = watch_files.c.report_id.in_(select(watch_reports.c.id).where(which))
    of = list(await connection.scalars(select(watch_files.c.media_id).where(files)))
    await connection.execute(delete(watch_files).where(files))
    waiting = watch_reports.c.answered_at.is_(None), watch_reports.c.withdrawn_at.is_(None)
    await connection.execute(update(watch_reports).where(which, *waiting).values(withdrawn_at=at))
    await connection.execute(update(watch_reports).where(which).values(text=nothing, answer=nothing))
    # Nobody's files go at the next clearing.
    await connection.execute(update(media).where(media.c.id.in_(of)).values(peer_id=0, created_at=0))
