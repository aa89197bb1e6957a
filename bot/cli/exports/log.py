"""sunush export proposals: the log, in words for an office, in codes for a program, under pseudonyms or with names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import CODE, CODES, FORM, LANGUAGE, OUTPUT, YEAR, Told, write_out
from bot.cli.running import Refused

if TYPE_CHECKING:
    from bot.app import Office


@click.command("proposals")
@CODE
@YEAR
@FORM
@LANGUAGE
@CODES
@click.option("--pseudonymous", is_flag=True, help="Without numbers, clerks, small villages and texts not made public.")
@click.option("--named", is_flag=True, help="With the names that authors gave, and telephones they agreed to be kept.")
@OUTPUT
def export_proposals(
    *,
    code: str | None,
    year: int | None,
    form: str | None,
    language: str | None,
    codes: bool,
    pseudonymous: bool,
    named: bool,
    output: Path,
) -> None:
    """Write every proposal and what became of it to FILE: for Excel (xlsx, csv) or for programs (jsonl)."""
    if pseudonymous and named:
        raise Refused("Names and pseudonyms do not go together: leave out --named or --pseudonymous.")

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.export.proposals import write_export

        return await write_export(
            office.database,
            office.seal,
            path=output,
            form=form,
            aimak_id=aimak_id,
            year=year,
            pseudonymous=pseudonymous,
            named=named,
            language=told.language,
            codes=told.codes,
        )

    write_out(
        output, form, write, code=code, language=language, codes=codes, year=year, veiled=pseudonymous, named=named
    )
