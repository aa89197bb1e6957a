"""What every export of the command line shares: its options, its form, its aimak, and its line in the audit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.running import Refused, find_aimak, read_settings, run
from bot.language.by_language import FIRST
from bot.language.in_words.counted import write_counted

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
    """Writes a table in words or codes as write_form does, and says where it is explained. Raises Refused."""
    from bot.export.spreadsheet import FORMS, find_form, name_beside

    told = _tell(form or find_form(output), language, codes=codes)

    async def in_words(office: Office, form: str, aimak_id: int | None) -> int:
        return await write(office, form, aimak_id, told)

    write_form(output, form, in_words, forms=FORMS, code=code, check_also=check_also, **details)
    if (form or find_form(output)) == "csv":
        click.echo(f"{name_beside(output)}: what its columns and codes mean")


def write_form(
    output: Path,
    form: str | None,
    write: Callable[[Office, str, int | None], Awaitable[int]],
    *,
    forms: Sequence[str],
    code: str | None,
    check_also: Check | None = None,
    **details: Any,
) -> None:
    """Writes a file of an aimak (code) or of all to output. Notes it in the audit with details; says how many rows.

    form is one of forms, or what the name ends in. check_also is asked before anything is written. Raises Refused.
    """
    from bot.export.spreadsheet import ExportRefused, check

    wanted = form or output.suffix.lower().removeprefix(".")
    if wanted not in forms:
        raise Refused(f"{output} ends in none of {', '.join('.' + one for one in forms)}: name it so.")

    async def work() -> tuple[int, tuple[str, ...]]:
        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.office.practice_words import read_marks
        from bot.office.staff import record

        async with open_install(read_settings()) as office:

            async def chosen(store: Store) -> int | None:
                aimak = await find_aimak(store, code) if code is not None else None
                if check_also is not None:
                    await check_also(store, aimak)
                return None if aimak is None else aimak.id

            aimak_id = await office.database.read(chosen)
            check(output, wanted)
            written = await write(office, wanted, aimak_id)
            await office.database.write(
                lambda store: record(store, Act.EXPORT, by=None, aimak_id=aimak_id, at=now(), **details)
            )
            return written, await office.database.read(lambda store: read_marks(store, aimak_id))

    try:
        written, marks = run(work())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    for line in marks:
        click.echo(line)
    click.echo(f"{output}: {write_counted(written, 'row')}")


def _tell(form: str | None, language: str | None, *, codes: bool) -> Told:
    if form != "jsonl":
        return Told(language or FIRST, codes)
    if language is not None:
        raise Refused("JSON lines are for programs, in machine names: leave out --language, or write .xlsx or .csv.")
    return Told(None, codes=True)
