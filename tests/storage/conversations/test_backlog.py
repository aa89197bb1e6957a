"""What waits for its turn lies sealed under its own name, in its order, until it had it."""

from sqlalchemy import select

from storage.database.schema import events
from storage.store import Store
from tests.storage.rows import BOT, NOW


async def test_what_waits_is_listed_in_its_order_once_and_is_gone_when_it_has_had_its_turn(database):
    first, second = [(f"{n}", f'{{"n": {n}}}') for n in (900, 5)], [("5", "another"), ("6", '{"n": 6}')]

    async def work(store: Store) -> list[list[tuple[str, str]]]:
        for rows in (first, second, []):
            await store.backlog.put(*BOT, dict(rows), at=NOW)
        await store.backlog.put("telegram", "another_bot", {"7": "{}"}, at=NOW)
        taken = await store.events.take(*BOT, "5", raw="{}", at=NOW)
        lists = [await store.backlog.list(*BOT)]
        assert taken is not None, "the event itself is not taken in by that"
        assert all('"n"' not in (raw or "") for raw in await store.connection.scalars(select(events.c.raw)))
        await store.backlog.remove(*BOT, ["900", "6", "no such"])
        lists.append(await store.backlog.list(*BOT))
        await store.events.clear_before(NOW + 1)
        return [*lists, await store.backlog.list(*BOT)]

    listed = await database.write(work)
    assert listed == [[*first, second[1]], [("5", '{"n": 5}')], []], "retention empties what nobody takes up"
