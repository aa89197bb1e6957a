"""The settings of the proposed figures, in force from a day. Every sheet prints them."""

import json
from datetime import date

from bot.budget.criteria.figures import CriteriaRules, check_rule
from bot.budget.permissions import Act
from bot.office.staff import record
from storage.store import Store

SETTING = "criteria"


async def read_criteria_rules(store: Store, day: date) -> CriteriaRules:
    """Reads the settings in force on a Bishkek day."""
    values = await store.meta.read_settings_on(day)
    return CriteriaRules(**json.loads(values.get(SETTING, "{}")))


async def set_criteria_rule(store: Store, *, name: str, value: int, valid_from: date, at: int) -> CriteriaRules:
    """Puts a setting in force from a day; whoever runs the install does it. Raises NoSuchRule."""
    check_rule(name, value)
    values = await store.meta.read_settings_on(valid_from)
    said = json.loads(values.get(SETTING, "{}")) | {name: value}
    await store.meta.set(SETTING, json.dumps(said, sort_keys=True), valid_from=valid_from)
    await record(store, Act.TALLY, by=None, aimak_id=None, at=at, what="rule", rule=name, value=value, on=valid_from)
    return CriteriaRules(**said)
