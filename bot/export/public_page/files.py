"""The proposals of a public page as a file: CSV in words, JSON lines in codes. Rows are pseudonymous and mixed.

What would lead from a row to its author is left out. So is how the answer arrived, and who answered.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from bot.budget.public.masked import mask
from bot.export.legend.legend import Legend
from bot.export.legend.log_words import COLUMNS as TOLD
from bot.export.legend.log_words import name_codes
from bot.export.proposals import Veil, make_values
from bot.export.spreadsheet import Sheet, Values, open_sheet
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.database.beside import read_beside
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.log import proposal_summary
from storage.page.shown import list_shown_texts

FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
COLUMNS = (
    "number", "aimak", "year", "side", "category", "text", "amount", "village", "source", "received_at", "due_on",
    "status", "decision", "reason_code", "reason", "decided_amount", "budget_line", "first_reply_at", "decided_at",
    "linked_to", "work", "corrections",
)  # fmt: skip
_WITH_THE_TEXT = ("text", "amount", "reason")  # what the author said, and what the office wrote in words of its own
_LABELS = ("number", "linked_to")


async def write_public(
    database: Database, seal: Seal, *, path: Path, form: str, aimaks: Collection[Aimak], year: int, language: str
) -> int:
    """Writes a year of some aimaks to path, whose ending is its form; returns how many rows it has."""

    def write(connection: Any) -> int:
        return sum(_stream(connection, sheet, seal, aimak_id=one.id, year=year, language=language) for one in aimaks)

    with open_sheet(
        path, form, name="proposals", columns=COLUMNS, labels=_LABELS,
        legend=make_legend(language, aimaks) if form == "csv" else None,
    ) as sheet:  # fmt: skip
        written = await read_beside(database, write)
        sheet.close()
    return written


def make_legend(language: str, aimaks: Collection[Aimak]) -> Legend:
    """What the columns and codes are called and mean: the headings of the CSV, and the data dictionary."""
    columns = {name: TOLD[name] for name in COLUMNS}
    return Legend(language, columns, table=N_("The proposals"), names=name_codes(language, list(aimaks)))


def _stream(connection: Any, sheet: Sheet, seal: Seal, *, aimak_id: int, year: int, language: str) -> int:
    veil = Veil(connection, seal, aimak_id=aimak_id, year=year, counting_only=True)
    shown = list_shown_texts(connection, [aimak_id], year)
    written = 0
    for rows in proposal_summary.stream_rows(
        connection, aimak_id=aimak_id, year=year, language=language, shuffle=veil.place
    ):
        kept = [
            _hide(veil, make_values(row), (aimak_id, row["place"]) in shown) for row in rows if row["excluded"] is None
        ]
        sheet.write(kept)
        written += len(kept)
    return written


def _hide(veil: Veil, values: Values, is_shown: bool) -> Values:
    hidden = veil.hide({**values, "public": "yes"})
    if not is_shown:
        return {**hidden, **dict.fromkeys(_WITH_THE_TEXT)}
    said = {name: hidden[name] for name in _WITH_THE_TEXT}
    return {**hidden, **{name: mask(one).text if isinstance(one, str) else one for name, one in said.items()}}
