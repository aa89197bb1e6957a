"""The parts of the evidence folder that studies, surveys and charts give: spreadsheets and pictures."""

import asyncio
from pathlib import Path
from typing import Any

from bot.chat.texts import LANGUAGES, Words
from bot.export.charts.files import draw
from bot.export.evidence.packing import Packing
from bot.export.needs import files as needs
from bot.export.trust import files as trust
from bot.language.by_language import FIRST
from bot.office.reads.drawn.charts import list_charts, write_lines
from bot.office.reads.drawn.figures import read_year
from storage.store import Store


async def make_needs(packing: Packing) -> list[Path]:
    """The spreadsheet and the picture of a needs study; nothing where none is entered."""

    async def read(store: Store) -> tuple[bytes, bytes | None]:
        asked: dict[str, Any] = {"aimak_id": packing.aimak.id, "year": packing.year, "language": FIRST}
        asked |= {"at": packing.at, "cover": packing.cover}
        return await needs.make_sheet(store, **asked), await needs.make_chart(store, **asked)

    sheet, chart = await packing.database.read(read)
    return await _write(packing, {"needs.xlsx": sheet, "needs.png": chart}) if chart else []


async def make_trust(packing: Packing) -> list[Path]:
    """The shares of the newest trust survey of the year; nothing where none was closed."""

    async def read(store: Store) -> dict[str, bytes]:
        survey = await store.trust_surveys.find_closed(packing.aimak.id, packing.year)
        if survey is None:
            return {}
        chart = await trust.make_chart(store, id=survey.id, language=FIRST)
        return {"trust.xlsx": await trust.make_sheet(store, id=survey.id), "trust.png": chart}

    return await _write(packing, await packing.database.read(read))


async def make_charts(packing: Packing) -> list[Path]:
    """The charts of the year as SVG in each language, and their figures as text; nothing where all are empty."""
    aimak, year = packing.aimak, packing.year
    found = await packing.database.read(lambda store: read_year(store, aimak_id=aimak.id, year=year, by=None))
    made, lines = dict[str, bytes](), list[str]()
    for language in LANGUAGES:
        words = Words(language)
        lines += [f"{aimak.name(language)}, {year}", ""]
        for chart in list_charts(words, found):
            lines += [*write_lines(words, chart), ""]
            if chart.rows:
                drawn = await asyncio.to_thread(draw, aimak, year, found, name=chart.name, language=language)
                made[f"chart-{chart.name}-{language}.svg"] = drawn.encode()
    return await _write(packing, made | {"charts.txt": "\n".join(lines).encode()}) if made else []


async def _write(packing: Packing, made: dict[str, bytes]) -> list[Path]:
    paths = [(packing.scratch / name, content) for name, content in made.items()]
    for path, content in paths:
        await asyncio.to_thread(path.write_bytes, content)
    return [path for path, _ in paths]
