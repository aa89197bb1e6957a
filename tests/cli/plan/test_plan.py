"""sunush plan: items taken, a priority entered, a proposal tied. What cannot be is said in a line."""

from pathlib import Path

from openpyxl import Workbook

from tests.cli.aimak_files import ADD


def test_items_come_from_a_table_once_and_a_broken_one_brings_nothing(sunush):
    sunush("aimak", "add", "kokjar", *ADD)
    book = Workbook()
    for row in (["№", "Пункт", "Сумма"], ["1.1", "Суу түтүгү", 120000], [1.2, "Жол", None]):
        book.active.append(row)
    book.save("plan.xlsx")
    Path("plan.csv").write_text("№;Пункт;Сумма\n1.3;Көпүрө;x\n1.4;;5\n", "utf-8-sig")
    given = ("--aimak", "kokjar", "--plan", "bap")
    assert "new 2, changed 0, the same 0" in sunush("plan", "import", "plan.xlsx", *given).out
    assert "new 0, changed 0, the same 2" in sunush("plan", "import", "plan.xlsx", *given).out
    broken = sunush("plan", "import", "plan.csv", *given, "--language", "ru")
    assert broken.code == 2
    assert broken.err.splitlines()[1:] == ["C2: «x» — не целое число сомов.", "B3: там ничего не написано."]
    named = ("priority", "Таза суу", "--aimak", "kokjar", "--year", "2027", "--source", "jmba")
    assert sunush("plan", *named).code == 0
    listed = sunush("plan", "list", "--aimak", "kokjar", "--year", "2027").out.splitlines()
    assert listed == ["item 1  bap  1.1  Суу түтүгү", "item 2  bap  1.2  Жол", "priority 1  jmba  Таза суу"]
    tied = ("plan", "tie", "7", "--aimak", "kokjar", "--year", "2027")
    assert "There is no proposal № 7" in sunush(*tied, "--item", "1").err
    assert "Name what it is tied to" in sunush(*tied).err
