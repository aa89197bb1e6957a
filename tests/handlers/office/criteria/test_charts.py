"""The head reads a year in charts: the figures as text in their language, the picture after it."""

import pytest

from bot.budget.permissions import Role
from bot.export.attachments import Documents
from bot.settings import Settings
from storage.database.seal import Seal
from tests.handlers.offices import joined, proposed


async def test_the_head_reads_the_figures_and_gets_the_same_as_a_picture(village, tmp_path):
    settings = Settings(tmp_path, database_url="", key_file=tmp_path / "key")
    documents = Documents(settings=settings, database=village.database, seal=Seal(b"k" * 32))
    await proposed(village, await joined(village, "Айгүл", None), "Көчөгө жарык керек, кечинде караңгы")
    head = await joined(village, "Токтогул", Role.HEAD)
    assert "кайсы диаграмма" in await head.taps("year_charts")
    await head.taps("year_chart:categories")
    text, picture = head.heard[-3:-1]
    assert "Сунуштардын түрү жана чечими" in text.text
    assert "Чечим азырынча жок — 1" in text.text
    path = await documents(picture.document)
    assert path.name == "sunush-kokjar-2027-categories.png"
    assert path.read_bytes().startswith(b"\x89PNG")
    await head.taps("year_chart:people")
    assert "Угуулар азырынча киргизиле элек." in head.heard[-2].text
    with pytest.raises(FileNotFoundError):
        await documents(picture.document | {"chart": "../evil"})


async def test_a_clerk_and_a_resident_see_no_charts(village):
    for name, role in (("Нурлан", Role.STAFF), ("Айгүл", None)):
        reader = await joined(village, name, role)
        assert "укугуңуз жок" in await reader.taps("year_charts")
