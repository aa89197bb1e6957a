"""An office's own note, on the card in the browser and in the chat. No file that others read has it."""

import openpyxl

from bot.budget.workdays import find_day
from bot.export.office.office_list import write_list
from bot.office.answers import notes
from storage.log.printed import Chosen
from tests.storage.rows import dump, rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.test_answering import LAMP, proposed

NOTE = "Жол кызматына чалуу керек, Асан билет"


async def test_a_note_is_written_changed_and_erased_and_a_stale_page_changes_nothing(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    _, other = await served.clerk("Гүлнара")
    await browser.opens("/desk/p/1")
    await other.opens("/desk/p/1")
    assert "Мекеменин эскертмеси" in await browser.posts("/desk/p/1/note", note=NOTE, note_read="0")
    assert NOTE in await other.opens("/desk/p/1")
    said = await other.posts("/desk/p/1/note", note="Башка эскертме", note_read="0")
    assert other.status == 409
    assert "кесиптешиңиз өзгөрттү" in said
    assert "Башка эскертме" in said, "what was typed is still there"
    [row] = await rows_of(served.office.database, "office_notes")
    assert NOTE not in str(row)
    said = await other.posts("/desk/p/1/note", note="Башка эскертме", note_read=str(row["written_at"]))
    assert (other.status, "Башка эскертме" in said, NOTE in said) == (200, True, False)
    [row] = await rows_of(served.office.database, "office_notes")
    assert "өчүрүлдү" in await other.posts("/desk/p/1/note", note="", note_read=str(row["written_at"]))
    assert await rows_of(served.office.database, "office_notes") == []
    audit = [row for row in await rows_of(served.office.database, "audit") if row["act"] == "note"]
    assert [row["details"].count("эскертме") + row["details"].count("Жол") for row in audit] == [0, 0, 0]
    assert [one in row["details"] for one, row in zip(("written", "changed", "removed"), audit, strict=True)] == [
        True
    ] * 3


async def test_too_long_a_note_and_one_without_words_are_refused_and_kept_on_the_page(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    await browser.opens("/desk/p/1")
    for text in ("а" * 501, "???"):
        assert text in await browser.posts("/desk/p/1/note", note=text, note_read="0")
        assert browser.status == 409
    assert await rows_of(served.office.database, "office_notes") == []


async def test_it_goes_with_its_author_and_stands_in_the_offices_own_list_alone(served: ServedDesk, tmp_path):
    office = served.office
    await proposed(served, LAMP)
    clerk, _ = await served.clerk()
    await office.does(notes.write_note, id=1, text=NOTE, read=0, by=clerk)
    path, day = tmp_path / "list.xlsx", find_day(office.now)
    await write_list(office.database, path=path, form="xlsx", chosen=Chosen(office.aimak_id), language="ky", day=day)
    cells = [
        str(cell) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row
    ]
    assert NOTE in cells
    author = office.people["Айгүл"]
    await office.database.write(lambda store: store.erasures.erase(author.id, keeps_public=True, at=office.now))
    assert await rows_of(office.database, "office_notes") == []
    assert NOTE not in await dump(office.database)


async def test_it_goes_with_the_text_of_its_proposal(served: ServedDesk):
    await proposed(served, LAMP)
    clerk, _ = await served.clerk()
    await served.office.does(notes.write_note, id=1, text=NOTE, read=0, by=clerk)
    await served.office.database.write(lambda store: store.erasures.erase_text(1, at=served.office.now))
    assert await rows_of(served.office.database, "office_notes") == []
