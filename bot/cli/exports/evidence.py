"""sunush evidence: all that a contest's packet asks of an aimak, as one ZIP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import OUTPUT
from bot.cli.running import Refused, find_aimak, read_settings, run

if TYPE_CHECKING:
    from bot.export.evidence.folder import Contents
    from storage.aimaks import Aimak


@click.command()
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose evidence.")
@click.option("--year", type=click.IntRange(2000, 2100), help="The budget year; default: the current one.")
@click.option("--named", is_flag=True, help="With the names that authors gave, and the minutes.")
@OUTPUT
def evidence(code: str, *, year: int | None, named: bool, output: Path) -> None:
    """Write the evidence folder of a contest to FILE.zip: every paper that is there, an index, and what is missing."""
    from bot.export.spreadsheet import ExportRefused, check

    async def work() -> tuple[Aimak, Contents]:
        import asyncio

        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.export.evidence.folder import clear_scratch, make_scratch, write_folder
        from bot.export.evidence.packing import Packing
        from bot.office.staff import record
        from bot.office.years import find_current_year

        settings = read_settings()
        async with open_install(settings) as office:
            aimak = await office.database.read(lambda store: find_aimak(store, code))
            check(output, "zip")
            at, scratch = now(), make_scratch(settings.exports_dir)
            packing = Packing(
                office.database, office.seal, settings.media, aimak, year or find_current_year(aimak, at=at), at,
                named=named, most=None, scratch=scratch,
            )  # fmt: skip
            try:
                made = await write_folder(packing, path=output)
            finally:
                await asyncio.to_thread(clear_scratch, scratch)
            act = Act.EXPORT_NAMED if named else Act.EXPORT
            await office.database.write(
                lambda store: record(store, act, by=None, aimak_id=aimak.id, at=at, what="evidence", year=packing.year)
            )
            return aimak, made

    try:
        aimak, made = run(work())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"{output}: {len(made.files)} files of {aimak.code}")
    for part, how in made.missing:
        click.echo(f"missing  {part.title}. {how}")
