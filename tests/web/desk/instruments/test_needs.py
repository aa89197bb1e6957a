"""Needs and meetings at the desk: entered by a form or a table, corrected, removed; each fault beside its field."""

import io
from datetime import date

import openpyxl

from bot.budget.needs.meetings import Facts, Kind, Meeting
from bot.budget.permissions import Role
from bot.export.needs.sheet import write_needs_sheet
from storage.needs.meetings import KeptMeeting
from tests.office.offices import Office
from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import uploads

PATH = "/desk/needs"
MEETING = {
    "kind": "aimak",
    "village": "",
    "category": "",
    "day": "2026-10-12",
    "people": "25",
    "women": "14",
    "place": "Клуб",
}
PROBLEMS = "Таза суу жок <b>\r\nЖол начар"


async def test_a_meeting_is_entered_corrected_and_removed_and_what_it_names_are_priorities(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens(PATH)
    wrong = {"kind": "x", "day": "эртең", "people": "көп", "women": "²", "problems": ""}
    await browser.posts(PATH, **MEETING | wrong)
    assert browser.status == 422
    for name in ("kind", "day", "people", "women", "problems"):
        assert f'id="{name}-wrong"' in browser.page, name
    await browser.posts(PATH, **MEETING | {"women": "26", "category": "women"}, problems=PROBLEMS)
    assert (browser.status, 'id="category-wrong"' in browser.page) == (422, True)
    await browser.posts(PATH, **MEETING | {"women": "26"}, problems=PROBLEMS)
    assert (browser.status, 'id="women-wrong"' in browser.page, "Жол начар" in browser.page) == (422, True, True)
    said = await browser.posts(PATH, **MEETING, problems=PROBLEMS)
    assert (browser.status, "Таза суу жок &lt;b&gt;" in browser.page) == (200, True)
    assert "Сакталды." in said
    assert [row["text"] for row in await rows_of(served.office.database, "priorities")] == [
        "Таза суу жок <b>",
        "Жол начар",
    ]
    await browser.opens(f"{PATH}/1")
    assert 'value="25"' in browser.page
    await browser.posts(f"{PATH}/1", **MEETING | {"people": "30"}, problems="Жол начар")
    await browser.opens(f"{PATH}/1")
    assert 'value="30"' in browser.page
    elsewhere = await Office(served.office.database, "janyaryk", served.office.now).opens()
    other = await served.signs_in(await elsewhere.meets("Жылдыз", Role.HEAD))
    await other.opens(f"{PATH}/1")
    assert (other.status, "Жол начар" in other.page) == (403, False)
    said = await browser.posts(f"{PATH}/1/remove")
    assert "артыкчылык болбой" in said, "it is asked first"
    await browser.posts(f"{PATH}/1/remove", sure="1")
    await browser.opens(f"{PATH}/1")
    assert browser.status == 404


async def test_a_table_of_meetings_is_taken_whole_or_each_wrong_cell_is_named(served: ServedDesk):
    _, browser = await served.clerk()
    kept = KeptMeeting(1, 1, 2027, Meeting(Kind.KURULTAI, Facts(date(2026, 10, 12)), ("Таза суу жок",)), 0, None)
    book = openpyxl.load_workbook(io.BytesIO(write_needs_sheet([kept], [], language="ky")))
    await browser.opens(PATH)
    for people, status, said in (
        ("көп", 422, "F2:"),
        (25, 200, "Жаңы киргизилди — 1"),
    ):
        book.worksheets[0]["F2"] = people
        book.save(into := io.BytesIO())
        shown = await uploads(browser, f"{PATH}/table", file=("file", "a.xlsx", into.getvalue()))
        assert (browser.status, said in shown) == (status, True), shown[-900:]
    await browser.posts(f"{PATH}/file", do="sheet")
    assert "spreadsheetml" in browser.headers["content-type"]
