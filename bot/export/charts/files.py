"""The charts of an aimak's year as pictures. Rights are checked before a reply names one."""

import asyncio
from typing import Any

from bot.chat.texts import Words
from bot.export.charts.chart import draw_png
from bot.export.charts.rows import draw_chart
from bot.office.practice_words import list_marks
from bot.office.reads.drawn.charts import NAMES, make_chart
from bot.office.reads.drawn.figures import DrawnYear, read_year
from storage.aimaks import Aimak
from storage.database.engine import Database
from storage.store import Store


def draw(aimak: Aimak, year: int, found: DrawnYear, *, name: str, language: str) -> str:
    """Draws one chart of a year as SVG."""
    words = Words(language)
    place = f"{aimak.name(language)}, {year}"
    return draw_chart(words, make_chart(words, name, found), place=place, notes=list_marks(aimak))


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the picture that a reply names; returns its name and its content. Raises FileNotFoundError."""
    aimak_id, year, name = int(document["aimak_id"]), int(document["year"]), str(document["chart"])
    if name not in NAMES:
        raise FileNotFoundError

    async def read(store: Store) -> tuple[Aimak, DrawnYear]:
        return await store.aimaks.get(aimak_id), await read_year(store, aimak_id=aimak_id, year=year, by=None)

    aimak, found = await database.read(read)
    language = str(document["language"])
    drawn = await asyncio.to_thread(lambda: draw_png(draw(aimak, year, found, name=name, language=language)))
    return f"sunush-{aimak.code}-{year}-{name}.png", drawn
