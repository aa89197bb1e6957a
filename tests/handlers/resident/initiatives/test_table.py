"""The initiatives of an aimak as a file: a row each, named only where that is asked for."""

import csv

import openpyxl
from sqlalchemy import update

from bot.export.initiatives.table import write_initiatives
from storage.database.schema import initiatives
from tests.handlers.resident.initiatives.test_initiative import ANSWERS, DOING, sent


async def test_a_table_has_a_row_an_initiative_and_names_only_where_that_is_asked_for(village, tmp_path):
    clerk, _ = await sent(village)
    await clerk.taps("initiative_one:1")
    await clerk.follows_script("2", "4", "7", "=чыгымы негиздүү")
    aimak_id = (await clerk.person()).aimak_id

    async def write(name, form, *, named, language="ru", **more):
        path = tmp_path / name
        given = {"language": language, "codes": False, "named": named, "aimak_id": aimak_id, **more}
        assert await write_initiatives(village.database, path=path, form=form, **given) == 1
        return path

    book = openpyxl.load_workbook(await write("all.xlsx", "xlsx", named=True))
    head, row = [[cell.value for cell in cells] for cells in book.worksheets[0].iter_rows()]
    shown = dict(zip(head, row, strict=True))
    assert (shown["Номер"], shown["Из бюджета просят"]) == ("Д1-01", 17_000)
    assert shown["Кто"] == ANSWERS[0]
    assert shown["Расходы обоснованы"] == 7
    assert shown["Шкала и веса"] == "0–10: 20 20 20 20 20"
    path = await write("blind.csv", "csv", named=False)
    text = path.read_text("utf-8-sig")
    assert ANSWERS[0] not in text
    assert DOING in text

    await clerk.taps("initiative_one:1")
    await clerk.presses("Чечим чыгаруу")
    await clerk.presses("Берилбейт")
    await clerk.says("Айбек Усеновдун карызы бар, 0555123456")
    await clerk.presses("Кабар берүү")
    await village.database.write(lambda store: store.connection.execute(update(initiatives).values(shown=True)))
    path = await write("folder.csv", "csv", named=False, words=False, language=None)
    [row] = csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert (row["decision"], row["doing"]) == ("refused", DOING)
    assert [row[name] for name in ("problem", "place", "plan", "costs", "own", "why", "agreement")] == [""] * 7
    assert len(list(csv.reader(text.splitlines()[:1], delimiter=";"))) == 1
