"""The result of a poll as a table and a picture; before it is told there is neither."""

import io

import openpyxl
import pytest

from bot.export.polls.files import make_file
from bot.office.polls import polls
from tests.office.offices import YEAR, Office

TEXT = "Эмне маанилүү?\nЖол\n=Суу\nЖарык\nМектеп"


async def test_the_table_and_the_picture_say_the_result_and_nothing_before_it(sqlite_database):
    office = await Office(sqlite_database).opens()
    given = {"aimak_id": office.aimak_id, "year": YEAR, "text": TEXT, "closes_at": office.now + polls.DAY, "by": None}
    id = await office.does(polls.open_poll, **given)
    await office.does(polls.enter_paper, id=id, text="1 2; 2; 2 3; 2; 1", by=None)
    document = {"poll": id, "form": "xlsx", "language": "ru", "at": office.now}
    with pytest.raises(FileNotFoundError):
        await make_file(sqlite_database, document)
    await office.does(polls.tell_result, id=id, by=None)
    _, table = await make_file(sqlite_database, document)
    rows = list(openpyxl.load_workbook(io.BytesIO(table)).active.iter_rows(values_only=True))
    assert ("Вариант", "Голоса") in rows
    first = rows[rows.index(("Вариант", "Голоса")) + 1]
    assert (first[0].lstrip("'"), *first[1:]) == ("=Суу", 4)
    name, picture = await make_file(sqlite_database, document | {"form": "png"})
    assert (name, picture[:4]) == (f"sunush-poll-{YEAR}.png", b"\x89PNG")
