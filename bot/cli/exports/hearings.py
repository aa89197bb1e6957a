"""sunush export hearings and sunush export deliveries: how people were told of hearings and who came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import CODE, CODES, FORM, LANGUAGE, OUTPUT, YEAR, Told, write_out
from bot.cli.hearing_acts import explain_hearing
from bot.cli.running import Number, Refused, make_progress_bar

if TYPE_CHECKING:
    from bot.app import Office
    from storage.aimaks import Aimak
    from storage.store import Store


@click.command("hearings")
@CODE
@YEAR
@FORM
@LANGUAGE
@CODES
@OUTPUT
def export_hearings(
    *, code: str | None, year: int | None, form: str | None, language: str | None, codes: bool, output: Path
) -> None:
    """Write every hearing to FILE: how people were told and reached, and who came."""

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.export.hearings import write_hearings

        return await write_hearings(
            office.database, path=output, form=form, aimak_id=aimak_id, year=year, language=told.language,
            codes=told.codes,
        )  # fmt: skip

    write_out(output, form, write, code=code, language=language, codes=codes, what="hearings")


@click.command("deliveries")
@CODE
@click.option("--hearing", "number", type=Number(1, 2**62), metavar="ID", help="Only this hearing's notices.")
@FORM
@LANGUAGE
@CODES
@OUTPUT
def export_deliveries(
    *, code: str | None, number: int | None, form: str | None, language: str | None, codes: bool, output: Path
) -> None:
    """Write to FILE how each notice ended for each recipient, under pseudonyms."""

    async def is_of(store: Store, aimak: Aimak | None) -> None:
        hearing = await store.hearings.get(number) if number is not None else None
        if number is not None and hearing is None:
            raise Refused(await explain_hearing(store, number))
        if hearing is not None and aimak is not None and hearing.aimak_id != aimak.id:
            owner = await store.aimaks.get(hearing.aimak_id)
            raise Refused(f"Hearing {number} is one of «{owner.code}»: leave out --aimak, or give another --hearing.")

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.export.hearings import write_deliveries

        with make_progress_bar("deliveries", 1) as bar:

            def counted_so_far(rows: int, of: int) -> None:
                bar.length = of
                bar.update(rows)

            return await write_deliveries(
                office.database, office.seal, path=output, form=form, aimak_id=aimak_id, hearing_id=number,
                told=counted_so_far, language=told.language, codes=told.codes,
            )  # fmt: skip

    write_out(output, form, write, code=code, language=language, codes=codes, check_also=is_of, what="deliveries")
