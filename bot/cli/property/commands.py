"""sunush property: the list of what an aimak owns, taken from a file, shown, written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.reading import read_table
from bot.cli.exports.writing import LANGUAGE, OUTPUT
from bot.cli.running import Refused, do_act, find_aimak, write_bytes

if TYPE_CHECKING:
    from bot.budget.property.items import ReadProperty
    from bot.office.property.listing import Listed
    from storage.property.items import PropertyItem
    from storage.store import Store

_AIMAK = click.option("--aimak", "code", metavar="CODE", required=True)
_READERS = {".xlsx": "xlsx", ".csv": "csv"}


@click.group("property")
def property_group() -> None:
    """What an aimak owns: kind, place, area, use, rent, till when. Residents read it under «Бюджет»."""


@property_group.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx|FILE.csv")
@_AIMAK
@LANGUAGE
def property_import(file: Path, code: str, language: str | None) -> None:
    """Make FILE the whole property list of an aimak. All of it is taken, or nothing and each fault is named."""
    items = _read(file, language)

    async def act(store: Store, at: int) -> Listed:
        from bot.office.property.listing import import_items

        return await import_items(store, aimak_id=(await find_aimak(store, code)).id, items=items, by=None, at=at)

    done = do_act(act)
    click.echo(f"{file}: new {done.new}, changed {done.changed}, the same {done.same}, taken off {done.gone}")


def _read(file: Path, language: str | None) -> list[ReadProperty]:
    from bot.budget.property.file import read_headings, read_property
    from bot.chat.texts import Words
    from bot.office.property.words import say_faults

    items, faults = read_property(read_table(file, read_headings()))
    if faults:
        raise Refused(say_faults(Words(language or "ky"), faults))
    return items


@property_group.command("list")
@_AIMAK
def property_list(code: str) -> None:
    """Print the property list of an aimak, what stands empty first."""
    for one in _list(code):
        empty = "  empty" if one.empty else ""
        click.echo(f"{one.code}  {one.kind}  {one.place}{empty}")


@property_group.command("export")
@_AIMAK
@LANGUAGE
@OUTPUT
def property_export(code: str, language: str | None, output: Path) -> None:
    """Write the property list to FILE.xlsx or FILE.csv; an empty one is a table to fill in. Both are read again."""
    if output.suffix not in _READERS:
        raise Refused(f"{output} does not end in .xlsx or .csv: name it so.")
    if output.exists():
        raise Refused(f"{output} is there already: name a new file.")
    items = _list(code)
    from bot.export.property.table import write_property, write_property_csv

    write_bytes(
        output,
        write_property(items, language=language or "ky") if output.suffix == ".xlsx" else write_property_csv(items),
    )
    click.echo(f"{output}: {len(items)}")


def _list(code: str) -> list[PropertyItem]:
    async def read(store: Store, _at: int) -> list[PropertyItem]:
        from bot.office.property.listing import list_items

        return await list_items(store, aimak_id=(await find_aimak(store, code)).id)

    return do_act(read, writes=False)
