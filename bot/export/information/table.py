"""Requests for information as a table: what was asked, by which day, what was answered. Nobody's name stands there."""

from functools import partial
from pathlib import Path

from bot.budget.workdays import find_day
from bot.chat.texts import LANGUAGES, Words
from bot.export.legend.legend import Legend, Told
from bot.export.spreadsheet import Values, open_sheet
from bot.office.information import requests
from bot.office.practice_words import list_marks
from bot.office.wording.notices import N_
from storage.database.engine import Database
from storage.information.requests import InformationRequest
from storage.store import Store

_AT_ONCE = 500  # requests that are read at once
COLUMNS = {
    "number": Told(N_("Number"), N_("The number of the request in its aimak.")),
    "text": Told(N_("Text"), N_("What was asked for.")),
    "received": Told(N_("Received"), N_("On which day it came.")),
    "due_on": Told(N_("Answer due"), N_("The last day for the answer.")),
    "answered": Told(N_("Answered on"), N_("On which day it was answered; empty: it waits.")),
    "answer": Told(N_("Text of the answer"), N_("The words of the answer; empty: a file was sent, or it waits.")),
}


async def write_requests(
    database: Database, *, path: Path, form: str, aimak_id: int, language: str | None, at: int
) -> int:
    """Writes the requests to an aimak to path, those that wait first; returns how many. Raises ExportRefused."""

    async def begin(store: Store) -> tuple[tuple[str, ...], int]:
        return list_marks(await store.aimaks.get(aimak_id)), await requests.read_days(store, find_day(at))

    marks, days = await database.read(begin)
    notes = (requests.say_days(Words(language or LANGUAGES[0]), days),)
    legend = Legend(language, COLUMNS, table=N_("Requests"), above=marks, notes=notes) if language else None
    written = 0
    with open_sheet(path, form, name="requests", columns=list(COLUMNS), labels={"number"}, legend=legend) as sheet:
        while found := await database.read(partial(_read_page, aimak_id=aimak_id, offset=written, at=at)):
            sheet.write([_make_row(one) for one in found])
            written += len(found)
        sheet.close()
    return written


async def _read_page(store: Store, *, aimak_id: int, offset: int, at: int) -> list[InformationRequest]:
    return await requests.list_page(store, aimak_id=aimak_id, offset=offset, limit=_AT_ONCE, late=False, at=at, by=None)


def _make_row(one: InformationRequest) -> Values:
    return {
        "number": one.label,
        "text": one.text,
        "received": find_day(one.received_at).isoformat(),
        "due_on": one.due_on.isoformat(),
        "answered": find_day(one.answered_at).isoformat() if one.answered_at is not None else None,
        "answer": one.answer or None,
    }
