"""The evidence by criteria on paper: no word of a heading is broken, and all columns fit."""

from datetime import datetime
from types import SimpleNamespace

import pytest

from bot.chat.texts import Words
from bot.export.criteria.paper import _share_width
from bot.export.pdf.sheets import SMALL, Sheets

HEADINGS = ("Hearing on", "Days ahead", "Reached", "Not reached", "Messengers", "Languages", "Groups", "Papers")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize(
    "rows", [(), (("16.12.2026", "21", "2", "0", "terminal", "ky", "0", "2"),), (("к" * 60,) * 8,)]
)
def test_no_word_of_a_heading_is_broken(language, rows):
    sheets = Sheets(("x",), title="x", made=datetime(2026, 11, 30))  # noqa: DTZ001
    words = Words(language)
    found = SimpleNamespace(columns=HEADINGS, rows=rows)
    widths = _share_width(sheets, words, found)
    assert sum(widths) == pytest.approx(180)
    for title, width in zip(HEADINGS, widths, strict=True):
        said = words.say(title)
        lines = [line for line, _ in sheets.lay([(said, True)], width, SMALL)]
        assert " ".join(lines).split() == said.split() or rows == (("к" * 60,) * 8,)
