"""The openness checklist at the desk: a row is entered in one form, and taken off."""

from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import PNG, uploads

ROW = "/desk/openness/draft"
ENTRY = {"channel": "board", "language": "both", "day": "2026-10-30", "place": "Айыл өкмөтүнүн тактасы"}


async def test_a_row_is_published_by_one_form_and_the_sheet_is_taken(served: ServedDesk):
    _, browser = await served.clerk()
    assert "2027-жылдын бюджети: жарыяланды 0 / 15" in await browser.opens("/desk/openness")
    await browser.opens(ROW)
    wrong = ENTRY | {"channel": "air", "day": "2027-10-30", "place": "т" * 10}
    await uploads(browser, ROW, **wrong)
    assert (browser.status, 'id="channel-wrong"' in browser.page) == (422, True)
    assert ("т" * 10 in browser.page, '"30.10.2027"' in browser.page) == (True, True), "what was typed stays"
    await uploads(browser, ROW, **ENTRY | {"day": "2027-10-30"})
    assert (browser.status, 'id="day-wrong"' in browser.page) == (422, True)
    await uploads(browser, ROW, **ENTRY | {"place": ""})
    assert (browser.status, 'id="place-wrong"' in browser.page) == (422, True)
    assert "Айыл өкмөтүнүн тактасы" in await uploads(browser, ROW, **ENTRY)
    assert browser.status == 200
    await uploads(browser, ROW, file=("file", "a.png", PNG), **ENTRY | {"place": ""})
    assert "/desk/openness/photo/2" in browser.page
    await browser.opens("/desk/openness/photo/2")
    assert browser.status == 404, "it has not come yet"
    assert "жарыяланды 1 / 15" in await browser.opens("/desk/openness")
    await browser.posts("/desk/openness/sheet", form="xlsx")
    assert "spreadsheetml" in browser.headers["content-type"]
    await browser.opens(ROW)
    for id in (1, 2):
        await browser.posts(f"{ROW}/remove", id=str(id))
    assert "жарыяланды 0 / 15" in await browser.opens("/desk/openness")
    kept = await rows_of(served.office.database, "audit")
    assert [row["act"] for row in kept].count("openness") == 5
