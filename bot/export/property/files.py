"""The list of property as a reply names it."""

import asyncio
from typing import Any

from bot.export.property.table import write_property
from bot.office.practice_words import name_code
from bot.office.property.listing import list_items
from storage.database.engine import Database


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the list of an aimak as XLSX; returns its name and its content."""
    id, language = int(document["aimak_id"]), str(document["language"])
    aimak = await database.read(lambda store: store.aimaks.get(id))
    items = await database.read(lambda store: list_items(store, aimak_id=id))
    return f"sunush-{name_code(aimak)}-property.xlsx", await asyncio.to_thread(write_property, items, language=language)
