"""Documents in Telegram. A resident's is kept and comes to the clerk as one; what is none is not passed on."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Service
from tests.storage.attachments.documents import DOCX, PDF, XLSX, zipped
from tests.telegram.fake.limits import MEGABYTE
from tests.telegram.fake.people import JPEG, OGG, People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import LIGHT, clerk, eventually, hears, kept, presses, running, until

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STATES = "SELECT kind, state FROM media ORDER BY id"


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Service]:
    async with running(telegram, tmp_path) as service:
        yield service


async def at_text(user: TelegramUser) -> None:
    """Goes from the link to the second step."""
    user.starts("a_kokjar")
    await presses(user, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(user, "2/3.")


def relayed(user: TelegramUser) -> list[tuple[str, str, bytes]]:
    """The files somebody was sent: how, under what name, and what is in them."""
    found = []
    for message in user.server.messages(user.chat_id):
        for kind in ("document", "photo", "voice"):
            if kind in message["content"]:
                file = message["content"][kind]
                file = file[-1] if isinstance(file, list) else file
                content = base64.b64decode(user.server.download(file["file_id"]))
                found.append((message["method"], file.get("file_name", ""), content))
    return found


@pytest.mark.parametrize(
    ("content", "name", "mime", "form"),
    [
        (PDF, "Айгүлдүн сметасы.pdf", "application/pdf", "pdf"),
        (DOCX, "смета.exe", WORD, "docx"),
        (XLSX, "smeta", "application/octet-stream", "xlsx"),
        ("Чырак — 1500 сом".encode(), "a.html", "text/html", "txt"),
    ],
    ids=["pdf", "docx", "xlsx", "txt"],
)
async def test_a_document_is_proposed_kept_and_comes_to_the_clerk_as_a_document(  # noqa: PLR0917
    sunush: Service,
    user: People,
    content: bytes,
    name: str,
    mime: str,
    form: str,
):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await at_text(aigul)
    aigul.sends_document(content, name, mime, caption=LIGHT)
    await hears(aigul, f"«{LIGHT}», 1 документ")
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    await hears(nurlan, "1 документ")
    await eventually(sunush, STATES, [("document", "kept")])
    await presses(nurlan, "Ачуу", "Угуу, көрүү")
    await until(lambda: bool(relayed(nurlan)))
    assert relayed(nurlan) == [("sendDocument", f"0001-1.{form}", content)]
    await until(lambda: "Жооп берүү" in nurlan.screen["text"])


async def test_a_document_alone_is_asked_about_and_goes_with_the_words(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await at_text(aigul)
    aigul.sends_document()
    await hears(aigul, "Документ сакталды")
    aigul.writes(LIGHT)
    await hears(aigul, f"«{LIGHT}», 1 документ")


async def test_an_album_of_documents_is_one_proposal_and_each_comes_as_what_it_is(sunush: Service, user: People):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await at_text(aigul)
    for content, mime in ((PDF, "application/pdf"), (XLSX, "application/vnd.ms-excel"), (JPEG, "image/jpeg")):
        aigul.sends_document(content, "файл", mime)
    aigul.sends_voice()
    aigul.writes(LIGHT)
    await presses(aigul, "Ооба")  # words after a voice are asked about
    await hears(aigul, f"«{LIGHT}», 1 үн билдирүү, 1 сүрөт, 2 документ")
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    expected = [("document", "kept"), ("document", "kept"), ("photo", "kept"), ("voice", "kept")]
    await eventually(sunush, STATES, expected)
    await presses(nurlan, "Ачуу", "Угуу, көрүү")
    await until(lambda: len(relayed(nurlan)) == 4)
    first, second, third, fourth = relayed(nurlan)
    assert (first, second) == (("sendDocument", "0001-1.pdf", PDF), ("sendDocument", "0001-2.xlsx", XLSX))
    assert (third[0], fourth) == ("sendPhoto", ("sendVoice", "", OGG))


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00" + bytes(99), zipped("setup.exe"), b"<html><script>alert(1)</script>"],
    ids=["exe", "zip", "html"],
)
async def test_what_is_no_document_is_refused_at_once_and_the_words_go_without_it(
    sunush: Service, user: People, content: bytes
):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await at_text(aigul)
    aigul.sends_document(content, "smeta.pdf", "application/pdf", caption=LIGHT)
    await hears(aigul, "Файл алынган жок: мындай түрүн ача албайм.")
    await eventually(sunush, STATES, [("document", "lost")])
    await presses(aigul, "Макулмун", "Жөнөтүү", "Азыр эмес")
    receipt = await hears(aigul, "номери — 0001")
    assert "документ" not in receipt
    await presses(nurlan, "Ачуу")
    await until(lambda: "Жооп берүү" in nurlan.screen["text"])
    assert "Угуу, көрүү" not in nurlan.screen["text"]


async def test_a_file_too_large_gets_a_word_at_once_and_is_never_asked_for(
    sunush: Service,
    user: People,
    telegram: TelegramServer,
):
    aigul = user("Айгүл", "ky")
    await at_text(aigul)
    aigul.sends_document(size=20 * MEGABYTE + 1, caption=LIGHT)
    assert f"«{LIGHT}»" in await hears(aigul, "Бул файл өтө чоң: эң көбү 20 МБ болот.")
    await presses(aigul, "Макулмун", "Жөнөтүү")
    await hears(aigul, "номери — 0001")
    assert await kept(sunush, STATES) == []
    assert telegram.calls("getFile") == []


async def test_a_document_comes_with_the_reply_to_a_question(sunush: Service, user: People):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await at_text(aigul)
    aigul.writes(LIGHT)
    await presses(aigul, "Макулмун", "Жөнөтүү", "Азыр эмес")
    await presses(nurlan, "Ачуу", "Авторго суроо")
    await hears(nurlan, "суроо")
    nurlan.writes("Сметасы барбы, жөнөтүп коёсузбу?")
    await presses(nurlan, "Жөнөтүү")
    await presses(aigul, "Жооп жазуу")
    aigul.sends_document(PDF)
    await hears(aigul, "Жообуңуз берилди.")
    await hears(nurlan, "документ менен жооп берди")
    await eventually(sunush, STATES, [("document", "kept")])
