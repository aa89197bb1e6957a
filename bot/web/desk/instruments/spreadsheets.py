"""A spreadsheet that a form brings: its cells, read in a process of their own, or why not."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.delivery.files.sheets import SheetRefused, read_cells
from bot.office.sheets.wording import say_refused
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.typed import Typed
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.attachments.own_process.sheet_cells import LEAST_HEADINGS, NO_HEADING

LARGEST = LARGEST_FILE + 100_000  # bytes of the form around the file
FIELD = "file"


async def read_brought(
    seen: Seen,
    form: Form,
    typed: Typed,
    headings: Mapping[str, str],
    *,
    no_heading: str = "",
    least: int = LEAST_HEADINGS,
) -> dict[str, Any] | None:
    """The cells below headings, at least so many of them. None where there is no such file: why stands beside its field."""
    words, came = seen.words, [one.content for one in form.files.get(FIELD, []) if one.content]
    if not came:
        typed.wrong[FIELD] = words.say("Please choose the file first.")
    elif len(came[-1]) > LARGEST_FILE:
        typed.wrong[FIELD] = say_refused(words, "large")
    else:
        try:
            return await _read(came[-1], headings, least)
        except SheetRefused as refused:
            is_other = bool(no_heading) and str(refused) == NO_HEADING
            typed.wrong[FIELD] = no_heading if is_other else say_refused(words, str(refused))
    return None


async def _read(content: bytes, headings: Mapping[str, str], least: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
        came = Path(folder) / "came"
        await asyncio.to_thread(came.write_bytes, content)
        return await read_cells(came, headings, least)
