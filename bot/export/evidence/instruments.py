"""The parts of the evidence folder that studies and surveys give: spreadsheets and pictures."""

import asyncio
from pathlib import Path
from typing import Any

from bot.export.evidence.packing import Packing
from bot.export.needs import files as needs
from bot.export.trust import files as trust
from bot.language.by_language import FIRST
from storage.store import Store


async def make_needs(packing: Packing) -> list[Path]:
    """The spreadsheet and the picture of a needs study; nothing where none is entered."""

    async def read(store: Store) -> tuple[bytes, bytes | None]:
        asked: dict[str, Any] = {"aimak_id": packing.aimak.id, "year": packing.year, "language": FIRST}
        asked["at"] = packing.at
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


async def _write(packing: Packing, made: dict[str, bytes]) -> list[Path]:
    paths = [(packing.scratch / name, content) for name, content in made.items()]
    for path, content in paths:
        await asyncio.to_thread(path.write_bytes, content)
    return [path for path, _ in paths]
