"""The hearings and the contests of the republic before this bot, to put one's own beside them."""

import csv
from importlib.resources import files

from bot.export.facts import YearOfHearings


def read_republic() -> tuple[YearOfHearings, ...]:
    """Returns the years that the sources of the contest give; 2015 is in none of them."""
    with files("bot.export.charts").joinpath("republic.csv").open(encoding="utf-8") as file:
        return tuple(
            YearOfHearings(
                year=int(row["year"]),
                hearings=int(row["held"]),
                people=int(row["people"]),
                women_percent=int(row["women_percent"]) if row["women_percent"] else None,
                counted=row["counted"],
            )
            for row in csv.DictReader(file)
        )


def read_contests() -> dict[str, dict[int, int]]:
    """Returns how many entered the two contests (budget, cso) in each year that a source names."""
    found: dict[str, dict[int, int]] = {}
    with files("bot.export.charts").joinpath("contests.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kind"], {})[int(row["year"])] = int(row["entries"])
    return found
