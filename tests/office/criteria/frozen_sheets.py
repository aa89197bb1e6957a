"""Frozen sheets of criterion 6, and what is done to their cells."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

from bot.office.criteria import frozen, frozen_file
from tests.office.criteria.log import RESULTS, YEAR, at

PURPOSE = "Commission 2027"
LATER = at(RESULTS + timedelta(5))


async def freeze(log, *, purpose=PURPOSE, moment=LATER, by=None):
    made = await frozen.freeze(log.store, aimak_id=log.aimak_id, year=YEAR, purpose=purpose, by=by, at=moment)
    await frozen.record_frozen(log.store, made, aimak_id=log.aimak_id, by=by, at=moment)
    return frozen_file.read_frozen(frozen_file.write_file(made))


async def verify(log, sheet):
    return await frozen.verify(log.store, sheet, aimak_id=log.aimak_id, by=None)


def list_cells(sheet: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value that stands alone, with the way to it."""
    inside = sheet.items() if isinstance(sheet, dict) else enumerate(sheet) if isinstance(sheet, list) else None
    if inside is None:
        yield path, sheet
        return
    for name, one in inside:
        yield from list_cells(one, (*path, name))


def change(sheet: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with one cell changed."""
    changed = deepcopy(sheet)
    inside = changed
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = {bool: lambda: not value, int: lambda: value + 1, str: lambda: f"{value}1"}.get(
        type(value), lambda: "1"
    )()
    return changed
