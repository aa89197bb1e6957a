"""sunush export audit: what happened to each proposal of an aimak, and who of its office did it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import CODES, FORM, LANGUAGE, OUTPUT, Told, write_out
from bot.cli.running import Number

if TYPE_CHECKING:
    from bot.app import Office


@click.command("audit")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose proposals.")
@click.option("--number", type=Number(1, 10**9), metavar="N", help="Only the proposals of this number.")
@FORM
@LANGUAGE
@CODES
@OUTPUT
def export_audit(
    *, code: str, number: int | None, form: str | None, language: str | None, codes: bool, output: Path
) -> None:
    """Write to FILE what was done to each proposal, when and by whom: people of the office by their posts."""

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.export.office.history import write_history

        return await write_history(
            office.database, path=output, form=form, aimak_id=int(aimak_id or 0), number=number,
            language=told.language, codes=told.codes,
        )  # fmt: skip

    write_out(output, form, write, code=code, language=language, codes=codes, what="audit")
