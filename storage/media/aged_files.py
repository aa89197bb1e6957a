"""Kept files whose time may be over: of which budget year each is, and which no row needs any more."""

from dataclasses import dataclass

from sqlalchemy import extract, func, select

from storage.attachments.media import KEPT
from storage.database.connection import AsyncConnection
from storage.database.schema import (
    answer_files,
    information_requests,
    initiative_calls,
    initiative_files,
    initiatives,
    media,
    openness_entries,
    proposals,
    watch_files,
    watch_reports,
    watches,
)


@dataclass(frozen=True, slots=True)
class AgedFile:
    """A file in the media folder whose time may be over."""

    id: int
    digest: str


@dataclass(frozen=True, slots=True)
class AgedFiles:
    """Some of them, and the row (id) looked at last, where the next look goes on."""

    files: tuple[AgedFile, ...]
    looked_at: int


class AgedMedia:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list_of_years(self, last_year: int, *, after: int = 0, limit: int = 500) -> AgedFiles:
        """Looks through some kept files for those of proposals up to a budget year, and of answers to them.

        Those of a local initiative are of the year by whose end it had to be done.
        A watch and the openness list have a budget year. The answer to a request is of the year in which it was due.

        after is the row looked at last.
        """
        answered = proposals.alias("answered")
        of_answers = (
            select(func.max(answered.c.budget_year))
            .join(answer_files, answer_files.c.proposal_id == answered.c.id)
            .where(answer_files.c.media_id == media.c.id)
            .correlate(media)
            .scalar_subquery()
        )
        of_initiatives = (
            select(extract("year", func.max(initiative_calls.c.done_by)))
            .join(initiatives, initiatives.c.call_id == initiative_calls.c.id)
            .join(initiative_files, initiative_files.c.initiative_id == initiatives.c.id)
            .where(initiative_files.c.media_id == media.c.id)
            .correlate(media)
            .scalar_subquery()
        )
        of_watches = (
            select(func.max(watches.c.year))
            .join(watch_reports, watch_reports.c.watch_id == watches.c.id)
            .join(watch_files, watch_files.c.report_id == watch_reports.c.id)
            .where(watch_files.c.media_id == media.c.id)
            .correlate(media)
            .scalar_subquery()
        )
        of_openness = (
            select(func.max(openness_entries.c.year))
            .where(openness_entries.c.media_id == media.c.id)
            .correlate(media)
            .scalar_subquery()
        )
        of_requests = (
            select(func.max(extract("year", information_requests.c.due_on)))
            .where(information_requests.c.media_id == media.c.id)
            .correlate(media)
            .scalar_subquery()
        )
        years = (proposals.c.budget_year, of_requests, of_answers, of_initiatives, of_watches, of_openness)
        year = func.coalesce(*years).label("budget_year")
        rows = await self._connection.execute(
            select(media.c.id, media.c.hash, media.c.copy_hash, media.c.state, year)
            .outerjoin(proposals, proposals.c.id == media.c.proposal_id)
            .where(media.c.id > after)
            .order_by(media.c.id)
            .limit(limit)
        )
        found = []
        for row in rows.all():
            after = row.id
            if row.state == KEPT and row.budget_year is not None and row.budget_year <= last_year:
                found += [AgedFile(row.id, digest) for digest in (row.hash, row.copy_hash) if digest is not None]
        return AgedFiles(tuple(found), after)
