"""sunush poster and sunush export boards: a poster to print, and whom each board led here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import CODE, CODES, FORM, LANGUAGE, OUTPUT, Told, write_out
from bot.cli.running import NO_WAY, Refused, find_aimak, read_settings, run, write_bytes

if TYPE_CHECKING:
    from bot.app import Office
    from bot.export.posters.facts import PosterFacts
    from bot.office.messenger_accounts.boards import Board
    from storage.aimaks import Aimak
    from storage.store import Store

_PAPERS, _FORMS, _LANGUAGES = ("a4", "a3"), ("pdf", "png"), ("ky", "ru", "both")


@click.command()
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose poster.")
@click.option("--board", metavar="NAME", help="Where it will hang, in a word or a few: who comes by it is counted.")
@click.option("--paper", type=click.Choice(_PAPERS), default="a4", show_default=True)
@click.option("--format", "form", type=click.Choice(_FORMS), help="Default: as the name of --out ends, else pdf.")
@click.option("--language", type=click.Choice(_LANGUAGES), default="both", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="A new file; default: named after the aimak."
)
@click.option("--boards", "counts", is_flag=True, help="Make none: list the boards, and how many came by each.")
def poster(
    code: str, *, board: str | None, paper: str, form: str | None, language: str, out: Path | None, counts: bool
) -> None:
    """Make a poster with codes to scan: Telegram, WhatsApp and the web chat, whatever of it is served."""
    if counts:
        if board is not None or out is not None:
            raise Refused("--boards lists the boards and makes no poster: leave out --board and --out.")
        _list_boards(code)
        return
    from bot.export.posters.making import make_poster, name_poster
    from bot.export.spreadsheet import ExportRefused, check
    from bot.office.messenger_accounts.boards import NoBoardName

    form = form or (find_ending(out) if out is not None else None) or "pdf"
    try:
        aimak, known, facts = run(_collect(code, board))
    except NoBoardName as error:
        raise Refused("--board must name a place with letters or digits, as in --board bazar.") from error
    if not facts.ways:
        raise Refused(NO_WAY.format(code=aimak.code))
    file = out or Path(name_poster(aimak.code, board=known, form=form, paper=paper))
    try:
        check(file, form)
    except ExportRefused as error:
        raise Refused(str(error)) from error
    write_bytes(file, make_poster(facts, form=form, paper=paper, language=language))
    for mark in facts.marks:
        click.echo(mark)
    if aimak.code != code:
        click.echo(f"{code} has become part of {aimak.code}: the poster is of that.")
    click.echo(f"{file}: {paper.upper()}, {', '.join(f'{way.messenger} {way.name}' for way in facts.ways)}")
    if not facts.phone:
        click.echo("No telephone stands on it: none is entered for this aimak.")


@click.command("boards")
@CODE
@FORM
@LANGUAGE
@CODES
@OUTPUT
def export_boards(*, code: str | None, form: str | None, language: str | None, codes: bool, output: Path) -> None:
    """Write every board to FILE: how many people came by its code, and how many proposals they made."""

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.export.posters.table import write_boards

        return await write_boards(
            office.database, path=output, form=form, aimak_id=aimak_id, language=told.language, codes=told.codes
        )

    write_out(output, form, write, code=code, language=language, codes=codes, what="boards")


def find_ending(file: Path) -> str | None:
    """The form that the name of a file ends in; None for any other."""
    ending = file.suffix.lower().removeprefix(".")
    return ending if ending in _FORMS else None


async def _collect(code: str, board: str | None) -> tuple[Aimak, str, PosterFacts]:
    from bot.app import now, open_install
    from bot.export.posters.facts import collect_poster
    from bot.office.messenger_accounts.boards import is_reachable, name_board

    async def collect(store: Store) -> tuple[Aimak, str, PosterFacts]:
        aimak = await store.aimaks.settle((await find_aimak(store, code)).id)
        known = ""
        if board is not None and await is_reachable(store, aimak_id=aimak.id):
            known = (await name_board(store, aimak_id=aimak.id, title=board, by=None, at=now())).code
        return aimak, known, await collect_poster(store, aimak.id, board=known, at=now())

    async with open_install(read_settings()) as office:
        return await office.database.write(collect)


def _list_boards(code: str) -> None:
    async def work() -> list[Board]:
        from bot.app import open_install
        from bot.office.messenger_accounts.boards import list_boards

        async def read(store: Store) -> list[Board]:
            aimak = await store.aimaks.settle((await find_aimak(store, code)).id)
            return await list_boards(store, aimak_id=aimak.id, by=None)

        async with open_install(read_settings()) as office:
            return await office.database.read(read)

    from bot.office.messenger_accounts.boards import FEW

    found = run(work())
    if not found:
        click.echo("No board is named yet: «sunush poster --board NAME» names one.")
        return
    click.echo(f"{'board':<26}{'people':>8}{'proposals':>11}  name")
    for one in found:
        people, proposals = (f"1–{FEW - 1}" if n is None else str(n) for n in (one.people, one.proposals))
        click.echo(f"{one.code:<26}{people:>8}{proposals:>11}  {one.title}")
