"""The library at the desk: a document in one form, which keeps its file, and one taken off."""

from bot.budget.permissions import Role
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import PNG, UNKEPT, uploads

PATH = "/desk/library"
CHARTER = {"kind": "charter", "title": "Айыл аймагынын уставы <b>", "year": "2024", "language": "ky"}


async def test_a_document_is_published_by_one_form_and_taken_off_once_that_was_asked(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens(PATH)
    await uploads(
        browser, PATH, file=("file", "a.jpg", UNKEPT["x.jpg"]), kind="x", title="а", year="былтыр", language=""
    )
    assert browser.status == 422
    for name in ("kind", "title", "year", "language", "file"):
        assert f'id="{name}-wrong"' in browser.page, name
    await uploads(browser, PATH, file=("file", "a.png", PNG), **CHARTER | {"year": "20245"})
    kept = browser.page.partition('name="kept_file" value="')[2].partition('"')[0]
    assert (browser.status, bool(kept)) == (422, True), "its file need not be chosen again"
    await uploads(browser, PATH, kept_file=kept + "x", **CHARTER)
    assert (browser.status, 'id="file-wrong"' in browser.page) == (422, True), "a forged mark is no file"
    said = await uploads(browser, PATH, kept_file=kept, **CHARTER)
    assert (browser.status, "Айыл аймагынын уставы &lt;b&gt;" in browser.page) == (200, True)
    assert "— 1." in said
    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    assert "уставы" not in await other.opens(PATH)
    await other.posts(f"{PATH}/off", id="1", sure="1")
    assert other.status == 403
    assert "Ооба" in await browser.posts(f"{PATH}/off", id="1")
    assert "— 0." in await browser.posts(f"{PATH}/off", id="1", sure="1")
    [row] = await rows_of(served.office.database, "papers")
    assert row["removed_at"] is not None
