"""Facts that never change, and settings with the day from which each holds."""

import asyncio
from datetime import date

NEW_LAW = date(2027, 1, 1)


async def set_to(database, name: str, value: str, valid_from: date) -> None:
    await database.write(lambda store: store.meta.set(name, value, valid_from=valid_from))


async def on(database, day: date) -> dict[str, str]:
    return await database.read(lambda store: store.meta.read_settings_on(day))


async def test_a_fact_is_kept_once(database):
    assert await database.read(lambda store: store.meta.get("key")) is None
    for value in ("first", "second"):
        await database.write(lambda store, v=value: store.meta.put_once("key", v))
    assert await database.read(lambda store: store.meta.get("key")) == "first"


async def test_of_two_who_put_a_fact_at_once_both_see_the_same(database):
    async def put(value: str) -> str | None:
        async def work(store):
            await store.meta.put_once("key", value)
            return await store.meta.get("key")

        return await database.write(work)

    assert len(set(await asyncio.gather(*(put(f"{n}") for n in range(8))))) == 1


async def test_a_setting_holds_from_its_day_on(database):
    await set_to(database, "answer_days", "14", date(2000, 1, 1))
    await set_to(database, "answer_days", "10", NEW_LAW)

    assert await on(database, date(1999, 12, 31)) == {}
    assert await on(database, date(2026, 12, 31)) == {"answer_days": "14"}
    assert await on(database, NEW_LAW) == {"answer_days": "10"}
    assert await on(database, date(2030, 1, 1)) == {"answer_days": "10"}


async def test_the_day_decides_and_not_the_order_of_writing(database):
    await set_to(database, "answer_days", "10", NEW_LAW)
    await set_to(database, "answer_days", "14", date(2000, 1, 1))
    assert await on(database, NEW_LAW) == {"answer_days": "10"}


async def test_a_setting_put_twice_for_the_same_day_is_the_later_one(database):
    await set_to(database, "answer_days", "14", NEW_LAW)
    await set_to(database, "answer_days", "12", NEW_LAW)
    await set_to(database, "extra_days_off", "[]", NEW_LAW)
    assert await on(database, NEW_LAW) == {"answer_days": "12", "extra_days_off": "[]"}
