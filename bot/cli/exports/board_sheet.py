"""sunush export sheet: what residents proposed and what was decided, to hang on the information board."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import OUTPUT, write_form

if TYPE_CHECKING:
    from bot.app import Office


@click.command("sheet")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose sheet.")
@click.option("--year", type=click.IntRange(2000, 2100), help="The budget year; default: the current one.")
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a3", show_default=True)
@click.option("--language", type=click.Choice(["ky", "ru", "both"]), default="both", show_default=True)
@OUTPUT
def export_sheet(*, code: str, year: int | None, paper: str, language: str, output: Path) -> None:
    """Write what was proposed and decided to FILE.pdf in large print, for the information board."""

    async def write(office: Office, _form: str, aimak_id: int | None) -> int:
        import asyncio
        from datetime import UTC, datetime

        from bot.app import now
        from bot.export.board_sheet.drawing import make_board
        from bot.export.board_sheet.facts import BoardFacts, collect_board
        from bot.office.years import find_current_year
        from storage.store import Store

        at, id = now(), int(aimak_id or 0)

        async def collect(store: Store) -> BoardFacts:
            wanted = year or find_current_year(await store.aimaks.get(id), at=at)
            return await collect_board(store, aimak_id=id, year=wanted)

        facts = await office.database.read(collect)
        moment = datetime.fromtimestamp(at / 1000, UTC)
        made = await asyncio.to_thread(make_board, facts, paper=paper, language=language, made=moment)
        await asyncio.to_thread(output.write_bytes, made)
        return len(facts.rows)

    write_form(output, None, write, forms=("pdf",), code=code, what="sheet", paper=paper)
