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
@click.option("--at", "moment", metavar="MOMENT", help="What the papers print as their moment; default: now.")
@OUTPUT
def evidence(code: str, *, year: int | None, named: bool, moment: str | None, output: Path) -> None:
    """Write the evidence folder of a contest to FILE.zip: every paper that is there, an index, and what is missing.

    MOMENT is made_at of an earlier folder's manifest.json, or a time of Bishkek such as 2027-01-20T15:00. The same
    moment gives the same bytes. It is refused where the log has changed since.
    """
    from bot.export.spreadsheet import ExportRefused, check

    async def work() -> tuple[Aimak, Contents]:
        import asyncio

        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.export.evidence.folder import clear_scratch, make_scratch, write_folder
        from bot.export.evidence.packing import Packing
        from bot.office.criteria.frozen import has_changed
        from bot.office.staff import record
        from bot.office.years import find_current_year

        settings = read_settings()
        async with open_install(settings) as office:
            aimak = await office.database.read(lambda store: find_aimak(store, code))
            check(output, "zip")
            at = read_moment(moment, latest=now())
            of_year = year or find_current_year(aimak, at=at)
            if moment is not None and await office.database.read(
                lambda store: has_changed(store, aimak_id=aimak.id, year=of_year, since=at, at=now())
            ):
                raise Refused("The log has changed since --at: the papers of that moment cannot be made any more.")
            scratch = make_scratch(settings.exports_dir)
            packing = Packing(
                office.database,
                office.seal,
                settings.media,
                aimak,
                of_year,
                at,
                named=named,
                most=None,
                scratch=scratch,
            )
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


def read_moment(said: str | None, *, latest: int) -> int:
    """The moment (ms UTC) that was asked for, none later than the latest. Raises Refused."""
    from datetime import datetime

    from bot.budget.workdays import BISHKEK

    if said is None:
        return latest
    try:
        if said.isascii() and said.isdecimal():
            at = int(said)
        else:
            at = int(datetime.fromisoformat(said).replace(tzinfo=BISHKEK).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise Refused("--at is made_at of a manifest.json, or a time such as 2027-01-20T15:00.") from error
    if not 0 < at <= latest:
        raise Refused("--at is a moment to come, or none at all.")
    return at
