"""The categories shipped with the product, in the order of the budget's lines."""

import json
from functools import cache
from importlib.resources import files

from bot.budget.category_guess import Category
from bot.budget.proposal import Side


@cache
def list_categories() -> tuple[Category, ...]:
    """Returns every category in the order of the budget's lines, revenue first."""
    rows = json.loads(files("bot.office").joinpath("categories.json").read_text("utf-8"))
    return tuple(
        Category(
            code=row["code"],
            side=Side(row["side"]),
            titles=row["titles"],
            shorts=row["shorts"],
            keywords={language: tuple(words) for language, words in row["keywords"].items()},
        )
        for row in rows
    )


def find_category(code: str) -> Category:
    """Returns the category of that code; KeyError where there is none."""
    return _list_by_code()[code]


@cache
def _list_by_code() -> dict[str, Category]:
    return {category.code: category for category in list_categories()}
