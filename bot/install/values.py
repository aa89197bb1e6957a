"""Finds out why something could not be read: whether the database holds a value that cannot be."""

import json
from collections.abc import Callable, Mapping

from bot.budget.criteria.figures import CriteriaRules
from bot.budget.criteria.sizes import Sizes
from bot.budget.initiative import marks
from bot.budget.openness import due
from bot.budget.watch import watching
from bot.office import rules
from bot.office.criteria import criteria_rules, sizes
from bot.office.information import requests
from storage.copies.values import find_wrong_values
from storage.store import Store


def _read_rule(name: str) -> Callable[[str], object]:
    return lambda value: rules.make_rules({name: value})


# What reads each setting, by its name.
READERS: Mapping[str, Callable[[str], object]] = {
    **{name: _read_rule(name) for name in rules.SETTINGS},
    criteria_rules.SETTING: lambda value: CriteriaRules(**json.loads(value)),
    sizes.SETTING: lambda value: Sizes(**json.loads(value)),
    due.SETTING: due.DueRules.from_json,
    watching.SETTING: watching.WatchRules.from_json,
    requests.SETTING: int,
    marks.SETTING: marks.MarkRules.from_json,
}


async def find_damage(store: Store) -> list[str]:
    """Names columns and settings that hold what they cannot, three at the most. It reads every table once."""
    return await find_wrong_values(store.connection, readers=READERS)
