"""A CSV is read as a spreadsheet is: by its headings, in either encoding, with any mark between its cells."""

import pytest

from bot.budget.plan.file import read_headings, read_items
from storage.attachments.own_process.sheet_cells import SheetRefused, read_cells

TABLE = "План 2026\n№;Пункт;Сумма\n1.10;Суу түтүгү;5\n;;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_csv_gives_the_cells_below_its_headings(tmp_path, encoding, mark):
    came = tmp_path / "came"
    came.write_bytes(TABLE.replace(";", mark).encode(encoding))
    read = read_cells(came, read_headings(), 2)
    assert (read["at"], read["columns"]) == (2, {"code": "A", "text": "B", "amount": "C"})
    ((code, text, amount),) = [(one.code, one.text, one.amount) for one in read_items(read)[0]]
    assert (code, text, amount) == ("1.10", "Суу түтүгү", 5)


def test_a_csv_of_an_old_windows_is_read_too(tmp_path):
    came = tmp_path / "came"
    came.write_bytes("№;Пункт\n1;Дорога\n".encode("cp1251"))
    assert read_items(read_cells(came, read_headings(), 2))[0][0].text == "Дорога"


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"a;b\n1;2\n", "heading"), (b"\x00\x01", "none"), (b"", "none"), (b"a key of words\n", "none"),
     (b"1;" * 10 + b"\n" + b"x\n" * 9, "heading"),
     ("№;Пункт\n".encode() + "1;Жол\n".encode() * 5001, "rows"), (b"a" * (8 * 2**20 + 1), "large")],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_by_a_word(tmp_path, content, why):
    came = tmp_path / "came"
    came.write_bytes(content)
    with pytest.raises(SheetRefused, match=why):
        read_cells(came, read_headings(), 2)
