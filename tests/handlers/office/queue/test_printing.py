"""A clerk prints a list in two taps, as it is filtered. Whoever has no right gets no file, even at the last moment."""

import openpyxl
import pytest
from pypdf import PdfReader

from bot.budget.permissions import Role
from bot.export.attachments import Documents
from bot.settings import Settings
from storage.database.seal import Seal
from tests.handlers.offices import joined, proposed, removed, taps


@pytest.fixture
async def clerk(village):
    aigul, clerk = await village.in_menu("Айгүл"), await joined(village, "Эркин", Role.STAFF)
    for text in ("Мектептин жанына жарык керек", "Көпүрө керек, суу ташкындайт"):
        await proposed(village, aigul, text)
    await clerk.reads()
    return clerk


@pytest.fixture
def make(village, tmp_path):
    """Makes the file of a message as it would be when the message leaves."""
    settings = Settings(data_dir=tmp_path, database_url="", key_file=tmp_path / "key")
    return Documents(settings=settings, database=village.database, seal=Seal(b"k" * 32))


def wanted(village, name: str, since: int) -> list[dict]:
    return [
        message.document for address, message, _ in village.chats.sent[since:] if address == name and message.document
    ]


async def test_a_list_is_printed_in_two_taps(village, clerk, make):
    await clerk.taps("desk_list:waiting")
    since = len(village.chats.sent)
    assert "Басып чыгарылат: Жооп күткөндөр." in await clerk.presses("Басып чыгаруу")
    await clerk.presses("Басуу үчүн PDF")
    (document,) = wanted(village, "Эркин", since)
    path = await make(document)
    (page,) = PdfReader(path).pages
    assert "Мектептин жанына жарык керек" in " ".join(page.extract_text().split())
    assert path.parent.parent == make._settings.exports_dir  # where what is exported is removed after its time


async def test_what_is_printed_follows_the_filter_and_what_was_chosen_beside(village, clerk, make):
    await clerk.taps("desk_list:answered")
    await clerk.presses("Басып чыгаруу")
    since = len(village.chats.sent)
    await clerk.presses("Excel таблицасы")
    await clerk.presses("Басып чыгаруу")
    assert "Бардык сунуштар, алгач жооп күткөндөрү" in await clerk.presses("Бардык сунуштар")
    assert "Бардык сунуштар, номери боюнча" in await clerk.presses("Номери боюнча")
    await clerk.presses("Excel таблицасы")
    nothing, everything = [list(openpyxl.load_workbook(await make(one)).active.values)
                           for one in wanted(village, "Эркин", since)]  # fmt: skip
    assert len(nothing) == 1
    assert [row[0] for row in everything[1:]] == ["0001", "0002"]


async def test_who_is_removed_meanwhile_gets_no_list_and_a_resident_none_at_all(village, clerk):
    await taps(village, "Айгүл", "desk_list:waiting", "print", "print_as:pdf")
    await clerk.taps("desk_list:waiting")
    since = len(village.chats.sent)
    await taps(village, "Эркин", "print", "print_as:pdf")
    await removed(village, clerk)
    await village.courier.carry()
    assert wanted(village, "Эркин", since) == wanted(village, "Айгүл", 0) == []


async def test_a_head_exports_with_names_and_a_clerk_does_not(village, clerk, make):
    head = await joined(village, "Токтогул", Role.HEAD)
    since = len(village.chats.sent)
    await head.taps("export_named")
    assert "укугуңуз жок" in await clerk.taps("export_named")
    (document,) = wanted(village, "Токтогул", since)
    book = openpyxl.load_workbook(await make(document))
    assert book.worksheets[0].title == "Сунуштар"
    assert "Автордун аты" in next(book.worksheets[0].values)
    assert wanted(village, "Эркин", since) == []


async def test_the_card_shows_its_history_to_the_office_alone(village, clerk):
    await clerk.taps("desk_one:1")
    await clerk.presses("Мен карайм")
    said = await clerk.presses("Тарыхы")
    assert said.startswith("№ 0001 тарыхы:")
    taken, received = said.splitlines()[1:3]
    assert "адис алды, Кесиптеш 1" in taken
    assert "келип түштү, " in received
    await taps(village, "Айгүл", "desk_one:1", "history")
    await village.courier.carry()
    assert not [one for address, one, _ in village.chats.sent if address == "Айгүл" and "тарыхы:" in one.text]
