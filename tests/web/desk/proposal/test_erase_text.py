"""The text of one proposal is erased at the browser's desk, for an author who asked the office. A stale page erases nothing."""

from tests.storage.rows import dump, rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.test_answering import LAMP, proposed


async def test_a_card_says_what_goes_and_one_press_erases_it(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    page = await browser.opens("/desk/p/1")
    assert LAMP in page
    assert "Өчөт: тексти" in page
    assert "Калат: номери, чечими" in page
    assert "Тексти өчүрүлдү" in await browser.posts("/desk/p/1/erase-text", as_of="0")
    assert LAMP not in await browser.opens("/desk/p/1")
    assert LAMP not in await dump(served.office.database)
    assert "erase-text" not in await browser.opens("/desk/p/1")
    (entry,) = [row for row in await rows_of(served.office.database, "audit") if row["act"] == "erase_text"]
    assert entry["person_id"] is not None
    assert "мурда эле өчүрүлгөн" in await browser.posts("/desk/p/1/erase-text", as_of="0")
    assert browser.status == 409


async def test_a_page_that_does_not_show_what_a_colleague_did_erases_nothing(served: ServedDesk):
    await proposed(served, LAMP)
    _, browser = await served.clerk()
    _, other = await served.clerk("Гүлнара")
    await browser.opens("/desk/p/1")
    await other.opens("/desk/p/1")
    await other.posts("/desk/p/1/exclude", why="spam")
    said = await browser.posts("/desk/p/1/erase-text", as_of="0")
    assert browser.status == 409
    assert "Азыр эч нерсе кылынган жок" in said
    assert LAMP in await browser.opens("/desk/p/1")
    await browser.posts("/desk/p/1/erase-text", as_of=str((await rows_of(served.office.database, "audit"))[-1]["id"]))
    assert LAMP not in await browser.opens("/desk/p/1")
