"""sunush criteria: the figure that the log proposes for each criterion, with its formula and rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.running import Refused, do_act, find_aimak, read_day, read_settings, run

if TYPE_CHECKING:
    from bot.office.criteria.proposed import Proposed
    from storage.store import Store

_FORMS = (".pdf", ".xlsx", ".svg", ".png")


@click.group()
def criteria() -> None:
    """The evidence for each criterion of the contest, from the log."""


@criteria.command("show")
@click.option("--aimak", "code", metavar="CODE", required=True)
@click.option("--year", type=click.IntRange(2000, 2100), help="The budget year; default: the current one.")
@click.option("--criterion", "number", type=click.IntRange(1, 9), help="Only this one, with its rows.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the text.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="A new .pdf, .xlsx, .svg or .png.")
def show(code: str, year: int | None, number: int | None, language: str, output: Path | None) -> None:
    """Show the proposed figures of an aimak's year, or write them as a sheet, a table or a chart."""
    if output is not None and output.suffix not in _FORMS:
        raise Refused(f"{output} ends in none of {', '.join(_FORMS)}: name the file so.")
    found = run(_read(code, year, number))
    if output is not None:
        _write(output, found, language)
        click.echo(str(output))
        return
    from bot.chat.texts import Words
    from bot.office.criteria.in_words import list_figures, list_lines, list_rules

    words = Words(language)
    click.echo("\n".join(list_lines(words, found[0]) if number else list_figures(words, found)))
    click.echo("; ".join(list_rules(words, found[0].rules)))


async def _read(code: str, year: int | None, number: int | None) -> list[Proposed]:
    from bot.app import now, open_install
    from bot.budget.permissions import Act
    from bot.office.criteria import proposed
    from bot.office.staff import record
    from bot.office.years import find_current_year

    async with open_install(read_settings()) as office:

        async def read(store: Store) -> list[Proposed]:
            await store.proposal_log.hold_still()
            aimak = await find_aimak(store, code)
            place = {"aimak_id": aimak.id, "year": year or find_current_year(aimak, at=now())}
            if number:
                return [await proposed.propose(store, criterion=number, **place, by=None, at=now())]
            return await proposed.propose_all(store, **place, by=None, at=now())

        found = await office.database.read(read)
        first = found[0]
        await office.database.write(
            lambda store: record(
                store, Act.TALLY, by=None, aimak_id=first.aimak.id, at=now(), year=first.year, what="criteria"
            )
        )
        return found


def _write(output: Path, found: list[Proposed], language: str) -> None:
    from bot.app import now
    from bot.budget.workdays import move_to_bishkek
    from bot.chat.texts import Words
    from bot.export.spreadsheet import ExportRefused

    if output.suffix == ".xlsx":
        from bot.export.criteria.table import write_table

        try:
            write_table(found, path=output, language=language)
        except ExportRefused as error:
            raise Refused(str(error)) from error
        return
    if output.suffix == ".pdf":
        from bot.export.criteria.paper import write_paper

        content = write_paper(found, made=move_to_bishkek(now()))
    else:
        from bot.export.charts.chart import draw_png
        from bot.export.criteria.chart import draw_criteria

        svg = draw_criteria(found, words=Words(language))
        content = draw_png(svg) if output.suffix == ".png" else svg.encode()
    try:
        with output.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise Refused(f"{output} is there already: name another file.") from error
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from error


@criteria.command("sizes")
@click.argument("name", required=False)
@click.argument("value", type=int, required=False)
@click.option("--from", "on", metavar="DATE", help="From which day: 2027-01-01; default: today.")
def sizes(name: str | None, value: int | None, on: str | None) -> None:
    """Print the sizes of polls, surveys and needs studies, or put one in force: «sizes poll_picks 2»."""
    from dataclasses import asdict

    from bot.budget.criteria.sizes import RANGES, NoSuchSize, Sizes

    if (name is None) is not (value is None):
        raise Refused(f"Give a name and a number: the names are {', '.join(RANGES)}.")

    async def act(store: Store, at: int) -> Sizes:
        from bot.budget.workdays import find_day, start_of
        from bot.office.criteria.sizes import read_sizes, set_size

        day = read_day(on) if on is not None else find_day(at)
        if name is not None and value is not None:
            return await set_size(store, name=name, value=value, valid_from=day, at=at)
        return await read_sizes(store, at=start_of(day))

    try:
        found = do_act(act)
    except NoSuchSize as error:
        known = ", ".join(f"{one} {span[0]}-{span[-1]}" for one, span in RANGES.items())
        raise Refused(f"«{name} {value}» is no size: {known}.") from error
    for one, number in asdict(found).items():
        click.echo(f"{one} = {number}")


@criteria.command("rule")
@click.argument("name")
@click.argument("value", type=int)
@click.option("--from", "on", metavar="DATE", required=True, help="From which day: 2026-11-23.")
def rule(name: str, value: int, on: str) -> None:
    """Put a setting of the figures in force from a day: «rule women_percent 30 --from 2027-01-01»."""
    from bot.budget.criteria.figures import RULES, NoSuchRule

    day = read_day(on)

    async def act(store: Store, at: int) -> None:
        from bot.office.criteria.criteria_rules import set_criteria_rule

        await set_criteria_rule(store, name=name, value=value, valid_from=day, at=at)

    try:
        do_act(act)
    except NoSuchRule as error:
        raise Refused(
            f"«{name} {value}» is no setting: the names are {', '.join(RULES)}, a value is 1 or more."
        ) from error
    click.echo(f"{name} = {value} from {day}")
