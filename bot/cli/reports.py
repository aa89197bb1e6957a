"""sunush tally and sunush export: what the log says, for the office and the commission."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from bot.cli.hearing_acts import explain_hearing
from bot.cli.running import (
    NO_AIMAK,
    Number,
    Refused,
    find_aimak,
    progress_bar,
    read_bytes,
    read_day,
    run,
    settings,
)
from bot.language.spoken.counted import counted


@click.command()
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak, with every part; else one line an aimak.")
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="The budget year; default: the one proposals are made for."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="Use only what was in the log by the end of this day: 2026-11-23.")
@click.option("--rows", is_flag=True, help="Add the numbers of the proposals behind each part.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the text.")
@click.option("--entries", type=click.Path(path_type=Path), metavar="FILE.json", help="Score one case written as JSON.")
@click.option("--case", "name", metavar="NAME", help="Which case, where FILE.json holds several.")
def tally(
    *,
    code: str | None,
    year: int | None,
    form: str,
    as_of: str | None,
    rows: bool,
    language: str,
    entries: Path | None,
    name: str | None,
) -> None:
    """Score criterion 6 from the log, each aimak for itself, or for one case given as JSON."""
    if entries is not None:
        if code is not None or year or as_of is not None or rows:
            raise Refused("--entries brings its own case: leave out --aimak, --year, --as-of and --rows.")
        click.echo(_tally_case(entries, name))
        return
    if name is not None:
        raise Refused("--case names a case of a file: give that file with --entries.")
    last_day = read_day(as_of) if as_of is not None else None

    async def work() -> list[Any]:
        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.budget.proposal import default_budget_year
        from bot.budget.workdays import day_of, start_of
        from bot.office.criteria.criterion_6 import count
        from bot.office.criteria.proposal_log import tally_of
        from bot.office.staff import record

        async with open_install(settings()) as office:
            end = start_of(last_day + timedelta(1)) if last_day else None
            usual = default_budget_year(last_day or day_of(now()))

            async def sheets_of(store: Any) -> list[Any]:
                await store.proposal_log.stand_still()
                chosen = [await find_aimak(store, code)] if code is not None else await store.aimaks.all()
                # Only a sheet that names the rows needs to read them.
                make = tally_of if rows else count
                return [
                    await make(store, aimak_id=one.id, year=year or one.budget_year or usual, as_of=end)
                    for one in chosen
                ]

            async def record_it(store: Any) -> None:
                for sheet in sheets:
                    await record(store, Act.TALLY, by=None, aimak_id=sheet.aimak.id, at=now(), year=sheet.year)

            sheets = await office.database.read(sheets_of)
            await office.database.write(record_it)
            return sheets

    sheets = run(work())
    if form == "json":
        from bot.office.wording.criterion_6 import to_json

        click.echo(json.dumps([to_json(sheet, rows=rows) for sheet in sheets], ensure_ascii=False, indent=2))
        return
    from bot.chat.texts import Words
    from bot.office.wording.criterion_6 import headline, lines

    words = Words(language)
    for sheet in sheets:
        click.echo(lines(words, sheet, rows=rows) if code is not None or rows else headline(words, sheet))
    if not sheets:
        click.echo(NO_AIMAK, err=True)


def _tally_case(file: Path, name: str | None) -> str:
    from bot.budget import tally_case

    try:
        case = tally_case.case_from_json(tally_case.choose_case(json.loads(read_bytes(file)), name))
    except tally_case.BadCase as error:
        raise Refused(f"{file}: {error}") from error
    except (ValueError, RecursionError, OverflowError) as error:  # also no text, endless numbers, endless nesting
        raise Refused(f"{file} is not JSON that can be read: give one case, as in the test vectors.") from error
    return json.dumps(tally_case.to_json(case.tally()), ensure_ascii=False, indent=2)


@click.group()
def export() -> None:
    """Take the log out as a file."""


@export.command("proposals")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Only this budget year.")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv", "jsonl"]), help="Default: as the file's name ends.")
@click.option("--pseudonymous", is_flag=True, help="Without numbers, clerks, small villages and texts not made public.")
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new file.")
def export_proposals(code: str | None, year: int | None, form: str | None, pseudonymous: bool, output: Path) -> None:
    """Write every proposal and what became of it to FILE: for Excel (xlsx, csv) or for programs (jsonl)."""
    from bot.export.proposals import write_export
    from bot.export.spreadsheet import FORMS, ExportRefused, form_of

    wanted = form or form_of(output)
    if wanted is None:
        raise Refused(f"{output} ends in none of {', '.join('.' + one for one in FORMS)}: name it so.")

    async def work() -> int:
        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.office.staff import record

        async with open_install(settings()) as office:

            async def chosen_aimak(store: Any) -> int | None:
                return None if code is None else (await find_aimak(store, code)).id

            async def record_it(store: Any) -> None:
                await record(store, Act.EXPORT, by=None, aimak_id=aimak_id, at=now(), year=year, veiled=pseudonymous)

            aimak_id = await office.database.read(chosen_aimak)
            written = await write_export(
                office.database,
                office.seal,
                path=output,
                form=wanted,
                aimak_id=aimak_id,
                year=year,
                pseudonymous=pseudonymous,
            )
            await office.database.write(record_it)
            return written

    try:
        written = run(work())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"{output}: {counted(written, 'row')}")


_CODE = click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
_FORM = click.option("--format", "form", type=click.Choice(["xlsx", "csv", "jsonl"]), help="Default: as the name ends.")
_OUTPUT = click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new file.")


@export.command("hearings")
@_CODE
@click.option("--year", type=click.IntRange(2000, 2100), help="Only this budget year.")
@_FORM
@_OUTPUT
def export_hearings(code: str | None, year: int | None, form: str | None, output: Path) -> None:
    """Write every hearing to FILE: how people were told and reached, and who came."""

    async def write(office: Any, wanted: str, aimak_id: int | None) -> int:
        from bot.export.hearings import write_hearings

        return await write_hearings(office.database, path=output, form=wanted, aimak_id=aimak_id, year=year)

    _write(output, form, code, "hearings", write)


@export.command("deliveries")
@_CODE
@click.option("--hearing", "number", type=Number(1, 2**62), metavar="ID", help="Only this hearing's notices.")
@_FORM
@_OUTPUT
def export_deliveries(code: str | None, number: int | None, form: str | None, output: Path) -> None:
    """Write to FILE how each notice ended for each recipient, under pseudonyms."""

    async def write(office: Any, wanted: str, aimak_id: int | None) -> int:
        from bot.export.hearings import write_deliveries

        with progress_bar("deliveries", 1) as bar:

            def told(rows: int, of: int) -> None:
                bar.length = of
                bar.update(rows)

            return await write_deliveries(
                office.database, office.seal, path=output, form=wanted, aimak_id=aimak_id, hearing_id=number, told=told
            )

    _write(output, form, code, "deliveries", write, number=number)


def _write(
    output: Path, form: str | None, code: str | None, what: str, write: Any, *, number: int | None = None
) -> None:
    from bot.export.spreadsheet import FORMS, ExportRefused, check, form_of

    wanted = form or form_of(output)
    if wanted is None:
        raise Refused(f"{output} ends in none of {', '.join('.' + one for one in FORMS)}: name it so.")

    async def work() -> int:
        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.office.staff import record

        async with open_install(settings()) as office:

            async def chosen(store: Any) -> int | None:
                aimak = await find_aimak(store, code) if code is not None else None
                if number is not None:
                    await _is_of(store, number, aimak)
                return None if aimak is None else int(aimak.id)

            aimak_id = await office.database.read(chosen)
            check(output, wanted)
            written: int = await write(office, wanted, aimak_id)
            await office.database.write(
                lambda store: record(store, Act.EXPORT, by=None, aimak_id=aimak_id, at=now(), what=what)
            )
            return written

    try:
        written = run(work())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"{output}: {counted(written, 'row')}")


async def _is_of(store: Any, number: int, aimak: Any) -> None:
    hearing = await store.hearings.get(number)
    if hearing is None:
        raise Refused(await explain_hearing(store, number))
    if aimak is not None and hearing.aimak_id != aimak.id:
        owner = await store.aimaks.get(hearing.aimak_id)
        raise Refused(f"Hearing {number} is one of «{owner.code}»: leave out --aimak, or give another --hearing.")
