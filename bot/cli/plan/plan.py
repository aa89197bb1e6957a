"""sunush plan: the items of an aimak's plans, the priorities that people named, and proposals tied to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.reading import read_table
from bot.cli.exports.writing import LANGUAGE
from bot.cli.running import Refused, do_act, find_aimak

if TYPE_CHECKING:
    from bot.budget.plan.file import ReadItem
    from bot.office.plan.items import Imported
    from storage.plan.items import PlanItem
    from storage.plan.priorities import Priority
    from storage.store import Store

_AIMAK = click.option("--aimak", "code", metavar="CODE", required=True)


@click.group()
def plan() -> None:
    """Items of plans (СЭӨП, БАП) and priorities that people named, and proposals tied to them."""


@plan.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.csv|FILE.xlsx")
@_AIMAK
@click.option("--plan", "which", type=click.Choice(["seop", "bap", "other"]), required=True)
@LANGUAGE
def plan_import(file: Path, code: str, which: str, language: str | None) -> None:
    """Take the items of a plan: columns «№», «Пункт», and where there are «Жылдар», «Сумма»."""
    items = _read(file, language)

    from bot.budget.plan.items import Plan
    from bot.office.plan.items import TooManyItems, import_items

    async def act(store: Store, at: int) -> Imported:
        aimak = await find_aimak(store, code)
        return await import_items(store, aimak_id=aimak.id, plan=Plan(which), items=items, by=None, at=at)

    try:
        done = do_act(act)
    except TooManyItems as error:
        raise Refused("The plans of an aimak have 500 items at most: nothing was taken.") from error
    click.echo(f"{file}: new {done.new}, changed {done.changed}, the same {done.same}")


def _read(file: Path, language: str | None) -> list[ReadItem]:
    from bot.budget.plan.file import LEAST_HEADINGS, read_headings, read_items
    from bot.chat.texts import Words
    from bot.office.plan.words import say_faults

    items, faults = read_items(read_table(file, read_headings(), LEAST_HEADINGS))
    if faults:
        raise Refused(say_faults(Words(language or "ky"), faults))
    return items


@plan.command("list")
@_AIMAK
@click.option("--year", type=click.IntRange(2000, 2100), help="Of the priorities; default: the current budget year.")
def plan_list(code: str, year: int | None) -> None:
    """List the items and the priorities of an aimak."""

    async def read(store: Store, at: int) -> tuple[list[PlanItem], list[Priority]]:
        from bot.office.plan.items import list_items
        from bot.office.plan.priorities import list_priorities
        from bot.office.years import find_current_year

        aimak = await find_aimak(store, code)
        of = year or find_current_year(aimak, at=at)
        items = await list_items(store, aimak_id=aimak.id, by=None)
        return items, await list_priorities(store, aimak_id=aimak.id, year=of, by=None)

    items, named = do_act(read, writes=False)
    for one in items:
        click.echo(f"item {one.id}  {one.plan}  {one.code}  {one.text}")
    for priority in named:
        click.echo(f"priority {priority.id}  {priority.source}  {priority.text}")


@plan.command("priority")
@click.argument("text")
@_AIMAK
@click.option("--year", type=click.IntRange(2000, 2100), required=True)
@click.option(
    "--source", type=click.Choice(["gathering", "kurultai", "deputies", "jmba", "poll", "survey"]), required=True
)
def plan_priority(text: str, code: str, year: int, source: str) -> None:
    """Enter what people named as most important."""

    async def act(store: Store, at: int) -> int:
        from bot.budget.plan.items import Source
        from bot.office.plan.priorities import add_priority

        id = (await find_aimak(store, code)).id
        return await add_priority(store, aimak_id=id, year=year, source=Source(source), text=text, by=None, at=at)

    from bot.language.refusal import Refusal

    try:
        click.echo(f"priority {do_act(act)}")
    except Refusal as error:
        raise Refused("A priority is words of 1 to 300 characters, and a year has 200 of them at most.") from error


@plan.command("tie")
@click.argument("number", type=click.IntRange(1, 2**31))
@_AIMAK
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="The proposal's budget year.")
@click.option("--item", type=click.IntRange(1, 2**62), metavar="ID", help="An item: «sunush plan list».")
@click.option("--priority", type=click.IntRange(1, 2**62), metavar="ID", help="A priority: the same list.")
@click.option("--off", is_flag=True, help="Take the tie back.")
def plan_tie(*, number: int, code: str, year: int, item: int | None, priority: int | None, off: bool) -> None:
    """Tie a proposal, by its number, to an item of a plan or to a priority."""
    if (item is None) is (priority is None):
        raise Refused("Name what it is tied to: --item ID or --priority ID.")

    async def act(store: Store, at: int) -> bool:
        from bot.office.plan.ties import tie, untie
        from storage.plan.ties import Target

        aimak = await find_aimak(store, code)
        found = await store.proposals.find_by_number(aimak.id, number, year=year)
        if found is None:
            raise Refused(f"There is no proposal № {number} of {year} in {code}.")
        target = Target(item, priority)
        return await (untie if off else tie)(store, proposal_id=found.id, target=target, by=None, at=at)

    from bot.budget.permissions import NotAllowed

    try:
        changed = do_act(act)
    except NotAllowed as error:
        raise Refused("There is no such item or priority in this aimak: «sunush plan list» shows them.") from error
    click.echo("done" if changed else "it stood so already")
