"""What a contest is judged by: criteria with weights, the scale, jurors, ties and prizes. Kept with the contest (JSON)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.language.refusal import Refusal


class Kind(StrEnum):
    """Which contest: of ayil aimaks for their budgets, or of civil-society organisations."""

    BUDGET = "budget"
    CSO = "cso"


class RulesWrong(Refusal):
    """A field of the rules cannot hold what stands there; its text names the field."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: its number, its weight in points, what a column and a button call it."""

    number: int
    weight: int
    ky: str
    ru: str

    def name(self, language: str) -> str:
        """What it is called in a language."""
        return self.ru if language == "ru" else self.ky


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a contest is judged by.

    Marks go from low to high in whole steps. differ: jurors further apart than that look a second time. ties: the
    criteria that decide between equal totals, in turn. prizes: som by place; then encouraged prizes of encouragement som.
    """

    criteria: tuple[Criterion, ...]
    low: int
    high: int
    jurors: int
    differ: int
    ties: tuple[int, ...]
    prizes: tuple[int, ...]
    encouragement: int
    encouraged: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the criteria, in their order."""
        return tuple(one.number for one in self.criteria)

    @property
    def most(self) -> int:
        """The points of an entry that got the highest mark everywhere."""
        return sum(one.weight for one in self.criteria)

    def find(self, number: int) -> Criterion:
        """Finds a criterion by its number. Raises KeyError."""
        return {one.number: one for one in self.criteria}[number]

    def write(self) -> str:
        """The rules as JSON, as read_rules reads them."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


# The nine criteria and their weights are those of the contest of 2018. No source gave its scale and its ties.
_BUDGET = Rules(
    (
        Criterion(1, 15, "Маалымат өнөктүгү", "Информкампания"),
        Criterion(2, 10, "Катышуучулар, аялдар", "Участники, женщины"),
        Criterion(3, 10, "Жарандык бюджет", "Гражданский бюджет"),
        Criterion(4, 10, "Презентация", "Презентация"),
        Criterion(5, 10, "Сунуштардын таасири", "Влияние предложений"),
        Criterion(6, 15, "Калкка жооп берүү", "Обратная связь"),
        Criterion(7, 10, "Долбоордун чындыгы", "Реалистичность"),
        Criterion(8, 10, "Калктын артыкчылыгы", "Приоритеты жителей"),
        Criterion(9, 10, "СЭӨП, БАП", "ПСЭР, ПСД"),
    ),
    low=0, high=10, jurors=4, differ=3, ties=(6, 1, 5),
    prizes=(100_000, 80_000, 70_000), encouragement=25_000, encouraged=8,
)  # fmt: skip
# No source gave the criteria of this one: these are ours, to be set anew before it begins.
_CSO = Rules(
    (
        Criterion(1, 25, "Тургундарга пайдасы", "Польза для жителей"),
        Criterion(2, 25, "Бюджетке катышуу", "Участие в бюджете"),
        Criterion(3, 25, "Далилдүү жыйынтык", "Доказанный итог"),
        Criterion(4, 25, "Уланып кетиши", "Устойчивость"),
    ),
    low=0, high=10, jurors=4, differ=3, ties=(1, 2),
    prizes=(80_000, 50_000, 30_000), encouragement=15_000, encouraged=4,
)  # fmt: skip
FIRST: Mapping[Kind, Rules] = {Kind.BUDGET: _BUDGET, Kind.CSO: _CSO}

LONGEST_NAME = 40  # characters
MOST_CRITERIA = 20
_LARGEST = 10**9  # som
_BOUNDS = {"low": (0, 99), "high": (1, 100), "jurors": (1, 20), "differ": (0, 100),
           "encouragement": (0, _LARGEST), "encouraged": (0, 500)}  # fmt: skip


def read_rules(text: str) -> Rules:
    """Reads rules from JSON. Raises RulesWrong, whose text names the field."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RulesWrong("the file: it is not JSON") from error
    names = set(Rules.__dataclass_fields__)
    if not isinstance(given, dict) or set(given) != names:
        raise RulesWrong(f"the file: it has exactly the fields {', '.join(sorted(names))}")
    numbers = {name: _number(given[name], name, *bounds) for name, bounds in _BOUNDS.items()}
    criteria = tuple(_criterion(one, f"criteria[{at}]") for at, one in enumerate(_list(given, "criteria")))
    known = [one.number for one in criteria]
    if not 1 <= len(known) <= MOST_CRITERIA or len(set(known)) < len(known):
        raise RulesWrong(f"criteria: 1 to {MOST_CRITERIA}, each number once")
    if len({one.ky.casefold() for one in criteria} | {one.ru.casefold() for one in criteria}) < len(known):
        raise RulesWrong("criteria: each has a name of its own")
    if numbers["low"] >= numbers["high"]:
        raise RulesWrong("high: it is above low")
    ties = tuple(_number(one, f"ties[{at}]", 1, 99) for at, one in enumerate(_list(given, "ties")))
    if not set(ties) <= set(known) or len(set(ties)) < len(ties):
        raise RulesWrong("ties: numbers of criteria, each once")
    prizes = tuple(_number(one, f"prizes[{at}]", 0, _LARGEST) for at, one in enumerate(_list(given, "prizes")))
    if len(prizes) > 50 or list(prizes) != sorted(prizes, reverse=True):
        raise RulesWrong("prizes: at most 50, the largest first")
    return Rules(criteria=criteria, ties=ties, prizes=prizes, **numbers)


def _criterion(given: Any, field: str) -> Criterion:
    if not isinstance(given, dict) or set(given) != {"number", "weight", "ky", "ru"}:
        raise RulesWrong(f"{field}: it has number, weight, ky and ru")
    for name in ("ky", "ru"):
        said = given[name]
        if not isinstance(said, str) or not said.strip() or len(said) > LONGEST_NAME or not said.isprintable():
            raise RulesWrong(f"{field}.{name}: 1 to {LONGEST_NAME} characters")
    number = _number(given["number"], f"{field}.number", 1, 99)
    return Criterion(number, _number(given["weight"], f"{field}.weight", 1, 1000), given["ky"], given["ru"])


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(given[name], list):
        raise RulesWrong(f"{name}: a list")
    return given[name]  # type: ignore[no-any-return]


def _number(given: Any, field: str, least: int, most: int) -> int:
    if type(given) is not int or not least <= given <= most:
        raise RulesWrong(f"{field}: a whole number from {least} to {most}")
    return given
