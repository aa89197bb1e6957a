"""The sheet for the board as a reply names it."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from bot.export.board_sheet.drawing import BOTH, make_board, name_board
from bot.export.board_sheet.facts import collect_board
from bot.office.practice_words import name_code
from storage.database.engine import Database


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the sheet in both languages; returns its name and its content."""
    id, year, paper = int(document["aimak_id"]), int(document["year"]), str(document["paper"])
    facts = await database.read(lambda store: collect_board(store, aimak_id=id, year=year))
    code = name_code(await database.read(lambda store: store.aimaks.get(id)))
    moment = datetime.fromtimestamp(int(document["at"]) / 1000, UTC)
    made = await asyncio.to_thread(make_board, facts, paper=paper, language=BOTH, made=moment)
    return name_board(code, year=year, paper=paper), made
