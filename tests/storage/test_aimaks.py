"""Aimaks and villages: entered again they are renewed and never doubled; samples step aside for the first real one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import NoResultFound

from storage.database.schema import aimaks
from storage.store import Store
from tests.storage.rows import JANY_ARYK, enter

TODAY = date(2026, 11, 22)


async def put(database, aimak, *, sample: bool = False) -> bool:
    return await database.write(lambda store: store.aimaks.put(aimak, sample=sample))


async def by_code(database, code: str):
    return await database.read(lambda store: store.aimaks.find_by_code(code))


async def open_codes(database, day: date = TODAY) -> list[str]:
    return [aimak.code for aimak in await database.read(lambda store: store.aimaks.open_on(day))]


async def set_days(database, code: str, **values: date | None) -> None:
    async def work(store: Store) -> None:
        await store.connection.execute(update(aimaks).where(aimaks.c.code == code).values(**values))

    await database.write(work)


async def test_an_aimak_is_found_by_its_code_and_named_in_both_languages(database):
    assert await by_code(database, "janyaryk") is None
    assert await put(database, JANY_ARYK) is True

    aimak = await by_code(database, "janyaryk")
    assert (aimak.name("ky"), aimak.name("ru")) == ("Жаңы-Арык айыл аймагы", "Джаны-Арыкский айылный аймак")
    assert (aimak.rayon("ky"), aimak.oblast("ru")) == ("Жумгал району", "Нарынская область")
    assert await database.read(lambda store: store.aimaks.get(aimak.id)) == aimak


async def test_an_aimak_that_is_not_there_cannot_be_got(database):
    with pytest.raises(NoResultFound):
        await database.read(lambda store: store.aimaks.get(999))


async def test_an_aimak_entered_again_is_renewed_and_keeps_its_telephone(database):
    await put(database, replace(JANY_ARYK, phone="0312 00 00 00"))
    before = await by_code(database, "janyaryk")

    assert await put(database, replace(JANY_ARYK, names={**JANY_ARYK.names, "ru": "Джаны-Арык"})) is False

    after = await by_code(database, "janyaryk")
    assert after.id == before.id
    assert (after.name("ru"), after.phone) == ("Джаны-Арык", "0312 00 00 00")
    assert await database.read(lambda store: store.aimaks.count()) == 1


async def test_villages_are_listed_by_name_and_renewed_not_doubled(database):
    aimak_id = await enter(database)
    await put(
        database,
        replace(JANY_ARYK, villages=({"ky": "Кызарт", "ru": "Кызарт-Ата"}, {"ky": "Бай-Кайың", "ru": "Бай-Каинг"})),
    )

    villages = await database.read(lambda store: store.aimaks.list_villages(aimak_id))

    names = sorted((village.name("ky"), village.name("ru")) for village in villages)
    assert names == [("Бай-Кайың", "Бай-Каинг"), ("Жаңы-Арык", "Джаны-Арык"), ("Кызарт", "Кызарт-Ата")]
    assert {village.aimak_id for village in villages} == {aimak_id}
    assert [village.name("ky") for village in villages] == sorted(village.name("ky") for village in villages)


async def test_villages_of_the_same_name_in_two_aimaks_are_two(database):
    first, second = await enter(database), await enter(database, replace(JANY_ARYK, code="other"))
    ids = [
        {village.id for village in await database.read(lambda store, a=aimak_id: store.aimaks.list_villages(a))}
        for aimak_id in (first, second)
    ]
    assert len(ids[0]) == len(ids[1]) == 2
    assert not ids[0] & ids[1]


async def test_samples_can_be_chosen_only_while_no_real_aimak_is_there(database):
    await put(database, replace(JANY_ARYK, code="sample1"), sample=True)
    await put(database, replace(JANY_ARYK, code="sample2"), sample=True)
    assert await open_codes(database) == ["sample1", "sample2"]

    await put(database, JANY_ARYK)
    assert await open_codes(database) == ["janyaryk"]
    assert len(await database.read(lambda store: store.aimaks.list_all())) == 3


async def test_a_sample_entered_as_real_is_real(database):
    await put(database, JANY_ARYK, sample=True)
    await put(database, replace(JANY_ARYK, code="sample2"), sample=True)
    await put(database, JANY_ARYK)
    assert await open_codes(database) == ["janyaryk"]


async def test_an_aimak_is_open_from_its_first_day_to_its_last(database):
    await put(database, JANY_ARYK)
    await set_days(database, "janyaryk", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [bool(await open_codes(database, day)) for day in days] == [False, True, True, False]


async def test_aimaks_are_listed_by_oblast_rayon_and_name(database):
    for code, oblast, name in (("c", "А", "В"), ("b", "Б", "А"), ("a", "А", "А")):
        await put(
            database,
            replace(
                JANY_ARYK, code=code, oblasts={**JANY_ARYK.oblasts, "ky": oblast}, names={**JANY_ARYK.names, "ky": name}
            ),
        )
    assert await open_codes(database) == ["a", "c", "b"]
