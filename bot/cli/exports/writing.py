"""What every export of the command line shares: its options, its form, the aimak it is of, and its line in the audit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.running import Refused, find_aimak, run, settings
from bot.language.by_language import FIRST
from bot.language.spoken.counted import counted

if TYPE_CHECKING:
    from bot.app import Office
    from storage.store import Store

CODE = click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
YEAR = click.option("--year", type=click.IntRange(2000, 2100), help="Only this budget year.")
FORM = click.option("--format", "form", type=click.Choice(["xlsx", "csv", "jsonl"]), help="Default: as the name ends.")
OUTPUT = click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new file.")
LANGUAGE = click.option(
    "--language",
    type=click.Choice(["ky", "ru"]),
    help="Of headings, codes and what explains them; default: ky. JSON lines have machine names.",
)
CODES = click.option("--codes", is_flag=True, help="Machine names for headings and codes, for programs.")


@dataclass(frozen=True, slots=True)
class Told:
    """In which language a table is explained (None: in none, as JSON lines), and whether it is said in codes."""

    language: str | None
    codes: bool


Check = Callable[["Store", Any], Awaitable[None]]


def write_out(
    output: Path,
    form: str | None,
    write: Callable[[Office, str, int | None, Told], Awaitable[int]],
    *,
    code: str | None,
    language: str | None,
    codes: bool,
    check_also: Check | None = None,
    **details: Any,
) -> None:
    """Writes a table of an aimak (code) or of all to output, notes it in the audit with details, and says how many rows.

    check_also is asked before anything is written. Raises Refused.
    """
    from bot.export.spreadsheet import FORMS, ExportRefused, beside, check, form_of

    wanted = form or form_of(output)
    if wanted is None:
        raise Refused(f"{output} ends in none of {', '.join('.' + one for one in FORMS)}: name it so.")
    told = _tell(wanted, language, codes=codes)

    async def work() -> int:
        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.office.staff import record

        async with open_install(settings()) as office:

            async def chosen(store: Store) -> int | None:
                aimak = await find_aimak(store, code) if code is not None else None
                if check_also is not None:
                    await check_also(store, aimak)
                return None if aimak is None else aimak.id

            aimak_id = await office.database.read(chosen)
            check(output, wanted)
            written = await write(office, wanted, aimak_id, told)
            await office.database.write(
                lambda store: record(store, Act.EXPORT, by=None, aimak_id=aimak_id, at=now(), **details)
            )
            return written

    try:
        written = run(work())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"{output}: {counted(written, 'row')}")
    if wanted == "csv":
        click.echo(f"{beside(output)}: what its columns and codes mean")


def _tell(form: str, language: str | None, *, codes: bool) -> Told:
    if form != "jsonl":
        return Told(language or FIRST, codes)
    if language is not None:
        raise Refused("JSON lines are for programs, in machine names: leave out --language, or write .xlsx or .csv.")
    return Told(None, codes=True)
