"""A clerk names another public table in the chat: an address at once, a place with its day."""

from datetime import date


async def test_a_place_is_asked_its_day_and_an_address_is_not(village):
    clerk = await village.worker("Бакыт")
    await clerk.taps("year")
    assert "кайдан окуй алат" in await clerk.taps("year_set:posted")
    assert "кайсы күндөн" in await clerk.says("Айыл өкмөтүнүн тактасы")
    assert "али келе элек" in await clerk.says("20.12.2030")
    assert "Айыл өкмөтүнүн тактасы (илинген күнү: 2026-жылдын" in await clerk.presses("Бүгүн")
    await clerk.taps("year_set:posted")
    assert "кайсы күндөн" in await clerk.says("клубдагы такта")
    assert "кайдан окуй алат" in await clerk.says("Артка")
    assert "Чечимдердин тизмеси: kokjar.kg/budget" in await clerk.says("kokjar.kg/budget")
    year = await read_year(village, clerk)
    assert (year.table_place, year.table_on) == ("kokjar.kg/budget", None)


async def read_year(village, clerk):
    person = await clerk.person()
    return await village.database.read(lambda store: store.years.get(person.aimak_id, 2027))


async def test_a_past_day_is_kept(village):
    clerk = await village.worker("Чынара", language="ru")
    await clerk.taps("year")
    await clerk.taps("year_set:posted")
    await clerk.says("Стенд у айыл окмоту")
    assert "с 1 ноября 2026" in await clerk.says("01.11.2026")
    year = await read_year(village, clerk)
    assert year.table_on == date(2026, 11, 1)
