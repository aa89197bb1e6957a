"""A filled spreadsheet: read in a process of its own, checked, then kept or sent in small parts."""

import json
from pathlib import Path

from bot.delivery.files.own_process import say
from bot.office.sheets.columns import headings_read
from bot.office.sheets.rows import ReadSheet, read_sheet
from storage.attachments.own_process.sheet_cells import NONE, SheetRefused

__all__ = ["SheetRefused", "read_file"]

PATIENCE = 60.0  # seconds; on a busy machine the processor's own limit comes much later
_CELLS = "storage.attachments.own_process.sheet_cells"


async def read_file(came: Path) -> ReadSheet:
    """Reads a filled spreadsheet. Raises SheetRefused, also where the process that reads it dies of it."""
    said = await say(_CELLS, came, json.dumps(headings_read()), patience=PATIENCE)
    if said is None:
        raise SheetRefused(NONE)
    if "refused" in said:
        raise SheetRefused(str(said["refused"]))
    return read_sheet(said)
