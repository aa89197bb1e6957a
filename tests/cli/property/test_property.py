"""sunush property: a list taken twice, broken, written to a file and read again."""

from pathlib import Path

from tests.cli.aimak_files import ADD


def test_a_list_is_taken_whole_and_what_is_written_is_read_again(sunush):
    sunush("aimak", "add", "kokjar", *ADD)
    of = ("--aimak", "kokjar")
    Path("list.csv").write_text(
        "№;Түрү;Жери;Колдонулушу;Ижара\n1;=Дүкөн;Ленин, 12;ижарада;96000\n02;Кеңсе;-;бош;\n", "utf-8-sig"
    )
    assert "new 2, changed 0, the same 0, taken off 0" in sunush("property", "import", "list.csv", *of).out
    assert sunush("property", "export", *of, "--output", "out.xlsx").code == 0
    assert "new 0, changed 0, the same 2, taken off 0" in sunush("property", "import", "out.xlsx", *of).out
    Path("broken.csv").write_text("№;Түрү;Жери;Колдонулушу\n1;;Ленин;\n", "utf-8-sig")
    broken = sunush("property", "import", "broken.csv", *of)
    assert broken.code == 2
    assert broken.err.splitlines()[1:] == [f"{one}: ал жерде эч нерсе жазылган эмес." for one in ("B2", "D2")]
