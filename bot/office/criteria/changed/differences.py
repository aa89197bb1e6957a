"""Where two sheets of criterion 6 differ: a frozen one, and the same made anew from the log of today."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.office.criteria.frozen_file import SEALS

Json = dict[str, Any]

_ROWS, _DRAWN = "rows", "drawn"
_COUNTED = ("facts", "settings", "result", "rule")  # with a name for each value in them
ORDER = "order"  # the same, one after another in another way


@dataclass(frozen=True, slots=True)
class Difference:
    """What a frozen sheet says otherwise than the same made anew.

    number: of a proposal, empty: of the year. field: the way to the value. then, now: values of JSON, as they stand there.
    """

    number: str
    field: str
    then: Any
    now: Any


def list_differences(then: Json, now: Json, *, drawn: Iterable[str]) -> list[Difference]:
    """Compares a frozen sheet with the same made anew: its head, facts, settings, result, and the rows by number.

    drawn: the numbers that the rows of the frozen one give for a call-back. The seals follow from all the rest. So they
    are named only where nothing else differs.
    """
    later = {*SEALS, *_COUNTED, _ROWS, _DRAWN}
    found = _compare("", _leave_out(then, later), _leave_out(now, later))
    for name in _COUNTED:
        found += _compare("", then.get(name), now.get(name), name)
    found += _compare_rows(then[_ROWS], now[_ROWS])
    sample = then.get(_DRAWN)
    if sample not in (now[_DRAWN], [*drawn]):
        found += _compare("", sample, now[_DRAWN], _DRAWN)
    return found or [one for name in SEALS for one in _compare("", then[name], now[name], name)]


def _leave_out(sheet: Json, names: set[str]) -> Json:
    return {name: one for name, one in sheet.items() if name not in names}


def _compare_rows(then: list[Json], now: list[Json]) -> list[Difference]:
    before, after = _by_number(then), _by_number(now)
    found = []
    for number in sorted(before.keys() | after.keys()):
        if number not in before or number not in after:
            found.append(Difference(number, "row", number in before, number in after))
        else:
            found += _compare(number, before[number], after[number])
    numbers = [row["number"] for row in then], [row["number"] for row in now]
    if numbers[0] != numbers[1] and sorted(numbers[0]) == sorted(numbers[1]):
        found.append(Difference("", f"{_ROWS}.{ORDER}", *numbers))
    return found


def _by_number(rows: list[Json]) -> dict[str, Json]:
    # In an aimak that took others in, a number may stand twice.
    found: dict[str, Json] = {}
    for row in rows:
        number, n = row["number"], 1
        while number in found:
            n += 1
            number = f"{row['number']} ({n})"
        found[number] = row
    return found


def _compare(number: str, then: Any, now: Any, field: str = "") -> list[Difference]:
    if isinstance(then, dict) and isinstance(now, dict):
        found = []
        for name in sorted(then.keys() | now.keys()):
            inside = f"{field}.{name}".lstrip(".")
            if name in then and name in now:
                found += _compare(number, then[name], now[name], inside)
            else:
                found.append(Difference(number, inside, then.get(name), now.get(name)))
        return found
    if then == now and type(then) is type(now):
        return []
    is_order = isinstance(then, list) and isinstance(now, list) and sorted(map(_key, then)) == sorted(map(_key, now))
    return [Difference(number, f"{field}.{ORDER}" if is_order else field, then, now)]


def _key(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
