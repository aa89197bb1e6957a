"""The spreadsheet of answers by the command line: written, filled in, tried, kept, sent, and refused in one line."""

import asyncio
from pathlib import Path

import pytest

from bot.app import open_install
from bot.budget.permissions import Role
from bot.config import from_env
from bot.office.aimaks import add_samples
from tests.office.offices import Office
from tests.office.sheets.filled import NO, fill


@pytest.fixture
def filed(own_folder):
    """An install with a clerk and two proposals."""

    async def work():
        async with open_install(from_env()) as opened:
            await opened.database.write(add_samples)
            office = Office(opened.database)
            await office.opens()
            await office.meets("Нурлан", Role.STAFF)
            aigul = await office.meets("Айгүл")
            for text in ("Көпүрө керек", "Жол керек"):
                await office.filed(aigul, text)

    asyncio.run(work())


def test_a_sheet_is_written_filled_in_tried_kept_and_sent_once(filed, sunush):
    assert sunush("export", "answers", "--aimak", "kokjar", "--output", "a.xlsx").out == "a.xlsx: 2 rows\n"
    Path("b.xlsx").write_bytes(fill(Path("a.xlsx").read_bytes(), NO))
    tried = sunush("import", "answers", "b.xlsx", "--dry-run", "--language", "ru")
    assert tried.out.startswith("1 ответ готов.\nСтрок без ответа: 1.\n№ 0001: «Көпүрө керек»\n→ Не вошло в проект.")
    assert sunush("import", "answers", "b.xlsx").out == "1 жооп сакталган, жөнөтүлө элек.\n"
    assert sunush("import", "answers", "b.xlsx").out == "1 жооп мурда берилген.\n"
    sent = sunush("import", "answers", "b.xlsx", "--send").out.splitlines()
    assert sent == [
        "1 жооп жөнөтүлдү. 60 секунд ичинде кайтарып алса болот.",
        "Ага чейин бот менен чаттагы «Кайтарып алуу» баскычы менен кайтарып алса болот.",
    ]
    assert sunush("import", "answers", "b.xlsx", "--send").out == "1 жооп мурда берилген.\n"
    Path("c.xlsx").write_bytes(fill(Path("a.xlsx").read_bytes(), {"decision": "Кийинки жыл"}))
    broken = sunush("import", "answers", "c.xlsx")
    assert (broken.code, broken.out) == (2, "")
    assert "\nI2: себеби жазылган эмес.\n" in broken.err
    assert "is there already" in sunush("export", "answers", "--aimak", "kokjar", "--output", "a.xlsx").refused()
    assert "There is no file" in sunush("import", "answers", "none.xlsx").refused()
    assert ".xlsx" in sunush("import", "answers", "sunush.key", "--language", "ru").refused()
    assert "--by ID" in sunush("import", "answers", "b.xlsx", "--by", "99").refused()
