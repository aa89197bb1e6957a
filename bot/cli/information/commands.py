"""sunush information: requests for information as a list or a table, and the working days of an answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import FORM, LANGUAGE, OUTPUT, Told, write_out
from bot.cli.running import do_act, find_aimak, read_day

if TYPE_CHECKING:
    from datetime import date

    from bot.app import Office
    from storage.information.requests import InformationRequest
    from storage.store import Store

_MOST = 5000  # requests that are listed
_AIMAK = click.option("--aimak", "code", metavar="CODE", required=True)


@click.group()
def information() -> None:
    """Requests for information: counted and answered apart from proposals. No criterion weighs them."""


@information.command("list")
@_AIMAK
@click.option("--late", is_flag=True, help="Only those that are late.")
def information_list(*, code: str, late: bool) -> None:
    """Print the requests to an aimak, those that wait first: numbers and days, no words."""

    async def read(store: Store, at: int) -> tuple[list[InformationRequest], date]:
        from bot.budget.workdays import find_day
        from bot.office.information.requests import list_page

        id = (await find_aimak(store, code)).id
        found = await list_page(store, aimak_id=id, offset=0, limit=_MOST, late=late, at=at, by=None)
        return found, find_day(at)

    found, today = do_act(read, writes=False)
    for one in found:
        closed = "withdrawn" if one.is_withdrawn else "answered"
        stands = closed if one.answered_at is not None else "late" if one.is_late(today) else "waits"
        click.echo(f"{one.label}  due {one.due_on}  {stands}")


@information.command("export")
@_AIMAK
@FORM
@LANGUAGE
@OUTPUT
def information_export(code: str, form: str | None, language: str | None, output: Path) -> None:
    """Write the requests to an aimak to FILE, a row each."""

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.app import now
        from bot.export.information.table import write_requests

        return await write_requests(
            office.database, path=output, form=form, aimak_id=int(aimak_id or 0), language=told.language, at=now()
        )

    write_out(output, form, write, code=code, language=language, codes=False, what="information")


@information.command("days")
@click.argument("days", type=click.IntRange(1, 90), required=False)
@click.option("--from", "since", metavar="DATE", help="From which day it holds, as in 2027-01-01; default: today.")
def information_days(days: int | None, since: str | None) -> None:
    """Print how many working days an answer may take, or put another number in force."""

    async def act(store: Store, at: int) -> int:
        from bot.budget.workdays import find_day
        from bot.office.information.requests import read_days, set_days

        day = read_day(since) if since is not None else find_day(at)
        if days is not None:
            await set_days(store, days=days, valid_from=day, at=at)
        return await read_days(store, day)

    click.echo(f"working days: {do_act(act)} (a setting: no source confirmed the law's number)")
