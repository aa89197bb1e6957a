"""People are counted beside the photo of the sign-in sheet; the photo goes with nothing, and nobody else sees it."""

import re

from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.hearings.test_hearings import DAY, HEARING, announced
from tests.web.desk.uploading import PNG, UNKEPT, uploads

SHEET = f"{HEARING}/sheet"


async def test_people_are_counted_beside_the_photo_of_their_sheet(served: ServedDesk):
    person, browser = await served.clerk()
    await announced(served, browser)
    await browser.opens(SHEET)
    await uploads(browser, SHEET, do="keep", women="1", men="2")
    assert browser.status == 409, "not before its day"
    served.office.now += 18 * DAY
    browser = await served.signs_in(person)
    await browser.opens(HEARING)
    assert f'href="{SHEET}"' in browser.page
    await browser.opens(SHEET)
    await uploads(browser, SHEET, file=("photo", "sheet.png", PNG), do="photo", women="4", men="")
    found = re.search(r'src="(/desk/intake/photo/[^"]+)"', browser.page)
    assert found is not None
    assert 'value="4"' in browser.page, "what was typed stays"
    sheet = found[1].rpartition("/")[2]
    kept = {"sheet": sheet, "turn": "0", "women": "4", "men": ""}
    await uploads(browser, SHEET, **kept, do="turn")
    assert 'class="shown turn-1"' in browser.page
    await browser.opens(found[1])
    assert browser.headers["content-type"] == "image/png"
    await browser.opens(SHEET)
    await uploads(browser, SHEET, **kept | {"women": "жарым"}, do="keep")
    assert (browser.status, 'id="women-wrong"' in browser.page, found[1] in browser.page) == (422, True, True)
    await uploads(browser, SHEET, **kept | {"women": "41", "men": "49"}, do="keep")
    assert (browser.status, browser.at) == (200, HEARING)
    [row] = await rows_of(served.office.database, "attendances")
    assert (row["women"], row["men"]) == (41, 49)
    assert await rows_of(served.office.database, "papers") == []

    _, other = await served.clerk("Жылдыз")
    await other.opens(found[1])
    assert other.status == 404
    await other.opens(SHEET)
    await uploads(other, SHEET, **kept, do="turn")
    assert (other.status, found[1] in other.page) == (200, False)


async def test_what_is_no_picture_is_named_beside_its_field_and_odd_values_are_answered(served: ServedDesk):
    person, browser = await served.clerk()
    await announced(served, browser)
    served.office.now += 18 * DAY
    browser = await served.signs_in(person)
    for name, content in UNKEPT.items():
        await browser.opens(SHEET)
        await uploads(browser, SHEET, file=("photo", name, content), do="photo", women="3")
        page = browser.page
        assert (browser.status, 'id="photo-wrong"' in page, 'value="3"' in page) == (422, True, True), name
    for turn in ("", "-1", "9", "²", "x" * 300):
        await browser.opens(SHEET)
        await uploads(browser, SHEET, do="turn", turn=turn, sheet=turn)
        assert browser.status == 200, turn
