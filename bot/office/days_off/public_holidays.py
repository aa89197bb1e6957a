"""The public holidays of Kyrgyzstan, in a table that the library made: python -m bot.office.days_off.public_holidays.

The library reads three hundred modules for one country. That is 12 MB and 60 ms of the processor, in every process that
counts working days. So it is asked only for years that the table leaves out, and wherever another version of it is
installed.
"""

from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

Year = tuple[frozenset[date], frozenset[date]]  # days off, weekend days that are worked

TABLE = Path(__file__).with_name("public_holidays.tsv")
YEARS = range(2012, 2046)


@cache
def read_year(year: int) -> Year:
    """Returns the year's days off and its worked weekend days."""
    return _read_table().get(year) or ask_library(year)


def ask_library(year: int) -> Year:
    """Returns what the library says of a year."""
    import holidays  # three hundred modules, for what the table leaves out

    kyrgyzstan = holidays.country_holidays("KG", years=year, language="ru_KG")
    worked = frozenset(day for day in kyrgyzstan.weekend_workdays if day.year == year)
    return frozenset(kyrgyzstan), worked


def make_table() -> str:
    """Returns the table as text: the library's version, then a line a year. A line is days off, TAB, worked weekend days."""
    known = ((year, ask_library(year)) for year in YEARS)
    lines = (f"{year}\t{_write_days(off)}\t{_write_days(worked)}" for year, (off, worked) in known)
    return "\n".join((_name_library(), *lines, ""))


@cache
def _read_table() -> dict[int, Year]:
    head, *lines = TABLE.read_text("ascii").splitlines()
    if head != _name_library():
        return {}
    rows = (line.split("\t") for line in lines)
    return {int(year): (_read_days(year, off), _read_days(year, worked)) for year, off, worked in rows}


def _name_library() -> str:
    return f"holidays {version('holidays')}"


def _write_days(days: frozenset[date]) -> str:
    return " ".join(f"{day:%m-%d}" for day in sorted(days))


def _read_days(year: str, days: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days.split())


def main() -> None:
    """Writes the table into the tree."""
    TABLE.write_text(make_table(), "ascii")
    print(f"{TABLE.name}: {len(YEARS)} years")


if __name__ == "__main__":
    main()
