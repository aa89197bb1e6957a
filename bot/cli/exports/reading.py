"""A table that a command is given: XLSX or CSV, read by known headings in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.cli.running import Refused, read_bytes, run

_LEAST = 3  # headings by which a table is known


def read_table(file: Path, headings: Mapping[str, str], least: int = _LEAST) -> dict[str, Any]:
    """The cells below the headings, as storage/attachments/own_process/sheet_cells gives them. Raises Refused."""
    from bot.delivery.files.sheets import SheetRefused, read_cells

    content = read_bytes(file)
    with tempfile.NamedTemporaryFile(prefix="sunush-") as copy:
        copy.write(content)
        copy.flush()
        try:
            return run(read_cells(Path(copy.name), headings, least))
        except SheetRefused as refused:
            raise Refused(f"{file} is not read as such a table: {_SAID.get(str(refused), _SAID['none'])}.") from refused


_SAID = {
    "heading": "the headings of its columns are missing",
    "rows": "it has too many rows",
    "large": "it is too large",
    "macros": "it holds macros",
    "locked": "it is locked by a password",
    "none": "save it as .xlsx or .csv",
    "old": "save it as .xlsx or .csv",
    "ods": "save it as .xlsx or .csv",
}
