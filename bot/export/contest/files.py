"""The spreadsheet of a juror as a reply names it."""

from typing import Any

from bot.export.contest.mark_sheet import write_mark_sheet
from bot.office.contest.judging import read_own
from storage.database.engine import Database


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the spreadsheet of the juror that is named; returns its name and its content. Raises FileNotFoundError."""
    by = await database.read(lambda store: store.people.find_by_peer(int(document["peer"])))
    if by is None:
        raise FileNotFoundError
    own = await database.read(lambda store: read_own(store, by=by, at=0, id=int(document["contest"])))
    return f"sunush-marks-{own.contest.id}.xlsx", write_mark_sheet(own, language=str(document["language"]))
