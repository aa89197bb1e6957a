"""What `sunush run` has imported once it has answered and looked at everything. It is nothing that it does not need yet."""

import os
import sys
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess

pytestmark = pytest.mark.slow

# Read where they are used: papers, pictures, tables of words, other databases, other commands.
LATER = {
    "PIL", "alembic", "babel", "bot.cli.aimaks", "bot.cli.exports", "bot.export.office.office_list", "bot.export.pdf",
    "bot.export.personal.my_data", "bot.export.proposals", "bot.export.qr", "bot.office.guessing.measured",
    "bot.service.copies.nightly", "bot.service.trying.demo", "bot.service.doctor", "bot.service.trying.terminal",
    "bot.channels.whatsapp", "bot.web.app", "bot.web.server",
    "cryptography.x509", "filetype", "fontTools", "fpdf", "h11", "holidays", "httpcore", "httptools", "icalendar",
    "kyrgyz_transliteration", "olefile", "openpyxl", "phonenumbers", "pillow_heif", "psycopg", "pypdf", "pyvips",
    "rapidfuzz", "resvg_py", "segno", "sqlalchemy.dialects.postgresql", "sqlalchemy.ext.asyncio", "sqlalchemy.orm",
    "starlette", "storage.migrations", "telegram.ext", "uvicorn", "xlsxwriter",
}  # fmt: skip

AT_THE_END = """
import atexit, pathlib, sys
atexit.register(lambda: pathlib.Path({file!r}).write_text("\\n".join(sys.modules), "utf-8"))
"""


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[TelegramProcess]:
    """A Bot API in a process of its own."""
    async with TelegramProcess(tmp_path / "telegram.jsonl") as server:
        yield server


async def test_what_is_not_needed_for_an_answer_is_not_imported_by_it(telegram: TelegramProcess, tmp_path: Path):
    listed = tmp_path / "modules.txt"
    (tmp_path / "sitecustomize.py").write_text(AT_THE_END.format(file=str(listed)), "utf-8")
    bot = BotProcess(tmp_path / "install", telegram.url)
    bot.surroundings["PYTHONPATH"] += f"{os.pathsep}{tmp_path}"
    await bot.prepare()
    aigul = People(telegram)("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await bot.start()
    try:
        await bot.comes_to(lambda: bool(aigul.texts))
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    imported = set(listed.read_text("utf-8").split("\n"))
    assert {"bot.service.serve", "handlers", "telegram", "aiohttp"} <= imported
    assert sorted(imported & LATER) == []


def test_what_is_read_later_has_the_names_that_it_is_imported_by():
    assert [name for name in sorted(LATER) if name not in sys.modules and find_spec(name) is None] == []
