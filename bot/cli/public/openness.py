"""sunush openness: what an aimak has published of a budget year, «n / m», the sheet, the due days."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.running import Refused, do_act, find_aimak, read_settings, run

if TYPE_CHECKING:
    from bot.budget.openness.due import DueRules
    from bot.office.openness.checklist import Checklist
    from storage.store import Store

CODE = click.option("--aimak", "code", metavar="CODE", help="Whose checklist.")
YEAR = click.option("--year", type=click.IntRange(2000, 2100), help="The budget year; default: the current one.")


@click.group("openness", invoke_without_command=True)
@CODE
@YEAR
@click.pass_context
def openness(context: click.Context, code: str | None, year: int | None) -> None:
    """Print the openness checklist of a budget year: what was published, where, and what is due when."""
    if context.invoked_subcommand is not None:
        return
    if code is None:
        raise click.UsageError("Missing option '--aimak'.", context)

    async def act(store: Store, at: int) -> tuple[tuple[str, ...], Checklist]:
        from bot.office.openness.checklist import read_lines
        from bot.office.practice_words import list_marks
        from bot.office.years import find_current_year

        aimak = await find_aimak(store, code)
        wanted = year or find_current_year(aimak, at=at)
        return list_marks(aimak), await read_lines(store, aimak_id=aimak.id, year=wanted, by=None, at=at)

    from bot.budget.openness.rows import PARTS

    marks, found = do_act(act, writes=False)
    for mark in marks:
        click.echo(mark)
    click.echo(f"{code}: budget year {found.year}, {found.done} / {len(found.lines)} published")
    for line in found.lines:
        known = line.published
        told = (
            f"{known.day or '-'}  {' '.join(filter(None, (known.where, known.place)))}"
            if known
            else "-  not known here"
        )
        click.echo(f"{PARTS[line.row]}  {line.row}  due {line.due or '-'}  {told}")


@openness.command("sheet")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose checklist.")
@YEAR
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", help="Of a table; a PDF has both.")
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new PDF or XLSX.")
def sheet(code: str, year: int | None, language: str, output: Path) -> None:
    """Write the checklist as a PDF in both languages or as a table, by the ending of FILE."""
    if output.suffix not in {".pdf", ".xlsx"}:
        raise Refused("--output ends in .pdf or .xlsx.")
    if output.exists():
        raise Refused(f"There is something at {output} already: name another file.")

    async def work() -> int:
        from bot.app import now, open_install
        from bot.export.openness.sheet import read_sheet, write_openness_pdf, write_openness_table
        from bot.export.whole_file import open_whole_file
        from bot.office.years import find_current_year

        async with open_install(read_settings()) as office:
            aimak = await office.database.read(lambda store: find_aimak(store, code))
            of: dict[str, Any] = {"aimak_id": aimak.id, "year": year or find_current_year(aimak, at=now()), "at": now()}
            if output.suffix == ".xlsx":
                return await write_openness_table(
                    office.database, path=output, form="xlsx", language=language, codes=False, **of
                )
            _, found = await read_sheet(office.database, **of)
            with open_whole_file(output) as file:
                file.write(write_openness_pdf(aimak, found, at=of["at"]))
            return found.done

    done = run(work())
    click.echo(f"{output}: {done} published")


@openness.command("due")
@click.option("--set", "rules", multiple=True, metavar="ROW=RULE", help="Repeatable, as draft=-1:07-15, results=h+14.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the words.")
def due(rules: tuple[str, ...], language: str) -> None:
    """Print by when each row is due, or put other days in force from today on."""
    from bot.budget.openness.due import DueWrong, name_row
    from bot.budget.openness.rows import Row

    async def act(store: Store, at: int) -> DueRules:
        from bot.office.openness import entering

        for one in rules:
            name, _, rule = one.partition("=")
            await entering.set_due(store, name=name, rule=rule, by=None, at=at)
        return await entering.read_due_rules(store, at=at)

    try:
        found = do_act(act, writes=bool(rules))
    except DueWrong as error:
        raise Refused(
            "--set names a row of this list, and a day as -1:07-15 (year before, 15 July) or h+14 (after the hearing)."
        ) from error
    from bot.chat.texts import Words
    from bot.office.openness.words import ROWS, say_rule

    words = Words(language)
    for row in Row:
        said = f"{words.say(ROWS[row])}: {say_rule(words, found.days[row])}"
        click.echo(f"{name_row(row)}={found.days[row]}  {said}")
