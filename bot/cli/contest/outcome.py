"""sunush contest rank, unblind, protocol: the order under codes, whose they were, the papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.contest.acting import CONTEST, LANGUAGE, do
from bot.cli.hearing_acts import check_new_file
from bot.cli.running import Refused, write_bytes

if TYPE_CHECKING:
    from bot.office.contest.outcome import Outcome
    from storage.store import Store


@click.command("rank")
@CONTEST
@click.option("--close", is_flag=True, help="From now on no mark changes.")
@click.option("--with-gaps", is_flag=True, help="Close it although marks are missing.")
@LANGUAGE
def contest_rank(id: int | None, close: bool, with_gaps: bool, language: str) -> None:
    """Print the order of the entries by the marks there are."""

    async def act(store: Store, at: int) -> Outcome:
        from bot.office.contest import outcome

        if close:
            return await outcome.close(store, id=id, with_gaps=with_gaps, by=None, at=at)
        return await outcome.read_outcome(store, id=id, by=None)

    found = do(act, writes=close)
    _print_order(found, language)
    if not found.is_whole:
        click.echo("Marks are missing: the order may still change.", err=True)
    if found.far_apart:
        click.echo(f"Jurors are far apart at {len(found.far_apart)} places.", err=True)


@click.command("unblind")
@CONTEST
@LANGUAGE
def contest_unblind(id: int | None, language: str) -> None:
    """Say whose the codes were. It is written into the audit and cannot be taken back."""

    async def act(store: Store, at: int) -> Outcome:
        from bot.office.contest import outcome

        return await outcome.unblind(store, id=id, by=None, at=at)

    _print_order(do(act), language)


@click.command("protocol")
@CONTEST
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new .pdf or .xlsx.")
def contest_protocol(id: int | None, output: Path) -> None:
    """Write the protocol in both languages, as PDF or as a workbook."""
    ending = output.suffix.lower()
    if ending not in {".pdf", ".xlsx"}:
        raise Refused(f"{output} ends in neither .pdf nor .xlsx: name it so.")
    check_new_file(output, ending)
    from bot.export.contest import protocol

    async def act(store: Store, at: int) -> tuple[Outcome, int]:
        from bot.office.contest import outcome

        return await outcome.read_outcome(store, id=id, by=None), at

    found, at = do(act, writes=False)
    write_bytes(output, protocol.write_pdf(found, at=at) if ending == ".pdf" else protocol.write_xlsx(found))
    click.echo(str(output))


def _print_order(found: Outcome, language: str) -> None:
    from bot.chat.texts import Words
    from bot.office.contest.wording import list_order

    for line in list_order(Words(language), found):
        click.echo(line)
