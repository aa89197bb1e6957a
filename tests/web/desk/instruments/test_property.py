"""The property list at the desk: taken whole from a file, or refused with each fault by its cell."""

import io

import openpyxl

from tests.storage.rows import rows_of
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import uploads

PATH = "/desk/property"
HEAD = ("Номери", "Түрү", "Жери", "Аянты", "Колдонулушу", "Ижара акысы", "Мөөнөтү")
MILL = ("1", "Тегирмен <b>", "Көк-Жар", "120 м2", "бош турат", "", "")
SHOP = ("2", "Дүкөн", "Көк-Жар", "40 м2", "ижарада", "24000", "31.12.2027")


def make_table(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


async def test_a_list_is_taken_whole_or_each_wrong_cell_is_named(served: ServedDesk):
    _, browser = await served.clerk()
    await browser.opens(PATH)
    await uploads(browser, PATH)
    assert (browser.status, 'id="file-wrong"' in browser.page) == (422, True)
    wrong = make_table(MILL, ("1", "", "Көк-Жар", "", "ижарада", "көп", "эртең"))
    said = await uploads(browser, PATH, file=("file", "a.xlsx", wrong))
    assert (browser.status, "B3:" in said) == (422, True)
    assert await rows_of(served.office.database, "property_items") == []
    right = make_table(MILL, SHOP)
    said = await uploads(browser, PATH, file=("file", "a.xlsx", right))
    assert "Жаңы — 2" in said
    assert "Тегирмен &lt;b&gt;" in browser.page
    assert "ошол бойдон — 2" in await uploads(browser, PATH, file=("file", "a.xlsx", right))
    await browser.posts(f"{PATH}/take")
    assert "spreadsheetml" in browser.headers["content-type"]
