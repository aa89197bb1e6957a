"""Papers for boards and commissions in the chat: a poster, the sheet of decisions, the evidence folder."""

import zipfile

import pypdfium2
import pytest
import zxingcpp

from bot.budget.permissions import Role
from bot.export.attachments import Documents
from bot.office.messenger_accounts import links
from bot.settings import Settings
from storage.database.seal import Seal
from tests.handlers.offices import joined


@pytest.fixture
async def clerk(village):
    """A clerk of an office whose bot has a link."""

    async def keep(store):
        bare = "https://t.me/sunush_bot"
        await links.keep(store, "telegram", "bot", bare=bare, with_payload=f"{bare}?start=PAYLOAD")
        await links.keep_name(store, "telegram", "bot", name="sunush_bot")

    await village.database.write(keep)
    return await joined(village, "Нурлан", Role.STAFF)


@pytest.fixture
def documents(village, tmp_path):
    settings = Settings(tmp_path, database_url="", key_file=tmp_path / "key")
    return Documents(settings=settings, database=village.database, seal=Seal(b"k" * 32))


async def test_a_clerk_names_a_board_and_gets_its_poster(village, clerk, documents):
    assert "Плакат кайда илинет?" in await clerk.taps("poster")
    assert "Кандай плакат керек?" in await clerk.says("Базар алды")
    assert "Кайсы тилде?" in await clerk.presses("Басууга A4")
    await clerk.presses("Эки тилде")
    sent = next(one for one in clerk.heard[-2:] if one.document)
    path = await documents(sent.document)
    assert path.name == "sunush-kokjar-bazar-aldy-a4.pdf"
    with pypdfium2.PdfDocument(path) as opened:
        (code,) = zxingcpp.read_barcodes(opened[0].render(scale=1).to_pil())
    assert code.text == "https://t.me/sunush_bot?start=a_kokjar_bazar-aldy"
    aigul = village.resident("Айгүл")
    await aigul.starts("a_kokjar_bazar-aldy")
    await aigul.taps("language:ky")
    await aigul.taps("propose")
    await aigul.taps("side:spending")
    await aigul.says("Көпүрөнү оңдоо керек")
    await aigul.taps("consent:yes")
    await aigul.presses("Жөнөтүү")
    listed = await clerk.taps("poster")
    assert "1 — Базар алды: адам — 1–4, сунуш — 1–4" in listed
    await clerk.taps("board:bazar-aldy")
    await clerk.presses("Басууга A3")
    await clerk.presses("Русский")
    sent = next(one for one in clerk.heard[-2:] if one.document)
    assert (await documents(sent.document)).name == "sunush-kokjar-bazar-aldy-a3.pdf"
    assert sent.document["language"] == "ru"


async def test_a_poster_speaks_the_language_that_was_chosen_and_an_older_one_both(village, clerk, documents):
    await clerk.taps("poster")
    await clerk.presses("Тактасыз")
    await clerk.presses("Басууга A4")
    await clerk.presses("Артка")
    assert "Кандай плакат керек?" in clerk.heard[-1].text
    await clerk.presses("Басууга A4")
    await clerk.presses("Кыргызча")
    sent = next(one for one in clerk.heard[-2:] if one.document)
    older = {name: value for name, value in sent.document.items() if name != "language"}
    asked = ("Бул бот акча", "Этот бот")
    for document, held in ((sent.document, (True, False)), (older, (True, True))):
        with pypdfium2.PdfDocument(await documents(document)) as opened:
            words = " ".join(opened[0].get_textpage().get_text_bounded().split())
        assert tuple(one in words for one in asked) == held, words
    await clerk.taps("poster_language:kz")
    assert clerk.heard[-1].document is None


async def test_without_a_board_or_a_link_and_with_what_is_no_name(village, clerk):
    await clerk.taps("poster")
    await clerk.says("!!!")
    assert clerk.heard[-1].document is None
    await clerk.taps("poster")
    await clerk.presses("Тактасыз")
    await clerk.presses("Артка")
    assert "Плакат кайда илинет?" in clerk.heard[-1].text
    await clerk.taps("board:nobody")
    assert "Кандай плакат керек?" not in clerk.heard[-1].text
    await village.database.write(lambda store: store.meta.drop("link telegram bot"))
    assert "шилтемеси жок" in await clerk.taps("poster")


async def test_a_resident_and_an_observer_get_none(village, clerk):
    for name, role in (("Айгүл", None), ("Чынара", Role.OBSERVER), ("Бакыт", Role.INTAKE)):
        person = await joined(village, name, role)
        await person.taps("poster")
        assert "Плакат кайда" not in person.heard[-1].text


async def test_a_clerk_gets_the_sheet_for_the_board(clerk, documents):
    assert "Кайсы өлчөмдө басасыз?" in await clerk.taps("board_sheet")
    await clerk.presses("Басууга A3")
    sent = next(one for one in clerk.heard[-2:] if one.document)
    path = await documents(sent.document)
    assert path.name == "sunush-kokjar-2027-board-a3.pdf"
    assert path.read_bytes().startswith(b"%PDF")


async def test_a_head_gets_the_evidence_folder_and_a_clerk_has_no_such_item(village, clerk, documents):
    head = await joined(village, "Гүлнара", Role.HEAD)
    assert "index.html" in await head.taps("evidence")
    sent = next(one for one in head.heard[-2:] if one.document)
    path = await documents(sent.document)
    assert path.name == "sunush-kokjar-2027-evidence.zip"
    with zipfile.ZipFile(path) as opened:
        assert "manifest.json" in opened.namelist()
    assert "index.html" not in await clerk.taps("evidence")


async def test_who_may_freeze_nothing_gets_no_evidence_folder(village):
    observer = await joined(village, "Жаңыл", Role.OBSERVER)
    await observer.taps("evidence")
    assert not any((one.document or {}).get("kind") == "evidence" for one in observer.heard)
