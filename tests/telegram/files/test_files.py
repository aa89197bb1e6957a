"""Files from outside, with the real process: what comes, its cost, and what both sides hear otherwise."""

import asyncio
import io
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from bot.app import Service
from tests.patience import patient
from tests.sizes import sized
from tests.storage.attachments.documents import DOCX, with_part
from tests.storage.attachments.pictures import SECRETS, picture, telling_exif
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import OGG, People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import LIGHT, clerk, eventually, hears, presses, running, sunush_calls, until
from tests.telegram.test_documents import WORD, at_text, relayed

UNAVAILABLE = "Bad Request: wrong file_id or the file is temporarily unavailable"
PATIENCE = 120.0


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Service]:
    async with running(telegram, tmp_path) as service:
        yield service


def large() -> bytes:
    """7 071 × 7 071 pixels in some 90 kB."""
    written = io.BytesIO()
    Image.new("RGB", (7071, 7071), "green").save(written, "WEBP")
    return written.getvalue()


def megabytes(pid: int) -> float:
    """What a process and those it started hold in memory, shared pages counted once."""
    pids, held = [pid], 0
    for each in pids:
        try:
            held += int(re.findall(r"Pss:\s+(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text())[0])
            pids += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        except (OSError, IndexError):
            continue
    return held / 1024


@pytest.mark.slow
async def test_pictures_that_would_take_a_gigabyte_each_take_little_and_hold_nobody_up(
    telegram_process: TelegramProcess, process_user: People, tmp_path: Path, tell: Callable[..., None]
):
    bot, number, content = BotProcess(tmp_path / "install", telegram_process.url), sized(3, 50), large()
    await bot.prepare()
    people = [process_user(f"Ким {n}", "ky") for n in range((number + 9) // 10)]
    neighbour = process_user("Айгүл", "ky")
    await bot.start()
    assert bot._process is not None
    for person in [*people, neighbour]:
        await at_text(person)
    idle, most = megabytes(bot._process.pid), 0.0
    for n in range(number):
        people[n % len(people)].sends_document(content, "plan.webp", "image/webp")
    neighbour.sends_voice()

    def states() -> list[tuple[str, str, str]]:
        with closing(sqlite3.connect(bot.database)) as connection:
            return connection.execute("SELECT kind, state, form FROM media ORDER BY kind").fetchall()

    async with patient(PATIENCE):
        while len(found := states()) < number + 1 or any(state == "wanted" for _, state, _ in found):
            most = max(most, megabytes(bot._process.pid))
            await asyncio.sleep(0.02)
    assert await bot.stop() == 0
    tell(
        f"{number} pictures of 50 megapixels and {len(content) // 1000} kB",
        over_idle=f"{most - idle:.0f} MB", kept=len(found), lost=0,
    )  # fmt: skip
    assert found == [("photo", "kept", "photo")] * number + [("voice", "kept", "voice")]
    assert most - idle <= 150


@pytest.mark.parametrize(
    ("kind", "method", "given"),
    [
        ("refuse", "getFile", {"status": 400, "text": UNAVAILABLE}),
        ("html", "download", {"status": 200, "text": "<html>Кирүү</html>"}),  # of a gate on the way, in its place
    ],
)
async def test_a_voice_that_telegram_has_not_for_a_moment_comes_all_the_same(  # noqa: PLR0917
    sunush: Service, user: People, telegram: TelegramServer, kind, method, given
):
    aigul = user("Айгүл", "ky")
    await at_text(aigul)
    telegram.fault(kind, method, **given)
    aigul.sends_voice()
    await eventually(sunush, "SELECT state, attempts FROM media", [("kept", 1)])
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "Кошо сакталды: 1 үн билдирүү.")


async def test_macros_are_refused_on_the_spot_and_the_receipt_counts_what_is_kept(sunush: Service, user: People):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await at_text(aigul)
    aigul.sends_document(with_part(DOCX, "word/vbaProject.bin", "x"), "смета.docx", WORD, caption=LIGHT)
    await hears(aigul, "анда макрос же жашыруун файл бар")
    aigul.sends_document(DOCX, "смета.docx", WORD)
    await eventually(sunush, "SELECT state FROM media ORDER BY id", [("lost",), ("kept",)])
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "Кошо сакталды: 1 документ.")
    await presses(nurlan, "Ачуу", "Угуу, көрүү")
    await until(lambda: relayed(nurlan) == [("sendDocument", "0001-1.docx", DOCX)])


REFUSED = {
    "photo": [
        ("refuse", 400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        ("refuse", 400, "Bad Request: IMAGE_PROCESS_FAILED"),
        ("refuse", 413, "Request Entity Too Large"),
        ("html", 413, ""),
    ],
    "voice": [
        ("refuse", 400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"),
        ("refuse", 403, "Forbidden: user restricted receiving of voice messages"),
        ("refuse", 403, "Forbidden: voice messages are forbidden in this chat"),
        ("html", 413, ""),
    ],
}


@pytest.mark.parametrize("what", REFUSED)
async def test_what_is_refused_in_one_form_goes_in_another_and_is_told_where_that_fails(
    sunush: Service, user: People, telegram: TelegramServer, what: str, tell
):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await at_text(aigul)
    if what == "photo":
        aigul.sends_document(picture("PNG", (200, 100), exif=telling_exif()), "plan.png", "image/png", caption=LIGHT)
    else:
        aigul.sends_voice(caption=LIGHT)
    await eventually(sunush, "SELECT state FROM media", [("kept",)])
    await presses(aigul, "Макулмун", "Жөнөтүү")
    method = {"photo": "sendPhoto", "voice": "sendVoice"}[what]
    await presses(nurlan, "Ачуу")
    for count, (kind, status, text) in enumerate(REFUSED[what], 1):
        telegram.fault(kind, method, status=status, text=text)
        await presses(nurlan, "Угуу, көрүү")
        await until(lambda count=count: len(relayed(nurlan)) == count)
        sent, name, content = relayed(nurlan)[-1]
        assert (sent, name) == ("sendDocument", {"photo": "0001-1.jpg", "voice": "0001-1.ogg"}[what])
        assert content == OGG if what == "voice" else not [secret for secret in SECRETS if secret in content]
    before, asked = len(sunush_calls(nurlan, "sendDocument")), nurlan.texts[:]
    telegram.fault("refuse", "sendDocument", times=None, status=413, text="Request Entity Too Large")
    telegram.fault("refuse", method, times=None, status=413, text="Request Entity Too Large")
    await presses(nurlan, "Угуу, көрүү")
    await until(lambda: any("/help" in said for said in nurlan.texts[len(asked) :]))
    nurlan.writes("/language")
    await hears(nurlan, "Тилди тандаңыз")
    tries = len(sunush_calls(nurlan, "sendDocument")) - before
    tell("a file refused as photo or voice, in eight ways, and then in every form",
         sent_as_document=len(REFUSED[what]), tries_of_what_nobody_takes=tries)  # fmt: skip
    assert tries == 1
