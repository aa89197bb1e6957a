"""sunush openness: a row fills itself once it is published; bad input is one line."""

import pytest

from tests.cli.aimak_files import ADD


@pytest.fixture
def aksuu(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    return sunush


def test_a_row_fills_itself_once_it_is_published(aksuu):
    before = aksuu("openness", "--aimak=aksuu", "--year=2027").out.splitlines()
    assert before[0] == "aksuu: budget year 2027, 0 / 15 published"
    assert len(before) == 16
    assert all(line.endswith("-  not known here") for line in before[1:])
    aksuu("page", "--aimak=aksuu", "on")
    after = aksuu("openness", "--aimak=aksuu", "--year=2027").out.splitlines()
    assert after[0] == "aksuu: budget year 2027, 1 / 15 published"
    assert "access  public page  due 2026-06-01  -  site" in after
    aksuu("page", "--aimak=aksuu", "off")
    assert aksuu("openness", "--aimak=aksuu", "--year=2027").out.splitlines() == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--aimak=nowhere"], "There is no aimak «nowhere»"),
        (["--aimak=aksuu", "--year=1999"], "1999 is not in the range"),
        ([], "Missing option '--aimak'"),
    ],
)
def test_bad_input_is_refused_in_one_line(aksuu, arguments, named):
    assert named in aksuu("openness", *arguments).refused()


def test_each_due_day_stands_in_words_beside_its_setting(aksuu):
    said = aksuu("openness", "due", "--set", "results=h+1", "--set", "minutes=h-0", "--language", "ru").out.splitlines()
    for line in (
        "draft=-1:07-15  Проект бюджета: 15 июля в году перед бюджетным",
        "approved=0:03-31  Утверждённый бюджет: 31 марта в бюджетном году",
        "execution=+1:03-31  Исполнение бюджета: 31 марта в году после бюджетного",
        "notice=h-10  Объявление слушаний: за 10 дней до слушаний",
        "results=h+1  Итоги слушаний: через 1 день после слушаний",
        "minutes=h-0  Протокол слушаний: день слушаний",
    ):
        assert line in said
    assert "draft=-1:07-15  Бюджет долбоору: бюджет жылынан мурунку жылы, 15-июль" in aksuu("openness", "due").out
