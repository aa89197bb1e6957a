"""The guess of side and category from the words of a proposal.

The rule is `Guesser` in bot/budget/category_guess.py. What it learned stands in learned.tsv, which learn.py makes of texts.
"""

import asyncio
from functools import cache, lru_cache
from importlib.resources import files

from bot.budget import category_guess as rules
from bot.budget.category_guess import Category, Guess, Guesser
from bot.budget.proposal import Side
from bot.language.kyrgyz import fold
from bot.language.matter.learned import Learned
from bot.office.categories import list_categories

# Of a few words: by how much one category leads alone, and stands above the usual one. The unit is the learned table's.
_ALONE, _RESEMBLES = 30.0, 15.0
_FEW = 5
_AT_ONCE = 300  # characters that are weighed in about a millisecond
TABLE = "learned.tsv"  # made by bot/office/guessing/learn.py


def guess(text: str, side: Side | None = None) -> tuple[Side, Category | None]:
    """Returns the side (given, or guessed) and the category the words suggest; Kyrgyz in Latin letters is read too.

    The first 2 000 characters decide.
    """
    guessed = weigh(text)
    return side or guessed.side, guessed.category(side)


def weigh(text: str) -> Guess:
    """Returns how much the words of a text speak for each category; the first 2 000 characters decide."""
    return _weigh(text[: rules.READ_AT_MOST])


async def read_ahead(text: str) -> None:
    """Weighs a long text in a thread. Whatever asks about it next finds that done, and the loop never waits for it."""
    beginning = text[: rules.READ_AT_MOST]
    if len(beginning) > _AT_ONCE:
        await asyncio.to_thread(_weigh, beginning)


def names_a_matter(text: str) -> bool:
    """Whether the words of a text name something that a budget is spent on or comes from: «жолдор аябай начар»."""
    return bool(weigh(text).told)


def find_matter(text: str) -> str | None:
    """Returns the code of the category that the words of a text name; None where they name none."""
    category = guess(text)[1]
    return category.code if category else None


def list_likeliest(text: str, side: Side | None) -> list[Category]:
    """Returns the categories of a side, of both where None: what the text is likeliest about first."""
    return weigh(text).likeliest(side)


# What a category is called in words of every day, whole as they stand.
_CALLED = {
    "sp_health": "здоровье, здравоохранение, медицина, ден соолук, саламаттык, саламаттык сактоо, дарылоо, лечение",
    "sp_school": "билим берүү, билим, образование, окуу, учёба, окутуу, обучение",
    "sp_kindergarten": "билим берүү, образование, балдар, дети",
    "sp_agriculture_vet": "айыл чарба, айыл чарбасы, сельское хозяйство, сельхоз, фермерство, дыйканчылык",
    "sp_culture": "маданият, культура",
    "sp_roads": "жол, жолдор, дороги, дорога",
    "sp_water": "суу, вода",
    "sp_irrigation": "полив, сугат",
    "sp_waste": "тазалык, чистота, уборка",
}


@cache
def _list_called() -> dict[str, tuple[Category, ...]]:
    found: dict[str, list[Category]] = {}
    for category in list_categories():
        named = (*_CALLED.get(category.code, "").split(","), *category.shorts.values(), *category.titles.values())
        for name in filter(None, map(fold, named)):
            found.setdefault(name, []).append(category)
    return {name: tuple(dict.fromkeys(of)) for name, of in found.items()}


def is_named(typed: str) -> bool:
    """Whether a few words are what a category is called, or its keywords tell one by themselves."""
    return fold(typed) in _list_called() or names_a_matter(typed)


def find_by_words(typed: str, side: Side | None) -> list[Category]:
    """Returns the category that a few words name alone, or the likeliest few. It may be none.

    A misspelled word finds those whose words it resembles.
    """
    called = [one for one in _list_called().get(fold(typed), ()) if side in {None, one.side}]
    if called:
        return called
    weighed = weigh(typed)
    ordered = weighed.likeliest(side)
    first, second, usual = (weighed.weights[ordered[at]] for at in (0, 1, len(ordered) // 2))
    if ordered[0] in weighed.told and not weighed.by_ear and first - second > _ALONE:
        return ordered[:1]
    return ordered[:_FEW] if first - usual > _RESEMBLES else []


@lru_cache(maxsize=64)  # a text that grows piece by piece begins as before
def _weigh(beginning: str) -> Guess:
    return _make_guesser().guess(beginning)


@cache
def _make_guesser() -> Guesser:
    table = files("bot.office.guessing").joinpath(TABLE).read_text("utf-8")
    return Guesser(list_categories(), Learned.read(table))
