"""The evidence by criteria as the file that goes with a message: on paper, a table or a chart."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import Words
from bot.export.charts.chart import draw_png
from bot.export.criteria.chart import draw_criteria
from bot.export.criteria.paper import write_paper
from bot.export.criteria.table import write_table
from bot.office.criteria.asked import Row
from bot.office.criteria.proposed import propose_all
from bot.office.practice_words import list_marks, name_practice
from storage.database.engine import Database


async def make_file(
    database: Database, document: dict[str, Any], *, folder: Path, cover: Callable[[str], str] = str
) -> Path:
    """Writes the file that a reply names into a folder, its plain texts as covered; returns its path."""
    place = {name: int(document[name]) for name in ("aimak_id", "year", "at")}
    found = await database.read(lambda store: propose_all(store, **place, by=None))
    found = [replace(one, rows=tuple(_cover(row, cover) for row in one.rows)) for one in found]
    language, form = str(document["language"]), str(document["form"])
    practice = [name_practice()] if list_marks(found[0].aimak) else []
    path = folder / f"{'_'.join(['criteria', found[0].aimak.code, str(place['year']), *practice])}.{form}"

    def write() -> None:
        if form == "xlsx":
            write_table(found, path=path, language=language)
        elif form == "pdf":
            path.write_bytes(write_paper(found, made=move_to_bishkek(place["at"])))
        else:
            path.write_bytes(draw_png(draw_criteria(found, words=Words(language))))

    await asyncio.to_thread(write)
    return path


def _cover(row: Row, cover: Callable[[str], str]) -> Row:
    return tuple(cover(cell) if type(cell) is str else cell for cell in row)
