"""A resident asks for information, the office answers in its days, and nobody of another aimak reads it."""

from datetime import timedelta
from functools import partial

import openpyxl
import pytest

from bot.budget.openness.rows import Row
from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import NotYours
from bot.budget.workdays import Calendar, find_day
from bot.export.attachments import Documents
from bot.office.days_off.working_days import make_calendar
from bot.office.information import requests
from bot.office.openness.checklist import read_lines
from bot.settings import Settings
from tests.handlers.offices import joined, read_by, texts
from tests.storage.rows import rows_of

ASKED = "Бюджеттин аткарылышы боюнча отчет керек"


async def asks(village, name):
    resident = await village.in_menu(name)
    assert "Маалымат сурайм" in await resident.taps("budget")
    said = await resident.taps("information")
    if "/privacy" in said:
        await resident.taps("consent:yes")
    assert ASKED in await resident.says(ASKED)
    return resident, await resident.presses("Жөнөтүү")


async def test_a_request_is_numbered_answered_once_and_the_answer_comes_back(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    aigul, receipt = await asks(village, "Айгүл")
    assert "М-001" in receipt
    [row] = await rows_of(village.database, "information_requests")
    today = find_day(village.clock())
    assert row["due_on"] == make_calendar([today.year, today.year + 1]).add(today, requests.DAYS)
    assert ASKED not in row["text"]
    assert "М-001" in texts(village, "Бакыт")[-1]
    assert "Күтүүдө — 1, мөөнөтү өткөнү — 0" in await clerk.taps("inform_desk")
    assert ASKED in await clerk.taps("inform_one:1")
    await clerk.taps("inform_answer")
    await clerk.says("Отчет «Бюджет» астында турат.")
    assert "жөнөтүлдү" in await clerk.taps("inform_send")
    assert "астында турат" in texts(village, "Айгүл")[-1]
    assert "астында турат" in await aigul.taps("information_one:1")
    person = await clerk.person()
    with pytest.raises(requests.AnsweredAlready):
        await village.database.write(partial(requests.answer, id=1, text="Дагы", by=person, at=village.clock()))
    for name, aimak in (("Нурбек", "kokjar"), ("Канат", "shark")):
        stranger = await (await village.in_menu(name, aimak=aimak)).person()
        with pytest.raises(NotYours):
            await village.database.read(partial(requests.read_own, id=1, by=stranger))
        with pytest.raises(NotAllowed):
            await village.database.read(partial(requests.read, id=1, by=stranger))


async def test_a_clerk_sees_which_language_the_answer_is_read_in(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    olga = await village.in_menu("Ольга", language="ru")
    await olga.taps("budget")
    await olga.taps("information")
    await olga.taps("consent:yes")
    await olga.says("Нужен отчёт об исполнении бюджета")
    await olga.presses("Отправить")
    assert "(орусча окуйт)" in await clerk.taps("inform_desk")
    assert "Автор орусча окуйт." in await clerk.taps("inform_one:1")
    assert "(кыргызча окуйт)" not in await clerk.taps("inform_desk")


async def test_of_a_late_answer_its_author_hears_once_and_the_office_each_morning(village):
    await joined(village, "Бакыт", Role.STAFF)
    await asks(village, "Айгүл")
    village.clock.later(days=40)
    (row,) = await rows_of(village.database, "information_requests")
    assert row["due_on"] + timedelta(1) <= find_day(village.clock())
    [aimak] = [
        one for one in await village.database.read(lambda store: store.aimaks.list_all()) if one.code == "kokjar"
    ]
    for expected in (1, 0):
        told = partial(requests.tell_late, aimak=aimak, at=village.clock())
        assert await village.database.write(told) == expected
    assert "М-001" in (await read_by(village, "Айгүл"))["Айгүл"]
    of = {"aimak_id": aimak.id, "working": Calendar(), "at": village.clock()}
    counted = await village.database.read(partial(requests.count_for_day, **of))
    assert (counted.waiting, counted.soon, counted.late) == (1, 0, 1)


async def test_whoever_is_forgotten_leaves_a_count_and_no_word(village):
    aigul, _ = await asks(village, "Айгүл")
    await aigul.says("/forget")
    await aigul.presses("Баарын өчүрүү")
    (row,) = await rows_of(village.database, "information_requests")
    assert village.database.seal.open(row["text"]) == ""
    assert row["answered_at"] is not None


async def test_who_asks_for_a_paper_in_their_own_words_is_led_to_a_request(village):
    aigul = await village.in_menu("Айгүл")
    assert "/privacy" in await aigul.says("бюджет боюнча кеңештин чечиминин көчүрмөсүн бергиле")
    said = await aigul.taps("consent:yes")
    assert "«бюджет боюнча кеңештин чечиминин көчүрмөсүн бергиле»" in said
    assert "М-001" in await aigul.presses("Жөнөтүү")
    asked = await aigul.says("прошу предоставить информацию о бюджете")
    assert "«прошу предоставить информацию о бюджете»" in asked


async def test_a_greeting_does_not_swallow_what_stands_behind_it(village):
    aigul = await village.in_menu("Айгүл")
    for text in (
        "assalomu aleykum, bolamning maktabda pechkasi yoq, sovuq, yordam bering",
        "уч сунушум бар: копуро ондогула, базарга туалет салгыла, клубду арендага бергиле",
    ):
        assert f"Бул сунушпу? «{text[:40]}" in await aigul.says(text), text
        await aigul.says("/start")
    assert "Саламатсызбы" in await aigul.says("салам, кандайсыздар")


async def test_an_office_hears_once_that_a_request_comes_due_and_lists_those_that_are_late(village, tmp_path):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await asks(village, "Айгүл")
    (row,) = await rows_of(village.database, "information_requests")
    aimak = await village.database.read(lambda store: store.aimaks.find_by_code("kokjar"))
    day = (row["due_on"] - find_day(village.clock())).days
    village.clock.later(days=day)
    for _ in range(2):
        told = partial(requests.tell_soon, aimak=aimak, working=Calendar(), at=village.clock())
        await village.database.write(told)
    await village.courier.carry()
    assert sum("М-001 маалымат сурамы жооп күтүүдө" in said for said in texts(village, "Бакыт")) == 1
    in_time = partial(requests.count_in_time, aimak_ids=[aimak.id], year=row["due_on"].year)
    assert await village.database.read(partial(in_time, at=village.clock())) == (0, 0)
    assert "Мөөнөтү өткөн" not in await clerk.taps("inform_desk")
    village.clock.later(days=1)
    assert await village.database.read(partial(in_time, at=village.clock())) == (0, 1)
    assert "14 жумуш күнүндө" in await clerk.taps("inform_desk")
    assert "М-001" in await clerk.presses("Мөөнөтү өткөнү")
    assert "М-001" in await clerk.presses("Баары")
    await clerk.taps("inform_sheet")
    (sent,) = [one.document for one in clerk.heard[-2:] if one.document]
    documents = Documents(
        settings=Settings(tmp_path, database_url="", key_file=tmp_path / "key"), database=village.database,
        seal=village.database.seal,
    )  # fmt: skip
    book = openpyxl.load_workbook(await documents(sent))
    assert book.worksheets[0].title == "Сурагандар", "what its term is makes it no practice"
    assert [cell.value for cell in book.worksheets[0][2]][:2] == ["М-001", ASKED]
    assert any("14 жумуш күнүндө" in str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row)
    await clerk.taps("inform_one:1")
    await clerk.taps("inform_answer")
    await clerk.says("Отчет «Бюджет» астында турат.")
    await clerk.taps("inform_send")
    await asks(village, "Гүлзат")
    person = await clerk.person()
    give = partial(requests.answer, id=2, text="Отчет такта жанында турат.", by=person, at=village.clock())
    await village.database.write(give)
    assert await village.database.read(partial(in_time, at=village.clock())) == (1, 2)
    person = await clerk.person()
    lines = await village.database.read(
        partial(read_lines, aimak_id=aimak.id, year=row["due_on"].year, by=person, at=village.clock())
    )
    assert [(one.counted, one.published) for one in lines.lines if one.row is Row.INFORMATION] == [("1 / 2", None)]


async def test_the_file_of_an_answer_goes_with_the_year_in_which_it_was_due(village):
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await asks(village, "Айгүл")
    await clerk.taps("inform_one:1")
    await clerk.taps("inform_answer")
    await clerk.sends("document", "report")
    (row,), (file,) = [await rows_of(village.database, name) for name in ("information_requests", "media")]
    kept = {"kind": "document", "digest": "ab" * 32, "size": 1, "form": "document", "ending": ".pdf"}
    await village.database.write(lambda store: store.media.keep(file["id"], **kept))
    for year, found in ((row["due_on"].year - 1, 0), (row["due_on"].year, 1)):
        aged = await village.database.read(partial(_list_of_years, year=year))
        assert len(aged.files) == found


async def _list_of_years(store, year):
    return await store.aged_media.list_of_years(year)
