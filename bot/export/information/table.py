"""Requests for information as a table: what was asked, by which day, what was answered. Nobody's name stands there."""

from pathlib import Path

from bot.budget.workdays import find_day
from bot.export.legend.legend import Legend, Told
from bot.export.spreadsheet import Values, open_sheet
from bot.office.information import requests
from bot.office.wording.notices import N_
from storage.database.engine import Database
from storage.information.requests import InformationRequest

COLUMNS = {
    "number": Told(N_("Number"), N_("The number of the request in its aimak.")),
    "text": Told(N_("Text"), N_("What was asked for.")),
    "received": Told(N_("Received"), N_("On which day it came.")),
    "due_on": Told(N_("Answer due"), N_("The last day for the answer.")),
    "answered": Told(N_("Answered on"), N_("On which day it was answered; empty: it waits.")),
    "answer": Told(N_("Text of the answer"), N_("The words of the answer; empty: a file was sent, or it waits.")),
}


async def write_requests(database: Database, *, path: Path, form: str, aimak_id: int, language: str | None) -> int:
    """Writes the requests to an aimak to path, the earliest first; returns how many. Raises ExportRefused."""
    found = await database.read(lambda store: requests.list_of_office(store, aimak_id=aimak_id, by=None))
    legend = Legend(language, COLUMNS, table=N_("Requests")) if language else None
    with open_sheet(path, form, name="requests", columns=list(COLUMNS), labels={"number"}, legend=legend) as sheet:
        sheet.write([_make_row(one) for one in sorted(found, key=lambda one: one.id)])
        sheet.close()
    return len(found)


def _make_row(one: InformationRequest) -> Values:
    return {
        "number": one.label,
        "text": one.text,
        "received": find_day(one.received_at).isoformat(),
        "due_on": one.due_on.isoformat(),
        "answered": find_day(one.answered_at).isoformat() if one.answered_at is not None else None,
        "answer": one.answer or None,
    }
