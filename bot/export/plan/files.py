"""The items of a plan as a reply names them: a table that is filled in and sent back. What is written is read again."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.budget.plan.file import HEADINGS
from bot.budget.plan.items import Plan
from bot.export.list_to_fill import Cell, write_list
from bot.office.plan.items import list_items
from bot.office.practice_words import name_code
from bot.office.wording.notices import N_
from storage.database.engine import Database
from storage.plan.items import PlanItem

_WIDTHS = {"code": 10, "text": 80, "years": 14, "amount": 16}
_INSTRUCTIONS = (
    N_("A row is one item of the plan: its number there and what it says. Years and sum may stay empty."),
    N_("The years are one, such as 2027, or two, such as 2026-2028. The sum is a whole number of som."),
    N_("An item with a number that is there already is written anew. What is not in the table stays as it was."),
    N_("Save the file as .xlsx and send it back. All of it is taken, or nothing and each fault is named."),
)


async def make_file(database: Database, document: dict[str, Any]) -> tuple[str, bytes]:
    """Makes the table of a plan as XLSX; returns its name and its content."""
    id, plan, language = int(document["aimak_id"]), Plan(document["plan"]), str(document["language"])
    aimak = await database.read(lambda store: store.aimaks.get(id))
    items = await database.read(lambda store: list_items(store, aimak_id=id, by=None))
    made = await asyncio.to_thread(write_plan, [one for one in items if one.plan is plan], language=language)
    return f"sunush-{name_code(aimak)}-plan-{plan}.xlsx", made


def write_plan(items: Sequence[PlanItem], *, language: str) -> bytes:
    """Returns the items as a spreadsheet. Numbers stay text: 1.10 is not 1.1."""
    return write_list(
        [_list_values(one) for one in items], title=N_("Items of the plan"), headings=HEADINGS, widths=_WIDTHS,
        instructions=_INSTRUCTIONS, language=language,
    )  # fmt: skip


def _list_values(one: PlanItem) -> list[Cell]:
    years = "-".join(str(year) for year in dict.fromkeys((one.from_year, one.to_year)) if year is not None)
    return [one.code, one.text, years, "" if one.amount is None else one.amount]
