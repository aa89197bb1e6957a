"""sunush openness: what of a budget year an aimak has published through the bot, row by row, and «n / m»."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.running import find_aimak, read_settings, run

if TYPE_CHECKING:
    from bot.budget.openness.rows import Published, Row
    from storage.store import Store


@click.command("openness")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose checklist.")
@click.option("--year", type=click.IntRange(2000, 2100), help="The budget year; default: the current one.")
def openness(code: str, year: int | None) -> None:
    """Print the openness checklist of a budget year, filled from what was published through the bot."""

    async def work() -> tuple[tuple[str, ...], int, dict[Row, Published]]:
        from bot.app import now, open_install
        from bot.office.openness.checklist import read_checklist
        from bot.office.practice_words import list_marks
        from bot.office.years import find_current_year

        async def act(store: Store) -> tuple[tuple[str, ...], int, dict[Row, Published]]:
            aimak = await find_aimak(store, code)
            wanted = year or find_current_year(aimak, at=now())
            return list_marks(aimak), wanted, await read_checklist(store, aimak_id=aimak.id, year=wanted, by=None)

        async with open_install(read_settings()) as office:
            return await office.database.read(act)

    from bot.budget.openness.rows import PARTS, Row

    marks, of, found = run(work())
    for mark in marks:
        click.echo(mark)
    click.echo(f"{code}: budget year {of}, {len(found)} / {len(Row)} published through the bot")
    for row in Row:
        one = found.get(row)
        told = f"{one.day or '-'}  {one.where}" if one else "-  not known here"
        click.echo(f"{PARTS[row]}  {row}  {told}")
