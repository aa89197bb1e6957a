"""sunush watch open, list, export, rules: a watch is made, listed, written as a table; the sizes in force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.budget.watch.watching import LEAST_SHOWN
from bot.cli.exports.writing import CODES, FORM, LANGUAGE, OUTPUT, Told, write_out
from bot.cli.running import Number, Refused, do_act, find_aimak

if TYPE_CHECKING:
    from bot.app import Office
    from bot.budget.watch.watching import WatchRules
    from storage.store import Store
    from storage.watch.watches import Counted, Watch

CODE = click.option("--aimak", "code", metavar="CODE", required=True, help="Whose watches.")


@click.command("open")
@CODE
@click.option("--line", required=True, metavar="TEXT", help="The line or the work; everybody reads it.")
def open_one(code: str, line: str) -> None:
    """Let residents watch a line or a work of the current budget year; print the start word of its link."""
    from bot.budget.watch.watching import LineWrong
    from bot.office.watch.watching import LINK

    async def act(store: Store, at: int) -> Watch:
        from bot.office.watch import watching
        from bot.office.years import find_current_year

        aimak = await find_aimak(store, code)
        year = find_current_year(aimak, at=at)
        key = f"{aimak.id}:{year}:{line}"[:64]  # the same line twice makes one watch
        return await watching.open_watch(store, key=key, aimak_id=aimak.id, year=year, line=line, by=None, at=at)

    try:
        made = do_act(act)
    except LineWrong as error:
        raise Refused("--line has 3 to 120 characters.") from error
    click.echo(f"{code}: watch {made.number}, /start {LINK}{made.token}")


@click.command("list")
@CODE
def show_list(code: str) -> None:
    """List the watches of an aimak: people, reports, how many are unanswered, ratings."""

    async def act(store: Store, at: int) -> list[tuple[Watch, Counted]]:
        from bot.office.watch import watching

        aimak = await find_aimak(store, code)
        return await watching.list_of_aimak(store, aimak_id=aimak.id, by=None, at=at)

    for one, counted in do_act(act, writes=False):
        standing = "closed" if one.closed_at is not None else "finished" if one.finished_at is not None else "open"
        click.echo(
            f"watch {one.number}  {standing}  people {counted.members}  reports {counted.reports}  "
            f"unanswered {counted.waiting}  ratings {counted.ratings}  {one.line}"
        )


@click.command("export")
@CODE
@FORM
@LANGUAGE
@CODES
@click.option("--words", is_flag=True, help="With what residents and the office wrote, which may name people.")
@OUTPUT
def export(*, code: str, form: str | None, language: str | None, codes: bool, words: bool, output: Path) -> None:
    """Write the reports on the works of an aimak to FILE, a row each; nobody is named."""

    async def write(office: Office, form: str, aimak_id: int | None, told: Told) -> int:
        from bot.app import now
        from bot.export.watch.table import write_watches

        return await write_watches(
            office.database, path=output, form=form, aimak_id=int(aimak_id or 0), language=told.language,
            codes=told.codes, words=words, at=now(),
        )  # fmt: skip

    write_out(output, form, write, code=code, language=language, codes=codes, what="watches", words=words)


@click.command("rules")
@click.option("--members", type=Number(1, 100), metavar="N", help="How many watch together; a new install: 15.")
@click.option(
    "--shown-from", type=Number(LEAST_SHOWN, 100), metavar="N", help="How many ratings are shown together: 5."
)
def rules(members: int | None, shown_from: int | None) -> None:
    """Print the sizes of groups, or put others in force from today on."""

    async def act(store: Store, at: int) -> WatchRules:
        from bot.office.watch import watching

        if members is None and shown_from is None:
            return await watching.read_rules(store, at=at)
        return await watching.set_rules(store, members=members, shown_from=shown_from, by=None, at=at)

    found = do_act(act)
    click.echo(f"members up to {found.members}\nratings shown from {found.shown_from}")
