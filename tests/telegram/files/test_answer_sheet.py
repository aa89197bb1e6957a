"""The spreadsheet of answers over Telegram, as a clerk does it: «Excel», filled in, sent back, looked through, sent."""

from pathlib import Path

from tests.office.sheets.filled import NO, fill
from tests.storage.attachments.documents import with_part
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import LIGHT, clerk, hears, presses, running, until
from tests.telegram.test_documents import at_text, relayed

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def test_a_clerk_answers_by_a_spreadsheet_and_a_bad_one_changes_nothing(
    telegram: TelegramServer, user: People, tmp_path: Path
):
    async with running(telegram, tmp_path) as sunush:
        nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
        await at_text(aigul)
        aigul.writes(LIGHT)
        await presses(aigul, "Макулмун", "Жөнөтүү")
        await hears(aigul, "номери — 0001")
        await hears(nurlan, "Жаңы сунуш № 0001")
        nurlan.starts()
        await hears(nurlan, "Жооп күткөндөр · 1")
        await presses(nurlan, "Жооп күткөндөр", "Excel")
        await until(lambda: bool(relayed(nurlan)))
        [(_, name, content)] = relayed(nurlan)
        assert name == "sunush-kokjar-answers.xlsx"
        nurlan.sends_document(with_part(content, "xl/vbaProject.bin", b"x"), "a.xlsm", SHEET)
        await hears(nurlan, "Таблицада макрос бар")
        nurlan.sends_document(fill(content, NO | {"reason": None}), "a.xlsx", SHEET)
        await hears(nurlan, "I2: себеби жазылган эмес.")
        filled = fill(content, NO)
        nurlan.sends_document(filled, "b.xlsx", SHEET)
        await hears(nurlan, "1 жооп даяр.")
        await presses(nurlan, "Карап чыгуу")
        await hears(nurlan, f"№ 0001: «{LIGHT}»")
        await presses(nurlan, "Баарын сактоо")
        await hears(nurlan, "1 жооп сакталган, жөнөтүлө элек.")
        nurlan.sends_document(filled, "b.xlsx", SHEET)
        await hears(nurlan, "Анын ичинен 1 жооп мурда сакталган.")
        await presses(nurlan, "Карап чыгуу", "Баарын жөнөтүү")
        await hears(nurlan, "1 жооп жөнөтүлдү.")
        await hears(aigul, "ДОЛБООРГО КИРГЕН ЖОК")
        # Each file held what Aigul wrote; it went once it was read.
        assert not list((tmp_path / "data" / "media").glob("??/*"))
