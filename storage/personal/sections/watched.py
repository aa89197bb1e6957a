"""Which works a person watches, what they reported of them, and what they marked as a juror."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from storage.database.schema import (
    contest_entries,
    contest_jurors,
    contest_marks,
    contests,
    media,
    watch_files,
    watch_members,
    watch_ratings,
    watch_reports,
    watches,
)
from storage.personal.sections.reader import Reader, Record, name_file, read_time
from storage.watch.naming import WORK, name_watched


def read_watches(reader: Reader) -> Iterator[Record]:
    """Yields: works they watch or rated."""
    own = select(watches, *WORK, watch_members.c.at.label("joined_at"), watch_ratings.c.stars, watch_ratings.c.word)
    is_member = (watch_members.c.watch_id == watches.c.id) & (watch_members.c.person_id == reader.person_id)
    is_rater = (watch_ratings.c.watch_id == watches.c.id) & (watch_ratings.c.person_id == reader.person_id)
    rows = own.outerjoin(watch_members, is_member).outerjoin(watch_ratings, is_rater)
    theirs = rows.where(or_(watch_members.c.at.is_not(None), watch_ratings.c.at.is_not(None)))
    for row in reader.stream_rows(theirs.order_by(watches.c.id)):
        yield {
            "number": f"М{row.number}",
            "aimak": reader.find_aimak(row.aimak_id),
            "budget_line": name_watched(row.line, row.work_label, row.work_text),
            "joined": read_time(row.joined_at),
            "stars": row.stars,
            "text": reader.open_sealed(row.word) or None,
        }


def read_reports(reader: Reader) -> Iterator[Record]:
    """Yields: their reports of works."""
    own = select(watch_reports, watches.c.aimak_id, watches.c.line, *WORK).join(
        watches, watches.c.id == watch_reports.c.watch_id
    )
    theirs = own.where(watch_reports.c.author_id == reader.person_id).order_by(watch_reports.c.id)
    for row in reader.stream_rows(theirs):
        files = select(media).join(watch_files, watch_files.c.media_id == media.c.id)
        yield {
            "number": row.label,
            "aimak": reader.find_aimak(row.aimak_id),
            "budget_line": name_watched(row.line, row.work_label, row.work_text),
            "seen": row.seen,
            "text": reader.open_sealed(row.text),
            "received": read_time(row.received_at),
            "due": row.due_on,
            "answers": reader.open_sealed(row.answer) or None,
            "files": [
                {
                    "kind": one.kind,
                    "state": one.state,
                    "size": one.size,
                    "file": name_file(row.label, one.id, one.kind),
                }
                for one in reader.stream_rows(files.where(watch_files.c.report_id == row.id).order_by(media.c.id))
            ],
        }


def read_marks(reader: Reader) -> Iterator[Record]:
    """Yields: marks they gave as a juror.

    A juror's own; the entries stand under their codes.
    """
    own = (
        select(contests.c.year, contest_entries.c.code, contest_marks)
        .join(contest_jurors, contest_jurors.c.id == contest_marks.c.juror_id)
        .join(contest_entries, contest_entries.c.id == contest_marks.c.entry_id)
        .join(contests, contests.c.id == contest_jurors.c.contest_id)
        .where(contest_jurors.c.person_id.in_(reader.everyone))
    )
    order = contests.c.id, contest_entries.c.code, contest_marks.c.criterion
    for row in reader.stream_rows(own.order_by(*order)):
        yield {
            "year": row.year,
            "code": row.code,
            "criterion": row.criterion,
            "mark": row.mark,
            "first_mark": row.first if row.first != row.mark else None,
            "at": read_time(row.marked_at),
        }
