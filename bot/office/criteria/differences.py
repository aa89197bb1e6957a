"""Where two sheets of criterion 6 differ: a frozen one, and what the log gives today for the same moment."""

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the log says otherwise today: the number of a proposal (empty: of the year), the field, then and now."""

    number: str
    field: str
    then: str
    now: str


def list_differences(then: Json, now: Json) -> list[Difference]:
    """Compares a frozen sheet with what the log gives now: facts, settings, result, then the rows by number."""
    found = [
        *_compare("", {"facts": then.get("facts")}, {"facts": now["facts"]}),
        *_compare("", {"settings": then.get("settings")}, {"settings": now["settings"]}),
        *_compare("", {"result": then.get("result"), "rule": then.get("rule")}, {"result": now["result"], "rule": now["rule"]}),
    ]  # fmt: skip
    rows_then, rows_now = (_by_number(one["rows"]) for one in (then, now))
    for number in sorted(rows_then.keys() | rows_now.keys()):
        before, after = rows_then.get(number), rows_now.get(number)
        if before is None or after is None:
            found.append(Difference(number, "row", "yes" if before else "no", "yes" if after else "no"))
        else:
            found += _compare(number, before, after)
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
        names = sorted(then.keys() | now.keys())
        return [
            one
            for name in names
            for one in _compare(number, then.get(name), now.get(name), f"{field}.{name}".lstrip("."))
        ]
    return [] if then == now and type(then) is type(now) else [Difference(number, field, _say(then), _say(now))]


def _say(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]
