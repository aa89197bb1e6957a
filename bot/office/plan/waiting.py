"""The items of a plan in a file that comes through the chat: taken whole, or refused by its cells."""

from collections.abc import Mapping
from typing import Any

from bot.budget.permissions import Act
from bot.budget.plan.file import LEAST_HEADINGS, read_headings, read_items
from bot.budget.plan.items import MOST_ITEMS, Plan
from bot.office.plan.items import TooManyItems, import_items
from bot.office.plan.words import say_faults, say_imported
from bot.office.sheets.expected import Expected, Say, Waiting
from bot.office.wording.notices import N_
from storage.people import Person
from storage.store import Store


async def _list_headings(_store: Store, waiting: Waiting) -> Mapping[str, str]:
    return read_headings()


async def _take(store: Store, waiting: Waiting, cells: Any, by: Person, at: int) -> Say:
    items, faults = read_items(cells)
    if faults:
        return lambda words: say_faults(words, faults)
    aimak_id, plan = int(waiting.about["aimak_id"]), Plan(waiting.about["plan"])
    try:
        done = await import_items(store, aimak_id=aimak_id, plan=plan, items=items, by=by, at=at)
    except TooManyItems:
        return lambda words: words.say(
            "Nothing is changed: the plans of an aimak have {n} items at most.", n=MOST_ITEMS
        )
    return lambda words: say_imported(words, plan, done)


PLAN_TABLE = Expected(
    name="plan", act=Act.PLAN, notice="plan_file", door=("plan_desk", N_("Plans, ties")), headings=_list_headings,
    take=_take, least=LEAST_HEADINGS, strange=N_("This is no table of a plan: the columns «№» and «Пункт» are missing."),
)  # fmt: skip
