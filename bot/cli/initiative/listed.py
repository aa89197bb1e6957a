"""sunush initiative list, export: who applied and where each stands; the table of an aimak as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import CODES, FORM, LANGUAGE, OUTPUT, Told, write_out
from bot.cli.initiative.calls import CODE
from bot.cli.running import do_act, find_aimak

if TYPE_CHECKING:
    from bot.app import Office
    from bot.budget.initiative.course import Course
    from storage.initiatives.calls import Call
    from storage.initiatives.initiatives import Initiative
    from storage.store import Store


@click.command("list")
@CODE
def show_list(code: str) -> None:
    """List the calls of an aimak and their initiatives: numbers, sums, where each stands."""

    async def act(store: Store, _at: int) -> list[tuple[Call, list[tuple[Initiative, Course]]]]:
        from bot.office.initiatives import judging

        aimak = await find_aimak(store, code)
        return [
            await judging.list_of_call(store, call_id=one.id, by=None)
            for one in await judging.list_calls(store, aimak_id=aimak.id, by=None)
        ]

    for call, found in do_act(act, writes=False):
        ended = "closed" if call.closed_at is not None else f"until {call.terms.last_day}"
        click.echo(f"call {call.number}  {call.terms.regime}  up to {call.terms.largest} som  {ended}  {len(found)}")
        for one, course in found:
            click.echo(f"  {one.label}  asked {one.asked}  granted {course.granted}  {course.phase}")


@click.command("export")
@CODE
@FORM
@LANGUAGE
@CODES
@click.option("--named", is_flag=True, help="With who applied: names and telephones.")
@OUTPUT
def export(*, code: str, form: str | None, language: str | None, codes: bool, named: bool, output: Path) -> None:
    """Write the initiatives of an aimak to FILE, a row each: answers, marks, decision, money."""

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.export.initiatives.table import write_initiatives

        return await write_initiatives(
            office.database, path=output, form=form, aimak_id=int(aimak_id or 0), language=told.language,
            codes=told.codes, named=named,
        )  # fmt: skip

    write_out(output, form, write, code=code, language=language, codes=codes, what="initiatives", named=named)
