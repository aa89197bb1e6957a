"""sunush hearings: all hearings together, the figures over the years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.hearing_acts import check_new_file, do
from bot.cli.running import find_aimak, write_bytes

if TYPE_CHECKING:
    from storage.store import Store


@click.group("hearings")
def hearings_group() -> None:
    """All hearings together."""


@hearings_group.command("stats")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak's own hearings beside the republic's.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
@click.option("--chart", type=click.Path(path_type=Path), metavar="FILE.png", help="Draw the chart into a new file.")
def hearings_stats(code: str | None, language: str, chart: Path | None) -> None:
    """Print hearings and people by year: the republic's table, and what this install has held."""
    if chart is not None:
        check_new_file(chart, ".png")

    async def act(store: Store, _at: int) -> tuple[str, bytes]:
        from bot.export.hearing_files import make_chart, write_stats

        aimak_id = (await find_aimak(store, code)).id if code is not None else None
        drawn = await make_chart(store, language, aimak_id=aimak_id) if chart is not None else b""
        return await write_stats(store, language, aimak_id=aimak_id), drawn

    text, drawn = do(act)
    click.echo(text)
    if chart is not None:
        write_bytes(chart, drawn)
        click.echo(str(chart))
