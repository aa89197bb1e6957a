"""A file of a plan is taken whole or not at all, and each fault names its cell."""

import pytest

from bot.budget.plan.file import read_items, read_table
from bot.budget.plan.items import MOST_ITEMS, Plan
from bot.chat.texts import Words
from bot.office.plan import items
from bot.office.plan.words import say_faults
from tests.office.offices import Office

HEAD = ["№", "Пункт", "Жылдар", "Сумма"]
ROWS = [["1.1", "Суу түтүгү", "2026-2028", "1 200 000"], ["1.2", "Жол", "2027", ""], ["", "", "", ""]]


@pytest.mark.parametrize(
    ("table", "faults"),
    [
        ([], [("A1", "missing"), ("A1", "missing")]),
        ([["Пункт"]], [("A1", "missing")]),
        ([HEAD, ["", "Жол"]], [("A2", "empty")]),
        ([HEAD, ["1", ""]], [("B2", "empty")]),
        ([HEAD, ["1", "а" * 301]], [("B2", "long")]),
        ([HEAD, ["1" * 41, "Жол"]], [("A2", "long")]),
        ([HEAD, ["1", "Жол", "2028-2026"]], [("C2", "years")]),
        ([HEAD, ["1", "Жол", "быйыл"]], [("C2", "years")]),
        ([HEAD, ["1", "Жол", "", "-5"]], [("D2", "sum")]),
        ([HEAD], [("A2", "none")]),
        ([[*HEAD, "код"], ["1", "Жол"]], [("E1", "doubled")]),
        ([HEAD, ["1", "Жол", "", "9" * 400]], [("D2", "sum")]),
        ([HEAD, ["1", "Жол"], ["1", "Суу"]], [("A3", "twice")]),
        ([HEAD, ["1", "Жол"], ["1", "", "х"]], [("B3", "empty"), ("C3", "years"), ("A3", "twice")]),
        ([HEAD, ["1", "", "х", "у"]], [("B2", "empty"), ("C2", "years"), ("D2", "sum")]),
        ([HEAD, *([str(n), "Жол"] for n in range(MOST_ITEMS + 1))], [(f"A{MOST_ITEMS + 2}", "many")]),
    ],
)
def test_each_fault_names_its_cell_and_nothing_is_taken(table, faults):
    read, found = read_items(read_table(table))
    assert read == []
    assert [(one.cell, one.why) for one in found] == faults
    for language in ("ky", "ru"):
        said = say_faults(Words(language), found).splitlines()
        assert len(said) == 1 + len(faults)
        assert all(one.cell in line for one, line in zip(found, said[1:], strict=True))


async def test_a_file_taken_twice_does_nothing_twice(sqlite_database):
    office = await Office(sqlite_database).opens()
    read, faults = read_items(read_table([HEAD, *ROWS]))
    assert (len(read), faults) == (2, [])

    async def take(some):
        found = await office.does(items.import_items, aimak_id=office.aimak_id, plan=Plan.BAP, items=some, by=None)
        return found.new, found.changed, found.same

    assert await take(read) == (2, 0, 0)
    assert await take(read) == (0, 0, 2)
    changed, _ = read_items(read_table([HEAD, ["1.1", "Суу түтүгүн алмаштыруу"], ["1.3", "Көпүрө"]]))
    assert await take(changed) == (1, 1, 0)
    kept = await office.database.read(lambda store: items.list_items(store, aimak_id=office.aimak_id, by=None))
    assert [(one.code, one.text, one.amount) for one in kept] == [
        ("1.1", "Суу түтүгүн алмаштыруу", None), ("1.2", "Жол", None), ("1.3", "Көпүрө", None),
    ]  # fmt: skip
