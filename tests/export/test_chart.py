"""The chart has a bar and its figures for every year, in letters that are really drawn."""

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.chat.texts import Words
from bot.export import fonts
from bot.export.charts.chart import OWN, REPUBLIC, draw_people, draw_png, draw_text, write_svg, write_table
from bot.export.charts.republic import read_republic
from bot.export.facts import YearOfHearings

KY, RU = Words("ky"), Words("ru")
OURS = (YearOfHearings(2026, 3, 212, women=81), YearOfHearings(2027, 2, 160, women=75))


def texts(svg: str) -> list[str]:
    return [(text.text or "").replace("\u00a0", " ") for text in ET.fromstring(svg).iter() if text.tag.endswith("text")]


def bars(svg: str, colour: str) -> list[float]:
    """The heights of the bars of a colour; the legend's square is not one."""
    found = [rect for rect in ET.fromstring(svg).iter() if rect.tag.endswith("rect") and rect.get("fill") == colour]
    return [float(bar.get("height", 0)) for bar in found if bar.get("height") != "24"]


def picture(drawn: bytes) -> Image.Image:
    return Image.open(io.BytesIO(drawn)).convert("L")


def test_the_years_of_the_republic_are_those_of_the_sources():
    years = {year.year: (year.hearings, year.people, year.counted) for year in read_republic()}
    assert years == {
        2013: (23, 1524, "hearings"),
        2014: (27, 2474, "hearings"),
        2016: (17, 2010, "hearings"),
        2017: (13, 1366, "hearings"),
        2018: (182, 14613, "hearings"),
        2019: (330, 28000, "municipalities"),
    }
    assert [year.share for year in read_republic()] == [None] * 5 + [42]


def test_every_year_has_its_bar_its_people_and_its_hearings():
    svg = draw_people(read_republic(), words=KY)
    said = texts(svg)
    for figure in ("2013", "23", "1 524", "2018", "182", "14 613", "2019", "330*", "28 000", "42"):
        assert figure in said
    heights = bars(svg, REPUBLIC)
    assert len(heights) == 6
    assert heights[4] / heights[5] == pytest.approx(14613 / 28000, abs=0.01)
    assert not bars(svg, OWN)


def test_a_year_that_counts_municipalities_is_marked():
    assert "* 2019-жылы угуулар эмес, угуу өткөргөн муниципалитеттер саналган." in texts(
        draw_people(read_republic(), words=KY)
    )
    assert not any("*" in text for text in texts(draw_people(read_republic()[:5], words=KY)))


def test_ones_own_years_stand_beside_in_another_tone_with_a_legend():
    svg = draw_people(read_republic(), words=RU, own=OURS)
    assert len(bars(svg, REPUBLIC)) == 6
    assert len(bars(svg, OWN)) == 2
    assert {"Кыргызская Республика", "Наши слушания", "212", "38"} <= set(texts(svg))


def test_small_years_of_ones_own_get_a_scale_of_their_own_and_it_is_said():
    note = "У столбиков справа свой масштаб."
    assert note in texts(draw_people(read_republic(), words=RU, own=OURS))
    assert max(bars(draw_people(read_republic(), words=RU, own=OURS), OWN)) > 300
    large = draw_people(read_republic(), words=RU, own=(YearOfHearings(2026, 90, 14000),))
    assert note not in texts(large)
    assert bars(large, OWN)[0] == pytest.approx(bars(large, REPUBLIC)[5] / 2, abs=0.1)


@pytest.mark.parametrize("n", range(1, 16))
def test_figures_of_up_to_fifteen_years_on_either_side_keep_within_the_picture(n):
    years = [YearOfHearings(2010 + at, 1000 + at, 123_456 + at, women=60_000) for at in range(n)]
    svg = draw_people(years, words=KY, own=years)
    assert len(bars(svg, REPUBLIC)) == len(bars(svg, OWN)) == n
    paper = picture(draw_png(svg))
    ink = ImageChops.invert(paper).getbbox()
    assert ink is not None
    assert ink[0] > 5
    assert ink[1] > 5
    assert ink[2] < paper.width - 5
    assert ink[3] < paper.height - 5


@pytest.mark.parametrize("years", [(YearOfHearings(2026, 0, 0),), (YearOfHearings(2026, 0, 0, women=0),) * 3])
def test_a_year_of_nobody_is_drawn_as_nothing_and_says_zero(years):
    svg = draw_people(years, words=KY, own=years)
    assert set(bars(svg, OWN)) == {0}
    assert "0" in texts(svg)
    assert draw_png(svg)


def test_without_years_the_chart_says_that_there_are_none():
    assert "Слушания пока не внесены." in texts(draw_people((), words=RU))
    assert write_table((), RU).splitlines()[-1] == "Слушания пока не внесены."


def test_names_break_no_picture():
    svg = write_svg("<svg>\x07&" * 60, [draw_text("<b>&\u202e\x00" + "а" * 300, 400, 200, 34)])
    ET.fromstring(svg)
    assert draw_png(svg)


def test_letters_are_drawn_and_vanish_without_the_font(monkeypatch):
    whole = picture(draw_png(draw_people(read_republic(), words=KY)))
    bare = re.sub(r"<text.*?</text>", "", draw_people(read_republic(), words=KY))
    without = picture(draw_png(bare))
    letters = sum(ImageChops.difference(whole, without).point(lambda tone: tone > 60).histogram()[1:])
    assert letters > 8000
    monkeypatch.setattr(fonts, "REGULAR", "LICENSE-DejaVu.txt")
    monkeypatch.setattr(fonts, "BOLD", "LICENSE-DejaVu.txt")
    assert ImageChops.difference(picture(draw_png(draw_people(read_republic(), words=KY))), without).getbbox() is None


@pytest.mark.parametrize("letters", ["Өзгөн", "Үкөк", "Ноң", "№ 5 «а» — б"])
def test_kyrgyz_letters_have_shapes_of_their_own(letters):
    drawn = {
        char: draw_png(write_svg("", [draw_text(char * 10, 400, 200, 34)]))
        for char in {*letters, "\u4e2d"} - {" "}  # a sign the font has not
    }
    assert len(set(drawn.values())) == len(drawn)


def test_the_fonts_are_small_and_bring_their_licence():
    folder = Path(fonts.__file__).parent
    for name in (fonts.REGULAR, fonts.BOLD):
        assert (folder / name).stat().st_size < 200_000
    assert "Bitstream Vera Fonts Copyright" in (folder / "LICENSE-DejaVu.txt").read_text("utf-8")


def test_the_same_figures_as_lines_of_text():
    lines = write_table(read_republic(), RU, own=OURS).replace("\u00a0", " ").splitlines()
    assert lines[:3] == [
        "Участники слушаний по бюджету, по годам",
        "Кыргызская Республика",
        "2013: участников — 1 524, слушаний — 23",
    ]
    assert "2019: участников — 28 000 (женщин 42 %), муниципалитетов, где прошли слушания, — 330" in lines
    assert lines[-3:] == [
        "Наши слушания",
        "2026: участников — 212 (женщин 38 %), слушаний — 3",
        "2027: участников — 160 (женщин 47 %), слушаний — 2",
    ]
